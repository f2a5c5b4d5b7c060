"""What an editor may ask for: a module for each capability, whose `register` adds its handlers to a server.

A request about a document is added with `Server.on_document`::

    def register(server: Server, params: types.InitializeParams) -> None:
        @server.on_document(types.TEXT_DOCUMENT_HOVER)
        def hover(view: View, params: types.HoverParams) -> types.Hover | None: ...

A handler turns the positions of the request into offsets with the `View`, asks for a neutral result, and turns the
spans in that into ranges again. What `register` gets says what the client can do: a capability that it could not use
is not added.
"""

from __future__ import annotations

from lsprotocol import types

from zeplint.server.app import Server
from zeplint.server.features import (
    actions,
    completion,
    diagnostics,
    hover,
    lifecycle,
    navigation,
    renaming,
    structure,
)

FEATURES = (lifecycle, diagnostics, actions, hover, completion, navigation, structure, renaming)


def register(server: Server, params: types.InitializeParams) -> None:
    """Have a server answer to all that there is."""
    for feature in FEATURES:
        feature.register(server, params)
