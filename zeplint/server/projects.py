"""The collections that the open documents belong to, with these laid over the files on disk.

A project is planned as a run over its open documents is (`zeplint.session`), once; from then on a keystroke only lays
the new text over the collection. What was planned is thrown away when a document is opened or closed, or when
something changes on disk; the documents that are still the same are kept.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from itertools import islice

from zeplint.collection import ENDINGS, Collection, proposal_paths, spec_page_paths
from zeplint.diagnostic import Diagnostic
from zeplint.discovery import locate, parents
from zeplint.document import Document
from zeplint.globs import matches
from zeplint.linter import Memory, Since, lint
from zeplint.rulebook import Rulebook, load_process, process_names
from zeplint.server.documents import OpenDocument
from zeplint.server.uris import uri_of
from zeplint.session import Job, Request, RunError, prepare, today, without_known
from zeplint.session.members import is_of_process
from zeplint.settings import FILE_NAME, PYPROJECT_NAME, SettingsError
from zeplint.source import Source
from zeplint.tree import DiskTree, stamp_of

# How many files of a folder are looked at for one that tells to which project it belongs.
_MOST_FILES = 10_000


class Session:
    """What all projects of a session have in common.

    `folders` are those that are open in the editor, as absolute paths. `overrides` are its settings for what lies in
    such a folder, or for all else (None), by the keys of a settings file. `complain` takes what is wrong with settings,
    in one line.
    """

    def __init__(self, environ: Mapping[str, str], complain: Callable[[str], None]) -> None:
        self.environ = environ
        self.complain = complain
        self.folders: list[str] = []
        self.overrides: dict[str | None, Mapping[str, object]] = {}
        # By the place of a project, how it was planned when its settings were last in order.
        self.good: dict[str, Job] = {}

    def folder_of(self, path: str) -> str | None:
        """The folder of the editor that a path lies in."""
        return max((folder for folder in self.folders if _holds(folder, path)), key=len, default=None)

    def overrides_for(self, path: str) -> Mapping[str, object]:
        """The editor's settings for what lies at a path."""
        return self.overrides.get(self.folder_of(path), self.overrides.get(None, {}))


