"""One run of ``zeplint check``: from the paths a user names to the diagnostics of every collection."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping

from zeplint.collection import ENDINGS, Collection, choose_process, proposal_paths, spec_page_paths
from zeplint.diagnostic import SEVERITIES, Diagnostic
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
from zeplint.settings import Settings, kind_of, load_settings
from zeplint.tree import DiskTree, OverlayTree, Tree, relative_to

# More digits make a second in a year of more than four.
LONGEST_EPOCH = 11


class RunError(Exception):
    """The run itself cannot be done as asked; the message is one line for standard error."""


class Request(NamedTuple):
    """What the command line asks for. `stdin` is the path and the bytes of standard input, if used.

    `fail_on` is the severity from which on a finding fails the run.
    """

    paths: tuple[str, ...]
    select: tuple[str, ...] | None = None
    extend_select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    process: str | None = None
    config: str | None = None
    isolated: bool = False
    force_exclude: bool = False
    stdin: tuple[str, bytes] | None = None
    fail_on: str | None = None


class Outcome(NamedTuple):
    """What a run found.

    `notes` are lines for standard error. `processes` are those that the collections were read by,
    `proposals` the number of proposals among the linted `files`. `failed` says whether a finding is as
    grave as the request, else the settings of its collection, ask for.
    """

    diagnostics: tuple[Diagnostic, ...]
    suppressed: int
    files: int
    proposals: int
    processes: tuple[Process, ...]
    failed: bool
    notes: tuple[str, ...]


class _Workspace:
    """The paths of a run that share a root, relative to it."""

    def __init__(self, tree: DiskTree, settings: Settings) -> None:
        self.tree = tree
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
    is_second = epoch.isascii() and epoch.isdigit() and len(epoch) <= LONGEST_EPOCH
    seconds = int(epoch) if is_second else time.time() + 14 * 3600
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
        # The process that the command line names, if it names one.
        self.requested: Process | None = None
        self.notes: list[str] = []
        self._settings: dict[str, Settings] = {}
        # By folder and by root: several paths lie in one.
        self._by_folder: dict[str, _Workspace] = {}
        self._by_root: dict[str, _Workspace] = {}

    def run(self) -> Outcome:
        self._check_selectors(self.request.select or (), "--select")
        self._check_selectors(self.request.extend_select, "--extend-select")
        self._check_selectors(self.request.ignore, "--ignore")
        if self.request.process and self.request.process != AUTO:
            self.requested = self._process_called(self.request.process, self.working_directory)
        diagnostics: list[Diagnostic] = []
        suppressed = files = proposals = 0
        processes: list[Process] = []
        failed = False
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
            if not rules:
                raise RunError("no rule is selected")
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
            level = SEVERITIES[self.request.fail_on or settings.fail_on or "error"]
            failed = failed or any(found.severity >= level for found in result.diagnostics)
        notes = tuple(self.notes)
        return Outcome(tuple(diagnostics), suppressed, files, proposals, tuple(processes), failed, notes)

    def _check_selectors(self, selectors: Iterable[str], where: str) -> None:
        try:
            self.rulebook.check_selectors(selectors)
        except UnknownSelectorError as error:
            raise RunError(f"{where}: {error}") from error

    # Paths to workspaces

    def _workspaces(self) -> list[_Workspace]:
        if self.request.stdin is not None:
            path = self._absolute(self.request.stdin[0])
            workspace = self._workspace(os.path.dirname(path))
            workspace.named.append(self._relative(workspace, path))
            return [workspace]
        for given in self.request.paths:
            path = self._absolute(given)
            if not os.path.lexists(path):
                raise RunError(f"no such file or directory: {given}")
            if os.path.isdir(path) and not self._named_like_proposal(path):
                if os.path.islink(path):
                    path = os.path.realpath(path)  # the places of a process are those without links
                workspace = self._workspace(path)
                workspace.folders.append(self._relative(workspace, path))
            else:
                workspace = self._workspace(os.path.dirname(path))
                workspace.named.append(self._relative(workspace, path))
        return list(self._by_root.values())

    def _absolute(self, path: str) -> str:
        if "\0" in path:
            raise RunError("a path cannot hold a NUL character")
        return os.path.normpath(os.path.join(self.working_directory, path))

    @staticmethod
    def _relative(workspace: _Workspace, path: str) -> str:
        relative = os.path.relpath(path, workspace.tree.root).replace(os.sep, "/")
        return "" if relative == "." else relative

    def _named_like_proposal(self, path: str) -> bool:
        name = os.path.basename(path)
        return any(process.match_name(name) for process in self.built_in)

    def _workspace(self, directory: str) -> _Workspace:
        if directory not in self._by_folder:
            # A settings file given by name says how to lint, not where the collection is.
            isolated = self.request.isolated or self.request.config is not None
            processes = [self.requested] if self.requested else self.built_in
            root, settings_path, boundary = locate(directory, processes, isolated=isolated)
            if root not in self._by_root:
                tree = DiskTree(root, boundary, self.working_directory)
                self._by_root[root] = _Workspace(tree, self._load_settings(settings_path))
            self._by_folder[directory] = self._by_root[root]
        return self._by_folder[directory]

    def _load_settings(self, path: str | None) -> Settings:
        if self.request.config is not None and not self.request.isolated:
            path = self._absolute(self.request.config)
        if path is None:
            return Settings()
        if path not in self._settings:
            settings = load_settings(relative_to(path, self.working_directory))
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
            for parameter, value in values.items():
                what = ""
                if parameter not in known:
                    there = f"it has {', '.join(known)}" if known else "it has none"
                    what = f'{name} has no parameter "{parameter}": {there}'
                elif not _is_like(value, known[parameter]):
                    wanted = (
                        "a list of strings"
                        if isinstance(known[parameter], list)
                        else kind_of(known[parameter])
                    )
                    what = f'"{parameter}" of {name} must be {wanted}, not {kind_of(value)}'
                elif rule and value not in rule.choices.get(parameter, [value]):
                    what = (
                        f'"{parameter}" of {name} must be {" or ".join(rule.choices[parameter])}, not {value}'
                    )
                if what:
                    raise settings.error(f'"parameters": {what}', "parameters", name, parameter)

    # Workspaces to collections

    def _collection(self, workspace: _Workspace) -> Collection:
        tree: Tree = workspace.tree
        if self.request.stdin is not None:
            source = workspace.tree.as_file(workspace.named[0], self.request.stdin[1])
            tree = OverlayTree(tree, {source.path: source})
        process = self._process(workspace, tree)
        return Collection(tree, process, named=[*self._named(workspace), *self._found(workspace, process)])

    def _named(self, workspace: _Workspace) -> list[str]:
        """The named files, but for those that a hook passes although the settings exclude them."""
        if not self.request.force_exclude:
            return workspace.named
        return [path for path in workspace.named if not matches(path, workspace.settings.exclude)]

    @staticmethod
    def _found(workspace: _Workspace, process: Process) -> list[str]:
        """Files named like proposals that lie in no status directory, but in a named folder or a base."""
        bases = process.bases if "" in workspace.folders else ()
        return [
            f"{folder}/{name}" if folder else name
            for folder in dict.fromkeys((*workspace.folders, *bases))
            for name in workspace.tree.names(folder)
            if process.match_name(name)
        ]

    def _process(self, workspace: _Workspace, tree: Tree) -> Process:
        if self.requested is not None:
            return self.requested
        wanted = workspace.settings.process or AUTO
        if wanted == AUTO:
            found = (path for process in self.built_in for path in self._found(workspace, process))
            return choose_process(tree, self.built_in, [*workspace.named, *found])
        return self._process_called(wanted, workspace.settings.directory)

    def _process_called(self, wanted: str, base: str) -> Process:
        """The process of that name, or in that file, seen from the folder `base`."""
        for process in self.built_in:
            if process.name == wanted:
                return process
        path = os.path.join(base, wanted)
        if not os.path.isfile(path):
            names = ", ".join(process.name for process in self.built_in)
            raise RunError(f'no process is called "{wanted}": there are auto, {names}, or a YAML file')
        shown = relative_to(path, self.working_directory)
        process = load_process_file(shown)
        for code in process.data.get("rules", {}):
            if code not in self.rulebook.rules:
                raise RunError(f"{shown}: rules: {self.rulebook.unknown(code)}")
        return process

    def _targets(self, workspace: _Workspace, collection: Collection) -> list[str]:
        paths = [path for path in self._named(workspace) if self._wants(path, workspace, collection)]
        if workspace.folders:
            places = {
                *self._found(workspace, collection.process),
                *proposal_paths(collection.tree, [collection.process]),
                *spec_page_paths(collection.tree, collection.process),
            }
            for path in sorted(places):
                below = any(not folder or path.startswith(f"{folder}/") for folder in workspace.folders)
                wanted = below and not matches(path, workspace.settings.exclude)
                if wanted and self._is_of_process(path, collection):
                    paths.append(path)
        return list(dict.fromkeys(paths))

    @staticmethod
    def _is_of_process(path: str, collection: Collection) -> bool:
        document = collection.document(path)
        return isinstance(document, Proposal | SpecPage) or collection.process.is_spec_place(path)

    def _wants(self, path: str, workspace: _Workspace, collection: Collection) -> bool:
        """Whether a named file is linted; a note says why one gets less than a proposal does."""
        process, name = collection.process, path.rpartition("/")[2]
        if not path.endswith(ENDINGS) and not process.match_similar_name(name):
            self._note(workspace, path, "skipped: not a .md or .rst file")
            return False
        if self._is_of_process(path, collection):
            return True
        self._note(
            workspace,
            path,
            f"not a {process.noun} (by its name, its place or its heading) and no specification page: "
            "only rules for any document apply",
        )
        return not self.request.force_exclude

    def _note(self, workspace: _Workspace, path: str, words: str) -> None:
        if not self.request.force_exclude:
            self.notes.append(f"{workspace.tree.show(path)}: {words}")


def _is_like(value: object, default: object) -> bool:
    """Whether a parameter is of the type that the rule file gives it; a list is one of strings."""
    if not isinstance(value, list):
        return type(value) is type(default)
    return isinstance(default, list) and all(isinstance(item, str) for item in value)


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
