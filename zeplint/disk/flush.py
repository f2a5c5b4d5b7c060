"""Have files on the disk for good, or gone: many at once where they are many, as each waits for the disk."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress

# From so many files on, so many at once.
MOST_IN_TURN, AT_ONCE = 4, 16

# How a file is opened to be written.
WRITE = os.O_WRONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)


def flush(paths: Sequence[str]) -> None:
    """Have the texts of files on the disk before any of them takes another's place."""
    each(_flush_one, paths)


def flush_folders(folders: Iterable[str]) -> None:
    """Have the names of files on the disk, where a folder can be flushed; all is done already."""
    for folder in folders:
        with suppress(OSError):
            descriptor = os.open(folder, os.O_RDONLY)
            try:
                os.fsync(descriptor)
            finally:
                os.close(descriptor)


def remove(path: str) -> None:
    """Take a file away that nobody needs any more, if it can be."""
    with suppress(OSError):
        os.unlink(path)


def each(do: Callable[[str], None], paths: Sequence[str]) -> None:
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


def _flush_one(path: str) -> None:
    descriptor = os.open(path, WRITE)
    try:
        os.fsync(descriptor)
    except OSError as error:
        if error.errno not in (errno.EINVAL, errno.ENOTSUP):  # nothing to flush on such a file system
            raise
    finally:
        os.close(descriptor)
