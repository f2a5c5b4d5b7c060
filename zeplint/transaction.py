"""Changes to files on disk: all of them, or none.

Every file is replaced as a whole, by a new one that is written beside it and flushed before it takes its
place: whoever reads it, and whatever ends the program, meets the old file or the new one. An error on the way
takes back what was done. Two runs that write into the same folders do so one after the other.
"""

from __future__ import annotations

import errno
import os
import stat
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import partial
from itertools import count

from zeplint.record import NamedTuple

try:
    import fcntl
except ImportError:  # no system with locks on folders: a file is still compared just before it is replaced
    fcntl = None  # type: ignore[assignment]

# A file that is being written, or an old one kept until the end. Only a killed run leaves one behind, and
# the next one that holds the folder's lock takes it away.
PREFIX, SUFFIX = ".zeplint-", ".tmp"

LOCK_SECONDS = 20.0
# To flush or remove a file is to wait for the disk, which takes many at once: from so many files on, so many.
MOST_IN_TURN, AT_ONCE = 4, 16

_WRITE = os.O_WRONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)

Rename = Callable[[str, str], None]


class Change(NamedTuple):
    """What becomes of one file; both paths are absolute.

    `before` is what the file has to hold for the change to be right, None where there is to be no file yet;
    `after` is what it is to hold, None where it is to go. `target` is where it is to lie, empty where it stays.
    """

    path: str
    before: bytes | None
    after: bytes | None
    target: str = ""


class RefusedError(Exception):
    """Nothing was changed, because `path` is to be left alone: `reason` says why."""

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(f"{path}: {reason}")
        self.path = path
        self.reason = reason


class CommitError(Exception):
    """The changes failed on the way. All was taken back but what `kept` names: a file and where its old text is."""

    def __init__(self, reason: str, kept: Sequence[tuple[str, str]] = ()) -> None:
        super().__init__(reason)
        self.reason = reason
        self.kept = tuple(kept)


class _Step(NamedTuple):
    """A change that may be done: `real` is the file itself, behind every symbolic link."""

    change: Change
    real: str
    details: os.stat_result | None


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
        with _locked(sorted(self._lockable(changes))):
            steps = [self._step(change) for change in changes]
            self._check_targets(steps)
            journal = _Journal()
            try:
                staged = [_stage(step, journal) for step in steps]
                _flush([path for path in staged if path])
                for step, new in zip(steps, staged, strict=True):
                    _apply(step, new, journal)
                for change in _in_order(changes):
                    self._move(change, journal)
            except BaseException as error:
                kept = journal.undo()
                if isinstance(error, OSError):
                    raise CommitError((error.strerror or str(error)).lower(), kept) from error
                raise
            journal.close()
            _flush_folders(self._lockable(changes))

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

    def _step(self, change: Change) -> _Step:
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
        return _Step(change, real, details)

    def _check_targets(self, steps: Sequence[_Step]) -> None:
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

    def _move(self, change: Change, journal: _Journal) -> None:
        _make_folders(os.path.dirname(change.target), journal)
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


# Doing, and taking back


class _Journal:
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
                descriptor = os.open(path, os.O_CREAT | os.O_EXCL | _WRITE, mode)
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
        _each(_remove, self._litter)
        self._litter = []
        self._undo = []


def _stage(step: _Step, journal: _Journal) -> str:
    """Write what a file is to hold beside it; empty where its text stays or goes."""
    change = step.change
    if change.after is None or change.after == change.before:
        return ""
    folder = os.path.dirname(step.real)
    _make_folders(folder, journal)
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


def _apply(step: _Step, new: str, journal: _Journal) -> None:
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


def _keep(real: str, data: bytes, details: os.stat_result, journal: _Journal) -> str:
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


def _make_folders(folder: str, journal: _Journal) -> None:
    missing: list[str] = []
    while folder and not os.path.isdir(folder):
        missing.append(folder)
        folder = os.path.dirname(folder)
    for path in reversed(missing):
        journal.note(partial(os.rmdir, path), path, "")
        os.mkdir(path)


# Flushing and locking


def _flush(paths: Sequence[str]) -> None:
    """Have the texts of files on the disk before any of them takes another's place."""
    _each(_flush_one, paths)


def _each(do: Callable[[str], None], paths: Sequence[str]) -> None:
    """Do something with each file, with many at once where they are many; raises the first `OSError`."""
    if len(paths) <= MOST_IN_TURN:
        for path in paths:
            do(path)
        return
    import threading

    pending, errors = iter(paths), []

    def work() -> None:
        try:
            for path in pending:
                do(path)
        except OSError as error:
            errors.append(error)

    workers = [threading.Thread(target=work) for _ in range(AT_ONCE)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    if errors:
        raise errors[0]


def _remove(path: str) -> None:
    """Take a file away that nobody needs any more, if it can be."""
    with suppress(OSError):
        os.unlink(path)


def _flush_one(path: str) -> None:
    descriptor = os.open(path, _WRITE)
    try:
        os.fsync(descriptor)
    except OSError as error:
        if error.errno not in (errno.EINVAL, errno.ENOTSUP):  # nothing to flush on such a file system
            raise
    finally:
        os.close(descriptor)


def _flush_folders(folders: Iterable[str]) -> None:
    """Have the names of files on the disk, where a folder can be flushed; all is done already."""
    for folder in folders:
        with suppress(OSError):
            descriptor = os.open(folder, os.O_RDONLY)
            try:
                os.fsync(descriptor)
            finally:
                os.close(descriptor)


@contextmanager
def _locked(folders: Sequence[str]) -> Iterator[None]:
    """Hold folders, given in one order by every run, so that no other run writes into them."""
    held: list[int] = []
    try:
        for folder in folders:
            descriptor = _lock(folder)
            if descriptor is not None:
                held.append(descriptor)
                _sweep(folder)
        yield
    finally:
        for descriptor in held:
            os.close(descriptor)


def _lock(folder: str) -> int | None:
    """The lock on a folder; None where the system gives none. Raises `RefusedError` after a while."""
    if fcntl is None:
        return None
    try:
        descriptor = os.open(folder, os.O_RDONLY | os.O_CLOEXEC)
    except OSError:
        return None
    deadline = time.monotonic() + LOCK_SECONDS
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > deadline:
                os.close(descriptor)
                raise RefusedError(folder, "another run is writing into it") from None
            time.sleep(0.01)
        except OSError:
            os.close(descriptor)
            return None
        else:
            return descriptor


def _sweep(folder: str) -> None:
    """Take away what a killed run left: with the folder locked, nobody is writing it."""
    with suppress(OSError):
        for name in os.listdir(folder):
            if name.startswith(PREFIX) and name.endswith(SUFFIX):
                _remove(os.path.join(folder, name))
