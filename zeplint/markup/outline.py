"""From headings, in text order, to the sections they open."""

from __future__ import annotations

from collections.abc import Sequence

from zeplint.document import Section
from zeplint.record import NamedTuple
from zeplint.source import Span


class Headline(NamedTuple):
    """A heading on its own: as in `Section`, without what belongs to it."""

    title: str
    level: int
    title_span: Span
    heading: Span


def outline(headlines: Sequence[Headline], end: int) -> tuple[Section, ...]:
    """The sections of a text that ends at offset `end`."""
    sections: list[Section] = []
    following = end
    # Of the headings further down, those that no heading of a higher level precedes.
    visible: list[Headline] = []
    for headline in reversed(headlines):
        while visible and visible[-1].level > headline.level:
            visible.pop()
        last = visible[-1].heading.start if visible else end
        start, heading_end = headline.heading
        sections.append(Section(*headline, Span(heading_end, following), Span(start, last)))
        visible.append(headline)
        following = start
    return tuple(reversed(sections))
