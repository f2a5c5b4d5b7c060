"""What a section holds: whether there is anything in it for a reader."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from zeplint.document import Comment, Document, Section
from zeplint.patterns import pattern
from zeplint.process import Process
from zeplint.record import NamedTuple
from zeplint.source import Span

# What shows nothing: an anchor, a line break, a list of attributes, an internal target of RST.
_INVISIBLE = pattern(
    r"<a\s[^<>]*>\s*</a>|<a\s[^<>]*/>|<br\s*/?>|\{:[^{}\n\r]*\}|^\.\.[ \t]+_[^\n\r:]{1,200}:[ \t]*$",
    re.MULTILINE,
)
_WORD = pattern(r"\w")
_LINE = pattern(r"[^\n\r]+")
# What sets a line off that a list, a quote, brackets or a directive holds.
_AROUND = " \t.:()[]>*-+|_`"
# A section that holds more than this holds something.
_LONGEST = 600
_LONGEST_LINE = 200


class BareSection(NamedTuple):
    """A section without content.

    `words` are the first placeholder in it, `span` where that stands; without one, nothing at the heading's end.
    """

    section: Section
    words: str
    span: Span


def is_title(document: Document, section: Section) -> bool:
    """Whether a section is the one that the document's title opens."""
    heading = document.preamble.heading
    return heading is not None and heading.whole.start <= section.title_span.start < heading.whole.end


# Several rules ask in turn, all of one document before the next.
@lru_cache(maxsize=1)
def bare_sections(document: Document, process: Process) -> tuple[BareSection, ...]:
    """The sections below which nothing stands, or only placeholders (S14), in text order.

    Subsections are content, comments are none. The document's title is no section here. A placeholder in such
    a section is no other rule's finding.
    """
    return tuple(_bare_sections(document, process))


def _bare_sections(document: Document, process: Process) -> Iterator[BareSection]:
    sections = document.body.sections
    comments = document.body.comments
    passed = 0
    for index, section in enumerate(sections):
        start, end = section.content
        while passed < len(comments) and comments[passed].span.end <= start:
            passed += 1
        following = sections[index + 1] if index + 1 < len(sections) else None
        if (following is not None and following.level > section.level) or is_title(document, section):
            continue
        text = _without_comments(document.source.text, section, comments, passed)
        if len(text.strip()) > _LONGEST:
            continue
        if "<" in text or "{:" in text or ".." in text:
            text = _INVISIBLE.sub(" ", text.replace("\r", "\n"))
        lines = _LINE.findall(text)
        lines = [line for line in lines if _WORD.search(line) or "?" in line or "..." in line or "…" in line]
        if not lines:
            yield BareSection(section, "", Span(section.heading.end, section.heading.end))
        elif all(_holds_place(line, process) for line in lines):
            words = lines[0].strip(_AROUND)
            if not words or not process.is_placeholder(words):
                words = lines[0].strip()
            place = document.source.text.find(words, start, end)
            span = Span(place, place + len(words)) if place >= 0 else section.title_span
            yield BareSection(section, words, span)


def _without_comments(text: str, section: Section, comments: Sequence[Comment], first: int) -> str:
    """What a section holds besides comments, of which `first` is the first that may be in it.

    Of a long one no more than shows that it is long.
    """
    at, end = section.content
    shown = ""
    while first < len(comments) and comments[first].span.start < end and len(shown.strip()) <= _LONGEST:
        shown += text[at : min(comments[first].span.start, at + 4 * _LONGEST)] + "\n"
        at = max(at, comments[first].span.end)
        first += 1
    return shown + text[at:end]


def _holds_place(line: str, process: Process) -> bool:
    if len(line) > _LONGEST_LINE:
        return False
    whole = line.strip()
    words = whole.strip(_AROUND)
    return process.is_placeholder(whole) or (
        process.is_placeholder(words) if words else whole.strip("() ") in ("...", "…", "")
    )
