"""Checks of links in headers: that one is there, and that it leads where it says."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from zeplint.checks import Context
from zeplint.checks.wording import excerpt
from zeplint.diagnostic import Edit, Finding, Fix, Place
from zeplint.document import Header, Link, Text
from zeplint.markup.inline import scan_links
from zeplint.patterns import pattern
from zeplint.proposal import Proposal
from zeplint.source import Span
from zeplint.values.shorthand import find_schemeless, find_shorthands

_HANDLE = pattern(r"\W*@(?P<account>[A-Za-z\d](?:[\w.-]*[A-Za-z\d])?)\W*")
_ACCOUNT_PAGE = pattern(
    r"(?i:https?)://(?:(?i:www)\.)?(?P<host>[\w.-]+)/(?P<account>[A-Za-z\d](?:[\w.-]*[A-Za-z\d])?)/?(?:[?#][\w=&.-]*)?"
)


def account(proposal: Proposal, _context: Context, *, hosts: Sequence[str]) -> Iterator[Finding]:
    """A link whose text is an account, ``@jane``, and whose target is the page of another one.

    `hosts` are sites where an account's page has its name for a path. Letter case makes no other account.
    """
    source = proposal.source
    for header in proposal.preamble.headers:
        if "@" not in header.value:
            continue
        for link in scan_links(source.text, header.value_span):
            shown = _HANDLE.fullmatch(link.text) if "@" in link.text else None
            led = _ACCOUNT_PAGE.fullmatch(link.target) if shown else None
            if not shown or not led or led["host"].casefold() not in hosts:
                continue
            said, meant = shown["account"], led["account"]
            if said.casefold() != meant.casefold():
                values = {"said": said, "meant": meant}
                place = Place(source, link.target_span or link.span)
                yield Finding(
                    (place,), values, fix=_other_account(proposal, link, led.start("account"), meant, said)
                )


def _other_account(proposal: Proposal, link: Link, start: int, old: str, new: str) -> Fix | None:
    if link.target_span is None or not proposal.stands(Text(link.target, link.target_span)):
        return None
    start += link.target_span.start
    return Fix(f"Link to {new}", False, (Edit(proposal.source, Span(start, start + len(old)), new),))


def present(proposal: Proposal, _context: Context, *, role: str) -> Iterator[Finding]:
    """No header of `role`, or none with a link (S58).

    One link is enough for several such headers, and a mail address is one. Placeholders, and a header under a
    slip for the name, are other rules'.
    """
    spec = proposal.process.header_for(role)
    if spec is None or not proposal.preamble.headers:
        return
    headers = proposal.by_role.get(role, [])
    filled = [header for header in headers if not proposal.is_blank(header)]
    if not headers:
        if not proposal.is_misnamed(role):
            yield Finding((proposal.anchor,), {"header": spec.name}, "absent")
    elif filled and not any(scan_links(proposal.source.text, header.value_span) for header in filled):
        yield _without_link(proposal, filled[0], spec.name)


def _without_link(proposal: Proposal, header: Header, name: str) -> Finding:
    """The finding about a value that is no link: of the address it means, if that is known."""
    place = Place(proposal.source, header.value_span)
    values = {"header": name, "found": excerpt(header.value)}
    url = _address(proposal, header)
    if url is None:
        return Finding((place,), values, "no-link")
    text, address = url
    values |= {"found": excerpt(text.text), "address": excerpt(address)}
    fix = Fix(f"Write {address}", False, (Edit(proposal.source, text.span, address),))
    return Finding((place._replace(span=text.span),), values, "no-address", fix)


def _address(proposal: Proposal, header: Header) -> tuple[Text, str] | None:
    """What stands in the place of an address, with the address that it means."""
    text, start = proposal.source.slice(header.value_span), header.value_span.start
    for shorthand in find_shorthands(text, start):
        if shorthand.url:
            return shorthand.text, shorthand.url
    schemeless = find_schemeless(text, start)
    return (schemeless, f"https://{schemeless.text}") if schemeless else None
