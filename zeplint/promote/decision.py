"""Carry a decision out, in memory: what becomes of each file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from zeplint.checks.page_words import sentence
from zeplint.collection import Collection
from zeplint.diagnostic import Diagnostic, Edit
from zeplint.edits.apply import Rewrite, rewritten
from zeplint.edits.blocks import append_reference, fill_header
from zeplint.fixing.rounds import plan_fixes
from zeplint.linter import Result, lint
from zeplint.process import StatusSpec
from zeplint.promote.checklist import silent_pages
from zeplint.promote.pages import told
from zeplint.promote.state import Subject, checklist_facts, concerns, moved, new_in, rules_of, status_edit
from zeplint.proposal import Proposal
from zeplint.record import NamedTuple
from zeplint.session import RunError
from zeplint.source import Source
from zeplint.transitions import ERROR, OK, followers, verdict
from zeplint.values.date import format_day


class Decision(NamedTuple):
    """What was decided of a proposal.

    `resolution` is the address of the decision, empty if none is given; `day` an ISO day, `is_day_given`
    whether it was asked for and does not only fill a gap. `successor` is a number, if one is given.
    """

    status: StatusSpec
    resolution: str
    day: str
    is_day_given: bool
    successor: int | None


class Promotion(NamedTuple):
    """What a decision comes to: the proposal afterwards, the files that change, and findings it brings."""

    subject: Subject
    changes: tuple[Rewrite, ...]
    fresh: tuple[Diagnostic, ...]


def refusal(subject: Subject, decision: Decision) -> str:
    """Why the process forbids a decision, or why its successor cannot be one; empty if neither is so."""
    proposal, successor = subject.proposal, decision.successor
    if successor is not None and successor == proposal.number:
        return f"{proposal.label} cannot replace itself"
    if successor is not None and successor not in subject.collection.by_number:
        return f"there is no {proposal.process.title_of(successor)} here to replace {proposal.label}"
    old, new, kind = proposal.status, decision.status, proposal.type.name if proposal.type else None
    if kind and kind not in new.types:
        return f"no {kind} {proposal.process.noun} becomes {new.name}: only {', '.join(sorted(new.types))}"
    if old is None or old is new or verdict(proposal.process, old.name, new.name, kind) != ERROR:
        return ""
    allowed = ", ".join(followers(proposal.process, old.name, kind)) or "nothing"
    return f"{old.name} cannot become {new.name}: after {old.name} comes {allowed}"


def superfluous(proposal: Proposal, decision: Decision) -> str:
    """What is given of a decision although its status has no header for it; empty if all of it has one."""
    status, process = decision.status, proposal.process
    roles = {*status.requires, *status.allows}
    forms = {spec.form for role in roles if (spec := process.header_for(role)) is not None}
    given = (
        (bool(decision.resolution), ("link", "links"), "link to where it was decided"),
        (decision.is_day_given, ("date",), "day of the decision"),
        (decision.successor is not None, ("proposals",), "successor"),
    )
    return next((what for is_given, fit, what in given if is_given and forms.isdisjoint(fit)), "")


def doubt(proposal: Proposal, decision: Decision) -> str:
    """What is unusual about a decision that the process does not forbid; empty if nothing is."""
    old, new, kind = proposal.status, decision.status, proposal.type.name if proposal.type else None
    if old is None or old is new or verdict(proposal.process, old.name, new.name, kind) == OK:
        return ""
    return f"{old.name} seldom becomes {new.name}"


def carry_out(subject: Subject, decision: Decision) -> Promotion:
    """Do what the checklist asks for; raises `RunError` where the headers cannot be written, or one is missing."""
    before = subject
    known = subject.find(rules_of(subject, checklist_facts(subject)))
    subject = _headers(subject, decision)
    places = {subject.path, moved(subject).path}
    subject = _followed_up(subject, known, places)
    subject = _told_on_pages(subject)
    changes = _changes(before, subject)
    origins = {subject.path: before.path}
    fresh = new_in(subject.find(subject.job.rules), before.find(before.job.rules), origins)
    return Promotion(subject, changes, tuple(fresh))


# The headers


def _headers(subject: Subject, decision: Decision) -> Subject:
    """The proposal with the status, and with the headers that the decision gives values to."""
    status = decision.status
    if subject.proposal.status is not status:
        subject = _edited(subject, status_edit(subject.proposal, status), "status")
    for role in dict.fromkeys((*status.requires, *sorted(status.allows))):
        spec = subject.proposal.process.header_for(role)
        if spec is None:
            continue
        if spec.form == "date" and (role in status.requires or decision.is_day_given):
            subject = _set(subject, role, format_day(decision.day, spec.dates[0]), anew=decision.is_day_given)
        elif spec.form in ("link", "links") and decision.resolution:
            subject = _set(subject, role, decision.resolution, anew=True)
        elif (
            spec.form == "proposals"
            and decision.successor is not None
            and decision.successor not in subject.proposal.refers_to(role)
        ):
            edit = append_reference(subject.proposal, role, decision.successor)
            subject = _edited(subject, edit, role)
    return subject


def _set(subject: Subject, role: str, value: str, *, anew: bool) -> Subject:
    """The proposal with a value in the header of a role; one that is there stays unless it is set anew."""
    proposal = subject.proposal
    header = proposal.filled(role)
    if header is None:
        return _edited(subject, fill_header(proposal, role, value), role)
    if not anew or header.value == value:
        return subject
    whole = Edit(proposal.source, header.value_span, value) if proposal.is_verbatim(header) else None
    return _edited(subject, whole, role)


def _edited(subject: Subject, edit: Edit | None, role: str) -> Subject:
    if edit is None:
        spec = subject.proposal.process.header_for(role)
        raise RunError(
            f"{subject.proposal.source.shown}: its {spec.name if spec else role} cannot be written"
        )
    source = rewritten(subject.proposal.source, [edit], subject.path)
    return subject.at(subject.collection.with_changes([source]))


def missing(proposal: Proposal, status: StatusSpec) -> list[str]:
    """The roles of headers that a status requires and that nobody but a person can fill."""
    found = []
    for role in status.requires:
        spec = proposal.process.header_for(role)
        if (
            spec is not None
            and spec.form != "date"
            and not proposal.filled(role)
            and not proposal.refers_to(role)
        ):
            found.append(role)
    return found


# What follows from them


def _followed_up(subject: Subject, known: Sequence[Diagnostic], places: set[str]) -> Subject:
    """The collection after the fixes of all that the checklist's rules find of the proposal, or find now."""
    counts = Counter((one.code, one.message, one.path) for one in known)
    rules = rules_of(subject, checklist_facts(subject))

    def run(collection: Collection, paths: Sequence[str]) -> Result:
        return lint(collection, paths, rules, subject.job.rulebook, subject.job.options)

    def is_allowed(diagnostic: Diagnostic, _writes: frozenset[str]) -> bool:
        own = any(concerns(diagnostic, path) for path in places)
        return own or not counts[diagnostic.code, diagnostic.message, diagnostic.path]

    plan = plan_fixes(subject.collection, subject.everything(), run, is_allowed)
    moves = {change.before.path: change.after.path for change in plan.changes}
    return subject.at(plan.collection, moves.get(subject.path, subject.path))


def _told_on_pages(subject: Subject) -> Subject:
    """The collection with the decision in the status section of each page that says nothing of it."""
    sources: list[Source] = []
    for page in silent_pages(subject):
        edit = told(page, sentence(subject.proposal, page.process))
        sources.append(rewritten(page.source, [edit], page.path))
    return subject.at(subject.collection.with_changes(sources)) if sources else subject


def _changes(before: Subject, after: Subject) -> tuple[Rewrite, ...]:
    """The files that are not what they were."""
    found = []
    for path in after.everything():
        origin = before.path if path == after.path else path
        old, new = before.collection.document(origin).source, after.collection.document(path).source
        if origin != path or (old.text, old.bom) != (new.text, new.bom):
            found.append(Rewrite(old, new))
    return tuple(found)
