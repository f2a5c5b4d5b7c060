"""What is done to files, step by step, with the way back."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from itertools import count

from zeplint.disk.change import Change
from zeplint.disk.flush import WRITE, each, remove
from zeplint.record import NamedTuple

# A file that is being written, or an old one kept until the end. Only a killed run leaves one behind, and
# the next one that holds the folder's lock takes it away.
PREFIX, SUFFIX = ".zeplint-", ".tmp"


class Step(NamedTuple):
    """A change that may be done: `real` is the file itself, behind every symbolic link."""

    change: Change
    real: str
    details: os.stat_result | None


class Journal:
    """What is being done, with the way back, which is noted before each step: a step not done is no loss."""

    def __init__(self) -> None:
        self._undo: list[tuple[Callable[[], None], str, str]] = []
        self._litter: list[str] = []
        self._names = (f"{PREFIX}{os.getpid()}-{turn}{SUFFIX}" for turn in count())

    def note(self, undo: Callable[[], None], path: str, kept: str) -> None:
        """Remember how to take something back: `kept` holds the file of `path` until then."""
        self._undo.append((undo, path, kept))

    def create(self, folder: str, mode: int) -> tuple[int, str]:
        """A new file in a folder, open for writing, which is not to be left lying about."""
        while True:
            path = os.path.join(folder, next(self._names))
            with suppress(FileExistsError):
                descriptor = os.open(path, os.O_CREAT | os.O_EXCL | WRITE, mode)
                self._litter.append(path)
                return descriptor, path

    def link(self, path: str) -> str:
        """A second name for a file beside it, not to be left lying about; raises `OSError`."""
        while True:
            other = os.path.join(os.path.dirname(path), next(self._names))
            with suppress(FileExistsError):
                os.link(path, other)
                self._litter.append(other)
                return other

    def undo(self) -> list[tuple[str, str]]:
        """Take everything back; what could not be, with the place where it is kept."""
        failed: list[tuple[str, str]] = []
        for undo, path, kept in reversed(self._undo):
            try:
                undo()
            except FileNotFoundError:
                continue
            except OSError:
                failed.append((path, kept))
        kept_files = {kept for _, kept in failed}
        self._litter = [path for path in self._litter if path not in kept_files]
        self.close()
        return [(path, kept) for path, kept in failed if kept]

    def close(self) -> None:
        """Forget the way back."""
        each(remove, self._litter)
        self._litter = []
        self._undo = []


def stage(step: Step, journal: Journal) -> str:
    """Write what a file is to hold beside it; empty where its text stays or goes."""
    change = step.change
    if change.after is None or change.after == change.before:
        return ""
    folder = os.path.dirname(step.real)
    make_folders(folder, journal)
    descriptor, path = journal.create(folder, 0o600 if step.details else 0o666)
    try:
        if step.details is not None:
            _dress(descriptor, path, step.real, step.details)
        _write(descriptor, change.after)
    finally:
        os.close(descriptor)
    return path


def _write(descriptor: int, data: bytes) -> None:
    left = memoryview(data)
    while left:
        left = left[os.write(descriptor, left) :]


def _dress(descriptor: int, path: str, real: str, details: os.stat_result) -> None:
    """Give a new file the owner, the mode and the attributes of the one whose place it takes."""
    if hasattr(os, "fchown"):
        own = os.fstat(descriptor)
        if (own.st_uid, own.st_gid) != (details.st_uid, details.st_gid):
            with suppress(OSError):  # only the system's owner may give files away
                os.fchown(descriptor, details.st_uid, details.st_gid)
    os.chmod(path, stat.S_IMODE(details.st_mode))
    if hasattr(os, "listxattr"):
        with suppress(OSError):
            for name in os.listxattr(real):
                with suppress(OSError):
                    os.setxattr(descriptor, name, os.getxattr(real, name))


def apply(step: Step, new: str, journal: Journal) -> None:
    """Put the new file in the old one's place, or take the old one away."""
    change, real = step.change, step.real
    if change.before is None:
        if new:
            if os.path.lexists(real):
                raise FileExistsError(errno.EEXIST, f"{real} exists already")
            journal.note(lambda: os.unlink(real), real, real)
            os.rename(new, real)
    elif new or change.after is None:
        if step.details is None or not _is_same(os.stat(real), step.details):
            raise OSError(errno.EBUSY, f"another program has just changed {real}")
        old = _keep(real, change.before, step.details, journal)
        journal.note(partial(_restore, old, real), real, old)
        if new:
            os.replace(new, real)
        else:
            os.unlink(real)


def _restore(old: str, real: str) -> None:
    if not (os.path.lexists(real) and os.path.samefile(old, real)):
        os.replace(old, real)


def _is_same(one: os.stat_result, other: os.stat_result) -> bool:
    return (one.st_ino, one.st_size, one.st_mtime_ns) == (other.st_ino, other.st_size, other.st_mtime_ns)


def _keep(real: str, data: bytes, details: os.stat_result, journal: Journal) -> str:
    """The old file under a second name, so that the way back needs no room on the disk."""
    with suppress(OSError):
        return journal.link(real)
    descriptor, path = journal.create(os.path.dirname(real), 0o600)  # a file system without links
    try:
        _dress(descriptor, path, real, details)
        _write(descriptor, data)
    finally:
        os.close(descriptor)
    return path


def make_folders(folder: str, journal: Journal) -> None:
    """Make a folder, and those that lead to it, where there is none."""
    missing: list[str] = []
    while folder and not os.path.isdir(folder):
        missing.append(folder)
        folder = os.path.dirname(folder)
    for path in reversed(missing):
        journal.note(partial(os.rmdir, path), path, "")
        os.mkdir(path)
