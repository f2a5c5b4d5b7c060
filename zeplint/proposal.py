"""Documents that a process knows: proposals and the specification pages that belong to them."""

from __future__ import annotations

import re

from zeplint.diagnostic import Place
from zeplint.document import Document, Header, Text
from zeplint.markup.inline import scan_links
from zeplint.process import HeaderSpec, Process, StatusSpec, TypeSpec
from zeplint.record import NamedTuple
from zeplint.source import Span
from zeplint.values import (
    Author,
    Date,
    Keyword,
    Reference,
    References,
    find_date,
    find_mentions,
    read_authors,
    read_keyword,
    read_references,
)


class NumberReading(NamedTuple):
    """A proposal's number as one place gives it; `span` is None for the file name."""

    number: int
    where: str
    span: Span | None


FILE_NAME = "file name"
HEADING = "heading"
FRONT_MATTER_TITLE = "front matter"


class KnownDocument(Document):
    """A document that turned out to be one that a process knows."""

    __slots__ = ("process",)

    def __init__(self, document: Document, process: Process) -> None:
        super().__init__(document.source, document.markup, document.preamble, document.parse)
        self.process = process


class Proposal(KnownDocument):
    """A proposal: its number and title, and its headers read as the process says."""

    __slots__ = ("_references", "_statuses", "by_role", "numbers")

    def __init__(self, document: Document, process: Process) -> None:
        super().__init__(document, process)
        self.by_role = self._headers_by_role()
        self.numbers = tuple(self._read_numbers())
        self._statuses: dict[str, Keyword | None] = {}
        self._references: dict[str, References] = {}

    def _headers_by_role(self) -> dict[str, list[Header]]:
        """The headers of each role, the first one first; also one under a slip for its name without any other.

        Of headers that are given once, one under its own name goes before one under a variant.
        """
        roles: dict[str, list[Header]] = {}
        unknown = []
        for header in self.preamble.headers:
            spec = self.process.header_named(header.name)
            if spec is None:
                unknown.append(header)
                continue
            headers = roles.setdefault(spec.role, [])
            if (
                headers
                and not spec.repeat
                and spec.is_called(header.name)
                and not spec.is_called(headers[0].name)
            ):
                headers.insert(0, header)
            else:
                headers.append(header)
        for header in unknown:
            slip = self.process.slip_for(header.name)
            if slip is None or not (slip.certain or slip.header.required):
                continue
            if slip.header.repeat or slip.header.role not in roles:
                roles.setdefault(slip.header.role, []).append(header)
        return roles

    def _read_numbers(self) -> list[NumberReading]:
        readings = []
        if name := self.process.match_similar_name(self.filename):
            readings.append(NumberReading(int(name["number"]), FILE_NAME, None))
        heading = self.preamble.heading
        if heading and (match := self.process.title_pattern.match(heading.text)):
            start = heading.span.start
            span = Span(start + match.start("number"), start + match.end("number"))
            readings.append(NumberReading(int(match["number"]), HEADING, span))
        if entry := self.front_matter_title:
            match = self.process.title_pattern.match(entry.text)
            if match:
                start = entry.span.start
                span = Span(start + match.start("number"), start + match.end("number"))
                readings.append(NumberReading(int(match["number"]), FRONT_MATTER_TITLE, span))
        return readings

    @property
    def front_matter_title(self) -> Text | None:
        """The title's value in the front matter, without the quotation mark before it; None without one."""
        front_matter = self.preamble.front_matter
        key = self.process.data["front-matter"]["title"]
        entry = front_matter.get(key) if front_matter else None
        if entry is None:
            return None
        text = self.source.slice(entry.value_span)
        lead = len(text) - len(text.lstrip("\"'"))
        return Text(text[lead:], Span(entry.value_span.start + lead, entry.value_span.end))

    @property
    def filename(self) -> str:
        """The last part of the path."""
        return self.path.rpartition("/")[2]

    @property
    def number(self) -> int | None:
        """The proposal's number: by its file name, else its heading, else its front matter (S62)."""
        return self.numbers[0].number if self.numbers else None

    @property
    def label(self) -> str:
        """How a message names this proposal: ``ZEP 7``, or its file name."""
        return self.process.title_of(self.number) if self.number is not None else self.filename

    @property
    def title(self) -> str:
        """The title without the number, as the heading gives it; empty where it has none."""
        heading = self.preamble.heading
        if heading is None:
            return ""
        match = self.process.title_pattern.match(heading.text)
        return (match["title"] or "") if match else heading.text

    def header(self, role: str) -> Header | None:
        """The first header of a role, or None."""
        found = self.by_role.get(role)
        return found[0] if found else None

    def filled(self, role: str) -> Header | None:
        """The first header of a role whose value is more than a placeholder, or None."""
        for header in self.by_role.get(role, ()):
            if not self.is_blank(header):
                return header
        return None

    def is_blank(self, header: Header) -> bool:
        """Whether a header holds no value: a placeholder, or a word that says there is none."""
        return self.process.is_placeholder(header.value) or self.process.is_nothing(header.value)

    def is_verbatim(self, header: Header) -> bool:
        """Whether the value is the document's own text, so that an offset into it is a place.

        It is not where YAML means something else than it writes: an escape, a folded line.
        """
        return self.source.slice(header.value_span) == header.value

    def stands(self, text: Text) -> bool:
        """Whether part of a value is in the document as it was read, so that an edit can replace it."""
        return self.source.slice(text.span) == text.text

    def keyword(self, role: str) -> Keyword | None:
        """The value of a header out of a fixed list (its form is status or type), or None."""
        if role not in self._statuses:
            header = self.filled(role)
            choices = self.process.choices(role)
            value = (
                read_keyword(header.value, header.value_span.start, choices) if header and choices else None
            )
            if header and value and not self.is_verbatim(header):
                whole = header.value_span
                value = value._replace(
                    written=value.written._replace(span=whole), rest=value.rest._replace(span=whole)
                )
            self._statuses[role] = value
        return self._statuses[role]

    @property
    def status(self) -> StatusSpec | None:
        """The status: also one that is misspelt, as long as only one can be meant."""
        keyword = self.keyword("status")
        return self.process.statuses[keyword.canonical] if keyword and keyword.canonical else None

    @property
    def type(self) -> TypeSpec | None:
        """The type: also one that is misspelt, as long as only one can be meant."""
        keyword = self.keyword("type")
        return self.process.types[keyword.canonical] if keyword and keyword.canonical else None

    @property
    def has_borrowed_status(self) -> bool:
        """Whether the status is a word that other processes have, so that what it means here is a guess."""
        keyword = self.keyword("status")
        return keyword is not None and keyword.known and not keyword.means_itself

    @property
    def has_listed_value(self) -> bool:
        """Whether the status or the type is one that the process lists, or was meant as one."""
        return self.status is not None or self.type is not None

    def is_misnamed(self, role: str) -> bool:
        """Whether a header with an unknown name was meant for `role`, so that it is there, if misspelt."""
        unknown = (h for h in self.preamble.headers if self.process.header_named(h.name) is None)
        slips = (self.process.slip_for(header.name) for header in unknown)
        return any(slip.header.role == role for slip in slips if slip)

    @property
    def stage(self) -> str:
        """The stage of the status; empty where there is none."""
        return self.status.stage if self.status else ""

    def date(self, header: Header, spec: HeaderSpec) -> Date | None:
        """The first date in a header's value, or None."""
        return find_date(header.value, header.value_span.start, spec.dates, anywhere=True)

    def authors(self) -> tuple[Author, ...]:
        """Every author of every author header."""
        return tuple(
            author
            for header in self.by_role.get("author", ())
            if not self.is_blank(header)
            for author in read_authors(header, self.source.text)
        )

    def references(self, role: str) -> References:
        """The proposals that the headers of a role name; empty where they are placeholders.

        Where such a header is absent, those that stand in its stead behind the status: ``Superseded by ZEP 7``.
        """
        if role not in self._references:
            parts = [
                self._read_references(header)
                for header in self.by_role.get(role, ())
                if not self.process.is_placeholder(header.value)
            ]
            if not self.by_role.get(role):
                parts.append(References(self._behind_status(role), (), ()))
            self._references[role] = References(
                tuple(number for found in parts for number in found.numbers),
                tuple(link for found in parts for link in found.links),
                tuple(text for found in parts for text in found.wrong),
            )
        return self._references[role]

    def _read_references(self, header: Header) -> References:
        noun, nothing = self.process.noun, self.process.nothing_words
        value, whole = header.value, header.value_span
        if self.is_verbatim(header):
            return read_references(value, whole.start, self.source.text, noun, nothing)
        found = read_references(value, 0, value, noun, nothing)
        return References(
            tuple(number._replace(text=Text(number.text.text, whole), link=None) for number in found.numbers),
            tuple(link._replace(span=whole, text_span=whole, target_span=whole) for link in found.links),
            tuple(Text(text, whole) for text, _ in found.wrong),
        )

    def _behind_status(self, role: str) -> tuple[Reference, ...]:
        keyword, status = self.keyword("status"), self.status
        if keyword is None or status is None or role != self.process.successor_role(status):
            return ()
        if not keyword.rest.text or not self.stands(keyword.rest):
            return ()
        text, span = keyword.rest
        return find_mentions(text, span.start, self.source.text, self.process.noun)

    def refers_to(self, role: str) -> dict[int, Reference]:
        """The proposals that the headers of a role name, by number, the first mention of each."""
        found: dict[int, Reference] = {}
        for reference in self.references(role).numbers:
            found.setdefault(reference.number, reference)
        return found

    @property
    def anchor(self) -> Place:
        """Where a finding about something absent is shown: the Status header, the title, or line 1."""
        header = self.header("status")
        return Place(self.source, header.span, stands_in=True) if header is not None else self.top

    @property
    def top(self) -> Place:
        """Where a finding about something absent in the body is shown: the title, or line 1."""
        heading = self.preamble.heading
        return Place(self.source, heading.span if heading else self.source.line_span(1), stands_in=True)


