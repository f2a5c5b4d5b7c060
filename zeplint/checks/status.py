"""Checks of status and type: their values, what they go with, and what a status asks for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from zeplint.checks import Context
from zeplint.checks.aside import read_aside
from zeplint.checks.wording import excerpt, listing
from zeplint.diagnostic import Edit, Finding, Fix, Place
from zeplint.document import Header
from zeplint.markup.inline import scan_links
from zeplint.markup.words import MAILTO
from zeplint.process import HeaderSpec
from zeplint.proposal import Proposal
from zeplint.source import Span
from zeplint.values import Keyword, find_date
from zeplint.values.parts import without
from zeplint.values.shorthand import find_schemeless, find_shorthands

# Values out of a list


def listed_value(
    proposal: Proposal, _context: Context, *, role: str, alone: bool = False
) -> Iterator[Finding]:
    """The value of a header is none of the process's, or not to the letter (S23, S52, S53).

    `alone` also reports what stands behind the value.
    """
    keyword = proposal.keyword(role)
    if keyword is None:
        return
    others = [name for name in proposal.process.choices(role) if name != keyword.canonical]
    values = {
        "found": excerpt(keyword.written.text),
        "expected": keyword.canonical,
        "choices": listing([keyword.canonical, *others] if keyword.canonical else others, "or"),
    }
    if not keyword.exact and keyword.written.text != keyword.canonical:
        fix = _write_value(proposal, role, keyword)
        yield Finding((Place(proposal.source, keyword.written.span),), values, _kind(keyword), fix)
    if alone and keyword.canonical and keyword.rest.text:
        fix = None
        if not any(character.isalnum() for character in keyword.rest.text) and proposal.stands(keyword.rest):
            edit = Edit(proposal.source, Span(keyword.written.span.end, keyword.rest.span.end), "")
            fix = Fix(f'Remove "{keyword.rest.text}"', True, (edit,))
        yield Finding((Place(proposal.source, keyword.rest.span),), values, "text", fix)


def _kind(keyword: Keyword) -> str:
    if keyword.canonical is None:
        return "unknown"
    if keyword.means_itself:
        return "form"
    return "variant" if keyword.known else "near"


def _write_value(proposal: Proposal, role: str, keyword: Keyword) -> Fix | None:
    header = proposal.filled(role)
    if keyword.canonical is None or header is None or header.items or not proposal.stands(keyword.written):
        return None
    if not keyword.known and not _go_together(proposal):
        return None
    edit = Edit(proposal.source, keyword.written.span, keyword.canonical)
    return Fix(f"Write {keyword.canonical}", keyword.means_itself, (edit,))


def _go_together(proposal: Proposal) -> bool:
    """Whether proposals of this type have this status, as far as both are known or near something known."""
    status, kind = proposal.status, proposal.type
    return status is None or kind is None or kind.name in status.types


def status_type(proposal: Proposal, _context: Context) -> Iterator[Finding]:
    """The status is one that proposals of this type do not have (S30)."""
    status, kind = proposal.status, proposal.type
    written, type_written = proposal.keyword("status"), proposal.keyword("type")
    if status is None or kind is None or written is None or type_written is None:
        return
    if _go_together(proposal) or not (written.known and type_written.known):
        return
    process = proposal.process
    values = {
        "status": status.name,
        "type": kind.name,
        "types": listing([name for name in process.types if name in status.types], "and"),
        "choices": listing([s.name for s in process.statuses.values() if kind.name in s.types], "or"),
    }
    places = (
        Place(proposal.source, written.written.span),
        Place(proposal.source, type_written.written.span, "its type"),
    )
    yield Finding(places, values)


# Headers that a status asks for


def required_by_status(
    proposal: Proposal, _context: Context, *, role: str, elsewhere: Sequence[str] = ()
) -> Iterator[Finding]:
    """The status asks for a header that is absent (S28, S43); a placeholder is another rule's.

    What stands behind the status, or in a header of the roles `elsewhere`, is taken as given. What a borrowed
    word for the status asks for is not known before another rule has made it one.
    """
    status = proposal.status
    spec = proposal.process.header_for(role)
    if status is None or spec is None or role not in status.requires or proposal.by_role.get(role):
        return
    if proposal.is_misnamed(role) or proposal.has_borrowed_status:
        return
    if spec.form == "date":
        given = _has_date(proposal, spec, elsewhere)
    else:
        aside = read_aside(proposal)
        given = aside is not None and bool(aside.links or aside.shorthands)
    if not given:
        values = {"status": status.name, "header": spec.name}
        yield Finding((proposal.anchor,), values)


def _has_date(proposal: Proposal, spec: HeaderSpec, elsewhere: Sequence[str]) -> bool:
    """Whether a date stands behind the status or in a header of the roles; one in an address is none."""
    aside = read_aside(proposal)
    spans = [aside.text.span] if aside else []
    spans += [header.value_span for role in elsewhere for header in proposal.by_role.get(role, ())]
    for span in spans:
        targets = (link.target_span for link in scan_links(proposal.source.text, span))
        inside = [target for target in targets if target and span.start <= target.start < span.end]
        words = without(proposal.source.slice(span), span.start, inside)
        if find_date(words, span.start, spec.dates, anywhere=True):
            return True
    return False


def premature(proposal: Proposal, _context: Context, *, role: str, stage: str) -> Iterator[Finding]:
    """A header that only a later status asks for or allows is filled on a proposal of that stage."""
    status, header, spec = proposal.status, proposal.filled(role), proposal.process.header_for(role)
    if status is None or header is None or spec is None or status.stage != stage:
        return
    if role in status.requires or role in status.allows or proposal.has_borrowed_status:
        return
    places = [Place(proposal.source, header.span)]
    if status_header := proposal.filled("status"):
        places.append(Place(proposal.source, status_header.span, "its status"))
    yield Finding(tuple(places), {"status": status.name, "header": spec.name})


# What a header of links holds


def without_link(proposal: Proposal, _context: Context, *, role: str, early: str) -> Iterator[Finding]:
    """A header that is to hold a link holds none (S28).

    Placeholders are another rule's, and so is one that is there in the stage `early`.
    """
    spec = proposal.process.header_for(role)
    if proposal.status is not None and proposal.status.stage == early:
        return
    for header in proposal.by_role.get(role, ()):
        links = scan_links(proposal.source.text, header.value_span)
        if (
            spec is None
            or proposal.is_blank(header)
            or any(not link.target.startswith(MAILTO) for link in links)
        ):
            continue
        yield _without_link(proposal, header, spec)


def _without_link(proposal: Proposal, header: Header, spec: HeaderSpec) -> Finding:
    source = proposal.source
    text, base = source.slice(header.value_span), header.value_span.start
    shorthands = find_shorthands(text, base)
    values = {"header": spec.name}
    if shorthands:
        first = next((shorthand for shorthand in shorthands if shorthand.url), shorthands[0])
        values |= {"found": first.text.text, "expected": first.url}
        edits = tuple(
            Edit(source, shorthand.text.span, shorthand.url) for shorthand in shorthands if shorthand.url
        )
        fix = Fix(f"Write {first.url}", False, edits) if edits else None
        return Finding((Place(source, first.text.span),), values, "shorthand" if edits else "number", fix)
    if schemeless := find_schemeless(text, base):
        found, span = schemeless
        values |= {"found": excerpt(found), "expected": excerpt(f"https://{found}")}
        fix = Fix(f"Write https://{found}", False, (Edit(source, Span(span.start, span.start), "https://"),))
        return Finding((Place(source, span),), values, "address", fix)
    return Finding((Place(source, header.value_span),), values)
