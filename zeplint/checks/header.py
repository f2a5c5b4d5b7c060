"""Checks of the header block: that it is there, and that it has its headers, each once and by its name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from zeplint.checks import Context
from zeplint.checks.wording import excerpt, listing
from zeplint.diagnostic import Edit, Finding, Fix, Place
from zeplint.document import FRONT_MATTER, Header, Text
from zeplint.edits.blocks import order_headers, remove_header
from zeplint.edits.removal import whole_lines
from zeplint.patterns import pattern
from zeplint.process import HeaderSpec, normalise_name
from zeplint.proposal import Proposal
from zeplint.source import Span

# A name in a quote, a list or a table, and what ends the text straight below the title.
_SET_OFF = pattern(
    r"[ \t]*(?P<mark>>|\||[*+-](?=[ \t]))[ \t]*[*_]{0,2}(?P<name>[A-Za-z][\w-]*(?: [\w-]+){0,2})[*_]{0,2}[ \t]*[:|]"
)
_SHAPES = {">": "quote", "|": "table"}
_HEADING = pattern(r"#|([=~^\"'`-])\1{3,}[ \t]*\Z")
MOST_LINES = 40


def block(proposal: Proposal, _context: Context) -> Iterator[Finding]:
    """No header block, one in a shape that is none, or one below running text or another heading.

    Silent where the block may be in front matter that cannot be read: that is another rule's.
    """
    preamble = proposal.preamble
    front_matter = preamble.front_matter
    unread = front_matter.entries if front_matter and front_matter.error else ()
    if preamble.misplaced is not None:
        where = "straight below the title" if preamble.heading else "at the top"
        place = Place(proposal.source, preamble.misplaced.span)
        yield Finding((place,), {"where": where}, "misplaced", _moved_up(proposal, where))
    elif not preamble.headers and not any(proposal.process.header_named(entry.key) for entry in unread):
        names = [spec.name for spec in proposal.process.headers.values() if spec.required]
        values = {"names": listing(names, "and")}
        if set_off := _set_off(proposal):
            shape, span = set_off
            yield Finding((Place(proposal.source, span),), {**values, "shape": shape}, "set-off")
        else:
            yield Finding((proposal.anchor,), values, "absent")


def _set_off(proposal: Proposal) -> tuple[str, Span] | None:
    """The shape in which headers stand below the title, if none that is read, and the first one's line."""
    source = proposal.source
    found: dict[str, tuple[str, Span]] = {}
    first = source.position(proposal.preamble.end).line + bool(proposal.preamble.end)
    for line in range(first, min(first + MOST_LINES, len(source.line_starts) + 1)):
        text = source.slice(source.line_span(line))
        if _HEADING.match(text):
            break
        match = _SET_OFF.match(text)
        spec = proposal.process.header_named(match["name"]) if match else None
        if match and spec:
            shape = _SHAPES.get(match["mark"], "list")
            found.setdefault(spec.role, (shape, source.strip(source.line_span(line))))
    return next(iter(found.values())) if len(found) > 1 else None


def _moved_up(proposal: Proposal, where: str) -> Fix:
    source, preamble = proposal.source, proposal.preamble
    first = source.position(preamble.headers[0].span.start).line
    last = source.position(preamble.end).line
    headers = source.text[source.line_span(first).start : source.line_span(last).end]
    above = (
        preamble.heading.whole if preamble.heading else preamble.front_matter and preamble.front_matter.span
    )
    if above:
        line = source.position(above.end).line
        gap = "\n" if source.slice(source.line_span(line + 1)).strip() else ""
        edit = Edit(source, Span(above.end, above.end), f"\n\n{headers}{gap}")
    else:
        edit = Edit(source, Span(0, 0), f"{headers}\n\n")
    return Fix(
        f"Move the header block {where}", False, (edit, Edit(source, whole_lines(source, first, last), ""))
    )


def required(proposal: Proposal, _context: Context) -> Iterator[Finding]:
    """A header that every proposal has is absent (S51 to S54).

    Silent without a block, and in front matter that cannot be read as a whole.
    """
    preamble = proposal.preamble
    unread = preamble.form == FRONT_MATTER and preamble.front_matter and preamble.front_matter.error
    if not preamble.headers or unread:
        return
    for spec in proposal.process.headers.values():
        if spec.required and not proposal.by_role.get(spec.role):
            place = proposal.anchor
            yield Finding((place,), {"header": spec.name, "meaning": _meaning(spec)})


def _meaning(spec: HeaderSpec) -> str:
    return f"{spec.name}: {spec.meaning}" if spec.meaning else ""


def unknown(proposal: Proposal, _context: Context) -> Iterator[Finding]:
    """A header that the process does not have (S61); the nearest one, if any comes near."""
    process = proposal.process
    taken = {header.span for headers in proposal.by_role.values() for header in headers}
    for header in proposal.preamble.headers:
        if process.header_named(header.name):
            continue
        place = Place(proposal.source, header.name_span)
        values = {"found": excerpt(header.name), "known": ", ".join(process.headers)}
        slip = process.slip_for(header.name)
        if slip is None:
            yield Finding((place,), values)
            continue
        fix = None
        if slip.header.repeat or slip.header.role not in proposal.by_role or header.span in taken:
            fix = _renamed(proposal, header, slip.name, safe=slip.certain)
        yield Finding((place,), {**values, "nearest": slip.name}, "near", fix)


