"""pygls' protocol, but for what it does otherwise than zeplint needs it.

zeplint keeps the open texts itself: pygls splits lines at characters that end none.
"""

from __future__ import annotations

from lsprotocol import types
from pygls.exceptions import JsonRpcException, JsonRpcInvalidRequest, JsonRpcServerNotInitialized
from pygls.protocol import LanguageServerProtocol, lsp_method

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Generator
    from typing import Any

    from zeplint.server.app import Server


class Protocol(LanguageServerProtocol):
    """The protocol as `zeplint.server.app.Server` speaks it: no request stays without an answer."""

    _server: Server

    @lsp_method(types.INITIALIZE)
    def lsp_initialize(self, params: types.InitializeParams) -> Generator[Any, Any, types.InitializeResult]:
        """Let the server see who the client is before its capabilities are put together."""
        self._server.meet(params)
        return (yield from super().lsp_initialize(params))

    @lsp_method(types.TEXT_DOCUMENT_DID_OPEN)
    def lsp_text_document__did_open(self, params: types.DidOpenTextDocumentParams) -> None:
        """Take in a document that was opened."""
        item = params.text_document
        self._server.open(item.uri, item.language_id, item.version, item.text)

    @lsp_method(types.TEXT_DOCUMENT_DID_CHANGE)
    def lsp_text_document__did_change(self, params: types.DidChangeTextDocumentParams) -> None:
        """Take in what a document has become."""
        document = params.text_document
        self._server.change(document.uri, document.version, params.content_changes)

    @lsp_method(types.TEXT_DOCUMENT_DID_CLOSE)
    def lsp_text_document__did_close(self, params: types.DidCloseTextDocumentParams) -> None:
        """Let go of a document that was closed."""
        self._server.close(params.text_document.uri)

    @property
    def is_ending(self) -> bool:
        """Whether the client has asked for the end of the session."""
        return self._shutdown

    def structure_message(self, data: dict[str, Any]) -> Any:
        """The message that an object means; a request that means none is answered here."""
        try:
            return super().structure_message(data)
        except JsonRpcException as error:
            if "id" in data and "method" in data:
                self._send_response(
                    data["id"], error=(self._refusal(data["method"]) or error).to_response_error()
                )
            raise

    def handle_message(self, message: Any) -> None:
        """Hand a message on; a request that comes too early or too late is answered here."""
        number, method = getattr(message, "id", None), getattr(message, "method", None)
        refusal = self._refusal(method) if number is not None and method is not None else None
        if refusal is not None and number is not None:
            self._send_response(number, error=refusal.to_response_error())
        else:
            super().handle_message(message)

    def _refusal(self, method: str) -> JsonRpcException | None:
        """Why no request of a method is answered now; None if it is."""
        if self._shutdown:
            return JsonRpcInvalidRequest("the server is shutting down")
        if self._workspace is None and method != types.INITIALIZE:
            return JsonRpcServerNotInitialized("the session has not begun")
        if self._workspace is not None and method == types.INITIALIZE:
            return JsonRpcInvalidRequest("the session has begun")
        return None
