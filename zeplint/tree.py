"""Where the files of a collection come from: a folder on disk, or texts in memory.

A tree lists folders and reads files; all paths are relative to its root, with ``/``. Nothing above a
tree opens a file. A disk tree reads nothing that lies outside its boundary, is no regular file or is
larger than the cap, whatever a name or a symbolic link says.
"""

from __future__ import annotations

import errno
import os
import posixpath
import stat
from collections.abc import Mapping

from zeplint.source import Source

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Protocol
else:
    Protocol = object

# Ten times the longest proposal of any community; a parser needs 25 bytes of memory for each byte.
LARGEST_FILE = 4_000_000


# What is found at a path.
FILE = "file"
FOLDER = "folder"
MISSING = "missing"
UNKNOWN = "unknown"

# As many links on the way to one file as an operating system follows.
MOST_LINKS = 40


class Tree(Protocol):
    """A folder of files, wherever they are kept."""

    def names(self, directory: str) -> list[str]:
        """The names in a folder, sorted; empty where there is no such folder."""

    def read(self, path: str) -> Source:
        """The file at `path`; one that cannot be read has `Source.problem` set."""

    def is_link(self, path: str) -> bool:
        """Whether `path` is a symbolic link: what it leads to has a place of its own, or none here."""

    def look(self, path: str) -> str:
        """What is at `path`, which may lead out of the root and whose case counts: FILE, FOLDER or MISSING.

        UNKNOWN is what lies, or may lie, outside the boundary: it is not looked at.
        """


