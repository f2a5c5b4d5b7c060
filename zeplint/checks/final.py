"""What a reader sees of a proposal's body, and where that first differs from what it was.

Comments, link targets, draft notices, classes, the rules of tables and white space are not seen: they may change
in a proposal that is final.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator

from zeplint.diagnostic import Place
from zeplint.patterns import pattern
from zeplint.proposal import Proposal
from zeplint.source import Span
from zeplint.watermark import find_watermarks

_WORD = pattern(r"\S+")
# Underlines and the rules of tables grow with their texts.
_RULE = pattern(r"[-=~^+|:#*_`.\"']{3,}")


def first_difference(before: Proposal, after: Proposal) -> Place | None:
    """The first words that were not there before; where words only went, those that follow or, at the end, precede."""
    old, new = list(_words(before)), list(_words(after))
    if [word for word, _ in old] == [word for word, _ in new]:
        return None
    index = next(
        (n for n, (one, other) in enumerate(zip(old, new, strict=False)) if one[0] != other[0]),
        min(len(old), len(new)),
    )
    if not new:
        return Place(after.source, after.source.line_span(1))
    start = new[min(index, len(new) - 1)][1]
    line = after.source.line_span(after.source.position(start).line)
    return Place(after.source, after.source.strip(Span(start, line.end)))


def _words(proposal: Proposal) -> Iterator[tuple[str, int]]:
    """The words that a reader sees below the header block, with their offsets in the source."""
    text = proposal.source.text
    pieces: list[str] = []
    # Where each piece starts in what is seen, and in the source.
    seen: list[int] = []
    starts: list[int] = []
    length, position = 0, proposal.preamble.end
    for start, end in [*sorted(_hidden(proposal)), Span(len(text), len(text))]:
        if start > position:
            seen.append(length)
            starts.append(position)
            pieces.append(text[position:start])
            length += start - position
        position = max(position, end)
    for match in _WORD.finditer("".join(pieces)):
        if not _RULE.fullmatch(match[0]):
            index = bisect_right(seen, match.start()) - 1
            yield match[0], starts[index] + match.start() - seen[index]


def _hidden(proposal: Proposal) -> Iterator[Span]:
    """What a reader does not see, and what may change although one does."""
    body = proposal.body
    yield from (comment.span for comment in body.comments)
    yield from (mark.extent for mark in body.marks)
    for link in body.links:
        # Of a link the words stay: what makes them one, or leads elsewhere, is no part of the text.
        words = (
            link.text_span if link.kind not in ("bare", "autolink") else Span(link.span.end, link.span.end)
        )
        yield Span(link.span.start, max(words.start, link.span.start))
        yield Span(min(words.end, link.span.end), link.span.end)
        if link.target_span is not None:
            yield link.target_span
    for watermark in find_watermarks(proposal, proposal.process.data["watermarks"]):
        yield from [edit.span for edit in watermark.fix.edits] if watermark.fix else [watermark.span]
