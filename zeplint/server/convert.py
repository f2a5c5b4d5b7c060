"""Diagnostics, and the places they speak of, as the protocol has them."""

from __future__ import annotations

from collections.abc import Callable

from lsprotocol import types

from zeplint.diagnostic import Diagnostic, Place, Severity
from zeplint.server.documents import OpenDocument
from zeplint.server.positions import Positions
from zeplint.server.projects import Project
from zeplint.server.uris import uri_of
from zeplint.source import Source

SOURCE = "zeplint"

SEVERITIES = {
    Severity.ERROR: types.DiagnosticSeverity.Error,
    Severity.WARNING: types.DiagnosticSeverity.Warning,
    Severity.INFO: types.DiagnosticSeverity.Information,
}

# Rules that find what could as well not be there, which editors show in grey.
UNNECESSARY = frozenset({"unused-suppression"})


class Converter:
    """Converts the findings of a project for a client that counts characters in `encoding`.

    `opened` gives the open document at an absolute path. `related` says whether the client takes places that a
    finding speaks of besides its own.
    """

    def __init__(
        self, project: Project, encoding: str, opened: Callable[[str], OpenDocument | None], *, related: bool
    ) -> None:
        self.project = project
        self.encoding = encoding
        self.opened = opened
        self.related = related

    def uri(self, source: Source) -> str:
        """The URI of a file: the editor's own, if it is open there."""
        path = self.project.full(source.path)
        document = self.opened(path)
        return document.uri if document else uri_of(path)

    def positions(self, source: Source) -> Positions:
        """The positions in a text."""
        document = self.opened(self.project.full(source.path))
        return Positions(source, self.encoding, marked=document is not None and document.has_mark)

    def location(self, place: Place) -> types.Location:
        """Where a place is."""
        return types.Location(self.uri(place.source), self.positions(place.source).range(place.span))

    def diagnostic(self, diagnostic: Diagnostic) -> types.Diagnostic:
        """A diagnostic; its `data` names the rule and says whether there is a fix, and a safe one."""
        place, fix = diagnostic.place, diagnostic.fix
        return types.Diagnostic(
            range=self.positions(place.source).range(place.span),
            message=f"{diagnostic.message}\n{diagnostic.help}" if diagnostic.help else diagnostic.message,
            severity=SEVERITIES[diagnostic.severity],
            code=diagnostic.code,
            code_description=types.CodeDescription(diagnostic.url) if diagnostic.url else None,
            source=SOURCE,
            tags=[types.DiagnosticTag.Unnecessary] if diagnostic.name in UNNECESSARY else None,
            related_information=self._related(diagnostic) if self.related else None,
            data={"name": diagnostic.name, "fix": {"title": fix.title, "safe": fix.safe} if fix else None},
        )

    def _related(self, diagnostic: Diagnostic) -> list[types.DiagnosticRelatedInformation] | None:
        return [
            types.DiagnosticRelatedInformation(self.location(place), place.note or diagnostic.message)
            for place in diagnostic.related
        ] or None
