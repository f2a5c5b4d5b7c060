"""What of a document can be folded away: its preamble, its sections, its blocks of code, its comments."""

from __future__ import annotations

from collections.abc import Iterator

from zeplint.assist.view import View
from zeplint.document import FRONT_MATTER
from zeplint.record import NamedTuple
from zeplint.source import Span

REGION, COMMENT = "region", "comment"


class Fold(NamedTuple):
    """1-based lines, of which the first stays when the others are folded away."""

    first: int
    last: int
    kind: str


def folds(view: View) -> list[Fold]:
    """What can be folded, in text order; of several from one line on, the longest first."""
    found = {fold for span, kind in _spans(view) if (fold := _fold(view, span, kind))}
    return sorted(found, key=lambda fold: (fold.first, -fold.last, fold.kind))


def _spans(view: View) -> Iterator[tuple[Span, str]]:
    document = view.document
    preamble = document.preamble
    if preamble.front_matter:
        yield preamble.front_matter.span, REGION
    if preamble.headers and preamble.form != FRONT_MATTER:
        yield preamble.block, REGION
    for section in document.body.sections:
        yield Span(section.heading.start, section.extent.end), REGION
    for code in document.body.code:
        yield code.span, REGION
    for comment in document.body.comments:
        yield comment.span, COMMENT


def _fold(view: View, span: Span, kind: str) -> Fold | None:
    source = view.source
    end = span.start + len(source.text[span.start : span.end].rstrip())
    first, last = source.position(span.start).line, source.position(end).line
    return Fold(first, last, kind) if last > first else None
