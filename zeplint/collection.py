"""All documents of one repository: its proposals, its specification pages, and what else was named.

A collection reads nothing until a rule asks: a run over one file with rules about headers never
looks at the others. Only the process's places are scanned, never the whole tree.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from zeplint.document import MARKDOWN, RST, Body, Document, Parse, Preamble
from zeplint.markup.preamble import guess_markup, scan_preamble
from zeplint.process import Process
from zeplint.proposal import Proposal, SpecPage
from zeplint.site import SiteFile
from zeplint.source import Source, is_same_text
from zeplint.tree import OverlayTree, Tree

ENDINGS = (".md", ".rst")


def parse_markdown(source: Source, preamble: Preamble, earlier: Document | None = None) -> Body:
    """The body of a Markdown document; the parser is imported by the first one."""
    from zeplint.markup.markdown import parse_body

    if earlier is not None and earlier.markup == MARKDOWN:
        from zeplint.markup.reuse import body_after_edit

        if body := body_after_edit(earlier, source, preamble):
            return body
    return parse_body(source, preamble)


def parse_rst(source: Source, preamble: Preamble, earlier: Document | None = None) -> Body:
    """The body of a reStructuredText document; docutils is imported by the first one."""
    from zeplint.markup.rst import parse_body

    if earlier is None or earlier.markup != RST:
        return parse_body(source, preamble)
    from zeplint.markup.rst_reuse import body_after_edit

    # From the first edit on there may be more.
    return body_after_edit(earlier, source, preamble) or parse_body(source, preamble, keep=True)


def _parser(markup: str) -> Parse:
    return parse_markdown if markup == MARKDOWN else parse_rst


def open_document(source: Source, process: Process) -> Document:
    """Read a source as what it is: a proposal, a specification page, or any other document.

    A proposal has a file name of the process; or lies directly in a status directory and has a
    status in its header block, or a name that was meant for one; or starts with a heading
    ``ZEP <n>`` over such a block. Lines of a note or a list that only look like headers make none. A
    specification page lies in a place for them and names the proposals it corresponds to.
    """
    path = source.local_path
    if process.is_site_file(path):
        return SiteFile(source)
    name = path.rpartition("/")[2]
    if not process.match_name(name) and process.is_spec_place(path):
        document = _read(source, scan_preamble(source, process.spec_page_names))
        page = SpecPage(document, process)
        return page if page.proposals else document
    document = _read(source, scan_preamble(source, process.known_names))
    proposal = Proposal(document, process)
    if document.preamble.misplaced and not proposal.has_listed_value:
        markup = document.markup
        document = Document(source, markup, document.preamble.without_block(), _parser(markup))
        proposal = Proposal(document, process)
    return proposal if _is_proposal(proposal, process, name) else document


def _read(source: Source, preamble: Preamble) -> Document:
    markup = guess_markup(source, preamble)
    return Document(source, markup, preamble, _parser(markup))


def _is_proposal(proposal: Proposal, process: Process, name: str) -> bool:
    if process.match_name(name):
        return True
    if process.is_ignored_name(name):
        return False
    has_status = proposal.header("status") is not None and _is_block(proposal)
    if process.directory_of(proposal.local_path) is not None:
        return has_status or process.match_similar_name(name) is not None
    heading = proposal.preamble.heading
    match = process.title_pattern.match(heading.text) if heading else None
    return has_status and match is not None


def _is_block(proposal: Proposal) -> bool:
    """Whether the headers are a proposal's, and no lines that a note or a list of proposals has, too."""
    return not proposal.preamble.misplaced and proposal.has_listed_value


