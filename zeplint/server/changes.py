"""Edits and moves as a client takes them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from lsprotocol import types

from zeplint.assist.completion.items import snippet_text
from zeplint.diagnostic import Edit, Move
from zeplint.server.uris import uri_of
from zeplint.server.view import View
from zeplint.source import NEWLINE, Source


class Changes:
    """How one client, by its `capabilities`, takes changes of files."""

    def __init__(self, capabilities: types.ClientCapabilities) -> None:
        workspace = capabilities.workspace
        edits = workspace.workspace_edit if workspace else None
        # Changes with the versions of the texts that they are made for; only those can hold a rename.
        self.are_versioned = bool(edits and edits.document_changes)
        kinds = (edits.resource_operations if edits else None) or ()
        self.can_move = self.are_versioned and types.ResourceOperationKind.Rename in kinds
        self.can_ask = self.are_versioned and bool(edits and edits.snippet_edit_support)

    def workspace_edit(
        self, view: View, edits: Sequence[Edit], moves: Iterable[Move] = (), *, placeholder: str = ""
    ) -> types.WorkspaceEdit:
        """A change of files: edits first, then moves, if the client takes them.

        A `placeholder` that occurs in an edit's text is one that the user is asked to fill in.
        """
        by_source: dict[Source, list[Edit]] = {}
        for edit in edits:
            by_source.setdefault(edit.source, []).append(edit)
        if not self.are_versioned:
            return types.WorkspaceEdit(
                changes={
                    view.convert.uri(source): [text_edit(view, edit) for edit in own]
                    for source, own in by_source.items()
                }
            )
        changes: list[types.TextDocumentEdit | types.CreateFile | types.RenameFile | types.DeleteFile] = [
            types.TextDocumentEdit(
                types.OptionalVersionedTextDocumentIdentifier(
                    view.convert.uri(source), _version(view, source)
                ),
                [self._edit(view, edit, placeholder) for edit in own],
            )
            for source, own in by_source.items()
        ]
        if self.can_move:
            full = view.project.full
            changes += (types.RenameFile(uri_of(full(move.old)), uri_of(full(move.new))) for move in moves)
        return types.WorkspaceEdit(document_changes=changes)

    def _edit(self, view: View, edit: Edit, placeholder: str) -> types.TextEdit | types.SnippetTextEdit:
        plain = text_edit(view, edit)
        if not self.can_ask or not placeholder or placeholder not in edit.text:
            return plain
        text = snippet_text(plain.new_text).replace(placeholder, f"${{0:{placeholder}}}", 1)
        return types.SnippetTextEdit(plain.range, types.StringValue(text))


def _version(view: View, source: Source) -> int | None:
    document = view.convert.opened(view.project.full(source.path))
    return document.version if document else None


def text_edit(view: View, edit: Edit) -> types.TextEdit:
    """An edit; its lines end as those of the file do."""
    text = NEWLINE.sub(edit.source.newline, edit.text)
    return types.TextEdit(view.range(edit.span, edit.source), text)
