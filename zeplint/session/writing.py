"""Write what became of the files of a collection to disk: all of it, or nothing."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from typing import Protocol

from zeplint.disk.change import Change, CommitError, RefusedError
from zeplint.disk.transaction import Disk
from zeplint.edits.apply import Rewrite
from zeplint.git.moves import move
from zeplint.session.plan import Job
from zeplint.session.request import RunError
from zeplint.source import BOM_UTF8, Source


class LeftAloneError(Exception):
    """Nothing was changed, because the file of `writer` at `path`, in its collection, is left alone."""

    def __init__(self, writer: Writer, path: str, reason: str) -> None:
        super().__init__(f"{path}: {reason}")
        self.writer = writer
        self.path = path
        self.reason = reason


class Writer:
    """Writes files of a job's collection, and of those joined to it.

    `refusals` says by path why a file is left alone, as far as that was asked; empty for one that may be written.
    """

    def __init__(self, job: Job) -> None:
        self.job = job
        self.refusals: dict[str, str] = {}
        joined = (self.full(other.mount) for other in job.collection.joined)
        self.disk = Disk((job.tree.boundary, job.tree.root, *joined), move)

    def full(self, path: str) -> str:
        """The absolute path of a file of the collection."""
        return os.path.normpath(os.path.join(self.job.tree.root, path))

    def refusal(self, path: str) -> str:
        """Why a file of the collection is not to be written; empty if it may be."""
        if path not in self.refusals:
            self.refusals[path] = self.disk.refusal(self.full(path))
        return self.refusals[path]

    def write(self, changes: Iterable[Rewrite]) -> None:
        """Make the changes; raises as `write_all`."""
        write_all([(self, tuple(changes))])

    def on_disk(self, changes: Iterable[Rewrite]) -> list[Change]:
        """The changes as those of files on disk; raises `LeftAloneError`."""
        return [self._on_disk(change) for change in changes]

    def _on_disk(self, change: Rewrite) -> Change:
        before, after = change
        path, target = self.full(before.path), self.full(after.path)
        held = self._held(before)
        same_text = (before.text, before.bom) == (after.text, after.bom) and not before.encoding_problem
        data = held if same_text else encoded(after)
        return Change(path, held, data, "" if target == path else target)

    def _held(self, before: Source) -> bytes:
        """The bytes that the file has to hold; what is no UTF-8 is read anew, to be held against what was read."""
        if before.encoding_problem is None:
            return encoded(before)
        try:
            with open(self.full(before.path), "rb") as file:
                data = file.read()
        except OSError as error:
            raise LeftAloneError(self, before.path, (error.strerror or "it is gone").lower()) from error
        now = Source.from_bytes(before.path, data)
        if _read(now) != _read(before):
            raise LeftAloneError(self, before.path, "it changed since it was read")
        return data


def _read(source: Source) -> tuple[object, ...]:
    """All that is known of what a file holds: other bytes that are no UTF-8 can read the same."""
    return source.text, source.bom, source.problem, source.encoding_problem


class Part(Protocol):
    """What a run does to the files of one collection."""

    writer: Writer

    @property
    def changes(self) -> Sequence[Rewrite]:
        """What is planned."""

    def work_out(self) -> None:
        """Plan the changes, without those of a file that the writer leaves alone."""


def plan_and_write(parts: Sequence[Part], *, write: bool) -> None:
    """Plan the changes of several collections and make them: all of them, or none. Without `write` they are only planned.

    A collection with a file that turns out to be left alone is planned again without it. Raises `RunError` as `write_all`.
    """
    for part in parts:
        part.work_out()
    while write:
        try:
            write_all([(part.writer, part.changes) for part in parts])
        except LeftAloneError as error:
            error.writer.refusals[error.path] = error.reason
            next(part for part in parts if part.writer is error.writer).work_out()
        else:
            return


def write_all(parts: Sequence[tuple[Writer, Sequence[Rewrite]]]) -> None:
    """Make the changes of several collections: all of them, or none.

    Raises `LeftAloneError` before anything is changed, and `RunError` where writing fails, with everything
    taken back.
    """
    parts = [(writer, changes) for writer, changes in parts if changes]
    if not parts:
        return
    disk = Disk([limit for writer, _ in parts for limit in writer.disk.limits], move)
    try:
        disk.commit([change for writer, changes in parts for change in writer.on_disk(changes)])
    except RefusedError as error:
        for writer, changes in parts:
            for change in changes:
                if writer.full(change.before.path) == error.path:
                    raise LeftAloneError(writer, change.before.path, error.reason) from error
        raise RunError(f"no file was changed: {error.path}: {error.reason}") from error
    except CommitError as error:
        kept = "".join(f"; the old text of {path} is in {place}" for path, place in error.kept)
        raise RunError(f"no file was changed: {error.reason}{kept}") from error


def encoded(source: Source) -> bytes:
    """The bytes of a text that was not read from disk."""
    return (BOM_UTF8 if source.bom else b"") + source.text.encode("utf-8")