class Project:
    """The open documents of the collection at `place`. Its paths are shown as seen from `working_directory`."""

    def __init__(self, session: Session, place: str, working_directory: str) -> None:
        self.session = session
        self.place = place
        self.working_directory = working_directory
        self.documents: list[OpenDocument] = []
        self._job: Job | None = None
        self._collection: Collection | None = None
        # The texts that the collection has of the open documents.
        self._laid: dict[OpenDocument, str] = {}
        self._memory: Memory = {}
        # How it was planned before, and the collection of that, until it is planned anew; and what was written since.
        self._earlier: tuple[Job, Collection] | None = None
        self._written: set[str] = set()
        self._findings: dict[OpenDocument, tuple[Diagnostic, ...]] = {}
        self._stamped: dict[str, tuple[int, ...] | None] | None = None

    def add(self, document: OpenDocument) -> None:
        """Take in a document that was opened."""
        self.documents.append(document)
        self.forget()

    def remove(self, document: OpenDocument) -> None:
        """Let go of a document that was closed: from now on the file on disk counts."""
        self.documents.remove(document)
        self.forget()

    def forget(self, written: Iterable[str] = ()) -> None:
        """Plan anew, and read anew what was `written` (absolute paths) and all else that is not on disk as it was."""
        if self._job is not None and self._collection is not None:
            self._earlier = self._job, self._collection
        self._written.update(written)
        self._job = self._collection = None
        self._findings.clear()
        self._laid.clear()

    @property
    def rulebook(self) -> Rulebook:
        """The rules that there are."""
        return self.job.rulebook

    @property
    def job(self) -> Job:
        """What is linted, and with which rules and settings."""
        if self._job is None:
            self._job = self._planned()
            for document in self.documents:
                document.compare(self._job.tree.read(self.local(document)))
            if self._earlier is not None:
                self._take_over(self._job, *self._earlier)
                self._earlier = None
            self._written.clear()
        return self._job

    def _take_over(self, job: Job, earlier: Job, collection: Collection) -> None:
        """Keep what was read and found before and is still so."""
        if (job.rules, job.options, job.settings) != (earlier.rules, earlier.options, earlier.settings):
            self._memory.clear()
        opened = {self.local(document): document for document in self.documents}

        def is_same(read: Document) -> bool:
            if document := opened.get(read.path):
                if not _is_same(self._source(document), read.source):
                    return False
                self._laid[document] = document.text
                return True
            path, stamp = self.full(read.path), read.source.stamp
            return stamp is not None and path not in self._written and stamp == stamp_of(path)

        if job.tree.is_like(earlier.tree):
            job.collection.take_over(collection, is_same)

    @property
    def root(self) -> str:
        """The absolute path that those of the documents in the collection are relative to."""
        return self.job.tree.root

    def local(self, document: OpenDocument) -> str:
        """The path of an open document as the collection has it."""
        return self.relative(document.path)

    def relative(self, path: str) -> str:
        """An absolute path as the collection has it."""
        return os.path.relpath(path, self.root).replace(os.sep, "/")

    def full(self, path: str) -> str:
        """The absolute path of a file, given as the collection has it."""
        return os.path.normpath(os.path.join(self.root, path))

    @property
    def collection(self) -> Collection:
        """The collection as the editor has it now: what is open lies over the files on disk."""
        collection = self._collection
        if collection is None:
            collection = self.job.collection
        changed = [document for document in self.documents if self._laid.get(document) != document.text]
        if changed:
            collection = collection.with_source(*map(self._source, changed))
            self._laid |= {document: document.text for document in changed}
            self._findings.clear()
        self._collection = collection
        return collection

    def check_disk(self) -> None:
        """Look whether files were written, or are gone or new, since the last look: all are read anew then."""
        stamps, before = self._stamps(), self._stamped
        self._stamped = stamps
        if before is not None and before != stamps:
            self.forget()

    def _stamps(self) -> dict[str, tuple[int, ...] | None]:
        """When each file that findings depend on was last written."""
        tree, process = self.job.tree, self.job.collection.process
        paths = [
            self.full(path) for path in (*proposal_paths(tree, [process]), *spec_page_paths(tree, process))
        ]
        names = (os.path.join(self.root, name) for name in (FILE_NAME, PYPROJECT_NAME))
        return {path: stamp_of(path) for path in (*paths, *names, self.job.settings.path or self.root)}

    def is_linted(self, document: OpenDocument) -> bool:
        """Whether findings are wanted of a document: as from a hook, only if it is of the process."""
        path = self.local(document)
        return not matches(path, self.job.settings.exclude) and is_of_process(path, self.collection)

    def findings(self, document: OpenDocument) -> tuple[Diagnostic, ...]:
        """What is found in an open document: the same as if it was linted by itself on the command line."""
        collection = self.collection
        if document not in self._findings:
            self._findings[document] = self._lint(document, collection) if self.is_linted(document) else ()
        return self._findings[document]

    def _lint(self, document: OpenDocument, collection: Collection) -> tuple[Diagnostic, ...]:
        job = self.job._replace(collection=collection, targets=(self.local(document),))
        options = job.options._replace(today=today(self.session.environ, job.settings))
        since = Since(memory=self._memory)
        result = lint(collection, job.targets, job.rules, job.rulebook, options, since)
        # What was found in texts that are no more is of no use.
        current = {id(collection.document(self.local(each))) for each in self.documents}
        self._memory = {key: found for key, found in self._memory.items() if id(key[1]) in current}
        found = without_known(job, result).diagnostics
        return found if document.is_file else tuple(each for each in found if not _is_of_place(each))

    def _source(self, document: OpenDocument) -> Source:
        path = self.local(document)
        source = document.as_source(path)
        source.shown = self.job.tree.show(path)
        return source

    def _planned(self) -> Job:
        """Plan by the settings or, if those are broken, by the last ones that were not, or without any."""
        documents = self.documents
        request = Request(
            tuple(document.path for document in documents),
            buffers={document.path: document.text for document in documents},
            overrides=self.session.overrides_for(documents[0].path),
            force_exclude=True,
        )
        environ, good = self.session.environ, self.session.good
        # Settings and process files are named as seen from where a run is started, and opened so.
        with _inside(self.working_directory) as directory:
            try:
                job = good[self.place] = prepare(request, environ, directory).jobs[0]
            except (RunError, SettingsError) as error:
                self.session.complain(str(error))
            else:
                return job
            if self.place in good:
                return self._read_again(good[self.place])
            isolated = request._replace(overrides={}, isolated=True)
            return prepare(isolated, environ, directory).jobs[0]

    def _read_again(self, job: Job) -> Job:
        """What was planned, with the files as they are on disk now."""
        old = job.collection
        tree = DiskTree(job.tree.root, job.tree.boundary, job.tree.working_directory)
        own = (os.path.relpath(document.path, tree.root).replace(os.sep, "/") for document in self.documents)
        named = dict.fromkeys((*old.named, *own))
        return job._replace(
            collection=Collection(tree, old.process, named=named, joined=old.joined), tree=tree
        )


