"""The entries of Sphinx's ``toctree``, which lead to documents as the role ``doc`` does."""

from __future__ import annotations

from collections.abc import Iterator

from zeplint.document import RST, Document, Link
from zeplint.patterns import pattern
from zeplint.source import Span

_LINE = r"(?:\A|(?<=[\r\n]))"
_TREE = pattern(
    rf"{_LINE}(?P<indent>[ \t]*)\.\. toctree::[^\r\n]*"
    r"(?P<lines>(?:(?:\r\n|\r|\n)(?:[ \t]*(?=[\r\n]|\Z)|(?P=indent)[ \t]+\S[^\r\n]*))*)"
)
_ENTRY = pattern(
    rf"{_LINE}[ \t]++(?!:)(?:[^\r\n<>]*<(?P<titled>[^\r\n<>]+)>|(?P<bare>[^\s<>](?:[^\r\n<>]*[^\s<>])?))[ \t]*(?=[\r\n]|\Z)"
)


def all_links(document: Document) -> list[Link]:
    """The links of a document, and the entries."""
    return [*document.body.links, *entries(document)]


def entries(document: Document) -> Iterator[Link]:
    """The entries in text order; none for a document in another markup."""
    text = document.source.text
    if document.markup != RST or "toctree::" not in text:
        return
    for tree in _TREE.finditer(text):
        for entry in _ENTRY.finditer(text, *tree.span("lines")):
            span = Span(*entry.span("titled" if entry["titled"] else "bare"))
            yield Link("", text[slice(*span)], span, Span(span.start, span.start), span, "role", "doc")
