"""Diagnostics for a client that asks for them: for any other, `zeplint.server.app` pushes them."""

from __future__ import annotations

from lsprotocol import types

from zeplint.server.app import Server

OPTIONS = types.DiagnosticOptions(
    inter_file_dependencies=True, workspace_diagnostics=False, identifier="zeplint"
)


def register(server: Server, _: types.InitializeParams) -> None:
    """Answer to `server`'s client, if it can ask: it would show each finding twice otherwise."""
    if not server.pulls:
        return

    # A coroutine starts when all that has arrived is read, so the answer is about the latest text.
    @server.feature(types.TEXT_DOCUMENT_DIAGNOSTIC, OPTIONS)
    async def diagnose(params: types.DocumentDiagnosticParams) -> types.DocumentDiagnosticReport:
        return server.report(params.text_document.uri, params.previous_result_id)
