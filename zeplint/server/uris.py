"""Between the URIs of the protocol and paths of the file system."""

from __future__ import annotations

import os
import re
from urllib.parse import quote, unquote, urlsplit

_DRIVE = re.compile(r"/[A-Za-z]:")


def path_of(uri: str) -> str | None:
    """The absolute path that a ``file`` URI means, without detours; None for any other URI.

    A file name that is no UTF-8 is what `os.fsdecode` makes of it.
    """
    try:
        # A "?" or "#" of a file name is always escaped.
        parts = urlsplit(uri)
    except ValueError:
        return None
    path = unquote(parts.path, errors="surrogateescape")
    if parts.scheme != "file" or not path or "\0" in path:
        return None
    if os.name == "nt":
        if _DRIVE.match(path):
            path = path[1:]
        elif parts.netloc:
            path = f"//{parts.netloc}{path}"
    return os.path.normpath(path)


def uri_of(path: str) -> str:
    """The URI of an absolute path."""
    slashed = path.replace(os.sep, "/")
    if not slashed.startswith("/"):
        slashed = f"/{slashed}"
    return "file://" + quote(os.fsencode(slashed), safe="/:" if os.name == "nt" else "/")
