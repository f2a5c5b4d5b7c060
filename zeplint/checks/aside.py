"""What is said behind a status, in ``Accepted via [#7](..) on 2024-11-05``: who decided, where and when."""

from __future__ import annotations

import re
from collections.abc import Iterable

from zeplint.document import Link, Text
from zeplint.markup.inline import scan_links
from zeplint.patterns import pattern
from zeplint.proposal import Proposal
from zeplint.record import NamedTuple
from zeplint.values import Date, Reference, find_date, find_mentions
from zeplint.values.parts import without
from zeplint.values.shorthand import Shorthand, find_shorthands

# Words and marks that only join the status with what follows, and are not missed without it.
_JOINING = pattern(
    r"\b(?:as of|since|via|by|on|in|at|see|per|with|through|and|dated?)\b|(?:[\s()\[\]{},;:.|/*_-]|[–—]++)+",
    re.IGNORECASE,
)


class Aside(NamedTuple):
    """The text behind a status, in parts.

    `date` is the one date that stands outside the links; None where several days could be meant.
    `proposals` are the successors named by number, as words or as links, where the status asks for one;
    `links` are the other links. `others` is what no part holds, apart from words that only join.
    """

    text: Text
    links: tuple[Link, ...]
    shorthands: tuple[Shorthand, ...]
    proposals: tuple[Reference, ...]
    date: Date | None
    others: str


def read_aside(proposal: Proposal, *, dates: Iterable[str] = ()) -> Aside | None:
    """What stands behind the status, or None; `dates` are the forms of a date, the preferred first."""
    keyword, status = proposal.keyword("status"), proposal.status
    if keyword is None or not keyword.rest.text:
        return None
    text, span = proposal.source.slice(keyword.rest.span), keyword.rest.span
    proposals: tuple[Reference, ...] = ()
    if status is not None and proposal.process.successor_role(status):
        proposals = find_mentions(text, span.start, proposal.source.text, proposal.process.noun)
    named = {reference.text.span for reference in proposals}
    links = tuple(link for link in scan_links(proposal.source.text, span) if link.span not in named)
    left = without(text, span.start, (*named, *(link.span for link in links)))
    shorthands = find_shorthands(left, span.start)
    left = without(left, span.start, (shorthand.text.span for shorthand in shorthands))
    date = find_date(left, span.start, tuple(dates), anywhere=True)
    if date is not None and len(date.days) != 1:
        date = None
    if date is not None:
        left = without(left, span.start, (date.written.span,))
    others = _JOINING.sub(" ", left).strip()
    return Aside(keyword.rest, links, shorthands, proposals, date, others)
