"""How a new proposal is written: as the others of its collection are, else as the process prefers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from zeplint.document import FIELDS, LINES, MARKDOWN, PARAGRAPHS, RST
from zeplint.process import Process
from zeplint.proposal import Proposal
from zeplint.record import NamedTuple

FORMS = (FIELDS, LINES, PARAGRAPHS)


class Style(NamedTuple):
    """The markup of a proposal and the form of its header block, one of `FORMS`."""

    markup: str
    form: str


def preferred(process: Process) -> Style:
    """What the process prefers."""
    facts = process.data.get("new", {})
    return Style(facts.get("markup", MARKDOWN), facts.get("form", PARAGRAPHS))


def style_in(markup: str, process: Process) -> Style:
    """The style of a markup without others to follow: that of the process, else the one that reads best."""
    usual = preferred(process)
    return usual if markup == usual.markup else Style(markup, FIELDS if markup == RST else PARAGRAPHS)


def style_beside(proposals: Iterable[Proposal], process: Process) -> Style:
    """What most of some proposals, as far as they have headers, are written in: one that stands out is not what their readers expect.

    Of several markups that are as frequent it is the one that the process prefers, and in that one its form, too.
    """
    proposals = [proposal for proposal in proposals if proposal.preamble.headers]
    markup = _most([proposal.markup for proposal in proposals], preferred(process).markup)
    usual = style_in(markup, process)
    if markup == preferred(process).markup:
        return usual
    forms = [one.preamble.form for one in proposals if one.markup == markup]
    return Style(markup, _most([form for form in forms if form in FORMS], usual.form))


def _most(words: list[str], usual: str) -> str:
    counts = Counter(words)
    return max((usual, *counts), key=counts.__getitem__)
