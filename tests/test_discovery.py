"""Which collection a path belongs to."""

from __future__ import annotations

from pathlib import Path

import pytest

from zeplint.discovery import find_boundary, find_root, locate
from zeplint.rulebook import load_process, process_names

PROCESSES = [load_process(name) for name in process_names()]


def root_of(folder: Path, boundary: Path | None = None) -> str:
    return find_root(str(folder), PROCESSES, None, str(boundary) if boundary else None)


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    for folder in (".git", "docs/zeps/draft", "docs/zeps/accepted", "docs/v3/codecs/gzip", "src/deep"):
        (tmp_path / folder).mkdir(parents=True)
    return tmp_path


def test_the_root_is_the_folder_above_the_status_directories(repository: Path) -> None:
    assert root_of(repository / "docs/zeps/draft") == str(repository)
    assert root_of(repository) == str(repository)


def test_from_elsewhere_in_the_repository_it_is_found_upwards(repository: Path) -> None:
    assert root_of(repository / "src/deep", repository) == str(repository)
    assert root_of(repository / "docs/v3/codecs/gzip", repository) == str(repository)


def test_without_a_boundary_nothing_is_looked_for_above(repository: Path) -> None:
    assert root_of(repository / "src/deep") == str(repository / "src/deep")


def test_status_directories_at_the_top(tmp_path: Path) -> None:
    (tmp_path / "draft").mkdir()
    assert root_of(tmp_path / "draft") == str(tmp_path)


def test_specification_pages_without_proposals(tmp_path: Path) -> None:
    (tmp_path / "docs/v3/codecs").mkdir(parents=True)
    assert root_of(tmp_path / "docs/v3/codecs") == str(tmp_path)


def test_the_folder_of_the_settings_comes_first(repository: Path) -> None:
    settings = repository / "docs/zeps" / "zeplint.toml"
    settings.write_text("", encoding="utf-8")
    draft = repository / "docs/zeps/draft"
    assert locate(str(draft), PROCESSES, isolated=False) == (
        str(repository / "docs/zeps"),
        str(settings),
        str(repository),
    )
    assert locate(str(draft), PROCESSES, isolated=True) == (str(repository), None, str(repository))


def test_settings_far_above_do_not_move_the_root(tmp_path: Path) -> None:
    draft = tmp_path / "design/proposals/draft"
    draft.mkdir(parents=True)
    (tmp_path / "zeplint.toml").write_text("", encoding="utf-8")
    settings = str(tmp_path / "zeplint.toml")
    assert find_root(str(draft), PROCESSES, settings, None) == str(tmp_path / "design/proposals")
    assert find_root(str(tmp_path / "design"), PROCESSES, settings, None) == str(tmp_path)


def test_the_boundary_is_the_nearest_git(repository: Path) -> None:
    assert find_boundary(str(repository / "docs/zeps/draft")) == str(repository)
    (repository / "docs" / ".git").write_text("gitdir: elsewhere\n", encoding="utf-8")
    assert find_boundary(str(repository / "docs/zeps/draft")) == str(repository / "docs")


def test_without_git_the_root_is_the_boundary(tmp_path: Path) -> None:
    (tmp_path / "draft").mkdir()
    if find_boundary(str(tmp_path)) is not None:
        pytest.skip("the temporary folder lies in a repository")
    assert locate(str(tmp_path / "draft"), PROCESSES, isolated=True) == (str(tmp_path), None, str(tmp_path))
