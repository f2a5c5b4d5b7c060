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

from pygls.io_ import StdoutWriter, run_async

from zeplint.server.app import Server

_CHUNK = 1 << 16


def serve(server: Server) -> int:
    """Serve the editor at standard input and output until it ends; returns the exit code."""
    # Nothing but the protocol may reach the editor, whatever prints.
    incoming, outgoing = os.dup(0), os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    sys.stdout = sys.stderr
    server.protocol.set_writer(StdoutWriter(outgoing))
    # What goes wrong is told to the editor, by the server.
    logging.getLogger("pygls").setLevel(logging.CRITICAL + 1)
    # What is imported by now stays: looking through it for garbage costs time while somebody types.
    gc.freeze()
    try:
        asyncio.run(_run(server, incoming))
    except SystemExit as end:  # how pygls ends a session
        return end.code if isinstance(end.code, int) else 0
    except BrokenPipeError:
        pass
    # The editor is gone without a word.
    return 1


async def _run(server: Server, incoming: int) -> None:
    loop, stop = asyncio.get_running_loop(), threading.Event()
    reader = asyncio.StreamReader()

    def read() -> None:
        try:
            while data := os.read(incoming, _CHUNK):
                loop.call_soon_threadsafe(reader.feed_data, data)
            loop.call_soon_threadsafe(reader.feed_eof)
        except (OSError, RuntimeError):  # the loop has ended
            pass

    threading.Thread(target=read, daemon=True).start()
    await run_async(stop, reader, server.protocol, error_handler=server.report_server_error)
