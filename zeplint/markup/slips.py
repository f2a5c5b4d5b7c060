"""Slips in Markdown's links: what a parser takes for plain text and its author for a link."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from zeplint.document import Link, LinkSlip
from zeplint.patterns import pattern
from zeplint.source import Span

# Several times the longest text that people give a link.
LONGEST_TEXT = 300

# What begins like this is meant as an address, wherever it stands.
_ADDRESS = r"(?:https?://|ftp://|mailto:|www\.)"
_SPACED = pattern(rf"(?<!\\)\[(?P<text>[^\[\]\r\n]+)\][ \t]+\((?P<target>{_ADDRESS}[^\s()<>]+)\)")
_REVERSED = pattern(rf"(?<![\\\])])\((?P<text>[^()\[\]\r\n]+)\)\[(?P<target>{_ADDRESS}[^\s\[\]]+)\](?![(\[])")
_TARGET = pattern(r"<?(?P<target>(?:[^\s()<>]++|\([^\s()]*+\))*+)(?P<blank>[^()<>\r\n]*)(?P<end>[)>]?)")
_IS_ADDRESS = pattern(_ADDRESS)
_IS_PATH = pattern(r"\.{0,2}/[^/\s]|#\w")
_PARENTHESIS = pattern(r"[()]")
_BEHIND = pattern(r"[ \t]*(?:[,;\r\n]|\Z)")


def find_slips(text: str, start: int, end: int, last: int) -> Iterator[LinkSlip]:
    """The slips in a stretch of plain text of a block that ends at `last`."""
    for kind, wanted in (("spaced", _SPACED), ("reversed", _REVERSED)):
        for match in wanted.finditer(text, start, end):
            # A number in brackets before an address is a footnote of old.
            if not match["text"].strip().isdigit():
                yield LinkSlip(
                    kind, Span(*match.span()), Span(*match.span("text")), Span(*match.span("target"))
                )
    position = text.find("](", start, end)
    closing = text.rfind(")", start, last) if position >= 0 else -1
    while position >= 0:
        if slip := _unlinked(text, position, last, closing):
            yield slip
        position = text.find("](", position + 2, end)


def _unlinked(text: str, position: int, last: int, closing: int) -> LinkSlip | None:
    """The slip in ``[text](...`` whose middle is at `position`; None if nothing is certain.

    `closing` is where the block has its last closing parenthesis.
    """
    opening = text.rfind("[", max(0, position - LONGEST_TEXT), position)
    match = _TARGET.match(text, position + 2, last)
    if opening < 0 or match is None or text[opening - 1 : opening] == "\\":
        return None
    shown, target = Span(opening + 1, position), Span(*match.span("target"))
    is_address = _IS_ADDRESS.match(match["target"])
    if text.startswith("<", position + 2):
        if is_address and match["end"] == ")" and not match["blank"]:
            return LinkSlip("angle", Span(opening, match.end()), shown, target)
        return None
    blank = match["blank"]
    if match["end"] == ")":
        if blank.strip() and blank[0].isspace() and (is_address or _IS_PATH.match(match["target"])):
            target = Span(target.start, target.end + len(blank.rstrip()))
            return LinkSlip("blank", Span(opening, match.end()), shown, target)
        return None
    if is_address and not match["end"] and closing < target.end:
        return LinkSlip("unclosed", Span(opening, target.end), shown, target)
    return None


def open_parentheses(
    text: str, stretches: Sequence[tuple[int, int, bool]], links: Sequence[Link]
) -> Iterator[LinkSlip]:
    """The parentheses of a block that open straight before one of its links and never close.

    `stretches` are the block's text as start, end and whether it is the text of a link.
    """
    pending: list[int] = []
    for start, end, in_link in stretches:
        for match in () if in_link else _PARENTHESIS.finditer(text, start, end):
            if match[0] == "(":
                pending.append(match.start())
            elif pending:
                pending.pop()
    starts = {link.span.start: link for link in links}
    for position in pending:
        link = starts.get(position + 1)
        if link and _BEHIND.match(text, link.span.end):
            yield LinkSlip("parenthesis", Span(position, position + 1), link.text_span, link.span)
