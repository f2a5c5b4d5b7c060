"""Where a link of a document leads: to a file, and to a place in it."""

from __future__ import annotations

import posixpath

from zeplint.addresses import TEXTS, is_relative, split
from zeplint.assist.view import View
from zeplint.diagnostic import Place
from zeplint.document import Document, Link
from zeplint.patterns import pattern
from zeplint.proposal import Proposal
from zeplint.record import NamedTuple
from zeplint.slugs import each_heading_anchors
from zeplint.source import Span
from zeplint.tree import FILE

_NO_LETTER = pattern(r"[\W_]+")
# What gives a place a name: an attribute or a target of either markup. The name is put in.
_NAMED = r"(?:(?:id|name)\s*=\s*[\"']?|\{{:?[^{{}}\n]*#|\.\. _`?|:name:\s*){name}(?![\w-])"


class Destination(NamedTuple):
    """A file relative to the root, its document if it is one, and the anchor in it, empty where there is none."""

    path: str
    document: Document | None
    anchor: str


def destination(view: View, document: Document, link: Link) -> Destination | None:
    """Where a link leads; None where that is outside the collection's files, or nowhere."""
    target = link.target
    if target.startswith("#"):
        return Destination(document.path, document, split(target)[1])
    if is_relative(target):
        path, anchor = split(target)
        if not path or "\n" in path or (link.role and link.role not in ("doc", "download")):
            return None
        aim = view.site.aim(document, path, role=link.role)
        return _at(view, aim.path, anchor) if aim.found == FILE else None
    anchor = split(target)[1]
    if address := view.site.proposal_address(target):
        stem = posixpath.splitext(address.path)[0]
        proposal = view.site.published.get(stem) or view.site.published.get(_decoded(target, address.span))
        return Destination(proposal.path, proposal, anchor) if proposal else None
    if (address := view.site.page_address(target)) and view.site.tree.look(address.path) == FILE:
        return _at(view, address.path, anchor)
    return None


def _decoded(target: str, span: Span) -> str:
    return split(target[slice(*span)])[0]


def _at(view: View, path: str, anchor: str) -> Destination:
    document = view.collection.document(path) if path.endswith(TEXTS) else None
    return Destination(path, document, anchor)


def label(document: Document | None) -> str:
    """A proposal's number, title and status; empty for what is none."""
    if not isinstance(document, Proposal):
        return ""
    status = f" ({document.status.name})" if document.status else ""
    return f"{document.label}: {document.title}{status}" if document.title else f"{document.label}{status}"


def place_of(aim: Destination) -> Place | None:
    """The place that a destination is: the anchor's, else the title's, else the top; None for what is no text."""
    document = aim.document
    if document is None:
        return None
    span = anchor_span(document, aim.anchor) if aim.anchor else None
    return Place(document.source, span or top_of(document))


def top_of(document: Document) -> Span:
    """The title of a document, or its beginning."""
    heading = document.preamble.heading
    return heading.span if heading else Span(0, 0)


def anchor_span(document: Document, anchor: str) -> Span | None:
    """Where the place of that name is: a heading, or what gives a place its name; None where there is none."""
    sections, text = document.body.sections, document.source.text
    names = each_heading_anchors((each.title, text[slice(*each.title_span)]) for each in sections)
    alike = None
    for section, anchors in zip(sections, names, strict=False):
        if anchor in anchors or anchor.removeprefix("user-content-") in anchors:
            return section.title_span
        if alike is None and _plain(anchor) == _plain(section.title):
            alike = section.title_span  # as docutils names it
    import re

    match = re.search(_NAMED.format(name=re.escape(anchor)), text)
    return Span(match.end() - len(anchor), match.end()) if match else alike


def _plain(name: str) -> str:
    return _NO_LETTER.sub("", name.casefold())
