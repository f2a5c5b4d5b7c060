"""The header block of a proposal, read line by line in all its forms, without a markup parser.

A block comes as paragraphs ``Name: value``, as consecutive lines, as an RST field list, in the YAML
front matter, or in a fence straight under the title. A run that only looks at headers, another
proposal's headers and the guess of the markup all stop here and never parse a body.

Every step costs time in proportion to the lines that it passes, whatever they hold.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from itertools import dropwhile, islice, pairwise

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
from zeplint.markup.lines import Lines
from zeplint.nearest import slips
from zeplint.patterns import pattern
from zeplint.process import normalise_name
from zeplint.record import NamedTuple
from zeplint.source import NEWLINE, Source, Span

# A name that the process does not know has at most so many words; with more, a line is prose.
MOST_WORDS = 3
# A set with a character beyond Latin-1 takes several times as long to compile as all the rest of a pattern.
_WORD = r"(?:[\w#&/'()-]|’++)"
HEADER_LINE = pattern(
    rf"""[ ]{{0,3}}(?P<field>:)?(?P<mark>\*{{1,2}}|_{{1,2}})?
    (?P<name>[A-Za-z]{_WORD}{{0,40}}(?:[ ]{_WORD}{{1,40}}){{0,6}})
    (?P<colon>(?(mark)(?:(?P=mark)[ \t]?:|:(?P=mark))|[ \t]?:))
    (?![:/\\])(?(field)(?![^ \t]))[ \t]*""",
    re.VERBOSE,
)
# The same without the colon, for a name of one word.
COLONLESS = pattern(r"[ ]{0,3}(?P<field>:)?(?P<name>[A-Z][A-Za-z-]{1,40})(?P<colon>)[ \t]+(?=[^\s:])")
# As many words a value may have that no header follows: with more, or with one of these marks at its end, it is a sentence.
MOST_LAST_WORDS = 3
SENTENCE_ENDS = (".", "!", "?", ":")
BULLET = pattern(r"[ \t]*(?:[*+-]|\d{1,3}[.)])[ \t]+(?=\S)")
FENCE_LINE = pattern(r" {0,3}(?P<fence>`{3,}|~{3,})(?P<info>[^`]*)$")
# What ends a line for Markdown only: no part of the value before it.
LINE_BREAK = pattern(r"(?:\\|<br ?/?>)\Z")
LONGEST_LINE_BREAK = len("<br />")
HEADING_ATTRIBUTES = pattern(r"\{[#.:][^{}]*\}\Z")
# Directives that a reader does not see, comments and targets; then any other directive.
SILENT_DIRECTIVE = pattern(
    r"\.\.(?:[ \t]*$|[ \t]+(?![\w-]+::)|[ \t]+(?:class|default-role|highlight|meta|role|rst-class|sectnum)::)"
)
DIRECTIVE = pattern(r"\.\.[ \t]+[\w-]+::")
# What Sphinx takes from the field list at the top of a file.
SPHINX_FIELD = pattern(r":(?:orphan|tocdepth|no-?comments|no-?search):")
# Where some renderers put a table of contents.
TOC_MARK = pattern(r"\[\[?_?TOC_?\]\]?\Z", re.IGNORECASE)
# A subtitle, or a notice: a paragraph of one line that is emphasised as a whole.
EMPHASISED = pattern(r"(?P<mark>\*{1,3}|_{1,3})(?![\s*_]).*(?<![\s*_])(?P=mark)\Z")
# A title that lost its marks is still the title of the block below it.
PLAIN_TITLE = pattern(r"[#*_]{0,6}(?P<title>[A-Z]{2,10}[ -]?\d{1,6}\b.*?)[*_]{0,3}\Z")

# RST underlines a title with any of these. The backtick too, but in Markdown that is a fence.
ADORNMENTS = frozenset("!\"#$%&'()*+,-./:;<=>?@[\\]^_{|}~")
SHORTEST_ADORNMENT = 4

# An RST example in a listing is indented, an underline of backticks is longer than three.
ANY_ATX = pattern(r"^#{1,6}[ \t]+\S", re.MULTILINE)
ANY_FENCE = pattern(r"^ {0,3}```(?!`)", re.MULTILINE)
# What only reStructuredText has: explicit markup, a literal block, an underline that Markdown does not know, a
# reference, a role. What only Markdown has: a link, its definition, a line of a table below the head.
ANY_RST = pattern(
    r"^[ \t]*\.\. \S|::[ \t]*\r?$|^(?P<line>[!-/:;<>?@\[-`{-~])(?P=line){3,}[ \t]*\r?$|`_|(?<!\w)(?!_)[\w-]{1,80}(?<!_)_(?!\w)|\]_|:`",
    re.MULTILINE,
)
ANY_MARKDOWN = pattern(
    r"\[[^\[\]\n]{1,200}\](?:\(\S|\[\w)|^\[[^\[\]\n]{1,200}\]: \S|^\|(?:[ ]?:?-{3,}:?[ ]?\|)+[ \t]*\r?$",
    re.MULTILINE,
)
# A single link may be a slip in reStructuredText.
CERTAINLY_MARKDOWN = 2
UNDERLINED = 2


class _Found(NamedTuple):
    """A line that reads as a header; its lines are those from `first` up to `after`."""

    header: Header
    known: bool
    field: bool
    first: int
    after: int


class _Block(NamedTuple):
    """A run of headers; the form is empty where it is none.

    `start` and `end` are offsets, fences included. `known` counts the names that the process knows;
    `after` is the line at which reading ended.
    """

    headers: tuple[Header, ...]
    form: str
    start: int
    end: int
    known: int
    after: int


NO_BLOCK = _Block((), "", 0, 0, 0, 0)


class _Scanner:
    """Reads headings and headers at given lines."""

    def __init__(self, lines: Lines, known: Collection[str]) -> None:
        self.lines = lines
        self.known = known
        self._meant: dict[str, bool] = {}
        self._unclosed = False

    # What is passed over

    def skip(self, index: int) -> int:
        """The first line from `index` on that is no blank, comment, target or attribute list."""
        while (text := self.lines.get(index)) is not None:
            words = text.strip()
            if words:
                after = self._silent(index, text, words) if words[0] in ".:<{" else index
                if after == index:
                    break
                index = after
            else:
                index += 1
        return index

    def _silent(self, index: int, text: str, words: str) -> int:
        if words.startswith("<!--"):
            closing = self._closing(self.lines.starts[index])
            if closing >= 0:
                last = self.lines.at(closing)
                if not self.lines.text[closing + 3 : self.lines.span(last).end].strip():
                    return last + 1
        elif SILENT_DIRECTIVE.match(text):
            return self._behind_indented(index + 1)
        elif (words.startswith("{:") and words.endswith("}")) or SPHINX_FIELD.match(text):
            return index + 1
        return index

    def _closing(self, offset: int) -> int:
        """The offset of the end of the comment around `offset`; -1 if it is never closed."""
        if self._unclosed:
            return -1
        closing = self.lines.text.find("-->", offset)
        self._unclosed = closing < 0
        return closing

    def _behind_indented(self, index: int) -> int:
        last = index
        while (text := self.lines.get(index)) is not None and (not text.strip() or text[0] in " \t"):
            index += 1
            if text.strip():
                last = index
        return last

    def ornament(self, index: int) -> int:
        """The first line from `index` on that is no ornament either: image, tag, notice, subtitle or rule."""
        while True:
            index = self.skip(index)
            text = self.lines.get(index)
            if text is None or self.heading(index):
                return index
            words = text.strip()
            if words[0] == ">":
                while self.lines.get(index) and not (self.lines.get(index) or "").isspace():
                    index += 1
            elif text.startswith("..") and DIRECTIVE.match(text):
                index = self._behind_indented(index + 1)
            elif (
                words.startswith(("![", "[!["))
                or (words[0] == "<" and words[-1] == ">")
                or _is_rule(words)
                or (words[0] == "[" and TOC_MARK.match(words))
                or self._is_emphasised(index, words)
            ):
                index += 1
            elif BULLET.match(text) and (self.lines.get(index + 1) or "").strip().startswith("{:toc"):
                index += 2
            else:
                return index

    def _is_emphasised(self, index: int, words: str) -> bool:
        """Whether the line at `index`, `words`, is an emphasised paragraph, and neither title nor header."""
        if words[0] not in "*_" or not EMPHASISED.match(words):
            return False
        return not (
            (self.lines.get(index + 1) or "").strip() or PLAIN_TITLE.match(words) or HEADER_LINE.match(words)
        )

    # Headings

    def heading(self, index: int) -> tuple[Heading, int] | None:
        """The heading that starts at `index`, with the line behind it, in either markup."""
        lines = self.lines
        text = lines.get(index)
        if not text:
            return None
        if text.lstrip(" ").startswith("#") and (atx := self._atx(index, text)):
            return atx, index + 1
        following = lines.get(index + 1)
        if not following:
            return None
        if _adornment(text):
            # An overline: the title stands between two equal rules.
            under = lines.get(index + 2)
            if (
                under is None
                or under.rstrip() != text.rstrip()
                or not following.strip()
                or self.is_known(following)
            ):
                return None
            return self._ruled(index + 1, lines.starts[index], lines.span(index + 2).end), index + 3
        if (
            following[0] not in ADORNMENTS
            or not _adornment(following)
            or text[0] in " \t>:"
            or text.startswith(".. ")
            or BULLET.match(text)
            or self.is_known(text)
        ):
            return None
        return self._ruled(index, lines.starts[index], lines.span(index + 1).end), index + 2

    def _atx(self, index: int, text: str) -> Heading | None:
        marks = text.lstrip(" ")
        rest = marks.lstrip("#")
        indent, level = len(text) - len(marks), len(marks) - len(rest)
        if indent > 3 or level > 6 or rest[:1] not in (" ", "\t", ""):
            return None
        title = rest.rstrip()
        if title.rstrip("#")[-1:] in (" ", "\t", ""):
            title = title.rstrip("#").rstrip()
        if title.endswith("}") and (attributes := HEADING_ATTRIBUTES.search(title)):
            title = title[: attributes.start()].rstrip()
        if not title:
            return None
        start = self.lines.starts[index]
        first = start + indent + level
        span = self.lines.strip(first, first + len(title))
        return Heading(title.lstrip(), span, self.lines.strip(start, start + len(text)))

    def _ruled(self, index: int, start: int, end: int) -> Heading:
        span = self.lines.strip(*self.lines.span(index))
        return Heading(self.lines.text[span.start : span.end], span, Span(start, end))

    def title(self, index: int) -> tuple[Heading, int] | None:
        """The document's title at `index`, with the line behind it: a heading, or what lost its marks."""
        if (found := self.heading(index)) or (text := self.lines.get(index)) is None:
            return found
        words = text.strip()
        match = PLAIN_TITLE.match(words)
        following = self.lines.get(self.skip(index + 1))
        if match is None or self.is_known(text) or following is None or not self.header(following):
            return None
        whole = self.lines.strip(*self.lines.span(index))
        span = Span(whole.start + match.start("title"), whole.start + match.end("title"))
        return Heading(match["title"], span, whole), index + 1

    # Headers

    def is_known(self, text: str) -> bool:
        """Whether a line is a header under a name that the process knows."""
        match = HEADER_LINE.match(text)
        return match is not None and normalise_name(match["name"]) in self.known

    def is_meant(self, name: str) -> bool:
        """Whether a name is known, or a slip for one that is."""
        if name not in self._meant:
            word = normalise_name(name)
            self._meant[name] = word in self.known or bool(slips(word, self.known))
        return self._meant[name]

    def header(self, text: str) -> re.Match[str] | None:
        """The match of a line that reads as a header: its name is capitalised, a field's, or known."""
        match = HEADER_LINE.match(text)
        if match is None:
            return None
        name = match["name"]
        if (name[0].isupper() or match["field"]) and name.count(" ") < MOST_WORDS:
            return match
        return match if self.is_meant(name) else None

    def _header_at(self, index: int) -> re.Match[str] | None:
        """The match of line `index` if it reads as a header, if only because a known one comes next."""
        text = self.lines.texts[index]
        if match := self.header(text):
            return match
        match = HEADER_LINE.match(text)
        if match and " " not in match["name"] and self._is_known_at(index + 1):
            return match
        return self._colonless(index, text) if match is None else None

    def _colonless(self, index: int, text: str) -> re.Match[str] | None:
        """The match of a line that is a known header but for its colon: one comes next, or a heading behind a short value."""
        match = COLONLESS.match(text)
        if match is None or normalise_name(match["name"]) not in self.known:
            return None
        following = self.skip(index + 1)
        if self._is_known_at(following):
            # A line between fields that is no field goes on with the value above it.
            below = HEADER_LINE.match(self.lines.texts[following])
            return match if below and bool(below["field"]) == bool(match["field"]) else None
        if match["field"] and index and self.is_known(self.lines.texts[index - 1]):
            return match
        value = text[match.end() :].rstrip(" \t")
        is_short = value.count(" ") < MOST_LAST_WORDS and not value.endswith(SENTENCE_ENDS)
        is_last = is_short and index and self.heading(following) and self._is_known_before(index)
        return match if is_last else None

    def _is_known_before(self, index: int) -> bool:
        """Whether the line before `index` that is not blank is a known header."""
        before = next((text for text in self.lines.texts[index - 1 :: -1] if text.strip()), "")
        return self.is_known(before)

    def block(self, index: int) -> _Block:
        """The run of headers from line `index` on."""
        found: list[_Found] = []
        fence = self._fence_of_headers(index)
        opening, end = index, 0
        if fence:
            index += 1
        while True:
            index = self.skip(index)
            text = self.lines.get(index)
            if text is None:
                break
            match = self._header_at(index)
            if match is None and fence and _closes(text, fence):
                end = self.lines.span(index).end
                break
            if match is None and _is_rule(text.strip()) and not self.heading(index):
                index += 1
                continue
            if match is None or self.heading(index):
                break
            found.append(self._read(index, match))
            index = found[-1].after
        # An unknown name is a header between known ones, or where it is a slip for one; at either end
        # it is the text's own "Note: ...".
        if not any(one.known for one in found):
            return NO_BLOCK._replace(after=index)
        while not self.is_meant(found[-1].header.name):
            found.pop()
        found = list(dropwhile(lambda one: not self.is_meant(one.header.name), found))
        adjacent = sum(one.first == other.after for other, one in pairwise(found))
        if fence:
            form = FENCE
        elif any(one.field for one in found):
            form = FIELDS
        else:
            form = LINES if adjacent * 2 >= len(found) else PARAGRAPHS
        headers = tuple(one.header for one in found)
        names = {normalise_name(one.header.name) for one in found if one.known}
        start = self.lines.starts[opening if fence else found[0].first]
        return _Block(headers, form, start, max(end, headers[-1].span.end), len(names), index)

    def _fence(self, index: int) -> str:
        """The marks of the fence that opens at `index`, or nothing."""
        text = self.lines.get(index)
        if not text or text.lstrip(" ")[:1] not in ("`", "~") or not (match := FENCE_LINE.match(text)):
            return ""
        above = self.lines.get(index - 1) if index else None
        underlines = above and above.strip() and len(match["fence"]) >= SHORTEST_ADORNMENT
        return "" if match["fence"][0] == "~" and underlines else match["fence"]

    def _fence_of_headers(self, index: int) -> str:
        """The marks of the fence that opens at `index` if it holds two known headers, else nothing."""
        fence = self._fence(index)
        found = 0
        while fence and found < 2:
            index += 1
            text = self.lines.get(index)
            if text is None or _closes(text, fence):
                return ""
            found += self.is_known(text)
        return fence

    def _read(self, index: int, match: re.Match[str]) -> _Found:
        """The header that starts at `index`."""
        lines = self.lines
        base = lines.starts[index]
        name = Span(base + match.start("name"), base + match.end("name"))
        value = self._value(base + match.end(), lines.span(index).end)
        items: tuple[Text, ...] = ()
        after = index + 1
        if value.start == value.end:
            after, first, items = self._items(after)
            if items:
                value = Span(first, items[-1].span.end)
        if not items:
            after, end = self._continued(index, bare=value.start == value.end, field=bool(match["field"]))
            value = self._value(base + match.end(), end)
        if value.start == value.end:
            value = Span(base + match.end("colon"), base + match.end("colon"))
        text = lines.text[value.start : value.end]
        header = Header(match["name"], text, Span(name.start, value.end), name, value, items)
        return _Found(header, normalise_name(header.name) in self.known, bool(match["field"]), index, after)

    def _value(self, start: int, end: int) -> Span:
        """The stretch from `start` to `end` without blanks, comments and line breaks at its ends."""
        text = self.lines.text
        while True:
            while end > start and text[end - 1].isspace():
                end -= 1
            if text.endswith("-->", start, end):
                opening = text.find("<!--", max(start, text.rfind("-->", start, end - 3)), end)
                if opening < 0:
                    break
                end = opening
            elif broken := LINE_BREAK.search(text[max(start, end - LONGEST_LINE_BREAK) : end]):
                end -= len(broken[0])
            else:
                break
        while start < end:
            if text[start].isspace():
                start += 1
            elif text.startswith("<!--", start) and (closing := text.find("-->", start, end)) >= 0:
                start = closing + 3
            else:
                break
        return Span(start, end)

    def _continued(self, index: int, *, bare: bool, field: bool = False) -> tuple[int, int]:
        """Through the lines that go on with the value of line `index`: the line behind them, their end.

        They are indented deeper, torn out of a bracket, a list or a comment, or stand where only a
        value can: straight below a bare name, or between a header and the next known one.
        """
        lines = self.lines
        own = _indent(lines.texts[index])
        after, loose = index + 1, bare
        while (text := lines.get(after)) is not None:
            above = lines.texts[after - 1]
            if (
                above.rfind("<!--") > above.rfind("-->")
                and (closing := self._closing(lines.starts[after])) >= 0
            ):
                after = lines.at(closing)
            elif not text.strip():
                following = lines.get(after + 1) or ""
                if not (field and following.strip() and _indent(following) > own):
                    break
            elif _indent(text) <= own:
                if self._begins(after):
                    break
                if not loose and not _is_torn(above):
                    loose = self._leads_on(after)
                    if not loose:
                        break
            after += 1
        end = lines.span(after - 1).end
        behind, _, items = self._items(after)
        if items and self._is_known_at(behind):
            return behind, items[-1].span.end
        if bare and after == index + 1:
            # A paragraph of its own, between a bare name and the next header.
            after = self.skip(after)
            if lines.get(after) is not None and not self._begins(after) and self._leads_on(after):
                return self._continued(after, bare=True)
            after = index + 1
        return after, end

    def _begins(self, index: int) -> bool:
        """Whether anything but running text begins at line `index`."""
        text = self.lines.texts[index]
        return bool(
            text.startswith((">", ".."))
            or self._header_at(index)
            or BULLET.match(text)
            or self._fence(index)
            or self.heading(index)
            or self.skip(index) != index
        )

    def _is_known_at(self, index: int) -> bool:
        """Whether what follows from line `index` on is a known header."""
        text = self.lines.get(self.skip(index))
        return text is not None and self.is_known(text)

    def _leads_on(self, index: int) -> bool:
        """Whether the running text at `index` ends at a known header."""
        while (text := self.lines.get(index)) and text.strip() and not self._begins(index):
            index += 1
        return self._is_known_at(index)

    def _items(self, index: int) -> tuple[int, int, tuple[Text, ...]]:
        """The bullet list from line `index` on: the line behind, where it begins, and its items.

        Blank lines may stand between the items; what is indented deeper belongs to the item above it,
        and so does running text straight below.
        """
        lines = self.lines
        items: list[Span] = []
        first = own = 0
        after = index
        while (text := lines.get(index := self.skip(index))) is not None:
            span = lines.span(index)
            indent = _indent(text)
            bullet = BULLET.match(text)
            if bullet and not _is_rule(text.strip()) and (not items or indent <= own + 1):
                if not items:
                    first, own = span.start + indent, indent
                items.append(Span(span.start + bullet.end(), span.end))
            elif items and (indent > own or (index == after and not self._begins(index))):
                items[-1] = Span(items[-1].start, span.end)
            else:
                break
            index += 1
            after = index
        values = (self._value(*item) for item in items)
        return after, first, tuple(Text(lines.text[v.start : v.end], v) for v in values if v.start < v.end)

    # Out of place

    def late_title(self, index: int) -> tuple[Heading, _Block] | None:
        """The first heading behind running text, if the block of headers follows on it."""
        for at in self._unfenced(index):
            if found := self.heading(at):
                block = self.block(self.ornament(found[1]))
                return (found[0], block) if block.headers else None
        return None

    def misplaced(self, index: int) -> _Block:
        """A block further down, outside any fence: at least two known headers in a run."""
        behind = index
        for at in self._unfenced(index):
            text = self.lines.texts[at]
            if at >= behind and text[:1] not in (" ", "\t") and self.is_known(text):
                block = self.block(at)
                if block.known > 1:
                    return block
                behind = block.after
        return NO_BLOCK

    def _unfenced(self, index: int) -> Iterator[int]:
        """The lines from `index` on that are in no fence, by their index."""
        fence = ""
        while (text := self.lines.get(index)) is not None:
            if fence:
                fence = "" if _closes(text, fence) else fence
            elif not (fence := self._fence(index)):
                yield index
            index += 1


