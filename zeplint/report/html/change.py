"""A fix as a small diff."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from zeplint.diagnostic import Edit, Fix
from zeplint.record import NamedTuple
from zeplint.report import counted
from zeplint.report.html.excerpt import cut
from zeplint.report.html.markup import path, text
from zeplint.source import NEWLINE, Source, Span

# Rows of a diff; what a fix changes beyond them is counted.
MOST_ROWS = 12


class Hunk(NamedTuple):
    """Lines of a file before and after some edits; `line` is the 1-based number of the first."""

    source: Source
    line: int
    old: tuple[str, ...]
    new: tuple[str, ...]


def change(fix: Fix, source: Source) -> str:
    """What `fix` does, as HTML; `source` is the file of its finding, whose name goes without saying."""
    parts: list[str] = []
    left, uncounted = MOST_ROWS, 0
    shown_file = source.shown
    rows: list[str] = []

    def close() -> None:
        if rows:
            parts.append(f'<pre class="lines">{"".join(rows)}</pre>')
            rows.clear()

    for hunk in hunks(fix.edits):
        if left <= 0:
            uncounted += 1
            continue
        if hunk.source.shown != shown_file:
            close()
            shown_file = hunk.source.shown
            parts.append(f'<span class="place">{path(shown_file)}</span>')
        made = list(_rows(hunk))
        if len(made) > left:
            made = [
                *made[:left],
                f'<span class="gap">&#8230; {counted(len(made) - left, "more line")}</span>',
            ]
        left -= len(made)
        rows += made
    close()
    if uncounted:
        parts.append(f"<p>&#8230; and {counted(uncounted, 'more place')}</p>")
    parts += [
        f"<p>Rename <code>{text(source.show(move.old))}</code> to <code>{text(source.show(move.new))}</code></p>"
        for move in fix.moves
    ]
    return "".join(parts)


def hunks(edits: Sequence[Edit]) -> Iterator[Hunk]:
    """The lines that edits change, those on neighbouring lines together, file by file in their order."""
    by_file: dict[int, list[Edit]] = {}
    for edit in edits:
        by_file.setdefault(id(edit.source), []).append(edit)
    for own in by_file.values():
        source = own[0].source
        together: list[Edit] = []
        end = -1
        for edit in sorted(own, key=lambda edit: edit.span):
            if together and max(edit.span.start, 0) > end:
                yield _hunk(source, together, end)
                together = []
            together.append(edit)
            end = max(end, _end_of_lines(source, edit))
        yield _hunk(source, together, end)


def _end_of_lines(source: Source, edit: Edit) -> int:
    """Where the last line that an edit touches ends, before its line end."""
    end = max(edit.span.end, 0)
    line = source.position(end)
    if line.column == 1 and edit.span.end > edit.span.start and edit.text.endswith("\n"):
        # Whole lines became whole lines: the next one is as it was.
        return source.line_span(line.line - 1).end
    return source.line_span(line.line).end


def _hunk(source: Source, edits: Sequence[Edit], end: int) -> Hunk:
    first = source.position(max(edits[0].span.start, 0)).line
    start = source.line_span(first).start
    parts, at = [], start
    for edit in edits:
        parts += [source.text[at : max(edit.span.start, at)], edit.text]
        at = max(edit.span.end, at)
    # An edit may take the line end as well.
    after = "".join(parts).removesuffix("\n") if at > end else "".join((*parts, source.text[at:end]))
    old, new = NEWLINE.split(source.text[start:end]), NEWLINE.split(after)
    line = first
    while old and new and old[0] == new[0]:
        old, new, line = old[1:], new[1:], line + 1
    while old and new and old[-1] == new[-1]:
        old, new = old[:-1], new[:-1]
    return Hunk(source, line, tuple(old), tuple(new))


def _rows(hunk: Hunk) -> Iterator[str]:
    if len(hunk.old) == len(hunk.new) == 1:
        before, after = _differing(hunk.old[0], hunk.new[0])
        yield _row("del", hunk.line, hunk.old[0], before)
        yield _row("ins", hunk.line, hunk.new[0], after)
        return
    for index, line in enumerate(hunk.old):
        yield _row("del", hunk.line + index, line, Span(0, 0))
    for index, line in enumerate(hunk.new):
        yield _row("ins", hunk.line + index, line, Span(0, 0))


def _row(tag: str, number: int, line: str, changed: Span) -> str:
    return f'<{tag} data-n="{number}"><span>{cut(line, Span(0, len(line)), changed, "b")}</span></{tag}>'


def _differing(old: str, new: str) -> tuple[Span, Span]:
    """What of two lines is not the same at their beginnings and their ends."""
    most = min(len(old), len(new))
    start = 0
    while start < most and old[start] == new[start]:
        start += 1
    end = 0
    while end < most - start and old[-1 - end] == new[-1 - end]:
        end += 1
    return Span(start, len(old) - end), Span(start, len(new) - end)
