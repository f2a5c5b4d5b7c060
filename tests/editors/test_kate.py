"""Kate, on a virtual screen, set up as its page says: findings are sent to it, and one that is fixed is saved."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest

from tests.editors.conftest import CODES, Drive, Lint
from tests.editors.pages import set_up

pytestmark = [pytest.mark.slow, pytest.mark.external]

PROGRAMS = ("kate", "Xvfb", "xdotool", "dbus-run-session")


@pytest.fixture(scope="session")
def kate() -> None:
    if absent := [program for program in PROGRAMS if not shutil.which(program)]:
        pytest.skip(f"needs {', '.join(absent)}: apt-get install kate xvfb xdotool dbus")


@pytest.mark.usefixtures("kate")
def test_findings_are_shown_and_one_is_fixed(
    drive: Drive, lint: Lint, checkout: Path, tmp_path: Path
) -> None:
    settings, script = tmp_path / "settings.json", checkout / "tests" / "editors" / "kate.py"
    settings.write_text(set_up(checkout / "editors" / "kate.md", "Set-up", "json"), "utf-8")
    seen = drive("dbus-run-session", "--", sys.executable, script, settings)
    assert seen["codes"][:3] == CODES, seen
    assert lint() == CODES[1:]
