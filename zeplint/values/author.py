"""The authors of a proposal: who they are and where they are reached."""

from __future__ import annotations

import re
from collections.abc import Iterator

from zeplint.document import Header, Link, Text
from zeplint.markup.inline import scan_links
from zeplint.markup.words import MAILTO
from zeplint.patterns import pattern
from zeplint.record import NamedTuple
from zeplint.source import Span, strip


class Author(NamedTuple):
    """One author of a header: the name, perhaps empty, and the ways to reach them, as written.

    `emails` are mail addresses, also those written to be read by people only (``jane at example dot
    org``); `accounts` names with an ``@`` or their site before them, and ORCID iDs; `links` all links that are
    no mail address.
    """

    text: Text
    name: str
    emails: tuple[Text, ...]
    accounts: tuple[Text, ...]
    links: tuple[Link, ...]


class _Contact(NamedTuple):
    """A way to reach somebody; `link` where it is one. `kind` is email, account or link."""

    kind: str
    text: Text
    link: Link | None = None


_AT = r"(?:\s*+[(\[{<]\s*+at\s*+[)\]}>]\s*+|\s++at\s++)"
_DOT = r"(?:\s*+[(\[{<]\s*+dot\s*+[)\]}>]\s*+|\s++dot\s++|\.)"
_OBFUSCATED = pattern(rf"(?<![\w.+-])[\w.+-]++{_AT}[\w-]++(?:{_DOT}[\w-]++)+", re.IGNORECASE)
_ACCOUNT = pattern(
    r"(?<![\w.@/])@[^\W_](?:[\w.-]*[^\W_])?"
    r"|(?<!\w)(?:github|gitlab|codeberg|bitbucket)(?: (?:handle|user|username|account))?: ?(?-i:[a-zA-Z\d])[\w-]*+"
    r"|(?<![\w/-])\d{4}-\d{4}-\d{4}-\d{3}[\dX](?![\w-])",
    re.IGNORECASE,
)
# What stands around an "at" that stands for the sign; in each account but an ORCID iD, one of these.
_BRACKETS = dict.fromkeys(map(ord, "()[]{}<>"), " ")
_ACCOUNT_SIGNS = ("@", "git", "codeberg", "bitbucket")
_SEPARATOR = pattern(r"[()]|(?P<cut>[,;\r\n]|\band\b|&)", re.IGNORECASE)
_LETTER = pattern(r"[^\W\d_]")
# What a contact may be announced by: it starts no new author.
_LABEL = pattern(r"(?:e-?mail|mail|contact|orcid|github|gitlab|web(?:site)?|home ?page)\b", re.IGNORECASE)
_MARKS = " \t\r\n,;:-–—()<>[]*_\"'`|@"


def read_authors(header: Header, source_text: str) -> tuple[Author, ...]:
    """The authors of a header, in order; the first leads (S7).

    No separator is defined. Each bullet is an author. In running text, a comma, ``and``, ``;`` or a new
    line separates two authors only where each has an address or an account of their own: all else may as
    well be an affiliation.
    """
    if header.items:
        pieces = [(item.span, _contacts(source_text, item.span)) for item in header.items]
    else:
        contacts = _contacts(source_text, header.value_span)
        spans = list(_author_spans(source_text, header.value_span, contacts))
        pieces = list(_shared_out(spans, contacts))
    return tuple(_author(source_text, span, contacts) for span, contacts in pieces)


def _contacts(source_text: str, span: Span) -> list[_Contact]:
    """Every contact in a span, in order."""
    found: list[_Contact] = []
    position = span.start
    for link in scan_links(source_text, span):
        found += _contacts_in_words(source_text, position, link.span.start)
        if link.target.casefold().startswith(MAILTO):
            found.append(_Contact("email", Text(link.target[len(MAILTO) :], link.span), link))
        elif link.kind != "image":
            found.append(_Contact("link", Text(link.text, link.span), link))
        position = link.span.end
    return found + _contacts_in_words(source_text, position, span.end)


