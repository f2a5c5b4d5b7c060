"""Edits of a document's title that keep the rules around it as long as it is."""

from __future__ import annotations

from collections.abc import Iterator

from zeplint.diagnostic import Edit
from zeplint.document import RST, Document
from zeplint.source import Span


def longer_rules(document: Document, growth: int) -> Iterator[Edit]:
    """The edits that lengthen the rules of an RST title, which must not be shorter than it."""
    heading = document.preamble.heading
    if heading is None or document.markup != RST:
        return
    source = document.source
    first, last = source.position(heading.whole.start).line, source.position(heading.whole.end).line
    for line in range(first, last + 1):
        rule = source.strip(source.line_span(line))
        if not rule.start <= heading.span.start < rule.end:
            yield Edit(source, Span(rule.end, rule.end), source.text[rule.start] * growth)
