"""Completion: headers, values, numbers, rules, sections, links, a whole proposal."""

from __future__ import annotations

from lsprotocol import types

from zeplint.assist.completion import TRIGGERS, Completion, complete
from zeplint.assist.completion.items import (
    ANCHOR,
    DOCUMENT,
    FILE,
    FOLDER,
    HEADER,
    NUMBER,
    RULE,
    SECTION,
    VALUE,
)
from zeplint.server.app import Server
from zeplint.server.assisting import assisting
from zeplint.server.changes import text_edit
from zeplint.server.features.hover import plain
from zeplint.server.view import View
from zeplint.source import NEWLINE

OPTIONS = types.CompletionOptions(trigger_characters=list(TRIGGERS))
KINDS = {
    ANCHOR: types.CompletionItemKind.Reference,
    DOCUMENT: types.CompletionItemKind.Snippet,
    FILE: types.CompletionItemKind.File,
    FOLDER: types.CompletionItemKind.Folder,
    HEADER: types.CompletionItemKind.Property,
    NUMBER: types.CompletionItemKind.Reference,
    RULE: types.CompletionItemKind.Constant,
    SECTION: types.CompletionItemKind.Module,
    VALUE: types.CompletionItemKind.EnumMember,
}


class _Abilities:
    """What a client takes in a completion."""

    def __init__(self, capabilities: types.ClientCapabilities) -> None:
        text = capabilities.text_document
        item = text.completion.completion_item if text and text.completion else None
        self.snippets = bool(item and item.snippet_support)
        self.markdown = types.MarkupKind.Markdown in ((item.documentation_format if item else None) or ())
        modes = item.insert_text_mode_support.value_set if item and item.insert_text_mode_support else ()
        # A whole proposal is not to be indented as the line is that it starts on.
        self.mode = types.InsertTextMode.AsIs if types.InsertTextMode.AsIs in modes else None


def register(server: Server, params: types.InitializeParams) -> None:
    """Answer to `server`'s client."""
    abilities = _Abilities(params.capabilities)

    @server.on_document(types.TEXT_DOCUMENT_COMPLETION, OPTIONS, empty=types.CompletionList(False, []))
    def completions(view: View, params: types.CompletionParams) -> types.CompletionList:
        context = params.context
        typed = (context.trigger_character if context else None) or ""
        found = complete(assisting(view), view.offset(params.position), typed)
        items = [_item(view, abilities, item, index) for index, item in enumerate(found.items)]
        return types.CompletionList(found.incomplete, items)


def _item(view: View, abilities: _Abilities, item: Completion, index: int) -> types.CompletionItem:
    edit = text_edit(view, item.edit)
    as_snippet = bool(item.snippet and abilities.snippets)
    if as_snippet:
        edit = types.TextEdit(edit.range, NEWLINE.sub(view.source.newline, item.snippet))
    return types.CompletionItem(
        item.label,
        kind=KINDS[item.kind],
        detail=item.detail or None,
        documentation=_documentation(abilities, item.documentation) if item.documentation else None,
        sort_text=f"{index:05}",
        filter_text=item.filter or None,
        insert_text_format=types.InsertTextFormat.Snippet if as_snippet else types.InsertTextFormat.PlainText,
        insert_text_mode=abilities.mode,
        text_edit=edit,
    )


def _documentation(abilities: _Abilities, markdown: str) -> types.MarkupContent | str:
    if abilities.markdown:
        return types.MarkupContent(types.MarkupKind.Markdown, markdown)
    return plain(markdown)
