"""Files that an example cannot hold: what is on a real disk and cannot be read, or not as text."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.rule_examples import RULEBOOK, TODAY, report
from zeplint.collection import Collection
from zeplint.linter import Options, lint
from zeplint.rulebook import load_process
from zeplint.tree import LARGEST_FILE, DiskTree, MemoryTree

PROCESS = load_process("zep-2024")
FOLDER = "docs/zeps/draft"
PATH = f"{FOLDER}/zep-0007.md"
GOOD = "# ZEP 8 — Shorter keys\n\nStatus: Draft\nType: Core\n"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A repository with one good ZEP, beside which a test puts another."""
    root = tmp_path / "repository"
    (root / FOLDER).mkdir(parents=True)
    (root / FOLDER / "zep-0008.md").write_text(GOOD, encoding="utf-8")
    return root


def found(root: Path, path: str = PATH) -> list[str]:
    """What every rule of the family says of the collection, and what all rules say of `path`."""
    folder = str(root)
    collection = Collection(DiskTree(folder, folder, folder), PROCESS, named=[path])
    paths = [proposal.path for proposal in collection.proposals]
    rules = [rule for rule in RULEBOOK if rule.code.startswith("ZEP1")]
    everywhere = lint(collection, [*paths, path], rules, RULEBOOK, Options(today=TODAY))
    alone = lint(collection, [path], list(RULEBOOK), RULEBOOK, Options(today=TODAY))
    assert alone.diagnostics == everywhere.diagnostics
    assert {diagnostic.code for diagnostic in everywhere.diagnostics} <= {"ZEP100", "ZEP106", "ZEP108"}
    return [report(diagnostic) for diagnostic in everywhere.diagnostics]


def test_a_directory_named_like_a_zep(root: Path) -> None:
    (root / PATH).mkdir()
    assert found(root) == [f"{PATH}:1:1-1:1 a directory where a text file is expected"]


def test_a_dangling_link(root: Path) -> None:
    (root / PATH).symlink_to("nowhere.md")
    assert found(root) == [f"{PATH}:1:1-1:1 a symbolic link to a file that does not exist"]


def test_a_circular_link(root: Path) -> None:
    (root / PATH).symlink_to("zep-0007.md")
    assert found(root) == [f"{PATH}:1:1-1:1 a symbolic link that leads back to itself"]


def test_a_link_out_of_the_boundary(root: Path, tmp_path: Path) -> None:
    (tmp_path / "outside.md").write_text(GOOD, encoding="utf-8")
    (root / PATH).symlink_to(tmp_path / "outside.md")
    assert found(root) == [f"{PATH}:1:1-1:1 a symbolic link out of the repository: it is not followed"]


def test_a_folder_that_is_a_link_out_of_the_boundary(root: Path, tmp_path: Path) -> None:
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside/zep-0009.md").write_text(GOOD, encoding="utf-8")
    (root / "docs/zeps/accepted").symlink_to(tmp_path / "outside")
    path = "docs/zeps/accepted/zep-0009.md"
    assert found(root, path) == [f"{path}:1:1-1:1 a symbolic link out of the repository: it is not followed"]


def test_links_within_the_boundary_are_followed(root: Path) -> None:
    (root / "elsewhere").mkdir()
    (root / "elsewhere/zep-0009.md").write_text(GOOD.replace("8", "9").rstrip(), encoding="utf-8")
    (root / "docs/zeps/active").symlink_to("../../elsewhere")
    (root / "docs/zeps/active/zep-0010.md").symlink_to("zep-0009.md")
    tree = DiskTree(str(root), str(root), str(root))
    texts = [tree.read(f"docs/zeps/active/zep-{number}.md").text for number in ("0009", "0010")]
    assert texts == [GOOD.replace("8", "9").rstrip()] * 2


