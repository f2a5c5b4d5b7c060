"""Checks of what has to change once a proposal is no draft any more."""

from __future__ import annotations

from collections.abc import Iterator

from zeplint.checks import Context
from zeplint.diagnostic import Finding, Place
from zeplint.proposal import Proposal
from zeplint.watermark import find_watermarks


def draft_watermark(proposal: Proposal, _context: Context) -> Iterator[Finding]:
    """A proposal that left the early stage still looks like a draft, or says that it is one (S45)."""
    status = proposal.status
    if status is None or status.stage == "early":
        return
    for watermark in find_watermarks(proposal, proposal.process.data["watermarks"]):
        values = {"status": status.name, "found": watermark.found}
        place = Place(proposal.source, watermark.span)
        yield Finding((place,), values, watermark.kind, watermark.fix)
