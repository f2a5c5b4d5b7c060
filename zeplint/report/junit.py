"""The format ``junit``: XML that the test views of CI systems read, each file a suite, each finding a failure."""

from __future__ import annotations

from collections.abc import Sequence
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from zeplint.diagnostic import Diagnostic, Severity
from zeplint.report import Report
from zeplint.report.safe import escape_controls, markup_text
from zeplint.report.style import Style
from zeplint.report.wording import citation, location


def render(report: Report, _style: Style, _width: int) -> str:
    """An XML document in ASCII. A file without findings is a suite of one test that has passed."""
    found: dict[str, list[Diagnostic]] = {path: [] for path in report.linted}
    for diagnostic in report.diagnostics:
        # A file that is there no more has findings and is not linted.
        found.setdefault(diagnostic.place.source.shown, []).append(diagnostic)
    root = Element("testsuites", {"name": "zeplint", **_counts(list(found.values()))})
    for path, diagnostics in found.items():
        suite = SubElement(root, "testsuite", {"name": escape_controls(path), **_counts([diagnostics])})
        for diagnostic in diagnostics:
            _add_finding(suite, diagnostic, report)
        if not diagnostics:
            SubElement(suite, "testcase", name="no findings", classname=escape_controls(path), time="0")
    indent(root)
    text = tostring(root, encoding="us-ascii", xml_declaration=False).decode("ascii")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{markup_text(text)}\n'


def _counts(suites: Sequence[Sequence[Diagnostic]]) -> dict[str, str]:
    tests = sum(len(diagnostics) or 1 for diagnostics in suites)
    failures = sum(map(len, suites))
    return {"tests": str(tests), "failures": str(failures), "errors": "0", "skipped": "0", "time": "0"}


def _add_finding(suite: Element, diagnostic: Diagnostic, report: Report) -> None:
    path, span = diagnostic.place.source.shown, diagnostic.place.span
    start = diagnostic.place.source.position(span.start) if span else None
    where = f" ({start.line}:{start.column})" if start else ""
    case = SubElement(
        suite,
        "testcase",
        name=f"{diagnostic.code} {diagnostic.name}{where}",
        classname=escape_controls(path),
        file=escape_controls(path),
        time="0",
    )
    if start:
        case.set("line", str(start.line))
    failure = SubElement(
        case, "failure", message=escape_controls(diagnostic.message), type=diagnostic.severity.label
    )
    failure.text = "\n".join(_lines(diagnostic, report))


def _lines(diagnostic: Diagnostic, report: Report) -> list[str]:
    """What a person reads who opens the failure."""
    severity: Severity = diagnostic.severity
    texts = [f"{location(diagnostic.place)}: {severity.label} {diagnostic.code} {diagnostic.message}"]
    texts += [f"related: {location(place)}: {place.note}" for place in diagnostic.related if place.note]
    texts += [diagnostic.help, citation(diagnostic.statements, report)]
    return [escape_controls(text) for text in texts if text]
