"""The objects of a git repository, asked for one after another.

One ``git cat-file`` answers for names, folders and texts, so that only what is asked for is read, and no
name, however odd, passes through a command line or a quoting rule.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping
from contextlib import suppress

from zeplint.tree import LARGEST_FILE

CHUNK = 1 << 16


class RevisionError(Exception):
    """The earlier version cannot be had; the message is one line that says what helps."""


class Objects:
    """A running ``git cat-file --batch``: asked for one object after another."""

    def __init__(self, git: list[str], folder: str, environ: Mapping[str, str]) -> None:
        command = [*git, "cat-file", "--batch", "--follow-symlinks"]
        self._process = subprocess.Popen(  # noqa: S603 - no shell; who can change PATH can do more than this
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
