"""The file of known findings: the same for the same findings, and refused in one line where it is none."""

from __future__ import annotations

import json
import os
import stat
from collections import Counter
from pathlib import Path

import pytest

from tests.bounded import ends_in_time
from zeplint.baseline.file import BaselineError, Entry, Known, read_baseline, write_baseline, written

FIRST = Entry("b.md", Known("ZEP205", 'no name in "x"', "x"))
SECOND = Entry("a.md", Known("ZEP802", "the the", "the the"))
THIRD = Entry("b.md", Known("ZEP101", "é", "\udc80"))

TEXT = """\
{
  "version": 1,
  "findings": {
    "a.md": [
      {"code": "ZEP802", "message": "the the", "text": "the the", "count": 2}
    ],
    "b.md": [
      {"code": "ZEP101", "message": "é", "text": "\\\\udc80"},
      {"code": "ZEP205", "message": "no name in \\"x\\"", "text": "x"}
    ]
  }
}
"""


def test_it_is_sorted_with_a_finding_a_line() -> None:
    assert written({FIRST: 1, SECOND: 2, THIRD: 1}) == TEXT
    assert written({THIRD: 1, SECOND: 2, FIRST: 1, SECOND._replace(path="c"): 0}) == TEXT
    assert json.loads(written({})) == {"version": 1, "findings": {}}


def test_it_is_read_as_it_was_written(tmp_path: Path) -> None:
    path = str(tmp_path / "known.json")
    write_baseline(path, {FIRST: 1, SECOND: 2})
    assert read_baseline(path) == Counter({FIRST: 1, SECOND: 2})
    write_baseline(path, {FIRST: 1})
    assert read_baseline(path) == Counter({FIRST: 1})
    assert [file.name for file in tmp_path.iterdir()] == ["known.json"]


def test_lines_that_a_merge_left_twice_add_up(tmp_path: Path) -> None:
    path = tmp_path / "known.json"
    line = '{"code": "ZEP1", "message": "m", "text": "t"}'
    path.write_text(f'{{"version": 1, "findings": {{"a.md": [{line}, {line}]}}}}', encoding="utf-8")
    assert read_baseline(str(path)) == Counter({Entry("a.md", Known("ZEP1", "m", "t")): 2})


def test_a_link_stays_one(tmp_path: Path) -> None:
    (tmp_path / "real.json").write_text("", encoding="utf-8")
    (tmp_path / "link.json").symlink_to("real.json")
    write_baseline(str(tmp_path / "link.json"), {FIRST: 1})
    assert (tmp_path / "link.json").is_symlink()
    assert read_baseline(str(tmp_path / "real.json")) == Counter({FIRST: 1})


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", ":1: not JSON: Expecting value"),
        (b"\xff", ": not UTF-8"),
        (b'{"version": 1,\n<<<<<<< HEAD\n', ":2: a merge that is not resolved: keep the lines of both sides"),
        (
            b'{"version": 2, "findings": {}}',
            ": version 2 of known findings, and this zeplint reads version 1: take",
        ),
        (
            b'{"version": 0, "findings": {}}',
            ": no file of known findings of version 1: remove it, and zeplint",
        ),
        (
            b'{"version": "2", "findings": {}}',
            ": no file of known findings of version 1: remove it, and zeplint",
        ),
        (b"[]", ": no file of known findings of version 1"),
        (b'{"version": 1, "findings": []}', ": no file of known findings of version 1"),
        (b'{"version": 1, "findings": {"a": {}}}', ': under "a" stands something that is no finding'),
        (b'{"version": 1, "findings": {"a": [1]}}', ': under "a" stands something that is no finding: 1'),
        (
            b'{"version": 1, "findings": {"a": [{"code": "x"}]}}',
            ': under "a" stands something that is no finding',
        ),
        (
            b'{"version": 1, "findings": {"a": [{"code": "x", "message": "", "text": "", "count": 0}]}}',
            ': under "a" stands something that is no finding',
        ),
        (b"[" * 200_000, ": no file of known findings"),
        (b"9" * 10_000, ": no file of known findings"),
    ],
)
def test_what_is_none_is_refused(tmp_path: Path, content: bytes, said: str) -> None:
    path = tmp_path / "known.json"
    path.write_bytes(content)
    with ends_in_time(), pytest.raises(BaselineError) as caught:
        read_baseline(str(path))
    assert str(caught.value).startswith(f"{path}{said}")
    assert "\n" not in str(caught.value)


def test_the_mode_of_the_file_stays(tmp_path: Path) -> None:
    path = tmp_path / "known.json"
    path.write_text("", encoding="utf-8")
    path.chmod(0o600)
    write_baseline(str(path), {FIRST: 1})
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no pipes with a name")
def test_a_pipe_is_none(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with ends_in_time(), pytest.raises(BaselineError, match="no regular file"):
        read_baseline(str(tmp_path / "pipe"))


def test_a_path_that_no_system_has_is_none() -> None:
    with pytest.raises(BaselineError, match="cannot be read"):
        read_baseline("a\0b")


def test_a_folder_is_none(tmp_path: Path) -> None:
    with pytest.raises(BaselineError, match="cannot be read: is a directory"):
        read_baseline(str(tmp_path))
