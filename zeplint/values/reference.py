"""The proposals that a header names, or a text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from zeplint.document import Link, Text
from zeplint.markup.inline import scan_links
from zeplint.patterns import pattern
from zeplint.record import NamedTuple
from zeplint.source import Span
from zeplint.values.parts import part, without


class Reference(NamedTuple):
    """A proposal named by its number; `link` where it is written as one.

    `by_file` says that the name of its file stands in the place of its number.
    """

    number: int
    text: Text
    link: Link | None = None
    by_file: bool = False


class References(NamedTuple):
    """What a header of proposal numbers holds: the numbers, other links, and what is neither."""

    numbers: tuple[Reference, ...]
    links: tuple[Link, ...]
    wrong: tuple[Text, ...]


# A comma inside brackets belongs to a remark. Behind a comma or in a folded line, a title may go on.
_SEPARATOR = pattern(
    r"\([^()\r\n]*+\)|(?P<end>;|[\r\n][ \t]*+[*+-]\s)|(?P<cut>[,&\r\n]|\band\b)", re.IGNORECASE
)
_BULLET_MARKS = "*+-•[( \t\"'`"
_CLOSING_MARKS = "*].: \t\"'`"
_FIRST_WORD = pattern(r"[^\s,.;:()]*")
# A bracket or a dash before a link: it says more of the proposal just named.
_REMARK_FOLLOWS = pattern(r"[(:—–-]\s*\Z")
_TITLE_FOLLOWS = pattern(r"\s*:|\s+[—–-]+\s")


class _Patterns:
    """What a number of a proposal looks like, with the process's noun for one."""

    def __init__(self, noun: str) -> None:
        sign = rf"{re.escape(noun)}s?\s*+(?:[_-]|no\.?|number)?\s*+#?"
        number = r"(?P<number>\d{1,6}+)(?![^\W_])"
        digits = r"\d{1,6}+"
        one = rf"(?:{sign})?{digits}"
        self.number = re.compile(rf"(?:{sign}|#)?{number}", re.IGNORECASE)
        self.named = re.compile(rf"(?<![^\W_])(?:{sign}|{re.escape(noun)}s?/){number}(?!\.\d)", re.IGNORECASE)
        self.listed = re.compile(rf"{one}(?>(?:\s++{one})+)", re.IGNORECASE)
        self.range = re.compile(rf"{one}\s*+(?:[–—-]|\.\.+|to|through)\s*+{one}", re.IGNORECASE)
        self.file = re.compile(
            rf"(?>(?:[\w.-]++/)*){re.escape(noun)}[_-]{{0,2}}(?P<number>{digits})[^\s/]*\.(?:md|rst|markdown|html)",
            re.IGNORECASE,
        )


@lru_cache(maxsize=4)
def _patterns(noun: str) -> _Patterns:
    return _Patterns(noun)


def read_references(text: str, base: int, source_text: str, noun: str, nothing: Iterable[str]) -> References:
    """The proposals that a value names: ``3``, ``ZEP 3``, ``0003``, links and lists of them.

    `text` stands at `base` in `source_text`. `noun` is what the process calls a proposal, `nothing` the
    words that say that there is none. A title or a remark behind a number is no part of the answer.
    """
    reader = _Reader(source_text, noun, nothing)
    for piece in _pieces(text, base, source_text):
        reader.read(piece)
    return References(tuple(reader.numbers), tuple(reader.links), tuple(reader.wrong))


class _Piece(NamedTuple):
    """What stands between two separators: its links, and its words with blanks in the links' places.

    `goes_on` says that it may belong to the title in the piece before.
    """

    words: Text
    links: tuple[Link, ...]
    goes_on: bool


def _pieces(text: str, base: int, source_text: str) -> Iterator[_Piece]:
    links = scan_links(source_text, Span(base, base + len(text)))
    blanked = without(text, base, (link.span for link in links))
    start = 0
    taken = 0
    goes_on = False
    for match in [*(match for match in _SEPARATOR.finditer(blanked) if match.lastgroup), None]:
        end = match.start() if match else len(text)
        first = taken
        while taken < len(links) and links[taken].span.start < base + end:
            taken += 1
        yield _Piece(part(blanked, start, end, base), links[first:taken], goes_on)
        if match:
            start = match.end()
            goes_on = match.lastgroup == "cut"


