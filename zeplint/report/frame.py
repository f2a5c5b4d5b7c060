"""Show a place: its lines of source with the span marked, as compilers do.

Nothing here is wider than the frame: a longer line is cut to a window around the mark, and only
that window is ever read, so that a finding on a line of a megabyte costs no more than another.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Sequence
from itertools import accumulate

from zeplint.diagnostic import Place
from zeplint.record import NamedTuple
from zeplint.report.display import Cell, cells, display_width, wrap
from zeplint.report.safe import escape_controls
from zeplint.report.style import Style
from zeplint.report.wording import location
from zeplint.source import Source, Span

PRIMARY = "^"
RELATED = "-"

_ELLIPSIS = "..."
# A span of more lines than these is shown by its first and its last.
MOST_LINES = 4
# Columns kept on the left of a mark where the line is cut.
_LEAD = 8
# Characters read on each side of a mark, per column: several may share one.
_REACH = 4
# A note that does not fit beside its mark is wrapped there if so many columns are left, else below.
_NOTE_WIDTH = 30


class Frame:
    """Lays out the places of one finding, `width` columns wide, with one column of line numbers."""

    __slots__ = ("_gutter", "_style", "_text_width", "_width")

    def __init__(self, places: Iterable[Place], style: Style, width: int) -> None:
        ranges = (line_range(place) for place in places)
        self._gutter = len(str(max((lines[1] for lines in ranges if lines), default=0)))
        self._style = style
        self._width = width
        self._text_width = width - self._gutter - len(" | ")

    def locator(self, arrow: str, place: Place) -> str:
        """The line that says where `place` is; it stays whole, so that a terminal can make it a link."""
        where = self._style.link_file(location(place), place.source.shown)
        return f"{' ' * self._gutter}{self._style.paint('frame', arrow)} {where}"

    def bar(self) -> str:
        """An empty line of the frame."""
        return self._row("", "")

    def remark(self, label: str, text: str) -> list[str]:
        """A labelled text below the source, wrapped: ``= help: ...``."""
        paint = self._style.paint
        lead = f"{' ' * self._gutter} {paint('frame', '=')} {paint('strong', f'{label}:')} "
        indent = " " * (self._gutter + len(" = ") + len(label) + len(": "))
        first, *rest = wrap(text, self._width - len(indent))
        return [f"{lead}{first}".rstrip(), *(indent + line for line in rest)]

    def source(self, place: Place, mark: str, role: str) -> list[str]:
        """The lines of `place`, its span marked with `mark` in the colour of `role`, and its note.

        Nothing for a place without a span, or in a file that has no text.
        """
        lines = line_range(place)
        if lines is None or place.span is None:
            return []
        if lines[0] == lines[1]:
            return self._one_line(place, lines[0], place.span, mark, role)
        return self._several_lines(place, lines, place.span, mark, role)

    def _one_line(self, place: Place, number: int, span: Span, mark: str, role: str) -> list[str]:
        line = place.source.line_span(number)
        window = _window(place.source, line, span, self._text_width)
        marks = " " * window.start + mark * (window.end - window.start)
        return [
            *self._context(place.source, number),
            self._row(number, window.shown),
            *self._marked(marks, window.start, place.note, role),
        ]

    def _context(self, source: Source, number: int) -> list[str]:
        """The line above, where the marked one is blank and says nothing by itself."""
        if number == 1 or not is_blank(source, source.line_span(number)):
            return []
        above = source.line_span(number - 1)
        if is_blank(source, above):
            return []
        return [self._row(number - 1, _beginning(source, above, self._text_width))]

    def _several_lines(
        self, place: Place, lines: tuple[int, int], span: Span, mark: str, role: str
    ) -> list[str]:
        """The lines beside a bar that runs from the start of the span to its end."""
        source = place.source
        first, last = lines
        width = self._text_width - len("| ")
        bar = self._style.paint(role, "|")

        line = source.line_span(first)
        window = _window(source, line, Span(span.start, line.end), width)
        if is_blank(source, Span(line.start, span.start)):
            rows = [self._row(first, f"{self._style.paint(role, '/')} {window.shown}")]
        else:
            rows = [
                self._row(first, f"  {window.shown}"),
                self._row("", " " + self._style.paint(role, "_" * (window.start + 1) + mark)),
            ]

        if last - first < MOST_LINES:
            for number in range(first + 1, last):
                shown = _beginning(source, source.line_span(number), width)
                rows.append(self._row(number, f"{bar} {shown}"))
        else:
            rows.append(self._style.paint("frame", f"{_ELLIPSIS:<{self._gutter + 3}}") + bar)

        line = source.line_span(last)
        end = min(span.end, line.end)
        window = _window(source, line, Span(max(end - 1, line.start), end), width)
        rows.append(self._row(last, f"{bar} {window.shown}"))
        marks = "|" + "_" * window.end + mark
        return [*rows, *self._marked(marks, len("| "), place.note, role)]

    def _marked(self, marks: str, start: int, note: str, role: str) -> list[str]:
        """The row of marks with the note beside it, or below it from column `start` on."""
        paint = self._style.paint
        if not note:
            return [self._row("", paint(role, marks))]
        column = len(marks) + 1
        room = self._text_width - column
        if room >= _NOTE_WIDTH or display_width(escape_controls(note)) <= room:
            first, *rest = wrap(note, room)
            return [
                self._row("", paint(role, f"{marks} {first}")),
                *(self._row("", " " * column + paint(role, line)) for line in rest),
            ]
        indent = min(start, self._text_width - _NOTE_WIDTH)
        return [
            self._row("", paint(role, marks)),
            *(
                self._row("", " " * indent + paint(role, line))
                for line in wrap(note, self._text_width - indent)
            ),
        ]

    def _row(self, number: int | str, text: str) -> str:
        lead = self._style.paint("frame", f"{number:>{self._gutter}} |")
        text = text.rstrip()
        return f"{lead} {text}" if text else lead


def line_range(place: Place) -> tuple[int, int] | None:
    """The first and the last line of a place; None if it has no text to show.

    A span that ends with a line end does not reach into the next line.
    """
    source, span = place.source, place.span
    if span is None or source.problem is not None:
        return None
    last = max(span.start, span.end - 1)
    return source.position(span.start).line, source.position(last).line


def is_blank(source: Source, span: Span) -> bool:
    """Whether there is nothing to see in a stretch of a file."""
    return not source.slice(span).strip()


class _Window(NamedTuple):
    """A part of a line as shown, and the columns of the mark in it, the end exclusive."""

    shown: str
    start: int
    end: int


def _beginning(source: Source, line: Span, width: int) -> str:
    return _window(source, line, Span(line.start, line.start), width).shown


def _window(source: Source, line: Span, mark: Span, width: int) -> _Window:
    """What `width` columns show of `line` so that `mark` is seen, or as much of it as fits.

    An empty mark covers the character that follows it, as a cursor does.
    """
    start = min(max(mark.start, line.start), line.end)
    low = max(line.start, start - _REACH * width)
    high = min(line.end, start + _REACH * width)
    written = source.text[low:high]
    is_whole = Span(low, high) == line and len(written) <= width
    if is_whole and start < line.end and written.isascii() and written.isprintable():
        # Most lines: each character is a column.
        return _Window(written, start - low, max(min(mark.end, high), start + 1) - low)
    text: Sequence[str]
    offsets: Sequence[int]
    columns: Sequence[int]
    if written.isascii() and written.isprintable():
        text = written + " " if start == line.end else written
        offsets, columns = range(len(text)), range(len(text) + 1)
    else:
        pieces = cells(written)
        if start == line.end:
            pieces.append(Cell(high - low, " ", 1))
        text = [cell.shown for cell in pieces]
        offsets = [cell.offset for cell in pieces]
        columns = list(accumulate((cell.width for cell in pieces), initial=0))
    first = bisect_right(offsets, start - low) - 1
    last = max(bisect_left(offsets, mark.end - low), first + 1)
    cut_left, cut_right = low > line.start, high < line.end

    def fits(left: int, right: int) -> bool:
        ellipses = (left > 0 or cut_left) + (right < len(text) or cut_right)
        return columns[right] - columns[left] + ellipses * len(_ELLIPSIS) <= width

    left, right = 0, len(text)
    if not fits(left, right):
        room = width - (cut_left + 1) * len(_ELLIPSIS)
        right = max(first, min(right, bisect_right(columns, room)) - 1)
    if cut_left or right < last:
        left, right = _grow(first, last, columns, fits)
    before = _ELLIPSIS if left > 0 or cut_left else ""
    after = _ELLIPSIS if right < len(text) or cut_right else ""
    shown = before + "".join(text[left:right]) + after
    from_start = len(before) - columns[left]
    mark_start = from_start + columns[first]
    mark_end = max(from_start + columns[min(last, right)], mark_start + 1)
    if last > right or min(mark.end, line.end) > high:
        mark_end += len(after)
    return _Window(shown, mark_start, mark_end)


def _grow(first: int, last: int, columns: Sequence[int], fits: Callable[[int, int], bool]) -> tuple[int, int]:
    """The cells to show around a mark far into the line: some before it, the mark, then both sides."""
    left, right = first, first + 1
    while left > 0 and columns[first] - columns[left - 1] <= _LEAD:
        left -= 1
    while right < last and fits(left, right + 1):
        right += 1
    growing = True
    while growing:
        growing = False
        if left > 0 and fits(left - 1, right):
            left -= 1
            growing = True
        if right < len(columns) - 1 and fits(left, right + 1):
            right += 1
            growing = True
    return left, right
