"""The check of headers that name proposals by their numbers."""

from __future__ import annotations

from collections.abc import Iterator

from zeplint.checks import Context
from zeplint.checks.wording import excerpt
from zeplint.diagnostic import Edit, Finding, Fix, Place
from zeplint.proposal import Proposal


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
                label = proposal.process.title_of(reference.number)
                place = Place(proposal.source, reference.text.span)
                edits = (Edit(proposal.source, reference.text.span, label),)
                fix = Fix(f"Write {label}", True, edits) if proposal.stands(reference.text) else None
                found = excerpt(reference.text.text)
                yield Finding((place,), {**values, "found": found, "label": label}, "file", fix)
