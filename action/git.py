"""The git repository that is checked out, and what has to be fetched of its history."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Mapping

COMMIT = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")
# A branch, a tag or a commit, perhaps with a way to walk from there: no option of git, and no refspec.
NAME = re.compile(r"(?![-/.])[\w./@^~-]+")
REMOTE = "origin"
# How far a shallow clone is deepened before all of it is fetched.
STEPS = (20, 100, 500)

# A job that runs in a container has a checkout that belongs to somebody else.
SAFE = {"GIT_CONFIG_COUNT": "1", "GIT_CONFIG_KEY_0": "safe.directory", "GIT_CONFIG_VALUE_0": "*"}


class Git:
    """Git, in a folder."""

    def __init__(self, folder: str, environ: Mapping[str, str]) -> None:
        self.folder = folder
        self._environ = {**environ, **SAFE, "GIT_TERMINAL_PROMPT": "0"}
        self.failure = ""

    def run(self, *arguments: str) -> str | None:
        """What git writes, without the last line end; None where it fails, and `failure` says why."""
        command = ["git", *arguments]
        try:
            done = subprocess.run(
                command,
                cwd=self.folder,
                env=self._environ,
                stdin=subprocess.DEVNULL,
                capture_output=True,
                check=False,
            )
        except FileNotFoundError:
            self.failure = "there is no git"
            return None
        if done.returncode == 0:
            return os.fsdecode(done.stdout).rstrip("\r\n")
        lines = [line.strip() for line in done.stderr.decode("utf-8", "replace").split("\n") if line.strip()]
        self.failure = next((line for line in lines if line.startswith(("fatal:", "error:"))), "it failed")
        return None

    @property
    def top(self) -> str | None:
        """The folder that the repository begins at, without links."""
        found = self.run("rev-parse", "--show-toplevel")
        return os.path.realpath(found) if found else None

    def commit(self, name: str) -> str | None:
        """The id of the commit of that name, if it is here."""
        return (
            self.run("rev-parse", "--verify", "--quiet", f"{name}^{{commit}}")
            if NAME.fullmatch(name)
            else None
        )

    def parents(self) -> list[str]:
        """The parents of HEAD, those too that a shallow clone lacks."""
        text = self.run("cat-file", "commit", "HEAD") or ""
        head = text.partition("\n\n")[0].split("\n")
        return [line.removeprefix("parent ") for line in head if line.startswith("parent ")]

    def is_shallow(self) -> bool:
        """Whether the history ends before its beginning."""
        return self.run("rev-parse", "--is-shallow-repository") == "true"

    def fetch(self, *arguments: str) -> bool:
        """Fetch something of the remote repository; whether it worked."""
        return self.run("fetch", "--quiet", "--no-tags", "--no-recurse-submodules", *arguments) is not None

    def obtain(self, name: str) -> str | None:
        """The id of a commit, fetched where it is not here; None where it cannot be had."""
        found = self.commit(name)
        if found or not NAME.fullmatch(name):
            return found
        depth = ("--depth=1",) if self.is_shallow() else ()
        if self.fetch(*depth, REMOTE, name):
            return self.commit("FETCH_HEAD")
        if self.is_shallow() and self.fetch("--unshallow", REMOTE):
            return self.commit(name)
        return None

    def connect(self, commit: str) -> bool:
        """Fetch what lies between a commit and HEAD; whether it is known now where the two part."""
        for step in (*(f"--deepen={count}" for count in STEPS), "--unshallow"):
            if self._is_connected(commit) or not self.is_shallow():
                break
            head = self.commit("HEAD")
            if head is None or not self.fetch(step, REMOTE, head, commit):
                break
        return self._is_connected(commit)

    def _is_connected(self, commit: str) -> bool:
        return self.run("merge-base", commit, "HEAD") is not None

    def complete(self, commit: str) -> None:
        """Fetch the files of a commit where the clone has only those that it checked out."""
        if self.run("config", f"remote.{REMOTE}.promisor") == "true":
            self.fetch("--refetch", "--no-filter", REMOTE, commit)
