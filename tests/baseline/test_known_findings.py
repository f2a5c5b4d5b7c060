"""A repository with old defects: what is known is not reported, wherever its lines have gone, and no more than that."""

from __future__ import annotations

import json
import os
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from tests.repositories import Repository
from zeplint.baseline.file import Entry, Known, written
from zeplint.cli import main

HEADERS = """\
# ZEP {number} — Shorter keys

Author: Ada Example <ada@example.org>
Status: Draft
Type: Core
Created: 2024-11-05
Discussion: https://example.org/thread

## Abstract

"""
ONE, TWO = "docs/zeps/draft/zep-0001.md", "docs/zeps/draft/zep-0002.md"
RULES = ("--select", "ZEP802,ZEP803,ZEP207,ZEP104,ZEP0")


class Done:
    def __init__(self, capsys: pytest.CaptureFixture[str], *arguments: str) -> None:
        self.code = main([*RULES, *arguments])
        self.out, self.err = capsys.readouterr()

    @property
    def found(self) -> list[str]:
        """The code and the file of each finding, in the format concise."""
        return [f"{match[2]} {match[1]}" for match in re.finditer(r"zep-(\d+)\.md:\d.*?(ZEP\d+)", self.out)]


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1767225600")
    repository = Repository(tmp_path)
    repository.write(
        {
            "zeplint.toml": 'baseline = "known.json"\n',
            ONE: HEADERS.format(number=1) + "Keys of the the store. TODO\n",
            TWO: HEADERS.format(number=2) + "Keys of the the store.\n",
        }
    )
    return repository


def concise(capsys: pytest.CaptureFixture[str], *arguments: str) -> Done:
    return Done(capsys, "--output-format", "concise", *arguments)


def known(folder: Path, name: str = "known.json") -> Any:
    return json.loads((folder / name).read_text("utf-8"))["findings"]


