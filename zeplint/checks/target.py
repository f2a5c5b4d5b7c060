"""Checks of where links lead inside the repository: to a file, and to an anchor."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator

from zeplint.addresses import TEXTS, Aim, Site, is_relative, split
from zeplint.checks import Context
from zeplint.checks.stale import moved_from, number_at, place_of, targets, way_to, written
from zeplint.checks.wording import excerpt
from zeplint.diagnostic import Edit, Finding, Fix, Place
from zeplint.document import RST, Document, Link
from zeplint.nearest import distance
from zeplint.patterns import pattern
from zeplint.proposal import SpecPage
from zeplint.source import Span
from zeplint.tree import FILE, FOLDER, MISSING
from zeplint.values.address import find_fault

TYPE_CHECKING = False
if TYPE_CHECKING:
    from zeplint.collection import Collection

_MAIL = pattern(r"[\w.+-]+@(?:[\w-]+\.)+[A-Za-z]{2,}\Z")
# A host, as an address without its scheme begins; endings of files are no domains.
_HOST = pattern(
    r"(?:www\.[\w-]+(?:\.[\w-]+)+|(?:[a-z0-9-]+\.)+(?:com|org|net|io|dev|edu|gov|int|info|ai|app|eu|uk|de|fr|ch|us))(?::\d+)?(?:[/?#]|\Z)"
)
# Anchors that no document names: of its top, its lines, its footnotes, and what Sphinx counts.
_MADE = pattern(
    r"top\Z|:~:|L\d+(?:C\d+)?(?:-L\d+(?:C\d+)?)?\Z|(?:user-content-)?fn(?:ref)?[:-]?\d|id\d+\Z|(?:index|term|equation|module|footnote|citation)-"
    r"|(?-i:[A-Za-z_])\w*(?:\.\w+)+\Z",
    re.IGNORECASE,
)
_DIGITS = pattern(r"\d+")
_NO_LETTER = pattern(r"[\W_]+")
# Of so many names one that is near stands out no more, and looking through them for each link takes long.
_MOST_NAMES = 1000
# How many folders a path may have too many or too few.
_DETOURS = 3


# Files


def broken(document: Document, context: Context) -> Iterator[Finding]:
    """A relative target that leads to no file or folder, and an address that lacks its scheme (S16)."""
    for link in targets(document):
        if not is_relative(link.target):
            if finding := _broken_page(document, context, link):
                yield finding
            continue
        path, anchor = split(link.target)
        if not path or "\n" in path or find_fault(link.target) or context.process.is_placeholder(link.target):
            continue
        if link.kind == "file" and path.startswith("<"):
            continue
        aim = context.once(Site).aim(document, path, role=link.role)
        if aim.found != MISSING or moved_from(context, aim):
            continue
        if link.role == "doc" and _is_elsewhere(context, aim):
            continue
        if link.kind == "file" and not _has_kin(context, aim):
            continue
        yield _missing(document, context, link, aim, path, anchor)


def _is_elsewhere(context: Context, aim: Aim) -> bool:
    """Whether a document is a proposal that this collection does not have: the site may have more of them."""
    number = number_at(context, aim.path)
    return number is not None and number not in context.collection.by_number


def _has_kin(context: Context, aim: Aim) -> bool:
    """Whether files with the ending of a missing one lie where it should: else only documents may be here."""
    folder, name = posixpath.split(aim.path)
    if context.once(Site).tree.look(folder) != FOLDER:
        return False
    return any(each.endswith(posixpath.splitext(name)[1]) for each in context.collection.tree.names(folder))


def _missing(document: Document, context: Context, link: Link, aim: Aim, path: str, anchor: str) -> Finding:
    place, values = place_of(document, link), {"target": excerpt(link.target), "path": excerpt(aim.path)}
    if not link.role and link.kind != "file":
        if _MAIL.match(path):
            return Finding((place,), values, "mail", _rewrite(document, link, f"mailto:{link.target}", True))
        if _HOST.match(path):
            return Finding(
                (place,), values, "scheme", _rewrite(document, link, f"https://{link.target}", True)
            )
        if document.markup == RST:
            if name := _referred(document, context, link):
                return Finding(
                    (place,), {**values, "name": excerpt(name)}, "name", _refer(document, link, name)
                )
        elif "/" not in path and not anchor and path in context.once(Site).anchors(document):
            return Finding((place,), values, "anchor", _rewrite(document, link, f"#{path}", False))
    near = _near(document, context, link, aim, path)
    if near is None:
        return Finding((place,), values)
    rest = link.target[len(link.target.partition("#")[0].partition("?")[0]) :]
    values["near"] = excerpt(near + rest)
    return Finding((place,), values, "near", _rewrite(document, link, near + rest, False))


class _Names:
    """The names that reStructuredText documents define, each document read once."""

    def __init__(self, _collection: Collection) -> None:
        self._known: dict[str, tuple[frozenset[str], dict[str, list[str]]]] = {}

    def of(self, document: Document) -> tuple[frozenset[str], dict[str, list[str]]]:
        """The names as docutils compares them, and the titles by what docutils makes an anchor of them."""
        if document.path not in self._known:
            from docutils.nodes import fully_normalize_name, make_id

            titles: dict[str, list[str]] = {}
            for section in document.body.sections:
                titles.setdefault(make_id(section.title), []).append(section.title)
            names = {each.text for each in document.body.links if each.kind == "definition"}
            names.update(section.title for section in document.body.sections)
            self._known[document.path] = frozenset(map(fully_normalize_name, names)), titles
        return self._known[document.path]


def _referred(document: Document, context: Context, link: Link) -> str:
    """The name in a reStructuredText document that an address was written for; empty if it has none such."""
    if link.target_span is None or link.kind not in ("inline", "reference"):
        return ""
    from docutils.nodes import fully_normalize_name, make_id

    name = " ".join(document.source.slice(link.target_span).split())
    names, titles = context.once(_Names).of(document)
    if fully_normalize_name(name) in names:
        return name
    anchor = make_id(name)
    if found := titles.get(anchor):
        return found[0] if len(found) == 1 else ""
    return name if anchor in document.body.anchors else ""


def _refer(document: Document, link: Link, name: str) -> Fix | None:
    span = link.target_span
    if span is None:
        return None
    return Fix(f"Write {excerpt(name)}_", False, (Edit(document.source, span, f"{name}_"),))


def _rewrite(document: Document, link: Link, target: str, safe: bool) -> Fix | None:
    span = written(document, link)
    if span is None or any(each.isspace() for each in target):
        return None
    return Fix(f"Write {excerpt(target)}", safe, (Edit(document.source, span, target),))


def _near(document: Document, context: Context, link: Link, aim: Aim, path: str) -> str | None:
    """The path to the one file that a missing one was most likely meant as, written like it; or None."""
    site, process = context.once(Site), context.process
    if path.startswith("/"):
        return None
    ups = len(path) - len(path.lstrip("./"))
    bare = path[ups:]
    detours = [f"{'../' * count}{bare}" for count in range(_DETOURS + 1)]
    hits = [
        each for each in detours if each != path and site.aim(document, each, role=link.role).found == FILE
    ]
    if len(hits) == 1:
        return hits[0]
    number = number_at(context, aim.path)
    folder, name = posixpath.split(aim.path)
    if hits or site.tree.look(folder) != FOLDER:
        own = [each for each in context.collection.by_number.get(number or 0, ()) if not each.source.mount]
        if hits or number is None or len(own) != 1:
            return None
        return way_to(document, own[0].path, path)
    names = [each for each in site.tree.names(folder) if process.is_ignored_name(each) or "." in each]
    same = [each for each in names if _DIGITS.findall(each) == _DIGITS.findall(name)]
    stems = [posixpath.splitext(each)[0] for each in same] if not posixpath.splitext(name)[1] else []
    near = _standing_out(name, dict.fromkeys((*same, *stems)))
    return path[: len(path) - len(name)] + near if near and path.endswith(name) else None


def _standing_out(word: str, known: Iterable[str]) -> str | None:
    """The one known word within few edits of a word, whatever its case; None if there are several or none."""
    folded, names = word.casefold(), list(known)
    if len(folded) > 100 or len(names) > _MOST_NAMES:
        return None
    limit = min(3, max(1, len(folded) // 4))
    letters = set(folded)
    best: list[str] = []
    for candidate in names:
        other = candidate.casefold()
        if abs(len(other) - len(folded)) > limit or len(letters.symmetric_difference(other)) > 2 * limit:
            continue
        edits = distance(folded, other, limit)
        if edits < limit:
            limit, best = edits, [candidate]
        elif edits == limit:
            best.append(candidate)
    return best[0] if len(best) == 1 else None


def _broken_page(document: Document, context: Context, link: Link) -> Finding | None:
    """The address of a file of this repository on its host that is not there; of specification pages only."""
    if not isinstance(document, SpecPage):
        return None
    address = context.once(Site).page_address(link.target)
    if address is None or not address.lasting or context.once(Site).tree.look(address.path) != MISSING:
        return None
    values = {"target": excerpt(link.target), "path": excerpt(address.path)}
    place, own, span = place_of(document, link), document.local_path, written(document, link)
    ending = posixpath.basename(own)
    if span and posixpath.basename(address.path) == ending and own.startswith(address.before):
        start = span.start + address.span.start
        text = own[len(address.before) : len(own) - len(address.after)]
        edit = Edit(document.source, Span(start, span.start + address.span.end), text)
        return Finding((place,), {**values, "near": own}, "page-near", Fix(f"Lead to {own}", False, (edit,)))
    return Finding((place,), values, "page")


# Anchors


def anchor(document: Document, context: Context) -> Iterator[Finding]:
    """An anchor that the document it leads to does not have (S16)."""
    alike: dict[str, dict[str, str]] = {}
    for link in targets(document):
        if "#" not in link.target or not (link.target[0] == "#" or is_relative(link.target)):
            continue
        path, name = split(link.target)
        if not name or link.role or _MADE.match(name):
            continue
        other = _document(document, context, path) if path else document
        if other is None or other.source.problem or other.body.problem or other.body.is_torn:
            continue
        known = context.once(Site).anchors(other)
        if name in known or name.removeprefix("user-content-") in known:
            continue
        if other.path not in alike:
            alike[other.path] = {_plain(each): each for each in sorted(known, reverse=True)}
        same = alike[other.path].get(_plain(name))
        yield _dead(document, link, name, path, same, known)


def _document(document: Document, context: Context, path: str) -> Document | None:
    aim = context.once(Site).aim(document, path)
    return context.collection.document(aim.path) if aim.found == FILE and aim.path.endswith(TEXTS) else None


def _dead(
    document: Document, link: Link, name: str, path: str, same: str | None, known: frozenset[str]
) -> Finding:
    """The finding about a name that is not among the `known` anchors; `same` has its letters and digits."""
    source, span = document.source, link.target_span or link.span
    place = Place(source, span)
    values: dict[str, object] = {"anchor": excerpt(name), "path": excerpt(path)}
    mark = source.text.find("#", *span)
    verbatim = mark >= 0 and source.text[mark + 1 : span.end].rstrip() == name
    if verbatim:
        place = Place(source, Span(mark, mark + 1 + len(name)))
    where = "there" if path else "here"
    near = same or _near_anchor(name, known)
    if near is None:
        return Finding((place,), values, where)
    edit = Edit(source, Span(mark + 1, mark + 1 + len(name)), near)
    fix = Fix(f"Link to #{excerpt(near)}", bool(same), (edit,)) if verbatim else None
    return Finding((place,), {**values, "near": excerpt(near)}, f"{where}-near", fix)


def _plain(name: str) -> str:
    return _NO_LETTER.sub("", name.casefold())


def _near_anchor(name: str, known: frozenset[str]) -> str | None:
    """The one anchor that a name is a slip for, or that has all its words in order, or the other way round."""
    if len(known) > _MOST_NAMES:
        return None
    ordered = sorted(known)
    if near := _standing_out(name, ordered):
        return near
    words = _NO_LETTER.split(name.casefold())
    alike = [each for each in ordered if _follows(words, _NO_LETTER.split(each.casefold()))]
    return alike[0] if len(alike) == 1 else None


def _follows(words: list[str], others: list[str]) -> bool:
    """Whether one list of words is the other with some left out; at least two words are in both."""
    less, more = sorted((words, others), key=len)
    rest = iter(more)
    return len(less) > 1 and 2 * len(less) >= len(more) and all(word in rest for word in less)
