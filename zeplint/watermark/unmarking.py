"""How what says "draft" to a reader is taken away, and nothing else with it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from zeplint.diagnostic import Edit, Fix
from zeplint.document import RST, Document, Entry, Link, Mark, Prose
from zeplint.edits.removal import is_alone, is_blank, lines_of, removal, whole_lines
from zeplint.patterns import pattern
from zeplint.source import Source, Span
from zeplint.watermark.notices import Notice

ATTRIBUTE = pattern(r"(?<!\s)\s++(?:class|id)\s*=\s*(?:\"[^\"]*\"|'[^']*'|[^\s\"'=<>`]+)", re.IGNORECASE)
ELEMENT = pattern(r"<(?P<name>[A-Za-z][\w-]*)")
IMAGE_TAG = pattern(r"<img\b", re.IGNORECASE)

DIRECTIVE = pattern(r"[ \t]*\.\.[ \t]+(?P<name>[\w-]+)::(?P<argument>.*)")
QUOTE_OF_NOTHING = pattern(r"[ \t]*>[ \t]*(?:\[!\w+\][ \t]*)?")


def _delete(title: str, safe: bool, source: Source, *spans: Span) -> Fix:
    return Fix(title, safe, tuple(Edit(source, span, "") for span in spans))


def without_key(source: Source, entry: Entry) -> Fix | None:
    """The fix that removes a key of the front matter with its lines; None if others stand on them."""
    first, last = lines_of(source, entry.span)
    if source.line_span(first).start != entry.span.start:
        return None
    return _delete(f"Remove the key {entry.key}", True, source, whole_lines(source, first, last))


# Classes and ids


def without_look(
    document: Document, marks: Sequence[Mark], gone: Sequence[Mark], names: Sequence[str]
) -> Fix | None:
    """The fix that takes the marks in `gone` away, and nothing else that their markup says.

    `marks` are all of that markup, `names` those of watermarks.
    """
    source, extent = document.source, marks[0].extent
    title = f"Remove {gone[0].name}"
    if source.text.startswith("<", extent.start):
        return _delete(title, False, source, *_tag_without_look(source, marks, gone, names))
    if len(gone) < len(marks) or "=" in source.slice(extent):
        return _delete(title, True, source, *_without_names(source, gone))
    first, last = lines_of(source, extent)
    if document.markup != RST or not _directive(source, first):
        return _delete(title, True, source, removal(source, extent))
    content = _content(source, first)
    if content is None:
        return _delete(title, True, source, whole_lines(source, first, last))
    if first < last or source.slice(source.line_span(first + 1)).lstrip().startswith(":"):
        return None  # the directive says more
    return _delete(title, True, source, *_without_container(source, first, content))


def _without_names(source: Source, gone: Sequence[Mark]) -> Iterator[Span]:
    """What to delete so that names among others are gone: each run of them, with the blanks on one side."""
    text = source.text
    runs: list[Span] = []
    for mark in gone:
        start = mark.span.start - (text[mark.span.start - 1] in ".#")
        if runs and not text[runs[-1].end : start].strip():
            start = runs.pop().start
        runs.append(Span(start, mark.span.end))
    for start, end in runs:
        first, last = start, end
        while text[first - 1].isspace():
            first -= 1
        while first == start and text[last : last + 1].isspace():
            last += 1
        yield Span(first, last)


def _tag_without_look(
    source: Source, marks: Sequence[Mark], gone: Sequence[Mark], names: Sequence[str]
) -> Iterator[Span]:
    """What to delete so that a tag gives no look.

    That is an element that holds no more than one of `names`, whole attributes, or names in them.
    """
    extent = marks[0].extent
    element = ELEMENT.match(source.text, extent.start)
    words = "|".join(re.escape(name) for name in names)
    closing = re.compile(
        rf"\s*+(?:(?:{words})\s*+)?</{element['name'] if element else ''}\s*>", re.IGNORECASE
    )
    if empty := closing.match(source.text, extent.end):
        yield removal(source, Span(extent.start, empty.end()))
        return
    left = len(gone)
    for attribute in ATTRIBUTE.finditer(source.text, *extent):
        own = [mark for mark in gone if attribute.start() < mark.span.start < attribute.end()]
        if own and len(own) == sum(attribute.start() < m.span.start < attribute.end() for m in marks):
            yield Span(*attribute.span())
        else:
            yield from _without_names(source, own)
        left -= len(own)
        if not left:
            break  # of equal attributes the first counts


# Images


def without_image(document: Document, link: Link) -> Fix | None:
    """The fix that removes an image, in RST with its options and caption; None for a substitution."""
    source = document.source
    title = "Remove the image"
    if document.markup != RST:
        return _delete(title, is_alone(source, link.span), source, removal(source, link.span))
    first, last = lines_of(source, link.span)
    directive = _directive(source, first)
    if directive is None:
        return None
    # What stands below an image are its options; below a figure also its caption.
    content = _content(source, first)
    lines = whole_lines(source, first, content[1] if content else last)
    return _delete(title, directive["name"] == "image", source, lines)


# Directives of reStructuredText


def _directive(source: Source, line: int) -> re.Match[str] | None:
    return DIRECTIVE.match(source.text, *source.line_span(line))


def _indent(source: Source, line: int) -> int:
    text = source.slice(source.line_span(line))
    return len(text) - len(text.lstrip(" \t"))


def _content(source: Source, line: int) -> tuple[int, int] | None:
    """The first and the last line of what is indented below the directive on `line`, or None."""
    indent = _indent(source, line)
    first = last = 0
    for number in range(line + 1, len(source.line_starts) + 1):
        if is_blank(source, number):
            continue
        if _indent(source, number) <= indent:
            break
        first, last = first or number, number
    return (first, last) if first else None


def _without_container(source: Source, line: int, content: tuple[int, int]) -> Iterator[Span]:
    """What to delete so that what a directive holds stands in its place."""
    first, last = content
    yield Span(source.line_starts[line - 1], source.line_starts[first - 1])
    filled = [number for number in range(first, last + 1) if not is_blank(source, number)]
    surplus = min(_indent(source, number) for number in filled) - _indent(source, line)
    for number in filled:
        start = source.line_starts[number - 1]
        yield Span(start, start + surplus)


# Notices


def without_notice(document: Document, notice: Notice) -> Fix | None:
    """The fix that removes the paragraph of a notice, where it says nothing else."""
    lines = _frame(document, notice.prose) if notice.fills else None
    if lines is None:
        return None
    return _delete("Remove the notice", False, document.source, whole_lines(document.source, *lines))


def _frame(document: Document, prose: Prose) -> tuple[int, int] | None:
    """The lines of a paragraph and of the quote or directive around it; None if those hold more."""
    source = document.source
    first, last = lines_of(source, prose.span)
    before = source.text[source.line_span(first).start : prose.span.start]
    after = source.text[prose.span.end : source.line_span(last).end]
    if before.endswith(("**", "*")) and before.strip() == after.strip():
        before, after = before.rstrip("*"), ""  # the whole paragraph is set off
    if after.strip() or source.text.startswith("<", prose.span.start):
        return None
    if document.markup == RST and _is_term(source, last):
        return None
    if before and document.markup == RST:
        return _directive_around(source, first, last, before)
    if before.strip() == ">":
        return _quote_around(source, first, last)
    return None if before.strip() else (first, last)


def _is_term(source: Source, last: int) -> bool:
    """Whether what is defined stands indented below line `last`."""
    below = last + 1
    return (
        below <= len(source.line_starts)
        and not is_blank(source, below)
        and _indent(source, below) > _indent(source, last)
    )


def _quote_around(source: Source, first: int, last: int) -> tuple[int, int] | None:
    """The lines of the quote that holds some lines, if it holds no other words; else None."""
    for step in (-1, 1):
        line = (first if step < 0 else last) + step
        while 1 <= line <= len(source.line_starts):
            text = source.slice(source.line_span(line))
            if not text.lstrip().startswith(">"):
                break
            if not QUOTE_OF_NOTHING.fullmatch(text):
                return None
            first, last = min(first, line), max(last, line)
            line += step
    return first, last


def _directive_around(source: Source, first: int, last: int, before: str) -> tuple[int, int] | None:
    """The lines of the directive that holds some lines, if it holds nothing else; else None."""
    opening = first
    if not before.strip():
        opening -= 1
        while opening >= 1 and is_blank(source, opening):
            opening -= 1
    directive = _directive(source, opening) if opening else None
    if directive is None and not before.strip() and _is_quote_of(source, first, last):
        return first, last
    if directive is None or (opening < first and directive["argument"].strip()):
        return None
    content = _content(source, opening)
    return (opening, last) if (content[1] if content else opening) == last else None


def _is_quote_of(source: Source, first: int, last: int) -> bool:
    """Whether lines that are set in have a blank line on either side, and nothing beside them is as deep."""
    indent = _indent(source, first)
    for line, step in ((first - 1, -1), (last + 1, 1)):
        near = line
        while 1 <= near <= len(source.line_starts) and is_blank(source, near):
            near += step
        if not 1 <= near <= len(source.line_starts):
            continue
        if near == line or _indent(source, near) >= indent:
            return False
    return True