class DiskTree:
    """The files below `root`, an absolute path.

    `boundary` is the folder that a symbolic link, be it a file or a folder on the way to one, may not lead
    out of; the way to `root` itself is the user's own. Paths are shown relative to `working_directory`.
    """

    def __init__(self, root: str, boundary: str, working_directory: str) -> None:
        self.root = root
        self.boundary = boundary
        self.working_directory = working_directory
        self._limits = (os.path.realpath(boundary), os.path.realpath(root))
        self._inside: dict[str, bool] = {}
        self._listed: dict[str, dict[str, str]] = {}

    def names(self, directory: str) -> list[str]:
        """The names in a folder, sorted; empty where there is no such folder."""
        try:
            return sorted(os.listdir(os.path.join(self.root, directory)))
        except OSError:
            return []

    def is_like(self, other: DiskTree) -> bool:
        """Whether a file would be read and shown by another tree just so."""
        own, others = ((each.root, each.boundary, each.working_directory) for each in (self, other))
        return own == others

    def is_link(self, path: str) -> bool:
        """Whether `path` is a symbolic link."""
        return os.path.islink(os.path.join(self.root, path))

    def look(self, path: str) -> str:
        """What is at `path`; only folders inside the boundary are read, and nothing else is touched."""
        full = os.path.join(self._limits[1], path)
        for _ in range(MOST_LINKS):
            full = os.path.normpath(full)
            limit = next((each for each in self._limits if _is_below(full, each)), None)
            if limit is None or "\0" in full:
                return UNKNOWN
            found, full = self._walk(limit, full[len(limit) :].strip(os.sep))
            if found != _LINK:
                return found
        return UNKNOWN

    def _walk(self, folder: str, way: str) -> tuple[str, str]:
        """What is found on the way from a folder on; of the first symbolic link, where it leads."""
        parts = way.split(os.sep) if way else []
        for index, part in enumerate(parts, 1):
            found = self._listing(folder).get(part, MISSING if folder in self._listed else UNKNOWN)
            if found == _LINK:
                target = os.readlink(os.path.join(folder, part))
                return _LINK, os.path.join(folder, target, *parts[index:])
            if found != FOLDER:
                return found if found == UNKNOWN or index == len(parts) else MISSING, ""
            folder = os.path.join(folder, part)
        return FOLDER, ""

    def _listing(self, folder: str) -> dict[str, str]:
        """What a folder, an absolute path without links, holds by name; nothing where it cannot be read."""
        if folder not in self._listed:
            try:
                with os.scandir(folder) as entries:
                    self._listed[folder] = {entry.name: _kind(entry) for entry in entries}
            except OSError:
                return {}
        return self._listed[folder]

    def read(self, path: str) -> Source:
        """The file at `path`; never raises and never blocks on a device or a pipe."""
        return self._shown(self._read(os.path.join(self.root, path), path))

    def as_file(self, path: str, data: bytes) -> Source:
        """`data` as if it were the file at `path`; never raises."""
        return self._shown(_within_cap(path, data))

    def as_text(self, path: str, text: str) -> Source:
        """`text`, as an editor has it, as if it were the file at `path`."""
        bom = text.startswith("\ufeff")
        return self._shown(Source(path, text[1:] if bom else text, bom=bom))

    def _shown(self, source: Source) -> Source:
        source.shown = self.show(source.path)
        return source

    def show(self, path: str) -> str:
        """The file at `path` as output names it: relative to the working directory, with ``/``."""
        full = os.path.join(self.root, path)
        prefix = self.working_directory.rstrip(os.sep) + os.sep
        if full.startswith(prefix):
            return full[len(prefix) :].replace(os.sep, "/")
        return relative_to(full, self.working_directory).replace(os.sep, "/")

    def _contains(self, full: str) -> bool:
        """Whether what is found at an absolute path lies inside the boundary; raises `OSError`."""
        real = os.path.realpath(full, strict=True)
        return any(os.path.commonpath((real, limit)) == limit for limit in self._limits)

    def _is_inside(self, folder: str) -> bool:
        """Whether a folder, relative to the root, lies inside the boundary; found out once."""
        if folder not in self._inside:
            self._inside[folder] = self._contains(os.path.join(self.root, folder))
        return self._inside[folder]

    def _read(self, full: str, path: str) -> Source:
        try:
            is_link = stat.S_ISLNK(os.lstat(full).st_mode)
            if not self._is_inside(path.rpartition("/")[0]) or (is_link and not self._contains(full)):
                return Source.unreadable(path, "outside")
            details = os.stat(full)
            if stat.S_ISDIR(details.st_mode):
                return Source.unreadable(path, "directory")
            if not stat.S_ISREG(details.st_mode):
                return Source.unreadable(path, "not-regular")
            if details.st_size > LARGEST_FILE:
                return Source.unreadable(path, "too-large", f"{details.st_size / 1e6:.1f} MB")
            with open(full, "rb") as file:
                data = file.read(LARGEST_FILE + 1)
        except OSError as error:
            return Source.unreadable(path, *_explain(full, error))
        except ValueError:  # a NUL in the name, another drive
            return Source.unreadable(path, "missing")
        source = _within_cap(path, data)
        source.stamp = _stamp(details)
        return source


def stamp_of(path: str) -> tuple[int, ...] | None:
    """What changes when the file at an absolute path does; None if there is none."""
    try:
        return _stamp(os.stat(path))
    except (OSError, ValueError):
        return None


def _stamp(details: os.stat_result) -> tuple[int, ...]:
    return details.st_mtime_ns, details.st_ctime_ns, details.st_size, details.st_ino, details.st_dev


# What `os.scandir` says of a name without looking at what a link leads to.
_LINK = "link"


def _kind(entry: os.DirEntry[str]) -> str:
    if entry.is_symlink():
        return _LINK
    return FOLDER if entry.is_dir(follow_symlinks=False) else FILE


def _is_below(path: str, folder: str) -> bool:
    return path == folder or path.startswith(folder.rstrip(os.sep) + os.sep)


def _within_cap(path: str, data: bytes) -> Source:
    if len(data) > LARGEST_FILE:
        return Source.unreadable(path, "too-large", f"over {LARGEST_FILE / 1e6:.0f} MB")
    return Source.from_bytes(path, data)


def _explain(full: str, error: OSError) -> tuple[str, str]:
    if error.errno == errno.ELOOP:
        return "loop", ""
    if isinstance(error, FileNotFoundError):
        return ("dangling" if os.path.islink(full) else "missing"), ""
    if isinstance(error, PermissionError):
        return "permission", ""
    return "unreadable", (error.strerror or "unknown error").lower()


