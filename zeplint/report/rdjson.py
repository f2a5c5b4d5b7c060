"""The format ``rdjson``: reviewdog's, which comments on the lines of a pull request and suggests the fixes.

reviewdog refuses a report with a key that it does not know, so there is nothing here but what it does. Its
columns count the bytes of UTF-8, from 1.
"""

from __future__ import annotations

from typing import Any

from zeplint.diagnostic import Diagnostic, Place, Severity
from zeplint.report import Report
from zeplint.report.safe import escape_controls, json_text, to_unicode
from zeplint.report.style import Style
from zeplint.report.wording import citation
from zeplint.source import BOM_UTF8, Source, Span

# A suggestion is one block of text: edits further apart than so many lines would be a rewritten file.
_LARGEST_SUGGESTION = 20


def render(report: Report, _style: Style, _width: int) -> str:
    """One JSON object on one line, in ASCII."""
    document: dict[str, Any] = {"source": {"name": "zeplint"}}
    if report.diagnostics:
        document["severity"] = max(diagnostic.severity for diagnostic in report.diagnostics).name
    document["diagnostics"] = [_diagnostic(diagnostic, report) for diagnostic in report.diagnostics]
    return json_text(document)


def _diagnostic(diagnostic: Diagnostic, report: Report) -> dict[str, Any]:
    texts = (diagnostic.message, diagnostic.help, citation(diagnostic.statements, report))
    severity: Severity = diagnostic.severity
    found: dict[str, Any] = {
        "message": "\n".join(escape_controls(text) for text in texts if text),
        "location": _location(diagnostic.place),
        "severity": severity.name,
        "code": {"value": diagnostic.code} | ({"url": diagnostic.url} if diagnostic.url else {}),
    }
    if suggestion := _suggestion(diagnostic):
        found["suggestions"] = [suggestion]
    return found


def _location(place: Place) -> dict[str, Any]:
    found: dict[str, Any] = {"path": to_unicode(place.source.shown)}
    if place.span is not None:
        found["range"] = _range(place.source, place.span)
    return found


def _range(source: Source, span: Span) -> dict[str, dict[str, int]]:
    return {"start": _position(source, span.start), "end": _position(source, span.end)}


def _position(source: Source, offset: int) -> dict[str, int]:
    line, column = source.position(offset)
    start = source.line_starts[line - 1]
    before = len(source.text[start : start + column - 1].encode("utf-8", "surrogatepass"))
    if line == 1 and source.bom:
        before += len(BOM_UTF8)
    return {"line": line, "column": before + 1}


def _suggestion(diagnostic: Diagnostic) -> dict[str, Any] | None:
    """The fix as the one block of text that it changes; None where it is more, or another file's."""
    fix, source = diagnostic.fix, diagnostic.place.source
    if fix is None or fix.moves or not fix.edits or source.encoding_problem:
        return None
    edits = sorted(fix.edits, key=lambda edit: edit.span)
    whole = Span(edits[0].span.start, max(edit.span.end for edit in edits))
    if any(edit.source.path != source.path for edit in edits) or whole.start < 0:
        return None
    if source.position(whole.end).line - source.position(whole.start).line > _LARGEST_SUGGESTION:
        return None
    parts, offset = [], whole.start
    for edit in edits:
        parts += [source.text[offset : edit.span.start], edit.text.replace("\n", source.newline)]
        offset = edit.span.end
    return {"range": _range(source, whole), "text": to_unicode("".join(parts))}