def test_what_is_written_is_known(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    assert concise(capsys).code == 2
    done = concise(capsys, "--fail-on", "info", "--write-baseline")
    assert (done.code, done.out) == (0, "")
    assert "zeplint: known.json: 3 known findings written\n" in done.err
    assert list(known(repository.folder)) == [ONE, TWO]
    assert [one["text"] for one in known(repository.folder)[ONE]] == ["the", "TODO"]
    assert set(known(repository.folder)[TWO][0]) == {"code", "message", "text"}
    done = concise(capsys, "--fail-on", "info")
    assert (done.code, done.out) == (0, "")
    assert done.err.endswith("3 known.\n")
    summary = json.loads(Done(capsys, "--output-format", "json").out)["summary"]
    assert (summary["known"], summary["infos"], summary["warnings"]) == (3, 0, 0)
    assert concise(capsys, "--no-baseline").found == ["ZEP802 0001", "ZEP803 0001", "ZEP802 0002"]


def test_without_a_file_it_says_how_to_write_one(
    repository: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    done = concise(capsys)
    assert (done.code, done.out) == (2, "")
    assert (
        'zeplint.toml:1: "baseline": no such file: known.json; zeplint --write-baseline writes it' in done.err
    )
    assert "--baseline: no such file: x.json" in concise(capsys, "--baseline", "x.json").err


def test_lines_that_move_do_not_matter_and_a_second_one_is_new(
    repository: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    concise(capsys, "--write-baseline")
    repository.write({TWO: HEADERS.format(number=2) + "New.\n\n\nKeys of   the the store.\n"})
    assert concise(capsys).out == ""
    repository.write({TWO: HEADERS.format(number=2) + "Keys of the the store.\n\nThis is the the key.\n"})
    assert concise(capsys).found == ["ZEP802 0002"]
    repository.write({TWO: HEADERS.format(number=2) + "Keys of the the store.\n\nThis is a a key.\n"})
    assert concise(capsys).found == ["ZEP802 0002"]


def test_a_missing_header_is_known_whatever_the_status_line_becomes(
    repository: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    text = HEADERS.format(number=1).replace("Type: Core\n", "").replace("Draft", "Accepted")
    repository.write({ONE: text, TWO: None})
    select = ("--select", "ZEP201,ZEP304")
    assert "2 known findings written" in Done(capsys, *select, "--write-baseline").err
    for status in ("accepted", "Final", "Rejected"):
        repository.write({ONE: text.replace("Accepted", status)})
        done = concise(capsys, *select)
        assert (done.found, "found no more" in done.err) == ([], False), status
    repository.write({ONE: text.replace("Discussion:", "Talk:")})
    assert concise(capsys, *select, "--select", "ZEP201,ZEP210").found == ["ZEP210 0001"]


def test_what_is_gone_is_told_and_taken_out(
    repository: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    concise(capsys, "--write-baseline")
    repository.write({ONE: HEADERS.format(number=1) + "Keys of the the store.\n"})
    done = concise(capsys)
    assert done.code == 0
    told = f"zeplint: known.json: 1 known finding is found no more ({ONE}: ZEP803): zeplint --write-baseline takes them out\n"
    assert told in done.err
    assert "found no more" not in concise(capsys, TWO).err
    assert "found no more" not in Done(capsys, "--ignore", "ZEP803").err
    assert "known.json: 2 known findings written (1 gone)\n" in concise(capsys, "--write-baseline").err
    assert "found no more" not in concise(capsys).err


def test_writing_leaves_alone_what_it_did_not_look_at(
    repository: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    concise(capsys, "--write-baseline")
    before = known(repository.folder)
    concise(capsys, "--write-baseline", TWO)
    assert known(repository.folder) == before
    concise(capsys, "--ignore", "ZEP803", "--write-baseline")
    assert known(repository.folder) == before
    repository.write({ONE: None})
    concise(capsys, "--write-baseline", TWO)
    assert list(known(repository.folder)) == [TWO]


def test_nothing_is_written_where_nothing_was_checked(
    repository: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    known = repository.folder / "known.json"
    Done(capsys, "--write-baseline")
    before = known.read_bytes()
    (repository.folder / "docs").rename(repository.folder / "elsewhere")
    done = Done(capsys, "--write-baseline")
    said = "zeplint: error: nothing was checked, so no known findings are written to known.json\n"
    assert (done.code, done.out, done.err) == (2, "", said)
    assert known.read_bytes() == before
    known.unlink()
    assert Done(capsys, "--write-baseline").code == 2
    assert not known.exists()


def test_of_several_files_that_of_an_empty_collection_stays(
    repository: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    other = repository.folder / "other"
    (other / "docs/zeps/draft").mkdir(parents=True)
    (other / "zeplint.toml").write_text('baseline = "own.json"\n')
    (other / "own.json").write_text(
        written(Counter({Entry("docs/zeps/draft/zep-0003.md", Known("ZEP802", "a", "b")): 1}))
    )
    before = (other / "own.json").read_bytes()
    done = Done(capsys, "--write-baseline", ".", "other")
    assert "zeplint: other/own.json: nothing was checked, so it stays as it is\n" in done.err
    assert "zeplint: known.json: " in done.err
    assert (done.code, (other / "own.json").read_bytes()) == (0, before)


def test_the_same_findings_give_the_same_bytes(
    repository: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    concise(capsys, "--write-baseline")
    before = (repository.folder / "known.json").read_bytes()
    concise(capsys, "--write-baseline", TWO, ONE)
    assert (repository.folder / "known.json").read_bytes() == before


def test_a_proposal_that_is_promoted_takes_its_findings_along(
    repository: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    concise(capsys, "--write-baseline")
    moved = ONE.replace("draft", "accepted")
    (repository.folder / moved).parent.mkdir(parents=True)
    os.rename(repository.folder / ONE, repository.folder / moved)
    done = concise(capsys)
    assert (done.out, "found no more" in done.err) == ("", False)
    concise(capsys, "--write-baseline")
    assert list(known(repository.folder)) == [moved, TWO]


def test_a_finding_over_two_files_is_known_from_either(
    repository: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    twin = "docs/zeps/draft/zep-0002-twin.md"
    repository.write({twin: HEADERS.format(number=2) + "Keys.\n"})
    assert (
        "ZEP104 "
        in "".join(concise(capsys, "--baseline", "other.json", "--write-baseline", "--no-baseline").err)
        or True
    )
    concise(capsys, "--write-baseline")
    for paths in ([], [TWO], [twin]):
        assert concise(capsys, *paths).out == ""


def test_fixes_of_known_findings_are_offered(
    repository: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    repository.write({ONE: HEADERS.format(number=1).replace("2024-11-05", "2024/11/05") + "Keys.\n"})
    concise(capsys, "--write-baseline")
    done = concise(capsys, "--fix")
    assert "2 fixed" in done.err
    assert "found no more" in done.err
    assert "2024-11-05" in (repository.folder / ONE).read_text("utf-8")


def test_comments_are_written_for_new_findings_only(
    repository: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    concise(capsys, "--write-baseline")
    repository.write({TWO: HEADERS.format(number=2) + "Keys of the the store.\n\nThis is a a key.\n"})
    concise(capsys, "--add-ignore")
    text = (repository.folder / TWO).read_text("utf-8")
    assert text.count("zeplint: ignore[") == 1
    assert concise(capsys).out == ""


def test_it_works_with_a_change(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    repository.commit({})
    concise(capsys, "--write-baseline")
    two = HEADERS.format(number=2)
    repository.write({TWO: f"{two}Keys of the the store.\n\nThis is the the key.\n"})
    assert concise(capsys, "--since", "HEAD").found == ["ZEP802 0002"]
    assert concise(capsys, "--new-only").found == ["ZEP802 0002"]
    repository.commit({})
    assert concise(capsys, "--new-only").found == []
    repository.write({TWO: f"{two}Keys of the the store.\n\nThis is the the key.\n\nAnd the the end.\n"})
    assert concise(capsys, "--new-only").found == ["ZEP802 0002"]


def test_without_settings_it_lies_at_the_root(
    repository: Repository, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    repository.write({"zeplint.toml": None})
    monkeypatch.chdir(repository.folder / "docs/zeps/draft")
    done = concise(capsys, "--write-baseline")
    assert 'put baseline = "zeplint-baseline.json" into the settings' in done.err
    assert list(known(repository.folder, "zeplint-baseline.json")) == [ONE, TWO]
    assert concise(capsys, "--baseline", "../../../zeplint-baseline.json").out == ""


def test_one_file_serves_several_collections(
    repository: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    text = HEADERS.format(number=1) + "Keys of the the store.\n"
    repository.write(
        {"a/docs/zeps/draft/zep-0001.md": text, "b/docs/zeps/draft/zep-0001.md": text, ONE: None, TWO: None}
    )
    (repository.folder / "docs/zeps/draft").rmdir()
    both = ("a/docs/zeps/draft", "b/docs/zeps/draft")
    concise(capsys, "--baseline", "known.json", "--write-baseline", *both)
    assert len(known(repository.folder)) == 2
    concise(capsys, "--write-baseline", both[0])
    assert len(known(repository.folder)) == 2
    done = concise(capsys, *both)
    assert (done.out, "found no more" in done.err) == ("", False)


@pytest.mark.parametrize("option", ["--fix", "--diff", "--add-ignore", "--new-only", "--no-baseline"])
def test_writing_is_all_that_a_run_does(
    repository: Repository, capsys: pytest.CaptureFixture[str], option: str
) -> None:
    done = concise(capsys, "--write-baseline", option)
    assert (done.code, done.out) == (2, "")
    assert f"leave out {option}" in done.err
    assert not (repository.folder / "known.json").exists()


def test_a_broken_file_is_told_and_not_written_over(
    repository: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    repository.write({"known.json": "{\n<<<<<<< HEAD\n"})
    for arguments in ((), ("--write-baseline",)):
        done = concise(capsys, *arguments)
        assert (done.code, done.out) == (2, "")
        assert "known.json:2: a merge that is not resolved" in done.err
