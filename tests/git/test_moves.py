"""Renames in a repository, and outside of one."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from zeplint.disk.change import Change, CommitError
from zeplint.disk.transaction import Disk
from zeplint.git.moves import move

NAME = "zep-0007: *?[a] ü.md"


def git(folder: Path, *arguments: str) -> str:
    command = ["git", "-c", "core.quotePath=false", *arguments]
    return subprocess.run(command, cwd=folder, check=True, capture_output=True, encoding="utf-8").stdout


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    git(tmp_path, "init", "--quiet")
    (tmp_path / "draft").mkdir()
    (tmp_path / "draft" / NAME).write_text("old\n", encoding="utf-8")
    git(tmp_path, "add", ".")
    return tmp_path


def moved(folder: Path, name: str = NAME) -> None:
    (folder / "final").mkdir(exist_ok=True)
    move(str(folder / "draft" / name), str(folder / "final" / name))
    assert not (folder / "draft" / name).exists()
    assert (folder / "final" / name).is_file()


def test_a_tracked_file_is_moved_in_the_index_and_keeps_what_is_staged(repository: Path) -> None:
    (repository / "draft" / NAME).write_text("new\n", encoding="utf-8")
    moved(repository)
    assert git(repository, "ls-files").strip('"\n') == f"final/{NAME}"
    assert git(repository, "show", f":final/{NAME}") == "old\n"
    assert (repository / "final" / NAME).read_text(encoding="utf-8") == "new\n"


def test_other_files_are_moved_without(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    (repository / "draft/other.md").write_text("x")
    moved(repository, "other.md")
    folder = tmp_path_factory.mktemp("plain")
    (folder / "draft").mkdir()
    (folder / "draft" / NAME).write_text("x")
    moved(folder)


@pytest.mark.parametrize("trouble", ["no git", "locked"])
def test_git_is_not_needed(repository: Path, monkeypatch: pytest.MonkeyPatch, trouble: str) -> None:
    if trouble == "no git":
        monkeypatch.setenv("PATH", str(repository))
    else:
        (repository / ".git/index.lock").touch()
    moved(repository)


def test_the_repository_runs_nothing(repository: Path) -> None:
    hook = repository / ".git/hooks/post-index-change"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text(f"#!/bin/sh\ntouch '{repository}/ran'\n")
    hook.chmod(0o755)
    git(repository, "config", "core.fsmonitor", str(hook))
    moved(repository)
    assert not (repository / "ran").exists()


def test_an_error_takes_the_index_back(repository: Path) -> None:
    before = git(repository, "ls-files", "--stage")
    path = repository / "draft" / NAME

    def once(old: str, new: str) -> None:
        if "other" in old:
            raise OSError(5, "Input/output error")
        move(old, new)

    (repository / "other.md").write_text("x")
    changes = [
        Change(str(path), b"old\n", b"new\n", str(repository / "final" / NAME)),
        Change(str(repository / "other.md"), b"x", b"x", str(repository / "final/other.md")),
    ]
    with pytest.raises(CommitError):
        Disk([str(repository)], once).commit(changes)
    assert git(repository, "ls-files", "--stage") == before
    assert path.read_text(encoding="utf-8") == "old\n"
    Disk([str(repository)], move).commit(changes)
    assert git(repository, "ls-files").strip('"\n') == f"final/{NAME}"
