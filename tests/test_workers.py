"""Several processes find what one finds, whatever becomes of them."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import NoReturn

import pytest

from zeplint import cli, linter, sharing, workers
from zeplint.checks import header
from zeplint.workers import Worker, shares

pytestmark = [
    pytest.mark.skipif(sys.platform != "linux", reason="nowhere else is a process copied"),
    # pytest-xdist has threads of its own; the copies here touch nothing that they may hold.
    pytest.mark.filterwarnings("ignore:.*multi-threaded:DeprecationWarning"),
]

TEXT = """\
ZEP {number} — Keys
=================

:Author: Ada Example <ada@example.org>
:Status: Drafft
:type: Core
:Created: 2024-11-05
:Discussion: https://example.org/{number}

Motivation
----------

.. zeplint: ignore[spelling] the word is quoted

It is recieved. It is recieved.

They are seperated {number}, see `this <missing.rst>`_ and ``that.
"""


@pytest.fixture
def proposals(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "docs" / "zeps" / "draft"
    folder.mkdir(parents=True)
    for number in range(1, 8):
        path = folder / f"zep-{number:04}.rst"
        path.write_text(TEXT.format(number=number), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(linter, "WORTH_A_PROCESS", 0)
    return tmp_path


def said(
    processes: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], *arguments: str
) -> tuple[int, str, str]:
    """What a run with so many processes prints, and its exit code."""
    monkeypatch.setattr(workers, "processors", lambda: processes)
    code = cli.main(list(arguments))
    return code, *capsys.readouterr()


@pytest.mark.parametrize(
    "arguments", [("--output-format", "json"), ("--diff", "--unsafe-fixes"), ("--show-fixes", "--diff")]
)
def test_several_processes_find_what_one_finds(
    proposals: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    arguments: tuple[str, ...],
) -> None:
    alone = said(1, monkeypatch, capsys, *arguments)
    assert "seperated" in alone[1]
    for processes in (2, 3, 20):
        assert said(processes, monkeypatch, capsys, *arguments) == alone


def test_a_rule_that_fails_is_told_of_once_for_each_document(
    proposals: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(*_: object) -> NoReturn:
        raise ValueError("no")

    monkeypatch.setattr(header, "name", fail)
    monkeypatch.setattr("zeplint.checks._found", {})
    alone = said(1, monkeypatch, capsys)
    assert alone[1].count("internal-error") == 7
    assert said(3, monkeypatch, capsys) == alone


def test_what_a_process_that_fails_was_to_find_is_found(
    proposals: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    alone = said(1, monkeypatch, capsys)

    def fail(*_: object) -> NoReturn:
        os._exit(3)

    monkeypatch.setattr(sharing, "pack", fail)
    assert said(3, monkeypatch, capsys) == alone
    monkeypatch.setattr(sharing, "pack", lambda *_: 1 / 0)
    assert said(3, monkeypatch, capsys) == alone


def test_where_no_process_can_be_made_this_one_does_it_all(
    proposals: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    alone = said(1, monkeypatch, capsys)

    def fork() -> NoReturn:
        raise OSError("no more processes")

    monkeypatch.setattr(os, "fork", fork)
    assert said(3, monkeypatch, capsys) == alone


def test_a_small_collection_is_left_to_one_process(
    proposals: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.undo()
    monkeypatch.chdir(proposals)
    monkeypatch.setattr(os, "fork", None)
    assert said(3, monkeypatch, capsys)[0] == 1


def test_a_worker_hands_over_any_number_of_bytes() -> None:
    assert Worker(lambda: b"x" * 1_000_000).result() == b"x" * 1_000_000


def test_a_process_with_threads_is_not_copied(monkeypatch: pytest.MonkeyPatch) -> None:
    import threading

    monkeypatch.setattr(threading, "active_count", lambda: 2)
    assert workers.processors() == 1
    monkeypatch.setattr(threading, "active_count", lambda: 1)
    assert workers.processors() == min(len(os.sched_getaffinity(0)), workers.MOST)
    monkeypatch.setattr(sys, "platform", "darwin")
    assert workers.processors() == 1


@pytest.mark.parametrize(
    ("weights", "count", "expected"),
    [
        ([], 2, []),
        ([5], 3, [[0]]),
        ([1, 1, 1, 1], 2, [[0, 2], [1, 3]]),
        ([1, 9, 2, 3, 3], 2, [[1], [0, 2, 3, 4]]),
        ([0, 0], 2, [[0, 1]]),
    ],
)
def test_shares_weigh_the_same(weights: list[int], count: int, expected: list[list[int]]) -> None:
    assert shares(weights, count) == expected
