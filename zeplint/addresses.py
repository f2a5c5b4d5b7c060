"""Where the links of documents lead: files of the repository, as GitHub, Jekyll and Sphinx show them.

Only names are looked at, and only inside the boundary of the tree; nothing is fetched. What may be made by
a site generator, or lies elsewhere, is unknown and not missing.
"""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from zeplint.collection import Collection
from zeplint.document import MARKDOWN, Document
from zeplint.patterns import pattern
from zeplint.proposal import Proposal
from zeplint.record import NamedTuple
from zeplint.slugs import heading_anchors
from zeplint.source import Span
from zeplint.tree import FILE, FOLDER, MISSING, UNKNOWN

# What a page is written in; a link to it may have none of these endings, or that of the page.
ENDINGS = (".md", ".rst", ".markdown", ".ipynb", ".html")
PAGE = (".html", ".htm")
TEXTS = (".md", ".rst", ".markdown")
# What a site generator makes that no file stands for.
GENERATED = frozenset(
    (
        "404.html",
        "feed.xml",
        "genindex.html",
        "modindex.html",
        "py-modindex.html",
        "search.html",
        "sitemap.xml",
    )
)

SCHEME = pattern(r"[A-Za-z][A-Za-z0-9+.-]*:")
# Placeholders of templates, which stand for something else once a page is made.
TEMPLATE = pattern(r"\{[{%]|\$\{|<[^<>]*>|@@|%[A-Za-z_]+%")


class Aim(NamedTuple):
    """Where a link leads: `found` is FILE, FOLDER, MISSING or UNKNOWN, `path` relative to the root.

    Of a page, `path` is the file it is made of.
    """

    found: str
    path: str


class Address(NamedTuple):
    """A published address: `path` is the file it shows, by the facts of the process.

    `span` is where, in the address, the part that depends on the path stands; `before` and `after` are what
    the file's path has around that part. `lasting` says that no other page takes its place once the file has
    gone.
    """

    path: str
    span: Span
    before: str
    after: str
    lasting: bool


def is_relative(target: str) -> bool:
    """Whether a target leads to a file of the same site."""
    return not (
        not target
        or target[0] in "#?\\"
        or target.startswith(("https://", "http://", "//"))
        or SCHEME.match(target)
        or TEMPLATE.search(target)
    )


def split(target: str) -> tuple[str, str]:
    """The path and the anchor of a target, neither with what an address escapes."""
    path, _, anchor = target.strip().partition("#")
    return _decoded(path.partition("?")[0]), _decoded(anchor)


def _decoded(text: str) -> str:
    if "%" not in text:
        return text
    from urllib.parse import unquote

    return unquote(text)


class _Published(NamedTuple):
    """A form of published addresses: what stands around the part that depends on the file, in both."""

    start: str
    ending: str
    before: str
    after: str
    lasting: bool


def _forms(entries: Iterable[Mapping[str, object]]) -> Sequence[_Published]:
    found = []
    for entry in entries:
        (start, ending), (before, after) = (str(entry[key]).split("{path}") for key in ("url", "file"))
        found.append(_Published(start, ending, before, after, bool(entry.get("lasting"))))
    return found


