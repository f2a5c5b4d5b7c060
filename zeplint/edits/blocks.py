"""Write into a header block in the form in which it is written.

All edits leave every other byte of the block alone. A block that cannot be written line by line (front
matter in YAML's flow style) gives None instead of an edit.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from zeplint.diagnostic import Edit
from zeplint.document import FRONT_MATTER, PARAGRAPHS, RST, Header
from zeplint.edits.removal import whole_lines
from zeplint.patterns import pattern
from zeplint.proposal import Proposal
from zeplint.source import NEWLINE, Span
from zeplint.values import Reference

# What YAML would not read as the plain scalar that it looks like.
_NOT_PLAIN = pattern(r"[\s>|&*!%@`\"'\[\]{}#,?:-]|.*(?::(?:\s|$)|\s#)", re.DOTALL)
_BULLET = pattern(r"(?P<mark>[ \t]*(?:[*+-]|\d{1,3}[.)])[ \t]+)(?P<quote>[\"']?)")
_NUMBER = pattern(r"(?P<lead>.*?)(?P<number>\d+)\Z", re.DOTALL)
_LINE_BREAK = pattern(r" *(?: {2}|\\|<br ?/?>)")
_SEPARATOR = pattern(r"\s*[,;]\s*")


def insert_header(proposal: Proposal, role: str, value: str) -> Edit | None:
    """The edit that adds a header of that role behind those that come before it in the process.

    None where the proposal has no block, or the process no such header.
    """
    spec = proposal.process.header_for(role)
    headers = proposal.preamble.headers
    if spec is None or not headers or not _is_written_in_lines(proposal):
        return None
    order = {known.role: index for index, known in enumerate(proposal.process.headers.values())}
    before = [
        header
        for header in headers
        if (known := proposal.process.header_named(header.name)) and order[known.role] < order[role]
    ]
    gap = "\n\n" if _is_spaced(proposal) else "\n"
    if not before:
        start = _line_start(proposal, headers[0])
        text = header_line(proposal, headers[0], spec.name, value)
        return Edit(proposal.source, Span(start, start), f"{text}{gap}")
    model = before[-1]
    end = _line_end(proposal, model)
    text = header_line(proposal, model, spec.name, value)
    return Edit(proposal.source, Span(end, end), f"{gap}{text}{_line_break(proposal, model)}")


def fill_header(proposal: Proposal, role: str, value: str) -> Edit | None:
    """The edit that gives the header of that role its value: in the place of a placeholder, or added.

    None where the header holds a value already or a list of placeholders, or as for `insert_header`.
    """
    headers = proposal.by_role.get(role)
    if not headers:
        return insert_header(proposal, role, value)
    if proposal.filled(role) or headers[0].items or not _is_written_in_lines(proposal):
        return None
    return _replace_value(proposal, headers[0], value)


def append_reference(proposal: Proposal, role: str, number: int) -> Edit | None:
    """The edit that adds a proposal's number to the header of that role, written as those before it.

    The header is filled or added where there is none yet. None as for `insert_header`, and where other numbers
    stand in a place of their own, behind the status.
    """
    references = proposal.references(role).numbers
    header = proposal.filled(role)
    if header is None:
        written = proposal.process.reference_to(number) or str(number)
        return None if references else fill_header(proposal, role, written)
    own = [r for r in references if header.value_span.start <= r.text.span.start < header.value_span.end]
    if not proposal.is_verbatim(header) or not _is_written_in_lines(proposal):
        return None
    process = proposal.process
    text = process.reference_to(number) or (
        _like(own[-1], number, proposal) if own else process.title_of(number)
    )
    if header.items:
        last = header.items[-1]
        line = proposal.source.line_span(proposal.source.position(last.span.start).line)
        if bullet := _BULLET.match(proposal.source.slice(line)):
            end = _line_end(proposal, header)
            quote = bullet["quote"] if proposal.preamble.form == FRONT_MATTER else ""
            return Edit(proposal.source, Span(end, end), f"\n{bullet['mark']}{quote}{text}{quote}")
    return _append(proposal, header, own, text)


def _append(proposal: Proposal, header: Header, own: list[Reference], text: str) -> Edit:
    source = proposal.source
    end = header.value_span.end
    separator = ", "
    if own and not source.text[own[-1].text.span.end : end].strip(" )]"):
        end = own[-1].text.span.end
    if len(own) > 1:
        between = source.text[own[-2].text.span.end : own[-1].text.span.start]
        separator = between if _SEPARATOR.fullmatch(between) else separator
    return Edit(source, Span(end, end), f"{separator}{text}")


def _like(reference: Reference, number: int, proposal: Proposal) -> str:
    """A number written as another one is: ``3``, ``0003``, ``#3`` or ``ZEP 3``."""
    written = reference.link.text if reference.link else reference.text.text
    match = _NUMBER.fullmatch(written)
    if match is None:
        return proposal.process.title_of(number)
    width = len(match["number"]) if match["number"].startswith("0") else 0
    return f"{match['lead']}{number:0{width}}"


def remove_header(proposal: Proposal, header: Header) -> Edit | None:
    """The edit that takes a header out, with its lines and the blank line that set it apart."""
    if not _is_written_in_lines(proposal):
        return None
    source = proposal.source
    first = source.position(header.span.start).line
    last = source.position(_line_end(proposal, header)).line
    return Edit(source, whole_lines(source, first, last), "")


