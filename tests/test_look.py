"""Whether something is at a path: found out from names, and only inside the boundary."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from zeplint.source import Source
from zeplint.tree import FILE, FOLDER, MISSING, UNKNOWN, DiskTree, MemoryTree, OverlayTree


@pytest.fixture
def tree(tmp_path: Path) -> DiskTree:
    inside = tmp_path / "repository" / "zeps"
    (inside / "draft").mkdir(parents=True)
    (inside / "draft" / "zep-0007.md").write_text("# ZEP 7\n")
    (inside.parent / "README.md").write_text("\n")
    (tmp_path / "secret").write_text("\n")
    (inside / "out").symlink_to(tmp_path / "secret")
    (inside / "up").symlink_to("..")
    (inside / "round").symlink_to("round")
    return DiskTree(str(inside), str(inside.parent), str(inside))


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("draft/zep-0007.md", FILE),
        ("draft/ZEP-0007.md", MISSING),
        ("draft", FOLDER),
        ("", FOLDER),
        ("draft/../draft/zep-0007.md", FILE),
        ("draft/zep-0007.md/keys", MISSING),
        ("nowhere/zep-0007.md", MISSING),
        ("../README.md", FILE),
        ("up/README.md", FILE),
        ("../../secret", UNKNOWN),
        ("out", UNKNOWN),
        ("round", UNKNOWN),
        ("a\0b", UNKNOWN),
    ],
)
def test_on_disk(tree: DiskTree, path: str, expected: str) -> None:
    assert tree.look(path) == expected


def test_nothing_outside_the_boundary_is_touched(tree: DiskTree, monkeypatch: pytest.MonkeyPatch) -> None:
    touched: list[str] = []
    for name in ("stat", "lstat", "scandir", "listdir", "open", "readlink"):

        def watched(path: str, *more: object, real: object = getattr(os, name), **named: object) -> object:
            touched.append(os.fspath(path))
            return real(path, *more, **named)  # type: ignore[operator]

        monkeypatch.setattr(os, name, watched)
    for path in ("../../secret", "out", "../../../etc/passwd", "/etc/passwd", "up/../../../secret"):
        assert tree.look(path) == UNKNOWN
    assert [path for path in touched if not path.startswith(tree.boundary)] == []


def test_in_memory_and_laid_over() -> None:
    below = MemoryTree({"draft/zep-0007.md": ""})
    tree = OverlayTree(below, {"final/zep-0008.md": Source("final/zep-0008.md", "")})
    wanted = ["draft", "draft/zep-0007.md", "draft/../final/zep-0008.md", "final", "fin", "../draft"]
    assert [tree.look(path) for path in wanted] == [FOLDER, FILE, FILE, FOLDER, MISSING, UNKNOWN]
