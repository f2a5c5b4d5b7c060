"""From a proposal's number or a link to where it leads, and back."""

from __future__ import annotations

from lsprotocol import types

from zeplint.assist.navigation import definitions, document_links, references
from zeplint.server.app import Server
from zeplint.server.assisting import assisting
from zeplint.server.uris import uri_of
from zeplint.server.view import View


def register(server: Server, params: types.InitializeParams) -> None:
    """Answer to `server`'s client."""
    text = params.capabilities.text_document
    titled = bool(text and text.document_link and text.document_link.tooltip_support)

    @server.on_document(types.TEXT_DOCUMENT_DEFINITION, empty=[])
    def definition(view: View, params: types.DefinitionParams) -> list[types.Location]:
        return [view.location(place) for place in definitions(assisting(view), view.offset(params.position))]

    @server.on_document(types.TEXT_DOCUMENT_REFERENCES, empty=[])
    def find_references(view: View, params: types.ReferenceParams) -> list[types.Location]:
        declared = params.context.include_declaration
        found = references(assisting(view), view.offset(params.position), declared=declared)
        return [view.location(place) for place in found]

    @server.on_document(
        types.TEXT_DOCUMENT_DOCUMENT_LINK, types.DocumentLinkOptions(resolve_provider=False), empty=[]
    )
    def links(view: View, _: types.DocumentLinkParams) -> list[types.DocumentLink]:
        return [
            types.DocumentLink(
                view.range(link.span),
                uri_of(view.project.full(link.path)),
                tooltip=link.title if titled else None,
            )
            for link in document_links(assisting(view))
        ]
