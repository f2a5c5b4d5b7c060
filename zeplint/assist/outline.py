"""The parts of a document as an editor lists them: its title, its headers, its sections one in the other."""

from __future__ import annotations

from collections.abc import Iterable

from zeplint.assist.view import View
from zeplint.document import FRONT_MATTER, Header, Section
from zeplint.record import NamedTuple
from zeplint.source import Span

TITLE, HEADER, SECTION = "title", "header", "section"
UNNAMED = "(no title)"


class Symbol(NamedTuple):
    """A part of a document: all of it, and within that the words to go to."""

    name: str
    kind: str
    detail: str
    span: Span
    selection: Span
    children: tuple[Symbol, ...] = ()


def symbols(view: View) -> list[Symbol]:
    """The parts of the view's document, each around those that lie in it."""
    preamble = view.document.preamble
    headers = [_header(header) for header in preamble.headers]
    sections = _nested(view.document.body.sections)
    if preamble.form == FRONT_MATTER and preamble.front_matter:
        headers = [Symbol(FRONT_MATTER, SECTION, "", preamble.front_matter.span, Span(0, 3), tuple(headers))]
    heading = preamble.heading
    found: list[Symbol] = []
    for section in sections:
        if heading and section.span.start <= heading.span.start <= section.selection.end:
            # The title is around everything, the headers among its sections.
            inside = [each for each in headers if _holds(section.span, each.span)]
            headers = [each for each in headers if each not in inside]
            children = sorted((*inside, *section.children), key=lambda symbol: symbol.span)
            found.append(section._replace(kind=TITLE, children=tuple(children)))
        else:
            found.append(section)
    return sorted([*headers, *found], key=lambda symbol: symbol.span)


def _holds(outer: Span, inner: Span) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end


def _header(header: Header) -> Symbol:
    value = " ".join(header.value.split())
    return Symbol(header.name, HEADER, value, header.span, header.name_span)


def _nested(sections: Iterable[Section]) -> list[Symbol]:
    """Sections, each around those below it; of any depth."""
    roots: list[Symbol] = []
    # Those that are open, each with what is in it so far: no recursion, so that no depth is too deep.
    open_: list[tuple[Section, list[Symbol]]] = []

    def close(level: int) -> None:
        while open_ and open_[-1][0].level >= level:
            section, children = open_.pop()
            span = Span(section.heading.start, max(section.extent.end, section.heading.end))
            name = " ".join(section.title.split()) or UNNAMED
            symbol = Symbol(name, SECTION, "", span, _inside(section.title_span, span), tuple(children))
            (open_[-1][1] if open_ else roots).append(symbol)

    for section in sections:
        if section.heading.start < section.heading.end:
            close(section.level)
            open_.append((section, []))
    close(0)
    return roots


def _inside(span: Span, whole: Span) -> Span:
    """A span that does not leave another one."""
    start = min(max(span.start, whole.start), whole.end)
    return Span(start, min(max(span.end, start), whole.end))
