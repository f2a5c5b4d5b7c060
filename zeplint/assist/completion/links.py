"""Behind the beginning of a link: files by their relative paths, and the anchors of the document it leads to."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator
from urllib.parse import quote

from zeplint.addresses import SCHEME, split
from zeplint.assist.completion.items import ANCHOR, FILE, FOLDER, Completion, Completions
from zeplint.assist.completion.scene import Scene
from zeplint.assist.destinations import destination, label
from zeplint.document import RST, Document, Link
from zeplint.patterns import pattern
from zeplint.record import NamedTuple
from zeplint.slugs import docutils, each_heading_anchors, heading_anchors
from zeplint.source import Span
from zeplint.tree import FOLDER as IS_FOLDER

# Of more, those are offered that what is typed fits.
MOST = 200
IMAGES = (".png", ".svg", ".jpg", ".jpeg", ".gif", ".webp")
IMAGE = "image"
DOC = "doc"

_TARGET = r"(?:<(?P<angle>[^<>]*)|(?P<target>[^\s()<>]*))\Z"
_MARKDOWN = (
    pattern(rf"(?P<image>!)?\[(?:[^\[\]]|\[[^\[\]]*\])*\]\(\s*{_TARGET}"),
    pattern(rf"\A {{0,3}}\[[^\[\]]+\]:[ \t]*{_TARGET}"),
    pattern(r"<(?:a|(?P<image>img))\b[^<>]*\b(?:href|src)\s*=\s*[\"'](?P<target>[^\"'<>]*)\Z"),
)
_RST = (
    pattern(r":(?P<role>doc|download):`(?:[^`<>]*<)?(?P<target>[^`<>]*)\Z"),
    pattern(r"(?<![:`])`[^`<>]*<(?P<target>[^\s`<>]*)\Z"),
    pattern(r"\A\s*\.\. _[^:`]+:[ \t]+(?P<target>\S*)\Z"),
    pattern(
        r"\A\s*\.\. (?:\|[^|]+\| )?(?:(?P<image>image|figure)|include|literalinclude)::[ \t]+(?P<target>\S*)\Z"
    ),
)
_TAIL = pattern(r"[^\s()<>`\"'#]*")
_ANCHOR_TAIL = pattern(r"[^\s()<>`\"']*")
# Names that docutils gives to what has none.
_MADE = pattern(r"(?:id|(?:footnote|citation)-reference-|toc-entry-)\d+\Z")


class _Begun(NamedTuple):
    """A target that is being written: what stands of it, and what it is that of.

    `role` is that of a role of reStructuredText, or `IMAGE`; `raw` says that blanks need no escape.
    """

    target: str
    role: str
    raw: bool


def offer(scene: Scene) -> Completions | None:
    """Where the link at the cursor may lead; None where there is none, or one to another site."""
    begun = _begun(scene)
    if (
        begun is None
        or scene.in_code
        or scene.in_literal
        or (SCHEME.match(begun.target) and "#" not in begun.target)
    ):
        return None
    if "#" in begun.target:
        return _few(begun, list(_anchors(scene, begun))) if begun.role in ("", DOC) else None
    if begun.target.startswith("/"):
        return None  # of which folder, the site decides
    return _few(begun, [*_proposals(scene, begun), *_entries(scene, begun)])


def _begun(scene: Scene) -> _Begun | None:
    is_rst = scene.view.document.markup == RST
    for form in _RST if is_rst else _MARKDOWN:
        if match := form.search(scene.before):
            groups = match.groupdict()
            role = IMAGE if groups.get("image") else groups.get("role") or ""
            raw = groups.get("angle")
            return _Begun(
                groups["target"] or "" if raw is None else raw,
                role,
                raw is not None or (role != "" and is_rst),
            )
    return None


def _few(begun: _Begun, items: list[Completion]) -> Completions:
    if len(items) <= MOST:
        return Completions(tuple(items))
    typed = begun.target.rpartition("#")[2].casefold()
    return Completions(
        tuple(item for item in items if typed in item.filter.casefold())[:MOST], incomplete=True
    )


# Files


def _proposals(scene: Scene, begun: _Begun) -> Iterator[Completion]:
    """The other proposals, by number and title, of those that lie below the folder that is typed."""
    if begun.role not in ("", DOC):
        return
    folder = begun.target.rpartition("/")[0]
    for proposal in sorted(scene.view.collection.proposals, key=lambda each: (each.number or 0, each.path)):
        if proposal.path == scene.view.document.path or proposal.source.mount:
            continue
        text = _written(begun, _way(scene, proposal.path))
        if not folder or text.startswith(f"{folder}/"):
            name = label(proposal)
            yield _path(scene, begun, text, name, FILE, f"{text} {name}", text)


def _entries(scene: Scene, begun: _Begun) -> Iterator[Completion]:
    """What else lies in the folder that is typed."""
    view, tree = scene.view, scene.view.site.tree
    typed = begun.target.rpartition("/")[0]
    folder = posixpath.normpath(posixpath.join(posixpath.dirname(view.document.path), split(typed)[0]))
    folder = "" if folder == "." else folder
    if tree.look(folder) != IS_FOLDER:
        return
    lead = f"{typed}/" if typed else ""
    known = {proposal.path for proposal in view.collection.proposals} if begun.role in ("", DOC) else set()
    for name in tree.names(folder):
        path = posixpath.join(folder, name)
        if name.startswith(".") or path in known or path == view.document.path:
            continue
        is_folder = tree.look(path) == IS_FOLDER
        if not is_folder and begun.role == IMAGE and not name.lower().endswith(IMAGES):
            continue
        text = lead + _written(begun, name, is_first=not lead)
        # Without the slash: it is typed, and brings what lies in the folder.
        shown = f"{name}/" if is_folder else name
        yield _path(scene, begun, text, shown, FOLDER if is_folder else FILE, text)
    if folder and not folder.endswith(".."):
        yield _path(scene, begun, f"{lead}..", "../", FOLDER, f"{lead}..")


def _way(scene: Scene, path: str) -> str:
    return posixpath.relpath(path, posixpath.dirname(scene.view.document.path) or ".")


def _written(begun: _Begun, path: str, *, is_first: bool = True) -> str:
    """A path as a target has it."""
    if begun.role == DOC:
        path = posixpath.splitext(path)[0]
    text = path if begun.role else quote(path, safe="/:@!$&*+,;=~" + " ()" * begun.raw, encoding="utf-8")
    # What stands before a colon would be read as a scheme.
    return f"./{text}" if is_first and ":" in text.partition("/")[0] else text


def _path(
    scene: Scene, begun: _Begun, text: str, name: str, kind: str, filter_: str, detail: str = ""
) -> Completion:
    tail = _TAIL.match(scene.after)
    end = scene.offset + (tail.end() if tail else 0)
    return Completion(
        name, kind, scene.edit(scene.offset - len(begun.target), text, end), detail, "", filter_
    )


# Anchors


def _anchors(scene: Scene, begun: _Begun) -> Iterator[Completion]:
    """The places of the document that the target leads to."""
    path, _, typed = begun.target.partition("#")
    document = _document(scene, path, begun.role)
    if document is None:
        return
    tail = _ANCHOR_TAIL.match(scene.after)
    end = scene.offset + (tail.end() if tail else 0)
    for anchor, title in _named(document):
        edit = scene.edit(scene.offset - len(typed), anchor, end)
        yield Completion(f"#{anchor}", ANCHOR, edit, title, "", f"{anchor} {title}".strip())


def _document(scene: Scene, path: str, role: str) -> Document | None:
    if not path:
        return scene.view.document
    nowhere = Span(scene.offset, scene.offset)
    kind = "role" if role else "inline"
    aim = destination(scene.view, scene.view.document, Link("", path, nowhere, nowhere, None, kind, role))
    return aim.document if aim else None


def _named(document: Document) -> Iterable[tuple[str, str]]:
    """The anchors of a document in text order, each with its heading; then those that bear a name of their own."""
    text = document.source.text
    titles = [(each.title, text[slice(*each.title_span)]) for each in document.body.sections]
    found: dict[str, str] = {}
    for (title, _), (github, _, _) in zip(titles, each_heading_anchors(titles), strict=True):
        anchor = docutils(title) if document.markup == RST else github
        if anchor:
            found.setdefault(anchor, " ".join(title.split()))
    for anchor in sorted(document.body.anchors - heading_anchors(titles)):
        if not _MADE.match(anchor):
            found.setdefault(anchor, "")
    return found.items()
