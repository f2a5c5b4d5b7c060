"""Neovim, headless, set up as its page says: findings are shown and fixed, and the saved file is clean."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.editors.conftest import CODES, MARKED, Drive, Lint
from tests.editors.pages import set_up

pytestmark = [pytest.mark.slow, pytest.mark.external]

NEW, OLD = "Neovim 0.11 and newer", "Neovim 0.7 to 0.10"


@pytest.fixture(scope="session")
def nvim() -> str:
    """Neovim: the one that ZEPLINT_NVIM names, else the one on the PATH."""
    program = os.environ.get("ZEPLINT_NVIM") or shutil.which("nvim")
    if not program:
        pytest.skip("needs Neovim 0.7 or newer: apt-get install neovim, or set ZEPLINT_NVIM")
    return program


@pytest.fixture(scope="session")
def section(nvim: str) -> str:
    """The section of the page that this Neovim is set up by."""
    said = subprocess.run((nvim, "--version"), capture_output=True, text=True, check=True).stdout
    version = re.match(r"NVIM v(\d+)\.(\d+)", said)
    assert version, said
    return NEW if (int(version[1]), int(version[2])) >= (0, 11) else OLD


def test_findings_are_shown_and_fixed(
    nvim: str, section: str, drive: Drive, lint: Lint, checkout: Path, tmp_path: Path
) -> None:
    init, script = tmp_path / "init.lua", checkout / "tests" / "editors" / "neovim.lua"
    init.write_text(set_up(checkout / "editors" / "neovim.md", section, "lua"), "utf-8")
    seen = drive(nvim, "--headless", "-u", init, "-c", f"luafile {script}")
    assert (seen["codes"], seen["marked"]) == (CODES, MARKED), seen
    assert seen["left"] == 0, seen
    assert lint() == []
