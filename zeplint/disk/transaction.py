"""Changes to files on disk: all of them, or none.

Every file is replaced as a whole, by a new one that is written beside it and flushed before it takes its
place: whoever reads it, and whatever ends the program, meets the old file or the new one. An error on the way
takes back what was done. Two runs that write into the same folders do so one after the other.
"""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial

from zeplint.disk.change import Change, CommitError, RefusedError
from zeplint.disk.flush import flush, flush_folders
from zeplint.disk.journal import Journal, Step, apply, make_folders, stage
from zeplint.disk.locks import locked

Rename = Callable[[str, str], None]


class Disk:
    """The files that may be changed: those inside one of the folders `limits`.

    `rename` moves a file to a name that is free; by default as the file system does.
    """

    def __init__(self, limits: Iterable[str], rename: Rename = os.rename) -> None:
        self.limits = tuple(os.path.realpath(limit) for limit in limits)
        self.rename = rename
        self._folders: dict[str, str] = {}

    def refusal(self, path: str) -> str:
        """Why the file at an absolute path is not to be written; empty if it may be."""
        try:
            self._inspect(path)
        except RefusedError as error:
            return error.reason
        return ""

    def commit(self, changes: Sequence[Change]) -> None:
        """Make all the changes, each file at most once.

        Raises `RefusedError` before anything is changed, and `CommitError` once all is taken back.
        """
        with locked(sorted(self._lockable(changes))):
            steps = [self._step(change) for change in changes]
            self._check_targets(steps)
            journal = Journal()
            try:
                staged = [stage(step, journal) for step in steps]
                flush([path for path in staged if path])
                for step, new in zip(steps, staged, strict=True):
                    apply(step, new, journal)
                for change in _in_order(changes):
                    self._move(change, journal)
            except BaseException as error:
                kept = journal.undo()
                if isinstance(error, OSError):
                    raise CommitError((error.strerror or str(error)).lower(), kept) from error
                raise
            journal.close()
            flush_folders(self._lockable(changes))

    # What may be done

    def _real_folder(self, folder: str) -> str:
        if folder not in self._folders:
            self._folders[folder] = os.path.realpath(folder)
        return self._folders[folder]

    def _lockable(self, changes: Iterable[Change]) -> set[str]:
        """The folders, without links, that the changes write into and that are there."""
        paths = [path for change in changes for path in (change.path, change.target) if path]
        paths += [os.path.realpath(path) for path in paths if os.path.islink(path)]
        folders = {self._real_folder(os.path.dirname(path)) for path in paths}
        return {folder for folder in folders if os.path.isdir(folder)}

    def _is_inside(self, real: str) -> bool:
        return any(real == limit or real.startswith(limit.rstrip(os.sep) + os.sep) for limit in self.limits)

    def _inspect(self, path: str) -> tuple[str, os.stat_result | None]:
        """The file itself behind `path`, and its details if there is one; raises `RefusedError`."""
        try:
            is_link = os.path.islink(path)
            folder, name = os.path.split(path)
            real = os.path.realpath(path, strict=True) if is_link else ""
            real = real or os.path.join(self._real_folder(folder), name)
            if not self._is_inside(real):
                raise RefusedError(path, f"it lies outside {' and '.join(self.limits)}")
            details = os.stat(real)
        except FileNotFoundError:
            return path if is_link else real, None
        except OSError as error:
            raise RefusedError(path, (error.strerror or str(error)).lower()) from error
        if not stat.S_ISREG(details.st_mode):
            raise RefusedError(path, "it is no regular file")
        if not details.st_mode & 0o222 or not os.access(real, os.W_OK):
            raise RefusedError(path, "it is read-only")
        if not os.access(os.path.dirname(real), os.W_OK):
            raise RefusedError(path, "its folder is read-only")
        return real, details

    def _step(self, change: Change) -> Step:
        real, details = self._inspect(change.path)
        if change.before is None:
            if os.path.lexists(change.path):
                raise RefusedError(change.path, "it exists already")
        elif details is None:
            raise RefusedError(change.path, "it is gone")
        elif not _holds(real, change.before):
            raise RefusedError(change.path, "it changed since it was read")
        if os.path.islink(change.path) and (change.target or change.after is None):
            raise RefusedError(
                change.path, "it is a symbolic link, which may lead nowhere from another place"
            )
        return Step(change, real, details)

    def _check_targets(self, steps: Sequence[Step]) -> None:
        leaving = {step.change.path for step in steps if step.change.target}
        seen: dict[str, str] = {}
        for step in steps:
            change = step.change
            if step.real in seen:
                raise RefusedError(change.path, f"it is the same file as {seen[step.real]}")
            seen[step.real] = change.path
            if not change.target:
                continue
            if not self._is_inside(os.path.realpath(change.target)):
                raise RefusedError(change.path, f"{change.target} lies outside {' and '.join(self.limits)}")
            if change.target not in leaving and not _is_free(change.path, change.target):
                raise RefusedError(change.path, f"{change.target} exists already")

    def _move(self, change: Change, journal: Journal) -> None:
        make_folders(os.path.dirname(change.target), journal)
        if not _is_free(change.path, change.target):
            raise FileExistsError(errno.EEXIST, f"{change.target} exists already")
        journal.note(partial(self._move_back, change), change.path, change.target)
        self.rename(change.path, change.target)

    def _move_back(self, change: Change) -> None:
        if not os.path.lexists(change.path):
            self.rename(change.target, change.path)


def _holds(path: str, data: bytes) -> bool:
    with open(path, "rb") as file:
        return file.read(len(data) + 1) == data


def _is_free(path: str, target: str) -> bool:
    """Whether a file can be moved to `target`: nothing is there, or itself under a name of other case."""
    if not os.path.lexists(target):
        return True
    return path.casefold() == target.casefold() and path != target and os.path.samefile(path, target)


def _in_order(changes: Iterable[Change]) -> Iterator[Change]:
    """The moves, each after the one that frees its place; those in a circle come last, and find none free."""
    waiting = {change.path: change for change in changes if change.target}
    while waiting:
        ready = [change for change in waiting.values() if change.target not in waiting]
        for change in ready or list(waiting.values()):
            del waiting[change.path]
            yield change
