"""Checks of what became of the proposals since an earlier version."""

from __future__ import annotations

import re
from collections.abc import Iterator

from zeplint.change import Pair, proposal_title
from zeplint.checks import Context
from zeplint.checks.final import first_difference
from zeplint.checks.wording import listing
from zeplint.collection import Collection
from zeplint.diagnostic import Finding, Place, Severity
from zeplint.document import Document
from zeplint.process import Process, StatusSpec
from zeplint.proposal import Proposal
from zeplint.transitions import ERROR, OK, births, followers, verdict

_SEVERITIES = {ERROR: Severity.ERROR}


def _kind(proposal: Proposal) -> str | None:
    return proposal.type.name if proposal.type else None


def _has_type_of(proposal: Proposal, status: StatusSpec) -> bool:
    """Whether proposals of this type have a status at all; that they have not is another rule's finding."""
    kind = _kind(proposal)
    return kind is None or kind in status.types


def _both(context: Context) -> Iterator[tuple[Proposal, Proposal]]:
    """The proposals that were there and still are, before and after."""
    for old, new in context.change.pairs:
        if old is not None and new is not None:
            yield old, new


# The status


def born(context: Context) -> Iterator[Finding]:
    """A new proposal has a status that none is created with (S21); silent where there was none before."""
    base = context.change.base
    if not _own(base):
        return
    joined = {proposal.number for proposal in base.proposals if proposal.source.mount}
    for old, proposal in context.change.pairs:
        keyword = proposal.keyword("status") if proposal else None
        if proposal is not None and proposal.number in joined:
            continue
        if old is not None or proposal is None or proposal.status is None or keyword is None:
            continue
        process, status, kind = proposal.process, proposal.status, _kind(proposal)
        if _has_type_of(proposal, status) and verdict(process, None, status.name, kind) != OK:
            values = {"status": status.name, "allowed": listing(births(process, kind), "or")}
            yield Finding((Place(proposal.source, keyword.written.span),), values)


def transition(context: Context) -> Iterator[Finding]:
    """A status follows one that it does not follow in the process (S22, S36)."""
    for before, proposal in _both(context):
        old, new, keyword = before.status, proposal.status, proposal.keyword("status")
        if old is None or new is None or keyword is None or old is new or not _has_type_of(proposal, new):
            continue
        if before.has_borrowed_status or proposal.has_borrowed_status:
            continue
        kind = _kind(proposal)
        judged = verdict(proposal.process, old.name, new.name, kind)
        if judged != OK:
            allowed = listing(followers(proposal.process, old.name, kind), "or") or "nothing"
            values = {"old": old.name, "new": new.name, "allowed": allowed}
            place = Place(proposal.source, keyword.written.span)
            severity = _SEVERITIES.get(judged, Severity.WARNING)
            yield Finding((place,), values, "forbidden" if judged == ERROR else "", severity=severity)


# The text


def final_edited(context: Context) -> Iterator[Finding]:
    """The text of a proposal changed that was final already (S39, S47).

    Its headers, its front matter, where its links lead, its comments, what makes it look like a draft, and white
    space may change. So may all of a proposal of a type that is never completed (S49).
    """
    for before, proposal in _both(context):
        old, new = before.status, proposal.status
        if old is None or new is None or old.stage != "final" or new.stage != "final":
            continue
        if _is_never_completed(proposal.process, _kind(proposal)):
            continue
        place = first_difference(before, proposal)
        if place is not None:
            yield Finding((place,), {"status": old.name})


def _is_never_completed(process: Process, kind: str | None) -> bool:
    """Whether a type has a status of its own, which says that its proposals are kept up to date."""
    return any(
        len(status.types) < len(process.types) and kind in status.types
        for status in process.statuses.values()
    )


# Number and day


def deleted(context: Context) -> Iterator[Finding]:
    """A proposal is gone, and its number with it (S26); where none of several is left, they moved away together."""
    change = context.change
    if len(_own(change.base)) > 1 and not _own(change.collection):
        return
    for old, new in change.pairs:
        if new is not None or old is None or old.number is None or not old.preamble.headers:
            continue
        if not _lives_on(old, change.collection):
            yield Finding((Place(old.source),), {"proposal": old.label})


