"""Checks of what proposals say of each other: all sides of a relation, whichever file is linted.

A proposal goes by its number. Where several files have one, it is enough that one of them agrees.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from zeplint.checks import Context
from zeplint.cycles import find_cycles, find_groups
from zeplint.diagnostic import Edit, Finding, Fix, Place
from zeplint.edits.blocks import append_reference
from zeplint.process import Process, StatusSpec
from zeplint.proposal import Proposal
from zeplint.values import Reference


def _header_name(proposal: Proposal, role: str) -> str:
    spec = proposal.process.header_for(role)
    return spec.name if spec else role


def _is_superseded(proposal: Proposal, old: str) -> bool:
    """Whether the status is one that asks for a successor, the header of the role `old`."""
    return proposal.status is not None and old in proposal.status.requires


def _superseded(process: Process, old: str) -> StatusSpec | None:
    """The status that asks for a successor."""
    return next((status for status in process.statuses.values() if old in status.requires), None)


def _can_succeed(proposal: Proposal, old: str) -> bool:
    """Whether a proposal may stand in another's place: it is not closed, or was itself superseded later."""
    return proposal.status is not None and (proposal.stage != "closed" or _is_superseded(proposal, old))


def _lacks_successor(proposal: Proposal, old: str) -> bool:
    return _is_superseded(proposal, old) and not proposal.filled(old) and not proposal.refers_to(old)


# Replacing and being replaced


def symmetry(context: Context, *, new: str, old: str) -> Iterator[Finding]:
    """One proposal says that it replaces another, or is replaced by it, and the other does not (S29).

    `new` and `old` are the roles of the successor's and the predecessor's header. What a draft is going to
    replace holds until the draft is accepted: it need not name the draft.
    """
    for proposal in context.collection.proposals:
        if proposal.number is None:
            continue
        for number, reference in proposal.refers_to(new).items():
            for other in _silent(context, proposal, number, old):
                if _replaces_now(proposal, other, old):
                    yield _one_sided(proposal, reference, new, other, old, old=old)
        for number, reference in proposal.refers_to(old).items():
            for other in _silent(context, proposal, number, new):
                yield _one_sided(proposal, reference, old, other, new, old=old)


def _silent(context: Context, proposal: Proposal, number: int, role: str) -> Sequence[Proposal]:
    """The first readable proposal of that number, if none of them names `proposal` in the header of `role`."""
    others = context.collection.by_number.get(number, [])
    if number == proposal.number or any(other.source.problem for other in others):
        return ()
    return () if any(proposal.number in other.refers_to(role) for other in others) else others[:1]


def _replaces_now(proposal: Proposal, other: Proposal, old: str) -> bool:
    """Whether what `proposal` says of `other` holds: it is in force, or all the successor that there is."""
    in_force = proposal.stage in ("decided", "final")
    return in_force or (_can_succeed(proposal, old) and _lacks_successor(other, old))


def _one_sided(
    proposal: Proposal, reference: Reference, role: str, other: Proposal, opposite: str, *, old: str
) -> Finding:
    assert proposal.number is not None
    values = {
        "says": f"{_header_name(proposal, role)}: {reference.number}",
        "lacks": f"{_header_name(other, opposite)}: {proposal.number}",
        "proposal": proposal.label,
        "other": proposal.process.title_of(reference.number),
    }
    header = other.header(opposite)
    places = (
        (Place(other.source, header.span) if header else other.anchor)._replace(
            note=f"{values['other']} does not say so"
        ),
        Place(proposal.source, reference.text.span, f"{values['proposal']} says so"),
    )
    replaced = other if opposite == old else proposal
    edits = [append_reference(other, opposite, proposal.number)]
    title = f"Add {values['lacks']} to {values['other']}"
    if replaced is other and other.status and not _is_superseded(other, old):
        edits.append(_supersede(other, old))
        title += " and set its status"
    written = tuple(edit for edit in edits if edit)
    fix = Fix(title, _is_superseded(replaced, old), written) if len(written) == len(edits) else None
    return Finding(places, values, fix=fix)


def _supersede(proposal: Proposal, old: str) -> Edit | None:
    """The edit that gives a proposal the status which asks for a successor, where it may have it as it lies."""
    keyword, header = proposal.keyword("status"), proposal.filled("status")
    status = _superseded(proposal.process, old)
    if status is None or keyword is None or header is None or header.items or keyword.rest.text:
        return None
    place = proposal.process.directory_of(proposal.local_path)
    if place and status.directories and place[1] not in status.directories:
        return None
    return (
        Edit(proposal.source, keyword.written.span, status.name) if proposal.stands(keyword.written) else None
    )


def missing_successor(context: Context, *, new: str, old: str) -> Iterator[Finding]:
    """The status asks for a successor, and none is named by the proposal or names it (S29)."""
    proposals = context.collection.proposals
    named = {number for one in proposals if _can_succeed(one, old) for number in one.refers_to(new)}
    for proposal in proposals:
        status, header = proposal.status, proposal.header(old)
        if status is None or not _lacks_successor(proposal, old) or proposal.number in named:
            continue
        if header is not None and proposal.process.is_placeholder(header.value):
            continue
        values = {"status": status.name, "header": _header_name(proposal, old)}
        place = Place(proposal.source, header.span) if header else proposal.anchor
        yield Finding((place,), values, "nothing" if header else "")


