"""What a document says, wherever in the file it says it: equal before and after a comment is put in."""

from __future__ import annotations

from collections.abc import Hashable

from zeplint.document import MARKER, Document, FrontMatter


def shape(document: Document) -> Hashable:
    """All parts of a document without their places, and without comments that speak to zeplint."""
    preamble, body = document.preamble, document.body
    text = document.source.text
    return (
        type(document),
        document.markup,
        preamble.form,
        preamble.misplaced is None,
        preamble.heading.text if preamble.heading else None,
        tuple(
            (header.name, header.value, *(item.text for item in header.items)) for header in preamble.headers
        ),
        _front_matter(preamble.front_matter),
        tuple((section.title, section.level) for section in body.sections),
        tuple((link.text, link.target, link.kind, link.role) for link in body.links),
        tuple((code.language, code.text) for code in body.code),
        tuple(
            (prose.kind, *(word for piece in prose.pieces for word in text[slice(*piece)].split()))
            for prose in body.prose
        ),
        tuple(comment.text for comment in document.comments if not comment.text.startswith(MARKER)),
        tuple(mark.name for mark in body.marks),
        tuple(problem.kind for problem in body.problems),
        tuple(slip.kind for slip in body.slips),
        body.anchors,
        body.problem,
    )


def _front_matter(front_matter: FrontMatter | None) -> Hashable:
    if front_matter is None:
        return None
    return (
        front_matter.error.text if front_matter.error else None,
        *((entry.key, entry.value, *(item.text for item in entry.items)) for entry in front_matter.entries),
    )
