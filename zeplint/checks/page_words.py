"""How a specification page says what became of a proposal."""

from __future__ import annotations

from zeplint.checks.aside import read_aside
from zeplint.markup.inline import scan_links
from zeplint.process import Process
from zeplint.proposal import Proposal
from zeplint.values import find_date
from zeplint.values.date import write_like


def state_of(proposal: Proposal, process: Process) -> str:
    """The word of a page for the status of a proposal; empty where `process`, the page's, has none."""
    states = process.data["spec-places"].get("states", {})
    name = proposal.status.name if proposal.status else ""
    return next((word for word, names in states.items() if name in names), "")


def sentence(proposal: Proposal, process: Process) -> str:
    """``ZEP0002 was accepted on November 1st, 2023 via URL.``, as far as the proposal says so; else empty."""
    facts, state = process.data["spec-places"], state_of(proposal, process)
    words = facts.get("sentence")
    if not words or not state or proposal.number is None:
        return ""
    text: str = words["says"].format(noun=process.noun, number=proposal.number, state=state)
    if day := _day(proposal, state, facts.get("day", "")):
        text += words["day"].format(day=day)
    if link := _link(proposal):
        text += words["link"].format(link=link)
    return text + str(words["ends"])


def _day(proposal: Proposal, state: str, model: str) -> str:
    """The day in the header of that role, written as `model` is."""
    header, spec = proposal.filled(state), proposal.process.header_for(state)
    date = proposal.date(header, spec) if header and spec else None
    like = find_date(model, 0, ())
    if date is None or like is None or len(date.days) != 1:
        return ""
    return write_like(like, date.days[0]) or ""


def _link(proposal: Proposal) -> str:
    """Where it was decided: the link of the Resolution, else the one behind the status."""
    if header := proposal.filled("resolution"):
        return next((link.target for link in scan_links(proposal.source.text, header.value_span)), "")
    aside = read_aside(proposal)
    return next((link.target for link in aside.links), "") if aside else ""
