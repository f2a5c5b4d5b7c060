"""Input that no one meant: findings or one clear error, in bounded time, never a traceback."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.texts import SECTIONS, as_rst

HEADERS = """\
# ZEP 7 — Shorter keys

Author: Ada Example <ada@example.org>
Status: Draft
Type: Core
Created: 2024-11-05
Discussion: https://github.com/zarr-developers/zarr-specs/pull/7

"""
GOOD = HEADERS + SECTIONS
PLACE = "docs/zeps/draft/zep-0007.md"


@pytest.fixture
def collection(tmp_path: Path) -> Path:
    """A collection with one good ZEP beside the one that a test spoils."""
    (tmp_path / "docs/zeps/draft").mkdir(parents=True)
    (tmp_path / "docs/zeps/draft/zep-0008.md").write_text(GOOD.replace("ZEP 7", "ZEP 8"), encoding="utf-8")
    return tmp_path


def zeplint(folder: Path, *arguments: str, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    """Run the command as a user does; a minute is far more than any input may take."""
    done = subprocess.run(
        [sys.executable, "-m", "zeplint", *arguments],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parent.parent), "COLUMNS": "80"},
        input=stdin,
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert b"Traceback" not in done.stderr, done.stderr.decode()
    return done


def codes(folder: Path, *arguments: str) -> set[str]:
    """The codes of the findings; the exit code must go with them."""
    done = zeplint(folder, "--output-format", "json", *arguments)
    report: dict[str, Any] = json.loads(done.stdout)
    found = {diagnostic["code"] for diagnostic in report["diagnostics"]}
    assert done.returncode == bool(report["summary"]["errors"]), done.stderr
    assert "ZEP003" not in found
    return found


def spoil(collection: Path, content: bytes) -> Path:
    path = collection / PLACE
    path.write_bytes(content)
    return path


def test_an_empty_file(collection: Path) -> None:
    spoil(collection, b"")
    assert codes(collection) == {"ZEP211"}


def test_nul_bytes(collection: Path) -> None:
    spoil(collection, GOOD.encode() + b"\0\0\0")
    assert codes(collection) == {"ZEP100"}


def test_invalid_utf8(collection: Path) -> None:
    spoil(collection, GOOD.encode() + b"caf\xe9\n")
    assert codes(collection) == {"ZEP106"}


def test_utf16_with_a_byte_order_mark(collection: Path) -> None:
    spoil(collection, GOOD.encode("utf-16"))
    assert codes(collection) == {"ZEP106"}


def test_a_file_over_the_size_cap(collection: Path) -> None:
    spoil(collection, GOOD.encode() + b"word " * 4_000_000)
    assert codes(collection) == {"ZEP100"}


@pytest.mark.parametrize(
    "line",
    [
        b"word " * 200_000,
        b"[" * 1_000_000,
        b"a](" * 300_000,
        b"<!--" * 250_000,
        b"Name: " * 160_000,
        b"`" * 1_000_000,
    ],
    ids=["words", "brackets", "links", "comments", "headers", "backticks"],
)
@pytest.mark.parametrize("status", ["Draft", "Rejected"])
def test_a_line_of_a_megabyte(collection: Path, line: bytes, status: str) -> None:
    text = HEADERS.replace("Draft", status) + f"Resolution: https://example.org/7\n{SECTIONS}\n"
    spoil(collection, text.encode() + line + b"\n")
    # A line of backquotes opens a block of code, and "<!--" a comment, that nothing closes.
    expected = {"ZEP307", "ZEP709"} if line[:1] in (b"`", b"<") else {"ZEP307"}
    assert codes(collection) <= expected


@pytest.mark.parametrize("where", ["Author: ", "Discussion: ", "Replaces: ", "Created: ", "Status: "])
@pytest.mark.parametrize(
    "text", ["[(<@,;- 1" * 110_000, f"TODO{' ' * 1_000_000}x\n  y"], ids=["marks", "gap"]
)
def test_a_header_of_a_megabyte(collection: Path, where: str, text: str) -> None:
    spoil(collection, GOOD.replace(where, where + text).encode())
    codes(collection)


@pytest.mark.parametrize("status", ["Draft", "Rejected"])
@pytest.mark.parametrize(
    "lists",
    [
        "- " * 5000 + "end\n",
        "".join("  " * min(depth, 200) + "- item\n" for depth in range(5000)),
        "> " * 5000 + "end\n",
    ],
    ids=["one line", "many lines", "quotes"],
)
@pytest.mark.parametrize("rst", [False, True], ids=["markdown", "rst"])
def test_five_thousand_nested_lists(collection: Path, lists: str, status: str, rst: bool) -> None:
    text = HEADERS.replace("Draft", status) + f"Resolution: https://example.org/7\n{SECTIONS}\n"
    if rst:
        text = as_rst(text)
    spoil(collection, (text + lists).encode())
    assert codes(collection) <= {"ZEP307"}


@pytest.mark.parametrize(
    "content", [b"[" * 200_000, b"{a: " * 200_000, b"- " * 200_000, b"a: [1, 2\nb: c", b"\tx: y"]
)
def test_front_matter_that_is_no_yaml(collection: Path, content: bytes) -> None:
    spoil(collection, b"---\nkey: " + content + b"\n---\n\n" + GOOD.encode())
    assert codes(collection) == {"ZEP214"}


def test_a_directory_named_like_a_zep(collection: Path) -> None:
    (collection / PLACE).mkdir()
    assert codes(collection) == {"ZEP100"}
    assert codes(collection, PLACE) == {"ZEP100"}


def test_dangling_and_circular_links(collection: Path) -> None:
    (collection / PLACE).symlink_to("nowhere.md")
    (collection / "docs/zeps/draft/zep-0009.md").symlink_to("zep-0010.md")
    (collection / "docs/zeps/draft/zep-0010.md").symlink_to("zep-0009.md")
    done = zeplint(collection, "--output-format", "concise")
    assert done.returncode == 1
    assert done.stdout.decode().count("ZEP100") == 3


def test_a_link_out_of_the_boundary_is_not_read(
    collection: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    secret = tmp_path_factory.mktemp("outside") / "secret.md"
    secret.write_text("Status: topsecret\n", encoding="utf-8")
    (collection / PLACE).symlink_to(secret)
    done = zeplint(collection)
    assert b"ZEP100" in done.stdout
    assert b"topsecret" not in done.stdout + done.stderr


def test_folders_that_link_to_themselves_and_out_are_not_walked(collection: Path) -> None:
    (collection / "docs/specs").mkdir()
    for name, target in {"a": ".", "b": ".", "root": "/"}.items():
        (collection / "docs/specs" / name).symlink_to(target)
    assert codes(collection) == set()


@pytest.mark.skipif(
    os.name != "posix" or os.geteuid() == 0, reason="only permissions that hold for this user can be denied"
)
def test_an_unreadable_file(collection: Path) -> None:
    spoil(collection, GOOD.encode()).chmod(0)
    assert codes(collection) == {"ZEP100"}


def test_a_pipe_is_not_waited_for(collection: Path) -> None:
    os.mkfifo(collection / PLACE)
    assert codes(collection) == {"ZEP100"}


def test_a_missing_path(collection: Path) -> None:
    done = zeplint(collection, "docs/zeps/draft/zep-0099.md")
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr == b"zeplint: error: no such file or directory: docs/zeps/draft/zep-0099.md\n"


def test_a_file_name_with_a_newline_and_an_escape(collection: Path) -> None:
    (collection / "docs/zeps/draft/zep-0009: a\n\x1b[31m::error::b.md").write_text(
        "no header block\n", encoding="utf-8"
    )
    for output_format in ("full", "concise", "github"):
        done = zeplint(collection, "--output-format", output_format)
        assert done.returncode == 1
        assert b"\x1b" not in done.stdout + done.stderr
        assert not any(line.startswith(b"::error::b") for line in done.stdout.split(b"\n"))
    report = json.loads(zeplint(collection, "--output-format", "json").stdout)
    assert "\n\x1b[31m" in report["diagnostics"][0]["path"]


def test_escapes_in_a_text_never_reach_the_terminal(collection: Path) -> None:
    spoil(collection, GOOD.replace("Draft", "Dr\x1b[2Jaft\x9b31m\u202e").encode())
    for output_format in ("full", "concise", "github"):
        done = zeplint(collection, "--output-format", output_format)
        assert done.returncode == 1
        output = (done.stdout + done.stderr).decode()
        assert not {"\x1b", "\x9b", "\u202e"} & set(output)


@pytest.mark.parametrize("command", [(), ("rule",)], ids=["check", "rule"])
def test_escapes_in_an_argument_never_reach_the_terminal(collection: Path, command: tuple[str, ...]) -> None:
    done = zeplint(collection, *command, "--no\x1b[31m")
    assert done.returncode == 2
    assert done.stderr.endswith(b"error: unrecognized arguments: --no\\x1b[31m\n")


def test_an_unknown_rule(collection: Path) -> None:
    done = zeplint(collection, "--select", "ZEP3O4")
    assert done.returncode == 2
    assert (
        done.stderr
        == b'zeplint: error: --select: no rule is called "ZEP3O4": did you mean ZEP304 (missing-resolution)?\n'
    )


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ('process = "auto"\nselct = ["ZEP3"]\n', ["zeplint.toml:2", '"selct"', '"select"']),
        ('ignore = "ZEP304"\n', ["zeplint.toml:1", '"ignore"', "list"]),
        ('ignore = ["ZEP3O4"]\n', ["zeplint.toml", "ZEP3O4", "ZEP304"]),
        ("ignore = [\n", ["zeplint.toml"]),
        ("[severity]\nZEP304 = 'fatal'\n", ["zeplint.toml:2", "fatal", "error"]),
    ],
)
def test_broken_settings(collection: Path, settings: str, words: list[str]) -> None:
    (collection / "zeplint.toml").write_text(settings, encoding="utf-8")
    done = zeplint(collection)
    assert (done.returncode, done.stdout) == (2, b"")
    message = done.stderr.decode()
    assert message.count("\n") == 1
    assert [word for word in words if word not in message] == []


def test_standard_input_of_any_bytes(collection: Path) -> None:
    done = zeplint(collection, "--stdin-filename", PLACE, "-", stdin=bytes(range(1, 256)) * 40)
    assert done.returncode == 1


def test_standard_input_over_the_cap(collection: Path) -> None:
    done = zeplint(collection, "--stdin-filename", PLACE, "-", stdin=b"x" * 20_000_000)
    assert (done.returncode, done.stdout.count(b"ZEP100")) == (1, 1)


@pytest.mark.skipif(os.name != "posix", reason="streams are closed and disks filled as POSIX does it")
@pytest.mark.parametrize(
    ("redirection", "code", "words"),
    [
        ("<&-", 1, b"Found 1 error"),
        (">&-", 1, b"Found 1 error"),
        ("2>&-", 1, b""),
        (">/dev/full", 2, b"zeplint: error: no space left on device\n"),
        ("2>/dev/full", 2, b""),
    ],
)
def test_streams_that_are_closed_or_full(collection: Path, redirection: str, code: int, words: bytes) -> None:
    if redirection.endswith("/dev/full") and not Path("/dev/full").exists():
        pytest.skip("no device here is always full")
    done = subprocess.run(
        f"exec {sys.executable} -m zeplint --stdin-filename {PLACE} - {redirection}",
        shell=True,
        cwd=collection,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parent.parent)},
        input=b"no header block\n",
        capture_output=True,
        timeout=60,
    )
    assert done.returncode == code
    assert done.stderr.startswith(words)
    assert b"Traceback" not in done.stderr
