"""Checks of a proposal's sections: which there are, and what is in those that the process gives a purpose."""

from __future__ import annotations

from collections.abc import Iterator

from zeplint.checks import Context
from zeplint.checks.wording import excerpt, listing
from zeplint.diagnostic import Edit, Finding, Fix, Place
from zeplint.document import Prose, Section
from zeplint.process import SectionSpec
from zeplint.proposal import Proposal
from zeplint.source import Span
from zeplint.values import find_mentions
from zeplint.values.section import bare_sections, is_title

# The role of the section that a rule of its own looks for.
LICENCE = "licence"


def missing(proposal: Proposal, _context: Context) -> Iterator[Finding]:
    """Sections that a proposal of this type needs and has not (S10, S17): one finding names all.

    The process document is no proposal of anything, and a document without any text has other worries. The
    section with the licence is another rule's.
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
    ]
    if absent:
        values = {"sections": listing(absent, "and"), "plural": "s" if len(absent) > 1 else ""}
        yield Finding((Place(proposal.source, _top(proposal)),), values)


def _is_readable(proposal: Proposal) -> bool:
    """Whether there is a text, and the parser could read it: else nothing is known of its sections."""
    return bool(proposal.source.text.strip()) and not proposal.body.problem


def _top(proposal: Proposal) -> Span:
    """Where a finding about an absent section is shown: the title, or line 1."""
    heading = proposal.preamble.heading
    return heading.span if heading else proposal.source.line_span(1)


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
    """A section of `role` without any link (S12, S19, S33); one without content is another rule's."""
    spec, sections = _main_sections(proposal, role)
    if spec is None or not sections:
        return
    bare = {found.section.heading for found in bare_sections(proposal, proposal.process)}
    for section in sections:
        links = (link for link in proposal.body.links if section.content.start <= link.span.start)
        if section.heading not in bare and not any(link.span.end <= section.extent.end for link in links):
            yield Finding((Place(proposal.source, section.title_span),), {"section": excerpt(section.title)})


def absent(proposal: Proposal, _context: Context, *, name: str) -> Iterator[Finding]:
    """No heading of this name (S34), in a proposal of a type that has a section for its implementation."""
    process, kind = proposal.process, proposal.type
    spec = process.section_for("implementation")
    if proposal.number == process.document or not _is_readable(proposal):
        return
    if spec and kind and kind.name not in spec.types:
        return
    wanted = SectionSpec(name, "", (name.casefold(),), False, frozenset())
    if not any(wanted.is_served_by(section.title) for section in proposal.body.sections):
        yield Finding((Place(proposal.source, _top(proposal)),), {"section": name})


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
            shape.search(_words(proposal, block)) for block in body.prose[-3:] for _, shape in allowed
        ):
            yield Finding((Place(source, _top(proposal)),), values, "absent")
        return
    section = sections[-1]
    values["section"] = excerpt(section.title)
    blocks = [
        block
        for block in body.prose
        if block.kind != "heading" and section.content.start <= block.span.start < section.extent.end
    ]
    links = [link for link in body.links if section.content.start <= link.span.start < section.extent.end]
    said = [*(_words(proposal, block) for block in blocks), *(link.target for link in links)]
    if not blocks and not links:
        yield Finding((Place(source, section.title_span),), values, "empty")
    elif not any(shape.search(text) for text in said for _, shape in allowed):
        span = Span(blocks[0].pieces[0].start, blocks[0].pieces[-1].end) if blocks else links[0].span
        values["found"] = excerpt(source.slice(span))
        yield Finding((Place(source, span),), values, "other")
    else:
        waivers = [
            block for block in blocks if any(shape.search(_words(proposal, block)) for _, shape in allowed)
        ]
        yield from _of_another(proposal, waivers or blocks[:1])


def _words(proposal: Proposal, block: Prose) -> str:
    return " ".join(proposal.source.slice(piece) for piece in block.pieces)


def _of_another(proposal: Proposal, blocks: list[Prose]) -> Iterator[Finding]:
    """A waiver that names another proposal, left over from the one that served as a pattern."""
    if proposal.number is None:
        return
    source = proposal.source
    mentions = [
        mention
        for block in blocks
        for piece in block.pieces
        for mention in find_mentions(source.slice(piece), piece.start, source.text, proposal.process.noun)
    ]
    if not mentions or any(mention.number == proposal.number for mention in mentions):
        return
    written = mentions[0].text
    digits = str(mentions[0].number)
    start = written.span.end - len(digits)
    fix = None
    if source.text[start : written.span.end] == digits:
        edit = Edit(source, Span(start, written.span.end), str(proposal.number))
        fix = Fix(f"Name {proposal.label}", len(proposal.numbers) > 1, (edit,))
    values = {"found": excerpt(written.text), "expected": proposal.label}
    yield Finding((Place(source, written.span),), values, "mistaken", fix)
