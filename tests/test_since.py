"""``--since`` and ``--new-only``, with a real git."""

from __future__ import annotations

import io
import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from zeplint.cli import main

HEAD = "# ZEP {n} — Keys of part {n}\n\nAuthor: Jane Doe <jane@example.org>\nStatus: {status}\nType: Core\nCreated: {day}\n"
RULES = ("--select", "ZEP2,ZEP3,ZEP9", "--ignore", "ZEP210,ZEP304,ZEP306")


def zep(number: int, status: str = "Draft", day: str = "2024-05-04", body: str = "") -> str:
    return HEAD.format(n=number, status=status, day=day) + body


def git(*arguments: str) -> str:
    identity = ("-c", "user.name=Jane", "-c", "user.email=jane@example.org", "-c", "commit.gpgsign=false")
    done = subprocess.run(["git", *identity, *arguments], check=True, capture_output=True, text=True)
    return done.stdout.strip()


def put(path: str, text: str) -> None:
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    Path(path).write_text(text, encoding="utf-8")


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in [name for name in os.environ if name.startswith(("GIT_", "PRE_COMMIT"))]:
        monkeypatch.delenv(name)
    folder = tmp_path / "specs"
    folder.mkdir()
    monkeypatch.chdir(folder)
    git("init", "-q", "-b", "main")
    put("docs/zeps/draft/zep-0001.md", zep(1))
    # An old defect: no such type.
    put("docs/zeps/draft/zep-0002.md", zep(2).replace("Core", "Kore"))
    git("add", ".")
    git("commit", "-qm", "first")
    return folder


def found(capsys: pytest.CaptureFixture[str], *arguments: str) -> list[str]:
    assert main([*RULES, "--output-format", "json", *arguments]) in (0, 1)
    diagnostics = json.loads(capsys.readouterr().out)["diagnostics"]
    return [f"{one['code']} {one['path']}" for one in diagnostics]


