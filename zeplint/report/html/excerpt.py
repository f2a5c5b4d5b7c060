"""A place as lines of source with its span marked; the browser wraps what a terminal would cut."""

from __future__ import annotations

from collections.abc import Iterator

from zeplint.diagnostic import Place
from zeplint.report.frame import MOST_LINES, is_blank, line_range
from zeplint.report.html.markup import code, text
from zeplint.source import Source, Span

# Characters of a line, and how many of them stand before a mark where the line is cut.
LONGEST = 320
_LEAD = 80
_CUT = "&#8230;"


def excerpt(place: Place, tone: str) -> str:
    """The lines of `place` and its note, as HTML; empty where there is no text to show.

    `tone` is a class: that of a severity, or ``related``.
    """
    lines = line_range(place)
    if lines is None or place.span is None:
        return ""
    rows = "".join(_rows(place.source, place.span, *lines))
    note = f'<span class="note">{text(place.note)}</span>' if place.note else ""
    return f'<pre class="lines {tone}">{rows}{note}</pre>'


def row(number: int, content: str, tag: str = "span") -> str:
    """A line of source, which is HTML, with its number."""
    return f'<{tag} data-n="{number}">{content}</{tag}>'


def _rows(source: Source, span: Span, first: int, last: int) -> Iterator[str]:
    if first == last:
        line = source.line_span(first)
        if (
            first > 1
            and is_blank(source, line)
            and not is_blank(source, above := source.line_span(first - 1))
        ):
            # A blank line says nothing by itself.
            yield row(first - 1, cut(source.text, above, Span(above.start, above.start)))
        content = marked(source.text, line, span)
        # A mark at the end of a line has nothing there to mark.
        yield row(first, content if "<mark>" in content else f"{content}<mark> </mark>")
        return
    few = last - first < MOST_LINES
    for number in range(first, last + 1) if few else (first, 0, last):
        if not number:
            yield f'<span class="gap">{_CUT}</span>'
            continue
        line = source.line_span(number)
        # What a line is indented by is no part of what is marked in it.
        begun = line.end - len(source.slice(line).lstrip())
        yield row(number, marked(source.text, line, Span(max(span.start, begun), span.end)))


def marked(written: str, line: Span, mark: Span, tag: str = "mark") -> str:
    """A line as HTML with the part of `mark` that lies in it marked; an empty one marks what follows it."""
    start = min(max(mark.start, line.start), line.end)
    end = min(max(mark.end, start), line.end)
    if start == end and mark.start == mark.end:
        end = min(start + 1, line.end)
    return cut(written, line, Span(start, end), tag)


def cut(written: str, line: Span, mark: Span, tag: str = "mark") -> str:
    """A line as HTML with `mark`, which lies in it, marked: whole, or where it is long what is around the mark."""
    low, high = line
    if high - low > LONGEST:
        low = max(low, min(mark.start - _LEAD, high - LONGEST))
        high = min(high, low + LONGEST)
    start, end = mark.start, min(mark.end, high)
    before = (_CUT if low > line.start else "") + code(written[low:start])
    after = code(written[end:high]) + (_CUT if high < line.end else "")
    if start < end:
        return f"{before}<{tag}>{code(written[start:end])}</{tag}>{after}"
    return before + after
