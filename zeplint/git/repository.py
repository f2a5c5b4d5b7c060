"""Which commit a run compares with, and when files were last changed: asked of ``git``.

Nothing here looks at the index or the
work tree, which is where git runs hooks, filters and monitors; nothing is fetched, even into a clone that
lacks objects, and nothing that a repository's own configuration names is run.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterable, Mapping

from zeplint.discovery import find_boundary
from zeplint.git.objects import Objects, RevisionError

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

# A command line takes so many paths on every system.
MOST_PATHS = 500


class Repository:
    """The git repository that the absolute folder `root` belongs to.

    Raises `RevisionError` where there is none, or no git. Where git's own hooks say which repository is
    meant (``GIT_DIR``), that one is taken if `root` lies in it. `environ` is the environment of the run.
    """

    def __init__(self, root: str, working_directory: str, environ: Mapping[str, str]) -> None:
        self.root = root
        self._folder = working_directory
        self._environ = {**environ, **QUIET}
        self._objects: Objects | None = None
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
    def objects(self) -> Objects:
        """What answers for the objects of the repository; started by the first question."""
        if self._objects is None:
            self._objects = Objects(["git", *TAME], self._folder, self._environ)
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