def not_superseded(proposal: Proposal, _context: Context, *, old: str) -> Iterator[Finding]:
    """A successor is named, and the status says otherwise (S29)."""
    header, keyword, status = proposal.filled(old), proposal.keyword("status"), proposal.status
    expected = _superseded(proposal.process, old)
    if header is None or keyword is None or status is None or expected is None or old in status.requires:
        return
    values = {"status": status.name, "header": _header_name(proposal, old), "expected": expected.name}
    places = (
        Place(proposal.source, keyword.written.span),
        Place(proposal.source, header.span, "the proposal that replaces it"),
    )
    edit = _supersede(proposal, old)
    fix = Fix(f"Set the status to {expected.name}", False, (edit,)) if edit else None
    yield Finding(places, values, fix=fix)


# Numbers


def unknown(proposal: Proposal, context: Context, *, roles: Sequence[str]) -> Iterator[Finding]:
    """A number that no proposal of the collection has (S55); a file on its own says nothing of others."""
    collection = context.collection
    if len(collection.proposals) < 2:
        return
    for role in roles:
        for number, reference in proposal.refers_to(role).items():
            if (
                number not in (proposal.number, proposal.process.document)
                and number not in collection.by_number
            ):
                values = {"other": proposal.process.title_of(number), "header": _header_name(proposal, role)}
                yield Finding((Place(proposal.source, reference.text.span),), values)


def self_reference(proposal: Proposal, _context: Context, *, roles: Sequence[str]) -> Iterator[Finding]:
    """A proposal names itself (S55)."""
    for role in roles:
        reference = proposal.refers_to(role).get(proposal.number) if proposal.number is not None else None
        if reference is not None:
            values = {"proposal": proposal.label, "header": _header_name(proposal, role)}
            yield Finding((Place(proposal.source, reference.text.span),), values)


# What a proposal builds on


def _graph(context: Context, role: str) -> dict[int, dict[int, Place]]:
    """By number, the proposals that each names in the headers of a role, and where it first does."""
    graph: dict[int, dict[int, Place]] = {}
    for number, proposals in context.collection.by_number.items():
        edges = graph.setdefault(number, {})
        for proposal in proposals:
            for other, reference in proposal.refers_to(role).items():
                title = proposal.process.title_of
                note = f"{title(number)} requires {title(other)}"
                edges.setdefault(other, Place(proposal.source, reference.text.span, note))
    return graph


def cycle(context: Context, *, role: str) -> Iterator[Finding]:
    """Proposals that require each other all the way round (S55); one cycle for each such group."""
    graph = _graph(context, role)
    for numbers in find_cycles(graph):
        following = (*numbers[1:], numbers[0])
        places = tuple(graph[a][b] for a, b in zip(numbers, following, strict=True))
        title = context.process.title_of
        values = {"cycle": " -> ".join(title(number) for number in (*numbers, numbers[0]))}
        yield Finding(places, values)


def order(context: Context, *, role: str) -> Iterator[Finding]:
    """A proposal requires one of a later number (S55); those that require each other are a cycle."""
    graph = _graph(context, role)
    group_of = {number: group for group in find_groups(graph) for number in group}
    title = context.process.title_of
    for number, edges in graph.items():
        for other, place in edges.items():
            if other > number and other in graph and other not in group_of.get(number, ()):
                values = {"proposal": title(number), "other": title(other)}
                yield Finding((place._replace(note=""),), values)


def obsolete(context: Context, *, role: str, new: str, old: str) -> Iterator[Finding]:
    """A proposal that is not closed itself requires one that is: nothing can be built on it.

    `new` and `old` are the roles of the successor's and the predecessor's header.
    """
    collection = context.collection
    successors: dict[int, int] = {}
    for proposal in collection.proposals:
        if proposal.number is not None and _can_succeed(proposal, old):
            successors.update(dict.fromkeys(proposal.refers_to(new), proposal.number))
    for proposal in collection.proposals:
        if proposal.stage == "closed":
            continue
        for number, reference in proposal.refers_to(role).items():
            others = collection.by_number.get(number, [])
            closed = [other for other in others if other.stage == "closed"]
            if number == proposal.number or not closed or len(closed) < len(others):
                continue
            yield _on_closed(proposal, reference, closed[0], _successor(closed[0], successors, old))


def _successor(closed: Proposal, successors: Mapping[int, int], old: str) -> int | None:
    """The number of the proposal that took the place of another, by either's word."""
    assert closed.number is not None
    return next(iter(closed.refers_to(old)), successors.get(closed.number))


def _on_closed(proposal: Proposal, reference: Reference, closed: Proposal, successor: int | None) -> Finding:
    status, keyword = closed.status, closed.keyword("status")
    assert status is not None
    assert keyword is not None
    values = {
        "proposal": proposal.label,
        "other": closed.label,
        "status": status.name,
        "successor": proposal.process.title_of(successor) if successor is not None else "",
    }
    places = (
        Place(proposal.source, reference.text.span, f"{proposal.label} requires it"),
        Place(closed.source, keyword.written.span, f"{closed.label} is {status.name}"),
    )
    is_replaced = successor is not None and successor != proposal.number
    return Finding(places, values, "replaced" if is_replaced else "")