class _Reader:
    """Sorts the pieces of one value."""

    def __init__(self, source_text: str, noun: str, nothing: Iterable[str]) -> None:
        self.source_text = source_text
        self.patterns = _patterns(noun)
        self.nothing = frozenset(word.casefold() for word in nothing)
        self.numbers: list[Reference] = []
        self.links: list[Link] = []
        self.wrong: list[Text] = []
        self.in_title = False

    def read(self, piece: _Piece) -> None:
        """Sort one piece into numbers, links and what is neither."""
        words = _bare(piece.words)
        self.in_title = self.in_title and piece.goes_on
        before = len(self.numbers)
        titled = bool(words.text) and self._read_words(words, alone=not piece.links)
        others = [link for link in piece.links if not self._read_link(link)]
        if len(self.numbers) > before:
            # The rest of the piece says more of what it names.
            self.in_title = titled
            self.links += [link for link in others if not self._is_remark(piece, link)]
        elif others:
            self.links += others
        elif words.text and not self._says_nothing(words.text) and not self.in_title:
            self.wrong.append(words)
        self.numbers[before:] = sorted(self.numbers[before:], key=lambda reference: reference.text.span)

    def _read_words(self, words: Text, *, alone: bool) -> bool:
        """Take the numbers out of the words of a piece; whether a title follows the last of them."""
        text, start = words.text, words.span.start
        if alone and self.patterns.range.fullmatch(text):
            return False
        if alone and (match := self.patterns.number.fullmatch(text)):
            self._add(match, start)
        elif alone and self.patterns.listed.fullmatch(text):
            for each in self.patterns.number.finditer(text):
                self._add(each, start)
        elif match := self.patterns.file.fullmatch(text):
            self.numbers.append(Reference(int(match["number"]), words, None, True))
        elif match := self.patterns.named.search(text):
            self._add(match, start)
            return bool(_TITLE_FOLLOWS.match(text, match.end()))
        return False

    def _add(self, match: re.Match[str], start: int) -> None:
        span = Span(start + match.start(), start + match.end())
        self.numbers.append(Reference(int(match["number"]), Text(match[0], span)))

    def _read_link(self, link: Link) -> bool:
        """Take the number out of a link that names a proposal; whether it does."""
        shown = link.text.strip("*_`() ")
        match = self.patterns.named.search(shown) or self.patterns.named.search(link.target)
        if match is None and link.kind != "role" and not shown.startswith("#"):
            match = self.patterns.number.fullmatch(shown)
        if match is not None:
            self.numbers.append(Reference(int(match["number"]), self._text(link), link))
        return match is not None

    def _text(self, link: Link) -> Text:
        return Text(self.source_text[slice(*link.span)], link.span)

    @staticmethod
    def _is_remark(piece: _Piece, link: Link) -> bool:
        before = piece.words.text[: max(0, link.span.start - piece.words.span.start)]
        return bool(_REMARK_FOLLOWS.search(before[-3:]))

    def _says_nothing(self, text: str) -> bool:
        word = _FIRST_WORD.match(text)
        return text.casefold() in self.nothing or (word is not None and word[0].casefold() in self.nothing)


def _bare(words: Text) -> Text:
    """`words` without a bullet before them and without emphasis, quotes or brackets around them."""
    lead = len(words.text) - len(words.text.lstrip(_BULLET_MARKS))
    text = words.text[lead:].rstrip(_CLOSING_MARKS)
    if "(" not in text:
        text = text.rstrip(f"{_CLOSING_MARKS})")
    start = words.span.start + lead
    return Text(text, Span(start, start + len(text)))


def find_mentions(text: str, base: int, source_text: str, noun: str) -> tuple[Reference, ...]:
    """The proposals that running text names, each as ``ZEP 3`` or as a link so called, in order.

    `text` stands at `base` in `source_text`.
    """
    named = _patterns(noun).named
    found: list[Reference] = []
    position = 0
    for link in [*scan_links(source_text, Span(base, base + len(text))), None]:
        end = link.span.start - base if link else len(text)
        for match in named.finditer(text, position, end):
            span = Span(base + match.start(), base + match.end())
            found.append(Reference(int(match["number"]), Text(match[0], span)))
        if link and (called := named.match(link.text)):
            found.append(
                Reference(int(called["number"]), Text(source_text[slice(*link.span)], link.span), link)
            )
        position = link.span.end - base if link else end
    return tuple(found)