class Site:
    """The files of a collection as a site; remembers what it has found out."""

    def __init__(self, collection: Collection) -> None:
        self.collection = collection
        self.tree = collection.tree
        process = collection.process
        self._proposals = _forms(process.data.get("urls", ()))
        self._pages = _forms(process.data["spec-places"].get("urls", ()))
        # What the path of an absolute address on the site starts with.
        self._bases = tuple({each.start.partition("://")[2].partition("/")[2] for each in self._proposals})
        self._anchors: dict[str, frozenset[str]] = {}
        self._published: dict[str, Proposal] | None = None
        self._permalinks: frozenset[str] | None = None

    # Files

    def aim(self, document: Document, path: str, *, role: str = "") -> Aim:
        """Where a relative path in a document leads; `role` is the RST role it stands in."""
        if role == "doc":
            return self._first(document, path, _documents_at)
        return self._first(document, path, _shown_from)

    def _first(self, document: Document, path: str, shown: Callable[[str], Iterator[str]]) -> Aim:
        wanted = ""
        for place in self._places(document, path):
            wanted = wanted or place
            for candidate in shown(place):
                found = self.tree.look(candidate)
                if found in (FILE, FOLDER):
                    return Aim(found, candidate)
                if found == UNKNOWN:
                    return Aim(UNKNOWN, candidate)
        if path.startswith("/"):
            wanted = self._of_site(document, path)
        if not wanted or self._is_made(document, wanted):
            return Aim(UNKNOWN, wanted)
        return Aim(MISSING, wanted)

    def _of_site(self, document: Document, path: str) -> str:
        """The file of an absolute path that belongs into a folder which is here; empty if another site may have it."""
        for place in self._places(document, path):
            folder = posixpath.dirname(place)
            if "/" in path.strip("/") and folder and self.tree.look(folder) == FOLDER:
                return place
        return ""

    def _places(self, document: Document, path: str) -> Iterator[str]:
        """The files or folders, relative to the root, that a path in a document may mean."""
        folder = posixpath.dirname(document.path)
        if not path.startswith("/"):
            yield posixpath.normpath(posixpath.join(folder, path))
            permalink = _front_matter(document, "permalink")
            if permalink:
                base = permalink if permalink.endswith("/") else posixpath.dirname(permalink)
                yield posixpath.normpath(posixpath.join(base.strip("/"), path))
            return
        rest = path.lstrip("/")
        for base in ("", *self._bases):
            if rest.startswith(base):
                local = rest[len(base) :]
                above = folder
                while True:
                    yield posixpath.normpath(posixpath.join(above, local))
                    if not above:
                        break
                    above = posixpath.dirname(above)

    def _is_made(self, document: Document, wanted: str) -> bool:
        """Whether what is missing may be made by a generator, or come from elsewhere."""
        parts = wanted.split("/")
        if parts[-1] in GENERATED:
            return True
        for index, part in enumerate(parts[:-1]):
            if part.startswith("_") and self.tree.look("/".join(parts[: index + 1])) != FOLDER:
                return True
        return document.markup == MARKDOWN and self._is_permalink(wanted)

    def _is_permalink(self, wanted: str) -> bool:
        """Whether a page of the site says that it is published at an address."""
        if self._permalinks is None:
            found: set[str] = set()
            names = self.tree.names("") if self.tree.look("") == FOLDER else []
            paths = [name for name in names if name.endswith(TEXTS)]
            for document in (*self.collection.proposals, *map(self.collection.document, paths)):
                found |= {_front_matter(document, "permalink"), _front_matter(document, "redirect_from")}
            self._permalinks = frozenset(_page(permalink) for permalink in found if permalink)
        return _page(wanted) in self._permalinks

    # Anchors

    def anchors(self, document: Document) -> frozenset[str]:
        """The anchors of a document, as GitHub, Kramdown and docutils make them."""
        found = self._anchors.get(document.path)
        if found is None:
            text = document.source.text
            titles = ((each.title, text[slice(*each.title_span)]) for each in document.body.sections)
            found = self._anchors[document.path] = document.body.anchors | heading_anchors(titles)
        return found

    # Published addresses

    def proposal_address(self, target: str) -> Address | None:
        """What a target shows of the proposals, if the process publishes any there."""
        return next(_match(target, self._proposals), None)

    def page_address(self, target: str) -> Address | None:
        """What a target shows of the specification pages, if the process publishes any there."""
        return next(_match(target, self._pages), None)

    @property
    def published(self) -> Mapping[str, Proposal]:
        """The proposals by their paths, from the root and below a base, without ending."""
        if self._published is None:
            self._published = {}
            for proposal in self.collection.proposals:
                self._published[posixpath.splitext(proposal.local_path)[0]] = proposal
                self._published.setdefault(self.below_base(proposal), proposal)
        return self._published

    def below_base(self, proposal: Proposal) -> str:
        """A proposal's path below its base, without ending: what its published address is made of."""
        path = posixpath.splitext(proposal.local_path)[0]
        place = proposal.process.directory_of(proposal.local_path)
        return path[len(place[0]) :].lstrip("/") if place else path


def _match(target: str, forms: Sequence[_Published]) -> Iterator[Address]:
    for form in forms:
        first = len(form.start)
        if not target.startswith(form.start):
            continue
        end = next((index for index, each in enumerate(target) if each in "?#"), len(target))
        last = end - len(form.ending)
        if last > first and target.endswith(form.ending, first, end) and target[last - 1] != "/":
            path = f"{form.before}{_decoded(target[first:last])}{form.after}"
            yield Address(path, Span(first, last), form.before, form.after, form.lasting)


def _documents_at(path: str) -> Iterator[str]:
    """The files that Sphinx may take for the document at a path."""
    return (path + ending for ending in ENDINGS)


def _shown_from(path: str) -> Iterator[str]:
    """The files of which a site shows one at a path, the path itself first."""
    yield path
    stem, ending = posixpath.splitext(path)
    if ending in PAGE:
        for other in ENDINGS:
            yield stem + other
        if posixpath.basename(stem) == "index":
            yield posixpath.dirname(stem)
    elif ending not in TEXTS:
        for other in ENDINGS:
            yield path + other


def _page(address: str) -> str:
    """What two addresses of one page have in common."""
    path = posixpath.normpath(f"/{address}")
    stem, ending = posixpath.splitext(path)
    stem = stem if ending in (*PAGE, *TEXTS) else path
    return stem.removesuffix("/index").lstrip("/")


def _front_matter(document: Document, key: str) -> str:
    front_matter = document.preamble.front_matter
    entry = front_matter.get(key) if front_matter else None
    return entry.value if entry else ""
