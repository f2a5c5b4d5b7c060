"""A collection on the way to a decision: what its rules find, now and if a proposal had another status."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from zeplint.collection import Collection
from zeplint.diagnostic import Diagnostic, Edit
from zeplint.edits.apply import rewritten
from zeplint.edits.blocks import insert_header
from zeplint.linter import lint
from zeplint.process import StatusSpec
from zeplint.proposal import Proposal
from zeplint.record import NamedTuple
from zeplint.rulebook import Rule
from zeplint.session import Job, Plan

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

WRONG_DIRECTORY = "file.wrong_directory"


class Subject(NamedTuple):
    """A proposal in a collection, by its path, with the plan and the job that say how it is linted."""

    plan: Plan
    job: Job
    collection: Collection
    path: str

    @property
    def proposal(self) -> Proposal:
        """The proposal itself."""
        document = self.collection.document(self.path)
        assert isinstance(document, Proposal)
        return document

    def at(self, collection: Collection, path: str | None = None) -> Subject:
        """The same in another state of the collection."""
        return self._replace(collection=collection, path=path or self.path)

    def everything(self) -> tuple[str, ...]:
        """The paths of all that belongs to the collection and to those joined to it."""
        collection = self.collection
        documents = (*collection.proposals, *collection.spec_documents, *collection.site_files)
        return tuple(dict.fromkeys((self.path, *(document.path for document in documents))))

    def find(self, rules: Iterable[Rule]) -> tuple[Diagnostic, ...]:
        """What some rules find anywhere in the collection."""
        chosen = tuple(rules)
        return lint(
            self.collection, self.everything(), chosen, self.job.rulebook, self.job.options
        ).diagnostics


def checklist_facts(subject: Subject) -> Sequence[Mapping[str, Any]]:
    """What the process says of each step of a checklist."""
    facts: Sequence[Mapping[str, Any]] = subject.proposal.process.data.get("checklist", ())
    return facts


def rules_of(subject: Subject, facts: Iterable[Mapping[str, Any]]) -> list[Rule]:
    """The rules that some steps are judged by, whether or not they are selected."""
    codes = {code for fact in facts for code in fact.get("rules", ())}
    return [rule for rule in subject.job.rulebook if rule.code in codes]


def with_status(subject: Subject, status: StatusSpec) -> Subject | None:
    """The collection if the proposal had that status; None where its header block cannot be written.

    What stands behind the status stays, and no line moves.
    """
    edit = status_edit(subject.proposal, status)
    if edit is None:
        return None
    source = rewritten(subject.proposal.source, [edit], subject.path)
    return subject.at(subject.collection.with_changes([source]))


def status_edit(proposal: Proposal, status: StatusSpec) -> Edit | None:
    """The edit that gives a proposal a status; None where its header block cannot be written."""
    keyword, header = proposal.keyword("status"), proposal.filled("status")
    if keyword is not None and header is not None and not header.items:
        return (
            Edit(proposal.source, keyword.written.span, status.name)
            if proposal.stands(keyword.written)
            else None
        )
    return insert_header(proposal, "status", status.name) if header is None else None


def moved(subject: Subject) -> Subject:
    """The collection with the proposal where its status wants it, its text as it is."""
    rules = [rule for rule in subject.job.rulebook if rule.check == WRONG_DIRECTORY]
    for diagnostic in subject.find(rules):
        move = next(iter(diagnostic.fix.moves), None) if diagnostic.fix else None
        if diagnostic.path == subject.path and move is not None:
            source = rewritten(subject.proposal.source, (), move.new)
            collection = subject.collection.with_changes([source], {move.old: move.new})
            return subject.at(collection, move.new)
    return subject


def concerns(diagnostic: Diagnostic, path: str) -> bool:
    """Whether a finding has a place in the file at `path`."""
    return any(place.source.path == path for place in (diagnostic.place, *diagnostic.related))


def new_in(
    found: Iterable[Diagnostic], known: Iterable[Diagnostic], paths: Mapping[str, str]
) -> list[Diagnostic]:
    """Those of some findings that are not among the known ones; `paths` gives the old paths of moved files."""
    counts = Counter((one.code, one.message, one.path) for one in known)
    fresh = []
    for one in found:
        key = one.code, one.message, paths.get(one.path, one.path)
        if counts[key]:
            counts[key] -= 1
        else:
            fresh.append(one)
    return fresh
