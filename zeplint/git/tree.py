"""The files of a collection as they are in a commit."""

from __future__ import annotations

import os
import posixpath
from collections.abc import Callable

from zeplint.git.objects import RevisionError
from zeplint.git.repository import Repository
from zeplint.record import NamedTuple
from zeplint.source import Source
from zeplint.tree import FILE, LARGEST_FILE, MISSING, UNKNOWN
from zeplint.tree import FOLDER as DIRECTORY

FOLDER, LINK, SUBMODULE = "40000", "120000", "160000"
# What `cat-file --follow-symlinks` says of a link that leads to no file of the commit.
ASTRAY = {"symlink": "outside", "dangling": "dangling", "loop": "loop", "notdir": "dangling"}


class Entry(NamedTuple):
    """What a folder of a commit holds under a name: its mode, in octal, and the id of its content."""

    mode: str
    id: str


class CommitTree:
    """The files below the root of a collection as they are in a commit; in none, there are no files.

    `show` says how output names a path. `now` gives the file that is at a path today: one with the same
    text is that one, and is not read again.
    """

    def __init__(
        self,
        repository: Repository,
        commit: str | None,
        show: Callable[[str], str],
        now: Callable[[str], Source | None],
    ) -> None:
        self.repository = repository
        self.commit = commit
        self.show = show
        self.now = now
        self._folders: dict[str, dict[str, Entry]] = {}

    def _folder(self, directory: str) -> dict[str, Entry]:
        if directory not in self._folders:
            self._folders[directory] = self._read_folder(directory) if self.commit else {}
        return self._folders[directory]

    def _read_folder(self, directory: str) -> dict[str, Entry]:
        path = self._inside(directory)
        if path is None:
            return {}
        kind, name, content = self.repository.objects.ask(f"{self.commit}:{path}")
        if kind != "tree" or content is None:
            return {}
        width = len(name) // 2
        entries: dict[str, Entry] = {}
        at = 0
        while at < len(content):
            end = content.index(b"\0", at)
            mode, _, filename = content[at:end].partition(b" ")
            at = end + 1 + width
            entries[os.fsdecode(filename)] = Entry(mode.decode("ascii"), content[end + 1 : at].hex())
        return entries

    def _inside(self, path: str) -> str | None:
        """A path of the collection as one of the repository; None if it leads out, where git would end."""
        whole = posixpath.normpath(f"{self.repository.prefix}{path}")
        return None if whole.startswith(("../", "/")) or whole == ".." else "" if whole == "." else whole

    def names(self, directory: str) -> list[str]:
        """The names in a folder, sorted; empty where there is no such folder."""
        return sorted(self._folder(directory))

    def is_link(self, path: str) -> bool:
        """Whether `path` is a symbolic link."""
        entry = self._entry(path)
        return entry is not None and entry.mode == LINK

    def look(self, path: str) -> str:
        """What is at `path`; what lies outside the repository, or behind a link, is not looked at."""
        path = posixpath.normpath(path)
        if self._inside(path) is None:
            return UNKNOWN
        if self._inside(path) == "":
            return DIRECTORY
        entry = self._entry(path)
        if entry is None:
            return MISSING
        return {FOLDER: DIRECTORY, SUBMODULE: DIRECTORY, LINK: UNKNOWN}.get(entry.mode, FILE)

    def _entry(self, path: str) -> Entry | None:
        directory, _, name = path.rpartition("/")
        return self._folder(directory).get(name)

    def read(self, path: str) -> Source:
        """The file at `path`."""
        entry = self._entry(path)
        if entry is None:
            return self._unreadable(path, "missing")
        if entry.mode == FOLDER:
            return self._unreadable(path, "directory")
        if entry.mode == SUBMODULE:
            return self._unreadable(path, "not-regular")
        if entry.mode != LINK and (source := self.now(path)) and _has_id(source, entry.id):
            return source
        question = f"{self.commit}:{self.repository.prefix}{path}" if entry.mode == LINK else entry.id
        kind, _, content = self.repository.objects.ask(question)
        if kind == "missing" and entry.mode != LINK:
            raise RevisionError(
                f"this clone lacks what {self.show(path)} was in the commit to compare with: "
                "git fetch --refetch --no-filter gets all"
            )
        if kind != "blob":
            return self._unreadable(path, ASTRAY.get(kind, "directory"))
        if content is None:
            return self._unreadable(path, "too-large", f"over {LARGEST_FILE / 1e6:.0f} MB")
        return self._shown(Source.from_bytes(path, content))

    def _unreadable(self, path: str, kind: str, detail: str = "") -> Source:
        return self._shown(Source.unreadable(path, kind, detail))

    def _shown(self, source: Source) -> Source:
        source.shown = self.show(source.path)
        return source


def _has_id(source: Source, wanted: str) -> bool:
    """Whether git would give a text this id."""
    from hashlib import sha1, sha256

    if source.problem or source.encoding_problem:
        return False
    data = source.text.encode()
    if source.bom:
        data = b"\xef\xbb\xbf" + data
    digest = sha1 if len(wanted) == 40 else sha256
    return digest(b"blob %d\0%b" % (len(data), data), usedforsecurity=False).hexdigest() == wanted
