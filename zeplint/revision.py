"""The files of a collection as they are in a commit, and which commit that is: read through ``git``.

One ``git cat-file`` answers for names, folders and texts, so that only what is asked for is read, and no
name, however odd, passes through a command line or a quoting rule. Nothing here looks at the index or the
work tree, which is where git runs hooks, filters and monitors; nothing is fetched, even into a clone that
lacks objects, and nothing that a repository's own configuration names is run.
"""

from __future__ import annotations

import os
import posixpath
import subprocess
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress

from zeplint.discovery import find_boundary
from zeplint.record import NamedTuple
from zeplint.source import Source
from zeplint.tree import FILE, LARGEST_FILE, MISSING, UNKNOWN
from zeplint.tree import FOLDER as DIRECTORY

AUTO = "auto"
HEAD = "HEAD"

# What git sets for its hooks, about the one repository that they run in.
LOCAL = (
    *("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_COMMON_DIR", "GIT_PREFIX", "GIT_NAMESPACE"),
    *("GIT_OBJECT_DIRECTORY", "GIT_ALTERNATE_OBJECT_DIRECTORIES"),
)
# Neither ask, nor write, nor fetch what a partial clone lacks; releases before 2.45 know only the last.
QUIET = {
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_ALLOW_PROTOCOL": "none",
}
# A repository's configuration can name programs for these.
TAME = ("-c", "core.fsmonitor=false", "-c", f"core.hooksPath={os.devnull}", "-c", "log.showSignature=false")

FOLDER, LINK, SUBMODULE = "40000", "120000", "160000"
# What `cat-file --follow-symlinks` says of a link that leads to no file of the commit.
ASTRAY = {"symlink": "outside", "dangling": "dangling", "loop": "loop", "notdir": "dangling"}
CHUNK = 1 << 16
# A command line takes so many paths on every system.
MOST_PATHS = 500


class RevisionError(Exception):
    """The earlier version cannot be had; the message is one line that says what helps."""


class Entry(NamedTuple):
    """What a folder of a commit holds under a name: its mode, in octal, and the id of its content."""

    mode: str
    id: str


class Repository:
    """The git repository that the absolute folder `root` belongs to.

    Raises `RevisionError` where there is none, or no git. Where git's own hooks say which repository is
    meant (``GIT_DIR``), that one is taken if `root` lies in it. `environ` is the environment of the run.
    """

    def __init__(self, root: str, working_directory: str, environ: Mapping[str, str]) -> None:
        self.root = root
        self._folder = working_directory
        self._environ = {**environ, **QUIET}
        self._objects: _Objects | None = None
        top = self._top() if "GIT_DIR" in environ else None
        if top is None or not _is_below(root, top):
            self._folder = root
            self._environ = {name: value for name, value in self._environ.items() if name not in LOCAL}
            top = self._top()
        if top is None:
            raise RevisionError(f"{root} is in no git repository, whose history says what was there before")
        where = os.path.relpath(os.path.realpath(root), os.path.realpath(top)).replace(os.sep, "/")
        self.prefix = "" if where == "." else f"{where}/"

    def _top(self) -> str | None:
        done = self._git("rev-parse", "--show-toplevel")
        if done.returncode == 0:
            return os.fsdecode(done.stdout).rstrip("\r\n")
        if "GIT_DIR" not in self._environ and find_boundary(self._folder) is None:
            return None
        raise RevisionError(_said(done))

    def _git(self, *arguments: str) -> subprocess.CompletedProcess[bytes]:
        command = ["git", *TAME, *arguments]
        try:
            return subprocess.run(  # noqa: S603 - no shell; who can change PATH can do more than this
                command,
                cwd=self._folder,
                env=self._environ,
                stdin=subprocess.DEVNULL,
                capture_output=True,
                check=False,
            )
        except FileNotFoundError as error:
            raise RevisionError(
                "there is no git on the PATH to ask what was there before: install it"
            ) from error

    @property
    def objects(self) -> _Objects:
        """What answers for the objects of the repository; started by the first question."""
        if self._objects is None:
            self._objects = _Objects(["git", *TAME], self._folder, self._environ)
        return self._objects

    def close(self) -> None:
        """End what answers for the objects."""
        if self._objects is not None:
            self._objects.close()
            self._objects = None

    # Which commit

    def find_base(self, revision: str) -> str | None:
        """The commit where `revision` and HEAD part, as an id; None if nothing was there before.

        ``auto`` is the commit that pre-commit compares with, else HEAD. Raises `RevisionError`.
        """
        if revision == AUTO:
            revision = self._environ.get("PRE_COMMIT_FROM_REF") or HEAD
        if len(revision) >= 40 and not revision.strip("0"):
            return None  # git's name for no commit
        head = self.objects.commit(HEAD)
        commit = head if revision == HEAD else self.objects.commit(revision)
        if head is None and (commit or self._is_unborn(revision)):
            return commit
        if commit is None:
            raise RevisionError(self._unknown(revision))
        return commit if commit == head else self._merge_base(revision, commit)

    def _is_unborn(self, revision: str) -> bool:
        """Whether `revision` is the branch on which the first commit is still to come."""
        done = self._git("symbolic-ref", "--quiet", HEAD)
        branch = os.fsdecode(done.stdout).rstrip("\r\n")
        if done.returncode or self._git("show-ref", "--verify", "--quiet", branch).returncode == 0:
            return False
        return revision in (HEAD, branch, branch.removeprefix("refs/heads/"))

    def _unknown(self, revision: str) -> str:
        said = f'no commit is called "{revision}" in this clone'
        remote = f"origin/{revision}"
        if self.objects.commit(remote):
            return f'{said}: did you mean "{remote}"?'
        if self._is_shallow():
            return f"{said}, which is shallow: git fetch --unshallow gets the rest (in CI: fetch-depth: 0)"
        return f"{said}: name a branch, a tag or a commit, or git fetch it first"

    def _merge_base(self, revision: str, commit: str) -> str:
        done = self._git("merge-base", commit, HEAD)
        if done.returncode == 0:
            return done.stdout.decode("ascii", "replace").strip()
        if done.returncode > 1:
            raise RevisionError(_said(done))
        apart = f'"{revision}" and HEAD have no commit in common'
        if self._is_shallow():
            raise RevisionError(
                f"{apart} in this shallow clone: git fetch --unshallow gets the rest, "
                "git fetch --deepen 100 some more of it (in CI: fetch-depth: 0)"
            )
        raise RevisionError(f"{apart}: name a revision that HEAD stems from")

    def _is_shallow(self) -> bool:
        return self._git("rev-parse", "--is-shallow-repository").stdout.strip() == b"true"

    # When

    def last_days(self, commit: str, paths: Iterable[str]) -> dict[str, str]:
        """The ISO day of the last commit, up to `commit`, of each of some files below the root."""
        wanted = {self.prefix + path: path for path in paths}
        limits = [f":(top,literal){path}" for path in wanted] if len(wanted) <= MOST_PATHS else []
        done = self._git(
            *(
                "log",
                "-z",
                "--name-only",
                "--no-renames",
                "--format=%x01%cs",
                "--no-ext-diff",
                "--no-textconv",
            ),
            *(commit, "--", *limits),
        )
        if done.returncode:
            raise RevisionError(_said(done))
        found: dict[str, str] = {}
        day = start = ""
        for token in os.fsdecode(done.stdout).split("\0"):
            if token.startswith("\x01"):
                day, start = token[1:], "\n"
            elif (path := wanted.get(token.removeprefix(start))) is not None:
                found.setdefault(path, day)
                start = ""
            elif token:
                start = ""
        return found


