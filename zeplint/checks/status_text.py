"""The check of what stands behind a status, and where each part of it belongs."""

from __future__ import annotations

from collections.abc import Iterator

from zeplint.checks import Context
from zeplint.checks.aside import Aside, read_aside
from zeplint.checks.wording import listing
from zeplint.diagnostic import Edit, Finding, Fix, Place
from zeplint.edits.blocks import fill_header
from zeplint.markup.inline import scan_links
from zeplint.process import StatusSpec
from zeplint.proposal import Proposal
from zeplint.record import NamedTuple
from zeplint.source import Span
from zeplint.values import Date, format_day
from zeplint.values.parts import substitute

# Marks that join the text with the status, and open no bracket in it.
_LEADING_MARKS = " \t,;:.|–—-"


class _Part(NamedTuple):
    """A part of the text and the header that it belongs into.

    `role` is empty where the status has no header for it; `said` tells that the header says it already.
    """

    role: str
    what: str
    text: str
    said: bool


def text_behind(proposal: Proposal, _context: Context, *, link: str, date: str) -> Iterator[Finding]:
    """Something stands behind the status: ``Accepted via [#7](..)`` (S42, S52).

    The fix puts links into the header of the role `link`, a date into that of `date`, and a successor's number
    where the status asks for it; a text that cannot be split goes with its link as a whole.
    """
    status, header = proposal.status, proposal.process.header_for("status")
    spec = proposal.process.header_for(date)
    aside = read_aside(proposal, dates=spec.dates if spec else ())
    if status is None or header is None or aside is None:
        return
    parts = list(_parts(proposal, aside, status, link, date))
    if not aside.others and all(_has_place(proposal, part) for part in parts):
        fix = _fix(proposal, parts, safe=not aside.shorthands)
    else:
        parts = _whole(proposal, aside, status, link)
        fix = _fix(proposal, parts, safe=False) if parts else None
    written = [part for part in parts if not part.said] if fix else []
    values = {"status": status.name, "header": header.name, "moves": _moves(proposal, written)}
    yield Finding((Place(proposal.source, aside.text.span),), values, "move" if written else "", fix)


def _parts(proposal: Proposal, aside: Aside, status: StatusSpec, link: str, date: str) -> Iterator[_Part]:
    """The parts of the text, each with its place."""
    if aside.proposals:
        role = proposal.process.successor_role(status) or ""
        text = ", ".join(reference.text.text for reference in aside.proposals)
        numbers = {reference.number for reference in aside.proposals}
        yield _Part(
            role, "number", text, bool(proposal.filled(role)) and numbers <= proposal.refers_to(role).keys()
        )
    if aside.links or aside.shorthands:
        urls = [shorthand.url for shorthand in aside.shorthands]
        texts = [proposal.source.slice(one.span) for one in aside.links] + urls
        role = link if all(urls) and _takes(status, link) else ""
        targets = {one.target for one in aside.links} | set(urls)
        yield _Part(
            role,
            "link" if len(texts) == 1 else "links",
            ", ".join(texts),
            targets <= _targets(proposal, link),
        )
    if aside.date:
        # A date is that of the acceptance only where the status asks for one: no rejection has it.
        role = date if date in status.requires else ""
        yield _Part(role, "date", _day(proposal, aside.date, date), aside.date.days == _days(proposal, date))


def _has_place(proposal: Proposal, part: _Part) -> bool:
    """Whether a part can go where it belongs without a loss."""
    return bool(part.role) and (part.said or not proposal.filled(part.role))


def _takes(status: StatusSpec, role: str) -> bool:
    return role in status.requires or role in status.allows


def _targets(proposal: Proposal, role: str) -> set[str]:
    """The addresses that the headers of a role hold."""
    headers = proposal.by_role.get(role, ())
    return {link.target for header in headers for link in scan_links(proposal.source.text, header.value_span)}


def _days(proposal: Proposal, role: str) -> tuple[str, ...]:
    """The days that the header of a role can mean."""
    header, spec = proposal.filled(role), proposal.process.header_for(role)
    found = proposal.date(header, spec) if header and spec else None
    return found.days if found else ()


def _day(proposal: Proposal, date: Date, role: str) -> str:
    """A date as the header of a role writes it: as it stands where its form is accepted."""
    spec = proposal.process.header_for(role)
    return date.written.text if date.valid or spec is None else format_day(date.days[0], spec.dates[0])


def _whole(proposal: Proposal, aside: Aside, status: StatusSpec, link: str) -> list[_Part]:
    """The text as one part, where it has a link and a header that takes it; else nothing."""
    if not _takes(status, link) or proposal.filled(link):
        return []
    addresses = [(shorthand.text.span, shorthand.url) for shorthand in aside.shorthands if shorthand.url]
    if not aside.links and not addresses:
        return []
    text = substitute(proposal.source.slice(aside.text.span), aside.text.span.start, addresses)
    return [_Part(link, "text", " ".join(text.split()).lstrip(_LEADING_MARKS), False)]


def _fix(proposal: Proposal, parts: list[_Part], *, safe: bool) -> Fix | None:
    keyword, header = proposal.keyword("status"), proposal.filled("status")
    if keyword is None or header is None or header.items or not proposal.is_verbatim(header):
        return None
    if keyword.rest.span.start <= keyword.written.span.start:
        edits = [Edit(proposal.source, keyword.rest.span, keyword.written.text)]
    else:
        edits = [Edit(proposal.source, Span(keyword.written.span.end, keyword.rest.span.end), "")]
    written = [part for part in parts if not part.said]
    order = [spec.role for spec in proposal.process.headers.values()]
    for part in sorted(written, key=lambda part: order.index(part.role)):
        edit = fill_header(proposal, part.role, part.text)
        if edit is None:
            return None
        edits.append(edit)
    title = f"Put {_moves(proposal, written)}" if written else "Remove the text"
    return Fix(title, safe and keyword.known, tuple(edits))


def _moves(proposal: Proposal, parts: list[_Part]) -> str:
    """What goes where: ``the link into Resolution and the date into Accepted``."""
    specs = [(part, proposal.process.header_for(part.role)) for part in parts]
    return listing([f"the {part.what} into {spec.name}" for part, spec in specs if spec], "and")
