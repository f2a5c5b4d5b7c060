"""Vim with ALE, set up as its page says: findings are shown and fixed, and the saved file is clean."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.editors.conftest import CODES, MARKED, Drive, Lint
from tests.editors.pages import set_up

pytestmark = [pytest.mark.slow, pytest.mark.external]

# What a vimrc has above the set-up: Vim's own defaults, and Debian's ALE.
ABOVE = "filetype plugin indent on\npackadd! ale\n"


@pytest.fixture(scope="session")
def vim() -> str:
    program = shutil.which("vim")
    look = "if exists('g:loaded_ale') | qall! | else | cquit | endif"
    if program:
        command = (program, "-Nes", "-u", "NONE", "-c", "packadd ale", "-c", look)
        if subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True).returncode == 0:
            return program
    pytest.skip("needs Vim with ALE: apt-get install vim vim-ale")


def test_findings_are_shown_and_fixed(
    vim: str, drive: Drive, lint: Lint, checkout: Path, tmp_path: Path
) -> None:
    vimrc, script = tmp_path / "vimrc", checkout / "tests" / "editors" / "vim.vim"
    vimrc.write_text(ABOVE + set_up(checkout / "editors" / "vim.md", "Set-up", "vim"), "utf-8")
    seen = drive(vim, "--not-a-term", "-N", "-i", "NONE", "-u", vimrc, "-S", script)
    assert (seen["codes"], seen["marked"]) == (CODES, MARKED), seen
    assert seen["left"] == 0, seen
    assert lint() == []
