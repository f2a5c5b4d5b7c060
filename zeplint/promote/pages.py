"""Say on a specification page what was decided of a proposal."""

from __future__ import annotations

from zeplint.diagnostic import Edit
from zeplint.edits.removal import is_blank
from zeplint.patterns import pattern
from zeplint.proposal import SpecPage
from zeplint.source import Span

# The mark of an item of a list, with the blanks around it.
_ITEM = pattern(r"[ \t]*(?:[*+-]|#\.)[ \t]+")


def told(page: SpecPage, words: str) -> Edit:
    """The edit that adds a sentence to the status section of a page, which has one.

    It follows what the section says of other proposals, in the same list if they stand in one, else it comes first.
    """
    source, section = page.source, page.status_sections[0]
    claims = [claim for claim in page.states if section.start <= claim.span.start < section.end]
    if not claims:
        text = source.slice(section)
        lead = len(text) - len(text.lstrip())
        # The line, not the word: what it is indented by says what it is.
        start = (
            source.line_span(source.position(section.start + lead).line).start
            if text.strip()
            else section.end
        )
        gap = "" if source.text[:start].endswith(("\n\n", "\r\n\r\n")) else "\n"
        return Edit(source, Span(start, start), f"{gap}{words}\n\n")
    first = source.position(claims[-1].span.start).line
    head = source.text[source.line_span(first).start : claims[-1].span.start]
    item = _ITEM.fullmatch(head)
    last = first
    while last < len(source.line_starts) and not is_blank(source, last + 1):
        if item and source.slice(source.line_span(last + 1)).startswith(head):
            break
        last += 1
    end = source.line_span(last).end
    indent = head[: len(head) - len(head.lstrip())]
    return Edit(source, Span(end, end), f"\n{head}{words}" if item else f"\n\n{indent}{words}")
