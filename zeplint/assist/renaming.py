"""The rename of a proposal's file, and what else must change so that all that named it still does.

The references to it are written anew: its number where that changes, the links to it and those in it where they lead
along another way. What findings the rename brings then, and can be fixed, is fixed as ``--unsafe-fixes`` does.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator, Mapping

from zeplint.addresses import TEXTS, is_relative, split
from zeplint.assist.destinations import destination
from zeplint.assist.difference import edits_between
from zeplint.assist.documents import documents
from zeplint.assist.mentions import mentions
from zeplint.assist.toctree import entries
from zeplint.assist.view import View
from zeplint.checks.redirect import on_move
from zeplint.checks.stale import targets, way_between, written
from zeplint.collection import Collection
from zeplint.diagnostic import Diagnostic, Edit
from zeplint.document import Document, Link
from zeplint.edits.apply import rewritten
from zeplint.edits.title import longer_rules
from zeplint.fixing.rounds import plan_fixes
from zeplint.proposal import FILE_NAME, HEADING, Proposal
from zeplint.source import Span

_DIGITS = re.compile(r"\d+")


def edits_of_renames(view: View, moves: Mapping[str, str]) -> list[Edit]:
    """What must change where files get other paths: edits of the files as they are before.

    `moves` gives the new path of each file by its old one, relative to the root. Of a file that is no text, only what leads to it
    changes.
    """
    collection = view.collection
    known = {
        old: new
        for old, new in moves.items()
        if old != new and collection.exists(old) and not collection.exists(new)
    }
    if not known:
        return []
    numbers = dict(_renumbered(collection, known))
    by_path: dict[str, dict[Edit, None]] = {}
    for document in documents(collection, (path for path in known if path.endswith(TEXTS))):
        if document.source.problem or document.source.encoding_problem:
            continue
        for edit in _edits(view, document, known, numbers):
            by_path.setdefault(document.path, {})[edit] = None
    sources = {path: _without_overlaps(edits) for path, edits in by_path.items()}
    return _with_fixes(view, known, sources)


def _renumbered(collection: Collection, moves: Mapping[str, str]) -> Iterator[tuple[int, int]]:
    """The proposals whose files get another number, but for those whose old one another proposal has, too."""
    process = collection.process
    for old, new in moves.items():
        document = collection.document(old)
        before = process.match_similar_name(posixpath.basename(old))
        after = process.match_name(posixpath.basename(new))
        if not isinstance(document, Proposal) or before is None or after is None:
            continue
        number = int(before["number"])
        if number != int(after["number"]) and len(collection.by_number.get(number, ())) == 1:
            yield number, int(after["number"])


def _edits(
    view: View, document: Document, moves: Mapping[str, str], numbers: Mapping[int, int]
) -> Iterator[Edit]:
    if isinstance(document, Proposal) and document.path in moves:
        yield from _own(document, moves[document.path], numbers)
    if numbers:
        yield from _named(view, document, numbers)
    names = {posixpath.splitext(posixpath.basename(old))[0] for old in moves}
    if document.path in moves or any(name in document.source.text for name in names):
        for link in (*targets(document), *entries(document)):
            yield from _link(view, document, link, moves)


def _own(proposal: Proposal, new: str, numbers: Mapping[int, int]) -> Iterator[Edit]:
    """In the file itself: its number, and the way that leads from where it was."""
    for reading in proposal.numbers:
        number = numbers.get(reading.number)
        if reading.where == FILE_NAME or reading.span is None or number is None:
            continue
        shown = proposal.source.slice(reading.span)
        text = _as_wide(shown, number)
        yield Edit(proposal.source, reading.span, text)
        if reading.where == HEADING and len(text) > len(shown):
            yield from longer_rules(proposal, len(text) - len(shown))
    place = proposal.process.directory_of(proposal.local_path)
    if (
        place
        and posixpath.dirname(proposal.path) != posixpath.dirname(new)
        and (edit := on_move(proposal, place[1]))
    ):
        yield edit


def _as_wide(shown: str, number: int) -> str:
    """A number with as many digits as another is written with, where that starts with a zero."""
    return f"{number:0{len(shown)}}" if shown.startswith("0") else str(number)


def _named(view: View, document: Document, numbers: Mapping[int, int]) -> Iterator[Edit]:
    """The numbers by which other documents, and itself, name it in headers and prose."""
    if not any(str(number) in document.source.text for number in numbers):
        return
    for mention in mentions(view, document):
        number = numbers.get(mention.number)
        if number is None or mention.text is None:
            continue
        text, span = document.source.slice(mention.text.span), mention.text.span
        found = [match for match in _DIGITS.finditer(text) if int(match[0]) == mention.number]
        if found:
            match = found[0]
            part = Span(span.start + match.start(), span.start + match.end())
            yield Edit(document.source, part, _as_wide(match[0], number))


def _link(view: View, document: Document, link: Link, moves: Mapping[str, str]) -> Iterator[Edit]:
    """The link of a document anew: it moves, or what the link leads to does."""
    span, aim = written(document, link), destination(view, document, link)
    if span is None or aim is None or link.target.startswith("#"):
        return
    goal = moves.get(aim.path, aim.path)
    home = moves.get(document.path, document.path)
    if (goal, home) == (aim.path, document.path):
        return
    if is_relative(link.target):
        path, _ = split(link.target)
        if path.startswith("/") or "%" in link.target or not link.target.startswith(path):
            return
        text = way_between(home, goal, path)
        if posixpath.normpath(text) != posixpath.normpath(path):
            yield Edit(document.source, Span(span.start, span.start + len(path)), text)
        return
    if address := view.site.proposal_address(link.target):
        old, new = (posixpath.splitext(each)[0] for each in (aim.path, goal))
        stem = link.target[slice(*address.span)]
        base = old[: -len(stem)] if old.endswith(stem) else None
        if old != new and base is not None and new.startswith(base):
            place = Span(span.start + address.span.start, span.start + address.span.end)
            yield Edit(document.source, place, new[len(base) :])


def _without_overlaps(edits: Iterable[Edit]) -> list[Edit]:
    """Edits of one file in order, without those that would change what another does."""
    kept: list[Edit] = []
    for edit in sorted(edits, key=lambda edit: edit.span):
        if not kept or edit.span.start >= kept[-1].span.end:
            kept.append(edit)
    return kept


def _with_fixes(view: View, moves: Mapping[str, str], edits: Mapping[str, list[Edit]]) -> list[Edit]:
    """The edits, and those that make what the rename brings go away."""
    collection = view.collection
    found = [edit for own in edits.values() for edit in own]
    if view.lint is None:
        return found
    changed = [
        rewritten(collection.document(path).source, edits.get(path, ()), moves.get(path, path))
        for path in dict.fromkeys((*edits, *moves))
    ]
    after = collection.with_changes(changed, dict(moves))
    moved = [new for new in moves.values() if isinstance(after.document(new), Proposal)]
    before = {(d.code, moves.get(d.path, d.path)) for d in view.lint(collection, list(moves)).diagnostics}

    def allowed(diagnostic: Diagnostic, writes: frozenset[str]) -> bool:
        fix = diagnostic.fix
        is_new = (diagnostic.code, diagnostic.path) not in before
        return fix is not None and is_new and not fix.moves and writes <= set(moved)

    plan = plan_fixes(after, moved, view.lint, allowed)
    origins = {new: old for old, new in moves.items()}
    for change in plan.changes:
        old = origins.get(change.before.path)
        if old is not None:
            found = [edit for edit in found if edit.source.path != old]
            found += edits_between(collection.document(old).source, change.after.text)
    return sorted(found, key=lambda edit: (edit.source.path, edit.span))