def _is_below(folder: str, top: str) -> bool:
    folder, top = os.path.realpath(folder), os.path.realpath(top)
    return folder == top or folder.startswith(top.rstrip(os.sep) + os.sep)


def _said(done: subprocess.CompletedProcess[bytes]) -> str:
    """What git says of its failure, on one line: the first, and the command that it advises."""
    lines = [line.strip() for line in os.fsdecode(done.stderr).split("\n") if line.strip()]
    first = next(
        (line for line in lines if line.startswith(("fatal: ", "error: "))), *lines[:1] or ["it failed"]
    )
    advice = next((line for line in lines if line.startswith("git ")), "")
    return f"git: {first.partition(': ')[2] or first}" + (f": {advice}" if advice else "")


class _Objects:
    """A running ``git cat-file --batch``: asked for one object after another."""

    def __init__(self, git: list[str], folder: str, environ: Mapping[str, str]) -> None:
        command = [*git, "cat-file", "--batch", "--follow-symlinks"]
        self._process = subprocess.Popen(  # noqa: S603 - as above
            command,
            cwd=folder,
            env=dict(environ),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._questions, self._answers = self._process.stdin, self._process.stdout

    def close(self) -> None:
        """End the process."""
        with suppress(BrokenPipeError):  # it has ended by itself
            self._questions.close()
        self._answers.close()
        self._process.wait()

    def commit(self, revision: str) -> str | None:
        """The id of the commit that `revision` names, or None."""
        kind, name, _ = self.ask(f"{revision}^{{commit}}")
        return name if kind == "commit" else None

    def ask(self, name: str) -> tuple[str, str, bytes | None]:
        """The kind of an object, its id and its content: None if that is over the cap.

        Without such an object the kind is missing; of a link that leads nowhere it says how it goes astray.
        """
        question = os.fsencode(name)
        if b"\n" in question or b"\0" in question:
            return "missing", "", b""
        try:
            self._questions.write(question + b"\n")
            self._questions.flush()
        except OSError as error:
            raise RevisionError(f"git cat-file ended before it was asked for {name}") from error
        line = self._answers.readline()
        if not line:
            raise RevisionError(
                f"git cannot read {name}, which this clone may lack: git fetch --refetch --no-filter gets all"
            )
        answer = line[:-1].split(b" ")
        if answer[-1] in (b"missing", b"ambiguous", b"submodule"):
            return "missing", "", b""
        *head, size = answer
        content = self._content(int(size))
        if len(head) == 1:
            return head[0].decode("ascii"), "", content
        return head[1].decode("ascii"), head[0].decode("ascii"), content

    def _content(self, size: int) -> bytes | None:
        if size <= LARGEST_FILE:
            return self._answers.read(size + 1)[:-1]
        left = size + 1
        while left > 0 and (piece := self._answers.read(min(left, CHUNK))):
            left -= len(piece)
        return None


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
