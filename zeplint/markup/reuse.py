"""The body of a Markdown text that was edited above one of its headings: read again only down to there.

A heading of the document closes every block above it. What stands from there on reads the same whatever stands
above, but for the definitions of links, which hold everywhere. So where the heading still is one, and no definition
crosses it, all below is taken from the text before the edit, moved by what the text has grown.
"""

from __future__ import annotations

from collections.abc import Iterable

from zeplint.document import Body, Document, Preamble, Section
from zeplint.markup.markdown import parse_body
from zeplint.markup.outline import Headline, outline
from zeplint.source import Source, Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, TypeVar

    Part = TypeVar("Part", bound=tuple[object, ...])

DEFINES = "]:"


def body_after_edit(before: Document, source: Source, preamble: Preamble) -> Body | None:
    """The body of `source`, which was edited since it was `before`; None where it has to be parsed as a whole."""
    body, old, new = before.body, before.source.text, source.text
    if body.problem or body.anchors:  # an anchor does not say where it stands
        return None
    growth = len(new) - len(old)
    seam = next((s for s in body.sections if _is_seam(s, before, source, preamble)), None)
    if seam is None:
        return None
    start = seam.heading.start
    if DEFINES in old[:start] or DEFINES in (head := new[: start + growth]):
        return None
    if "[" in head and old.find(DEFINES, start) >= 0:
        return None
    above = parse_body(Source(source.path, new[: seam.heading.end + growth]), preamble)
    if not above.sections or above.sections[-1].heading != _moved_span(seam.heading, growth):
        return None  # something that opens above it goes on through it
    joined = _Joined(start, growth)
    return Body(
        sections=outline([Headline(*s[:4]) for s in joined(above.sections, body.sections)], len(new)),
        links=joined(above.links, body.links),
        code=joined(above.code, body.code),
        prose=joined(above.prose, body.prose),
        comments=joined(above.comments, body.comments),
        marks=joined(above.marks, body.marks),
        problems=joined(above.problems, body.problems),
        slips=joined(above.slips, body.slips),
        anchors=above.anchors,
    )


def _is_seam(section: Section, before: Document, source: Source, preamble: Preamble) -> bool:
    """Whether a section's heading and all below it stand in both texts, below the header block."""
    old, start = before.source.text, section.heading.start
    now = start + len(source.text) - len(old)
    return (
        start >= max(before.preamble.end, 1)
        and now >= max(preamble.end, 1)
        and old[start] == "#"
        and old[start - 1] in "\r\n"
        and source.text[now - 1] in "\r\n"
        and source.text.endswith(old[start:])
    )


class _Joined:
    """Makes one list of the parts above a seam, which stands at `start` before the edit, and of those below it."""

    def __init__(self, start: int, growth: int) -> None:
        self.start = start
        self.growth = growth

    def __call__(self, above: Iterable[Part], below: Iterable[Part]) -> tuple[Part, ...]:
        growth = self.growth
        upper = [part for part in above if _place(part).start < self.start + growth]
        lower = [part for part in below if _place(part).start >= self.start]
        if growth:
            lower = [tuple.__new__(type(part), _moved_value(part, growth)) for part in lower]
        return (*upper, *lower)


def _place(part: tuple[object, ...]) -> Span:
    place = part.heading if isinstance(part, Section) else getattr(part, "span")  # noqa: B009 - all others have one
    assert isinstance(place, Span)
    return place


def _moved_value(value: Any, growth: int) -> Any:
    """A part with every place in it moved; of what is no part, the value itself."""
    if isinstance(value, Span):
        return _moved_span(value, growth)
    return tuple(_moved_value(item, growth) for item in value) if isinstance(value, tuple) else value


def _moved_span(span: Span, growth: int) -> Span:
    return Span(span.start + growth, span.end + growth)
