"""Checks of a proposal's sections: which there are, and what is in those that the process gives a purpose."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from zeplint.checks import Context
from zeplint.checks.template import find_instruction, words_of
from zeplint.checks.wording import excerpt, listing
from zeplint.diagnostic import Edit, Finding, Fix, Place
from zeplint.document import Link, Prose, Section
from zeplint.nearest import slips
from zeplint.process import SectionSpec, title_words
from zeplint.proposal import Proposal
from zeplint.source import Span
from zeplint.values.section import bare_sections, is_title

# The role of the section that a rule of its own looks for.
LICENCE = "licence"

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeVar

    Part = TypeVar("Part", Link, Prose)


def missing(proposal: Proposal, _context: Context) -> Iterator[Finding]:
    """Sections that a proposal of this type needs and has not (S10, S17): one finding names all.

    The process document is no proposal of anything, and a document without any text has other worries. The
    section with the licence is another rule's, and so is a slip of the pen in a heading.
    """
    process = proposal.process
    if proposal.number == process.document or not _is_readable(proposal):
        return
    kind = proposal.type
    titles = [section.title for section in proposal.body.sections if not is_title(proposal, section)]
    absent = [
        spec.name
        for spec in process.sections
        if spec.required
        and spec.role != LICENCE
        and (kind.name in spec.types if kind else spec.types.issuperset(process.types))
        and not any(spec.is_served_by(title) for title in titles)
        and not any(slips(title_words(title), spec.names) for title in titles)
    ]
    if absent:
        values = {"sections": listing(absent, "and"), "plural": "s" if len(absent) > 1 else ""}
        yield Finding((proposal.top,), values)


def _is_readable(proposal: Proposal) -> bool:
    """Whether there is a text, and the parser could read it to its end: else nothing is known of its sections."""
    body = proposal.body
    return bool(proposal.source.text.strip()) and not body.problem and not body.is_torn


def empty(proposal: Proposal, _context: Context) -> Iterator[Finding]:
    """A heading with nothing below it, or only a placeholder (S14, S17); the licence is another rule's."""
    licence = proposal.process.section_for(LICENCE)
    for bare in bare_sections(proposal, proposal.process):
        title = bare.section.title
        if not title or (licence and licence.is_served_by(title)):
            continue
        values = {"section": excerpt(title), "found": excerpt(bare.words)}
        if bare.words:
            yield Finding((Place(proposal.source, bare.span),), values, "placeholder")
        else:
            yield Finding((Place(proposal.source, bare.section.title_span),), values, "nothing")


def _main_sections(proposal: Proposal, role: str) -> tuple[SectionSpec | None, list[Section]]:
    """The section of a role and the headings for it among those of the highest level below the title."""
    spec = proposal.process.section_for(role)
    sections = [section for section in proposal.body.sections if not is_title(proposal, section)]
    top = min((section.level for section in sections), default=0)
    found = [
        section for section in sections if section.level == top and spec and spec.is_called(section.title)
    ]
    return spec, found


def without_link(proposal: Proposal, _context: Context, *, role: str) -> Iterator[Finding]:
    """A section of `role` without any link (S12, S19, S33).

    One without content, or with no more than what the template says of it, is another rule's.
    """
    spec, sections = _main_sections(proposal, role)
    if spec is None or not sections:
        return
    bare = {found.section.heading for found in bare_sections(proposal, proposal.process)}
    body = proposal.body
    for section in sections:
        below = Span(section.content.start, section.extent.end)
        if section.heading in bare or _within(body.links, below):
            continue
        if not any(find_instruction(proposal, block) for block in _within(body.prose, section.content)):
            yield Finding((Place(proposal.source, section.title_span),), {"section": excerpt(section.title)})


def _within(parts: Sequence[Part], span: Span) -> Sequence[Part]:
    """Those of a document's links or blocks that begin in `span`."""
    start, end = (bisect_left(parts, offset, key=lambda part: part.span.start) for offset in span)
    return parts[start:end]


def absent(proposal: Proposal, _context: Context, *, name: str) -> Iterator[Finding]:
    """No heading of this name (S34), in a proposal of a type that has a section for its implementation."""
    process, kind = proposal.process, proposal.type
    spec = process.section_for("implementation")
    if proposal.number == process.document or not _is_readable(proposal):
        return
    if spec and kind and kind.name not in spec.types:
        return
    wanted = SectionSpec(name, "", (title_words(name),), False, frozenset())
    if not any(wanted.is_served_by(section.title) for section in proposal.body.sections):
        yield Finding((proposal.top,), {"section": name})


def licence(proposal: Proposal, _context: Context) -> Iterator[Finding]:
    """No section that puts the proposal under a licence of the process, or one that speaks of another (S60)."""
    process = proposal.process
    spec = process.section_for(LICENCE)
    allowed = process.licences
    if spec is None or not allowed or not _is_readable(proposal):
        return
    body, source = proposal.body, proposal.source
    values = {"section": spec.name, "allowed": listing([name for name, _ in allowed], "or")}
    exact = [section for section in body.sections if spec.is_called(section.title)]
    sections = exact or [section for section in body.sections if spec.is_served_by(section.title)]
    sections = [section for section in sections if not is_title(proposal, section)]
    if not sections:
        if not any(
            shape.search(words_of(proposal, block)) for block in body.prose[-3:] for _, shape in allowed
        ):
            yield Finding((proposal.top,), values, "absent")
        return
    section = sections[-1]
    values["section"] = excerpt(section.title)
    below = Span(section.content.start, section.extent.end)
    blocks = [block for block in _within(body.prose, below) if block.kind != "heading"]
    links = _within(body.links, below)
    said = [*(words_of(proposal, block) for block in blocks), *(link.target for link in links)]
    if not blocks and not links:
        yield Finding((Place(source, section.title_span),), values, "empty")
    elif not any(shape.search(text) for text in said for _, shape in allowed):
        span = Span(blocks[0].pieces[0].start, blocks[0].pieces[-1].end) if blocks else links[0].span
        values["found"] = excerpt(source.slice(span))
        yield Finding((Place(source, span),), values, "other")
    else:
        waivers = [
            block for block in blocks if any(shape.search(words_of(proposal, block)) for _, shape in allowed)
        ]
        yield from _of_another(proposal, waivers or blocks[:1])


def _of_another(proposal: Proposal, blocks: list[Prose]) -> Iterator[Finding]:
    """A waiver that names another proposal, left over from the one that served as a pattern."""
    if proposal.number is None:
        return
    source, shape = proposal.source, proposal.process.title_pattern
    mentions = [
        match
        for block in blocks
        for piece in block.pieces
        for match in shape.finditer(source.text, piece.start, piece.end)
    ]
    if not mentions or any(int(match["number"]) == proposal.number for match in mentions):
        return
    written = mentions[0]["number"]
    number = Span(*mentions[0].span("number"))
    place = Place(source, Span(mentions[0].start(), number.end))
    new = f"{proposal.number:0{len(written)}}" if written.startswith("0") else str(proposal.number)
    # That the number is this proposal's own is certain where the text says so too.
    fix = Fix(f"Name {proposal.label}", len(proposal.numbers) > 1, (Edit(source, number, new),))
    values = {
        "found": excerpt(source.slice(Span(mentions[0].start(), number.end))),
        "expected": proposal.label,
    }
    yield Finding((place,), values, "mistaken", fix)
