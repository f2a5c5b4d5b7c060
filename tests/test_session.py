"""The day of a run, and the day on which something is written."""

from __future__ import annotations

import time

import pytest

from zeplint.session import day_here, today
from zeplint.settings import Settings


def test_the_settings_decide_the_day() -> None:
    assert today({"SOURCE_DATE_EPOCH": "0"}, Settings(today="2024-02-29")) == "2024-02-29"


def test_a_reproducible_build_names_its_second() -> None:
    assert today({"SOURCE_DATE_EPOCH": "1730808000"}, Settings()) == "2024-11-05"


def test_the_clock_gives_the_latest_day_on_earth(monkeypatch: pytest.MonkeyPatch) -> None:
    noon, evening = 1730808000, 1730808000 + 3600
    monkeypatch.setattr(time, "time", lambda: noon - 3 * 3600)
    assert today({}, Settings()) == "2024-11-05"
    monkeypatch.setattr(time, "time", lambda: evening)
    for malformed in ("soon", "²", "9" * 20):
        assert today({"SOURCE_DATE_EPOCH": malformed}, Settings()) == "2024-11-06"


@pytest.mark.skipif(not hasattr(time, "tzset"), reason="the zone is the system's there")
def test_who_writes_a_day_writes_the_day_it_is_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(time, "time", lambda: 1730847600)  # 2024-11-05 23:00 in Greenwich
    try:
        for zone, day in (("UTC0", "2024-11-05"), ("<+09>-9", "2024-11-06"), ("<-08>8", "2024-11-05")):
            monkeypatch.setenv("TZ", zone)
            time.tzset()
            assert day_here({}, Settings()) == day, zone
    finally:
        monkeypatch.undo()
        time.tzset()
    assert day_here({"SOURCE_DATE_EPOCH": "1730808000"}, Settings()) == "2024-11-05"
    assert day_here({}, Settings(today="2024-02-29")) == "2024-02-29"
