"""Cutting a value into parts that know where they stand."""

from __future__ import annotations

from zeplint.document import Text
from zeplint.source import Span


def part(text: str, start: int, end: int, base: int) -> Text:
    """The stretch ``text[start:end]`` without blank ends, its span counted from `base`."""
    piece = text[start:end]
    stripped = piece.strip()
    begin = base + start + (len(piece) - len(piece.lstrip()) if stripped else 0)
    return Text(stripped, Span(begin, begin + len(stripped)))
