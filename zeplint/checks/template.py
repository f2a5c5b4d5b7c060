"""The check for what the template tells its author and was left in the proposal."""

from __future__ import annotations

from collections.abc import Iterator

from zeplint.checks import Context
from zeplint.checks.wording import excerpt
from zeplint.diagnostic import Finding, Place
from zeplint.document import Prose
from zeplint.patterns import pattern
from zeplint.proposal import Proposal
from zeplint.source import Span

_BEGINNING = pattern(r"(?:\A|(?<=[.!?]\s)|(?<=[.!?]\s\()|(?<=\A\())(?=[A-Z])")
_END = pattern(r"[.!?](?=\s|\)|\Z)")


def instructions(proposal: Proposal, _context: Context) -> Iterator[Finding]:
    """Sentences of the template's instructions (S10): in each section the first one."""
    shape = proposal.process.instructions
    if shape is None:
        return
    body = proposal.body
    starts = [section.heading.start for section in body.sections]
    section, reported = 0, -1
    for block in body.prose:
        while section < len(starts) and starts[section] <= block.span.start:
            section += 1
        if block.kind == "heading" or section == reported:
            continue
        text = " ".join(proposal.source.slice(piece) for piece in block.pieces)
        for beginning in _BEGINNING.finditer(text):
            if shape.match(text, beginning.start()):
                stop = _END.search(text, beginning.start())
                end = stop.end() if stop else len(text)
                span = Span(_place(block, beginning.start()), _place(block, end - 1) + 1)
                yield Finding(
                    (Place(proposal.source, span),), {"found": excerpt(text[beginning.start() : end])}
                )
                reported = section
                break


def _place(block: Prose, offset: int) -> int:
    """Where the character at `offset` of a block's words, joined with blanks, stands in the document."""
    for piece in block.pieces:
        length = piece.end - piece.start
        if offset < length:
            return piece.start + max(0, offset)
        offset -= length + 1
    return block.pieces[-1].end - 1
