"""``zeplint new``, as a user runs it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

# Git's own settings and identity are no part of this.
ENVIRONMENT = {name: value for name, value in os.environ.items() if not name.startswith(("GIT_", "XDG_"))}
ENVIRONMENT |= {"GIT_CONFIG_NOSYSTEM": "1"}
AUTHOR = {"GIT_AUTHOR_NAME": "Jane Doe", "GIT_AUTHOR_EMAIL": "jane@example.org"}


def zeplint(folder: Path, *arguments: str, **environ: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "zeplint", *arguments],
        cwd=folder,
        env={**ENVIRONMENT, "HOME": str(folder), "SOURCE_DATE_EPOCH": "1781481600", **environ},
        capture_output=True,
        encoding="utf-8",
    )


@pytest.fixture
def collection(tmp_path: Path) -> Path:
    draft = tmp_path / "draft"
    draft.mkdir()
    (draft / "ZEP0007.md").write_text("# ZEP 7 — Keys\n\nStatus: Draft\n\nType: Process\n", encoding="utf-8")
    return tmp_path


def test_it_goes_beside_the_others(collection: Path) -> None:
    done = zeplint(collection, "new", "Shorter keys", **AUTHOR)
    assert (done.returncode, done.stdout) == (0, "draft/zep-0008.md\n")
    assert "zeplint draft/zep-0008.md" in done.stderr
    text = (collection / "draft" / "zep-0008.md").read_text(encoding="utf-8")
    assert "# ZEP 8 — Shorter keys\n" in text
    assert "Author: Jane Doe <jane@example.org>\n" in text
    assert "Created: 15-Jun-2026\n" in text
    assert zeplint(collection, "--select", "ERROR", "draft").returncode == 2
    assert zeplint(collection, "draft/zep-0008.md").returncode == 0


def test_the_author_is_the_one_git_knows(collection: Path) -> None:
    subprocess.run(["git", "init", "-q", str(collection)], check=True)
    for key, value in (("user.name", "Ada Byron"), ("user.email", "ada@example.org")):
        subprocess.run(["git", "-C", str(collection), "config", key, value], check=True)
    assert "Author: Ada Byron <ada@example.org>\n" in zeplint(collection, "new", "A", "--dry-run").stdout


def test_without_an_author_the_header_stays_empty(collection: Path) -> None:
    assert "\nAuthor:\n" in zeplint(collection, "new", "A", "--dry-run", GIT_CONFIG_GLOBAL="/dev/null").stdout


def test_an_empty_folder_gets_the_first_proposal(tmp_path: Path) -> None:
    done = zeplint(tmp_path, "new", "Shorter keys", "--process", "zep-2024", **AUTHOR)
    assert done.stdout == "docs/zeps/draft/zep-0001.md\n"
    first, second = done.stderr.split("\n")[:2]
    assert first == (
        "zeplint: there is no ZEP here yet: ZEP 1 comes after ZEP 0, the process; --number gives it another number"
    )
    assert second.startswith("zeplint: ZEP 1 is written; ")
    assert zeplint(tmp_path).returncode == 0


def test_a_number_that_a_specification_page_names_is_taken(tmp_path: Path) -> None:
    """The proposals of zarr-specs still lie in another repository."""
    page = tmp_path / "docs/v3/core/index.rst"
    page.parent.mkdir(parents=True)
    page.write_text(
        "Core\n====\n\nCorresponding ZEP:\n    `ZEP0002 <https://zarr.dev/zeps/ZEP0002.html>`_\n", "utf-8"
    )
    done = zeplint(tmp_path, "new", "Shorter keys", "--process", "zep-2024", **AUTHOR)
    assert done.stdout == "docs/zeps/draft/zep-0003.md\n"
    assert "ZEP 3 comes after ZEP 2, which docs/v3/core/index.rst names; --number" in done.stderr


def test_a_number_that_is_asked_for_needs_no_word(tmp_path: Path) -> None:
    done = zeplint(tmp_path, "new", "Purpose", "--process", "zep-2024", "--number", "0", **AUTHOR)
    assert done.stdout == "docs/zeps/draft/zep-0000.md\n"
    assert done.stderr.count("\n") == 1


def test_it_is_written_as_its_neighbours_are(tmp_path: Path) -> None:
    """The process prefers the other markup."""
    draft = tmp_path / "docs/zeps/draft"
    draft.mkdir(parents=True)
    for number in (1, 2):
        text = f"# ZEP {number} — Keys {number}\n\nStatus: Draft\n\nType: Core\n"
        (draft / f"zep-000{number}.md").write_text(text, encoding="utf-8")
    text = zeplint(tmp_path, "new", "Shorter keys", "--dry-run", **AUTHOR).stdout
    assert text.startswith(
        "# ZEP 3 — Shorter keys\n\nAuthor: Jane Doe <jane@example.org>\n\nStatus: Draft\n\n"
    )


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        (["  "], "a proposal has a title"),
        (["A", "--number", "7"], "ZEP 7 is there already: draft/ZEP0007.md"),
        (["A", "--type", "Kore"], 'no type is called "Kore": there are '),
        (["A", "--number", "x"], "argument --number: a number such as 7 is expected, not x"),
        (["A", "--number", "10000"], "a ZEP has a number up to 9999, not 10000"),
        (["A", "--directory", "nowhere"], "no such file or directory: nowhere"),
    ],
)
def test_what_cannot_be_done(collection: Path, arguments: list[str], error: str) -> None:
    done = zeplint(collection, "new", *arguments)
    assert done.returncode == 2
    assert error in done.stderr
    assert [path.name for path in (collection / "draft").iterdir()] == ["ZEP0007.md"]


def test_a_linked_number_is_taken(collection: Path) -> None:
    (collection / "draft" / "zep-0008.md").symlink_to("elsewhere")
    assert zeplint(collection, "new", "A").stdout == "draft/zep-0009.md\n"


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "docs").write_text("", encoding="utf-8")
    done = zeplint(tmp_path, "new", "A", "--process", "zep-2024")
    assert done.returncode == 2
    assert done.stderr.startswith("zeplint: error: docs/zeps/draft/zep-0001.md cannot be written: ")


def test_nothing_is_written_outside(tmp_path: Path) -> None:
    (tmp_path / "outside").mkdir()
    inside = tmp_path / "inside"
    (inside / "docs/zeps").mkdir(parents=True)
    (inside / "docs/zeps/draft").symlink_to(tmp_path / "outside")
    done = zeplint(inside, "new", "A", "--process", "zep-2024")
    assert done.returncode == 2
    assert "cannot be written: it lies outside" in done.stderr
    assert list((tmp_path / "outside").iterdir()) == []
