"""What says "draft" to a reader: classes, images, keys of the front matter, notices."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence

from zeplint.document import Document, Link, Mark
from zeplint.patterns import pattern
from zeplint.source import Source, Span
from zeplint.watermark.look import Watermark
from zeplint.watermark.notices import find_notices
from zeplint.watermark.unmarking import IMAGE_TAG, without_image, without_key, without_look, without_notice

# What YAML reads as no, or as nothing.
UNSET = frozenset(("", "false", "no", "off", "null", "none", "~", "0"))

# What has an id to be linked to: an attribute list, an option of a directive, an anchor, a section, a heading.
LINK_TARGET = pattern(r"[{:]|<(?:a|section|h[1-6])\b", re.IGNORECASE)
ID = pattern(r"#$|\bid\s*=\s*[\"']?[^\"'=]*$|^:(?:fig)?name:", re.IGNORECASE)
ADDRESS = pattern(r"https?://[^\s<>\"']*")
LONGEST_ATTRIBUTE = 200


def may_have_watermark(document: Document, known: Mapping[str, Sequence[str]]) -> bool:
    """Whether any of the names of watermarks occurs in a document: what is found out without parsing it.

    In an address, such as one of a directory, only an image can be one.
    """
    names, text = known.get("names", ()), document.source.text
    folded = text.casefold()
    if not any(name in folded for name in names):
        return False
    bare = ADDRESS.sub("", folded)
    return any(name in bare for name in names) or any(re.search(p, text) for p in known.get("images", ()))


def find_watermarks(
    document: Document, known: Mapping[str, Sequence[str]], said_in: Iterable[Span] = ()
) -> Iterator[Watermark]:
    """The watermarks of a document, by kind (S45).

    `known` is what the process file says of watermarks: `names` of classes and ids, in lower case, and
    patterns of `images` and `notices`, with `follow-ups` of theirs, `keys` of the front matter. In the spans of
    `said_in` also a block that is set in speaks for the document. A document that cannot have a watermark is
    not parsed.
    """
    names = known.get("names", ())
    if may_have_watermark(document, known):
        yield from _keys(document, known.get("keys", ()))
        yield from _looks(document, names, known.get("images", ()))
        yield from _notices(document, known, said_in)


# Keys of the front matter


def _keys(document: Document, keys: Sequence[str]) -> Iterator[Watermark]:
    source, front_matter = document.source, document.preamble.front_matter
    for entry in front_matter.entries if front_matter else ():
        value = source.slice(entry.value_span).strip("\"' \t\r\n").casefold()
        if entry.key.casefold() in keys and value not in UNSET:
            yield Watermark("key", entry.span, entry.key, without_key(source, entry))


# Classes, ids and images


def _looks(document: Document, names: Sequence[str], patterns: Sequence[str]) -> Iterator[Watermark]:
    """The images of watermarks, and the classes and ids, those of one piece of markup together."""
    source = document.source
    shown: list[Span] = []
    for link, is_inside in _images(document, patterns):
        shown.append(link.span)
        target = link.target_span
        place = target if target and link.span.start < target.start < link.span.end else link.span
        fix = None if is_inside else without_image(document, link)
        yield Watermark("image", place, link.target, fix)
    by_extent: dict[Span, list[Mark]] = {}
    for mark in document.body.marks:
        by_extent.setdefault(mark.extent, []).append(mark)
    for extent, marks in by_extent.items():
        before = bisect_left(shown, Span(extent.end, 0)) - 1
        if before >= 0 and shown[before].end > extent.start:
            continue  # the look of an image that is to go itself
        found = [m for m in marks if m.name.casefold() in names and not _is_link_target(source, m)]
        if found:
            yield Watermark("look", found[0].span, found[0].name, without_look(document, marks, found, names))


def _images(document: Document, patterns: Sequence[str]) -> Iterator[tuple[Link, bool]]:
    """The images of watermarks in order, and whether each stands inside another link."""
    reached = 0
    for link in document.body.links:
        is_image = link.kind == "image" or IMAGE_TAG.match(document.source.text, link.span.start)
        if is_image and any(re.search(pattern, link.target) for pattern in patterns):
            yield link, link.span.start < reached
        reached = max(reached, link.span.end)


def _is_link_target(source: Source, mark: Mark) -> bool:
    """Whether the mark is the id of something that is linked to, such as a heading called Draft."""
    start = max(mark.extent.start, mark.span.start - LONGEST_ATTRIBUTE)
    is_target = LINK_TARGET.match(source.text, mark.extent.start)
    return bool(is_target) and bool(ID.search(source.text[start : mark.span.start]))


# Notices


def _notices(
    document: Document, known: Mapping[str, Sequence[str]], said_in: Iterable[Span]
) -> Iterator[Watermark]:
    patterns, words = known.get("notices", ()), known.get("names", ())
    for notice in find_notices(document, patterns, words, known.get("follow-ups", ()), said_in):
        yield Watermark("notice", notice.text.span, notice.text.text, without_notice(document, notice))
