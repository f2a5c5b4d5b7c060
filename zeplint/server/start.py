"""A server made and started."""

from __future__ import annotations

import gc
import logging

from zeplint.server import features
from zeplint.server.app import Server


def create() -> Server:
    """A server that waits for its client."""
    server = Server()
    features.register(server)
    return server


def serve() -> int:
    """Serve one client over standard input and output, until it ends the process."""
    logging.basicConfig(level=logging.WARNING, format="zeplint: %(levelname)s: %(message)s")
    server = create()
    # What is imported by now stays: looking through it for garbage costs time while somebody types.
    gc.freeze()
    gc.set_threshold(10_000, 10, 10)
    server.start_io()
    return 0
