"""Hover: rules, headers and their values, proposals."""

from __future__ import annotations

import re

from lsprotocol import types

from zeplint.assist.hover import hover
from zeplint.server.app import Server
from zeplint.server.assisting import assisting
from zeplint.server.view import View

# The marks of Markdown.
_MARKS = re.compile(r"\\(.)|\*\*|^```\w*(?:\n|\Z)|`|^> ?", re.MULTILINE)


def register(server: Server, params: types.InitializeParams) -> None:
    """Answer to `server`'s client."""
    text = params.capabilities.text_document
    formats = text.hover.content_format if text and text.hover else None
    takes_markdown = not formats or types.MarkupKind.Markdown in formats

    @server.on_document(types.TEXT_DOCUMENT_HOVER)
    def hover_at(view: View, params: types.HoverParams) -> types.Hover | None:
        found = hover(assisting(view), view.offset(params.position))
        if found is None:
            return None
        content = (
            types.MarkupContent(types.MarkupKind.Markdown, found.markdown)
            if takes_markdown
            else types.MarkupContent(types.MarkupKind.PlainText, plain(found.markdown))
        )
        return types.Hover(content, view.range(found.span))


def plain(markdown: str) -> str:
    """What is said without the marks of Markdown."""
    return _MARKS.sub(lambda match: match[1] or "", markdown)
