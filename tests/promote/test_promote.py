"""``zeplint checklist`` and ``zeplint promote``, as a user runs them."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from contextlib import suppress
from pathlib import Path

import jsonschema
import pytest

from tests.differences import changed_lines
from tests.repositories import Repository
from zeplint.cli import main

URL = "https://github.com/zarr-developers/zarr-specs/issues/300"
ZEP = """\
---
layout: default
title: ZEP0007
description: Shorter keys
parent: draft ZEPs
---

# ZEP 7 — Shorter keys

Author: Jane Doe <jane@example.org>

Status: Draft

Type: Specification

Created: 2024-05-04

Discussion: https://example.org/7

## Abstract

Keys get shorter.

## Motivation and Scope

Long keys take space.

## Usage and Impact

None to speak of.

## Backward Compatibility

Old keys stay.

## Detailed description

One letter each.

## Implementation

See https://example.org/8.

## Discussion

At https://example.org/7.

## Copyright

This document is placed in the public domain.
"""
OTHER = ZEP.replace("7", "9").replace("Shorter", "Longer")
PAGE = """\
Keys
====

Corresponding ZEP:
    ZEP0007

Status of this document
=======================

{state}

Rest
====

More.
"""
NOTICE = ".. warning::\n\n    This document is a draft for review and subject to changes."


@pytest.fixture
def zeps(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "zeps"
    for name, text in (("ZEP0007.md", ZEP), ("ZEP0009.md", OTHER)):
        path = folder / "draft" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture
def specs(tmp_path: Path) -> Path:
    page = tmp_path / "specs" / "docs" / "v3" / "keys" / "index.rst"
    page.parent.mkdir(parents=True)
    page.write_text(PAGE.format(state=NOTICE), encoding="utf-8")
    return page


def states(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, str]:
    main(["checklist", *arguments, "--output-format", "json"])
    return {step["title"]: step["state"] for step in json.loads(capsys.readouterr().out)["steps"]}


def test_the_checklist_of_a_draft(zeps: Path, checkout: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["checklist", "7", "--output-format", "json"]) == 1
    data = json.loads(capsys.readouterr().out)
    schema = json.loads((checkout / "zeplint" / "promote" / "checklist.schema.json").read_text("utf-8"))
    jsonschema.validate(data, schema)
    assert (data["number"], data["current"], data["status"], data["complete"]) == (
        7,
        "Draft",
        "Accepted",
        False,
    )
    found = {step["title"]: step for step in data["steps"]}
    assert {title for title, step in found.items() if step["state"] == "open"} == {
        "The status is Accepted",
        "Resolution links the decision",
        "Accepted gives the day of the decision",
        "The file lies where Accepted ZEPs lie",
        "Its old address leads to it",
        "Its front matter says where it lies",
    }
    # The file is not moved, and each place is one in the file that there is.
    for step in found.values():
        assert {reason["path"] for reason in step["reasons"]} <= {"draft/ZEP0007.md"}
    assert found["Its front matter says where it lies"]["reasons"][0]["start"] == {"line": 5, "column": 9}
    assert found["The status is Accepted"]["reasons"][0]["start"] == {"line": 12, "column": 9}


def test_a_checklist_changes_nothing(zeps: Path) -> None:
    main(["checklist", "7", "Rejected"])
    assert Path("draft/ZEP0007.md").read_text("utf-8") == ZEP


def test_markdown_is_a_task_list(zeps: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["checklist", "ZEP 7", "Accepted", "--output-format", "markdown"])
    lines = capsys.readouterr().out.split("\n")
    assert lines[0].startswith("### ZEP 7 to become Accepted: 6 of ")
    assert "- [ ] The status is Accepted (S42)" in lines
    assert "- [x] It does not look like a draft (S45)" in lines


def test_promotion_does_what_the_checklist_asks_for(
    zeps: Path, specs: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = ["--resolution", URL, "--date", "2024-09-05", "--specs", "../specs"]
    assert main(["promote", "7", "accepted", *arguments]) == 0
    shown = capsys.readouterr().out
    assert shown.startswith("draft/ZEP0007.md -> accepted/ZEP0007.md\n../specs/docs/v3/keys/index.rst\n")
    assert "[x] The status is Accepted (S42; done now)\n" in shown
    assert "[?] The pull request that changes the specification is merged" in shown
    expected = (
        ZEP.replace("draft ZEPs\n", "accepted ZEPs\nredirect_from: /draft/ZEP0007\n")
        .replace("Status: Draft", "Status: Accepted")
        .replace("Created: 2024-05-04\n", "Created: 2024-05-04\n\nAccepted: 2024-09-05\n")
        .replace(
            "Discussion: https://example.org/7\n", f"Discussion: https://example.org/7\n\nResolution: {URL}\n"
        )
    )
    assert Path("accepted/ZEP0007.md").read_text("utf-8") == expected
    assert not Path("draft/ZEP0007.md").exists()
    said = f"ZEP0007 was accepted on September 5th, 2024 via {URL}."
    assert specs.read_text("utf-8") == PAGE.format(state=said)
    assert set(states(capsys, "7", "--specs", "../specs").values()) == {"done", "person"}
    assert main(["--fail-on", "info", "--zeps", "../specs"]) == 0
    again = Path("accepted/ZEP0007.md").stat().st_mtime_ns
    assert main(["promote", "7", "accepted", "--specs", "../specs"]) == 0
    assert Path("accepted/ZEP0007.md").stat().st_mtime_ns == again


def test_a_page_without_a_notice_is_told_as_well(zeps: Path, specs: Path) -> None:
    specs.write_text(PAGE.format(state="Read on."), encoding="utf-8")
    main(["promote", "7", "Accepted", "--resolution", URL, "--date", "2024-09-05", "--specs", "../specs"])
    said = f"ZEP0007 was accepted on September 5th, 2024 via {URL}."
    assert specs.read_text("utf-8") == PAGE.format(state=f"{said}\n\nRead on.")


def test_a_successor_is_told(zeps: Path) -> None:
    assert main(["promote", "7", "Superseded", "--replaced-by", "9"]) == 0
    assert "Replaced-By: 9\n" in Path("draft/ZEP0007.md").read_text("utf-8")
    assert "Replaces: 7\n" in Path("draft/ZEP0009.md").read_text("utf-8")


@pytest.mark.parametrize("option", ["--diff", "--dry-run"])
def test_nothing_is_written_on_trial(zeps: Path, capsys: pytest.CaptureFixture[str], option: str) -> None:
    main(["promote", "7", "Rejected", "--resolution", URL, option])
    shown = capsys.readouterr()
    assert Path("draft/ZEP0007.md").read_text("utf-8") == ZEP
    assert "would be done" in shown.out + shown.err
    if option == "--diff":
        subprocess.run(["git", "init", "-q"], check=True)
        subprocess.run(["git", "apply", "-"], input=shown.out.encode(), check=True)
        assert "Status: Rejected" in Path("draft/ZEP0007.md").read_text("utf-8")


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        (["7", "Accepted"], "Accepted asks for a Resolution header: give it with --resolution URL"),
        (["7", "Superseded"], "Superseded asks for a Replaced-By header: give it with --replaced-by N"),
        (["7", "Active"], "no Specification ZEP becomes Active: only Process"),
        (["7", "Acepted"], 'no status is called "Acepted", did you mean Accepted?'),
        (["8", "Accepted"], "there is no ZEP 8 here"),
        (["7", "Accepted", "--resolution", "javascript:x"], "--resolution takes an address"),
        (["7", "Accepted", "--date", "soon"], "--date takes a day"),
        (["README.md", "Accepted"], "no such file or directory: README.md"),
    ],
)
def test_what_is_refused(
    zeps: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], error: str
) -> None:
    assert main(["promote", *arguments]) == 2
    assert error in capsys.readouterr().err
    assert Path("draft/ZEP0007.md").read_text("utf-8") == ZEP


def test_what_the_process_forbids_takes_force(zeps: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Path("draft/ZEP0007.md").write_text(ZEP.replace("Status: Draft", "Status: Final"), encoding="utf-8")
    assert main(["promote", "7", "Draft"]) == 2
    assert "Final cannot become Draft: after Final comes Superseded (--force" in capsys.readouterr().err
    assert main(["promote", "7", "Draft", "--force"]) == 0
    assert "Status: Draft" in Path("draft/ZEP0007.md").read_text("utf-8")


def test_an_error_takes_everything_back(zeps: Path, specs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    specs.chmod(0o444)
    page = specs.read_text("utf-8")
    assert main(["promote", "7", "Accepted", "--resolution", URL, "--specs", "../specs"]) == 2
    assert "../specs/docs/v3/keys/index.rst cannot be changed: it is read-only" in capsys.readouterr().err
    assert Path("draft/ZEP0007.md").read_text("utf-8") == ZEP
    assert specs.read_text("utf-8") == page
    assert not Path("accepted/ZEP0007.md").exists()


# The published proposals


@pytest.mark.parametrize(
    ("arguments", "most"),
    [
        (["3", "Accepted", "--resolution", URL], 3),
        (["3", "Rejected", "--resolution", URL], 2),
        (["4", "Accepted", "--resolution", URL], 3),
        (["4", "Active"], 3),
        (["4", "Superseded", "--replaced-by", "9"], 2),
        (["1", "Final"], 2),
    ],
)
def test_promoting_published_proposals_touches_only_what_it_must(
    corpus: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    arguments: list[str],
    most: int,
) -> None:
    before, after = tmp_path / "before", tmp_path / "after"
    for copy in (before, after):
        shutil.copytree(corpus / "zeps", copy, copy_function=shutil.copyfile)
        for path in (copy, *copy.rglob("*")):
            path.chmod(path.stat().st_mode | 0o200)
    monkeypatch.chdir(after)
    main(["--output-format", "json"])
    known = {(d["code"], d["message"]) for d in json.loads(capsys.readouterr().out)["diagnostics"]}
    assert main(["promote", *arguments]) == 0
    capsys.readouterr()
    main(["--output-format", "json"])
    found = {(d["code"], d["message"]) for d in json.loads(capsys.readouterr().out)["diagnostics"]}
    assert found <= known
    changed = changed_lines(before, after)
    number = re.sub(r"\D", "", arguments[0])
    assert all(f"ZEP000{number}" in name or "ZEP0009" in name for name in changed)
    diff = subprocess.run(
        ["git", "diff", "--no-index", "-M", "--numstat", str(before), str(after)],
        capture_output=True,
        text=True,
    )
    removed = [int(line.split("\t")[1]) for line in diff.stdout.split("\n") if line]
    assert max(removed) <= most


@pytest.fixture
def decided(zeps: Path) -> Repository:
    """The ZEPs in git: 7 is accepted since the first commit, and 11 came with it accepted."""
    repository = Repository(zeps)
    repository.commit({})
    accepted = OTHER.replace("9", "11").replace("Draft", "Accepted")
    repository.commit({"draft/ZEP0007.md": ZEP.replace("Draft", "Accepted"), "accepted/ZEP0011.md": accepted})
    return repository


def test_the_checklists_of_what_a_change_decides(
    decided: Repository, checkout: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    decided.write({"draft/ZEP0009.md": OTHER + "\nMore.\n", "draft/ZEP0012.md": OTHER.replace("9", "12")})
    assert main(["checklist", "--since", "HEAD~1", "--output-format", "json"]) == 1
    data = json.loads(capsys.readouterr().out)
    schema = json.loads((checkout / "zeplint" / "promote" / "checklist.schema.json").read_text("utf-8"))
    jsonschema.validate(data, schema)
    told = [(one["number"], one["before"], one["status"], one["complete"]) for one in data["checklists"]]
    assert told == [(7, "Draft", "Accepted", False), (11, None, "Accepted", False)]
    assert main(["checklist", "--since", "HEAD~1", "--output-format", "markdown"]) == 1
    heads = [line for line in capsys.readouterr().out.split("\n") if line.startswith("#")]
    assert heads == [
        "### ZEP 7 became Accepted (it was Draft): 5 of 10 steps open",
        "### ZEP 11 became Accepted (it is new): 4 of 10 steps open",
    ]


def test_a_proposal_that_moves_has_one_checklist(
    decided: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["promote", "7", "Accepted", "--resolution", URL]) == 0
    capsys.readouterr()
    decided.write({"accepted/ZEP0011.md": None})
    assert main(["checklist", "--since", "HEAD~1"]) == 0
    first, *steps = capsys.readouterr().out.rstrip("\n").split("\n")
    assert first == "ZEP 7 became Accepted (it was Draft): every step is done that a program can see"
    assert {step[:3] for step in steps} == {"[x]", "[?]"}


def test_a_change_that_decides_nothing_has_no_checklist(
    decided: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["checklist", "--since", "HEAD"]) == 0
    assert capsys.readouterr() == ("", "zeplint: no status has changed since HEAD\n")
    decided.write({"draft/ZEP0007.md": ZEP.replace("Draft", "Nonsense")})
    assert main(["checklist", "--since", "HEAD", "--output-format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["checklists"] == []


@pytest.mark.parametrize("arguments", [(), ("7", "--since", "HEAD")])
def test_a_checklist_is_of_a_proposal_or_of_a_change(
    decided: Repository, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...]
) -> None:
    with pytest.raises(SystemExit):
        main(["checklist", *arguments])
    assert "name a proposal, or a revision with --since" in capsys.readouterr().err


def test_a_revision_that_is_none_is_said(decided: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["checklist", "--since", "nowhere"]) == 2
    assert '--since: no commit is called "nowhere"' in capsys.readouterr().err


def test_a_redirect_that_only_a_move_asks_for_is_on_the_list(
    zeps: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A proposal of this type may begin where it lies: once it does, no rule misses a redirect."""
    process = ZEP.replace("Specification", "Process")
    Path("draft/ZEP0007.md").write_text(process, encoding="utf-8")
    main(["checklist", "7", "Active"])
    assert (
        "[ ] Its old address leads to it (S44)\n"
        "      draft/ZEP0007.md:1:1: expected in the front matter, once it moves: redirect_from: /draft/ZEP0007\n"
    ) in capsys.readouterr().out
    assert main(["promote", "7", "Active"]) == 0
    assert "[x] Its old address leads to it (S44; done now)\n" in capsys.readouterr().out
    assert "redirect_from: /draft/ZEP0007\n" in Path("active/ZEP0007.md").read_text("utf-8")
    assert main(["checklist", "7"]) == 0
    assert main(["promote", "7", "Active", "--dry-run"]) == 0
    assert "[x] Its old address leads to it (S44; already so)\n" in capsys.readouterr().out


