"""An editor that talks to a server in the same process, message by message."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Any

from pygls.io_ import run_async

from zeplint.server.app import Server

# Many turns of the loop: a message may need several until all that it brings about is done.
TURNS = 20

PULLS: dict[str, Any] = {
    "textDocument": {"diagnostic": {}},
    "workspace": {"diagnostics": {"refreshSupport": True}},
}
RELATED: dict[str, Any] = {"textDocument": {"publishDiagnostics": {"relatedInformation": True}}}


class Editor:
    """A session with a server, in JSON. `folders` are the folders that are open in the editor.

    `sent` holds what came from the server, and `shown` by URI what was pushed last.
    """

    def __init__(
        self,
        *folders: Path,
        capabilities: Mapping[str, Any] | None = None,
        initialize: bool = True,
        environ: Mapping[str, str] | None = None,
        encoding: str | None = None,
        **parameters: Any,
    ) -> None:
        self.server = Server(
            environ if environ is not None else {"SOURCE_DATE_EPOCH": "1730808000"}, encoding
        )
        self.server.protocol.set_writer(self)
        self.sent: list[dict[str, Any]] = []
        self.shown: dict[str, list[dict[str, Any]]] = {}
        self.answers: dict[str, Any] = {}
        # The methods of the server's requests that are left unanswered.
        self.silent: set[str] = set()
        self._count = 0
        self._versions: dict[str, int] = {}
        self.loop = asyncio.new_event_loop()
        self.reader = asyncio.StreamReader(loop=self.loop)
        self.task = self.loop.create_task(
            run_async(
                threading.Event(),
                self.reader,
                self.server.protocol,
                error_handler=self.server.report_server_error,
            )
        )
        self.capabilities: dict[str, Any] = {}
        if initialize:
            result = self.ask(
                "initialize",
                processId=None,
                rootUri=folders[0].as_uri() if folders else None,
                workspaceFolders=[{"uri": folder.as_uri(), "name": folder.name} for folder in folders],
                capabilities=capabilities or {},
                **parameters,
            )
            self.capabilities = result["capabilities"]
            self.tell("initialized")

    def __enter__(self) -> Editor:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.task.cancel()
        self.settle()
        self.loop.close()

    def write(self, data: bytes) -> None:
        """Take what the server writes."""
        body = data.partition(b"\r\n\r\n")[2]
        message = json.loads(body)
        self.sent.append(message)
        if message.get("method") == "textDocument/publishDiagnostics":
            self.shown[message["params"]["uri"]] = message["params"]["diagnostics"]
        elif "id" in message and message.get("method", "") not in {"", *self.silent}:
            answer = self.answers.get(message["method"])
            self.feed({"jsonrpc": "2.0", "id": message["id"], "result": answer})

    def close(self) -> None:
        """Nothing to close."""

    def feed(self, *messages: Mapping[str, Any]) -> None:
        """Send messages, without waiting for what comes of them."""
        for message in messages:
            body = json.dumps(message).encode()
            self.reader.feed_data(b"Content-Length: %d\r\n\r\n%b" % (len(body), body))

    def settle(self) -> None:
        """Let the server do what it has to do."""

        async def turn() -> None:
            for _ in range(TURNS):
                await asyncio.sleep(0)

        self.loop.run_until_complete(turn())

    def tell(self, method: str, **parameters: Any) -> None:
        """Send a notification."""
        self.feed({"jsonrpc": "2.0", "method": method, "params": parameters})
        self.settle()

    def request(self, method: str, **parameters: Any) -> dict[str, Any]:
        """Send a request; the whole answer."""
        self._count += 1
        number = self._count
        self.feed({"jsonrpc": "2.0", "id": number, "method": method, "params": parameters})
        self.settle()
        (answer,) = [each for each in self.sent if each.get("id") == number and "method" not in each]
        return answer

    def ask(self, method: str, **parameters: Any) -> Any:
        """Send a request; its result."""
        answer = self.request(method, **parameters)
        assert "error" not in answer, answer
        return answer["result"]

    def open(self, path: Path | str, text: str | None = None, *, language: str = "markdown") -> str:
        """Open a file, or a URI, with its text on disk or another one; returns the URI."""
        uri = path.as_uri() if isinstance(path, Path) else path
        if text is None:
            assert isinstance(path, Path)
            text = path.read_bytes().decode("utf-8-sig")
        self._versions[uri] = 0
        document = {"uri": uri, "languageId": language, "version": 0, "text": text}
        self.tell("textDocument/didOpen", textDocument=document)
        return uri

    def change_message(self, uri: str, text: str) -> dict[str, Any]:
        """The notification of a new text."""
        self._versions[uri] += 1
        document = {"uri": uri, "version": self._versions[uri]}
        parameters = {"textDocument": document, "contentChanges": [{"text": text}]}
        return {"jsonrpc": "2.0", "method": "textDocument/didChange", "params": parameters}

    def change(self, uri: str, text: str) -> None:
        """Give an open document a new text."""
        self.feed(self.change_message(uri, text))
        self.settle()

    def shut(self, uri: str) -> None:
        """Close a document."""
        self.tell("textDocument/didClose", textDocument={"uri": uri})

    def pull(self, uri: str, **parameters: Any) -> dict[str, Any]:
        """Ask for the findings of a document; the report."""
        report: dict[str, Any] = self.ask("textDocument/diagnostic", textDocument={"uri": uri}, **parameters)
        return report

    def of_method(self, method: str) -> list[dict[str, Any]]:
        """The parameters of all that was sent by a method."""
        found: list[dict[str, Any]] = [
            each.get("params", {}) for each in self.sent if each.get("method") == method
        ]
        return found

    def codes(self, uri: str) -> list[str]:
        """The codes of what is shown in a document."""
        return [each["code"] for each in self.shown[uri]]
