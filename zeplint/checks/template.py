"""The check for what the template tells its author and was left in the proposal."""

from __future__ import annotations

from collections.abc import Iterator

from zeplint.checks import Context
from zeplint.checks.wording import excerpt
from zeplint.diagnostic import Finding, Place
from zeplint.document import Prose, Text, words_by_block
from zeplint.patterns import pattern
from zeplint.proposal import Proposal
from zeplint.source import Span

_END = pattern(r"[.!?](?=\s|\)|\Z)")
# What stands before a sentence, blanks and opening brackets aside.
_BEFORE = ("", ".", "!", "?", ":")


def instructions(proposal: Proposal, _context: Context) -> Iterator[Finding]:
    """Sentences of the template's instructions (S10): in each section the first one."""
    prose = proposal.body.prose
    # One look at the text for each instruction is faster than one at each block.
    text = "\n".join(words_by_block(proposal))
    if not any(beginning in text for beginning in proposal.process.instructions):
        return
    starts = [section.heading.start for section in proposal.body.sections]
    section, reported = 0, -1
    for block in prose:
        while section < len(starts) and starts[section] <= block.span.start:
            section += 1
        if section != reported and (found := find_instruction(proposal, block)):
            yield Finding((Place(proposal.source, found.span),), {"found": excerpt(found.text)})
            reported = section


def find_instruction(proposal: Proposal, block: Prose) -> Text | None:
    """The first sentence of a block that begins as an instruction of the template does; None without one."""
    if block.kind == "heading":
        return None
    text = words_of(proposal, block)
    starts = [
        start
        for beginning in proposal.process.instructions
        if (start := text.find(beginning)) >= 0 and text[:start].rstrip(" (")[-1:] in _BEFORE
    ]
    if not starts:
        return None
    start = min(starts)
    stop = _END.search(text, start)
    end = stop.end() if stop else len(text)
    return Text(text[start:end], Span(_place(block, start), _place(block, end - 1) + 1))


def words_of(proposal: Proposal, block: Prose) -> str:
    """The words of a block, with a blank between its pieces."""
    return " ".join([proposal.source.text[start:end] for start, end in block.pieces])


def _place(block: Prose, offset: int) -> int:
    """Where the character at `offset` of a block's words stands in the document."""
    for start, end in block.pieces:
        if offset < end - start:
            return start + offset
        offset -= end - start + 1
    return block.pieces[-1].end - 1