def test_a_root_that_is_reached_through_a_link(root: Path, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(root)
    tree = DiskTree(str(tmp_path / "link"), str(tmp_path / "link"), str(tmp_path))
    source = tree.read(f"{FOLDER}/zep-0008.md")
    assert (source.problem, source.text, source.shown) == (None, GOOD, f"link/{FOLDER}/zep-0008.md")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_a_pipe_is_not_waited_for(root: Path) -> None:
    os.mkfifo(root / PATH)
    expected = "a pipe, socket or device where a text file is expected: it is not opened"
    assert found(root) == [f"{PATH}:1:1-1:1 {expected}"]


@pytest.mark.skipif(
    os.name != "posix" or os.geteuid() == 0, reason="only permissions that hold for this user can be denied"
)
def test_no_permission(root: Path) -> None:
    (root / PATH).write_text(GOOD, encoding="utf-8")
    (root / PATH).chmod(0)
    assert found(root) == [f"{PATH}:1:1-1:1 no permission to read this file"]


def test_a_file_over_the_cap(root: Path) -> None:
    (root / PATH).write_bytes(b"#" * (LARGEST_FILE + 200_000))
    assert found(root) == [f"{PATH}:1:1-1:1 4.2 MB of text: files over 4 MB are not read"]


def test_a_file_that_vanished(root: Path) -> None:
    assert found(root) == [f"{PATH}:1:1-1:1 the file does not exist"]


@pytest.mark.parametrize(
    ("content", "message", "fix"),
    [
        (b"# ZEP 7\0\n", "1:1-1:1 binary data, not text: nothing in this file is checked", None),
        (
            "# ZEP 7\n".encode("utf-16-be"),
            "1:1-1:1 binary data, not text: nothing in this file is checked",
            None,
        ),
        (
            "# ZEP 7\n".encode("utf-32"),
            "1:1-1:1 binary data, not text: nothing in this file is checked",
            None,
        ),
        (b"\xff\xfe\x00\xd8", "1:1-1:1 binary data, not text: nothing in this file is checked", None),
        (
            b"\xfe\xff\x00#\x00 \x00Z",
            "1:1-1:1 UTF-16 where UTF-8 is expected: save the file in UTF-8",
            "Save it in UTF-8",
        ),
        (
            b"# ZEP 7\n\n\xe2\x80\x94 caf\xe9s and caf\xe9\n",
            '3:6-3:7 0xe9 is not UTF-8 (in Windows-1252 it is "é"): save the file in UTF-8',
            None,
        ),
        (b"# ZEP 7\r\x81\r", "2:1-2:2 0x81 is not UTF-8: save the file in UTF-8", None),
        (b"\xef\xbb\xbf# ZEP 7 \xf0\x9f", "1:9-1:10 0xf0 0x9f is not UTF-8: save the file in UTF-8", None),
    ],
)
def test_bytes_that_are_not_utf8(content: bytes, message: str, fix: str | None) -> None:
    # No block, no number: only rules about the file itself speak.
    path = "notes.md"
    collection = Collection(MemoryTree({path: content}), PROCESS)
    result = lint(collection, [path], list(RULEBOOK), RULEBOOK, Options(today=TODAY))
    assert [report(diagnostic) for diagnostic in result.diagnostics] == [f"{path}:{message}"]
    assert [d.fix and d.fix.title for d in result.diagnostics] == [fix]


def test_every_reason_for_which_a_file_gives_no_text_has_a_message() -> None:
    kinds = {
        "binary",
        "dangling",
        "directory",
        "loop",
        "missing",
        "not-regular",
        "outside",
        "permission",
        "too-large",
        "unreadable",
    }
    assert set(RULEBOOK.rules["ZEP100"].messages) == kinds


def test_any_other_error_of_the_system(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (root / PATH).write_text(GOOD, encoding="utf-8")

    def fail(path: object, *_: object, **__: object) -> None:
        raise OSError(5, "Input/output error", path)

    monkeypatch.setattr("builtins.open", fail)
    tree = DiskTree(str(root), str(root), str(root))
    collection = Collection(tree, PROCESS)
    result = lint(collection, [PATH], [RULEBOOK.rules["ZEP100"]], RULEBOOK, Options(today=TODAY))
    assert [report(diagnostic) for diagnostic in result.diagnostics] == [
        f"{PATH}:1:1-1:1 the file cannot be read: input/output error"
    ]


def test_the_other_files_of_one_number_are_related_places() -> None:
    files = {f"{FOLDER}/zep-0007-{name}.md": f"# ZEP 7 — {name}\n" for name in "abc"}
    collection = Collection(MemoryTree(files), PROCESS)
    rule = RULEBOOK.rules["ZEP104"]
    result = lint(collection, [f"{FOLDER}/zep-0007-b.md"], [rule], RULEBOOK, Options(today=TODAY))
    [diagnostic] = result.diagnostics
    assert diagnostic.path == f"{FOLDER}/zep-0007-b.md"
    assert [(place.source.path, place.span, place.note) for place in diagnostic.related] == [
        (f"{FOLDER}/zep-0007-a.md", (6, 7), "ZEP 7"),
        (f"{FOLDER}/zep-0007-c.md", (6, 7), "ZEP 7"),
    ]


def test_a_thousand_files_of_one_number_are_one_finding() -> None:
    files = {f"{FOLDER}/zep7-{name}.md": "# ZEP 7 — Keys\n\nStatus: Draft\n" for name in range(1000)}
    collection = Collection(MemoryTree(files), PROCESS)
    rules = [RULEBOOK.rules[code] for code in ("ZEP101", "ZEP104")]
    result = lint(collection, list(files), rules, RULEBOOK, Options(today=TODAY))
    codes = [diagnostic.code for diagnostic in result.diagnostics]
    assert (codes.count("ZEP101"), codes.count("ZEP104")) == (1000, 1)
