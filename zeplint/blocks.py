"""Write into a header block in the form in which it is written."""

from __future__ import annotations

from zeplint.diagnostic import Edit
from zeplint.document import FRONT_MATTER, Header
from zeplint.proposal import Proposal
from zeplint.source import Span


def header_line(proposal: Proposal, name: str, value: str) -> str:
    """One header as this block writes it: with its marks, and its case of names in front matter."""
    model = proposal.preamble.headers[0]
    source = proposal.source
    line = source.line_span(source.position(model.span.start).line)
    before = source.text[line.start : model.name_span.start]
    after = source.text[model.name_span.end : line.end]
    mark = before.strip()
    if mark in ("**", "__"):
        closing = f":{mark}" if after.startswith(f":{mark}") else f"{mark}:"
        return f"{before}{name}{closing} {value}"
    if proposal.preamble.form == FRONT_MATTER and model.name.islower():
        name = name.lower()
    return f"{before}{name}: {value}"


def insert_header(proposal: Proposal, role: str, value: str) -> Edit | None:
    """The edit that adds a header of that role behind those that come before it in the process.

    None where the proposal has no block, or the process no such header.
    """
    spec = proposal.process.header_for(role)
    if spec is None or not proposal.preamble.headers:
        return None
    order = {known.role: index for index, known in enumerate(proposal.process.headers.values())}
    before = [
        header
        for header in proposal.preamble.headers
        if (known := proposal.process.header_named(header.name)) and order[known.role] < order[role]
    ]
    headers = proposal.preamble.headers
    behind = before[-1] if before else None
    text = header_line(proposal, spec.name, value)
    gap = "\n\n" if _is_spaced(proposal) else "\n"
    if behind is None:
        start = _line_start(proposal, headers[0])
        return Edit(proposal.source, Span(start, start), f"{text}{gap}")
    end = _line_end(proposal, behind)
    return Edit(proposal.source, Span(end, end), f"{gap}{text}")


def _is_spaced(proposal: Proposal) -> bool:
    """Whether blank lines stand between most headers of the block."""
    source, headers = proposal.source, proposal.preamble.headers
    if len(headers) < 2 or proposal.preamble.form == FRONT_MATTER:
        return False
    lines = [
        source.position(following.span.start).line - source.position(header.span.end).line
        for header, following in zip(headers, headers[1:], strict=False)
    ]
    return sum(distance > 1 for distance in lines) * 2 > len(lines)


def _line_start(proposal: Proposal, header: Header) -> int:
    source = proposal.source
    return source.line_span(source.position(header.span.start).line).start


def _line_end(proposal: Proposal, header: Header) -> int:
    source = proposal.source
    return source.line_span(source.position(header.span.end).line).end


def remove_header(proposal: Proposal, header: Header) -> Edit:
    """The edit that takes a header out, with its lines and the blank line that set it apart."""
    source = proposal.source
    last = source.position(header.span.end).line
    start = _line_start(proposal, header)
    starts = source.line_starts
    end = starts[last] if last < len(starts) else len(source.text)
    if last < len(starts) and _is_spaced(proposal) and not source.slice(source.line_span(last + 1)).strip():
        end = starts[last + 1] if last + 1 < len(starts) else len(source.text)
    return Edit(source, Span(start, end), "")