def _is_same(one: Source, other: Source) -> bool:
    """Whether two readings of a file say the same."""
    own, others = ((each.text, each.bom, each.encoding_problem, each.problem) for each in (one, other))
    return own == others


def _is_of_place(diagnostic: Diagnostic) -> bool:
    """Whether a finding is about the name or the place of a file."""
    return diagnostic.place.span is None or bool(diagnostic.fix and diagnostic.fix.moves)


class Projects:
    """The projects of a session."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self._by_root: dict[str, Project] = {}
        self._of: dict[OpenDocument, Project] = {}
        self._processes = [load_process(name) for name in process_names()]

    def __iter__(self) -> Iterator[Project]:
        return iter(list(self._by_root.values()))

    def of(self, document: OpenDocument) -> Project:
        """The project of an open document."""
        return self._of[document]

    def open(self, document: OpenDocument) -> None:
        """Take in a document that was opened."""
        self._add(document, {})

    def _add(self, document: OpenDocument, before: Mapping[str, Project]) -> None:
        """Take in a document; a project that there was `before` goes on."""
        root, seen_from = self._locate(document.path)
        if root not in self._by_root:
            known = before.get(root)
            goes_on = known is not None and known.working_directory == seen_from
            self._by_root[root] = known if known and goes_on else Project(self.session, root, seen_from)
        project = self._of[document] = self._by_root[root]
        project.add(document)

    def around(self, path: str) -> Project | None:
        """The project of a file or folder of which nothing may be open; None for a folder without a text.

        Where nothing is, it is read for this once.
        """
        if os.path.isdir(path):
            names = (os.path.join(at, name) for at, _, files in os.walk(path) for name in sorted(files))
            path = next((name for name in islice(names, _MOST_FILES) if name.endswith(ENDINGS)), "")
        if not os.path.isfile(path):
            return None
        root, seen_from = self._locate(path)
        if root in self._by_root:
            return self._by_root[root]
        with open(path, encoding="utf-8", errors="replace", newline="") as file:
            document = OpenDocument(uri_of(path), path, None, file.read())
        project = Project(self.session, root, seen_from)
        project.add(document)
        return project

    def _locate(self, path: str) -> tuple[str, str]:
        """The root of the project that a path belongs to, and the folder that its files are seen from."""
        root, _, boundary = locate(os.path.dirname(path), self._processes, isolated=False)
        wanted = self.session.folder_of(root) or boundary
        return root, next(folder for folder in parents(wanted) if os.path.isdir(folder))

    def close(self, document: OpenDocument) -> None:
        """Let go of a document that was closed."""
        project = self._of.pop(document)
        project.remove(document)
        if not project.documents:
            self._by_root = {root: other for root, other in self._by_root.items() if other is not project}

    def check_disk(self) -> None:
        """Look which files have changed; what depends on them is read anew."""
        for project in self:
            project.check_disk()

    def forget(self, written: Iterable[str] = ()) -> None:
        """Find everything out anew: settings, the roots that they decide on, and which files have changed.

        `written` are the absolute paths of those that are known to have.
        """
        documents, before = list(self._of), self._by_root
        self._by_root, self._of = {}, {}
        for project in before.values():
            project.documents.clear()
            project.forget(written)
        for document in documents:
            self._add(document, before)


@contextmanager
def _inside(folder: str) -> Iterator[str]:
    """Work in a folder or, if it is gone, in the nearest above it; gives the one that it is."""
    before, folder = os.sep, next(each for each in parents(folder) if os.path.isdir(each))
    with suppress(OSError):  # where the editor was started may be gone as well
        before = os.getcwd()
    os.chdir(folder)
    try:
        yield folder
    finally:
        with suppress(OSError):
            os.chdir(before)


def _holds(folder: str, path: str) -> bool:
    return path == folder or path.startswith(folder.rstrip(os.sep) + os.sep)