def _indent(text: str) -> int:
    return len(text) - len(text.lstrip(" \t"))


def _is_rule(words: str) -> bool:
    """Whether a line, without blanks at its ends, is a thematic break: ``---`` or ``* * *``."""
    mark = words[:1]
    return mark in ("-", "*", "_") and words.count(mark) > 2 and not words.strip(f"{mark} \t")


def _adornment(text: str) -> bool:
    """Whether a line may stand under (or over) a title, in either markup."""
    words = text.rstrip()
    mark = words[:1]
    if mark not in ADORNMENTS or words != mark * len(words):
        return False
    return len(words) >= (2 if mark in "=-" else SHORTEST_ADORNMENT)


def _closes(text: str, fence: str) -> bool:
    match = FENCE_LINE.match(text)
    return match is not None and match["fence"].startswith(fence) and not match["info"].strip()


def _is_torn(text: str) -> bool:
    """Whether a line breaks off in a list, a bracket or a link."""
    text = text[-2000:].rstrip()
    return text.endswith(",") or any(text.count(a) > text.count(b) for a, b in ("()", "[]", "<>"))


def _from_front_matter(front_matter: FrontMatter | None, scanner: _Scanner) -> _Block:
    """The header block that stands in the front matter: at least two headers the process knows."""
    entries = front_matter.entries if front_matter else ()
    known = {name for entry in entries if (name := normalise_name(entry.key)) in scanner.known}
    if len(known) < 2:
        return NO_BLOCK
    headers = tuple(
        Header(entry.key, entry.value, entry.span, entry.key_span, entry.value_span, entry.items)
        for entry in entries
        if scanner.is_meant(entry.key)
    )
    return NO_BLOCK._replace(headers=headers, known=len(known))


