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

    # A coroutine starts when all that has arrived is read. So a request that a later text has overtaken is answered, from
    # that text: the client is at least there, and an answer from the older one would be misplaced. The protocol does not
    # want ContentModified for texts that wait to be read; ServerCancelled would cost one more round in a client that
    # asks again, and the findings in one that does not, such as older versions of Neovim. A client that wants no answer
    # any more cancels the request, before it has cost anything.
    @server.feature(types.TEXT_DOCUMENT_DIAGNOSTIC, OPTIONS)
    async def diagnose(params: types.DocumentDiagnosticParams) -> types.DocumentDiagnosticReport:
        return server.report(params.text_document.uri, params.previous_result_id)
