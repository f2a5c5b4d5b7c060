"""A repository whose proposals join the collection of another one."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.command_line import Done, write
from zeplint.collection import Collection
from zeplint.rulebook import load_process
from zeplint.session import Request, prepare
from zeplint.source import Source
from zeplint.tree import MemoryTree, MountedTree

OLD = "# ZEP 3 — Keys\n\nAuthors: Ada Example <ada@example.org>\n\nStatus: {status}\n\nType: {kind}\n"
NEW = "# ZEP 7 — Shorter keys\n\nStatus: Draft\nType: Core\nRequire: {number}\n"
ONE, OTHER = "docs/zeps/draft/zep-0007.md", "accepted/ZEP0003.md"


@pytest.fixture
def specs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository of pages and new proposals beside one of old proposals; the working directory."""
    for name in ("specs", "zeps"):
        (tmp_path / name / ".git").mkdir(parents=True)
    write(tmp_path / "specs", ONE, NEW.format(number=3))
    write(tmp_path / "zeps", OTHER, OLD.format(status="Rejected", kind="Specification"))
    monkeypatch.chdir(tmp_path / "specs")
    return tmp_path / "specs"


def report(capsys: pytest.CaptureFixture[str], *arguments: str) -> list[dict[str, Any]]:
    done = Done(capsys, "--select", "ZEP404,ZEP407", "--output-format", "json", *arguments)
    assert done.code in (0, 1), done
    diagnostics: list[dict[str, Any]] = json.loads(done.out)["diagnostics"]
    return diagnostics


def places(diagnostic: dict[str, Any]) -> list[str]:
    return [diagnostic["path"], *(related["path"] for related in diagnostic["related"])]


def test_its_proposals_are_held_against_ours(specs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (found,) = report(capsys, "--zeps", "../zeps")
    assert (found["code"], places(found)) == ("ZEP407", [ONE, f"../zeps/{OTHER}"])
    assert report(capsys) == []


def test_paths_are_seen_from_the_working_directory(
    specs: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(specs / "docs")
    (found,) = report(capsys, "--zeps", "../../zeps", ".")
    assert places(found) == [ONE.removeprefix("docs/"), f"../../zeps/{OTHER}"]


def test_the_settings_name_it_relative_to_themselves(
    specs: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    write(specs, "zeplint.toml", 'zeps = "../zeps"\n')
    monkeypatch.chdir(specs / "docs/zeps")
    assert [found["code"] for found in report(capsys, ".")] == ["ZEP407"]


def test_the_command_line_goes_before_the_settings(specs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(specs, "zeplint.toml", 'zeps = "../nowhere"\n')
    assert [found["code"] for found in report(capsys, "--zeps", "../zeps")] == ["ZEP407"]


def test_its_files_are_not_linted(specs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(specs.parent, f"zeps/{OTHER}", OLD.format(status="Nonsense", kind="Specification"))
    arguments = ("--select", "ZEP3", "--output-format", "json", "--zeps", "../zeps")
    assert Done(capsys, *arguments).found == []
    assert Done(capsys, *arguments, ".", f"../zeps/{OTHER}").found == [("ZEP301", f"../zeps/{OTHER}")]


def test_it_is_read_by_its_own_process(specs: Path) -> None:
    for requested in (None, "zep-2024"):
        plan = prepare(Request((".",), process=requested, zeps="../zeps"), {}, str(specs))
        (collection,) = (job.collection for job in plan.jobs)
        assert collection.process.name == "zep-2024"
        assert [(p.path, p.process.name) for p in collection.proposals] == [
            (ONE, "zep-2024"),
            (f"../zeps/{OTHER}", "zep-2022"),
        ]


def test_its_settings_say_which_process(specs: Path) -> None:
    write(specs.parent, "zeps/zeplint.toml", 'process = "zep-2024"\n')
    plan = prepare(Request((".",), zeps="../zeps"), {}, str(specs))
    assert plan.jobs[0].collection.joined[0].process.name == "zep-2024"


def test_nothing_outside_its_own_boundary_is_read(specs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (specs.parent / "secret.md").write_text(OLD.format(status="Rejected", kind="Specification"))
    path = specs.parent / "zeps" / OTHER
    path.unlink()
    path.symlink_to(specs.parent / "secret.md")
    assert report(capsys, "--zeps", "../zeps") == []


def test_one_that_is_not_there(specs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    done = Done(capsys, "--zeps", "../nowhere")
    assert (done.code, done.err) == (2, "zeplint: error: --zeps: no such folder: ../nowhere\n")
    write(specs, "zeplint.toml", '# ours\nzeps = "nowhere"\n')
    done = Done(capsys)
    assert (done.code, done.err) == (2, 'zeplint: error: zeplint.toml:2: "zeps": no such folder: nowhere\n')


def test_the_same_repository_joins_nothing(specs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(specs, "docs/zeps/draft/zep-0003.md", OLD.format(status="Draft", kind="Core"))
    assert report(capsys, "--zeps", "docs/zeps") == []


PLACE = "docs/zeps/draft/zep-0003.md"


@pytest.fixture
def both() -> Collection:
    """Two repositories that each have a proposal of one number at one place."""
    process = load_process("zep-2024")
    text = "# ZEP 3 — Keys\n\nStatus: {}\nType: Core\n"
    tree = MountedTree(MemoryTree({PLACE: text.format("Final")}), "../other")
    joined = Collection(tree, process, mount="../other")
    return Collection(MemoryTree({PLACE: text.format("Draft")}), process, joined=[joined])


def test_a_joined_file_may_have_the_path_of_an_own_one(both: Collection) -> None:
    ours, other = both.proposals
    assert (ours.path, other.path) == (PLACE, f"../other/{PLACE}")
    assert (other.local_path, both.process.directory_of(other.local_path)) == (PLACE, ("docs/zeps", "draft"))
    assert both.document(other.path) is other
    assert both.exists(other.path)
    assert not both.exists("../other/docs/zeps/draft/zep-0004.md")
    assert both.with_source(ours.source).proposals[1] is other


def test_a_joined_file_that_changes_and_moves(both: Collection) -> None:
    ours, other = both.proposals
    source = Source(other.path, other.source.text.replace("Final", "Accepted"))
    changed = both.with_source(source)
    assert [p.status and p.status.name for p in changed.proposals] == ["Draft", "Accepted"]
    assert changed.proposals[0] is ours
    target = other.path.replace("draft", "accepted")
    moved = changed.with_changes([Source(target, source.text)], {other.path: target})
    assert [proposal.path for proposal in moved.proposals] == [PLACE, target]
    assert [p.status and p.status.name for p in both.proposals] == ["Draft", "Final"]
