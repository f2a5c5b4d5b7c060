"""The check of authors: who they are, and where they are reached."""

from __future__ import annotations

from collections.abc import Iterator

from zeplint.checks import Context
from zeplint.checks.wording import excerpt
from zeplint.diagnostic import Finding, Place
from zeplint.proposal import Proposal
from zeplint.source import NEWLINE, Span
from zeplint.values import Author

ADDRESS = "address"
NONE = "none"


def reachable(proposal: Proposal, _context: Context, *, contact: str) -> Iterator[Finding]:
    """An author without a name or a contact (S7, S51, S59).

    `contact` says what counts as one: ``any`` address, account or link, or only a mail ``address``; with
    ``none``, a name is enough. A single author may give the address in a header of its own.
    """
    process = proposal.process
    authors = [author for author in proposal.authors() if not process.is_placeholder(author.text.text)]
    given = len(authors) == 1 and proposal.filled("email") is not None
    for author in authors:
        reached = given or contact == NONE or bool(author.emails)
        if contact != ADDRESS:
            reached = reached or bool(author.accounts or author.links)
        if author.name and reached:
            continue
        variant = ("address" if contact == ADDRESS else "contact") if author.name else "name"
        place = Place(proposal.source, _first_line(author))
        yield Finding((place,), {"author": excerpt(_label(author))}, variant)


def _label(author: Author) -> str:
    """What a message calls an author: the name or, without one, what stands in its place."""
    contacts = (*author.accounts, *author.emails)
    shown = [author.name, *(text.text for text in contacts), *(link.text for link in author.links)]
    return next((text for text in shown if text), author.text.text)


def _first_line(author: Author) -> Span:
    text, span = author.text
    end = NEWLINE.search(text)
    return Span(span.start, span.start + end.start()) if end else span
