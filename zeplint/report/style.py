"""Colour and links: whether a stream gets them, and which part of the output gets which."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TextIO

    from zeplint.diagnostic import Diagnostic

COLOR_CHOICES = ("auto", "always", "never")

# "Select graphic rendition" codes. Every role reads in black and white too: colour only repeats.
_CODES = {
    "error": "1;31",
    "warning": "1;33",
    "info": "1;36",
    "frame": "1;34",
    "strong": "1",
}


# The first release of the library behind many terminals that reads links without a crash is 0.50.1.
_OLDEST_VTE = 5001
_PROGRAMS = frozenset({"ghostty", "Hyper", "iTerm.app", "rio", "Tabby", "vscode", "WezTerm", "zed"})
_TERMS = ("alacritty", "contour", "foot", "xterm-ghostty", "xterm-kitty")


class Style:
    """Paints parts of the output by their role, and makes links of others.

    A role is a severity's label, ``frame`` or ``strong``.
    """

    __slots__ = ("_color", "_links")

    def __init__(self, *, color: bool, links: bool = False) -> None:
        self._color = color
        self._links = links

    def paint(self, role: str, text: str) -> str:
        """`text` in the colour of `role`; as it is if there is no colour, or nothing to see."""
        if not self._color or not text.strip(" "):
            return text
        return f"\x1b[{_CODES[role]}m{text}\x1b[0m"

    def link(self, text: str, address: str) -> str:
        """`text` as a link to an address that is safe to print; as it is if there are no links."""
        return f"\x1b]8;;{address}\x1b\\{text}\x1b]8;;\x1b\\" if self._links else text

    def link_file(self, text: str, shown: str) -> str:
        """`text` as a link to a file that is given as people see it."""
        if not self._links:
            return text
        from zeplint.report.uris import file_uri

        # The name of the machine tells a terminal that is on another one that the file is not there.
        return self.link(text, file_uri(shown, os.uname().nodename if hasattr(os, "uname") else ""))

    def link_rule(self, text: str, diagnostic: Diagnostic) -> str:
        """`text` as a link to what there is to read about the rule of a finding."""
        if not self._links:
            return text
        if diagnostic.url:
            return self.link(text, diagnostic.url)
        from zeplint.rulebook import rule_file

        path = rule_file(diagnostic.name)
        return self.link_file(text, path) if path else text


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


def use_links(choice: str, stream: TextIO, environ: Mapping[str, str]) -> bool:
    """Whether output on `stream` has links, for the choice of colour: only on a terminal that is known to read them.

    FORCE_HYPERLINK decides if not empty: ``0`` against them, all else for them. In CI there are none.
    """
    forced = environ.get("FORCE_HYPERLINK")
    if forced:
        return forced != "0"
    if environ.get("CI") or not use_color(choice, stream, environ) or not stream.isatty():
        return False
    term = environ.get("TERM", "")
    if term == "dumb" or term.startswith(("screen", "tmux")):
        return False
    vte = environ.get("VTE_VERSION", "")
    return (
        (vte.isdecimal() and int(vte) >= _OLDEST_VTE)
        or environ.get("TERM_PROGRAM") in _PROGRAMS
        or term.startswith(_TERMS)
        or not environ.keys().isdisjoint({"WT_SESSION", "KONSOLE_VERSION", "DOMTERM"})
    )
