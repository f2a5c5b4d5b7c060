"""A bound that work in step with its input never reaches and any other never keeps.

A test of it takes an input so large that time in proportion to it is about a second, and to its square minutes: no
machine is fast enough for the other. It is the processor's time, which passes on a busy machine only while it works
for the test. How fast anything is, `bench` measures.
"""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

import pytest

SECONDS = 30.0


@contextmanager
def ends_in_time() -> Iterator[None]:
    """Fail the test that enters this once it has worked in it for `SECONDS`.

    One call of a function in C that looks for no signals ends first; the test fails all the same.
    """
    if not hasattr(signal, "setitimer"):
        pytest.skip("this system has no timer that could end the work")

    def fail(number: int, frame: FrameType | None) -> None:
        pytest.fail(f"did not end in {SECONDS:g} seconds")

    before = signal.signal(signal.SIGPROF, fail)
    signal.setitimer(signal.ITIMER_PROF, SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)
