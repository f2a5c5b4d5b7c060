"""The rename of a heading: its words, the rules around them, and the links that lead to it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from zeplint.assist.destinations import anchor_span, destination
from zeplint.assist.documents import documents
from zeplint.assist.view import View
from zeplint.checks.stale import targets, written
from zeplint.collection import open_document
from zeplint.diagnostic import Edit
from zeplint.document import RST, Document, Link, Section
from zeplint.edits.apply import rewritten
from zeplint.slugs import docutils, each_heading_anchors
from zeplint.source import Span
from zeplint.values.section import is_title


def heading_at(view: View, offset: int) -> Section | None:
    """The section whose heading stands at an offset, unless it has no words, or is the document's title, which says its number."""
    document = view.document
    found = (each for each in document.body.sections if each.heading.start <= offset <= each.heading.end)
    section = next(found, None)
    return None if section is None or not section.title or is_title(document, section) else section


def edits_of_heading(view: View, section: Section, title: str) -> list[Edit]:
    """What must change where a section of the view's document gets another title, which is one line."""
    document = view.document
    own = [Edit(document.source, section.title_span, title), *_rules(document, section, title)]
    changed = open_document(rewritten(document.source, own, document.path), view.process)
    moved = _moved(document, changed, document.body.sections.index(section))
    edits: list[Edit] = []
    name = document.path.rpartition("/")[2].rpartition(".")[0]
    for other in documents(view.collection, [document.path]):
        if other is document or name in other.source.text:
            edits += _links(view, other, moved)
    if document.markup == RST:
        edits += _by_title(document, section, title)
    heading = section.heading
    # What stands in the heading itself is gone with its words.
    kept = [edit for edit in edits if edit.source is not document.source or not _holds(heading, edit.span)]
    return [*own, *kept]


def _holds(outer: Span, inner: Span) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end


def _moved(before: Document, after: Document, index: int) -> Mapping[str, str]:
    """The anchors that are others then, by what they were: also those of headings of the same title."""
    if len(before.body.sections) != len(after.body.sections):
        return {}  # what is written there is no heading any more
    if before.markup == RST:
        pairs = [(docutils(before.body.sections[index].title), docutils(after.body.sections[index].title))]
    else:
        ways = zip(each_heading_anchors(_titles(before)), each_heading_anchors(_titles(after)), strict=True)
        # What GitHub makes comes last: of the same anchor, it is the one that is meant.
        pairs = [pair for old, new in ways for pair in reversed(list(zip(old, new, strict=True)))]
    return {old: new for old, new in pairs if new and old != new}


def _titles(document: Document) -> list[tuple[str, str]]:
    return [(each.title, document.source.slice(each.title_span)) for each in document.body.sections]


def _rules(document: Document, section: Section, title: str) -> Iterator[Edit]:
    """In reStructuredText, and below a heading of Markdown with an underline, rules of the new length."""
    from docutils.utils import column_width

    source = document.source
    first, last = source.position(section.heading.start).line, source.position(section.heading.end).line
    for line in range(first, last + 1):
        rule = source.strip(source.line_span(line))
        is_apart = rule.end <= section.title_span.start or section.title_span.end <= rule.start
        if is_apart and len(set(source.slice(rule))) == 1:
            yield Edit(source, rule, source.text[rule.start] * max(column_width(title), 3))


def _links(view: View, document: Document, moved: Mapping[str, str]) -> Iterator[Edit]:
    for link in targets(document):
        head, mark, anchor = link.target.partition("#")
        span = written(document, link)
        if not mark or span is None or anchor not in moved:
            continue
        aim = destination(view, document, link)
        if aim and aim.path == view.document.path and anchor_span(view.document, aim.anchor):
            yield Edit(document.source, Span(span.start + len(head) + 1, span.end), moved[anchor])


def _by_title(document: Document, section: Section, title: str) -> Iterator[Edit]:
    """The references that name a heading by its words."""

    def is_named(link: Link) -> bool:
        return link.kind == "reference" and " ".join(link.text.split()).casefold() == section.title.casefold()

    for link in document.body.links:
        if is_named(link) and link.target_span is None and link.text_span.start < link.text_span.end:
            yield Edit(document.source, link.text_span, title)
