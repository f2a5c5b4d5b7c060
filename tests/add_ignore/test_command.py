"""``--add-ignore``: what is found is suppressed, and nothing else becomes of the files."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Mapping
from io import BytesIO, TextIOWrapper
from pathlib import Path
from typing import Any

import pytest

from tests.repositories import Repository, proposal
from tests.rule_examples import RULEBOOK, TODAY
from tests.systems import WINDOWS
from zeplint.cli import main
from zeplint.rulebook import rules_directory
from zeplint.rulebook.files import read_rules

BAD = proposal(status="Drafty").replace("Author", "Authors")
FILE = "docs/zeps/draft/zep-0007.md"
IGNORED = BAD.replace(
    "Authors: Ada Example <ada@example.org>\nStatus: Drafty\n",
    "<!-- zeplint: ignore[ZEP213]{why} -->\nAuthors: Ada Example <ada@example.org>\n"
    "Status: Drafty <!-- zeplint: ignore[ZEP301]{why} -->\n",
)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    put(FILE, BAD)
    return tmp_path


def put(path: str, text: str) -> None:
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    Path(path).write_bytes(text.encode())


def lint(capsys: pytest.CaptureFixture[str], *arguments: str) -> list[dict[str, str]]:
    main(["--output-format", "json", *arguments])
    diagnostics: list[dict[str, str]] = json.loads(capsys.readouterr().out)["diagnostics"]
    return diagnostics


def found(capsys: pytest.CaptureFixture[str], *arguments: str) -> list[str]:
    return [one["code"] for one in lint(capsys, *arguments)]


def is_text(data: bytes) -> bool:
    try:
        return bool(data.decode().strip()) and b"\0" not in data
    except UnicodeDecodeError:
        return False


def test_what_is_found_is_suppressed(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rules = ("--select", "ZEP213,ZEP301,ZEP0")
    assert main([*rules, "--add-ignore"]) == 0
    assert Path(FILE).read_text("utf-8") == IGNORED.format(why="")
    assert capsys.readouterr() == (
        "",
        "zeplint: suppressed 2 findings in 1 file\nAll checks passed: 1 ZEP (zep-2024); 2 suppressed.\n",
    )
    before = os.stat(FILE)
    assert main([*rules, "--add-ignore"]) == 0
    assert capsys.readouterr().err.startswith("zeplint: nothing to suppress\n")
    assert os.stat(FILE) == before


def test_a_reason_is_given_in_each_comment(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    put("zeplint.toml", 'select = ["ZEP213", "ZEP301", "ZEP0"]\nsuppression-reason = true\n')
    assert main(["--add-ignore"]) == 2
    assert "the settings ask why a finding is suppressed: --add-ignore=REASON" in capsys.readouterr().err
    assert main(["--add-ignore=", "docs"]) == 2
    assert Path(FILE).read_text("utf-8") == BAD
    assert main(["--add-ignore=as  it was\n--> published", "docs"]) == 0
    assert Path(FILE).read_text("utf-8") == IGNORED.format(why=" as it was -> published")
    assert found(capsys) == []


def test_only_what_is_selected_is_suppressed(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--select", "ZEP301", "--add-ignore", FILE]) == 0
    assert "ZEP213" not in Path(FILE).read_text("utf-8")
    assert found(capsys, "--select", "ZEP213,ZEP301,ZEP0") == ["ZEP213"]


def test_a_diff_changes_nothing(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--select", "ZEP213,ZEP301", "--add-ignore", "--diff"]) == 1
    output, said = capsys.readouterr()
    assert said == "zeplint: would suppress 2 findings in 1 file\n"
    assert "+Status: Drafty <!-- zeplint: ignore[ZEP301] -->\n" in output
    assert Path(FILE).read_text("utf-8") == BAD
    assert main(["--select", "ZEP213,ZEP301", "--add-ignore", "--diff", "--exit-zero"]) == 0


def test_line_ends_mark_and_mode_stay(folder: Path) -> None:
    Path(FILE).write_bytes(b"\xef\xbb\xbf" + BAD.replace("\n", "\r\n").encode())
    os.chmod(FILE, 0o640)
    assert main(["--select", "ZEP213,ZEP301", "--add-ignore"]) == 0
    expected = IGNORED.format(why="").replace("\n", "\r\n").encode()
    assert Path(FILE).read_bytes() == b"\xef\xbb\xbf" + expected
    assert WINDOWS or os.stat(FILE).st_mode & 0o777 == 0o640


def test_what_no_comment_can_suppress_is_named(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    other = Path("docs/zeps/draft/zep-0008.md")
    other.write_bytes(proposal(8).replace("Keys.", "K\x00eys.").encode("utf-16"))
    assert main(["--add-ignore"]) == 1
    said = capsys.readouterr().err
    assert "docs/zeps/draft/zep-0008.md:1:1: ZEP100 is not suppressed: no comment can stand there\n" in said
    assert found(capsys) == ["ZEP100"]


def test_a_file_that_is_read_only_is_left_alone(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    os.chmod(FILE, 0o440)
    assert main(["--select", "ZEP301", "--add-ignore"]) == 1
    assert capsys.readouterr().err.startswith(
        f"zeplint: {FILE}: left alone: it is read-only\nzeplint: nothing to suppress\n"
    )
    assert Path(FILE).read_text("utf-8") == BAD


def test_a_file_that_is_not_to_be_written_is_left_alone(
    folder: Path, tmp_path_factory: pytest.TempPathFactory, capsys: pytest.CaptureFixture[str]
) -> None:
    outside = tmp_path_factory.mktemp("outside") / "zep-0008.md"
    outside.write_text(proposal(8, status="Drafty"), encoding="utf-8")
    Repository(folder)
    Path("docs/zeps/draft/zep-0008.md").symlink_to(outside)
    main(["--select", "ZEP301,ZEP100", "--add-ignore"])
    assert outside.read_text("utf-8") == proposal(8, status="Drafty")
    assert "ZEP301" in Path(FILE).read_text("utf-8")
    assert "docs/zeps/draft/zep-0008.md" in capsys.readouterr().err


def test_known_findings_are_left_as_they_are(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rules = ("--select", "ZEP213,ZEP301,ZEP302,ZEP0")
    main([*rules, "--write-baseline"])
    put(FILE, BAD.replace("Core", "Kore"))
    assert main([*rules, "--baseline", "zeplint-baseline.json", "--add-ignore"]) == 0
    assert "suppressed 1 finding in 1 file" in capsys.readouterr().err
    assert Path(FILE).read_text("utf-8").count("zeplint: ignore") == 1
    assert found(capsys, *rules, "--baseline", "zeplint-baseline.json") == []


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--fix",), "first --fix, then --add-ignore"),
        (("--fix-only",), "first --fix, then --add-ignore"),
        (("--stdin-filename", FILE), "it has no use for --stdin-filename"),
    ],
)
def test_what_does_not_go_with_it(
    folder: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    arguments: tuple[str, ...],
    message: str,
) -> None:
    monkeypatch.setattr("sys.stdin", TextIOWrapper(BytesIO(BAD.encode())))
    assert main(["--add-ignore", *arguments]) == 2
    assert message in capsys.readouterr().err


def test_only_what_a_change_brings_is_suppressed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    repository = Repository(tmp_path / "specs")
    draft = "docs/zeps/draft/zep-000{}.md"
    repository.commit({draft.format(n): proposal(n).replace("Core", "Kore") for n in (1, 2)})
    repository.write({draft.format(1): proposal(1, status="Drafty").replace("Core", "Kore")})
    repository.write({draft.format(3): proposal(3, status="Final")})
    monkeypatch.chdir(repository.folder)
    rules = ("--select", "ZEP301,ZEP302,ZEP901,ZEP904,ZEP0")
    assert main([*rules, "--since", "HEAD", "--new-only", "--add-ignore=why"]) == 0
    assert repository.git("status", "--porcelain").split() == [
        "M",
        "docs/zeps/draft/zep-0001.md",
        "??",
        "docs/zeps/draft/zep-0003.md",
    ]
    assert found(capsys, *rules, "--since", "HEAD", "--new-only") == []
    assert found(capsys, *rules) == ["ZEP302", "ZEP302"]
    repository.commit({})
    assert found(capsys, *rules, "--since", "HEAD", "--new-only") == []
    repository.write({draft.format(2): None})
    assert main([*rules, "--since", "HEAD", "--new-only", "--add-ignore=why"]) == 1
    assert (
        "docs/zeps/draft/zep-0002.md: ZEP904 is not suppressed: the file is gone\n" in capsys.readouterr().err
    )


EXAMPLES = [
    pytest.param(data["code"], example, id=f"{data['code']}-{example['title']}")
    for data in read_rules(rules_directory())
    for example in data["examples"]
    if example["reports"] and "base" not in example and "with-rules" not in example
]


@pytest.mark.slow
@pytest.mark.parametrize(("code", "example"), EXAMPLES)
def test_every_example_of_a_rule_is_silenced(
    code: str,
    example: Mapping[str, Any],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    Repository(tmp_path).write(example["files"])
    monkeypatch.chdir(tmp_path)
    put("zeplint.toml", f'today = "{TODAY}"\nselect = ["ALL"]\n')
    process = ("--process", example["process"]) if "process" in example else ()
    before = found(capsys, *process, *example["files"])
    main(["--add-ignore=why", *process, *example["files"]])
    said = capsys.readouterr().err
    left = lint(capsys, *process, *example["files"])
    assert said.count(" is not suppressed: ") == len(left) <= len(before)
    # Nothing is left in a text that can be read and take a comment, but what is said of the run.
    of_run = {rule.code for rule in RULEBOOK if "run" in rule.scopes}
    for one in left:
        data = Path(one["path"]).read_bytes()
        assert one["code"] in of_run or not is_text(data) or not one["path"].endswith((".md", ".rst"))
    texts = {path: path.read_bytes() for path in tmp_path.rglob("*.*") if path.is_file()}
    main(["--add-ignore=why", *process, *example["files"]])
    assert {path: path.read_bytes() for path in tmp_path.rglob("*.*") if path.is_file()} == texts


@pytest.mark.slow
@pytest.mark.parametrize("name", ["zeps", "zarr-specs", "neps"])
def test_the_published_trees_are_silenced(
    name: str,
    corpus: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    tree = tmp_path / name
    shutil.copytree(corpus / name, tree)
    for path in (tree, *tree.rglob("*")):
        path.chmod(path.stat().st_mode | 0o200)
    Repository(tree).commit({})
    monkeypatch.chdir(tree)
    before = found(capsys, "--select", "ALL")
    main(["--select", "ALL", "--add-ignore=as published"])
    said = capsys.readouterr().err
    assert before
    assert "is not suppressed" not in said
    assert "left alone" not in said
    assert found(capsys, "--select", "ALL") == []
    # Nothing but comments came: each line that was there is there, if need be with a comment behind it.
    for changed in Repository(tree, new=False).git("diff", "--name-only").split("\n"):
        diff = Repository(tree, new=False).git("diff", "-U0", "--", changed).split("\n")[4:]
        kept = [line[1:] for line in diff if line.startswith("-")]
        added = [line[1:] for line in diff if line.startswith("+")]
        assert all("zeplint: ignore" in line or not line.strip() for line in added)
        for line in kept:
            assert any(new.startswith(line.rstrip("\\ |")[:40]) for new in added), line
    main(["--select", "ALL", "--add-ignore=as published"])
    assert "nothing to suppress" in capsys.readouterr().err


def test_what_is_suppressed_is_reported_if_asked_for(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    put(FILE, IGNORED.format(why=""))
    codes = ["--select", "ZEP213,ZEP301,ZEP001"]
    assert found(capsys, *codes) == []
    assert found(capsys, *codes, "--no-ignore-comments") == ["ZEP213", "ZEP301"]
    assert main(["--no-ignore-comments", "--add-ignore"]) == 2
    assert "leave out --no-ignore-comments" in capsys.readouterr().err
