"""``--fix`` and its companions, as a user runs them."""

from __future__ import annotations

import io
import json
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from tests.differences import changed_lines
from tests.systems import needs_modes
from zeplint.cli import main
from zeplint.disk import locks
from zeplint.fixing import jobs, rounds

# A safe fix (the name of a header) and one that a person must agree to (a status nobody has).
DRAFT = "# ZEP 7 — Keys\n\nAuthor: Jane Doe <jane@example.org>\n\nstatus: Draft\n\nType: Process\n\nCreated: 2024-05-04\n"
OLD = DRAFT.replace("ZEP 7", "ZEP 3").replace("status: Draft", "Status: Superseded\n\nReplaced-By: 4")
NEW = DRAFT.replace("ZEP 7", "ZEP 4").replace("status: Draft", "Status: Draft")
RULES = ("--select", "ZEP101,ZEP105,ZEP213,ZEP301,ZEP401")


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "draft").mkdir()
    (tmp_path / "draft" / "zep-0007.md").write_text(DRAFT, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def text(name: str = "zep-0007.md") -> str:
    return Path("draft", name).read_bytes().decode("utf-8")


def test_a_safe_fix_is_applied(files: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*RULES, "--fail-on", "warning", "--fix"]) == 0
    assert text() == DRAFT.replace("status:", "Status:")
    assert capsys.readouterr().err.endswith("(zep-2024); 1 fixed.\n")
    assert main([*RULES, "--fix", "--exit-non-zero-on-fix"]) == 0


def test_a_fixed_file_can_fail_the_run(files: Path) -> None:
    assert main([*RULES, "--fix", "--exit-non-zero-on-fix"]) == 1
    assert main([*RULES, "--fix", "--exit-non-zero-on-fix"]) == 0