def _contacts_in_words(source_text: str, start: int, end: int) -> list[_Contact]:
    text = source_text[start:end].casefold()
    # To compile what is not there takes longer than to look at all that is.
    kinds = [("email", _OBFUSCATED)] if "at" in text.translate(_BRACKETS).split() else []
    if any(sign in text for sign in _ACCOUNT_SIGNS) or ("-" in text and any(map(str.isdigit, text))):
        kinds.append(("account", _ACCOUNT))
    found = [
        _Contact(kind, Text(match[0], Span(*match.span())))
        for kind, pattern in kinds
        for match in pattern.finditer(source_text, start, end)
    ]
    return sorted(found, key=lambda contact: contact.text.span)


def _is_personal(contact: _Contact) -> bool:
    """Whether a contact belongs to a person for certain: a link may lead to where they work."""
    return contact.kind != "link" or contact.text.text.lstrip(" ([*_").startswith("@")


def _author_spans(source_text: str, value: Span, contacts: list[_Contact]) -> Iterator[Span]:
    """Where each author of running text stands."""
    chunks = _shared_out(list(_chunks(source_text, value, contacts)), contacts)
    start = end = value.start
    reached = False
    for span, own in chunks:
        if reached and _starts_author(source_text, span, own):
            yield Span(start, end)
            start = span.start
            reached = False
        end = span.end
        reached = reached or any(_is_personal(contact) for contact in own)
    yield Span(start, end)


def _starts_author(source_text: str, span: Span, contacts: list[_Contact]) -> bool:
    """Whether a chunk is a name followed by a contact of that person."""
    personal = next((contact for contact in contacts if _is_personal(contact)), None)
    if personal is None or personal.text.span.start == span.start:
        return False
    return bool(_LETTER.match(source_text, span.start)) and not _LABEL.match(source_text, span.start)


def _chunks(source_text: str, value: Span, contacts: list[_Contact]) -> Iterator[Span]:
    """The stretches between separators that stand in no bracket and no contact."""
    start = value.start
    depth = 0
    passed = 0
    for match in _SEPARATOR.finditer(source_text, value.start, value.end):
        while passed < len(contacts) and contacts[passed].text.span.end <= match.start():
            passed += 1
        if passed < len(contacts) and contacts[passed].text.span.start < match.end():
            continue
        if match["cut"] is None:
            depth = max(0, depth + (1 if match[0] == "(" else -1))
        elif depth == 0:
            yield strip(source_text, start, match.start())
            start = match.end()
    yield strip(source_text, start, value.end)


def _shared_out(spans: list[Span], contacts: list[_Contact]) -> Iterator[tuple[Span, list[_Contact]]]:
    """Each span with the contacts that stand in it; both are in order."""
    taken = 0
    for span in spans:
        first = taken
        while taken < len(contacts) and contacts[taken].text.span.start < span.end:
            taken += 1
        if span.start < span.end:
            yield span, contacts[first:taken]


def _author(source_text: str, span: Span, contacts: list[_Contact]) -> Author:
    links = (contact.link for contact in contacts if contact.kind == "link" and contact.link)
    return Author(
        Text(source_text[slice(*span)], span),
        _name(source_text, span, contacts),
        tuple(contact.text for contact in contacts if contact.kind == "email"),
        tuple(contact.text for contact in contacts if contact.kind == "account"),
        tuple(links),
    )


def _name(source_text: str, span: Span, contacts: list[_Contact]) -> str:
    """The name: before the first contact, as its text, or right behind it, as in ``a@b.c (Jane Doe)``."""
    if not contacts:
        return _words(source_text[slice(*span)])
    first = contacts[0]
    name = _words(source_text[span.start : first.text.span.start])
    if not name and first.link is not None:
        name = _shown_name(first.link.text)
    if not name:
        end = contacts[1].text.span.start if len(contacts) > 1 else span.end
        name = _words(source_text[first.text.span.end : end].partition(",")[0])
    return name


def _shown_name(text: str) -> str:
    """The text of a link, if it is somebody's name and not their account or address."""
    return "" if "@" in text or "://" in text else _words(text)


def _words(text: str) -> str:
    """A stretch of text without marks at its ends; empty if no letter is in it."""
    words = " ".join(text.strip(_MARKS).split())
    if words.count("(") > words.count(")") and text.rstrip().endswith(")"):
        words += ")"
    return words if _LETTER.search(words) else ""