def order_headers(proposal: Proposal, places: Sequence[int]) -> tuple[Edit, ...]:
    """The edits that sort the headers of a block by their `places`, one for each; none where that cannot be done.

    A header takes its comments along. Blank lines and rules between headers stay where they are, and so does what
    keeps Markdown from joining two lines.
    """
    source, block = proposal.source, proposal.preamble.block
    # References without a name belong to targets without one by their order.
    anonymous = proposal.markup == RST and "__" in source.slice(block)
    if anonymous or not _is_written_in_lines(proposal):
        return ()
    pieces = _with_comments(proposal)
    order = sorted(range(len(pieces)), key=places.__getitem__)
    return tuple(
        Edit(source, piece, source.slice(pieces[index]))
        for place, (piece, index) in enumerate(zip(pieces, order, strict=True))
        if index != place
    )


def _with_comments(proposal: Proposal) -> list[Span]:
    """Each header with the comments that stand straight above it, or set apart from the one before it."""
    source, headers = proposal.source, proposal.preamble.headers
    starts = [_line_start(proposal, header) for header in headers]
    ends = [_line_end(proposal, header) for header in headers]
    breaks = [len(_line_break(proposal, header)) for header in headers]
    preamble = proposal.preamble
    in_front = preamble.form == FRONT_MATTER and preamble.front_matter
    top = in_front.span.start + len("---") if in_front else preamble.above
    limits = (top, *ends)
    # Most blocks have none, and are not worth the parse of a body.
    has_comments = any(source.text[end:start].strip() for end, start in zip(limits, starts, strict=False))
    comments = proposal.comments if has_comments else ()
    for index, start in enumerate(starts):
        limit = limits[index]
        between = [c.span for c in comments if limit <= c.span.start and c.span.end <= start]
        for comment, following in pairwise((*between, Span(start, start))):
            is_below = _is_near(source.text[limit : comment.start])
            if not index or not is_below or _is_near(source.text[comment.end : following.start]):
                break
            limit = ends[index - 1] = comment.end
            breaks[index - 1] = 0
        for comment in reversed(between):
            gap = source.text[comment.end : starts[index]]
            if comment.start < limit or gap.strip() or not (index or _is_near(gap)):
                break
            starts[index] = source.line_span(source.position(comment.start).line).start
    return [Span(start, end - tail) for start, end, tail in zip(starts, ends, breaks, strict=True)]


def _is_near(gap: str) -> bool:
    """Whether there is no blank line between two things."""
    return not gap.strip() and len(NEWLINE.findall(gap)) < 2


def header_line(proposal: Proposal, model: Header, name: str, value: str) -> str:
    """The line of a header `name` as `model`, a header of the block, is written: with its marks."""
    source = proposal.source
    line = source.line_span(source.position(model.span.start).line)
    before = source.text[line.start : model.name_span.start]
    after = source.text[model.name_span.end : line.end]
    mark = before.strip()
    if proposal.preamble.form == FRONT_MATTER:
        name = name.lower() if model.name.islower() else name
        return f"{before}{name}: {yaml_scalar(value)}"
    if mark in ("**", "__"):
        closing = f":{mark}" if after.startswith(f":{mark}") else f"{mark}:"
        return f"{before}{name}{closing} {value}"
    return f"{before}{name}: {value}"


def _replace_value(proposal: Proposal, header: Header, value: str) -> Edit:
    """The edit that gives a header another value."""
    text = proposal.source.text
    start, end = header.value_span
    if proposal.preamble.form == FRONT_MATTER:
        if text[start - 1] == text[end : end + 1] and text[start - 1] in "\"'":
            start, end = start - 1, end + 1
        value = yaml_scalar(value)
    while start == end and text[end : end + 1] in (" ", "\t"):
        start = end = end + 1
    lead = "" if text[start - 1].isspace() else " "
    tail = "" if end == len(text) or text[end].isspace() else " "
    return Edit(proposal.source, Span(start, end), f"{lead}{value}{tail}")


def yaml_scalar(value: str) -> str:
    """A text as YAML reads it back: plain if it can be, else in single quotes."""
    quoted = value.replace("'", "''")
    return f"'{quoted}'" if _NOT_PLAIN.match(value) else value


def _is_written_in_lines(proposal: Proposal) -> bool:
    """Whether each header starts a line of its own, as it does not in ``{Status: Draft, Type: Core}``."""
    text = proposal.source.text
    return proposal.preamble.form != FRONT_MATTER or not any(
        text[_line_start(proposal, header) : header.span.start].strip()
        for header in proposal.preamble.headers
    )


def _is_spaced(proposal: Proposal) -> bool:
    """Whether blank lines stand between most headers of the block."""
    source, headers = proposal.source, proposal.preamble.headers
    if proposal.preamble.form == FRONT_MATTER:
        return False
    if len(headers) < 2:
        return proposal.preamble.form == PARAGRAPHS
    # The first ones tell: a long block is not looked through again for each fix.
    lines = [
        source.position(following.span.start).line - source.position(header.span.end).line
        for header, following in pairwise(headers[:50])
    ]
    return sum(distance > 1 for distance in lines) * 2 > len(lines)


def _line_start(proposal: Proposal, header: Header) -> int:
    source = proposal.source
    return source.line_span(source.position(header.span.start).line).start


def _line_end(proposal: Proposal, header: Header) -> int:
    """The end of a header's last line, a comment behind its value included."""
    source = proposal.source
    line = source.line_span(source.position(header.span.end).line)
    if "<!--" in source.text[header.span.end : line.end].rpartition("-->")[2]:
        closing = source.text.find("-->", line.end)
        if closing >= 0:
            return source.line_span(source.position(closing).line).end
    return line.end


def _line_break(proposal: Proposal, header: Header) -> str:
    """What keeps Markdown from joining a header's line with the next: blanks, ``\\`` or ``<br>``."""
    source = proposal.source
    tail = source.text[header.span.end : source.line_span(source.position(header.span.end).line).end]
    return tail if _LINE_BREAK.fullmatch(tail) else ""
