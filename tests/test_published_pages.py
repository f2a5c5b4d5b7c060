"""Published specification pages held against published proposals, in copies of both repositories."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.bounded import ends_in_time
from tests.command_line import Done
from zeplint.rulebook import load_process
from zeplint.source import Source
from zeplint.watermark.site import find_site_watermarks

RULES = ("--select", "ZEP502,ZEP503,ZEP505,ZEP507", "--output-format", "json")


@pytest.fixture
def specs(corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the pages beside one of the proposals; the working directory."""
    for source, name in (("zarr-specs", "specs"), ("zeps", "zeps")):
        shutil.copytree(corpus / source, tmp_path / name, ignore=shutil.ignore_patterns("*.png"))
        (tmp_path / name / ".git").mkdir()
    monkeypatch.chdir(tmp_path / "specs")
    return tmp_path / "specs"


def replace(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_pages_and_proposals_agree(specs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert Done(capsys, *RULES, "--zeps", "../zeps").found == []
    assert Done(capsys, *RULES, "--zeps", "../specs", "../zeps").found == []


def test_a_day_that_changes_on_either_side(specs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    replace(specs / "../zeps/accepted/ZEP0002.md", "Accepted: 2023-11-01", "Accepted: 2023-11-02")
    pages = [f"docs/v3/codecs/{name}/index.rst" for name in ("crc32c", "sharding-indexed")]
    assert Done(capsys, *RULES, "--zeps", "../zeps").found == [("ZEP503", page) for page in pages]
    proposal = "../zeps/accepted/ZEP0002.md"
    assert Done(capsys, *RULES, "--zeps", "../specs", proposal).found == [("ZEP503", proposal)] * 2


def test_a_draft_that_is_marked_again(specs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = specs / "docs/v3/codecs/gzip/index.rst"
    replace(page, "Status of this document\n", ".. rst-class:: draft\n\nStatus of this document\n")
    replace(specs / "docs/conf.py", "'sphinx.ext.todo',", "'sphinx.ext.todo', 'sphinxmark',")
    replace(specs / "docs/conf.py", "# Display", "sphinxmark_enable = True\n\n# Display")
    replace(specs / "docs/_static/css/custom.css", ":has(.draft)", "")
    assert Done(capsys, *RULES, "--zeps", "../zeps").found == [
        ("ZEP502", "docs/_static/css/custom.css"),
        ("ZEP502", "docs/conf.py"),
        ("ZEP502", "docs/v3/codecs/gzip/index.rst"),
    ]
    assert Done(capsys, *RULES, "--zeps", "../zeps", "docs/conf.py").found == [("ZEP502", "docs/conf.py")]


def test_a_site_file_may_switch_the_rule_off(specs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    replace(specs / "docs/conf.py", "'sphinx.ext.todo',", "'sphinx.ext.todo', 'sphinxmark',")
    comment = "# zeplint: ignore[ZEP502] until the vote is over"
    replace(specs / "docs/conf.py", "# Display", f"sphinxmark_enable = True  {comment}\n\n# Display")
    assert Done(capsys, *RULES, "--zeps", "../zeps").found == []


def test_a_page_that_nobody_wrote(specs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("crc32c", "sharding-indexed"):
        shutil.rmtree(specs / "docs/v3/codecs" / name)
    for page in (specs / "docs").rglob("*.rst"):
        page.write_text(page.read_text(encoding="utf-8").replace("ZEP0002", "it").replace("ZEP 2", "it"))
    proposal = "../zeps/accepted/ZEP0002.md"
    assert Done(capsys, *RULES, "--zeps", "../specs", "../zeps").found == [("ZEP507", proposal)]


def test_a_redirect_that_is_taken_away(specs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("ZEP0001", "ZEP0002"):
        replace(specs / f"../zeps/accepted/{name}.md", f"redirect_from: /draft/{name}\n", "")
    found = [("ZEP505", f"../zeps/accepted/{name}.md") for name in ("ZEP0001", "ZEP0002")]
    assert Done(capsys, *RULES, "../zeps").found == found


def test_moving_every_proposal_into_the_other_repository(
    specs: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for place in ("draft", "accepted", "active"):
        shutil.copytree(specs / "../zeps" / place, specs / "docs/zeps" / place)
    assert Done(capsys, *RULES).found == []


def test_a_site_of_any_length_is_read_in_time() -> None:
    known = load_process("zep-2024").data["watermarks"]
    image = "background: url(draft-watermark.png);"
    for path, text in (
        ("docs/_static/a.css", "/*" * 200_000 + image),
        ("docs/_static/a.css", "a," * 200_000 + "{" + image * 5_000 + "}"),
        ("docs/_static/a.css", "{" * 200_000 + image),
        ("docs/conf.py", "'sphinxmark' " * 50_000 + "\nsphinxmark_enable = " + " " * 200_000 + "True"),
    ):
        with ends_in_time():
            list(find_site_watermarks(Source(path, text), known))
