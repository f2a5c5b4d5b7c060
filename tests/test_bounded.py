"""The bound itself: it ends what would not end, and leaves no alarm behind."""

from __future__ import annotations

import re
import signal
from collections.abc import Callable
from itertools import repeat

import pytest

from tests import bounded
from tests.bounded import ends_in_time


def swallowing() -> None:
    """Work that goes on after any `Exception`."""
    while True:
        try:
            sum(repeat(1, 1000))
        except Exception:  # noqa: BLE001
            continue


@pytest.mark.parametrize("work", [swallowing, lambda: re.match(r"(?:a|a)*b", "a" * 60)], ids=["Python", "re"])
def test_work_without_end_fails(work: Callable[[], object], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounded, "SECONDS", 0.05)
    with pytest.raises(pytest.fail.Exception, match="did not end in"), ends_in_time():
        work()


def test_no_alarm_is_left() -> None:
    with ends_in_time():
        before = signal.getsignal(signal.SIGPROF)
        assert signal.getitimer(signal.ITIMER_PROF)[0] > 0
    assert signal.getitimer(signal.ITIMER_PROF) == (0, 0)
    assert signal.getsignal(signal.SIGPROF) is not before