def _own(collection: Collection) -> list[Proposal]:
    """The proposals of a collection, without those of the repositories that join it."""
    return [proposal for proposal in collection.proposals if not proposal.source.mount]


def _lives_on(old: Proposal, collection: Collection) -> bool:
    """Whether another file is the same proposal, or a repository that joins this one has its number."""
    others = collection.by_number.get(old.number, ()) if old.number is not None else []
    title = proposal_title(old)
    return any(other.source.mount or proposal_title(other) == title for other in others)


def number_changed(context: Context) -> Iterator[Finding]:
    """A proposal has another number than it had (S62), and no other one had that as well.

    Where a file name and a heading disagree, before or now, that is what another rule reports.
    """
    for before, proposal in _both(context):
        old, new = before.number, proposal.number
        if old is None or new is None:
            continue
        if {one.number for one in before.numbers} & {one.number for one in proposal.numbers}:
            continue
        if len(context.change.base.by_number[old]) == 1:
            title = proposal.process.title_of
            spans = [reading.span for reading in proposal.numbers if reading.number == new and reading.span]
            place = Place(proposal.source, spans[0]) if spans else proposal.anchor
            yield Finding((place,), {"old": title(old), "new": title(new)})


def created_changed(context: Context, *, role: str) -> Iterator[Finding]:
    """The day on which a proposal was created is another one than it was (S54)."""
    for before, proposal in _both(context):
        header, spec = proposal.filled(role), proposal.process.header_for(role)
        earlier = before.filled(role)
        if header is None or earlier is None or spec is None:
            continue
        old, new = before.date(earlier, spec), proposal.date(header, spec)
        if old and new and len(old.days) == len(new.days) == 1 and old.days != new.days:
            values = {"old": old.days[0], "new": new.written.text, "header": spec.name}
            yield Finding((Place(proposal.source, new.written.span),), values)


# What comes with it


def without_specification(context: Context) -> Iterator[Finding]:
    """A new proposal that changes the specification, and no changed page of the specification names it (S11).

    Where there were no proposals before, a whole collection moves in, and none of it is new.
    """
    change = context.change
    if not context.collection.spec_documents or not _own(change.base):
        return
    changed: tuple[Document, ...] | None = None
    for pair in change.pairs:
        proposal = _new_early(pair)
        if proposal is None or proposal.number is None:
            continue
        if _kind(proposal) not in proposal.process.data["spec-places"].get("types", ()):
            continue
        changed = change.changed_pages if changed is None else changed
        name = re.compile(rf"\b{re.escape(proposal.process.noun)}[ -]?0*{proposal.number}(?!\d)")
        if not any(name.search(page.source.text) for page in changed):
            yield Finding((proposal.anchor,), {"proposal": proposal.label})


def _new_early(pair: Pair) -> Proposal | None:
    is_new = pair.old is None and pair.new is not None and pair.new.stage == "early"
    return pair.new if is_new else None


def idle(context: Context, *, months: int) -> Iterator[Finding]:
    """A draft that nobody has touched for some months (S25)."""
    for proposal in context.collection.proposals:
        keyword = proposal.keyword("status")
        if proposal.stage != "early" or keyword is None or proposal.source.mount:
            continue
        path = context.change.before(proposal.path)
        if path is None or context.change.base.document(path) is not proposal:
            continue
        day = context.change.last_day(path)
        if day is not None and _months(day, context.today) >= months:
            values = {"day": day, "months": months, "status": keyword.written.text}
            yield Finding((Place(proposal.source, keyword.written.span),), values)


def _months(start: str, end: str) -> int:
    """The whole months from one ISO day to another."""
    (year, month, day), (last_year, last_month, last_day) = (map(int, one.split("-")) for one in (start, end))
    return (last_year - year) * 12 + last_month - month - (last_day < day)
