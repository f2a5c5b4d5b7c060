"""Where a document names a proposal: in its headers, in its links, in its running words."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator

from zeplint.assist.destinations import destination
from zeplint.assist.toctree import all_links
from zeplint.assist.view import View
from zeplint.document import Document, Text
from zeplint.patterns import pattern
from zeplint.proposal import Proposal, SpecPage
from zeplint.record import NamedTuple
from zeplint.source import Span
from zeplint.values import find_mentions

# The form of a header that names proposals.
PROPOSALS = "proposals"
_DIGITS = pattern(r"\d+")


class Mention(NamedTuple):
    """A proposal named by its number, or by a link to it: the whole of it, and the words that name it.

    `text` is the number with what is written around it, of a link its text; None where the link's text is
    another one.
    """

    number: int
    span: Span
    text: Text | None


def mentions(view: View, document: Document) -> list[Mention]:
    """The proposals that a document names, in text order; those that overlap once, the widest."""
    found = [*_in_headers(document), *_in_links(view, document), *_in_words(view, document)]
    found.sort(key=lambda mention: (mention.span.start, -mention.span.end))
    kept: list[Mention] = []
    for mention in found:
        if not kept or mention.span.start >= kept[-1].span.end:
            kept.append(mention)
    return kept


def mention_at(view: View, offset: int) -> Mention | None:
    """The proposal that is named at an offset of the view's document, or None."""
    found = mentions(view, view.document)
    index = bisect_right([mention.span.start for mention in found], offset) - 1
    return found[index] if index >= 0 and offset <= found[index].span.end else None


def _in_headers(document: Document) -> Iterator[Mention]:
    if isinstance(document, SpecPage):
        references = document.proposals
    elif isinstance(document, Proposal):
        headers = document.process.headers.values()
        roles = dict.fromkeys(spec.role for spec in headers if spec.form == PROPOSALS)
        references = tuple(reference for role in roles for reference in document.references(role).numbers)
    else:
        return
    for reference in references:
        link = reference.link
        text = reference.text if link is None else Text(link.text, link.text_span)
        yield Mention(reference.number, reference.text.span, text)


def _in_links(view: View, document: Document) -> Iterator[Mention]:
    for link in all_links(document):
        if link.kind == "definition" or (aim := destination(view, document, link)) is None:
            continue
        other = aim.document
        if isinstance(other, Proposal) and other.number is not None and not aim.anchor:
            text = Text(link.text, link.text_span) if _DIGITS.search(link.text) else None
            yield Mention(other.number, link.span, text)


def _in_words(view: View, document: Document) -> Iterator[Mention]:
    text, noun = document.source.text, view.process.noun
    if noun.casefold() not in text.casefold():
        return
    title = document.preamble.heading.whole if document.preamble.heading else None
    for prose in document.body.prose:
        if title and title.start <= prose.span.start < title.end:
            continue  # it says which proposal this is
        for piece in prose.pieces:
            for reference in find_mentions(text[slice(*piece)], piece.start, text, noun):
                yield Mention(reference.number, reference.text.span, reference.text)
