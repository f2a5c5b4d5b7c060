"""Files as URIs: percent-encoded, whatever their names hold."""

from __future__ import annotations

import os
from urllib.parse import quote


def relative_uri(shown: str) -> str | None:
    """The reference to a file below the working directory, given as people see it; None for any other file."""
    if shown.startswith("../") or os.path.isabs(shown):
        return None
    return quote(_encoded(shown))


def file_uri(shown: str, host: str = "") -> str:
    """The ``file:`` URI of a file that is given as people see it; `host` is the machine that it is on."""
    path = os.path.abspath(shown).replace(os.sep, "/")
    if not path.startswith("/"):  # the drive of a Windows path
        path = f"/{path}"
    return f"file://{quote(host)}{quote(_encoded(path), safe='/:')}"


def _encoded(path: str) -> bytes:
    """The bytes of a path: on Linux those of the file system, also where they are no UTF-8."""
    try:
        return path.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:  # half of a pair, which Windows allows
        return path.encode("utf-8", "surrogatepass")
