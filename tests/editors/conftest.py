"""What the tests with real editors have in common: a folder to open, and zeplint where an editor looks for it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

# Three findings, each with a safe fix. Before the last stands a character of four bytes and two units of UTF-16.
PROPOSAL = """\
# ZEP 7 — Shorter keys

Author: Jane Doe <jane@example.org>
status: Draft
Type: Core
Created: 05-Nov-2024
Discussion: <https://example.org/7>

## Abstract

🧭 Keys lose teh parts that every one of them repeats.
"""
CODES = ["ZEP213", "ZEP207", "ZEP801"]
MARKED = ["status", "05-Nov-2024", "teh"]

Lint = Callable[[], list[str]]
Drive = Callable[..., dict[str, Any]]


@pytest.fixture
def zeps(tmp_path: Path) -> Path:
    """A repository with one proposal that has mistakes, in a folder with a blank and an umlaut in its name."""
    root = tmp_path / "my zäps"
    (root / "draft").mkdir(parents=True)
    (root / ".git").mkdir()
    (root / "zeplint.toml").write_text('select = ["ZEP2", "ZEP3", "ZEP8"]\ntoday = 2025-01-01\n', "utf-8")
    (root / "draft" / "zep-0007.md").write_text(PROPOSAL, "utf-8")
    return root


@pytest.fixture
def lint(zeps: Path) -> Lint:
    """The codes that zeplint finds in the files on disk."""

    def codes() -> list[str]:
        command = (sys.executable, "-m", "zeplint", "--output-format", "json", "--exit-zero", ".")
        done = subprocess.run(command, cwd=zeps, capture_output=True, text=True, check=True)
        return [found["code"] for found in json.loads(done.stdout)["diagnostics"]]

    return codes


@pytest.fixture
def drive(zeps: Path, tmp_path: Path) -> Drive:
    """Run an editor in the repository, with a script that writes what it saw; returns that.

    zeplint is on its PATH, and nobody's own settings are read.
    """
    home, report = tmp_path / "home", tmp_path / "report.json"
    folders = ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME")
    environment = {
        **os.environ,
        **{name: str(home / name) for name in folders},
        "HOME": str(home),
        "LC_ALL": "C.UTF-8",
        "PATH": os.pathsep.join((str(Path(sys.executable).parent), os.environ["PATH"])),
        "TERM": "dumb",
        "ZEPLINT_REPORT": str(report),
    }
    home.mkdir()

    def run(*command: str | Path) -> dict[str, Any]:
        done = subprocess.run(
            command,
            cwd=zeps,
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="replace",
            timeout=240,
        )
        assert report.exists(), done.stdout + done.stderr
        seen = json.loads(report.read_text("utf-8"))
        assert isinstance(seen, dict)
        return {**seen, "said": done.stdout + done.stderr}

    return run
