"""One open document with its collection: what a feature answers from."""

from __future__ import annotations

from lsprotocol import types

from zeplint.collection import Collection
from zeplint.diagnostic import Diagnostic, Place
from zeplint.document import Document
from zeplint.rulebook import Rulebook
from zeplint.server.convert import Converter
from zeplint.server.documents import OpenDocument
from zeplint.server.positions import Positions
from zeplint.server.projects import Project
from zeplint.source import Source, Span


class View:
    """An open document as it is now.

    `opened` is the text in the editor, `document` what zeplint reads in it. Offsets are those of `source`.
    """

    def __init__(self, opened: OpenDocument, project: Project, convert: Converter) -> None:
        self.opened = opened
        self.project = project
        self.convert = convert

    @property
    def collection(self) -> Collection:
        """The collection of the document, with all that is open laid over the files on disk."""
        return self.project.collection

    @property
    def document(self) -> Document:
        """The document, read by the process of its collection."""
        return self.collection.document(self.project.local(self.opened))

    @property
    def source(self) -> Source:
        """The text of the document."""
        return self.document.source

    @property
    def rulebook(self) -> Rulebook:
        """The rules that there are."""
        return self.project.rulebook

    @property
    def is_linted(self) -> bool:
        """Whether findings are wanted of the document: it is a proposal or a specification page."""
        return self.project.is_linted(self.opened)

    @property
    def findings(self) -> tuple[Diagnostic, ...]:
        """What is found in the document."""
        return self.project.findings(self.opened)

    @property
    def positions(self) -> Positions:
        """Between offsets in the document and the positions of the client."""
        return self.convert.positions(self.source)

    def offset(self, position: types.Position) -> int:
        """The offset that a position means."""
        return self.positions.offset(position)

    def range(self, span: Span | None, source: Source | None = None) -> types.Range:
        """The range of a span, in this document or another one of the collection."""
        return self.convert.positions(source or self.source).range(span)

    def location(self, place: Place) -> types.Location:
        """Where a place of any document is."""
        return self.convert.location(place)
