"""Checks of specification pages against the proposals that they belong to, from either side."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from zeplint.checks import Context
from zeplint.checks.page_words import sentence
from zeplint.checks.wording import excerpt, listing
from zeplint.diagnostic import Edit, Finding, Fix, Place
from zeplint.proposal import PageState, Proposal, SpecPage
from zeplint.values.date import Date, write_like
from zeplint.watermark import find_watermarks, may_have_watermark
from zeplint.watermark.look import Watermark
from zeplint.watermark.site import find_site_watermarks

IN_FORCE = ("decided", "final")


def watermark(context: Context) -> Iterator[Finding]:
    """A page, or the site of all pages, looks like a draft although its proposals are accepted (S45)."""
    collection = context.collection
    known = context.process.data["watermarks"]
    marks = [
        (file, found) for file in collection.site_files for found in find_site_watermarks(file.source, known)
    ]
    accepted: dict[SpecPage, tuple[Place, ...]] = {}
    for page in collection.spec_pages:
        known = page.process.data["watermarks"]
        is_suspect = may_have_watermark(page, known)
        decisions = _decisions(page, context) if marks or is_suspect else ()
        if not decisions:
            continue
        accepted[page] = decisions
        for found in find_watermarks(page, known, page.status_sections) if is_suspect else ():
            here = Place(page.source, found.span, "what says that it is a draft")
            yield _marked(here, found._replace(fix=_instead(page, found, context)), decisions)
    for file, found in marks if accepted else ():
        here = Place(file.source, found.span, "what marks every page")
        named = (
            Place(page.source, page.proposals[0].text.span, "a page of what is accepted") for page in accepted
        )
        decided = (place for decisions in accepted.values() for place in decisions)
        yield _marked(here, found, tuple({place.note: place for place in decided}.values()), tuple(named))


def _marked(
    here: Place, found: Watermark, decisions: Sequence[Place], others: Sequence[Place] = ()
) -> Finding:
    because = listing([place.note for place in decisions], "and")
    values = {"page": here.source.shown, "found": excerpt(found.found), "because": because}
    return Finding((here, *others, *decisions), values, found.kind, found.fix)


def _instead(page: SpecPage, found: Watermark, context: Context) -> Fix | None:
    """The fix of a watermark: where a notice is all that a status section says, with what became of the proposals."""
    fix, source = found.fix, page.source
    is_status = any(span.start <= found.span.start < span.end for span in page.status_sections)
    if fix is None or found.kind != "notice" or not is_status or page.states or len(fix.edits) != 1:
        return fix
    numbers = dict.fromkeys(reference.number for reference in page.proposals)
    proposals = (context.collection.proposal(number) for number in numbers)
    words = " ".join(filter(None, (sentence(proposal, page.process) for proposal in proposals if proposal)))
    span = fix.edits[0].span
    gone = source.slice(span)
    if not words or source.line_span(source.position(span.start).line).start != span.start:
        return fix
    before = "" if gone.lstrip("\r\n") == gone else "\n"
    after = "\n\n" if _ends_blank(gone) else "\n"
    edit = Edit(source, span, f"{before}{words}{after}")
    return Fix("Replace the notice by what was decided", fix.safe, (edit,))


def _ends_blank(text: str) -> bool:
    """Whether a blank line stands at the end of some lines."""
    return text.replace("\r\n", "\n").replace("\r", "\n").endswith("\n\n")


def _decisions(page: SpecPage, context: Context) -> tuple[Place, ...]:
    """Where it stands that each of a page's proposals is accepted; empty unless all of them are.

    Of a proposal that is not here, the page's own word counts.
    """
    found: list[Place] = []
    for number in dict.fromkeys(reference.number for reference in page.proposals):
        proposals = context.collection.by_number.get(number, [])
        places = list(map(_acceptance, proposals)) if proposals else [_own_word(page, number)]
        if not all(places):
            return ()
        found += [place for place in places[:1] if place]
    return tuple(found)


def _acceptance(proposal: Proposal) -> Place | None:
    status, keyword = proposal.status, proposal.keyword("status")
    if status is None or keyword is None or status.stage not in IN_FORCE:
        return None
    return Place(proposal.source, keyword.written.span, f"{proposal.label} is {status.name}")


def _own_word(page: SpecPage, number: int) -> Place | None:
    process = page.process
    for claim in page.states:
        names = process.data["spec-places"].get("states", {}).get(claim.state, ())
        stages = {process.statuses[name].stage for name in names if name in process.statuses}
        if claim.number == number and stages & set(IN_FORCE):
            return Place(page.source, claim.span, f"{process.title_of(number)} was {claim.state}")
    return None


def status(context: Context) -> Iterator[Finding]:
    """A page's status section and a proposal disagree on what became of it, or on which day (S40, S43).

    Of a proposal that is not here, pages may disagree on the day: those that fewer other pages agree with are wrong.
    """
    for page in context.collection.spec_pages:
        for claim in page.claims:
            proposals = context.collection.by_number.get(claim.number, [])
            finding = _disagreement(page, claim, proposals[0]) if len(proposals) == 1 else None
            if finding and claim in page.states:
                yield finding
    yield from _pages_disagree(context)


def _pages_disagree(context: Context) -> Iterator[Finding]:
    said: dict[tuple[int, str], list[tuple[SpecPage, PageState, Date]]] = {}
    for page in context.collection.spec_pages:
        for claim in page.states:
            if (
                claim.date
                and len(claim.date.days) == 1
                and not context.collection.by_number.get(claim.number)
            ):
                said.setdefault((claim.number, claim.state), []).append((page, claim, claim.date))
    for (number, state), claims in said.items():
        counts: dict[tuple[str, ...], int] = {}
        for _, _, date in claims:
            counts[date.days] = counts.get(date.days, 0) + 1
        if len(counts) == 1:
            continue
        # Of as many pages on either side, those that come first are the ones to hold others against.
        day = max(counts, key=lambda each: counts[each])
        model, _, right = next(each for each in claims if each[2].days == day)
        for page, _, date in claims:
            if date.days != day:
                yield _other_day(page, date, model, right, page.process.title_of(number), state)


def _other_day(
    page: SpecPage, date: Date, model: SpecPage, right: Date, proposal: str, state: str
) -> Finding:
    text = write_like(date, right.days[0])
    fix = Fix(f"Write {text}", False, (Edit(page.source, date.written.span, text),)) if text else None
    places = (
        Place(page.source, date.written.span, "what the page says"),
        Place(model.source, right.written.span, "what another page says"),
    )
    values = {
        "page": page.source.shown,
        "proposal": proposal,
        "state": state,
        "found": " ".join(date.written.text.split()),
        "other": model.source.shown,
        "expected": " ".join(right.written.text.split()),
    }
    return Finding(places, values, "pages", fix)


def _disagreement(page: SpecPage, claim: PageState, proposal: Proposal) -> Finding | None:
    status, keyword = proposal.status, proposal.keyword("status")
    if status is None or keyword is None or proposal.has_borrowed_status:
        return None
    values = {
        "page": page.source.shown,
        "proposal": proposal.label,
        "state": claim.state,
        "status": status.name,
    }
    if status.name not in page.process.data["spec-places"]["states"][claim.state]:
        places = (
            Place(page.source, claim.span, f"says that {proposal.label} was {claim.state}"),
            Place(proposal.source, keyword.written.span, f"{proposal.label} is {status.name}"),
        )
        return Finding(places, values, "status")
    header, spec = proposal.filled(claim.state), proposal.process.header_for(claim.state)
    date = proposal.date(header, spec) if header and spec else None
    if (
        header is None
        or date is None
        or claim.date is None
        or len(date.days) != 1
        or date.days == claim.date.days
    ):
        return None
    there, here = claim.date.written, date.written
    text = write_like(claim.date, date.days[0])
    edit = Edit(page.source, there.span, text) if text else None
    places = (
        Place(page.source, there.span, "what the page says"),
        Place(proposal.source, here.span, f"what {proposal.label} says"),
    )
    values |= {"found": " ".join(there.text.split()), "expected": here.text, "header": header.name}
    return Finding(places, values, "date", Fix(f"Write {text}", False, (edit,)) if edit else None)


def missing(context: Context) -> Iterator[Finding]:
    """No page names an accepted proposal that changes the specification (S40), where there are pages at all."""
    collection = context.collection
    pages = collection.spec_pages
    named = collection.named_on_pages()
    mentioned: set[int] | None = None
    for proposal in collection.proposals if pages else ():
        keyword = proposal.keyword("status")
        if (
            keyword is None
            or proposal.number is None
            or proposal.number in named
            or not _changes_pages(proposal)
        ):
            continue
        if mentioned is None:
            mentioned = _mentioned(context)
        if proposal.number not in mentioned:
            values = {"proposal": proposal.label, "status": keyword.canonical}
            yield Finding((Place(proposal.source, keyword.written.span),), values)


def _changes_pages(proposal: Proposal) -> bool:
    """Whether a proposal is accepted, and of a type that changes the specification."""
    types = proposal.process.data["spec-places"].get("types", ())
    return proposal.stage in IN_FORCE and proposal.type is not None and proposal.type.name in types


def _mentioned(context: Context) -> set[int]:
    """The numbers of the proposals that stand anywhere on a page."""
    name = re.compile(rf"\b{re.escape(context.process.noun)}[ -]?(\d{{1,6}})(?!\d)")
    documents = context.collection.spec_documents
    return {int(number) for document in documents for number in name.findall(document.source.text)}
