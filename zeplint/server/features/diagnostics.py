"""Diagnostics for a client that asks for them."""

from __future__ import annotations

from lsprotocol import types

from zeplint.server.app import Server

OPTIONS = types.DiagnosticOptions(
    inter_file_dependencies=True, workspace_diagnostics=False, identifier="zeplint"
)


def register(server: Server) -> None:
    """Answer to `server`'s client."""

    @server.feature(types.TEXT_DOCUMENT_DIAGNOSTIC, OPTIONS)
    async def diagnose(params: types.DocumentDiagnosticParams) -> types.DocumentDiagnosticReport:
        return await server.report(params.text_document.uri, params.previous_result_id)
