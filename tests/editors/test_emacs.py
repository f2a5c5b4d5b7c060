"""Emacs with eglot, in batch, set up as its page says: findings are shown where they are."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.editors.conftest import CODES, MARKED
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


def test_findings_are_shown(
    emacs: str, zeps: Path, environment: dict[str, str], checkout: Path, tmp_path: Path
) -> None:
    init, report = tmp_path / "init.el", tmp_path / "report.json"
    init.write_text(set_up(checkout / "editors" / "emacs.md", "Set-up", "elisp"), "utf-8")
    drive = checkout / "tests" / "editors" / "emacs.el"
    done = subprocess.run(
        (emacs, "--batch", "--eval", "(package-initialize)", "-l", init, "-l", drive),
        cwd=zeps,
        env={**environment, "ZEPLINT_REPORT": str(report)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=120,
    )
    said = done.stdout + done.stderr
    assert report.exists(), said
    seen = json.loads(report.read_text("utf-8"))
    assert [code for text in seen["texts"] for code in CODES if f"[{code}]" in text] == CODES, said
    assert seen["marked"] == MARKED, said
