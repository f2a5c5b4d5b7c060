"""What an overview says of each proposal."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from zeplint.collection import Collection
from zeplint.diagnostic import Diagnostic, Severity
from zeplint.proposal import Proposal
from zeplint.record import NamedTuple
from zeplint.transitions import followers


class Entry(NamedTuple):
    """One proposal of a list.

    `status` and `type` are names of the process, or what is written where it has no such name; `days` are
    ISO days, by the role of their header, or what is written where that is no day; `relations` are numbers
    of proposals, by role; `next` are the statuses that may follow its own. `path` is relative to the working directory, `place` to the collection's root.
    `findings` counts the diagnostics in its file, None where it was not linted.
    """

    number: int | None
    title: str
    status: str
    stage: str
    next: tuple[str, ...]
    type: str
    days: Mapping[str, str]
    authors: tuple[str, ...]
    relations: Mapping[str, tuple[int, ...]]
    path: str
    place: str
    findings: Mapping[Severity, int] | None


def entries(collection: Collection, diagnostics: Iterable[Diagnostic] | None) -> list[Entry]:
    """The proposals of a collection by number, those without one last; `diagnostics` None: not linted."""
    counts: dict[str, dict[Severity, int]] | None = None
    if diagnostics is not None:
        counts = {}
        for diagnostic in diagnostics:
            own = counts.setdefault(diagnostic.path, {})
            own[diagnostic.severity] = own.get(diagnostic.severity, 0) + 1
    found = [
        _entry(proposal, None if counts is None else counts.get(proposal.path, {}))
        for proposal in collection.proposals
    ]
    return sorted(found, key=lambda entry: (entry.number is None, entry.number or 0, entry.path))


def _entry(proposal: Proposal, findings: Mapping[Severity, int] | None) -> Entry:
    process, status, kind = proposal.process, proposal.status, proposal.type
    specs = process.headers.values()
    return Entry(
        number=proposal.number,
        title=" ".join(proposal.title.split()),
        status=_word(proposal, "status"),
        stage=proposal.stage,
        next=tuple(followers(process, status.name, kind.name if kind else None)) if status else (),
        type=_word(proposal, "type"),
        days={spec.role: day for spec in specs if spec.form == "date" and (day := _day(proposal, spec.role))},
        authors=tuple(author.name for author in proposal.authors() if author.name),
        relations={
            spec.role: tuple(proposal.refers_to(spec.role)) for spec in specs if spec.form == "proposals"
        },
        path=proposal.source.shown,
        place=proposal.path,
        findings=findings,
    )


def _word(proposal: Proposal, role: str) -> str:
    keyword = proposal.keyword(role)
    if keyword is None:
        return ""
    return keyword.canonical or " ".join(keyword.written.text.split())


def _day(proposal: Proposal, role: str) -> str:
    header, spec = proposal.filled(role), proposal.process.header_for(role)
    if header is None or spec is None:
        return ""
    date = proposal.date(header, spec)
    return date.days[0] if date and len(date.days) == 1 else " ".join(header.value.split())
