"""The header block of a proposal, read line by line in all its forms, without a markup parser.

A block comes as paragraphs ``Name: value``, as consecutive lines, as an RST field list, in the YAML
front matter, or in a fence straight under the title. A run that only looks at headers, another
proposal's headers and the guess of the markup all stop here and never parse a body.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import NamedTuple

from zeplint.document import (
    FENCE,
    FIELDS,
    FRONT_MATTER,
    LINES,
    MARKDOWN,
    PARAGRAPHS,
    RST,
    FrontMatter,
    Header,
    Heading,
    Preamble,
    Text,
)
from zeplint.markup.frontmatter import read_front_matter
from zeplint.nearest import distance
from zeplint.process import normalise_name
from zeplint.source import Source, Span

_WORD = r"[A-Za-z#][\w#&/'’-]*"
_NAME = rf"{_WORD}(?:[ ]{_WORD}){{0,2}}"
HEADER_LINE = re.compile(
    rf"""(?P<open>:|\*\*|__)?
    (?P<name>{_NAME})[ \t]?
    (?:(?P<close>\*\*|__)[ \t]?:|:(?P<inner>\*\*|__)|:)
    (?=[ \t]|$|[^\s:/\\])
    [ \t]*(?P<value>.*)$""",
    re.VERBOSE,
)
ATX = re.compile(r" {0,3}(?P<marks>#{1,6})(?:[ \t]+(?P<text>.*?))?(?:[ \t]+#+)?[ \t]*$")
UNDERLINE = re.compile(r"(?P<mark>[!-/:-@\[-`{-~])(?P=mark)+[ \t]*$")
FENCE_LINE = re.compile(r" {0,3}(?P<fence>`{3,}|~{3,})(?P<info>[^`]*)$")
BREAK = re.compile(r" {0,3}(?:(?:-[ \t]*){3,}|(?:\*[ \t]*){3,}|(?:_[ \t]*){3,})$")
BULLET = re.compile(r"(?P<indent>[ \t]*)(?P<mark>[*+-]|\d{1,3}[.)])[ \t]+(?P<text>\S.*)$")
KRAMDOWN = re.compile(r"[ \t]*\{:.*\}[ \t]*$")
TRAILING_COMMENT = re.compile(r"\s*<!--(?:(?!-->).)*-->\s*$", re.DOTALL)
# Directives that say nothing to a reader; any other directive is content and ends the block.
SILENT_DIRECTIVE = re.compile(r"\.\.(?:[ \t]+(?![\w-]+::)|[ \t]*$|[ \t]+(?:rst-class|class|highlight|meta|_[^:]+)::?)")
# A title that lost its marks is still the title of what follows.
PLAIN_TITLE = re.compile(r"[A-Z]{2,}[ -]?\d+\b.*\S")
ANY_ATX = re.compile(r"^ {0,3}#{1,6}[ \t]+\S", re.MULTILINE)
ANY_FENCE = re.compile(r"^ {0,3}(?:```|~~~)", re.MULTILINE)


class _Line(NamedTuple):
    number: int
    span: Span
    text: str


class _Block(NamedTuple):
    headers: list[Header]
    form: str
    end: int


class _Scanner:
    """One pass over the lines of a source, from the front matter on."""

    def __init__(self, source: Source, known: Collection[str]) -> None:
        self.source = source
        self.known = known
        self.count = len(source.line_starts)

    def line(self, number: int) -> _Line | None:
        """The 1-based line `number`, or None past the end."""
        if number > self.count:
            return None
        span = self.source.line_span(number)
        return _Line(number, span, self.source.slice(span))

    def skip_silent(self, number: int) -> int:
        """The first line from `number` on that is no blank, comment, target or attribute list."""
        while (line := self.line(number)) is not None:
            text = line.text
            if not text.strip() or KRAMDOWN.match(text):
                number += 1
            elif text.lstrip().startswith("<!--"):
                end = self.source.text.find("-->", line.span.start)
                if end < 0:
                    return number
                closing = self.source.position(end).line
                if self.source.text[end + 3 : self.source.line_span(closing).end].strip():
                    return number
                number = closing + 1
            elif SILENT_DIRECTIVE.match(text):
                number = self._after_indented(number + 1)
            else:
                return number
        return number

    def _after_indented(self, number: int) -> int:
        last = number
        while (line := self.line(number)) is not None and (not line.text.strip() or line.text[0] in " \t"):
            number += 1
            if line.text.strip():
                last = number
        return last

    def heading(self, number: int) -> tuple[Heading, int] | None:
        """The heading that starts at `number`, with the line behind it, in either markup."""
        line = self.line(number)
        if line is None:
            return None
        if (atx := ATX.match(line.text)) and atx["text"]:
            span = Span(line.span.start + atx.start("text"), line.span.start + atx.end("text"))
            whole = self.source.strip(line.span)
            return Heading(atx["text"], span, whole), number + 1
        following = self.line(number + 1)
        if following is None or not line.text.strip():
            return None
        if self._is_underline(line.text):
            # An overline: the title stands between two equal rules.
            under = self.line(number + 2)
            if under is None or not following.text.strip() or under.text.strip() != line.text.strip():
                return None
            return self._ruled(following, Span(line.span.start, under.span.end)), number + 3
        is_heading = self._is_underline(following.text) and line.text[0] not in " \t"
        if is_heading and not self.known_header(line):
            return self._ruled(line, Span(line.span.start, following.span.end)), number + 2
        return None

    def _ruled(self, title: _Line, whole: Span) -> Heading:
        span = self.source.strip(title.span)
        return Heading(self.source.slice(span), span, whole)

    @staticmethod
    def _is_underline(text: str) -> bool:
        return len(text.strip()) >= 3 and bool(UNDERLINE.match(text))

    def match_header(self, line: _Line) -> re.Match[str] | None:
        """The match of a line that may be a header: its name is capitalised or known."""
        text = line.text
        start = len(text) - len(text.lstrip(" "))
        if start > 3 or not (match := HEADER_LINE.match(text, start)):
            return None
        opening = match["open"] or ""
        closing = match["close"] or match["inner"] or ""
        if closing != (opening if opening != ":" else ""):
            return None
        name = match["name"]
        if name[0].isupper() or normalise_name(name) in self.known:
            return match
        return match if opening == ":" or self._near(name) else None

    def _near(self, name: str) -> bool:
        # A slip in a name the process knows: one edit in a short name, two in a longer one.
        folded = normalise_name(name)
        return any(distance(folded, known, 1 + (len(known) > 6)) <= 1 + (len(known) > 6) for known in self.known)

    def known_header(self, line: _Line) -> bool:
        """Whether the line is a header under a name that the process knows."""
        match = self.match_header(line)
        return bool(match) and normalise_name(match["name"]) in self.known  # type: ignore[index]

    def block(self, number: int) -> _Block:
        """The run of headers from line `number` on."""
        headers: list[Header] = []
        marks: list[str] = []
        last_line = 0
        adjacent = 0
        fence = ""
        while True:
            number = self.skip_silent(number)
            line = self.line(number)
            if line is None:
                break
            if match := FENCE_LINE.match(line.text):
                if fence:
                    if match["fence"].startswith(fence):
                        break
                elif not headers and self._fence_holds_headers(number + 1, match["fence"]):
                    fence = match["fence"]
                    number += 1
                    continue
                break
            if self.heading(number) is not None:
                break
            if BREAK.match(line.text):
                number += 1
                continue
            header_match = self.match_header(line)
            if header_match is None:
                break
            header, after = self._header(line, header_match)
            adjacent += bool(headers) and last_line == number - 1
            headers.append(header)
            marks.append(header_match["open"] or "")
            last_line = after - 1
            number = after
        headers = self._only_known(headers)
        if not headers:
            return _Block([], "", 0)
        if fence:
            form = FENCE
        elif ":" in marks:
            form = FIELDS
        else:
            form = LINES if adjacent * 2 >= len(headers) else PARAGRAPHS
        return _Block(headers, form, headers[-1].span.end)

    def _fence_holds_headers(self, number: int, fence: str) -> bool:
        found = 0
        while (line := self.line(number)) is not None and not line.text.lstrip().startswith(fence):
            found += self.known_header(line)
            number += 1
            if found > 1:
                return True
        return False

    def _only_known(self, headers: list[Header]) -> list[Header]:
        # An unknown name is a header between known ones, or where it is a slip in a known one;
        # anything else at either end is the text's own "Note: ...".
        counts = [normalise_name(h.name) in self.known or self._near(h.name) for h in headers]
        if not any(normalise_name(h.name) in self.known for h in headers):
            return []
        first = counts.index(True)
        last = len(counts) - 1 - counts[::-1].index(True)
        return headers[first : last + 1]

    def _header(self, line: _Line, match: re.Match[str]) -> tuple[Header, int]:
        """The header that starts on `line`, and the number of the line behind it."""
        base = line.span.start
        name = match["name"]
        name_span = Span(base + match.start("name"), base + match.end("name"))
        value_start = base + match.start("value")
        end = line.span.end
        number = line.number + 1
        items: list[Text] = []
        bare = not TRAILING_COMMENT.sub("", match["value"]).strip()
        if bare:
            number, items = self._items(number)
        if items:
            value = Span(items[0].span.start, items[-1].span.end)
            marker = BULLET.match(self.source.slice(self.source.line_span(self.source.position(value.start).line)))
            value = Span(value.start - (len(marker["mark"]) + 1 if marker else 0), value.end)
        else:
            number, end = self._continued(line, number, end)
            value = self._without_comments(Span(value_start, end))
        span = Span(name_span.start, value.end if value.end > value.start else name_span.end + 1)
        return Header(name, self.source.slice(value), span, name_span, value, tuple(items)), number

    def _without_comments(self, span: Span) -> Span:
        text = self.source.slice(span)
        while (shorter := TRAILING_COMMENT.sub("", text)) != text:
            text = shorter
        return self.source.strip(Span(span.start, span.start + len(text)))

    def _continued(self, first: _Line, number: int, end: int) -> tuple[int, int]:
        """Through the lines that continue a value: indented, or torn out of a bracket or a list."""
        previous = first.text
        pending = end
        while (line := self.line(number)) is not None:
            text = line.text
            if not text.strip():
                # A blank line goes on only to an indented one in a field's body.
                following = self.line(number + 1)
                if not (first.text.startswith(":") and following and following.text[:1] in (" ", "\t")
                        and following.text.strip()):
                    break
            elif text[0] in " \t":
                pending = line.span.end
            elif not self._torn(previous) or self.match_header(line) or self.heading(number) or BULLET.match(text):
                break
            else:
                pending = line.span.end
            previous = text
            number += 1
        return number, pending

    @staticmethod
    def _torn(text: str) -> bool:
        text = text[-2000:].rstrip()
        opened = any(text.count(a) > text.count(b) for a, b in ("()", "[]", "<>"))
        return text.endswith(",") or opened

    def _items(self, number: int) -> tuple[int, list[Text]]:
        """The bullet list from line `number` on, blank lines and continuation lines included."""
        items: list[Text] = []
        indent = 0
        after = number
        while (line := self.line(number)) is not None:
            text = line.text
            if not text.strip():
                number += 1
                continue
            if (bullet := BULLET.match(text)) and not BREAK.match(text):
                indent = len(bullet["indent"])
                start = line.span.start + bullet.start("text")
                span = self._without_comments(Span(start, line.span.end))
                items.append(Text(self.source.slice(span), span))
            elif items and len(text) - len(text.lstrip()) > indent and number == after:
                span = self._without_comments(Span(items[-1].span.start, line.span.end))
                items[-1] = Text(self.source.slice(span), span)
            else:
                break
            number += 1
            after = number
        return after, items


def _from_front_matter(front_matter: FrontMatter | None, known: Collection[str]) -> list[Header]:
    """The header block that stands in the front matter: at least two headers the process knows."""
    if front_matter is None or front_matter.error is not None:
        return []
    headers = [
        Header(entry.key, entry.value, entry.span, entry.key_span, entry.value_span, entry.items)
        for entry in front_matter.entries
        if normalise_name(entry.key) in known
    ]
    return headers if len(headers) > 1 else []


def _misplaced(scanner: _Scanner, number: int) -> _Block | None:
    """A header block further down, outside any fence: two known headers one after the other."""
    fence = ""
    while (line := scanner.line(number)) is not None:
        if match := FENCE_LINE.match(line.text):
            if not fence:
                fence = match["fence"]
            elif match["fence"].startswith(fence) and not match["info"].strip():
                fence = ""
        elif not fence and scanner.known_header(line) and line.text[0] not in " \t":
            block = scanner.block(number)
            if len({normalise_name(h.name) for h in block.headers if normalise_name(h.name) in scanner.known}) > 1:
                return block
        number += 1
    return None


def scan_preamble(source: Source, known: Collection[str]) -> Preamble:
    """Front matter, title and header block of a source; never raises.

    `known` holds the names of the process's headers, normalised by `normalise_name`.
    """
    front_matter = read_front_matter(source)
    scanner = _Scanner(source, known)
    start = front_matter.span.end if front_matter else 0
    number = scanner.skip_silent(source.position(start).line + (1 if front_matter else 0))
    heading: Heading | None = None
    if found := scanner.heading(number):
        heading, number = found
    elif (line := scanner.line(number)) and PLAIN_TITLE.fullmatch(line.text.strip()):
        following = scanner.line(scanner.skip_silent(number + 1))
        if not scanner.match_header(line) and following and scanner.match_header(following):
            span = source.strip(line.span)
            heading, number = Heading(source.slice(span), span, span), number + 1
    block = scanner.block(number)
    if block.headers:
        return Preamble(front_matter, heading, tuple(block.headers), block.form, block.end)
    if headers := _from_front_matter(front_matter, known):
        end = heading.whole.end if heading else start
        return Preamble(front_matter, heading, tuple(headers), FRONT_MATTER, end)
    if late := _misplaced(scanner, number):
        return Preamble(front_matter, heading, tuple(late.headers), late.form, late.end, late.headers[0])
    end = heading.whole.end if heading else start
    return Preamble(front_matter, heading, (), "", end)


def guess_markup(source: Source, preamble: Preamble) -> str:
    """Which markup a file is written in, whatever its ending says (S50: RST in files named .md).

    ``.rst`` is RST. Another file is RST if its title is underlined or its block is a field list,
    and nothing in it is Markdown for certain: an ATX heading or a fence.
    """
    if source.path.casefold().endswith(".rst"):
        return RST
    heading = preamble.heading
    underlined = heading is not None and heading.whole != heading.span and "\n" in source.slice(heading.whole)
    if underlined or preamble.form == FIELDS:
        if not ANY_ATX.search(source.text) and not ANY_FENCE.search(source.text):
            return RST
    return MARKDOWN


