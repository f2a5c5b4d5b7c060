"""One run of ``zeplint check``: from the paths a user names to the diagnostics of every collection."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping

from zeplint.collection import ENDINGS, Collection, choose_process, proposal_paths, spec_page_paths
from zeplint.diagnostic import Diagnostic
from zeplint.discovery import locate
from zeplint.globs import matches
from zeplint.linter import Options, lint
from zeplint.process import Process
from zeplint.proposal import Proposal, SpecPage
from zeplint.record import NamedTuple
from zeplint.rulebook import (
    AUTO,
    Rulebook,
    UnknownSelectorError,
    load_process,
    load_rulebook,
    process_names,
    rules_directory,
    select,
)
from zeplint.settings import Settings, load_settings
from zeplint.source import Source
from zeplint.tree import DiskTree, OverlayTree, Tree


class RunError(Exception):
    """The run itself cannot be done as asked; the message is one line for standard error."""


class Request(NamedTuple):
    """What the command line asks for. `stdin` is the path and the bytes of standard input, if used."""

    paths: tuple[str, ...]
    select: tuple[str, ...] | None = None
    extend_select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    process: str | None = None
    config: str | None = None
    isolated: bool = False
    force_exclude: bool = False
    stdin: tuple[str, bytes] | None = None


class Outcome(NamedTuple):
    """What a run found.

    `notes` are lines for standard error. `processes` are those that the collections were read by,
    `proposals` the number of proposals among the linted `files`. `fail_on` is the settings' level.
    """

    diagnostics: tuple[Diagnostic, ...]
    suppressed: int
    files: int
    proposals: int
    processes: tuple[Process, ...]
    fail_on: str | None
    notes: tuple[str, ...]


class _Workspace:
    """The paths of a run that share a root."""

    def __init__(self, root: str, boundary: str, settings: Settings) -> None:
        self.root = root
        self.boundary = boundary
        self.settings = settings
        self.named: list[str] = []
        self.folders: list[str] = []


def today(environ: Mapping[str, str], settings: Settings) -> str:
    """The ISO day of a run: the settings', SOURCE_DATE_EPOCH's, or the clock's.

    The clock's is the latest day that it is anywhere on Earth: an author's tomorrow is no future.
    """
    if settings.today:
        return settings.today
    import time

    epoch = environ.get("SOURCE_DATE_EPOCH", "")
    seconds = int(epoch) if epoch.isdigit() else time.time() + 14 * 3600
    return time.strftime("%Y-%m-%d", time.gmtime(seconds))


def run(request: Request, environ: Mapping[str, str], working_directory: str) -> Outcome:
    """Lint what `request` names; raises `RunError` where that cannot be done."""
    return _Session(request, environ, working_directory).run()


class _Session:
    def __init__(self, request: Request, environ: Mapping[str, str], working_directory: str) -> None:
        self.request = request
        self.environ = environ
        self.working_directory = working_directory
        self.rulebook: Rulebook = load_rulebook()
        self.built_in = [load_process(name) for name in process_names()]
        self.notes: list[str] = []
        self._settings: dict[str, Settings] = {}

    def run(self) -> Outcome:
        self._check_selectors(self.request.select or (), "--select")
        self._check_selectors(self.request.extend_select, "--extend-select")
        self._check_selectors(self.request.ignore, "--ignore")
        diagnostics: list[Diagnostic] = []
        suppressed = files = proposals = 0
        processes: list[Process] = []
        fail_on: str | None = None
        for workspace in self._workspaces():
            collection = self._collection(workspace)
            paths = self._targets(workspace, collection)
            settings = workspace.settings
            rules = select(
                self.rulebook,
                collection.process,
                select=self.request.select if self.request.select is not None else settings.select,
                extend=(*settings.extend_select, *self.request.extend_select),
                ignore=(*settings.ignore, *self.request.ignore),
            )
            options = Options(
                today=today(self.environ, settings),
                severity=settings.severity,
                parameters=settings.parameters,
                per_file_ignores=settings.per_file_ignores,
                reasons=settings.suppression_reason,
            )
            result = lint(collection, paths, rules, self.rulebook, options)
            diagnostics += result.diagnostics
            suppressed += result.suppressed
            files += len(paths)
            proposals += sum(isinstance(collection.document(path), Proposal) for path in paths)
            if collection.process.name not in [process.name for process in processes]:
                processes.append(collection.process)
            fail_on = fail_on or settings.fail_on
        notes = tuple(self.notes)
        return Outcome(tuple(diagnostics), suppressed, files, proposals, tuple(processes), fail_on, notes)

    def _check_selectors(self, selectors: Iterable[str], where: str) -> None:
        try:
            self.rulebook.check_selectors(selectors)
        except UnknownSelectorError as error:
            raise RunError(f"{where}: {error}") from error

    # Paths to workspaces

    def _workspaces(self) -> list[_Workspace]:
        found: dict[str, _Workspace] = {}
        if self.request.stdin is not None:
            path = self._absolute(self.request.stdin[0])
            workspace = self._workspace(os.path.dirname(path), found)
            workspace.named.append(self._relative(workspace, path))
            return [workspace]
        for given in self.request.paths:
            path = self._absolute(given)
            if not os.path.lexists(path):
                raise RunError(f"no such file or directory: {given}")
            if os.path.isdir(path) and not self._named_like_proposal(path):
                workspace = self._workspace(path, found)
                workspace.folders.append(self._relative(workspace, path))
            else:
                workspace = self._workspace(os.path.dirname(path), found)
                workspace.named.append(self._relative(workspace, path))
        return list(found.values())

    def _absolute(self, path: str) -> str:
        if "\0" in path:
            raise RunError("a path cannot hold a NUL character")
        return os.path.normpath(os.path.join(self.working_directory, path))

    @staticmethod
    def _relative(workspace: _Workspace, path: str) -> str:
        relative = os.path.relpath(path, workspace.root).replace(os.sep, "/")
        return "" if relative == "." else relative

    def _named_like_proposal(self, path: str) -> bool:
        name = os.path.basename(path)
        return any(process.match_name(name) for process in self.built_in)

    def _workspace(self, directory: str, found: dict[str, _Workspace]) -> _Workspace:
        # A settings file given by name says how to lint, not where the collection is.
        isolated = self.request.isolated or self.request.config is not None
        root, settings_path, boundary = locate(directory, self.built_in, isolated=isolated)
        if root not in found:
            found[root] = _Workspace(root, boundary, self._load_settings(settings_path))
        return found[root]

    def _load_settings(self, path: str | None) -> Settings:
        if self.request.config is not None and not self.request.isolated:
            path = self._absolute(self.request.config)
        if path is None:
            return Settings()
        if path not in self._settings:
            settings = load_settings(os.path.relpath(path, self.working_directory))
            self._check_settings(settings)
            self._settings[path] = settings
        return self._settings[path]

    def _check_settings(self, settings: Settings) -> None:
        """Raise `SettingsError` for a rule, or a rule's parameter, that does not exist."""
        lists: list[tuple[tuple[str, ...], tuple[str, ...]]] = [
            (("select",), settings.select or ()),
            (("extend-select",), settings.extend_select),
            (("ignore",), settings.ignore),
            *((("per-file-ignores", glob), selectors) for glob, selectors in settings.per_file_ignores),
        ]
        for keys, selectors in lists:
            for index, selector in enumerate(selectors):
                try:
                    self.rulebook.check_selectors([selector])
                except UnknownSelectorError as error:
                    raise settings.error(f'"{".".join(keys)}": {error}', *keys, index) from error
        for key, names in (("severity", settings.severity), ("parameters", settings.parameters)):
            for name in names:
                if self.rulebook.find(name) is None:
                    raise settings.error(f'"{key}": {self.rulebook.unknown(name)}', key, name)
        for name, values in settings.parameters.items():
            rule = self.rulebook.find(name)
            known = rule.parameters if rule else {}
            for parameter in values:
                if parameter not in known:
                    there = f"it has {', '.join(known)}" if known else "it has none"
                    what = f'"parameters": {name} has no parameter "{parameter}": {there}'
                    raise settings.error(what, "parameters", name, parameter)

    # Workspaces to collections

    def _collection(self, workspace: _Workspace) -> Collection:
        tree: Tree = DiskTree(workspace.root, workspace.boundary, self.working_directory)
        if self.request.stdin is not None:
            path = workspace.named[0]
            source = Source.from_bytes(path, self.request.stdin[1])
            source.shown = DiskTree(workspace.root, workspace.boundary, self.working_directory).show(
                os.path.join(workspace.root, path)
            )
            tree = OverlayTree(tree, {path: source})
        process = self._process(workspace, tree)
        return Collection(tree, process, named=workspace.named, excluded=workspace.settings.exclude)

    def _process(self, workspace: _Workspace, tree: Tree) -> Process:
        wanted = self.request.process or workspace.settings.process or AUTO
        if wanted == AUTO:
            return choose_process(tree, self.built_in, workspace.named)
        for process in self.built_in:
            if process.name == wanted:
                return process
        settings = workspace.settings
        base = (
            settings.directory if settings.directory and not self.request.process else self.working_directory
        )
        path = os.path.join(base, wanted)
        if not os.path.isfile(path):
            names = ", ".join(process.name for process in self.built_in)
            raise RunError(f'no process is called "{wanted}": there are auto, {names}, or a YAML file')
        return load_process_file(path)

    def _targets(self, workspace: _Workspace, collection: Collection) -> list[str]:
        excluded = collection.excluded
        paths = [path for path in workspace.named if self._wants(path, collection)]
        if workspace.folders:
            places = [
                *proposal_paths(collection.tree, [collection.process], excluded),
                *spec_page_paths(collection.tree, collection.process, excluded),
            ]
            for path in sorted(places):
                below = any(not folder or path.startswith(f"{folder}/") for folder in workspace.folders)
                if below and self._is_of_process(path, collection):
                    paths.append(path)
        return list(dict.fromkeys(paths))

    @staticmethod
    def _is_of_process(path: str, collection: Collection) -> bool:
        document = collection.document(path)
        return isinstance(document, Proposal | SpecPage) or collection.process.is_spec_place(path)

    def _wants(self, path: str, collection: Collection) -> bool:
        """Whether a named file is linted; a note says why one gets less than a proposal does."""
        forced = self.request.force_exclude
        noun = collection.process.noun
        if forced and matches(path, collection.excluded):
            return False
        if not path.endswith(ENDINGS) and not collection.process.match_similar_name(path.rpartition("/")[2]):
            if not forced:
                self.notes.append(f"{self._shown(path, collection)}: skipped: not a .md or .rst file")
            return False
        if self._is_of_process(path, collection):
            return True
        if not forced:
            shown = self._shown(path, collection)
            self.notes.append(
                f"{shown}: not a {noun} (by its name, its place or its heading) and no specification page: "
                "only rules for any document apply"
            )
        return not forced

    @staticmethod
    def _shown(path: str, collection: Collection) -> str:
        return collection.document(path).source.shown


def load_process_file(path: str) -> Process:
    """The process that a user's file describes; raises `RunError` if it cannot be used."""
    from zeplint.rulebook.files import RuleFileError, read_process
    from zeplint.rulebook.validate import check_process

    try:
        data = read_process(path, rules_directory())
        check_process(path, data)
        name = os.path.splitext(os.path.basename(path))[0]
        return Process(name, data)
    except RuleFileError as error:
        raise RunError(str(error)) from error
