"""A session with a language server, timed at the client."""

from __future__ import annotations

import json
import math
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from bench.measure import CommandFailedError, environment

KEYSTROKES = 100

# A method that no server has: it is answered at once, and so is an echo.
ECHO = "bench/echo"


class Editor:
    """A client of the server that `process` is."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self.process = process
        self._count = 0

    def tell(self, method: str, **params: Any) -> None:
        """Send a notification."""
        self._send({"method": method, "params": params})

    def ask(self, method: str, **params: Any) -> dict[str, Any]:
        """Send a request and wait for its answer."""
        self._count += 1
        self._send({"id": self._count, "method": method, "params": params})
        return self._await(lambda message: message.get("id") == self._count and "method" not in message)

    def open(self, path: Path, text: str, language: str = "markdown") -> dict[str, Any]:
        """Open a file and wait for its findings."""
        document = {"uri": path.as_uri(), "languageId": language, "version": 0, "text": text}
        self.tell("textDocument/didOpen", textDocument=document)
        return self._findings(path, 0)

    def change(self, path: Path, version: int, text: str) -> dict[str, Any]:
        """Give a file another text and wait for its findings."""
        document = {"uri": path.as_uri(), "version": version}
        self.tell("textDocument/didChange", textDocument=document, contentChanges=[{"text": text}])
        return self._findings(path, version)

    def _findings(self, path: Path, version: int) -> dict[str, Any]:
        def fits(message: dict[str, Any]) -> bool:
            params = message.get("params") or {}
            return (
                message.get("method") == "textDocument/publishDiagnostics"
                and params["uri"] == path.as_uri()
                and params.get("version") == version
            )

        return self._await(fits)

    def _send(self, message: dict[str, Any]) -> None:
        assert self.process.stdin
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n%b" % (len(body), body))
        self.process.stdin.flush()

    def _await(self, fits: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
        while not fits(message := self._read()):
            pass
        return message

    def _read(self) -> dict[str, Any]:
        assert self.process.stdout
        length = 0
        while (line := self.process.stdout.readline()).strip():
            name, _, value = line.partition(b":")
            if name.lower() == b"content-length":
                length = int(value)
        if not length:
            raise CommandFailedError("the server ends without a word")
        message: dict[str, Any] = json.loads(self.process.stdout.read(length))
        return message


@contextmanager
def session(zeplint: str, folder: Path) -> Iterator[Editor]:
    """A session with a server for a folder, in which nothing has been opened yet. Raises CommandFailedError."""
    process = subprocess.Popen(
        (zeplint, "server"),
        cwd=folder,
        env=environment(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    with process:
        try:
            editor = Editor(process)
            editor.ask("initialize", processId=None, rootUri=folder.as_uri(), capabilities={})
            editor.tell("initialized")
            yield editor
            editor.ask("shutdown")
            editor.tell("exit")
        except BrokenPipeError as error:
            raise CommandFailedError("the server ends without a word") from error
        finally:
            # What could not be sent to a server that has ended is tried once more.
            with suppress(BrokenPipeError):
                process.stdin.close() if process.stdin else None
            process.wait(10)


def texts(original: str, count: int = KEYSTROKES) -> Iterator[str]:
    """What a text becomes while somebody types in its middle."""
    start = original.index("\n\n", len(original) // 2)
    for length in range(1, count + 1):
        yield f"{original[:start]}\n\n{('a few words ' * count)[:length]}{original[start:]}"


def nearly_longest(samples: Sequence[float]) -> float:
    """The 95th percentile."""
    return sorted(samples)[math.ceil(0.95 * len(samples)) - 1]


def timed(act: Callable[[], object]) -> float:
    """The seconds that something takes."""
    start = time.perf_counter()
    act()
    return time.perf_counter() - start