class Collection:
    """The documents below one root, read by one process.

    `named` are paths that belong to it wherever they lie, because the user named them. `joined` are collections
    of other repositories, whose proposals and specification pages are held against these; `mount` is the way
    to such a one from the root of the collection that it joins, with which the paths of its files start. `later` is
    this collection at another time: a document with the same text there is that one.
    """

    def __init__(
        self,
        tree: Tree,
        process: Process,
        *,
        named: Iterable[str] = (),
        joined: Iterable[Collection] = (),
        mount: str = "",
        later: Collection | None = None,
    ) -> None:
        self.tree = tree
        self.process = process
        self.named = tuple(named)
        self.joined = tuple(joined)
        self.mount = mount
        self._later = later
        self._spec_documents: tuple[Document, ...] | None = None
        self._site_files: tuple[SiteFile, ...] | None = None
        self._documents: dict[str, Document] = {}
        # By path, what has been parsed of a document before an edit.
        self._edited: dict[str, Document] = {}
        self._proposals: tuple[Proposal, ...] | None = None
        self._numbers: dict[int, list[Proposal]] | None = None
        self._listings: dict[str, frozenset[str]] = {}

    def exists(self, path: str) -> bool:
        """Whether there is a file or folder at `path`, its name written just so: what no move may overwrite."""
        if (other := _home(self, path)) is not self:
            return other.exists(_local(other, path))
        folder, _, name = path.rpartition("/")
        if folder not in self._listings:
            self._listings[folder] = frozenset(self.tree.names(folder))
        return name in self._listings[folder]

    def document(self, path: str) -> Document:
        """The document at `path`, be it of a joined collection, read once; never raises."""
        if (other := _home(self, path)) is not self:
            return other.document(_local(other, path))
        document = self._documents.get(path)
        if document is None:
            source = self.tree.read(path)
            document = self._documents[path] = self._unchanged(path, source) or self._opened(source)
            if edited := self._edited.pop(path, None):
                document.earlier = edited
        return document

    def _unchanged(self, path: str, source: Source) -> Document | None:
        """The document that is at `path` later, if its text is that of `source`."""
        if self._later is None or not self._later.exists(path):
            return None
        document = self._later.document(path)
        return document if is_same_text(source, document.source) else None

    def _parsed(self, path: str) -> Document | None:
        """What has been parsed of the document at `path`, be it before the last edit."""
        document = self._documents.get(path)
        return document if document is None or document.is_parsed else document.earlier

    def _opened(self, source: Source) -> Document:
        try:
            return open_document(source, self.process)
        except Exception as error:  # noqa: BLE001 - a text that zeplint cannot read costs no other its findings
            unread = Source.unreadable(
                source.path, "unreadable", f"zeplint fails with {type(error).__name__}"
            )
            unread.shown, unread.mount = source.shown, source.mount
            return open_document(unread, self.process)

    @property
    def proposals(self) -> tuple[Proposal, ...]:
        """Every proposal, in order of path, those of the joined collections last."""
        if self._proposals is None:
            documents = (self.document(path) for path in self._candidates())
            own = (d for d in documents if isinstance(d, Proposal))
            self._proposals = (*own, *(p for other in self.joined for p in other.proposals))
        return self._proposals

    def _candidates(self) -> list[str]:
        return sorted({*proposal_paths(self.tree, [self.process]), *self.named})

    @property
    def spec_pages(self) -> tuple[SpecPage, ...]:
        """Those of the `spec_documents` that name the proposals they belong to."""
        return tuple(document for document in self.spec_documents if isinstance(document, SpecPage))

    def named_on_pages(self) -> dict[int, SpecPage]:
        """The numbers that specification pages name as their proposals, each with the first page that does."""
        pages: dict[int, SpecPage] = {}
        for page in self.spec_pages:
            for reference in page.proposals:
                pages.setdefault(reference.number, page)
        return pages

    @property
    def spec_documents(self) -> tuple[Document, ...]:
        """What lies where specification pages do, in order of path, that of the joined collections last."""
        if self._spec_documents is None:
            own = [self.document(path) for path in sorted(spec_page_paths(self.tree, self.process))]
            self._spec_documents = (*own, *(d for other in self.joined for d in other.spec_documents))
        return self._spec_documents

    @property
    def site_files(self) -> tuple[SiteFile, ...]:
        """The settings and style sheets of the pages' site, in order of path, the joined collections' last."""
        if self._site_files is None:
            from zeplint.places import find_paths

            documents = map(self.document, sorted(find_paths(self.tree, self.process.site_files)))
            own = (document for document in documents if isinstance(document, SiteFile))
            self._site_files = (*own, *(file for other in self.joined for file in other.site_files))
        return self._site_files

    @property
    def by_number(self) -> dict[int, list[Proposal]]:
        """The proposals by number, in the order of `proposals`."""
        if self._numbers is None:
            self._numbers = {}
            for proposal in self.proposals:
                if proposal.number is not None:
                    self._numbers.setdefault(proposal.number, []).append(proposal)
        return self._numbers

    def proposal(self, number: int) -> Proposal | None:
        """The first proposal of that number, or None."""
        found = self.by_number.get(number)
        return found[0] if found else None

    def take_over(self, earlier: Collection, is_same: Callable[[Document], bool]) -> None:
        """Take the documents that are the same from the collection as it was earlier."""
        if earlier.process.name == self.process.name and earlier.process.data == self.process.data:
            self._documents |= {path: each for path, each in earlier._documents.items() if is_same(each)}
        before = {other.mount: other for other in earlier.joined}
        for other in self.joined:
            if other.mount in before:
                other.take_over(before[other.mount], is_same)

    def with_source(self, *sources: Source) -> Collection:
        """A collection in which these texts stand for their files; every other document is shared."""
        return self.with_changes(sources)

    def with_changes(self, sources: Iterable[Source], moves: Mapping[str, str] | None = None) -> Collection:
        """As `with_source`; `moves` gives the new paths of files, at whose old ones is nothing any more.

        What a moved file holds is among the sources.
        """
        sources, moves = tuple(sources), moves or {}
        if self.mount and not sources and not moves:
            return self
        joined = [other.with_changes(*_part(self, other, sources, moves)) for other in self.joined]
        sources, moves = _part(self, self, sources, moves)
        moves = {_local(self, old): _local(self, new) for old, new in moves.items()}
        for source in sources:
            source.mount = self.mount
        replaced = {source.local_path: source for source in sources}
        removed = frozenset(moves) - replaced.keys()
        below = self.tree
        if isinstance(below, OverlayTree):
            replaced = {path: s for path, s in below.sources.items() if path not in removed} | replaced
            removed = (below.removed | removed) - replaced.keys()
            below = below.below
        named = [moves.get(path, path) for path in self.named]
        tree = OverlayTree(below, replaced, removed)
        other = Collection(tree, self.process, named=named, joined=joined, mount=self.mount)
        other._documents = {
            path: document
            for path, document in self._documents.items()
            if path not in removed and replaced.get(path, document.source) is document.source
        }
        paths = {new: old for old, new in moves.items()}
        other._edited = {
            path: document
            for path in replaced
            if (document := self._parsed(paths.get(path, path))) and path not in other._documents
        }
        return other


