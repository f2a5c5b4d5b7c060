"""Folders held, so that two runs that write into the same ones do so one after the other."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress

from zeplint.disk.change import RefusedError
from zeplint.disk.flush import remove
from zeplint.disk.journal import PREFIX, SUFFIX

try:
    import fcntl
except ImportError:  # no system with locks on folders: a file is still compared just before it is replaced
    fcntl = None  # type: ignore[assignment]

LOCK_SECONDS = 20.0


@contextmanager
def locked(folders: Sequence[str]) -> Iterator[None]:
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
                remove(os.path.join(folder, name))
