"""Work that copies of this process do at the same time.

A copy has everything that this process has read so far, at no cost. Only Linux makes one safely: elsewhere a
process starts anew, which takes longer than what is to be saved.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence

# With more, the start and the end, which one process does by itself, would take longest.
MOST = 4


def processors() -> int:
    """How many processes are to work at once; 1 where this one cannot be copied as it is."""
    if sys.platform != "linux":
        return 1
    threading = sys.modules.get("threading")
    if threading and threading.active_count() > 1:
        return 1  # a lock that another thread holds would stay locked in the copy for ever
    return min(len(os.sched_getaffinity(0)), MOST)


class Worker:
    """A copy of this process that works something out, and ends."""

    def __init__(self, work: Callable[[], bytes]) -> None:
        self._end, end = os.pipe()
        try:
            self._process = os.fork()
        except OSError:  # the system has no room for one more
            self._process = -1
        if self._process == 0:
            _work_and_exit(work, end)
        os.close(end)

    def result(self) -> bytes:
        """What it has worked out, once it is done; nothing if it failed. To be asked for once."""
        with open(self._end, "rb") as pipe:
            data = pipe.read()
        if self._process < 0 or os.waitpid(self._process, 0)[1]:
            return b""
        return data


def _work_and_exit(work: Callable[[], bytes], end: int) -> None:
    """Work, write the result to the pipe, and exit without what the program does at its end."""
    status = 1
    try:
        data = work()
        with open(end, "wb") as pipe:
            pipe.write(data)
        status = 0
    finally:
        os._exit(status)


def shares(weights: Sequence[int], count: int) -> list[list[int]]:
    """The places of items of these weights, in order, in at most `count` shares of about the same weight."""
    parts: list[list[int]] = [[] for _ in range(count)]
    sums = [0] * count
    for place in sorted(range(len(weights)), key=lambda place: -weights[place]):
        lightest = sums.index(min(sums))
        parts[lightest].append(place)
        sums[lightest] += weights[place]
    return [sorted(part) for part in parts if part]
