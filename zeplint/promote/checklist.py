"""The checklist of a decision: each step with whether it is done, and where it is not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from zeplint.checks.page_words import sentence
from zeplint.checks.redirect import on_move
from zeplint.diagnostic import Diagnostic, Edit, Place
from zeplint.process import StatusSpec
from zeplint.promote.state import Subject, checklist_facts, concerns, moved, new_in, rules_of, with_status
from zeplint.proposal import Proposal, SpecPage
from zeplint.record import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

DONE, OPEN, PERSON = "done", "open", "person"


class Reason(NamedTuple):
    """Why a step is open: what is to be done, and where (a place in a file as it is now)."""

    text: str
    place: Place


class Step(NamedTuple):
    """One step of a checklist.

    `state` is done, open, or person where no program can tell. `statements` are those that ask for it.
    """

    title: str
    state: str
    statements: tuple[str, ...]
    reasons: tuple[Reason, ...] = ()


class _View(NamedTuple):
    """What the steps are judged by.

    `found` is what their rules find, now or once the proposal has the status and lies where it belongs; `origins`
    gives the path as it is now of one that is imagined. `silent` are the pages that say nothing of the decision, and
    `redirect` is what a move is to leave in the proposal, if it has yet to move and has to leave anything. Where no
    header can be written, `is_blind` says so: the proposal cannot be imagined with the status.
    """

    subject: Subject
    status: StatusSpec
    found: Sequence[Diagnostic]
    origins: Mapping[str, str]
    silent: Sequence[SpecPage]
    redirect: Edit | None
    is_blind: bool


def checklist(subject: Subject, status: StatusSpec) -> list[Step]:
    """The steps that a status asks for, for a proposal of any status."""
    before = subject
    if subject.proposal.status is not status:
        before = with_status(subject, status) or subject
    after = moved(before)
    facts = [fact for fact in checklist_facts(subject) if _applies(fact, subject, status)]
    rules = rules_of(subject, facts)
    origins = {after.path: subject.path}
    known = subject.find(rules)
    found = [one for one in before.find(rules) if concerns(one, before.path)]
    if after.path != before.path:
        here = [one for one in found if one.fix and one.fix.moves]
        told = {one.code for one in here}
        fresh = [one for one in new_in(after.find(rules), known, origins) if one.code not in told]
        found = [*here, *fresh, *(one for one in found if one not in here)]
        found = list(
            {(one.code, one.message, origins.get(one.path, one.path)): one for one in found}.values()
        )
    elif before is not subject:
        found += [one for one in new_in(before.find(rules), known, {}) if one not in found]
    redirect = _redirect(subject.proposal) if after.path != subject.path else None
    is_blind = before.proposal.status is not status
    view = _View(subject, status, found, origins, silent_pages(after), redirect, is_blind)
    return [_step(fact, view) for fact in facts]


def _redirect(proposal: Proposal) -> Edit | None:
    place = proposal.process.directory_of(proposal.local_path)
    return on_move(proposal, place[1]) if place else None


def _applies(fact: Mapping[str, Any], subject: Subject, status: StatusSpec) -> bool:
    proposal = subject.proposal
    kind = proposal.type.name if proposal.type else ""
    role = fact.get("set")
    if role and role != "status" and role not in status.requires:
        return False
    if fact.get("pages") and not subject.collection.spec_documents:
        return False
    if fact.get("specification") and kind not in proposal.process.data["spec-places"].get("types", ()):
        return False
    return status.stage in fact.get("stages", (status.stage,))


def _step(fact: Mapping[str, Any], view: _View) -> Step:
    title = _title(fact["title"], view.subject.proposal, view.status)
    statements = tuple(fact.get("statements", ()))
    if fact.get("person"):
        return Step(title, PERSON, statements)
    reasons = tuple(_reasons(fact, view))
    return Step(title, OPEN if reasons else DONE, statements, reasons)


def _title(title: str, proposal: Proposal, status: StatusSpec) -> str:
    process = proposal.process
    headers = {spec.role.replace("-", "_"): spec.name for spec in process.headers.values()}
    directory = next(iter(status.directories), "")
    return title.format(
        **{
            **headers,
            "status": status.name,
            "directory": directory,
            "noun": process.noun,
            "proposal": proposal.label,
        }
    )


def _reasons(fact: Mapping[str, Any], view: _View) -> Iterator[Reason]:
    proposal, codes = view.subject.proposal, fact.get("rules", ())
    role = fact.get("set")
    if role == "status" and proposal.status is not view.status:
        keyword = proposal.keyword("status")
        is_now = f"it is {keyword.written.text}" if keyword else "it has none"
        yield Reason(is_now, Place(proposal.source, keyword.written.span) if keyword else proposal.anchor)
    elif role and view.is_blind and not proposal.filled(role):
        yield Reason("it has none", proposal.anchor)
    found = [one for one in view.found if one.code in codes]
    for diagnostic in found:
        source = diagnostic.place.source
        path = view.origins.get(source.path, source.path)
        # A state that is only imagined has its own texts: people are shown the file that there is.
        there = view.subject.collection.document(path).source
        yield Reason(diagnostic.message, Place(there, diagnostic.place.span))
    # A rule cannot tell that a proposal moved from that it began where it lies.
    if fact.get("redirect") and view.redirect and not found:
        place = Place(proposal.source, proposal.source.line_span(1))
        yield Reason(f"expected in the front matter, once it moves: {view.redirect.text.strip()}", place)
    if fact.get("says"):
        for page in view.silent:
            yield Reason("it does not say so", Place(page.source, page.status_sections[0]))


def silent_pages(subject: Subject) -> list[SpecPage]:
    """The pages of a proposal with a section for what was decided that says nothing of it, though it could."""
    proposal = subject.proposal
    return [
        page
        for page in subject.collection.spec_pages
        if proposal.number in [reference.number for reference in page.proposals]
        and page.status_sections
        and proposal.number not in [claim.number for claim in page.states]
        and sentence(proposal, page.process)
    ]


def is_complete(steps: Sequence[Step]) -> bool:
    """Whether no step is open; what a person has to do does not count."""
    return all(step.state != OPEN for step in steps)
