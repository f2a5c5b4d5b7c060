"""Cutting a value into parts that know where they stand."""

from __future__ import annotations

from collections.abc import Iterable

from zeplint.document import Text
from zeplint.source import Span, strip


def part(text: str, start: int, end: int, base: int) -> Text:
    """The stretch ``text[start:end]`` without blank ends, its span counted from `base`."""
    start, end = strip(text, start, end)
    return Text(text[start:end], Span(base + start, base + end))


def without(text: str, base: int, spans: Iterable[Span]) -> str:
    """`text`, which stands at `base`, with blanks in the place of `spans`, which do not overlap."""
    return substitute(text, base, ((span, " " * (span.end - span.start)) for span in spans))


def substitute(text: str, base: int, changes: Iterable[tuple[Span, str]]) -> str:
    """`text`, which stands at `base`, with other words in the place of spans, which do not overlap."""
    pieces: list[str] = []
    position = 0
    for (start, end), words in sorted(changes):
        pieces += text[position : start - base], words
        position = end - base
    return "".join((*pieces, text[position:]))
