"""Checks of links to proposals that have moved, and what checks of links that lead to files have in common."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from zeplint.addresses import ENDINGS, PAGE, TEXTS, Aim, Site, is_relative, split
from zeplint.checks import Context
from zeplint.checks.wording import excerpt
from zeplint.diagnostic import Edit, Finding, Fix, Place
from zeplint.document import Document, Link
from zeplint.proposal import Proposal, SpecPage
from zeplint.record import NamedTuple
from zeplint.source import Span
from zeplint.tree import MISSING

# Roles whose target is a document or a file; those of other roles are names.
_FILE_ROLES = frozenset(("doc", "download"))


def written(document: Document, link: Link) -> Span | None:
    """Where a target stands; None if it is written in other words than it reads."""
    span = link.target_span
    return span if span and document.source.slice(span) == link.target else None


def place_of(document: Document, link: Link) -> Place:
    """Where a finding about a link's target is shown."""
    return Place(document.source, link.target_span or link.span)


def targets(document: Document) -> Iterator[Link]:
    """The links of a document, each target that stands in it once: at its definition, or where it is used."""
    defined = {link.target_span for link in document.body.links if link.kind == "definition"}
    seen: set[Span] = set()
    for link in document.body.links:
        span = link.target_span
        if span is None or span in seen or (span in defined and link.kind != "definition"):
            continue
        if link.kind == "role" and link.role not in _FILE_ROLES:
            continue
        seen.add(span)
        yield link


def way_to(document: Document, path: str, like: str) -> str:
    """The way from a document to a file, with the ending that another way to it has."""
    return way_between(document.path, path, like)


def way_between(home: str, path: str, like: str) -> str:
    """The way from the file at `home` to another, of a page with the ending that another way to it has."""
    way = posixpath.relpath(path, posixpath.dirname(home) or ".")
    ending = posixpath.splitext(like)[1]
    if ending in TEXTS or not path.endswith(ENDINGS):
        return way
    return posixpath.splitext(way)[0] + (ending if ending in PAGE else "")


class _Move(NamedTuple):
    """A link to where a proposal was: what to write in place of which part of its target.

    `proposal` is None where only the page itself says that the proposal has moved.
    """

    number: int
    proposal: Proposal | None
    span: Span
    text: str
    path: str


def link(document: Document, context: Context) -> Iterator[Finding]:
    """A link to where a proposal was before it moved (S44)."""
    for link in targets(document):
        if link.role == "download" or link.kind in ("file", "image"):
            continue
        move = _moved_address(document, context, link)
        if move is None and is_relative(link.target):
            move = _moved_link(document, context, link)
        if move is None:
            continue
        span = written(document, link)
        fix = None
        if span:
            part = Span(span.start + move.span.start, span.start + move.span.end)
            edit = Edit(document.source, part, move.text)
            fix = Fix(f"Lead to {move.path}", move.proposal is not None, (edit,))
        label = context.process.title_of(move.number)
        values = {"proposal": label, "target": excerpt(link.target), "path": excerpt(move.path)}
        yield Finding((place_of(document, link),), values, "moved" if move.proposal else "accepted", fix)


def number_at(context: Context, path: str) -> int | None:
    """The number of the proposal that a path is, or was, the file of."""
    name = posixpath.basename(path)
    if name.endswith(PAGE):
        name = posixpath.splitext(name)[0]
    match = context.process.match_similar_name(name if name.endswith(TEXTS) else f"{name}{ENDINGS[0]}")
    return int(match["number"]) if match else None


def moved_from(context: Context, aim: Aim) -> Proposal | None:
    """The proposal that was at a path where now nothing is, and is elsewhere."""
    process = context.process
    if process.directory_of(aim.path) is None or (number := number_at(context, aim.path)) is None:
        return None
    own = [each for each in context.collection.by_number.get(number, ()) if not each.source.mount]
    moved = [each for each in own if posixpath.dirname(each.path) != posixpath.dirname(aim.path)]
    return moved[0] if moved and len(moved) == len(own) else None


def _moved_link(document: Document, context: Context, link: Link) -> _Move | None:
    path, _ = split(link.target)
    if not path or path.startswith("/") or "%" in link.target:
        return None
    aim = context.once(Site).aim(document, path, role=link.role)
    proposal = moved_from(context, aim) if aim.found == MISSING else None
    if proposal is None or proposal.number is None:
        return None
    text = way_to(document, proposal.path, path)
    return _Move(proposal.number, proposal, Span(0, len(path)), text, proposal.path)


def _moved_address(document: Document, context: Context, link: Link) -> _Move | None:
    """As above, of a published address; or one of a proposal that this page says has left its directory."""
    site = context.once(Site)
    address = site.proposal_address(link.target)
    if address is None:
        return None
    stem = link.target[slice(*address.span)]
    number = number_at(context, stem)
    if number is None or stem in site.published:
        return None
    proposals = context.collection.by_number.get(number, [])
    if proposals:
        proposal = proposals[0]
        full, below = posixpath.splitext(proposal.local_path)[0], site.below_base(proposal)
        text = full if stem.startswith(full[: len(full) - len(below)]) else below
        if posixpath.dirname(stem) == posixpath.dirname(text):
            return None
        return _Move(number, proposal, address.span, text, proposal.path)
    folder, name = posixpath.split(stem)
    places = _left(document, number) if isinstance(document, SpecPage) else ()
    base, _, directory = folder.rpartition("/")
    if not places or directory not in _early(context) or directory in places:
        return None
    text = "/".join(part for part in (base, places[0], name) if part)
    return _Move(number, None, address.span, text, text)


def _left(page: SpecPage, number: int) -> tuple[str, ...]:
    """The directories of which a page says that a proposal is in one, by the state it gives it."""
    states = page.process.data["spec-places"]["states"]
    said = [state.state for state in page.states if state.number == number]
    statuses = [page.process.statuses[name] for state in said for name in states.get(state, ())]
    return tuple(status.directories[0] for status in statuses if status.directories)


def _early(context: Context) -> frozenset[str]:
    statuses = context.process.statuses.values()
    return frozenset(each.directories[0] for each in statuses if each.stage == "early" and each.directories)
