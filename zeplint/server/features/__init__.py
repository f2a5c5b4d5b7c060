"""What the server answers to: a module for each capability, whose `register` adds its handlers to a server."""

from __future__ import annotations

from zeplint.server.app import Server
from zeplint.server.features import diagnostics, documents, lifecycle

FEATURES = (lifecycle, documents, diagnostics)


def register(server: Server) -> None:
    """Have a server answer to all that there is."""
    for feature in FEATURES:
        feature.register(server)