def _home(whole: Collection, path: str) -> Collection:
    """The collection, `whole` or one that is joined to it, that the file at `path` belongs to."""
    return next((other for other in whole.joined if path.startswith(f"{other.mount}/")), whole)


def _local(collection: Collection, path: str) -> str:
    """A path of the whole as the tree of one of its collections has it."""
    return path[len(collection.mount) + 1 :] if collection.mount else path


def _part(
    whole: Collection, part: Collection, sources: Iterable[Source], moves: Mapping[str, str]
) -> tuple[tuple[Source, ...], dict[str, str]]:
    """Of changes to `whole`, those of the files that belong to `part`."""
    own = tuple(source for source in sources if _home(whole, source.path) is part)
    return own, {old: new for old, new in moves.items() if _home(whole, old) is part}


def proposal_paths(tree: Tree, processes: Iterable[Process]) -> Iterator[str]:
    """The paths of the files that lie where proposals lie, each once, in no order to rely on."""
    for process, path, name in _placed(tree, processes):
        if _is_meant(process, name):
            yield path


def _placed(tree: Tree, processes: Iterable[Process]) -> Iterator[tuple[Process, str, str]]:
    """The files in the places of processes: the first process whose place it is, the path and its last part."""
    seen: set[str] = set()
    for process in processes:
        for place in process.places():
            if place not in seen:
                seen.add(place)
                for name in tree.names(place):
                    yield process, f"{place}/{name}" if place else name, name


def _is_meant(process: Process, name: str) -> bool:
    """Whether a file in a place of a process may be a proposal, by its name."""
    wanted = name.endswith(ENDINGS) or process.match_similar_name(name)
    return bool(wanted) and not process.is_ignored_name(name)


def spec_page_paths(tree: Tree, process: Process) -> Iterator[str]:
    """The paths of the files that lie where specification pages lie, each once; none behind a linked folder."""
    from zeplint.places import find_paths

    return find_paths(tree, process.data["spec-places"]["patterns"])


def choose_process(tree: Tree, processes: Iterable[Process], named: Iterable[str]) -> Process:
    """The process whose file names fit most of the files; of equals, the first.

    `named` are paths that the user named, wherever they lie.
    """
    ordered = list(processes)
    # Most files beside the proposals have a name of no process: no more is asked of them.
    paths = {
        path
        for process, path, name in _placed(tree, ordered)
        if any(other.match_name(name) for other in ordered) and _is_meant(process, name)
    }
    filenames = [path.rpartition("/")[2] for path in paths.union(named)]
    return max(ordered, key=lambda process: sum(process.match_name(name) is not None for name in filenames))