def scan_preamble(source: Source, known: Collection[str]) -> Preamble:
    """Front matter, title and header block of a source; never raises.

    `known` holds the names of the process's headers, normalised by `normalise_name`.
    """
    lines = Lines(source.text)
    front_matter = read_front_matter(lines)
    scanner = _Scanner(lines, known)
    end = front_matter.span.end if front_matter else 0
    index = scanner.ornament(lines.at(end) + 1 if front_matter else 0)
    heading, below = scanner.title(index) or (None, index)
    block = scanner.block(scanner.ornament(below))
    if heading is None and not block.headers and (late := scanner.late_title(index)):
        heading, block = late
    end = heading.whole.end if heading else end
    in_front = _from_front_matter(front_matter, scanner)
    if in_front.known > block.known:
        return Preamble(front_matter, heading, in_front.headers, FRONT_MATTER, end)
    misplaced = None
    if not block.headers and (block := scanner.misplaced(below)).headers:
        misplaced = block.headers[0]
    if not block.headers:
        return Preamble(front_matter, heading, (), "", end)
    return Preamble(front_matter, heading, block.headers, block.form, block.end, misplaced, block.start)


def guess_markup(source: Source, preamble: Preamble) -> str:
    """Which markup a file is written in, whatever its ending says (S50: RST in files named .md).

    ``.rst`` is RST. Another file is RST if its title is underlined or its block is a field list,
    and nothing in it is Markdown for certain: an ATX heading, a fence, or, where nothing speaks for
    reStructuredText but an underline that Markdown has too, several links.
    """
    if source.path.casefold().endswith(".rst"):
        return RST
    if preamble.form == FENCE:
        return MARKDOWN
    text = source.text
    lines = _lines_of_title(text, preamble.heading)
    if not (lines > 1 or preamble.form == FIELDS) or ANY_ATX.search(text) or ANY_FENCE.search(text):
        return MARKDOWN
    if lines == UNDERLINED and preamble.form != FIELDS and not ANY_RST.search(text):
        marks = islice(ANY_MARKDOWN.finditer(text), CERTAINLY_MARKDOWN)
        return MARKDOWN if len(list(marks)) == CERTAINLY_MARKDOWN else RST
    return RST


def _lines_of_title(text: str, heading: Heading | None) -> int:
    """Over how many lines a title goes: one of ``#``, two if underlined, three with a line above."""
    return 1 + len(NEWLINE.findall(text, *heading.whole)) if heading else 0
