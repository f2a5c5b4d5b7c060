"""The command as its users run it: paths, options, settings, streams and exit codes."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from io import BytesIO, TextIOWrapper
from pathlib import Path
from typing import Any

import pytest

from tests.command_line import Done, write
from tests.systems import TITLED
from tests.texts import SECTIONS
from zeplint import __version__
from zeplint.cli import main, settle

HEADERS = """\
# ZEP {number} — Shorter keys

Author: Ada Example <ada@example.org>
Status: Draft
Type: Core
Created: 2024-11-05
Discussion: https://github.com/zarr-developers/zarr-specs/pull/7
"""
GOOD = HEADERS + SECTIONS
BAD = GOOD.replace("Status: Draft", "Status: Drafty")
ONE, TWO = "docs/zeps/draft/zep-0001.md", f"docs/zeps/draft/{TITLED}"


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A good and a bad proposal, a README that is none; the working directory."""
    (tmp_path / ".git").mkdir()
    write(tmp_path, ONE, GOOD.format(number=1))
    write(tmp_path, TWO, BAD.format(number=2))
    write(tmp_path, "README.md", "# Read me\n")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")
    return tmp_path


def test_the_collection_of_the_working_directory(
    repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    done = Done(capsys, "--output-format", "json")
    assert (done.code, done.found) == (1, [("ZEP301", TWO)])


def test_check_is_the_command_without_a_name(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert (
        Done(capsys, "check", "--output-format", "concise").out
        == Done(capsys, "--output-format", "concise").out
    )


def test_findings_on_standard_output_and_the_rest_on_standard_error(
    repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    done = Done(capsys, "--output-format", "concise")
    assert done.lines == [line for line in done.lines if line.startswith(f"{TWO}:4:9: error ZEP301 ")]
    assert done.err == "Found 1 error in 1 of 2 files (zep-2024); 1 fixable with --fix --unsafe-fixes.\n"


def test_a_clean_file_beside_a_bad_one(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    done = Done(capsys, ONE)
    assert (done.code, done.out) == (0, "")


def test_paths_are_relative_to_the_working_directory(
    repository: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(repository / "docs")
    done = Done(capsys, "zeps/draft", "--output-format", "json")
    assert done.found == [("ZEP301", TWO.removeprefix("docs/"))]


def test_a_link_to_a_folder_names_that_folder(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (repository / "drafts").symlink_to("docs/zeps/draft")
    assert Done(capsys, "drafts", "--output-format", "json").found == [("ZEP301", TWO)]


def test_options_may_stand_between_paths(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    done = Done(capsys, ONE, "--output-format", "json", TWO)
    assert (done.code, done.found) == (1, [("ZEP301", TWO)])


def test_behind_two_dashes_everything_is_a_path(
    repository: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(repository / Path(TWO).parent)
    (repository / TWO).rename("-zep.md")
    done = Done(capsys, "--output-format", "json", "--", "-zep.md")
    assert ("ZEP301", "-zep.md") in done.found
    assert Done(capsys, "-zep.md").code == 2


def test_each_collection_fails_at_the_level_of_its_own_settings(
    repository: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    without_link = GOOD.format(number=1).partition("Discussion")[0]
    for name, level in (("strict", "warning"), ("mild", "error")):
        write(repository, f"{name}/zeplint.toml", f'fail-on = "{level}"\n')
    write(repository, f"strict/{ONE}", GOOD.format(number=1))
    write(repository, f"mild/{ONE}", without_link)
    assert Done(capsys, "strict", "mild").code == 0
    write(repository, f"strict/{ONE}", without_link)
    assert Done(capsys, "strict", "mild").code == 1


def test_what_is_excluded_is_not_linted_and_still_there_for_the_others(
    repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(repository, "zeplint.toml", 'exclude = ["docs/zeps/draft/zep-0002*"]\n')
    write(repository, ONE, HEADERS.format(number=1) + "Require: 2, 3\n")
    write(repository, "docs/zeps/draft/zep-0004.md", GOOD.format(number=4))
    done = Done(capsys, "--select", "ZEP404", "--output-format", "concise")
    assert [line.partition(": ")[2] for line in done.lines] == [
        "warning ZEP404 ZEP 3 is not among these ZEPs: check the number in Require"
    ]


def test_a_hook_passes_an_excluded_file_that_then_belongs_to_nothing(
    repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(repository, "zeplint.toml", 'exclude = ["archive/**"]\n')
    write(repository, "archive/zep-0001.md", GOOD.format(number=1))
    assert Done(capsys, "--force-exclude", ONE, "archive/zep-0001.md").code == 0
    done = Done(capsys, "--output-format", "json", ONE, "archive/zep-0001.md")
    assert done.found == [("ZEP104", "archive/zep-0001.md")]


def test_a_folder_that_is_no_place_for_zeps(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(repository, "proposals/zep-0003.md", BAD.format(number=3))
    done = Done(capsys, "proposals", "--output-format", "json")
    assert done.found == [("ZEP301", "proposals/zep-0003.md")]
    write(repository, "docs/zeps/zep-0004.md", BAD.format(number=4))
    found = Done(capsys, "--output-format", "json").found
    assert found == [("ZEP301", TWO), ("ZEP301", "docs/zeps/zep-0004.md")]
    write(repository, "zeplint.toml", 'exclude = ["proposals/"]\n')
    assert Done(capsys, "proposals").code == 0


def test_a_folder_of_old_names_shows_the_edition(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / ".git").mkdir()
    write(tmp_path, "ZEP0005.md", GOOD.format(number=5).replace("Core", "Specification"))
    monkeypatch.chdir(tmp_path)
    for arguments in ([], ["."], ["ZEP0005.md"]):
        done = Done(capsys, *arguments)
        assert (done.code, done.err) == (0, "All checks passed: 1 ZEP (zep-2022).\n")


def test_a_file_that_is_no_zep_says_so(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    done = Done(capsys, "README.md")
    assert done.code == 0
    assert done.err.startswith("zeplint: README.md: not a ZEP")


def test_a_hook_skips_what_is_no_zep_in_silence(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    done = Done(capsys, "--force-exclude", "README.md")
    assert (done.code, done.out, done.err) == (0, "", "")


def test_standard_input_stands_for_a_file(
    repository: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    text = BAD.format(number=1).encode()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text)))
    done = Done(capsys, "--stdin-filename", ONE, "--output-format", "json", "-")
    assert (done.code, done.found) == (1, [("ZEP301", ONE)])


def test_standard_input_needs_a_name(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    done = Done(capsys, "-")
    assert done.code == 2
    assert "--stdin-filename" in done.err


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ([], 1),
        (["--exit-zero"], 0),
        (["--ignore", "ZEP301"], 0),
        (["--select", "ZEP2"], 0),
        (["--select", "status-value"], 1),
        (["--select", "ZEP2", "--extend-select", "ZEP301"], 1),
        (["--process", "zep-2022"], 1),
        (["--process", "zep-1999"], 2),
        (["--no-such-option"], 2),
        (["--select", "NOPE"], 2),
        (["--ignore", "ALL"], 2),
        (["--stdin-filename", ONE, TWO], 2),
        (["--select", ""], 2),
        (["--config", "nowhere.toml"], 2),
    ],
)
def test_exit_codes(
    repository: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], code: int
) -> None:
    done = Done(capsys, *arguments)
    assert done.code == code, done


def test_the_failing_level(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(
        repository,
        TWO,
        GOOD.format(number=2).replace(
            "Discussion: https://github.com/zarr-developers/zarr-specs/pull/7\n", ""
        ),
    )
    assert Done(capsys).code == 0
    assert Done(capsys, "--fail-on", "warning").code == 1
    write(repository, "zeplint.toml", 'fail-on = "warning"\n')
    assert Done(capsys).code == 1
    assert Done(capsys, "--fail-on", "error").code == 0
    assert Done(capsys, "--isolated").code == 0


def test_settings_of_the_collection(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(repository, "zeplint.toml", 'exclude = ["docs/zeps/draft/zep-0002*"]\n')
    assert Done(capsys).code == 0
    assert Done(capsys, TWO).code == 1
    assert Done(capsys, "--force-exclude", TWO).code == 0
    write(repository, "zeplint.toml", '[severity]\nstatus-value = "info"\n')
    done = Done(capsys, "--output-format", "concise")
    assert (done.code, "info ZEP301" in done.out) == (0, True)
    write(repository, "zeplint.toml", '[per-file-ignores]\n"zep-0002*" = ["ZEP3"]\n')
    assert Done(capsys).code == 0


def test_settings_in_pyproject(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(repository, "pyproject.toml", '[tool.zeplint]\nignore = ["ZEP301"]\n')
    assert Done(capsys).code == 0
    assert Done(capsys, "--isolated").code == 1


def test_a_rule_in_the_settings_that_does_not_exist(
    repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(repository, "zeplint.toml", 'select = [\n  "ZEP3",\n  "ZEP3O1",\n]\n')
    done = Done(capsys)
    assert done.code == 2
    assert "zeplint.toml:3:" in done.err
    assert "ZEP301 (status-value)" in done.err


def test_a_parameter_that_a_rule_does_not_have(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(repository, "zeplint.toml", '[parameters.ZEP205]\ncontakt = "any"\n')
    done = Done(capsys)
    assert done.code == 2
    assert (
        'zeplint.toml:2: "parameters": ZEP205 has no parameter "contakt": did you mean "contact"?' in done.err
    )


@pytest.mark.parametrize(
    ("line", "error"),
    [
        ("ZEP205.contact = 5", '"contact" of ZEP205 must be a string, not an integer'),
        ("ZEP206.hosts = 'github.com'", '"hosts" of ZEP206 must be a list of strings, not a string'),
        ("author-link.hosts = [1]", '"hosts" of author-link must be a list of strings, not a list'),
        (
            "ZEP803.patterns = ['(']",
            '"patterns" of ZEP803: no regular expression: missing ), unterminated subpattern at position 0',
        ),
        (
            "ZEP803.patterns = ['(a+)+b']",
            '"patterns" of ZEP803: a repeat in a repeat of a regular expression could take for ever',
        ),
        ("ZEP302.alone = 'yes'", '"alone" of ZEP302 must be a boolean, not a string'),
    ],
)
def test_a_parameter_of_another_type(
    repository: Path, capsys: pytest.CaptureFixture[str], line: str, error: str
) -> None:
    write(repository, "zeplint.toml", f"[parameters]\n{line}\n")
    done = Done(capsys)
    assert (done.code, done.out) == (2, "")
    assert f'zeplint.toml:2: "parameters": {error}\n' in done.err


def test_a_value_that_a_parameter_does_not_have(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(repository, "zeplint.toml", '[parameters.ZEP205]\ncontact = "adress"\n')
    done = Done(capsys)
    assert done.code == 2
    assert (
        'zeplint.toml:2: "parameters": "contact" of ZEP205 must be any, address or none, not adress'
        in done.err
    )


def test_a_process_of_ones_own(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(
        repository,
        "own.yaml",
        "extends: zep-2024\nstatuses:\n  Drafty: {stage: early, directories: [draft]}\n",
    )
    assert Done(capsys, "--process", "own.yaml").code == 0
    write(repository, "zeplint.toml", 'process = "own.yaml"\n')
    assert Done(capsys).code == 0
    write(repository, "own.yaml", "extends: zep-2024\nstatuses:\n  Drafty: {stage: soon}\n")
    done = Done(capsys)
    assert (done.code, "own.yaml:3: statuses.Drafty.stage" in done.err) == (2, True)
    write(repository, "own.yaml", "extends: zep-2024\nrules:\n  ZEP3O4: {enabled: false}\n")
    done = Done(capsys)
    assert (done.code, "own.yaml:3: rules.ZEP3O4: no rule is called" in done.err) == (2, True)


def test_a_process_of_ones_own_says_where_its_proposals_lie(
    repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(repository, "own.yaml", "extends: zep-2024\nlayout: {bases: [ideas]}\n")
    write(repository, "ideas/draft/zep-0001.md", GOOD.format(number=1).replace("Draft", "Superseded"))
    write(repository, "ideas/draft/zep-0003.md", HEADERS.format(number=3) + "Replaces: 1\n")
    done = Done(capsys, "--process", "own.yaml", "--select", "ZEP402", "ideas/draft/zep-0001.md")
    assert (done.code, done.out) == (0, "")


def test_nothing_to_check_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    done = Done(capsys, str(tmp_path))
    assert done.code == 0
    assert done.err.startswith("No ZEPs found")


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    done = Done(capsys, "--version")
    assert (done.code, done.out) == (0, f"zeplint {__version__}\n")


def test_help_names_commands_and_examples(capsys: pytest.CaptureFixture[str]) -> None:
    done = Done(capsys, "--help")
    assert done.code == 0
    assert "zeplint rule ZEP304" in done.out


def test_a_rule_explained(capsys: pytest.CaptureFixture[str]) -> None:
    text = Done(capsys, "rule", "missing-resolution")
    assert (text.code, text.out) == (0, Done(capsys, "rule", "zep304").out)
    assert text.out.startswith("ZEP304 missing-resolution (error, on by default)\n")
    assert max(len(line) for line in text.lines if "|" not in line and "reports" not in line) <= 80
    page: dict[str, Any] = json.loads(Done(capsys, "rule", "ZEP304", "--output-format", "json").out)
    assert page["code"] == "ZEP304"
    assert Done(capsys, "rule", "ZEP304", "--output-format", "markdown").out.startswith(
        "# missing-resolution (ZEP304)\n"
    )


def test_every_rule_listed_and_explained(capsys: pytest.CaptureFixture[str]) -> None:
    listed: list[dict[str, Any]] = json.loads(Done(capsys, "rule", "--output-format", "json").out)
    everything = Done(capsys, "rule", "--all").out
    assert len(listed) > 35
    assert [
        entry["code"] for entry in listed if f"\n{entry['code']} {entry['name']} (" not in f"\n{everything}"
    ] == []


def test_a_prefix_lists_its_rules(capsys: pytest.CaptureFixture[str]) -> None:
    done = Done(capsys, "rule", "zep40")
    assert (done.code, [line[:6] for line in done.lines]) == (0, [f"ZEP40{digit}" for digit in range(1, 9)])
    assert Done(capsys, "rule", "--all", "ZEP304").code == 2


def test_an_example_says_what_it_is_run_with(capsys: pytest.CaptureFixture[str]) -> None:
    assert '\n  with parameters.ZEP205.contact = "address"\n' in Done(capsys, "rule", "ZEP205").out


def test_an_unknown_rule_to_explain(capsys: pytest.CaptureFixture[str]) -> None:
    done = Done(capsys, "rule", "ZEP3O4")
    assert (done.code, done.out) == (2, "")
    assert "did you mean ZEP304 (missing-resolution)?" in done.err


def test_windows_changes_no_line_end_and_no_character() -> None:
    data = BytesIO()
    stream = TextIOWrapper(data, encoding="cp1252", newline="\r\n")
    settle(stream)
    stream.write("+Keys — 🙂\r\n+more\n")
    stream.flush()
    assert data.getvalue() == "+Keys — 🙂\r\n+more\n".encode()


def test_the_program_ends_at_once_but_with_all_that_it_prints(
    repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = os.pathsep.join([str(Path(__file__).parent.parent), *filter(None, sys.path)])
    atexit = "import atexit, sys; atexit.register(print, 'taken apart'); from zeplint.cli import run; sys.exit(run())"
    for arguments, code in ((["rule", "--all"], 0), ([TWO], 1), (["nowhere.md"], 2)):
        assert main(arguments) == code
        expected = capsys.readouterr()
        done = subprocess.run(
            [sys.executable, "-c", atexit, *arguments],
            env={**os.environ, "PYTHONPATH": path},
            capture_output=True,
            encoding="utf-8",
        )
        assert (done.returncode, done.stdout, done.stderr) == (code, expected.out, expected.err)
