"""From a proposal's number, its title or a link to where it leads, and back."""

from __future__ import annotations

from collections.abc import Iterator

from lsprotocol import types

from zeplint.assist.destinations import label, top_of
from zeplint.assist.navigation import definitions, document_links, find_proposals, highlights, references
from zeplint.diagnostic import Place
from zeplint.server.app import Server
from zeplint.server.assisting import assisting
from zeplint.server.convert import Converter
from zeplint.server.projects import Project
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

    @server.on_document(types.TEXT_DOCUMENT_DOCUMENT_HIGHLIGHT, empty=[])
    def highlight(view: View, params: types.DocumentHighlightParams) -> list[types.DocumentHighlight]:
        found = highlights(assisting(view), view.offset(params.position))
        return [types.DocumentHighlight(view.range(span)) for span in found]

    @server.feature(types.WORKSPACE_SYMBOL)
    def workspace_symbols(params: types.WorkspaceSymbolParams) -> list[types.SymbolInformation]:
        try:
            return [
                symbol for project in _projects(server) for symbol in _symbols(server, project, params.query)
            ]
        except Exception as error:  # noqa: BLE001 - no request stays without an answer
            server.log(types.WORKSPACE_SYMBOL, error)
            return []

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


def _projects(server: Server) -> list[Project]:
    """The projects in which something is open; if that is none, those of the editor's folders."""
    folders = map(server.projects.around, server.session.folders)
    return list(server.projects) or [project for project in folders if project is not None]


def _symbols(server: Server, project: Project, query: str) -> Iterator[types.SymbolInformation]:
    """The proposals of a project that a query finds."""
    convert = Converter(project, server.encoding, server.documents.get, related=False)
    for proposal in find_proposals(project.collection, query):
        place = convert.location(Place(proposal.source, top_of(proposal)))
        yield types.SymbolInformation(
            place, label(proposal), types.SymbolKind.Module, container_name=proposal.local_path
        )