def test_an_unsafe_fix_waits_for_agreement(files: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Path("draft/zep-0007.md").write_text(DRAFT.replace("Draft", "Drafft"), encoding="utf-8")
    assert main([*RULES, "--fix"]) == 1
    assert "status-value" in capsys.readouterr().out
    before = text()
    assert main([*RULES, "--fix", "--unsafe-fixes"]) == 0
    assert text() != before
    assert "Status: Draft\n" in text()


@pytest.mark.parametrize("git", [True, False])
def test_a_diff_changes_nothing_and_can_be_applied(
    files: Path, capsys: pytest.CaptureFixture[str], git: bool
) -> None:
    shutil.move("draft/zep-0007.md", "draft/ZEP7.md")
    Path("draft/ZEP7.md").write_bytes(DRAFT.rstrip("\n").encode())
    arguments = [*RULES, "--process", "zep-2024", "--fix", "--unsafe-fixes"]
    assert main([*arguments, "--diff"]) == 1
    shown = capsys.readouterr()
    assert text("ZEP7.md") == DRAFT.rstrip("\n")
    assert "rename from draft/ZEP7.md\nrename to draft/zep-0007.md\n" in shown.out
    assert re.search(r"would fix \d findings in 1 file", shown.err)
    copy = files / "copy"
    shutil.copytree(files / "draft", copy / "draft")
    subprocess.run(["git", "init", "-q"], cwd=copy, check=True)
    subprocess.run(["git", "apply", "-p1", "-"], cwd=copy, input=shown.out.encode(), check=True)
    if git:
        subprocess.run(["git", "init", "-q"], cwd=files, check=True)
        subprocess.run(["git", "add", "draft"], cwd=files, check=True)
    main(arguments)
    assert text() == (copy / "draft" / "zep-0007.md").read_text("utf-8")
    if git:
        staged = subprocess.run(["git", "ls-files"], cwd=files, check=True, capture_output=True, text=True)
        assert staged.stdout == "draft/zep-0007.md\n"


def test_a_clean_collection_has_no_diff(files: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--select", "ZEP301", "--diff"]) == 0
    assert capsys.readouterr().out == ""


def test_fix_only_reports_nothing(files: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Path("draft/zep-0008.md").write_text(DRAFT.replace("7", "8").replace("Draft", "Parked"), encoding="utf-8")
    assert main([*RULES, "--fix-only"]) == 0
    shown = capsys.readouterr()
    assert shown.out == ""
    assert shown.err == "zeplint: fixed 2 findings\n"


def test_fixes_are_listed(files: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main([*RULES, "--fix", "--show-fixes"])
    assert "zeplint: fixed draft/zep-0007.md: ZEP213 header-name: " in capsys.readouterr().err


def test_a_file_that_was_not_passed_is_written_only_on_demand(files: Path) -> None:
    Path("draft/zep-0003.md").write_text(OLD, encoding="utf-8")
    Path("draft/zep-0004.md").write_text(NEW, encoding="utf-8")
    assert main([*RULES, "--fix", "draft/zep-0003.md"]) == 1
    assert text("zep-0004.md") == NEW
    assert main([*RULES, "--fix", "--fix-related", "draft/zep-0003.md"]) == 0
    assert "Replaces: 3\n" in text("zep-0004.md")


@needs_modes
def test_line_ends_mark_and_mode_survive(files: Path) -> None:
    path = Path("draft/zep-0007.md")
    path.write_bytes(b"\xef\xbb\xbf" + DRAFT.replace("\n", "\r\n").encode())
    path.chmod(0o640)
    assert main([*RULES, "--fix"]) == 0
    expected = DRAFT.replace("status:", "Status:").replace("\n", "\r\n")
    assert path.read_bytes() == b"\xef\xbb\xbf" + expected.encode()
    assert path.stat().st_mode & 0o777 == 0o640


def test_a_read_only_file_is_left_alone(files: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Path("draft/zep-0008.md").write_text(DRAFT.replace("7", "8"), encoding="utf-8")
    Path("draft/zep-0007.md").chmod(0o444)
    assert main([*RULES, "--fail-on", "warning", "--fix"]) == 1
    shown = capsys.readouterr()
    assert "zeplint: draft/zep-0007.md: left alone: it is read-only\n" in shown.err
    assert "draft/zep-0007.md" in shown.out
    assert text() == DRAFT
    assert "Status: Draft" in text("zep-0008.md")


def test_what_a_byte_order_mark_announces_is_saved_in_utf_8(
    files: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("draft/zep-0007.md").write_bytes(DRAFT.replace("\n", "\r\n").encode("utf-16"))
    arguments = ["--select", "ZEP106,ZEP213"]
    assert main([*arguments, "--diff"]) == 1
    assert "-status: Draft" in capsys.readouterr().out
    assert main(["--select", "ZEP106", "--diff"]) == 1
    name = "draft/zep-0007.md"
    binary = f"diff --git a/{name} b/{name}\nBinary files a/{name} and b/{name} differ\n"
    assert capsys.readouterr().out == binary
    assert main([*arguments, "--fix"]) == 0
    assert text() == DRAFT.replace("status:", "Status:").replace("\n", "\r\n")


def test_what_may_be_windows_1252_waits_for_agreement(files: Path) -> None:
    given = DRAFT.replace("—", ":").replace("Jane Doe", "René Müller")
    Path("draft/zep-0007.md").write_bytes(given.encode("cp1252"))
    assert main(["--select", "ZEP106,ZEP108,ZEP213", "--fix"]) == 1
    assert Path("draft/zep-0007.md").read_bytes() == given.encode("cp1252")
    assert main(["--select", "ZEP106,ZEP108,ZEP213", "--fix", "--unsafe-fixes"]) == 0
    assert text() == given.replace("status:", "Status:")


def test_bytes_that_change_meanwhile_are_left_alone_though_they_read_the_same(
    files: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = files / "draft" / "zep-0007.md"
    path.write_bytes(b"# ZEP 7\n\nRen\xe9\n")
    plan = rounds.plan_fixes

    def meanwhile(*arguments: Any) -> Any:
        done = plan(*arguments)
        path.write_bytes(b"# ZEP 7\n\nRen\xe8\n")
        return done

    monkeypatch.setattr(jobs, "plan_fixes", meanwhile)
    assert main(["--select", "ZEP106", "--fix", "--unsafe-fixes"]) == 1
    assert path.read_bytes() == b"# ZEP 7\n\nRen\xe8\n"
    assert "changed since it was read" in capsys.readouterr().err


def test_a_link_out_of_the_boundary_is_left_alone(
    files: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    outside = tmp_path_factory.mktemp("outside") / "zep-0009.md"
    outside.write_text(DRAFT.replace("7", "9"), encoding="utf-8")
    Path("draft/zep-0009.md").symlink_to(outside)
    main([*RULES, "--fix"])
    assert outside.read_text("utf-8") == DRAFT.replace("7", "9")
    assert "Status: Draft" in text()


def test_a_link_inside_is_written_through(files: Path) -> None:
    shutil.move("draft/zep-0007.md", "kept.md")
    Path("draft/zep-0007.md").symlink_to("../kept.md")
    assert main([*RULES, "--fix"]) == 0
    assert Path("draft/zep-0007.md").is_symlink()
    assert "Status: Draft" in Path("kept.md").read_text("utf-8")


def test_a_file_that_changes_meanwhile_is_left_alone(
    files: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("draft/zep-0008.md").write_text(DRAFT.replace("7", "8"), encoding="utf-8")
    plan = rounds.plan_fixes

    def meanwhile(*arguments: Any) -> Any:
        done = plan(*arguments)
        Path("draft/zep-0007.md").write_text(DRAFT + "\nMore.\n", encoding="utf-8")
        return done

    monkeypatch.setattr(jobs, "plan_fixes", meanwhile)
    main([*RULES, "--fix"])
    assert "draft/zep-0007.md: left alone: it changed since it was read\n" in capsys.readouterr().err
    assert text() == DRAFT + "\nMore.\n"
    assert "Status: Draft" in text("zep-0008.md")


def test_an_error_midway_takes_back_the_fixes_of_all_collections(
    files: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in "abc":
        Path(name, "draft").mkdir(parents=True)
        Path(name, ".git").mkdir()
        Path(name, "draft/zep-0007.md").write_text(DRAFT, encoding="utf-8")
    replace = os.replace

    def full(old: str, new: str) -> None:
        if new.endswith("c/draft/zep-0007.md"):
            raise OSError(28, "No space left on device")
        replace(old, new)

    monkeypatch.setattr(os, "replace", full)
    assert main([*RULES, "--fix", "a", "b", "c"]) == 2
    assert "error: no file was changed: no space left on device\n" in capsys.readouterr().err
    for name in "abc":
        assert os.listdir(f"{name}/draft") == ["zep-0007.md"]
        assert Path(name, "draft/zep-0007.md").read_text("utf-8") == DRAFT


def test_a_folder_that_another_run_holds_ends_the_run(
    files: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    fcntl = pytest.importorskip("fcntl")
    monkeypatch.setattr(locks, "LOCK_SECONDS", 0.05)
    descriptor = os.open("draft", os.O_RDONLY)
    fcntl.flock(descriptor, fcntl.LOCK_EX)
    try:
        assert main([*RULES, "--fix"]) == 2
    finally:
        os.close(descriptor)
    assert "another run is writing into it\n" in capsys.readouterr().err
    assert text() == DRAFT


COMMAND = (sys.executable, "-m", "zeplint", *RULES, "--fix")


def start(folder: Path) -> subprocess.Popen[bytes]:
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    return subprocess.Popen(
        COMMAND, cwd=folder, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )


def many(folder: Path) -> dict[str, tuple[str, str]]:
    """The texts of 40 files before and after their fix."""
    texts = {f"zep-{n:04}.md": DRAFT.replace("7", str(n)) for n in range(10, 50)}
    for name, before in texts.items():
        Path(folder, "draft", name).write_text(before, encoding="utf-8")
    return {name: (before, before.replace("status", "Status")) for name, before in texts.items()}


@pytest.mark.slow
def test_two_runs_at_once(files: Path) -> None:
    texts = many(files)
    runs = [start(files), start(files)]
    assert [run.wait() for run in runs] == [0, 0]
    assert {name: text(name) for name in texts} == {name: after for name, (_, after) in texts.items()}
    assert len(os.listdir("draft")) == len(texts) + 1


@pytest.mark.slow
def test_a_killed_run_leaves_each_file_old_or_new(files: Path) -> None:
    many(files)
    began = time.monotonic()
    assert start(files).wait() == 0
    whole = time.monotonic() - began
    for turn in range(12):
        texts = many(files)
        run = start(files)
        time.sleep(whole * (0.4 + turn * 0.05))
        run.kill()
        run.wait()
        assert [(name, text(name)) for name, both in texts.items() if text(name) not in both] == []
        assert start(files).wait() == 0
        assert {name: text(name) for name in texts} == {name: after for name, (_, after) in texts.items()}
    # What is left of a killed run goes with the next one that writes.
    many(files)
    assert start(files).wait() == 0
    assert all(name.endswith(".md") for name in os.listdir("draft"))


class _Bytes(io.TextIOWrapper):
    def __init__(self, data: bytes = b"") -> None:
        super().__init__(io.BytesIO(data), encoding="utf-8", newline="")


@pytest.mark.parametrize(
    ("given", "expected"), [(DRAFT, DRAFT.replace("status", "Status")), ("# A\n", "# A\n")]
)
def test_standard_input_comes_back_fixed(
    files: Path, monkeypatch: pytest.MonkeyPatch, given: str, expected: str
) -> None:
    output = _Bytes()
    monkeypatch.setattr(sys, "stdin", _Bytes(given.encode()))
    monkeypatch.setattr(sys, "stdout", output)
    main([*RULES, "--fix", "--unsafe-fixes", "--stdin-filename", "draft/ZEP7.md"])
    assert output.buffer.getvalue() == expected.encode()  # type: ignore[attr-defined]
    assert text() == DRAFT
    assert os.listdir("draft") == ["zep-0007.md"]


# The published proposals


@pytest.mark.parametrize("options", [(), ("--unsafe-fixes",)], ids=["safe", "unsafe"])
@pytest.mark.parametrize("tree", ["zeps", "neps", "zarr-specs"])
def test_fixing_the_published_trees_comes_to_rest(
    corpus: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tree: str,
    options: Sequence[str],
) -> None:
    before, after = tmp_path / "before", tmp_path / "after"
    for copy in (before, after):
        shutil.copytree(corpus / tree, copy, copy_function=shutil.copyfile)
        for folder, _, _ in os.walk(copy):
            Path(folder).chmod(0o755)
    monkeypatch.chdir(after)
    main(["--output-format", "json"])
    found = json.loads(capsys.readouterr().out)["diagnostics"]
    main(["--fix", *options])
    capsys.readouterr()
    assert main(["--diff", *options]) == 0, capsys.readouterr().out
    reported: dict[str, set[int]] = {}
    for one in found:
        edits = one["fix"]["edits"] if one["fix"] else []
        for place in [one, *edits]:
            if place["start"]:
                reported.setdefault(place["path"], set()).update(
                    range(place["start"]["line"], place["end"]["line"] + 1)
                )
    for path, lines in changed_lines(before, after).items():
        assert set(lines) <= reported[path], path
