"""Write what became of the files of a collection to disk: all of it, or nothing."""

from __future__ import annotations

import os
from collections.abc import Iterable

from zeplint.fixer.rounds import Change
from zeplint.git_moves import move
from zeplint.session.plan import Job
from zeplint.session.request import RunError
from zeplint.source import BOM_UTF8, Source
from zeplint.transaction import Change as FileChange
from zeplint.transaction import CommitError, Disk, RefusedError


class Writer:
    """Writes files of a job's collection, and of those joined to it."""

    def __init__(self, job: Job) -> None:
        self.job = job
        joined = (self.full(other.mount) for other in job.collection.joined)
        self.disk = Disk((job.tree.boundary, job.tree.root, *joined), move)

    def full(self, path: str) -> str:
        """The absolute path of a file of the collection."""
        return os.path.normpath(os.path.join(self.job.tree.root, path))

    def refusal(self, path: str) -> str:
        """Why a file of the collection is not to be written; empty if it may be."""
        return self.disk.refusal(self.full(path))

    def write(self, changes: Iterable[Change]) -> None:
        """Make the changes.

        Raises `RefusedError`, with the path in the collection, before anything is changed, and `RunError`
        where writing fails, with everything taken back.
        """
        changes = tuple(changes)
        if not changes:
            return
        try:
            self.disk.commit([self._file_change(change) for change in changes])
        except RefusedError as error:
            paths = {self.full(change.before.path): change.before.path for change in changes}
            raise RefusedError(paths.get(error.path, error.path), error.reason) from error
        except CommitError as error:
            kept = "".join(f"; the old text of {path} is in {place}" for path, place in error.kept)
            raise RunError(f"no file was changed: {error.reason}{kept}") from error

    def _file_change(self, change: Change) -> FileChange:
        before, after = change
        path, target = self.full(before.path), self.full(after.path)
        held = self._held(before)
        same_text = (before.text, before.bom) == (after.text, after.bom) and not before.encoding_problem
        data = held if same_text else encoded(after)
        return FileChange(path, held, data, "" if target == path else target)

    def _held(self, before: Source) -> bytes:
        """The bytes that the file has to hold; what is no UTF-8 is read anew, to be held against what was read."""
        if before.encoding_problem is None:
            return encoded(before)
        try:
            with open(self.full(before.path), "rb") as file:
                data = file.read()
        except OSError as error:
            raise RefusedError(before.path, (error.strerror or "it is gone").lower()) from error
        now = Source.from_bytes(before.path, data)
        if (now.text, now.bom, now.problem) != (before.text, before.bom, before.problem):
            raise RefusedError(before.path, "it changed since it was read")
        return data


def encoded(source: Source) -> bytes:
    """The bytes of a text that was not read from disk."""
    return (BOM_UTF8 if source.bom else b"") + source.text.encode("utf-8")
