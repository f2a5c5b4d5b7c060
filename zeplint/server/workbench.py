"""The open buffers laid over the files on disk, and what zeplint finds in them.

A bench is used by one thread. It keeps a project for each root that an open buffer belongs to: the collection as the
command line would read it, with the texts of all open buffers in place of their files. A change replaces one document;
what opens, closes or changes on disk has the project read anew.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence

from zeplint.collection import Collection
from zeplint.diagnostic import Diagnostic
from zeplint.document import Document
from zeplint.globs import matches
from zeplint.linter import Memory, Since, lint
from zeplint.record import NamedTuple
from zeplint.rulebook import Rulebook
from zeplint.session import Job, Request, RunError, prepare
from zeplint.session.members import is_of_process
from zeplint.settings import SettingsError
from zeplint.source import Source


class Buffer(NamedTuple):
    """The text of a file in the editor: its absolute path, the version the client gives, and the text."""

    path: str
    version: int | None
    text: str


class Findings(NamedTuple):
    """What was found in a buffer, and in which text; `root` is what the paths in diagnostics are relative to."""

    buffer: Buffer
    source: Source
    root: str
    diagnostics: tuple[Diagnostic, ...]


class Project:
    """The collection below one root, with the open buffers in it."""

    def __init__(self, job: Job, rulebook: Rulebook) -> None:
        self.job = job
        self.rulebook = rulebook
        self.collection: Collection = job.collection
        self._memory: Memory = {}

    @property
    def root(self) -> str:
        """The absolute path that those of the documents are relative to."""
        return self.job.tree.root

    def local(self, path: str) -> str:
        """An absolute path as the collection has it."""
        return os.path.relpath(path, self.root).replace(os.sep, "/")

    def document(self, path: str) -> Document:
        """The document at an absolute path."""
        return self.collection.document(self.local(path))

    def is_linted(self, path: str) -> bool:
        """Whether the document at an absolute path gets findings: as with the hook, only what is of the process."""
        local = self.local(path)
        return not matches(local, self.job.settings.exclude) and is_of_process(local, self.collection)

    def put(self, path: str, text: str) -> None:
        """Have the file at an absolute path hold `text`."""
        source = self.job.tree.as_text(self.local(path), text)
        self.collection = self.collection.with_source(source)

    def lint(self, paths: Sequence[str]) -> dict[str, list[Diagnostic]]:
        """The diagnostics of the files at absolute paths, by path."""
        local = {self.local(path): path for path in paths if self.is_linted(path)}
        job = self.job
        since = Since(memory=self._memory)
        result = lint(self.collection, local, job.rules, self.rulebook, job.options, since)
        self._forget()
        found: dict[str, list[Diagnostic]] = {path: [] for path in paths}
        for diagnostic in result.diagnostics:
            if diagnostic.path in local:
                found[local[diagnostic.path]].append(diagnostic)
        return found

    def _forget(self) -> None:
        """Forget what was found in texts that are no more."""
        for key in [key for key in self._memory if self.collection.document(key[1].path) is not key[1]]:
            del self._memory[key]


class Workbench:
    """All open buffers. `problems` are what stands in the way of linting as the settings ask, a line each."""

    def __init__(self, environ: Mapping[str, str], working_directory: str) -> None:
        self.environ = environ
        self.working_directory = working_directory
        self.overrides: Mapping[str, object] = {}
        self.problems: tuple[str, ...] = ()
        self._buffers: dict[str, Buffer] = {}
        self._projects: dict[str, Project] = {}
        # By path of a buffer; without one for what cannot be linted.
        self._project_of: dict[str, Project] = {}
        self._findings: dict[str, Findings] = {}

    def forget_disk(self) -> None:
        """Read settings and files anew when next asked."""
        self._projects.clear()
        self._project_of.clear()

    def update(self, buffers: Mapping[str, Buffer]) -> dict[str, Findings]:
        """Take in the open buffers, by path, and lint what changed; the findings of all, by path."""
        before, self._buffers = self._buffers, dict(buffers)
        touched: set[str] = set()
        if before.keys() != buffers.keys():
            self.forget_disk()
        if not self._project_of and buffers:
            self._read_projects()
            touched.update(self._projects)
        else:
            for path, buffer in buffers.items():
                project = self._project_of.get(path)
                if project and before[path].text != buffer.text:
                    project.put(path, buffer.text)
                    touched.add(project.root)
        for root in touched:
            self._lint(self._projects[root])
        self._settle()
        return dict(self._findings)

    def project(self, path: str) -> Project | None:
        """The project of an open buffer, with the texts of the last `update`."""
        return self._project_of.get(path)

    def findings(self, path: str) -> Findings | None:
        """What the last `update` found in an open buffer."""
        return self._findings.get(path)

    def _settle(self) -> None:
        """Give each buffer findings in its own text, and forget those of buffers that are closed."""
        self._findings = {
            path: found._replace(buffer=buffer)
            if (found := self._findings.get(path)) and found.buffer.text == buffer.text
            else Findings(buffer, Source(path, buffer.text), "", ())
            for path, buffer in self._buffers.items()
        }

    def _lint(self, project: Project) -> None:
        paths = [path for path, own in self._project_of.items() if own is project]
        for path, diagnostics in project.lint(paths).items():
            source = project.document(path).source
            self._findings[path] = Findings(self._buffers[path], source, project.root, tuple(diagnostics))

    def _read_projects(self) -> None:
        problems: list[str] = []
        by_root: dict[str, list[str]] = {}
        for path in self._buffers:
            if plan := self._plan([path], problems):
                by_root.setdefault(plan.root, []).append(path)
        for root, paths in by_root.items():
            project = self._plan(paths, problems)
            if project:
                self._projects[root] = project
                self._project_of.update(dict.fromkeys(paths, project))
        self.problems = tuple(dict.fromkeys(problems))

    def _plan(self, paths: Sequence[str], problems: list[str]) -> Project | None:
        """The project of files that share a root, by their settings or, if those are broken, without."""
        request = Request(
            paths=tuple(paths),
            buffers={path: self._buffers[path].text for path in paths},
            overrides=self.overrides,
            force_exclude=True,
        )
        for attempt in (
            request,
            request._replace(overrides={}),
            request._replace(overrides={}, isolated=True),
        ):
            try:
                plan = prepare(attempt, self.environ, self.working_directory)
            except (RunError, SettingsError) as error:
                problems.append(str(error))
            else:
                return Project(plan.jobs[0], plan.rulebook)
        return None
