"""The format ``gitlab``: a Code Quality report, which GitLab shows in a merge request."""

from __future__ import annotations

import os
from typing import Any

from zeplint.diagnostic import Diagnostic, Place, Severity
from zeplint.fingerprint import fingerprints
from zeplint.report import Report
from zeplint.report.safe import escape_controls, json_text, to_unicode
from zeplint.report.style import Style
from zeplint.source import Position
from zeplint.tree import relative_to

# GitLab's words, from "info" to "blocker"; the greater two are for what a linter cannot judge.
_SEVERITIES = {Severity.ERROR: "major", Severity.WARNING: "minor", Severity.INFO: "info"}


def render(report: Report, _style: Style, _width: int) -> str:
    """One JSON list on one line, in ASCII. Paths are relative to the project's folder in a GitLab job."""
    marks = fingerprints(report.diagnostics)
    found = [_issue(diagnostic, mark) for diagnostic, mark in zip(report.diagnostics, marks, strict=True)]
    return json_text(found)


def _issue(diagnostic: Diagnostic, mark: str) -> dict[str, Any]:
    message = f"{diagnostic.code}: {diagnostic.message}"
    if diagnostic.help:
        message += f" ({diagnostic.help})"
    return {
        "type": "issue",
        "check_name": diagnostic.name,
        "description": escape_controls(message),
        "categories": ["Style"],
        "severity": _SEVERITIES[diagnostic.severity],
        "fingerprint": mark,
        "location": {"path": to_unicode(_path(diagnostic.place)), "positions": _positions(diagnostic.place)},
    }


def _path(place: Place) -> str:
    shown = place.source.shown
    project = os.environ.get("CI_PROJECT_DIR")
    if not project:
        return shown
    return relative_to(shown, project).replace(os.sep, "/")


def _positions(place: Place) -> dict[str, dict[str, int]]:
    """Where a place starts and ends; GitLab wants a line also of a finding on a whole file."""
    source, span = place.source, place.span
    start = source.position(span.start) if span else Position(1, 1)
    end = source.position(span.end) if span else start
    return {
        "begin": {"line": start.line, "column": start.column},
        "end": {"line": end.line, "column": end.column},
    }
