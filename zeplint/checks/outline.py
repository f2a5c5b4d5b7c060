"""Checks of the headings of a document as an outline."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from zeplint.checks import Context
from zeplint.checks.wording import excerpt
from zeplint.diagnostic import Edit, Finding, Fix, Place
from zeplint.document import RST, Document, Section
from zeplint.source import Span


def levels(document: Document, _context: Context) -> Iterator[Finding]:
    """A heading more than one level below the one before it (S16); to RST, that is an error of its syntax."""
    if document.markup == RST:
        return
    sections = document.body.sections
    for index in range(1, len(sections)):
        before, section = sections[index - 1], sections[index]
        gap = section.level - before.level - 1
        if gap > 0:
            values = {"found": excerpt(section.title), "level": section.level, "expected": before.level + 1}
            fix = _raised(document, sections, index, gap)
            yield Finding((Place(document.source, section.title_span),), values, "", fix)


def _raised(document: Document, sections: Sequence[Section], index: int, gap: int) -> Fix | None:
    """The fix that raises a heading, its equals and what is below them; None where that is no clear group."""
    end, edits = sections[index - 1].extent.end, []
    for section in sections[index:]:
        if section.heading.start >= end:
            break
        start = section.heading.start
        marks = document.source.text[start : start + section.level]
        if section.level < sections[index].level or marks != "#" * section.level:
            return None
        edits.append(Edit(document.source, Span(start, start + gap), ""))
    return Fix(f"Raise the heading to level {sections[index].level - gap}", True, tuple(edits))
