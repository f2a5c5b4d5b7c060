"""Ways between documents: from a mention of a proposal or a link to where it leads, and back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from zeplint.addresses import is_relative
from zeplint.assist.destinations import anchor_span, destination, label, place_of, top_of
from zeplint.assist.documents import documents
from zeplint.assist.mentions import Mention, mention_at, mentions
from zeplint.assist.toctree import all_links
from zeplint.assist.view import View
from zeplint.collection import Collection
from zeplint.diagnostic import Place
from zeplint.document import Document, Link, Section
from zeplint.proposal import HEADING, Proposal
from zeplint.record import NamedTuple
from zeplint.source import Span


class DocumentLink(NamedTuple):
    """A stretch of the text that leads to a file, relative to the root; `title` says to which for people."""

    span: Span
    path: str
    title: str


def definitions(view: View, offset: int) -> list[Place]:
    """The places that what stands at an offset leads to: a proposal, a page, an anchor."""
    if link := link_at(view.document, offset):
        aim = destination(view, view.document, link)
        place = place_of(aim) if aim else None
        if place:
            return [place]
    if mention := mention_at(view, offset):
        return [
            Place(each.source, top_of(each)) for each in view.collection.by_number.get(mention.number, ())
        ]
    return []


def link_at(document: Document, offset: int) -> Link | None:
    """The innermost link at an offset, or None."""
    found = [link for link in all_links(document) if link.span.start <= offset <= link.span.end]
    return min(found, key=lambda link: link.span.end - link.span.start, default=None)


def references(view: View, offset: int, *, declared: bool = True) -> list[Place]:
    """All that refers to what stands at an offset, in order of path and place.

    That is a proposal named there, the document's own number in its title, one of its sections, or one that is linked
    there. `declared` says whether the title or heading itself is wanted too.
    """
    return _referring(view, offset, documents(view.collection, [view.document.path]), declared=declared)


def highlights(view: View, offset: int) -> list[Span]:
    """All in the view's document that refers to what stands at an offset, and that itself, in text order."""
    found = _referring(view, offset, [view.document], declared=True)
    return [place.span for place in found if place.source is view.source and place.span]


def _referring(view: View, offset: int, among: Iterable[Document], *, declared: bool) -> list[Place]:
    mention = mention_at(view, offset)
    number = mention.number if mention else _own_number(view, offset)
    if number is not None:
        own = view.collection.by_number.get(number, []) if declared else []
        found = [Place(each.source, top_of(each)) for each in own]
        for document in among:
            if _may_name(document, number):
                found += (
                    Place(document.source, each.span)
                    for each in mentions(view, document)
                    if each.number == number
                )
        return _sorted(found)
    if aim := _section_at(view, offset):
        document, section = aim
        found = [Place(document.source, section.title_span)] if declared else []
        return _sorted([*found, *_links_to(view, among, document, section)])
    return []


def find_proposals(collection: Collection, query: str) -> list[Proposal]:
    """The proposals in whose number, title and status each word of a query occurs, by number."""
    words = query.casefold().split()
    found = [each for each in collection.proposals if _is_told_of(each, words)]
    return sorted(found, key=lambda each: (each.number is None, each.number or 0, each.path))


def _is_told_of(proposal: Proposal, words: list[str]) -> bool:
    told = label(proposal).casefold()
    close = told.replace(" ", "")  # for "zep3"
    return all(word in told or word in close for word in words)


def _own_number(view: View, offset: int) -> int | None:
    """The document's number, where its title stands at the offset."""
    proposal = view.proposal
    heading = proposal.preamble.heading if proposal else None
    if proposal is None or heading is None or not heading.whole.start <= offset <= heading.whole.end:
        return None
    return next((reading.number for reading in proposal.numbers if reading.where == HEADING), proposal.number)


def _may_name(document: Document, number: int) -> bool:
    """Whether the digits of a number are in a text: others need no parsing."""
    return str(number) in document.source.text


def _section_at(view: View, offset: int) -> tuple[Document, Section] | None:
    """The section whose heading stands at an offset, or that a link there leads to, and its document."""
    document = view.document
    for section in document.body.sections:
        if section.heading.start <= offset <= section.heading.end:
            return document, section
    link = link_at(document, offset)
    aim = destination(view, document, link) if link else None
    if aim is None or aim.document is None or not aim.anchor:
        return None
    span = anchor_span(aim.document, aim.anchor)
    return next(
        ((aim.document, each) for each in aim.document.body.sections if each.title_span == span), None
    )


def _links_to(view: View, among: Iterable[Document], goal: Document, section: Section) -> Iterator[Place]:
    name = goal.path.rpartition("/")[2].rpartition(".")[0]
    leads: dict[str, bool] = {}
    for document in among:
        if document.path != goal.path and name not in document.source.text:
            continue
        for link in document.body.links:
            aim = destination(view, document, link) if "#" in link.target else None
            if aim is None or aim.path != goal.path or not aim.anchor:
                continue
            if aim.anchor not in leads:
                leads[aim.anchor] = anchor_span(goal, aim.anchor) == section.title_span
            if leads[aim.anchor]:
                yield Place(document.source, link.span)


def _sorted(found: list[Place]) -> list[Place]:
    return sorted(dict.fromkeys(found), key=lambda place: (place.source.path, place.span or Span(0, 0)))


def document_links(view: View) -> list[DocumentLink]:
    """What in the text leads to a file of the collection: its links, and the proposals that it names."""
    document = view.document
    found: list[DocumentLink] = []
    links = all_links(document)
    for link in links:
        # A published address leads to what is published: an editor opens it by itself.
        aim = destination(view, document, link) if is_relative(link.target) else None
        span = link.target_span or link.span
        if aim and aim.path != document.path and span.start < span.end:
            found.append(DocumentLink(span, aim.path, label(aim.document) or aim.path))
    for mention in _outside(mentions(view, document), [link.span for link in links]):
        proposal = view.collection.proposal(mention.number)
        if proposal is not None and proposal.path != document.path:
            found.append(DocumentLink(mention.span, proposal.path, label(proposal)))
    return sorted(dict.fromkeys(found))


def _outside(found: list[Mention], spans: list[Span]) -> Iterator[Mention]:
    """The mentions, in text order, that share nothing with any of the spans."""
    ordered, taken, end = sorted(spans), 0, 0
    for mention in found:
        while taken < len(ordered) and ordered[taken].start < mention.span.end:
            end = max(end, ordered[taken].end)
            taken += 1
        if end <= mention.span.start:
            yield mention