def relative_to(path: str, folder: str) -> str:
    """A path as seen from an absolute folder; as it is where it lies on another drive."""
    try:
        return os.path.relpath(path, folder)
    except ValueError:
        return path


def _normalised(path: str) -> str:
    """A path with ``/`` without its detours; empty for the root."""
    normalised = posixpath.normpath(path)
    return "" if normalised == "." else normalised


class MemoryTree:
    """Files that are held in memory, by path; a value is text, or bytes as they would be on disk."""

    def __init__(self, files: Mapping[str, str | bytes]) -> None:
        self.files = dict(files)
        self._folders: dict[str, set[str]] = {}
        for path in self.files:
            below = path
            while below:
                below, _, name = below.rpartition("/")
                self._folders.setdefault(below, set()).add(name)

    def names(self, directory: str) -> list[str]:
        """The names of the files and folders in a folder, sorted."""
        return sorted(self._folders.get(directory, ()))

    def is_link(self, _path: str) -> bool:
        """There are no links here."""
        return False

    def look(self, path: str) -> str:
        """What is at `path`; the root is the boundary."""
        path = _normalised(path)
        if path == ".." or path.startswith(("../", "/")):
            return UNKNOWN
        return FILE if path in self.files else FOLDER if path in self._folders or not path else MISSING

    def read(self, path: str) -> Source:
        """The file at `path`."""
        content = self.files.get(path)
        if content is None:
            return Source.unreadable(path, "missing")
        return Source.from_bytes(path, content if isinstance(content, bytes) else content.encode())


class MountedTree:
    """The files of a repository that joins a collection with another root.

    It is asked by paths relative to its own root; the paths of its files start with `mount`, the way to it
    from the root of the collection.
    """

    def __init__(self, below: Tree, mount: str) -> None:
        self.below = below
        self.mount = mount

    def names(self, directory: str) -> list[str]:
        """The names in a folder, sorted."""
        return self.below.names(directory)

    def is_link(self, path: str) -> bool:
        """Whether `path` is a symbolic link."""
        return self.below.is_link(path)

    def look(self, path: str) -> str:
        """What is at `path`."""
        return self.below.look(path)

    def read(self, path: str) -> Source:
        """The file at `path`."""
        source = self.below.read(path)
        source.path, source.mount = f"{self.mount}/{path}", self.mount
        return source


class OverlayTree:
    """Another tree with some files replaced: standard input, an editor's unsaved buffers, a fix.

    `removed` are paths at which there is no file any more.
    """

    def __init__(
        self, below: Tree, sources: Mapping[str, Source], removed: frozenset[str] = frozenset()
    ) -> None:
        self.below = below
        self.sources = sources
        self.removed = removed
        self._added: dict[str, set[str]] | None = None

    def names(self, directory: str) -> list[str]:
        """The names in a folder of either tree, sorted."""
        names = {*self.below.names(directory), *self._own_names(directory)}
        if self.removed:
            names.difference_update(
                path.rpartition("/")[2] for path in self.removed if path.rpartition("/")[0] == directory
            )
        return sorted(names)

    def _own_names(self, directory: str) -> set[str]:
        """The names that the replaced files, and the folders on the way to them, have in a folder."""
        if self._added is None:
            self._added = {}
            for path in self.sources:
                below = path
                while below:
                    below, _, name = below.rpartition("/")
                    self._added.setdefault(below, set()).add(name)
        return self._added.get(directory, set())

    def is_link(self, path: str) -> bool:
        """Whether `path` is a symbolic link in the tree below."""
        return path not in self.sources and self.below.is_link(path)

    def look(self, path: str) -> str:
        """What is at `path` in either tree."""
        path = _normalised(path)
        if path in self.sources or path in self.removed:
            return FILE if path in self.sources else MISSING
        return FOLDER if self._own_names(path) else self.below.look(path)

    def read(self, path: str) -> Source:
        """The replacement of a file, else the file below."""
        if path in self.removed:
            return Source.unreadable(path, "missing")
        return self.sources.get(path) or self.below.read(path)