def test_a_change_is_judged_beside_the_rest(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    put("docs/zeps/final/zep-0001.md", zep(1, "Final"))
    Path("docs/zeps/draft/zep-0001.md").unlink()
    git("add", ".")
    git("commit", "-qm", "final")
    put("docs/zeps/final/zep-0001.md", zep(1, "Draft"))
    assert found(capsys, "--since", "HEAD") == [
        "ZEP302 docs/zeps/draft/zep-0002.md",
        "ZEP902 docs/zeps/final/zep-0001.md",
    ]
    assert found(capsys, "--since", "auto", "--new-only") == ["ZEP902 docs/zeps/final/zep-0001.md"]
    assert found(capsys, "--since", "HEAD~1") == ["ZEP302 docs/zeps/draft/zep-0002.md"]


def test_nobody_is_failed_for_old_lines(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = zep(2).replace("Core", "Kore")
    put("docs/zeps/draft/zep-0002.md", f"\n{text}\nMore.\n")
    assert found(capsys, "--new-only") == []
    # The same mistake a second time is a new one.
    put("docs/zeps/draft/zep-0003.md", zep(3).replace("Core", "Kore"))
    assert found(capsys, "--new-only") == ["ZEP302 docs/zeps/draft/zep-0003.md"]


def test_what_a_change_breaks_elsewhere_is_shown(
    repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    put("docs/zeps/draft/zep-0004.md", zep(4).replace("Type", "Require: 1\nType"))
    git("add", ".")
    git("commit", "-qm", "four")
    put("docs/zeps/draft/zep-0001.md", zep(1, "Rejected"))
    main(["--select", "ZEP407", "--new-only", "--output-format", "concise"])
    assert capsys.readouterr().out.startswith("docs/zeps/draft/zep-0004.md:5:10: warning ZEP407 ")


def test_a_deleted_file_has_no_lines(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Path("docs/zeps/draft/zep-0001.md").unlink()
    assert main(["--select", "ZEP904", "--since", "auto", "--output-format", "json"]) == 1
    (one,) = json.loads(capsys.readouterr().out)["diagnostics"]
    assert (one["path"], one["start"], one["end"]) == ("docs/zeps/draft/zep-0001.md", None, None)
    for output_format in ("full", "concise", "github"):
        assert main(["--select", "ZEP904", "--since", "auto", "--output-format", output_format]) == 1
        assert "docs/zeps/draft/zep-0001.md" in capsys.readouterr().out
    # Also when it is named, as git diff --name-only does.
    assert found(capsys, "--since", "HEAD", "docs/zeps/draft/zep-0001.md") == [
        "ZEP904 docs/zeps/draft/zep-0001.md"
    ]
    assert main(["docs/zeps/draft/zep-0001.md"]) == 2


def test_a_move_is_no_end(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Path("docs/zeps/accepted").mkdir()
    git("mv", "docs/zeps/draft/zep-0001.md", "docs/zeps/accepted/zep-0001-keys.md")
    put("docs/zeps/accepted/zep-0001-keys.md", zep(1, "Accepted"))
    assert found(capsys, "--new-only") == []


def test_moving_all_brings_no_flood(
    repository: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    os.chdir(tmp_path)
    (tmp_path / "zeps").mkdir()
    os.chdir("zeps")
    git("init", "-q", "-b", "main")
    for number, status, folder in (
        (5, "Accepted", "accepted"),
        (6, "Draft", "draft"),
        (7, "Rejected", "draft"),
    ):
        put(f"{folder}/zep-000{number}.md", zep(number, status))
    git("add", ".")
    git("commit", "-qm", "zeps")
    before = found(capsys)
    Path("docs/zeps").mkdir(parents=True)
    for folder in ("accepted", "draft"):
        git("mv", folder, f"docs/zeps/{folder}")
    assert found(capsys, "--new-only") == []
    assert [name.replace("docs/zeps/", "") for name in found(capsys, "--since", "HEAD")] == before
    # Into a repository that had none.
    os.chdir(tmp_path)
    (tmp_path / "pages").mkdir()
    os.chdir("pages")
    git("init", "-q", "-b", "main")
    put("docs/v3/keys.rst", "Keys\n====\n\nText.\n")
    git("add", ".")
    git("commit", "-qm", "pages")
    shutil.copytree(tmp_path / "zeps" / "docs" / "zeps", "docs/zeps")
    codes = {name.partition(" ")[0] for name in found(capsys, "--since", "HEAD")}
    assert not {code for code in codes if code.startswith("ZEP9") and code != "ZEP907"}


def test_what_is_staged_or_not_is_what_lies_on_disk(
    repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    put("docs/zeps/draft/zep-0003.md", zep(3, "Final"))
    git("add", ".")
    assert found(capsys, "--new-only") == ["ZEP901 docs/zeps/draft/zep-0003.md"]
    git("commit", "-qm", "three")
    assert found(capsys, "--new-only") == []
    assert found(capsys, "--since", "HEAD~1", "--new-only") == ["ZEP901 docs/zeps/draft/zep-0003.md"]


def test_pre_commit_says_what_to_compare_with(
    repository: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    put("docs/zeps/draft/zep-0003.md", zep(3, "Final"))
    git("add", ".")
    git("commit", "-qm", "three")
    monkeypatch.setenv("PRE_COMMIT_FROM_REF", git("rev-parse", "HEAD~1"))
    assert found(capsys, "--new-only") == ["ZEP901 docs/zeps/draft/zep-0003.md"]


def test_a_branch_is_compared_with_where_it_parted(
    repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    git("checkout", "-qb", "topic")
    put("docs/zeps/draft/zep-0003.md", zep(3))
    git("add", ".")
    git("commit", "-qm", "three")
    git("checkout", "-q", "main")
    put("docs/zeps/draft/zep-0001.md", zep(1, day="2024-01-01"))
    git("commit", "-qam", "one")
    git("checkout", "-q", "topic")
    # The day on main changed later: that is none of this branch's doing.
    assert found(capsys, "--since", "main", "--new-only") == []


def test_a_worktree_and_a_folder_below_the_root(
    repository: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    git("worktree", "add", "-q", str(tmp_path / "tree"))
    os.chdir(tmp_path / "tree" / "docs")
    put("zeps/draft/zep-0003.md", zep(3, "Final"))
    assert found(capsys, "--new-only") == ["ZEP901 zeps/draft/zep-0003.md"]


def test_before_the_first_commit_all_is_new(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    git("init", "-q", "-b", "main")
    put("docs/zeps/draft/zep-0002.md", zep(2).replace("Core", "Kore"))
    assert found(capsys, "--new-only") == ["ZEP302 docs/zeps/draft/zep-0002.md"]


@pytest.mark.parametrize(
    ("revision", "error"),
    [
        ("nowhere", 'no commit is called "nowhere" in this clone'),
        ("", "no commit is called"),
        ("--help", "no commit is called"),
    ],
)
def test_an_unknown_revision(
    repository: Path, capsys: pytest.CaptureFixture[str], revision: str, error: str
) -> None:
    assert main([f"--since={revision}"]) == 2
    assert f"zeplint: error: --since: {error}" in capsys.readouterr().err


def test_a_shallow_clone_names_the_remedy(
    repository: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first = git("rev-parse", "HEAD")
    put("docs/zeps/draft/zep-0003.md", zep(3))
    git("add", ".")
    git("commit", "-qm", "three")
    git("clone", "-q", "--depth", "1", f"file://{repository}", str(tmp_path / "shallow"))
    os.chdir(tmp_path / "shallow")
    assert main(["--since", first]) == 2
    assert "git fetch --unshallow" in capsys.readouterr().err


def test_outside_of_git(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    put("docs/zeps/draft/zep-0001.md", zep(1))
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    assert main(["--new-only"]) == 2
    assert "is in no git repository" in capsys.readouterr().err
    monkeypatch.setenv("PATH", str(tmp_path))
    assert main(["--new-only"]) == 2
    assert "there is no git on the PATH" in capsys.readouterr().err


def test_rules_about_changes_need_something_to_compare_with(
    repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--select", "ZEP902"]) == 2
    assert "--since REVISION" in capsys.readouterr().err


def test_nothing_that_a_repository_names_is_run(repository: Path, tmp_path: Path) -> None:
    canary = tmp_path / "canary"
    program = tmp_path / "program"
    program.write_text(f"#!/bin/sh\ntouch {canary}\n", encoding="utf-8")
    program.chmod(0o755)
    for key in (
        "core.fsmonitor",
        "core.sshCommand",
        "diff.external",
        "core.pager",
        "filter.x.smudge",
        "filter.x.clean",
    ):
        git("config", key, str(program))
    git("config", "diff.x.textconv", str(program))
    put(".gitattributes", "*.md diff=x filter=x\n")
    put("docs/zeps/draft/zep-0003.md", zep(3, "Final"))
    canary.unlink(missing_ok=True)
    main(["--new-only"])
    main(["--select", "ZEP908", "--since", "HEAD"])
    assert not canary.exists()


def test_standard_input_is_laid_over(
    repository: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    import io
    import sys

    stream = io.TextIOWrapper(io.BytesIO(zep(1, day="2024-06-04").encode()), encoding="utf-8")
    monkeypatch.setattr(sys, "stdin", stream)
    arguments = ("--new-only", "--stdin-filename", "docs/zeps/draft/zep-0001.md")
    assert found(capsys, *arguments) == ["ZEP906 docs/zeps/draft/zep-0001.md"]


def test_fixes_go_together_with_changes(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    put("docs/zeps/draft/zep-0003.md", zep(3, "Final").replace("Status", "status"))
    assert found(capsys, "--since", "HEAD", "--fix") == [
        "ZEP302 docs/zeps/draft/zep-0002.md",
        "ZEP901 docs/zeps/draft/zep-0003.md",
    ]
    assert Path("docs/zeps/draft/zep-0003.md").read_text("utf-8") == zep(3, "Final")


def test_every_rule_can_look_at_the_earlier_version(
    repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    put("docs/zeps/draft/zep-0003.md", zep(3, "Final"))
    for arguments in (["--new-only", "--select", "ALL"], ["--new-only"], ["--since", "HEAD"]):
        assert main([*arguments, "--output-format", "concise"]) == 1
        shown = capsys.readouterr()
        assert "ZEP003" not in shown.out
        assert "ZEP901" in shown.out


# Fixing what a change brings

VARIANTS = ("--select", "ZEP213", "--process", "zep-2024", "--new-only")


@pytest.fixture
def variant(repository: Path) -> Path:
    """An old slip in a proposal, and a new one in the same and in another proposal."""
    put("docs/zeps/draft/zep-0002.md", zep(2).replace("Status:", "status:"))
    git("add", ".")
    git("commit", "-qm", "a slip")
    put("docs/zeps/draft/zep-0002.md", zep(2).replace("Status:", "status:").replace("Type:", "type:"))
    put("docs/zeps/draft/zep-0003.md", zep(3).replace("Status:", "status:"))
    return repository


def text(number: int) -> str:
    return Path(f"docs/zeps/draft/zep-{number:04}.md").read_text("utf-8")


def test_only_what_is_new_is_fixed(variant: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*VARIANTS, "--fix", "--fail-on", "warning"]) == 0
    assert capsys.readouterr().err.endswith("2 fixed.\n")
    assert text(2) == zep(2).replace("Status:", "status:")
    assert text(3) == zep(3)
    # Once more: there is nothing new left.
    assert main([*VARIANTS, "--diff"]) == 0
    assert main([*VARIANTS[:-1], "--diff"]) == 1


def test_a_diff_shows_only_what_is_new(variant: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*VARIANTS, "--diff"]) == 1
    lines = capsys.readouterr().out.split("\n")
    assert [line for line in lines if line.startswith(("-t", "-s"))] == ["-type: Core", "-status: Draft"]


def test_only_what_is_new_in_standard_input_is_fixed(
    variant: Path, capsysbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    given = text(2).replace("Created:", "created:").encode()
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(given)))
    name = "docs/zeps/draft/zep-0002.md"
    assert main([*VARIANTS, "--fix", "--fail-on", "warning", "--stdin-filename", name]) == 0
    out, err = capsysbinary.readouterr()
    assert out.decode() == zep(2).replace("Status:", "status:")
    assert b"2 fixed" in err


def test_an_old_slip_in_a_file_that_is_moved_stays(
    repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    put("docs/zeps/draft/zep-0002.md", zep(2).replace("Author:", "author:"))
    git("add", ".")
    git("commit", "-qm", "a slip")
    put(
        "docs/zeps/draft/zep-0002.md", zep(2, "Final").replace("Author:", "author:").replace("Type:", "type:")
    )
    arguments = ["--select", "ZEP105,ZEP213", *VARIANTS[2:], "--fix", "--unsafe-fixes"]
    assert main([*arguments, "--fail-on", "warning"]) == 0
    moved = Path("docs/zeps/final/zep-0002.md").read_text("utf-8")
    assert moved == zep(2, "Final").replace("Author:", "author:")
