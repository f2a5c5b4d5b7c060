"""What to delete so that a part of a text is gone and nothing of it is left lying about."""

from __future__ import annotations

from zeplint.source import Source, Span


def lines_of(source: Source, span: Span) -> tuple[int, int]:
    """The 1-based lines on which `span` starts and ends."""
    return source.position(span.start).line, source.position(max(span.start, span.end - 1)).line


def is_blank(source: Source, line: int) -> bool:
    """Whether nothing but white space stands on 1-based line `line`."""
    return not source.slice(source.line_span(line)).strip()


def is_alone(source: Source, span: Span) -> bool:
    """Whether nothing else stands on the lines of `span`."""
    first, last = lines_of(source, span)
    before = source.text[source.line_span(first).start : span.start]
    after = source.text[span.end : source.line_span(last).end]
    return not before.strip() and not after.strip()


def whole_lines(source: Source, first: int, last: int) -> Span:
    """1-based lines with their line ends, and with one of two blank lines that would meet, or end the text."""
    starts = source.line_starts
    apart = first == 1 or is_blank(source, first - 1)
    if apart and last < len(starts) and is_blank(source, last + 1):
        last += 1
    end = starts[last] if last < len(starts) else len(source.text)
    if apart and first > 1 and end == len(source.text):
        first -= 1
    return Span(starts[first - 1], end)


def removal(source: Source, span: Span) -> Span:
    """`span` with its lines where it is alone on them, else with the blanks that set it apart."""
    first, last = lines_of(source, span)
    if is_alone(source, span):
        return whole_lines(source, first, last)
    start = source.line_span(first).start
    kept = len(source.text[start : span.start].rstrip())
    if kept:
        return Span(start + kept, span.end)
    after = source.text[span.end : source.line_span(last).end]
    return Span(span.start, span.end + len(after) - len(after.lstrip()))
