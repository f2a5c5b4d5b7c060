"""The format ``json``, version 1: what ``report.schema.json`` beside this module describes."""

from __future__ import annotations

from typing import Any

from zeplint import __version__
from zeplint.diagnostic import Diagnostic, Edit, Fix, Move, Place, Severity
from zeplint.report import Report
from zeplint.report.safe import json_text, to_unicode
from zeplint.report.style import Style
from zeplint.source import Position, Source

VERSION = 1


def render(report: Report, _style: Style, _width: int) -> str:
    """One JSON object on one line, in ASCII, so that no terminal or pipe can damage it."""
    return json_text(_report(report))


def _report(report: Report) -> dict[str, Any]:
    return {
        "version": VERSION,
        "tool": {"name": "zeplint", "version": __version__},
        "process": to_unicode(report.process),
        "diagnostics": [_diagnostic(diagnostic) for diagnostic in report.diagnostics],
        "summary": {
            "files": report.files,
            "errors": report.count(Severity.ERROR),
            "warnings": report.count(Severity.WARNING),
            "infos": report.count(Severity.INFO),
            "fixable": report.fixable,
            "suppressed": report.suppressed,
            "known": report.known,
        },
    }


def _diagnostic(diagnostic: Diagnostic) -> dict[str, Any]:
    place, fix = diagnostic.place, diagnostic.fix
    return {
        "code": diagnostic.code,
        "name": diagnostic.name,
        "severity": diagnostic.severity.label,
        "message": to_unicode(diagnostic.message),
        "help": to_unicode(diagnostic.help),
        "statements": list(diagnostic.statements),
        **_place(place),
        "related": [
            {**_place(related), "message": to_unicode(related.note)} for related in diagnostic.related
        ],
        "fix": None if fix is None else _fix(fix, place.source),
        "url": diagnostic.url,
    }


def _place(place: Place) -> dict[str, Any]:
    source, span = place.source, place.span
    return {
        "path": to_unicode(source.shown),
        "start": None if span is None else _position(source.position(span.start)),
        "end": None if span is None else _position(source.position(span.end)),
    }


def _fix(fix: Fix, source: Source) -> dict[str, Any]:
    return {
        "title": to_unicode(fix.title),
        "safety": "safe" if fix.safe else "unsafe",
        "edits": [_edit(edit) for edit in fix.edits],
        "moves": [_move(move, source) for move in fix.moves],
    }


def _edit(edit: Edit) -> dict[str, Any]:
    source, span = edit.source, edit.span
    start = source.position(span.start)
    if span.start < 0:
        # The byte order mark stands before the text: the column before the first.
        start = Position(1, 0)
    return {
        "path": to_unicode(source.shown),
        "start": _position(start),
        "end": _position(source.position(span.end)),
        "text": to_unicode(edit.text),
    }


def _move(move: Move, source: Source) -> dict[str, Any]:
    return {"from": to_unicode(source.show(move.old)), "to": to_unicode(source.show(move.new))}


def _position(position: Position) -> dict[str, int]:
    return {"line": position.line, "column": position.column}
