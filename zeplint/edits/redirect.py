"""Write the old address of a proposal into its front matter, so that it still leads to it."""

from __future__ import annotations

from zeplint.diagnostic import Edit
from zeplint.patterns import pattern
from zeplint.proposal import Proposal
from zeplint.source import Span

_BULLET = pattern(r"[ \t]*-[ \t]+")


def add_redirect(proposal: Proposal, key: str, address: str) -> Edit | None:
    """The edit that adds an address to those of `key`; None where the proposal has no sound front matter."""
    source, front_matter = proposal.source, proposal.preamble.front_matter
    if front_matter is None or front_matter.error is not None:
        return None
    entry = front_matter.get(key)
    if entry is None:
        fence = source.line_span(source.position(front_matter.span.end).line)
        return Edit(source, Span(fence.start, fence.start), f"{key}: {address}\n")
    if not entry.items:
        value = source.slice(entry.value_span)
        text = f"[{value}, {address}]" if value else f" {address}"
        return Edit(source, entry.value_span, text)
    last = entry.items[-1].span
    line = source.line_span(source.position(last.start).line)
    if bullet := _BULLET.match(source.text, *line):
        return Edit(source, Span(line.end, line.end), f"\n{bullet[0]}{address}")
    end = last.end + (source.text[last.end : last.end + 1] in ("'", '"') and last.end < entry.span.end)
    return Edit(source, Span(end, end), f", {address}")
