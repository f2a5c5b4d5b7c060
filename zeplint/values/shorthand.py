"""What is meant as a link and is none: GitHub's short names of issues, and addresses without a scheme."""

from __future__ import annotations

import re

from zeplint.document import Text
from zeplint.patterns import pattern
from zeplint.record import NamedTuple
from zeplint.source import Span

_SHORTHAND = pattern(
    r"(?<![\w./#-])"
    r"(?:(?P<repository>[A-Za-z\d][A-Za-z\d-]{0,38}/[\w.-]{0,99}\w)/?#|GH-|#)"
    r"(?P<number>\d{1,7})(?![\w-])"
)
_SCHEMELESS = pattern(r"(?<![\w@/.-])(?:[A-Za-z\d-]+\.)+[A-Za-z]{2,}/[^\s<>`\"()\[\]]*[\w/]")


class Shorthand(NamedTuple):
    """An issue as ``owner/repository#12``, ``#12`` or ``GH-12``, with its address.

    `url` is empty where no repository is named: which one is meant, only GitHub's own pages know.
    """

    text: Text
    url: str


def find_shorthands(text: str, base: int) -> tuple[Shorthand, ...]:
    """The shorthands in a text that stands at `base`, in order."""
    if "#" not in text and "GH-" not in text:
        return ()
    return tuple(
        Shorthand(Text(match[0], Span(base + match.start(), base + match.end())), _url(match))
        for match in _SHORTHAND.finditer(text)
    )


def _url(match: re.Match[str]) -> str:
    # GitHub leads from an issue's address to the pull request of that number.
    repository = match["repository"]
    return f"https://github.com/{repository}/issues/{match['number']}" if repository else ""


def find_schemeless(text: str, base: int) -> Text | None:
    """The first address in a text that stands at `base` which lacks only its scheme; None without one."""
    match = _SCHEMELESS.search(text)
    return Text(match[0], Span(base + match.start(), base + match.end())) if match else None
