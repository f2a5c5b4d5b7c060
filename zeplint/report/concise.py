"""The format ``concise``: one line for each finding."""

from __future__ import annotations

from zeplint.diagnostic import Diagnostic
from zeplint.report import Report
from zeplint.report.safe import escape_controls
from zeplint.report.style import Style
from zeplint.report.wording import location


def render(report: Report, style: Style, _width: int) -> str:
    """``path:line:column: severity code message`` for each finding, however long the line gets."""
    return "".join(f"{_line(diagnostic, style)}\n" for diagnostic in report.diagnostics)


def _line(diagnostic: Diagnostic, style: Style) -> str:
    label = diagnostic.severity.label
    place = diagnostic.place
    where = style.link_file(style.paint("strong", f"{location(place)}:"), place.source.shown)
    what = style.link_rule(style.paint(label, f"{label} {diagnostic.code}"), diagnostic)
    return f"{where} {what} {escape_controls(diagnostic.message)}"
