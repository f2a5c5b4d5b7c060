"""What is read anew when something changes on disk: what has changed, and nothing else."""

from __future__ import annotations

import random
from collections.abc import Callable
from contextlib import chdir
from pathlib import Path
from typing import Any

import pytest

import zeplint.collection
from tests.server.editor import Editor
from tests.server.test_typing import DAY, by_the_command_line, shown
from tests.server.zeps import write, zep

DRAFTS, ACCEPTED = "docs/zeps/draft", "docs/zeps/accepted"
OPENED = f"{DRAFTS}/zep-0007.md"
SELECT = 'select = ["ZEP301", "ZEP401", "ZEP402", "ZEP403", "ZEP404", "ZEP407", "ZEP104"]\n'


@pytest.fixture
def root(tmp_path: Path) -> Path:
    files = {f"{DRAFTS}/zep-00{number}.md": zep(number) for number in range(10, 40)}
    (tmp_path / ".git").mkdir()
    return write(tmp_path, {"zeplint.toml": SELECT, OPENED: zep(7, more="Require: 10, 11, 12\n"), **files})


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the files that are read, in order."""
    names: list[str] = []
    original: Callable[..., Any] = zeplint.collection.open_document

    def open_document(source: Any, process: Any) -> Any:
        names.append(source.path.rpartition("/")[2])
        return original(source, process)

    monkeypatch.setattr(zeplint.collection, "open_document", open_document)
    return names


def tell(editor: Editor, *paths: Path) -> None:
    """Say that something has become of some files."""
    changes = [{"uri": path.as_uri(), "type": 2} for path in paths]
    editor.tell("workspace/didChangeWatchedFiles", changes=changes)


def is_up_to_date(editor: Editor, root: Path, path: Path) -> bool:
    """Whether what is shown of a file is what the command line finds."""
    with chdir(root):
        found = by_the_command_line(root, path)
    wanted = [(code, said.partition("\n")[0], *at) for code, said, *at in found]
    return shown(editor, path.as_uri()) == wanted


def test_a_save_reads_the_file_that_was_saved(root: Path, read: list[str]) -> None:
    with Editor(root, environ=DAY) as editor:
        uri = editor.open(root / OPENED)
        assert len(read) > 30
        read.clear()
        editor.tell("textDocument/didSave", textDocument={"uri": uri})
        assert set(read) <= {"zep-0007.md"}
        other = root / DRAFTS / "zep-0012.md"
        other.write_text(zep(12, status="Withdrawn"), "utf-8")
        editor.tell("textDocument/didSave", textDocument={"uri": other.as_uri()})
        assert set(read) <= {"zep-0007.md", "zep-0012.md"}
        assert editor.codes(uri) == ["ZEP407"]


def test_opening_another_file_reads_no_other(root: Path, read: list[str]) -> None:
    with Editor(root, environ=DAY) as editor:
        editor.open(root / OPENED)
        read.clear()
        uri = editor.open(root / DRAFTS / "zep-0015.md", zep(15, status="Drafft"))
        editor.shut(uri)
        assert set(read) <= {"zep-0007.md", "zep-0015.md"}


def test_of_many_files_those_that_have_changed_are_read(root: Path, read: list[str]) -> None:
    with Editor(root, environ=DAY) as editor:
        uri = editor.open(root / OPENED)
        read.clear()
        for number in (10, 11):
            (root / DRAFTS / f"zep-00{number}.md").write_text(zep(number, status="Rejected"), "utf-8")
        (root / DRAFTS / "zep-0012.md").unlink()
        tell(editor, *(root / DRAFTS / f"zep-00{number}.md" for number in range(10, 20)))
        assert set(read) <= {"zep-0007.md", *(f"zep-00{number}.md" for number in range(10, 20))}
        assert sorted(editor.codes(uri)) == ["ZEP404", "ZEP407", "ZEP407"]
        assert is_up_to_date(editor, root, root / OPENED)


def test_a_file_that_looks_as_before_is_read_if_the_editor_says_that_it_has_changed(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("zeplint.tree._stamp", lambda details: (1,))
    other = root / DRAFTS / "zep-0012.md"
    with Editor(root, environ=DAY) as editor:
        uri = editor.open(root / OPENED)
        other.write_text(zep(12, status="Rejected"), "utf-8")
        tell(editor, root / DRAFTS / "zep-0011.md")
        assert editor.shown[uri] == []
        tell(editor, other)
        assert editor.codes(uri) == ["ZEP407"]


def test_a_folder_that_was_renamed_is_seen(root: Path, read: list[str]) -> None:
    with Editor(root, environ=DAY) as editor:
        uri = editor.open(root / OPENED)
        read.clear()
        write(root, {f"{ACCEPTED}/zep-0041.md": zep(41, status="Accepted")})
        (root / DRAFTS).rename(root / "docs/zeps/drafts")
        tell(editor, root / DRAFTS, root / "docs/zeps/drafts")
        assert editor.codes(uri) == ["ZEP404"] * 3
        (root / "docs/zeps/drafts").rename(root / DRAFTS)
        tell(editor, root / DRAFTS, root / "docs/zeps/drafts")
        assert editor.shown[uri] == []


def test_a_repository_that_is_joined_is_read_once(
    root: Path, read: list[str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    other = tmp_path_factory.mktemp("other")
    write(other, {f"{DRAFTS}/zep-00{number}.md": zep(number) for number in range(50, 60)})
    (root / "zeplint.toml").write_text(f"{SELECT}zeps = {str(other)!r}\n", "utf-8")
    with Editor(root, environ=DAY) as editor:
        uri = editor.open(root / OPENED, zep(7, more="Require: 50\n"))
        assert "zep-0059.md" in read
        read.clear()
        (other / DRAFTS / "zep-0050.md").write_text(zep(50, status="Rejected"), "utf-8")
        tell(editor, other / DRAFTS / "zep-0050.md")
        assert editor.codes(uri) == ["ZEP407"]
        assert set(read) <= {"zep-0007.md", "zep-0050.md"}


def test_with_other_settings_all_is_found_anew(root: Path) -> None:
    with Editor(root, environ=DAY) as editor:
        uri = editor.open(root / OPENED, zep(7, status="Drafft"))
        assert editor.codes(uri) == ["ZEP301"]
        (root / "zeplint.toml").write_text(f'{SELECT}\n[severity]\nZEP301 = "info"\n', "utf-8")
        tell(editor, root / "zeplint.toml")
        (found,) = editor.shown[uri]
        assert found["severity"] == 3


def test_a_text_with_other_line_ends_than_the_file_is_its_own(root: Path) -> None:
    text = zep(7, status="Drafft")
    (root / OPENED).write_bytes(text.replace("\n", "\r\n").encode())
    with Editor(root, environ=DAY) as editor:
        editor.open(root / DRAFTS / "zep-0010.md")
        uri = editor.open(root / OPENED, text)
        assert editor.shown[uri][0]["range"]["start"] == {"line": 3, "character": 8}


@pytest.mark.parametrize("seed", range(3))
def test_whatever_happens_on_disk_is_seen(root: Path, seed: int) -> None:
    chance = random.Random(seed)
    path = root / OPENED
    path.write_text(zep(7, more="Require: 10, 11, 12\nReplaces: 13\n"), "utf-8")
    with Editor(root, environ=DAY) as editor:
        editor.open(path)
        for _ in range(12):
            number = chance.randrange(10, 14)
            folder = chance.choice((DRAFTS, ACCEPTED))
            other = root / folder / f"zep-00{number}.md"
            if other.exists() and chance.random() < 0.5:
                other.unlink() if chance.random() < 0.5 else other.rename(other.with_name("zep-0050.md"))
            else:
                status = chance.choice(("Draft", "Accepted", "Rejected", "Superseded", "Drafft"))
                write(root, {f"{folder}/{other.name}": zep(number, status=status)})
            tell(editor, *([other] if chance.random() < 0.5 else []))
            assert is_up_to_date(editor, root, path)
