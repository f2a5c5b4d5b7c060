"""The pages on a project's own rules and process: from an empty folder, all that they show is what comes out."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.doc_page import run_page
from zeplint.cli import main


@pytest.mark.parametrize("name", ["process", "rules"])
def test_what_a_page_shows_is_what_comes_out(tmp_path: Path, checkout: Path, name: str) -> None:
    commands = list(run_page(checkout / f"docs/{name}.md", tmp_path))
    assert commands
    for command in commands:
        assert command.printed == command.shown, command.words


def test_the_second_rule_passes_once_its_report_is_taken_over(
    tmp_path: Path, checkout: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (*_, last) = run_page(checkout / "docs/rules.md", tmp_path)
    (line,) = re.findall(r"^    \+ (.*)$", last.printed, re.MULTILINE)
    path = tmp_path / "rules/github-discussion.yaml"
    path.write_text(path.read_text("utf-8").replace("reports: []", f"reports: ['{line}']", 1), "utf-8")
    monkeypatch.chdir(tmp_path)
    assert main(["test"]) == 0
    assert capsys.readouterr().err == "zeplint: 2 rules, 4 examples: all passed\n"


@pytest.mark.parametrize("name", ["process", "rules"])
def test_the_links_of_a_page_lead_somewhere(checkout: Path, name: str) -> None:
    page = checkout / f"docs/{name}.md"
    links = re.findall(r"\]\(([^)#]+)\)", page.read_text("utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []
