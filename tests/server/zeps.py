"""Proposals for the tests of the server."""

from __future__ import annotations

from pathlib import Path

GOOD = """\
# ZEP {number} — Shorter keys

Author: Ada Example <ada@example.org>
Status: {status}
Type: Core
Created: 2024-10-05
Discussion: https://example.org/8
{more}
## Abstract

Keys are short.
"""


def zep(number: int, *, status: str = "Draft", more: str = "") -> str:
    """The text of a proposal."""
    return GOOD.format(number=number, status=status, more=more)


def write(root: Path, files: dict[str, str]) -> Path:
    """Write files below a folder; returns it."""
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="")
    return root
