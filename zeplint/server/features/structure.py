"""The outline of a document, and what of it can be folded."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lsprotocol import types

from zeplint.assist.folding import COMMENT, folds
from zeplint.assist.outline import HEADER, TITLE, Symbol, symbols
from zeplint.server.app import Server
from zeplint.server.assisting import assisting
from zeplint.server.view import View

KINDS = {TITLE: types.SymbolKind.Module, HEADER: types.SymbolKind.Property}


def register(server: Server, params: types.InitializeParams) -> None:
    """Answer to `server`'s client."""
    text = params.capabilities.text_document
    can_nest = bool(
        text and text.document_symbol and text.document_symbol.hierarchical_document_symbol_support
    )

    @server.on_document(types.TEXT_DOCUMENT_DOCUMENT_SYMBOL, empty=[])
    def document_symbols(
        view: View, params: types.DocumentSymbolParams
    ) -> list[types.DocumentSymbol] | list[types.SymbolInformation]:
        found = symbols(assisting(view))
        if can_nest:
            return [_symbol(view, symbol) for symbol in found]
        return list(_flat(view, params.text_document.uri, found))

    @server.on_document(types.TEXT_DOCUMENT_FOLDING_RANGE, empty=[])
    def folding_ranges(view: View, _: types.FoldingRangeParams) -> list[types.FoldingRange]:
        return [
            types.FoldingRange(
                fold.first - 1,
                fold.last - 1,
                kind=types.FoldingRangeKind.Comment
                if fold.kind == COMMENT
                else types.FoldingRangeKind.Region,
            )
            for fold in folds(assisting(view))
        ]


def _symbol(view: View, symbol: Symbol) -> types.DocumentSymbol:
    return types.DocumentSymbol(
        symbol.name,
        KINDS.get(symbol.kind, types.SymbolKind.String),
        view.range(symbol.span),
        view.range(symbol.selection),
        detail=symbol.detail or None,
        children=[_symbol(view, child) for child in symbol.children],
    )


def _flat(
    view: View, uri: str, found: Sequence[Symbol], container: str | None = None
) -> Iterator[types.SymbolInformation]:
    """All parts in one list, for a client that takes no other."""
    for symbol in found:
        kind = KINDS.get(symbol.kind, types.SymbolKind.String)
        place = types.Location(uri, view.range(symbol.span))
        yield types.SymbolInformation(place, symbol.name, kind, container_name=container)
        yield from _flat(view, uri, symbol.children, symbol.name)
