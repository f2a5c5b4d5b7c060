"""The check of headers that name proposals by their numbers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from zeplint.checks import Context
from zeplint.checks.wording import excerpt, listing
from zeplint.diagnostic import Edit, Finding, Fix, Place, Severity
from zeplint.proposal import Proposal
from zeplint.source import Span
from zeplint.values import Reference


def numbers(proposal: Proposal, _context: Context) -> Iterator[Finding]:
    """What is no number of a proposal where one is asked for (S55, S56, S57)."""
    for spec in proposal.process.headers.values():
        if spec.form != "proposals" or not proposal.by_role.get(spec.role):
            continue
        values = {"header": spec.name}
        references = proposal.references(spec.role)
        for text in references.wrong:
            place = Place(proposal.source, text.span)
            variant = "words-or-link" if spec.alternative else "words"
            yield Finding((place,), {**values, "found": excerpt(text.text)}, variant)
        for link in () if spec.alternative else references.links:
            place = Place(proposal.source, link.span)
            yield Finding((place,), {**values, "found": excerpt(link.target)}, "link")
        for reference in references.numbers:
            if reference.by_file:
                process = proposal.process
                label = process.reference_to(reference.number) or process.title_of(reference.number)
                place = Place(proposal.source, reference.text.span)
                edits = (Edit(proposal.source, reference.text.span, label),)
                fix = Fix(f"Write {label}", True, edits) if proposal.stands(reference.text) else None
                found = excerpt(reference.text.text)
                yield Finding((place,), {**values, "found": found, "label": label}, "file", fix)
        yield from _unlinked(proposal, spec.name, references.numbers)


def _unlinked(proposal: Proposal, header: str, references: Sequence[Reference]) -> Iterator[Finding]:
    """The bare numbers of a header where the process names proposals by a reference: one finding for all."""
    process = proposal.process
    bare = [r for r in references if r.link is None and not r.by_file and process.reference_to(r.number)]
    if not bare or not all(proposal.stands(reference.text) for reference in bare):
        return
    source = proposal.source
    written = [(reference.text.span, process.reference_to(reference.number)) for reference in bare]
    span = Span(written[0][0].start, written[-1][0].end)
    expected = listing(list(dict.fromkeys(text for _, text in written)), "and")
    values = {"header": header, "found": excerpt(source.slice(span)), "expected": expected}
    edits = tuple(Edit(source, span, text) for span, text in written)
    fix = Fix(f"Write {expected}", True, edits)
    yield Finding((Place(source, span),), values, "bare", fix, Severity.WARNING)
