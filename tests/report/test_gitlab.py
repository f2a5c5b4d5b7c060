from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.report.formats import check_json
from tests.report.samples import CONTROLS, at, diagnostic, report, source
from tests.systems import other_drive
from zeplint.diagnostic import Diagnostic, Place, Severity
from zeplint.report import render

ONE = source("# ZEP 1\n\nStatus: Drafted\nStatus: Drafted\n")


@pytest.fixture(autouse=True)
def no_job(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CI_PROJECT_DIR", raising=False)


def issues(*diagnostics: Diagnostic) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = check_json(
        "gitlab", render("gitlab", report(*diagnostics), color=True, width=80)
    )
    return found


def test_an_issue() -> None:
    (issue,) = issues(diagnostic(at(ONE, "Drafted"), "Drafted is no status", help_text="allowed: Draft"))
    assert len(issue.pop("fingerprint")) == 32
    assert issue == {
        "type": "issue",
        "check_name": "status-value",
        "description": "ZEP301: Drafted is no status (allowed: Draft)",
        "categories": ["Style"],
        "severity": "major",
        "location": {
            "path": "draft/zep-0001.md",
            "positions": {"begin": {"line": 3, "column": 9}, "end": {"line": 3, "column": 16}},
        },
    }


def test_a_clean_run_is_an_empty_list() -> None:
    assert render("gitlab", report(), color=False, width=80) == "[]\n"


def test_severities() -> None:
    found = issues(*(diagnostic(Place(ONE), severity=severity) for severity in Severity))
    assert [issue["severity"] for issue in found] == ["info", "minor", "major"]
    assert found[0]["location"]["positions"]["begin"] == {"line": 1, "column": 1}


def test_fingerprints_are_unique() -> None:
    found = issues(*[diagnostic(at(ONE, "Drafted"))] * 3)
    assert len({issue["fingerprint"] for issue in found}) == 3


def test_paths_are_those_of_the_project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "docs").mkdir()
    monkeypatch.chdir(tmp_path / "docs")
    monkeypatch.setenv("CI_PROJECT_DIR", str(tmp_path))
    (issue,) = issues(diagnostic(Place(source("x", shown="zeps/a.md"))))
    assert issue["location"]["path"] == "docs/zeps/a.md"


def test_a_file_on_another_drive_keeps_its_path(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CI_PROJECT_DIR", "C:/project")
    monkeypatch.setattr("os.path.relpath", other_drive)
    (issue,) = issues(diagnostic(Place(source("x", shown="D:/zeps/a.md"))))
    assert issue["location"]["path"] == "D:/zeps/a.md"


def test_hostile_text() -> None:
    made = source("x", shown=f"dr{CONTROLS}aft.md")
    (issue,) = issues(diagnostic(Place(made), CONTROLS, help_text=CONTROLS))
    assert issue["description"].isprintable()
