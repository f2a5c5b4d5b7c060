"""Colour: whether a stream gets it, and which part of the output gets which."""

from __future__ import annotations

import sys
from collections.abc import Mapping

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TextIO

COLOR_CHOICES = ("auto", "always", "never")

# "Select graphic rendition" codes. Every role reads in black and white too: colour only repeats.
_CODES = {
    "error": "1;31",
    "warning": "1;33",
    "info": "1;36",
    "frame": "1;34",
    "strong": "1",
}


class Style:
    """Paints parts of the output by their role: a severity's label, ``frame`` or ``strong``."""

    __slots__ = ("_color",)

    def __init__(self, *, color: bool) -> None:
        self._color = color

    def paint(self, role: str, text: str) -> str:
        """`text` in the colour of `role`; as it is if there is no colour, or nothing to see."""
        if not self._color or not text.strip(" "):
            return text
        return f"\x1b[{_CODES[role]}m{text}\x1b[0m"


def use_color(choice: str, stream: TextIO, environ: Mapping[str, str]) -> bool:
    """Whether output on `stream` is coloured, for one of `COLOR_CHOICES`.

    ``auto`` follows the environment: NO_COLOR, else FORCE_COLOR, if not empty; else whether the
    stream is a terminal that is not ``dumb``.
    """
    if choice != "auto":
        return choice == "always"
    if environ.get("NO_COLOR"):
        return False
    if environ.get("FORCE_COLOR"):
        return True
    if environ.get("TERM") == "dumb" or not stream.isatty():
        return False
    # A bare Windows console prints the codes; the terminals that read them announce themselves.
    return sys.platform != "win32" or not environ.keys().isdisjoint({"WT_SESSION", "TERM", "TERM_PROGRAM"})
