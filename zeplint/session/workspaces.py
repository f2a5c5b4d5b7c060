"""Which folder, and which settings, each path that a user names belongs to."""

from __future__ import annotations

import os

from zeplint.discovery import locate
from zeplint.globs import matches
from zeplint.rulebook import Rulebook
from zeplint.session.processes import Processes
from zeplint.session.request import Request, RunError
from zeplint.session.rulebooks import Rulebooks
from zeplint.settings import Settings
from zeplint.tree import DiskTree, relative_to


class Workspace:
    """The paths of a run that share a root, relative to it: files by name, and folders.

    `missing` are paths at which there is nothing now, as given and relative to the root. `joined` is the
    repository whose proposals and pages are read along with these, and `rulebook` are the rules that there are.
    """

    def __init__(self, tree: DiskTree, settings: Settings, rulebook: Rulebook) -> None:
        self.tree = tree
        self.settings = settings
        self.rulebook = rulebook
        self.named: list[str] = []
        self.folders: list[str] = []
        self.missing: list[tuple[str, str]] = []
        self.joined: Workspace | None = None

    def add_file(self, path: str) -> None:
        """Take in a file, an absolute path."""
        self.named.append(self._relative(path))

    def add_folder(self, path: str) -> None:
        """Take in a folder, an absolute path."""
        self.folders.append(self._relative(path))

    def add_missing(self, given: str, path: str) -> None:
        """Take in a path at which there is nothing, an absolute one, and what the user wrote for it."""
        self.missing.append((given, self._relative(path)))

    def full(self, path: str) -> str:
        """The absolute path of a file, given relative to the root."""
        return os.path.normpath(os.path.join(self.tree.root, path))

    def _relative(self, path: str) -> str:
        relative = os.path.relpath(path, self.tree.root).replace(os.sep, "/")
        return "" if relative == "." else relative

    def excludes(self, path: str) -> bool:
        """Whether the settings exclude a path."""
        return matches(path, self.settings.exclude)


def find_workspaces(
    request: Request, processes: Processes, rulebooks: Rulebooks, working_directory: str
) -> list[Workspace]:
    """The workspaces of the paths of a request, in their order.

    Raises `RunError` for a path that does not exist, and `SettingsError` for settings that cannot be used.
    """
    return _Finder(request, processes, rulebooks, working_directory).find()


class _Finder:
    def __init__(
        self, request: Request, processes: Processes, rulebooks: Rulebooks, working_directory: str
    ) -> None:
        self.request = request
        self.processes = processes
        self.rulebooks = rulebooks
        self.working_directory = working_directory
        self._settings: dict[str | None, Settings] = {}
        # By folder and by root: several paths lie in one.
        self._by_folder: dict[str, Workspace] = {}
        self._by_root: dict[str, Workspace] = {}

    def find(self) -> list[Workspace]:
        if self.request.stdin is not None:
            path = self._absolute(self.request.stdin[0])
            workspace = self._workspace(os.path.dirname(path))
            workspace.add_file(path)
            return [workspace]
        for given in self.request.paths:
            path = self._absolute(given)
            if path in self.request.buffers:
                self._workspace(os.path.dirname(path)).add_file(path)
            elif not os.path.lexists(path):
                if self.request.since is None:
                    raise RunError(f"no such file or directory: {given}")
                self._workspace(os.path.dirname(path)).add_missing(given, path)
            elif os.path.isdir(path) and not self.processes.name_proposal(os.path.basename(path)):
                if os.path.islink(path):
                    path = os.path.realpath(path)  # the places of a process are those without links
                self._workspace(path).add_folder(path)
            else:
                self._workspace(os.path.dirname(path)).add_file(path)
        return list(self._by_root.values())

    def _absolute(self, path: str) -> str:
        if "\0" in path:
            raise RunError("a path cannot hold a NUL character")
        return os.path.normpath(os.path.join(self.working_directory, path))

    def _workspace(self, directory: str) -> Workspace:
        if directory not in self._by_folder:
            # A settings file given by name says how to lint, not where the collection is.
            isolated = self.request.isolated or self.request.config is not None
            root, settings_path, boundary = locate(directory, self.processes.candidates, isolated=isolated)
            if root not in self._by_root:
                tree = DiskTree(root, boundary, self.working_directory)
                settings = self._load_settings(settings_path)
                workspace = Workspace(tree, settings, self.rulebooks.of(settings))
                workspace.joined = self._joined(workspace)
                self._by_root[root] = workspace
            self._by_folder[directory] = self._by_root[root]
        return self._by_folder[directory]

    def _load_settings(self, path: str | None) -> Settings:
        if self.request.config is not None and not self.request.isolated:
            path = self._absolute(self.request.config)
        return self._read_settings(path)

    def _read_settings(self, path: str | None) -> Settings:
        if path is None and not self.request.overrides:
            return Settings()
        if path not in self._settings:
            from zeplint.session.settings_check import check_settings
            from zeplint.settings.reading import load_settings, override

            settings = (
                Settings() if path is None else load_settings(relative_to(path, self.working_directory))
            )
            check_settings(settings, self.rulebooks.of(settings))
            if self.request.overrides:
                settings = override(settings, self.request.overrides)
                check_settings(settings, self.rulebooks.of(settings))
            self._settings[path] = settings
        return self._settings[path]

    def _joined(self, workspace: Workspace) -> Workspace | None:
        """The repository that the command line or the settings join to a workspace, unless it is the same."""
        settings = workspace.settings
        if self.request.zeps is not None:
            folder = self._absolute(self.request.zeps)
            error: Exception = RunError(f"--zeps: no such folder: {self.request.zeps}")
        elif settings.zeps is not None:
            folder = os.path.normpath(os.path.join(settings.directory, settings.zeps))
            error = settings.error(f'"zeps": no such folder: {settings.zeps}', "zeps")
        else:
            return None
        if not os.path.isdir(folder):
            raise error
        folder = os.path.realpath(folder)
        isolated = self.request.isolated
        root, settings_path, boundary = locate(folder, self.processes.all, isolated=isolated)
        if root == os.path.realpath(workspace.tree.root):
            return None
        tree = DiskTree(root, boundary, self.working_directory)
        settings = self._read_settings(settings_path)
        joined = Workspace(tree, settings, self.rulebooks.of(settings))
        joined.add_folder(folder)
        return joined
