"""Files changed on disk: all of them or none, each old or new at any moment."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.systems import needs_modes
from zeplint.disk import flush as waiting
from zeplint.disk import locks, transaction
from zeplint.disk.change import Change, CommitError, RefusedError
from zeplint.disk.transaction import Disk

CHECKOUT = Path(__file__).resolve().parents[2]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder inside the boundary, with two files; its neighbour lies outside."""
    inside = tmp_path / "inside"
    inside.mkdir()
    (inside / "a.md").write_bytes(b"old a\r\n")
    (inside / "b.md").write_bytes(b"old b\n")
    return inside


def edit(path: Path, after: bytes, target: Path | None = None) -> Change:
    return Change(str(path), path.read_bytes(), after, str(target) if target else "")


def names(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*"))


def texts(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_texts_moves_new_and_removed_files(folder: Path) -> None:
    Disk([str(folder)]).commit(
        [
            edit(folder / "a.md", b"new a\r\n", folder / "sub/deep/c.md"),
            Change(str(folder / "b.md"), b"old b\n", None),
            Change(str(folder / "sub/d.md"), None, b"d\n"),
        ]
    )
    assert texts(folder) == {"sub/deep/c.md": b"new a\r\n", "sub/d.md": b"d\n"}


def test_files_may_take_each_others_places_in_a_row(folder: Path) -> None:
    a, b, c = (folder / name for name in ("a.md", "b.md", "c.md"))
    Disk([str(folder)]).commit([edit(a, b"old a\r\n", b), edit(b, b"new b\n", c)])
    assert texts(folder) == {"b.md": b"old a\r\n", "c.md": b"new b\n"}


def test_a_circle_of_moves_is_taken_back(folder: Path) -> None:
    a, b = folder / "a.md", folder / "b.md"
    before = texts(folder)
    with pytest.raises(CommitError, match="exists"):
        Disk([str(folder)]).commit([edit(a, b"new a", b), edit(b, b"new b", a)])
    assert texts(folder) == before


@needs_modes
def test_mode_and_attributes_survive(folder: Path) -> None:
    path = folder / "a.md"
    path.chmod(0o754)
    Disk([str(folder)]).commit([edit(path, b"new")])
    assert (stat.S_IMODE(path.stat().st_mode), path.read_bytes()) == (0o754, b"new")


def test_a_new_file_gets_the_mode_that_the_user_gives_new_files(folder: Path) -> None:
    (folder / "plain.md").write_text("")
    Disk([str(folder)]).commit([Change(str(folder / "new.md"), None, b"x")])
    assert (folder / "new.md").stat().st_mode == (folder / "plain.md").stat().st_mode


# What is left alone


def refused(folder: Path, *changes: Change, limits: Path | None = None) -> str:
    """Why the changes are refused; nothing may have happened."""
    before = texts(folder.parent)
    with pytest.raises(RefusedError) as caught:
        Disk([str(limits or folder)]).commit([edit(folder / "b.md", b"new b"), *changes])
    assert texts(folder.parent) == before
    return caught.value.reason


def test_a_file_that_changed_since_it_was_read(folder: Path) -> None:
    change = edit(folder / "a.md", b"new a")
    (folder / "a.md").write_bytes(b"old a\r\nand more\n")
    assert refused(folder, change) == "it changed since it was read"
    (folder / "a.md").unlink()
    assert refused(folder, change) == "it is gone"


def test_a_read_only_file(folder: Path) -> None:
    (folder / "a.md").chmod(0o444)
    assert refused(folder, edit(folder / "a.md", b"new a")) == "it is read-only"
    assert Disk([str(folder)]).refusal(str(folder / "a.md")) == "it is read-only"
    assert Disk([str(folder)]).refusal(str(folder / "b.md")) == ""


def test_nothing_is_overwritten(folder: Path) -> None:
    (folder / "c.md").write_bytes(b"c")
    assert "c.md exists already" in refused(folder, edit(folder / "a.md", b"new a", folder / "c.md"))
    assert refused(folder, Change(str(folder / "c.md"), None, b"new c")) == "it exists already"


def test_a_link_inside_the_boundary_is_written_through(folder: Path) -> None:
    (folder / "link.md").symlink_to("a.md")
    Disk([str(folder)]).commit([edit(folder / "link.md", b"new a")])
    assert (folder / "link.md").is_symlink()
    assert (folder / "a.md").read_bytes() == b"new a"


def test_a_link_out_of_the_boundary_is_left_alone(folder: Path) -> None:
    outside = folder.parent / "outside.md"
    outside.write_bytes(b"theirs")
    (folder / "link.md").symlink_to("../outside.md")
    (folder / "out").symlink_to("..")
    for path in (folder / "link.md", folder / "out" / "outside.md", outside):
        assert "lies outside" in refused(folder, edit(path, b"ours"))
    assert "lies outside" in refused(folder, edit(folder / "a.md", b"ours", folder / "out" / "new.md"))


def test_a_link_is_not_moved(folder: Path) -> None:
    (folder / "link.md").symlink_to("a.md")
    assert "symbolic link" in refused(folder, edit(folder / "link.md", b"new", folder / "sub/link.md"))


def test_a_file_under_two_names_is_changed_once(folder: Path) -> None:
    (folder / "link.md").symlink_to("a.md")
    changes = [edit(folder / "a.md", b"one"), edit(folder / "link.md", b"two")]
    assert "it is the same file as" in refused(folder, *changes)


def test_what_is_no_file(folder: Path) -> None:
    os.mkfifo(folder / "pipe.md")
    with pytest.raises(RefusedError, match="no regular file"):
        Disk([str(folder)]).commit([Change(str(folder / "pipe.md"), b"", b"x")])


# Errors on the way


class Broken:
    """A rename that fails at a turn."""

    def __init__(self, turn: int) -> None:
        self.turn = turn

    def __call__(self, old: str, new: str) -> None:
        self.turn -= 1
        if self.turn == 0:
            raise OSError(5, "Input/output error")
        os.rename(old, new)


@needs_modes
@pytest.mark.parametrize("turn", [1, 2, 3])
def test_an_error_takes_everything_back(folder: Path, turn: int) -> None:
    (folder / "c.md").write_bytes(b"old c\n")
    (folder / "a.md").chmod(0o640)
    before = texts(folder)
    moves = [edit(folder / name, b"new", folder / "sub" / name) for name in ("a.md", "b.md", "c.md")]
    with pytest.raises(CommitError, match="input/output error"):
        Disk([str(folder)], Broken(turn)).commit([*moves, Change(str(folder / "d.md"), None, b"d")])
    assert texts(folder) == before
    assert names(folder) == sorted(before)
    assert stat.S_IMODE((folder / "a.md").stat().st_mode) == 0o640


@needs_modes
def test_without_hard_links(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_links(source: str, target: str) -> None:
        raise OSError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", no_links)
    (folder / "a.md").chmod(0o640)
    before = texts(folder)
    with pytest.raises(CommitError):
        Disk([str(folder)], Broken(1)).commit([edit(folder / "a.md", b"new", folder / "c.md")])
    assert texts(folder) == before
    assert stat.S_IMODE((folder / "a.md").stat().st_mode) == 0o640
    Disk([str(folder)]).commit([edit(folder / "a.md", b"new", folder / "c.md")])
    assert names(folder) == ["b.md", "c.md"]


def test_an_interrupt_takes_everything_back(folder: Path) -> None:
    def interrupted(old: str, new: str) -> None:
        os.rename(old, new)
        raise KeyboardInterrupt

    before = texts(folder)
    moves = [edit(folder / name, b"new", folder / "sub" / name) for name in ("a.md", "b.md")]
    with pytest.raises(KeyboardInterrupt):
        Disk(
            [str(folder)], lambda old, new: interrupted(old, new) if "sub" in new else os.rename(old, new)
        ).commit(moves)
    assert texts(folder) == before


def test_what_cannot_be_taken_back_is_kept_and_named(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    replace = os.replace

    def once(old: str, new: str) -> None:
        if new.endswith("b.md"):
            monkeypatch.setattr(os, "replace", never)
            raise OSError(5, "Input/output error")
        replace(old, new)

    def never(old: str, new: str) -> None:
        raise OSError(30, "Read-only file system")

    monkeypatch.setattr(os, "replace", once)
    with pytest.raises(CommitError) as caught:
        Disk([str(folder)]).commit([edit(folder / name, b"new") for name in ("a.md", "b.md")])
    kept = dict(caught.value.kept)
    assert Path(kept[str(folder / "a.md")]).read_bytes() == b"old a\r\n"


def test_a_file_changed_at_the_last_moment(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    flush = waiting.flush

    def meanwhile(paths: list[str]) -> None:
        (folder / "b.md").write_bytes(b"theirs\n")
        flush(paths)

    monkeypatch.setattr(transaction, "flush", meanwhile)
    with pytest.raises(CommitError, match="another program has just changed"):
        Disk([str(folder)]).commit([edit(folder / name, b"new") for name in ("a.md", "b.md")])
    assert texts(folder) == {"a.md": b"old a\r\n", "b.md": b"theirs\n"}


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 64 kB."""
    place = tmp_path / "small"
    place.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(place)]
    try:
        done = subprocess.run(command, capture_output=True, encoding="utf-8")
    except OSError as error:
        pytest.skip(f"no small disk can be mounted: {error}")
    if done.returncode:
        pytest.skip(f"no small disk can be mounted: {done.stderr.strip()}")
    try:
        yield place
    finally:
        subprocess.run(["umount", str(place)], check=True)


@pytest.mark.slow
def test_a_full_disk(small_disk: Path) -> None:
    for number in range(10):
        (small_disk / f"{number}.md").write_bytes(b"old\n" * 1000)
    before = texts(small_disk)
    with pytest.raises(CommitError, match="no space left on device"):
        Disk([str(small_disk)]).commit([edit(small_disk / name, b"new\n" * 1000) for name in before])
    assert texts(small_disk) == before
    Disk([str(small_disk)]).commit([edit(small_disk / name, b"new\n" * 1000) for name in sorted(before)[:3]])
    assert sum(text.startswith(b"new") for text in texts(small_disk).values()) == 3


# Killed, and two at once

WRITER = """\
import os, sys
from zeplint.disk.change import Change, RefusedError
from zeplint.disk.transaction import Disk
folder, count, mark = sys.argv[1], int(sys.argv[2]), sys.argv[3].encode()
print("ready", flush=True)
for turn in range(count):
    changes = []
    for name in sorted(name for name in os.listdir(folder) if name.endswith(".md")):
        path = os.path.join(folder, name)
        with open(path, "rb") as file:
            before = file.read()
        changes.append(Change(path, before, before + mark))
    try:
        Disk([folder]).commit(changes)
    except RefusedError as error:
        assert error.reason == "it changed since it was read", error
    else:
        print("done", flush=True)
"""


def writer(folder: Path, count: int, mark: str) -> subprocess.Popen[str]:
    """A program that adds a mark to every file, some times."""
    command = [sys.executable, "-c", WRITER, str(folder), str(count), mark]
    environment = {**os.environ, "PYTHONPATH": str(CHECKOUT)}
    return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, encoding="utf-8")


def fill(folder: Path, count: int) -> None:
    for number in range(count):
        (folder / f"{number}.md").write_bytes(b"<%d>" % number * 500)


def whole(folder: Path, marks: bytes) -> Callable[[], None]:
    """A check that every file is its first text with some marks behind it, and nothing else."""
    first = {path.name: path.read_bytes() for path in folder.glob("*.md")}

    def check() -> None:
        now = {path.name: path.read_bytes() for path in folder.glob("*.md")}
        assert now.keys() == first.keys()
        for name, text in now.items():
            assert text.startswith(first[name])
            assert set(text[len(first[name]) :]) <= set(marks)

    return check


@pytest.mark.slow
def test_killed_at_any_moment_each_file_is_old_or_new(tmp_path: Path) -> None:
    fill(tmp_path, 12)
    check = whole(tmp_path, b"+")
    for turn in range(30):
        process = writer(tmp_path, 10_000, "+")
        assert process.stdout
        assert process.stdout.readline() == "ready\n"
        time.sleep(0.004 * turn)
        process.kill()
        process.communicate()
        check()
    left = writer(tmp_path, 1, "+")
    assert left.communicate()[0] == "ready\ndone\n"
    check()
    assert [name for name in os.listdir(tmp_path) if not name.endswith(".md")] == []


@pytest.mark.slow
def test_two_runs_at_once_lose_nothing(tmp_path: Path) -> None:
    fill(tmp_path, 8)
    check = whole(tmp_path, b"+-")
    runs = [writer(tmp_path, 25, mark) for mark in "+-"]
    done = [run.communicate()[0].count("done") for run in runs]
    assert [run.returncode for run in runs] == [0, 0]
    check()
    for path in tmp_path.glob("*.md"):
        text = path.read_bytes()
        assert [text.count(mark) for mark in (b"+", b"-")] == done
    assert len(list(tmp_path.iterdir())) == 8


def test_a_folder_that_another_run_holds(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fcntl = pytest.importorskip("fcntl")
    monkeypatch.setattr(locks, "LOCK_SECONDS", 0.05)
    descriptor = os.open(folder, os.O_RDONLY)
    fcntl.flock(descriptor, fcntl.LOCK_EX)
    try:
        assert refused(folder) == "another run is writing into it"
    finally:
        os.close(descriptor)


def test_what_a_killed_run_left_is_taken_away(folder: Path) -> None:
    (folder / ".zeplint-1-0.tmp").write_bytes(b"half a fi")
    Disk([str(folder)]).commit([edit(folder / "a.md", b"new a")])
    assert names(folder) == ["a.md", "b.md"]


def test_many_files(folder: Path) -> None:
    fill(folder, 40)
    Disk([str(folder)]).commit([edit(path, path.read_bytes() + b"!") for path in sorted(folder.iterdir())])
    assert {text[-1:] for text in texts(folder).values()} == {b"!"}
    assert len(names(folder)) == 42
