"""Emacs with eglot, in batch, set up as its page says: findings are shown and fixed, and the saved file is clean."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.editors.conftest import CODES, MARKED, Drive, Lint
from tests.editors.pages import set_up

pytestmark = [pytest.mark.slow, pytest.mark.external]

LIBRARIES = "(progn (package-initialize) (require 'eglot) (require 'markdown-mode))"


@pytest.fixture(scope="session")
def emacs() -> str:
    program = shutil.which("emacs")
    if (
        not program
        or subprocess.run((program, "--batch", "--eval", LIBRARIES), capture_output=True).returncode
    ):
        pytest.skip(
            "needs Emacs with eglot and markdown-mode: apt-get install emacs-nox elpa-eglot elpa-markdown-mode"
        )
    return program


def test_findings_are_shown_and_fixed(
    emacs: str, drive: Drive, lint: Lint, checkout: Path, tmp_path: Path
) -> None:
    init, script = tmp_path / "init.el", checkout / "tests" / "editors" / "emacs.el"
    init.write_text(set_up(checkout / "editors" / "emacs.md", "Set-up", "elisp"), "utf-8")
    seen = drive(emacs, "--batch", "--eval", "(package-initialize)", "-l", init, "-l", script)
    assert [code for text in seen["texts"] for code in CODES if f"[{code}]" in text] == CODES, seen
    assert seen["marked"] == MARKED, seen
    assert seen["left"] == 0, seen
    assert lint() == []
