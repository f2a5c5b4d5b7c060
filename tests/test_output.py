"""Where the output of a check goes, and how much of it there is."""

from __future__ import annotations

import json
import os
import stat
import sys
from pathlib import Path

import pytest

from tests.command_line import Done, write
from tests.repositories import proposal
from zeplint.cli import main

ONE, TWO = "docs/zeps/draft/zep-0001.md", "docs/zeps/draft/zep-0002.md"


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two bad proposals: two findings of a kind with unsafe fixes, one with a safe one, one without."""
    (tmp_path / ".git").mkdir()
    for number, path in ((1, ONE), (2, TWO)):
        text = proposal(number).replace("Status: Draft", "Status: Drafty")
        write(tmp_path, path, text.replace("Created:", "created:") if number == 1 else text)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")
    for name in ("NO_COLOR", "FORCE_COLOR", "FORCE_HYPERLINK"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


CHOSEN = ("--select", "ZEP301,ZEP213,ZEP201", "--process", "zep-2024")

# --output-file


def test_the_report_goes_to_the_file_and_the_summary_to_standard_error(
    repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plain = Done(capsys, *CHOSEN, "--output-format", "concise")
    filed = Done(capsys, *CHOSEN, "--output-format", "concise", "--output-file", "out/of/here.txt")
    assert (filed.code, filed.out, filed.err) == (1, "", plain.err)
    assert Path("out/of/here.txt").read_text("utf-8") == plain.out


def test_the_short_form(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    filed = Done(capsys, *CHOSEN, "--output-format", "json", "-o", "here.json")
    assert (filed.code, filed.out) == (1, "")
    assert filed.err.startswith("Found 2 errors and 1 warning in 2 files (zep-2024)")
    assert len(json.loads(Path("here.json").read_text("utf-8"))["diagnostics"]) == 3


def test_a_clean_run_leaves_no_old_report(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Path("here.txt").write_text("old", encoding="utf-8")
    assert Done(capsys, "--select", "ZEP104", "-o", "here.txt").code == 0
    assert Path("here.txt").read_text("utf-8") == ""


def test_a_file_is_never_coloured(
    repository: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("FORCE_HYPERLINK", "1")
    assert "\x1b" in Done(capsys, *CHOSEN).out
    Done(capsys, *CHOSEN, "--color", "always", "-o", "here.txt")
    assert "\x1b" not in Path("here.txt").read_text("utf-8")


def test_a_file_is_utf_8_whatever_the_terminal_is(
    repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(repository, ONE, proposal(1).replace("Status: Draft", "Status: Entwürfchen"))
    Done(capsys, *CHOSEN, "-o", "here.txt")
    assert "Entwürfchen" in Path("here.txt").read_text("utf-8")


@pytest.mark.skipif(sys.platform == "win32", reason="needs POSIX modes and links")
def test_a_file_keeps_its_mode_and_a_link_what_it_leads_to(
    repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("real.txt").write_text("old", encoding="utf-8")
    Path("real.txt").chmod(0o640)
    Path("link.txt").symlink_to("real.txt")
    Done(capsys, *CHOSEN, "-o", "link.txt")
    assert Path("link.txt").is_symlink()
    assert "ZEP301" in Path("real.txt").read_text("utf-8")
    assert stat.S_IMODE(Path("real.txt").stat().st_mode) == 0o640
    umask = os.umask(0o027)
    try:
        Done(capsys, *CHOSEN, "-o", "new.txt")
    finally:
        os.umask(umask)
    assert stat.S_IMODE(Path("new.txt").stat().st_mode) == 0o640


@pytest.mark.skipif(sys.platform == "win32", reason="needs a device")
def test_a_device_is_written_to_and_stays(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert Done(capsys, *CHOSEN, "-o", os.devnull).code == 1
    assert stat.S_ISCHR(os.stat(os.devnull).st_mode)


def test_nothing_is_left_of_a_file_that_cannot_be_written(
    repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("folder").mkdir()
    done = Done(capsys, *CHOSEN, "-o", "folder")
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith("zeplint: error: --output-file: folder: is a directory")
    done = Done(capsys, *CHOSEN, "-o", f"{ONE}/x.txt")
    assert done.code == 2
    assert "--output-file" in done.err
    assert sorted(os.listdir()) == [".git", "docs", "folder"]


def test_a_run_that_fails_leaves_the_file(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Path("here.txt").write_text("old", encoding="utf-8")
    assert Done(capsys, "-o", "here.txt", "nowhere.md").code == 2
    assert Path("here.txt").read_text("utf-8") == "old"


@pytest.mark.parametrize("option", ["--diff", "--fix-only"])
def test_without_a_report_there_is_no_file(
    repository: Path, capsys: pytest.CaptureFixture[str], option: str
) -> None:
    done = Done(capsys, option, "-o", "here.txt")
    assert (done.code, done.err) == (
        2,
        f"zeplint: error: --output-file takes the report, and {option} makes none: leave out one of them\n",
    )


# --statistics


def test_statistics(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    done = Done(capsys, *CHOSEN, "--statistics")
    assert done.code == 1
    assert done.out == "2\tZEP301\t[ ] status-value\n1\tZEP213\t[*] header-name\n"
    assert done.err.startswith("Found 2 errors and 1 warning in 2 files (zep-2024)")


def test_statistics_count_unsafe_fixes_where_they_are_wanted(
    repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    done = Done(capsys, *CHOSEN, "--statistics", "--unsafe-fixes", "--output-format", "json")
    assert json.loads(done.out) == [
        {"code": "ZEP301", "name": "status-value", "count": 2, "fixable": True, "fixable_count": 2},
        {"code": "ZEP213", "name": "header-name", "count": 1, "fixable": True, "fixable_count": 1},
    ]


def test_statistics_of_what_has_no_fix_have_no_marks(
    repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert Done(capsys, "--select", "ZEP301", "--statistics").out == "2\tZEP301\tstatus-value\n"


def test_statistics_of_nothing(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert Done(capsys, "--select", "ZEP104", "--statistics").out == ""
    assert Done(capsys, "--select", "ZEP104", "--statistics", "--output-format", "json").out == "[]\n"


def test_statistics_have_no_other_format(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    done = Done(capsys, "--statistics", "--output-format", "sarif")
    assert (done.code, done.err) == (
        2,
        "zeplint: error: --statistics has the formats full, concise and json, not sarif\n",
    )


# --quiet and --verbose


@pytest.mark.parametrize("option", ["-q", "--quiet"])
def test_quiet(repository: Path, capsys: pytest.CaptureFixture[str], option: str) -> None:
    write(repository, "README.md", "# Read me\n")
    done = Done(capsys, *CHOSEN, "--output-format", "concise", option, ONE, TWO, "README.md")
    assert (done.code, len(done.lines), done.err) == (1, 3, "")


def test_quiet_fixing(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    done = Done(capsys, *CHOSEN, "-q", "--fix", "--show-fixes", "--output-format", "concise")
    assert (done.code, len(done.lines), done.err) == (1, 2, "")
    assert Done(capsys, *CHOSEN, "-q", "--fix-only").err == ""


def test_quiet_still_says_why_a_run_failed(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "no such file" in Done(capsys, "-q", "nowhere.md").err


def test_verbose(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(repository, "zeplint.toml", 'exclude = ["docs/zeps/draft/zep-0002*"]\n')
    done = Done(capsys, *CHOSEN, "-v", "--output-format", "concise")
    lines = done.err.split("\n")
    assert lines[0] == f"zeplint: collection {repository.as_posix()}: settings from zeplint.toml"
    assert lines[1:4] == [
        "zeplint: process zep-2024, 3 rules: ZEP201 ZEP213 ZEP301",
        f"zeplint: linted {ONE}",
        "zeplint: 2 ZEPs and 0 other pages are in the collection, 1 file was linted",
    ]
    assert lines[4].startswith("zeplint: it took 0.")
    assert lines[5].startswith("Found ")


def test_verbose_without_settings(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    done = Done(capsys, *CHOSEN, "--verbose", "--fix")
    assert f"zeplint: collection {repository.as_posix()}: no settings\n" in done.err


def test_quiet_and_verbose_contradict_each_other(
    repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert Done(capsys, "-q", "-v").err == (
        "zeplint: error: --quiet and --verbose contradict each other: leave out one of them\n"
    )


# Links


def test_links_lead_to_files_and_rules(
    repository: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FORCE_HYPERLINK", "1")
    path = repository / ONE
    for output_format in ("full", "concise"):
        out = Done(capsys, *CHOSEN, "--output-format", output_format).out
        assert f"{path.as_uri().removeprefix('file://')}\x1b\\{ONE}:4:9" in out
        assert "status-value.yaml\x1b\\" in out
        assert out.count("\x1b]8;;file://") == out.count("\x1b]8;;\x1b\\") > 3


def test_no_links_in_a_pipe(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "\x1b" not in Done(capsys, *CHOSEN).out


@pytest.mark.parametrize("output_format", ["json", "sarif", "github", "gitlab", "junit", "rdjson"])
def test_formats_for_programs_have_neither_colour_nor_links(
    repository: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], output_format: str
) -> None:
    monkeypatch.setenv("FORCE_HYPERLINK", "1")
    main([*CHOSEN, "--color", "always", "--output-format", output_format])
    assert "\x1b" not in capsys.readouterr().out
