"""Checks of status and type: their values, what they go with, and what a status asks for."""

from __future__ import annotations

from collections.abc import Iterator

from zeplint.checks import Context
from zeplint.diagnostic import Finding, Place
from zeplint.markup.inline import scan_links
from zeplint.proposal import Proposal
from zeplint.values import find_date


def _given_behind_status(proposal: Proposal, role: str) -> bool:
    """Whether what a header of `role` would hold stands behind the status: ``Accepted via [..](..)``."""
    keyword = proposal.keyword("status")
    spec = proposal.process.header_for(role)
    if keyword is None or spec is None or not keyword.rest.text:
        return False
    if spec.form == "date":
        return find_date(keyword.rest.text, keyword.rest.span.start, spec.dates, anywhere=True) is not None
    return bool(scan_links(proposal.source.text, keyword.rest.span))


def required_by_status(proposal: Proposal, _context: Context, *, role: str) -> Iterator[Finding]:
    """The status asks for a header that is absent (S28, S43); a placeholder is another rule's."""
    status = proposal.status
    spec = proposal.process.header_for(role)
    if status is None or spec is None or role not in status.requires:
        return
    if proposal.by_role.get(role) or _given_behind_status(proposal, role):
        return
    values = {"status": status.name, "header": spec.name}
    yield Finding((Place(proposal.source, proposal.anchor),), values)
