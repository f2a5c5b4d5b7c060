from __future__ import annotations

import io
import os
import sys
from pathlib import Path

import pytest

from tests.command_line import write
from tests.repositories import proposal
from zeplint import progress
from zeplint.cli import main
from zeplint.progress import Progress, progress_on


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def on_screen(text: str) -> str:
    """What a line shows in the end."""
    line: list[str] = []
    for part in text.split("\r"):
        line[: len(part)] = part
    return "".join(line)


def test_a_short_run_shows_nothing() -> None:
    stream, clock = io.StringIO(), Clock()
    shown = Progress(stream, clock)
    for done in range(100):
        clock.now = done * 0.0199
        shown(done, 100)
    shown.clear()
    assert stream.getvalue() == ""


def test_a_long_run_shows_a_bar_now_and_then_and_clears_it() -> None:
    stream, clock = io.StringIO(), Clock()
    shown = Progress(stream, clock)
    clock.now = 2.0
    shown(250, 1000)
    assert stream.getvalue() == "\rlinting [######..................] 250 of 1000 files"
    clock.now = 2.05
    shown(260, 1000)
    assert stream.getvalue().count("\r") == 1
    clock.now = 2.1
    shown(9, 10)
    assert on_screen(stream.getvalue()).rstrip() == "linting [#####################...] 9 of 10 files"
    shown.clear()
    assert on_screen(stream.getvalue()).strip() == ""
    assert stream.getvalue().endswith("\r")


def test_it_fits_into_the_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Progress, "_columns", lambda self: 20)
    stream, clock = io.StringIO(), Clock()
    shown = Progress(stream, clock)
    clock.now = 3.0
    shown(1, 2)
    assert len(stream.getvalue()) == len("\r") + 19


@pytest.mark.parametrize(
    ("stream", "environ", "expected"),
    [
        (Terminal(), {"TERM": "xterm"}, True),
        (Terminal(), {}, True),
        (Terminal(), {"TERM": "dumb"}, False),
        (Terminal(), {"CI": "true"}, False),
        (io.StringIO(), {"TERM": "xterm"}, False),
    ],
)
def test_where_there_is_one(stream: io.StringIO, environ: dict[str, str], expected: bool) -> None:
    assert (progress_on(stream, environ) is not None) is expected


@pytest.fixture
def terminal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Terminal:
    """Two proposals, one with a mistake; standard error is a terminal, and no run is short."""
    (tmp_path / ".git").mkdir()
    write(tmp_path, "docs/zeps/draft/zep-0001.md", proposal(1))
    write(tmp_path, "docs/zeps/draft/zep-0002.md", proposal(2).replace("Status: Draft", "Status: Drafty"))
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("CI", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr(progress, "PATIENCE", 0.0)
    monkeypatch.setattr(progress, "PAUSE", 0.0)
    return Terminal()


def run(terminal: Terminal, *arguments: str) -> int:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "stderr", terminal)
        return main([*arguments, "--select", "ZEP301"])


@pytest.mark.parametrize(
    "arguments",
    [(), ("--fix",), ("--add-ignore",), ("--diff",)],
)
def test_the_bar_of_a_run_is_gone_before_anything_else_is_written(
    terminal: Terminal, arguments: tuple[str, ...]
) -> None:
    run(terminal, *arguments, "--output-format", "concise")
    text = terminal.getvalue()
    assert "1 of 2 files" in text
    last = text.rpartition("\r")[2]
    assert "linting" not in last
    assert "ound 1 error" in last or "All checks passed" in last or "would fix" in last
    assert on_screen(text.rpartition("\r")[0]).strip() == ""


def test_quiet_has_none(terminal: Terminal) -> None:
    run(terminal, "-q")
    assert terminal.getvalue() == ""


def test_an_error_takes_the_bar_away(terminal: Terminal) -> None:
    os.mkdir("folder")
    assert run(terminal, "-o", "folder") == 2
    assert terminal.getvalue().rpartition("\r")[2].startswith("zeplint: error: --output-file: folder")
