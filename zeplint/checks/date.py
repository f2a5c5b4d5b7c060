"""Checks of dates: their form, and how they follow one another."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from zeplint.checks import Context
from zeplint.checks.wording import excerpt, listing
from zeplint.diagnostic import Edit, Finding, Fix, Place
from zeplint.document import Header
from zeplint.process import HeaderSpec
from zeplint.proposal import Proposal
from zeplint.record import NamedTuple
from zeplint.values import Date, format_day, nearest_form


def form(proposal: Proposal, _context: Context) -> Iterator[Finding]:
    """A date that is no day, or has none of the process's forms (S54); what stands beside it is free."""
    for header in proposal.preamble.headers:
        spec = proposal.process.header_named(header.name)
        if spec is None or spec.form != "date" or not spec.dates or proposal.is_blank(header):
            continue
        date = proposal.date(header, spec)
        if date is None or not date.valid:
            yield _misformed(proposal, header, spec, date)


def _misformed(proposal: Proposal, header: Header, spec: HeaderSpec, date: Date | None) -> Finding:
    wanted = nearest_form(date, spec.dates) if date else spec.dates[0]
    days = [format_day(day, wanted) for day in date.days] if date else []
    values = {
        "found": excerpt(date.written.text if date else header.value),
        "header": spec.name,
        "form": wanted,
        "forms": listing(spec.dates, "or"),
        "day": listing(days, "or"),
    }
    span = date.written.span if date else header.value_span
    place = Place(proposal.source, span)
    if date is None:
        return Finding((place,), values, "no-date")
    if len(days) != 1:
        return Finding((place,), values, "several-days" if days else "no-day")
    fix = Fix(f"Write {days[0]}", True, (Edit(proposal.source, span, days[0]),))
    return Finding((place,), values, "only-day" if date.form else "other-form", fix)


class _Day(NamedTuple):
    """The one day that the date in a header can mean."""

    day: str
    header: Header
    date: Date


def order(proposal: Proposal, context: Context, *, first: str, later: Sequence[str]) -> Iterator[Finding]:
    """A day that has not come yet, or one of the roles `later` before that of the role `first` (S43, S54).

    A date counts if it can mean one day only, whatever its form.
    """
    latest = context.today
    header, spec = proposal.filled(first), proposal.process.header_for(first)
    begun = _day(proposal, header, spec) if header and spec else None
    for header in proposal.preamble.headers:
        spec = proposal.process.header_named(header.name)
        if spec is None or spec.form != "date" or (dated := _day(proposal, header, spec)) is None:
            continue
        place = Place(proposal.source, dated.date.written.span)
        values = {"header": spec.name, "day": dated.day}
        if dated.day > latest:
            yield Finding((place,), values, "future")
        elif begun and spec.role in later and dated.day < begun.day <= latest:
            values |= {"first": begun.header.name, "first_day": begun.day}
            related = Place(proposal.source, begun.date.written.span, f"{begun.header.name} {begun.day}")
            yield Finding((place, related), values, "order")


def _day(proposal: Proposal, header: Header, spec: HeaderSpec) -> _Day | None:
    date = None if proposal.is_blank(header) else proposal.date(header, spec)
    return _Day(date.days[0], header, date) if date and len(date.days) == 1 else None