class PageState(NamedTuple):
    """What a specification page says of the fate of one proposal; `date` is the one day that it gives."""

    number: int
    state: str
    date: Date | None
    span: Span
    link: Text | None


class SpecPage(KnownDocument):
    """A specification page: the proposals it belongs to and what it says of their fate (S40)."""

    __slots__ = ("_claims",)

    def __init__(self, document: Document, process: Process) -> None:
        super().__init__(document, process)
        self._claims: tuple[PageState, ...] | None = None

    def _field(self, field: str) -> list[Header]:
        names = self.process.data["spec-places"].get("fields", {}).get(field, ())
        return [header for header in self.preamble.headers if header.name in names]

    @property
    def proposals(self) -> tuple[Reference, ...]:
        """The proposals that the page names as its own, in order."""
        found: list[Reference] = []
        for header in self._field("proposals"):
            for link in scan_links(self.source.text, header.value_span):
                match = self.process.title_pattern.match(link.text)
                if match:
                    found.append(Reference(int(match["number"]), Text(link.text, link.span), link))
            if not found:
                base = header.value_span.start
                found.extend(
                    read_references(header.value, base, self.source.text, self.process.noun, ()).numbers
                )
        return tuple(found)

    @property
    def claims(self) -> tuple[PageState, ...]:
        """What its text says of the fate of proposals, wherever in it: found without parsing the page."""
        pattern = self.process.data["spec-places"].get("state")
        if self._claims is None:
            matches = re.finditer(pattern, self.source.text) if pattern else ()
            self._claims = tuple(map(_claim, matches))
        return self._claims

    @property
    def states(self) -> tuple[PageState, ...]:
        """What its status section says of the proposals, one entry for each it speaks of."""
        if not self.claims:
            return ()
        places = self.status_sections
        return tuple(
            claim
            for claim in self.claims
            if any(place.start <= claim.span.start < place.end for place in places)
        )

    @property
    def status_sections(self) -> tuple[Span, ...]:
        """Where the page speaks of its own state."""
        wanted = self.process.data["spec-places"].get("status-section", "").casefold()
        return tuple(section.content for section in self.body.sections if section.title.casefold() == wanted)


def _claim(match: re.Match[str]) -> PageState:
    date = find_date(match["date"], match.start("date"), ()) if match["date"] else None
    link = Text(match["link"], Span(*match.span("link"))) if match["link"] else None
    day = date if date and len(date.days) == 1 else None
    return PageState(int(match["number"]), match["state"], day, Span(*match.span()), link)
