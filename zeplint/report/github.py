"""The format ``github``: workflow commands that GitHub Actions turns into annotations."""

from __future__ import annotations

from zeplint.diagnostic import Diagnostic, Severity
from zeplint.report import Report
from zeplint.report.safe import escape_controls
from zeplint.report.style import Style
from zeplint.report.wording import citation

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}

_DATA = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
_PROPERTY = _DATA | str.maketrans({":": "%3A", ",": "%2C"})


def render(report: Report, _style: Style, _width: int) -> str:
    """One command for each finding, on one line whatever its texts hold.

    An annotation shows the message, what is allowed and the statement, each on its own line.
    """
    return "".join(f"{_command(diagnostic, report)}\n" for diagnostic in report.diagnostics)


def _command(diagnostic: Diagnostic, report: Report) -> str:
    properties = ",".join(f"{name}={value}" for name, value in _properties(diagnostic).items())
    texts = (diagnostic.message, diagnostic.help, citation(diagnostic.statements, report))
    data = "\n".join(escape_controls(text) for text in texts if text)
    return f"::{_COMMANDS[diagnostic.severity]} {properties}::{data.translate(_DATA)}"


def _properties(diagnostic: Diagnostic) -> dict[str, str]:
    source, span = diagnostic.place[:2]
    properties = {"file": _property(source.shown)}
    if span is not None:
        # A line end at the end of the span would take the annotation to the next line.
        text = source.slice(span)
        start = source.position(span.start)
        end = source.position(span.end - len(text) + len(text.rstrip("\r\n")))
        if start.line == end.line:
            properties |= {
                "line": str(start.line),
                "col": str(start.column),
                "endLine": str(end.line),
                "endColumn": str(end.column),
            }
        else:
            # GitHub takes columns only where both are of one line.
            properties |= {"line": str(start.line), "endLine": str(end.line)}
    properties["title"] = _property(f"{diagnostic.code} {diagnostic.name}")
    return properties


def _property(text: str) -> str:
    """A property's value. A line end in it is GitHub's escape, so that a file name is still found."""
    return escape_controls(text.translate(_PROPERTY))
