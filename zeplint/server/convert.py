"""Diagnostics as the protocol has them."""

from __future__ import annotations

import os

from lsprotocol import types
from pygls.uris import from_fs_path

from zeplint.diagnostic import Diagnostic, Place, Severity
from zeplint.server.positions import Positions
from zeplint.server.workbench import Findings
from zeplint.source import Span

SEVERITIES = {
    Severity.ERROR: types.DiagnosticSeverity.Error,
    Severity.WARNING: types.DiagnosticSeverity.Warning,
    Severity.INFO: types.DiagnosticSeverity.Information,
}


def uri_of(path: str) -> str:
    """The URI of an absolute path."""
    return from_fs_path(path) or path


def range_of(place: Place, encoding: str) -> types.Range:
    """The range of a place; of a file as a whole, its first line."""
    positions = Positions(place.source, encoding)
    span = place.span if place.span is not None else place.source.line_span(1)
    return positions.range(Span(max(span.start, 0), max(span.end, 0)))


def diagnostics_of(findings: Findings, encoding: str) -> list[types.Diagnostic]:
    """What was found in a buffer, for a client that counts in `encoding`."""
    return [_diagnostic(found, findings.root, encoding) for found in findings.diagnostics]


def _diagnostic(found: Diagnostic, root: str, encoding: str) -> types.Diagnostic:
    message = f"{found.message}\n{found.help}" if found.help else found.message
    return types.Diagnostic(
        range=range_of(found.place, encoding),
        message=message,
        severity=SEVERITIES[found.severity],
        code=found.code,
        code_description=types.CodeDescription(found.url) if found.url else None,
        source="zeplint",
        related_information=[
            types.DiagnosticRelatedInformation(
                types.Location(
                    uri_of(os.path.normpath(os.path.join(root, place.source.path))), range_of(place, encoding)
                ),
                place.note or found.message,
            )
            for place in found.related
        ]
        or None,
        data={"name": found.name},
    )