def repeated(proposal: Proposal, _context: Context) -> Iterator[Finding]:
    """A header given twice that the process has once; the first one is related.

    A key twice in YAML is another rule's.
    """
    for spec in proposal.process.headers.values():
        headers = proposal.by_role.get(spec.role, [])
        if spec.repeat or len(headers) < 2:
            continue
        first = headers[0]
        for later in headers[1:]:
            if proposal.preamble.form == FRONT_MATTER and not _differ_in_case_only(first.name, later.name):
                continue
            places = (
                Place(proposal.source, later.name_span),
                Place(proposal.source, first.name_span, "given here first"),
            )
            yield Finding(places, {"header": spec.name}, fix=_without_surplus(proposal, first, later))


def _differ_in_case_only(name: str, other: str) -> bool:
    return name != other and normalise_name(name) == normalise_name(other)


def _without_surplus(proposal: Proposal, first: Header, later: Header) -> Fix | None:
    """The fix that takes out the one of two equal headers that says nothing new."""
    if proposal.is_blank(later) or first.value.split() == later.value.split():
        surplus = later
    elif proposal.is_blank(first):
        surplus = first
    else:
        return None
    edit = remove_header(proposal, surplus)
    return Fix(f"Remove the {surplus.name} header that says nothing new", True, (edit,)) if edit else None


def placeholder(proposal: Proposal, _context: Context, *, asked: Sequence[str]) -> Iterator[Finding]:
    """A header, or an item of one, that only holds the place of a value (S6, S14).

    A word such as "None" is a value, except where a header is required, by the process or by the
    status, or its role is one of those `asked` for by a rule of their own.
    """
    status = proposal.status
    # What is left when one is taken out must still make a block, in whatever form.
    many = len(proposal.by_role) > 2
    for spec in proposal.process.headers.values():
        headers = proposal.by_role.get(spec.role, [])
        filled = proposal.filled(spec.role) is not None
        if not spec.repeat:
            headers = [] if filled else headers[:1]
        # Of a header of proposals that says "None", the rules about relations speak.
        by_status = status is not None and spec.role in status.requires and spec.form != "proposals"
        needed = spec.required or by_status or spec.role in asked
        for header in headers:
            for text in header.items or (Text(header.value, header.value_span),):
                values = {"header": header.name, "found": excerpt(text.text), "meaning": _meaning(spec)}
                place = Place(proposal.source, text.span if text.text else header.span)
                if proposal.process.is_placeholder(text.text):
                    variant = "placeholder" if text.text else "empty"
                    fix = _removed(proposal, header) if many and not needed and not header.items else None
                    yield Finding((place,), values, variant, fix)
                elif needed and not filled and proposal.process.is_nothing(text.text):
                    variant = "nothing-status" if by_status else "nothing"
                    yield Finding((place,), {**values, "status": status.name if status else ""}, variant)


def _removed(proposal: Proposal, header: Header) -> Fix | None:
    edit = remove_header(proposal, header)
    return Fix(f"Remove {header.name}", False, (edit,)) if edit else None


def name(proposal: Proposal, _context: Context) -> Iterator[Finding]:
    """A header under a known variant of its name, or without the colon behind it (S51).

    In front matter only the words matter: keys in lower case are the norm there.
    """
    for spec in proposal.process.headers.values():
        headers = proposal.by_role.get(spec.role, [])
        if len(headers) > 1 and not spec.repeat:
            continue
        for header in headers:
            if spec is not proposal.process.header_named(header.name):
                continue
            if ":" not in proposal.source.text[header.name_span.end : header.value_span.start + 1]:
                yield _without_colon(proposal, header)
            elif not _is_accepted(proposal, spec, header.name):
                proper = spec.proper(header.name)
                yield Finding(
                    (Place(proposal.source, header.name_span),),
                    {"found": excerpt(header.name), "header": proper},
                    fix=_renamed(proposal, header, proper, safe=True),
                )


def _without_colon(proposal: Proposal, header: Header) -> Finding:
    end = header.name_span.end
    edit = Edit(proposal.source, Span(end, end), ":")
    values = {"header": header.name}
    return Finding(
        (Place(proposal.source, header.name_span),), values, "colon", Fix("Add the colon", True, (edit,))
    )


def _is_accepted(proposal: Proposal, spec: HeaderSpec, name: str) -> bool:
    return spec.is_called(name) if proposal.preamble.form == FRONT_MATTER else spec.writes(name)


def _renamed(proposal: Proposal, header: Header, name: str, *, safe: bool) -> Fix:
    if proposal.preamble.form == FRONT_MATTER:
        safe = False  # a site generator may read the key, too
        if header.name.islower():
            name = name.lower().replace("-", "_") if "_" in header.name else name.lower()
    edit = Edit(proposal.source, header.name_span, name)
    return Fix(f"Write {name}", safe, (edit,))


def order(proposal: Proposal, _context: Context) -> Iterator[Finding]:
    """A header that stands behind one which the process puts after it: in a block the first such header.

    The fix sorts the whole block; an unknown header stays behind the one above it.
    """
    process = proposal.process
    indices = {name: index for index, name in enumerate(process.headers)}
    places: list[int] = []
    latest, slip = "", None
    for header in proposal.preamble.headers:
        last = places[-1] if places else -1
        spec = process.header_named(header.name)
        place = indices[spec.name] if spec else last
        if place < last and slip is None:
            slip = Place(proposal.source, header.name_span), {"header": header.name, "other": latest}
        places.append(place)
        latest = header.name if spec else latest
    if slip:
        edits = order_headers(proposal, places)
        fix = Fix("Sort the headers", True, edits) if edits else None
        yield Finding((slip[0],), slip[1], "", fix)
