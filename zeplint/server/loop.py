"""Reads what the editor sends, and hands it on in order.

A thread of its own reads standard input, so that while a document is linted, what the editor sends in the meantime
gathers here: the next lint takes in all of it at once, and only the latest text is ever linted.
"""

from __future__ import annotations

import asyncio
import gc
import logging
import os
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import BinaryIO

from pygls.io_ import StdoutWriter, run_async

from zeplint.server.app import Server

_CHUNK = 1 << 16


def serve(server: Server) -> int:
    """Serve the editor at standard input and output until it ends; returns the exit code."""
    # Nothing but the protocol may reach the editor, whatever prints.
    incoming, outgoing = os.dup(0), os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    sys.stdout = sys.stderr
    # What goes wrong is told to the editor, by the server.
    logging.getLogger("pygls").setLevel(logging.CRITICAL + 1)
    # What is imported by now stays: looking through it for garbage costs time while somebody types.
    gc.freeze()
    try:
        asyncio.run(_run(server, incoming, outgoing))
    except SystemExit as end:  # how pygls ends a session
        return end.code if isinstance(end.code, int) else 0
    except asyncio.IncompleteReadError:
        pass
    # The editor is gone without a word, or in the middle of one.
    return 1


class _Reader(asyncio.StreamReader):
    """What the editor sends; nothing more once it is known to be gone."""

    def feed(self, data: bytes) -> None:
        """Take in data; none is the end."""
        if self._eof:  # type: ignore[attr-defined]
            return
        if data:
            self.feed_data(data)
        else:
            self.feed_eof()


class _Writer(StdoutWriter):
    """Sends to the editor; where it takes no more, `at_end` is told."""

    def __init__(self, outgoing: BinaryIO, at_end: Callable[[], None]) -> None:
        super().__init__(outgoing)
        self._outgoing = outgoing
        self._at_end = at_end

    def write(self, data: bytes) -> None:
        """Send data."""
        try:
            super().write(data)
        except OSError:
            # What is left of it, and all that is sent from now on, goes nowhere.
            with open(os.devnull, "wb") as nowhere:
                os.dup2(nowhere.fileno(), self._outgoing.fileno())
            self._at_end()


async def _run(server: Server, incoming: int, outgoing: BinaryIO) -> None:
    loop, stop = asyncio.get_running_loop(), threading.Event()
    reader = _Reader()
    server.protocol.set_writer(_Writer(outgoing, lambda: reader.feed(b"")))

    def read() -> None:
        with suppress(OSError, RuntimeError):  # the loop has ended
            while data := os.read(incoming, _CHUNK):
                loop.call_soon_threadsafe(reader.feed, data)
            loop.call_soon_threadsafe(reader.feed, b"")

    threading.Thread(target=read, daemon=True).start()
    await run_async(stop, reader, server.protocol, error_handler=server.report_server_error)