LISTED = " * ZEP0003 was accepted on May 15th, 2023 via https://example.org/3.\n * ZEP0004 was accepted.\n   So it was."


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        (LISTED, f"{LISTED}\n * {{}}"),
        ("- ZEP0003 was accepted.\n- More.", "- ZEP0003 was accepted.\n- {}\n- More."),
        (
            "ZEP0003 was accepted\nvia https://example.org/3.\n\nMore.",
            "ZEP0003 was accepted\nvia https://example.org/3.\n\n{}\n\nMore.",
        ),
        ("It is said that ZEP0003 was accepted.", "It is said that ZEP0003 was accepted.\n\n{}"),
        ("More.", "{}\n\nMore."),
        ("   A quotation.", "{}\n\n   A quotation."),
    ],
)
def test_a_page_is_told_where_it_speaks_of_others(zeps: Path, specs: Path, state: str, expected: str) -> None:
    for newline in ("\n", "\r\n"):
        page = PAGE.format(state=state).replace("\n", newline)
        specs.write_bytes(page.encode())
        arguments = ("--resolution", URL, "--date", "2024-07-01", "--specs", "../specs", "--force")
        assert main(["promote", "7", "Accepted", *arguments]) == 0
        words = f"ZEP0007 was accepted on July 1st, 2024 via {URL}."
        assert specs.read_bytes().decode() == PAGE.format(state=expected.format(words)).replace("\n", newline)


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        (["Superseded", "--replaced-by", "7"], "ZEP 7 cannot replace itself (--force does it all the same)"),
        (
            ["Superseded", "--replaced-by", "77"],
            "there is no ZEP 77 here to replace ZEP 7 (--force does it all the same)",
        ),
        (
            ["Superseded", "--replaced-by", "x"],
            "argument --replaced-by: a number such as 7 is expected, not x",
        ),
        (
            ["Accepted", "--resolution", URL, "--replaced-by", "9"],
            "Accepted has no header for a successor: leave it out",
        ),
        (
            ["Draft", "--resolution", URL],
            "Draft has no header for a link to where it was decided: leave it out",
        ),
        (["Draft", "--date", "2024-07-01"], "Draft has no header for a day of the decision: leave it out"),
    ],
)
def test_what_has_no_place_is_not_lost_in_silence(
    zeps: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], error: str
) -> None:
    with suppress(SystemExit):  # argparse ends with it
        assert main(["promote", "7", *arguments]) == 2
    assert capsys.readouterr().err.endswith(f"error: {error}\n")
    assert Path("draft/ZEP0007.md").read_text("utf-8") == ZEP


def test_no_header_block_is_no_decision(zeps: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Path("draft/ZEP0007.md").write_text("# ZEP 7 — Shorter keys\n\nNo headers.\n", encoding="utf-8")
    main(["checklist", "7", "Accepted"])
    lines = capsys.readouterr().out.split("\n")
    assert lines[0] == "ZEP 7 to become Accepted: 3 of 9 steps open"
    assert lines[3:5] == [
        "[ ] Resolution links the decision (S28, S42)",
        "      draft/ZEP0007.md:1:3: it has none",
    ]


@pytest.mark.parametrize(
    "arguments", [("promote", "7", "Draft"), ("checklist", "7"), ("checklist", "--since", "HEAD")]
)
def test_pages_that_are_not_there(
    zeps: Path, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...]
) -> None:
    assert main([*arguments, "--specs", "nowhere"]) == 2
    assert capsys.readouterr().err == "zeplint: error: --specs: no such folder: nowhere\n"
