"""The body of a Markdown text that was edited above one of its headings: read again only down to there.

A heading of the document closes every block above it. What stands from there on reads the same whatever stands
above, but for the definitions of links, which hold everywhere. So where the heading still is one, and no definition
crosses it, all below is taken from the text before the edit, moved by what the text has grown.
"""

from __future__ import annotations

from zeplint.document import Body, Document, Preamble, Section
from zeplint.markup.joining import Joined, moved_span
from zeplint.markup.markdown import parse_body
from zeplint.markup.outline import Headline, outline
from zeplint.source import Source

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
    if not above.sections or above.sections[-1].heading != moved_span(seam.heading, growth):
        return None  # something that opens above it goes on through it
    join = Joined(0, start, growth)
    return Body(
        sections=outline([Headline(*s[:4]) for s in join(body.sections, above.sections)], len(new)),
        links=join(body.links, above.links),
        code=join(body.code, above.code),
        prose=join(body.prose, above.prose),
        comments=join(body.comments, above.comments),
        marks=join(body.marks, above.marks),
        problems=join(body.problems, above.problems),
        slips=join(body.slips, above.slips),
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
        # Without a blank behind its marks it is none, and closes nothing.
        and section.title_span.start > start + section.level
        and old[start - 1] in "\r\n"
        and source.text[now - 1] in "\r\n"
        and source.text.endswith(old[start:])
    )
