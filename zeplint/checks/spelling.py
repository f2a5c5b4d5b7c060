"""Spelling: the words of running text that codespell's dictionary knows as misspelt, and slips for others of a text."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence, Set
from itertools import compress, repeat
from operator import contains

from zeplint.checks import Context
from zeplint.checks.wording import listing
from zeplint.collection import Collection
from zeplint.diagnostic import Edit, Finding, Fix, Place
from zeplint.document import MARKDOWN, Document, words_by_block
from zeplint.language.comments import Ignored
from zeplint.language.configuration import Configuration, read_configuration
from zeplint.language.dictionary import Correction, Dictionary
from zeplint.patterns import pattern
from zeplint.record import NamedTuple
from zeplint.source import Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    import re

# What codespell takes for a word.
_WORD = pattern(r"(?:[\w\-']++|’++)+")
_EDGES = "'’-"
# A part of a compound is looked up if it is at least so long: many short ones are prefixes and names.
_SHORTEST_PART = 4
# Capitals of at most so many letters are an acronym.
_LONGEST_ACRONYM = 5
# A capitalised word inside a sentence, or before another such word, is a name if it is shorter; inside a
# sentence and beside another such word, if it is shorter than the second number.
_SHORTEST_CAPITALISED = 6
_SHORTEST_IN_NAME = 8

# What makes a word a part of something that is none: a path, an option, an escape, an account, a call.
# U+FFFD stands for a character that could not be read; a combining accent belongs to the letter before it.
_GLUED_BEFORE = frozenset("@#$\\=%&.\ufffd")
_GLUED_BEHIND = frozenset(("=", "(", "\ufffd", *map(chr, range(0x300, 0x370))))
_MARKS = "*_~()"
_OPENING = " \t\r\n*_\"'“‘([{>|"
_SENTENCE_ENDS = frozenset(".!?:;•")
_INITIAL = pattern(r"(?<!\w)[A-Z]\.\s?\Z")
_CAPITALISED_BEFORE = pattern(r"(?<![\w.])[A-Z][\w'’-]*\s\Z")
_CAPITALISED_BEHIND = pattern(r"\s[A-Z][a-z]")
_LONGEST_CONTEXT = 60
# The marks around a word, and how often one that the dictionary does not have stands in a text that has it right.
_AROUND = ".,;:!?()[]{}\"'“”‘’*_"
_OFTEN = 3


class _Spelling:
    """What words are held against: what the repository asks of codespell, and its dictionary.

    `word` is what a word is; `corrections` holds those of the words, in lower case, that were found so far.
    """

    def __init__(self, collection: Collection) -> None:
        self.configuration = read_configuration(collection.tree)
        self.word: re.Pattern[str] = self.configuration.word_regex or _WORD
        self.corrections: dict[str, Correction] = {}
        self._dictionary = Dictionary(self.configuration.builtin, self.configuration.dictionaries)
        # What stands between two blanks, of all documents so far: they have most of it in common. By what has a
        # misspelt word in it, each such word with its misspelt parts in lower case.
        self._read: set[str] = set()
        self._misspelt: dict[str, Sequence[tuple[str, frozenset[str]]]] = {}

    def misspelt(self, texts: Iterable[str]) -> Sequence[tuple[str, Set[str]]]:
        """The words in texts without blanks that the dictionary has, as written, each with its parts that it has."""
        tokens = set(texts)
        self._learn(tokens - self._read)
        return [found for token in tokens & self._misspelt.keys() for found in self._misspelt[token]]

    def is_own_slip(self, word: str, other: str, count: int) -> bool:
        """Whether a word may be a slip for another one of its text, as far as the dictionary knows the two."""
        knows = self._dictionary
        if knows.corrections({word, other}) or knows.offers(word):
            return False
        return count >= _OFTEN or knows.offers(other)

    def _learn(self, tokens: Set[str]) -> None:
        # Most of what stands between blanks is a word as it is, or with a mark behind it. Thousands are handled
        # by calls for all of them: one call for each would take longer than finding them.
        plain = set() if self.configuration.word_regex else set(compress(tokens, map(str.isalpha, tokens)))
        words = set(self.word.findall("\n".join(tokens - plain)))
        simple = set(compress(words, map(str.isalpha, words)))
        simple |= plain
        # One letter beyond ASCII makes the whole of a text slow to lower.
        latin = set(compress(simple, map(str.isascii, simple)))
        lower = set("\n".join(latin).lower().split("\n"))
        lower.update(word.lower() for word in simple - latin)
        lower.update(part.text.lower() for word in words - simple for part in _parts(word, 0))
        found = self._dictionary.corrections(lower)
        self._read |= tokens
        if not found:
            return
        self.corrections |= found
        others = tokens - plain
        wrong = set(compress(plain, map(found.__contains__, map(str.lower, plain))))
        lowered = list(map(str.lower, others))
        wrong.update(
            token for word in found for token in compress(others, map(contains, lowered, repeat(word)))
        )
        for token in wrong:
            words = {token} if token in plain else set(self.word.findall(token))
            parts = [
                (word, frozenset(part.text.lower() for part in _parts(word, 0)) & found.keys())
                for word in words
            ]
            self._misspelt[token] = [pair for pair in parts if pair[1]]


class _Text(NamedTuple):
    """A stretch of running text: its block, and whether each word of it may be capitalised, as in a title."""

    span: Span
    block: Span
    is_title: bool


class _Word(NamedTuple):
    """A word, or the part of one that is looked up: as written, where, and the whole that it is in."""

    text: str
    start: int
    whole: str


def misspelling(
    document: Document,
    context: Context,
    *,
    variants: Sequence[str],
    words: Sequence[str],
    keys: Sequence[str],
) -> Iterator[Finding]:
    """A word that the dictionary has for a misspelling (S16), in the prose of a document.

    `variants` are spellings that are right although the dictionary prefers another, `words` those that a
    project adds. `keys` are those of the front matter that hold prose. A word is taken for a name or an
    identifier, and left alone, by what it looks like, if it is in an author's header of the collection, or if
    it stands for itself in a code block.
    """
    spelling = context.once(_Spelling)
    configuration = spelling.configuration
    if configuration.skips(document.path):
        return
    text = configuration.blanked(document.source.text)
    titles = list(_titles(document, keys))
    texts = [*_words(document, text)]
    texts += [text[start:end] for (start, end), _, _ in titles]
    known = spelling.misspelt("\n".join(texts).split())
    if not known:
        return
    right = {word.lower() for word in (*variants, *words, *configuration.ignored)}
    suspects = {word for word, parts in known if not parts <= right}
    if not suspects:
        return
    expression = spelling.word
    reader = _Reader(document, context, configuration, text)
    for stretch in (*titles, *_prose(document, text, suspects)):
        for match in expression.finditer(text, *stretch.span):
            for word in _parts(match[0], match.start()) if match[0] in suspects else ():
                lower = word.text.lower()
                correction = spelling.corrections.get(lower) if lower not in right else None
                if correction and reader.is_wrong(word, stretch, correction):
                    yield _finding(document, word, correction)
                    break


def own_words(
    document: Document, context: Context, *, distinct: Sequence[str], words: Sequence[str]
) -> Iterator[Finding]:
    """A word that stands once and is a slip for another word of the document (S16), in running text.

    `distinct` are words that look like slips and are none, and `words` are right. So is what the dictionary has as a
    correction, or knows as misspelt.
    """
    spelling = context.once(_Spelling)
    configuration = spelling.configuration
    if configuration.skips(document.path):
        return
    from zeplint.language.own_words import SHORTEST, own_slips

    text = configuration.blanked(document.source.text)
    counts: dict[str, int] = {}
    for token, count in Counter("\n".join(_words(document, text)).split()).items():
        if len(token) >= SHORTEST:
            bare = token if token.isalpha() else token.strip(_AROUND)
            if bare.isascii() and (bare is token or bare.isalpha()):
                lower = bare.lower()
                counts[lower] = counts.get(lower, 0) + count
    slips = own_slips(counts)
    if not slips:
        return
    right = {word.lower() for word in (*distinct, *words, *configuration.ignored)}
    meant = {
        word: (other, count)
        for word, (other, count) in slips.items()
        if word not in right and spelling.is_own_slip(word, other, count)
    }
    if not meant:
        return
    # What an address is called by is a name.
    addresses = "\n".join(link.target for link in document.body.links).lower()
    meant = {word: value for word, value in meant.items() if word not in addresses}
    reader = _Reader(document, context, configuration, text)
    for stretch in _prose(document, text, {form for word in meant for form in (word, word.capitalize())}):
        for match in spelling.word.finditer(text, *stretch.span):
            other, count = meant.get(match[0].lower(), ("", 0))
            word = _Word(match[0], match.start(), match[0])
            if other and reader.is_wrong(word, stretch, Correction((other,), "", True)):
                found = _in_case_of(word.text, other)
                span = Span(word.start, word.start + len(word.text))
                fix = Fix(f'Write "{found}"', False, (Edit(document.source, span, found),))
                values = {"found": word.text, "word": found, "count": count}
                yield Finding((Place(document.source, span),), values, "", fix)


def _words(document: Document, text: str) -> Sequence[str]:
    """The running text of a document, in parts, from its `text` without what its repository wants unread."""
    if text is document.source.text:
        return words_by_block(document)
    return [text[start:end] for block in document.body.prose for start, end in block.pieces]


def _author_words(collection: Collection) -> frozenset[str]:
    """Every word in the headers that name the authors of the collection's proposals, in lower case."""
    return frozenset(
        word.lower()
        for proposal in collection.proposals
        for header in proposal.by_role.get("author", ())
        for word in _WORD.findall(header.value)
    )


def _titles(document: Document, keys: Sequence[str]) -> Iterator[_Text]:
    """The values of the front matter that hold prose and stand there as they read."""
    front_matter = document.preamble.front_matter
    for entry in front_matter.entries if front_matter else ():
        if (
            entry.key.lower() in keys
            and entry.value
            and entry.value in document.source.slice(entry.value_span)
        ):
            yield _Text(entry.value_span, entry.value_span, is_title=True)


def _prose(document: Document, text: str, words: Iterable[str]) -> Iterator[_Text]:
    """The pieces of running text in which any of some words stands, if only as a part of another."""
    places: list[int] = []
    for word in words:
        place = text.find(word)
        while place >= 0:
            places.append(place)
            place = text.find(word, place + 1)
    places.sort()
    for block in document.body.prose:
        if bisect_left(places, block.span.start) == bisect_left(places, block.span.end):
            continue
        is_title = block.kind == "heading"
        for piece in block.pieces:
            if bisect_left(places, piece.start) < bisect_left(places, piece.end):
                yield _Text(piece, block.span, is_title)


def _parts(word: str, start: int) -> Iterator[_Word]:
    """What of a word is looked up: the whole, what has an ``'s``, and the parts between hyphens."""
    if word.isalpha():
        if word.islower() or word.istitle() or word.isupper():
            yield _Word(word, start, word)
        return
    inner = word.strip(_EDGES)
    if not inner or "_" in inner or word.startswith("-") or word.endswith("-"):
        return
    start += word.index(inner)
    head, tail = inner[:1], inner[1:]
    if tail.islower() or inner.isupper():
        yield _Word(inner, start, inner)
        owner = inner[:-2]
        if inner.endswith(("'s", "’s")) and owner.isalpha():
            yield _Word(owner, start, inner)
    if "-" in inner and tail.islower() and head.isalpha():
        for part in inner.split("-"):
            if len(part) >= _SHORTEST_PART and part.isalpha() and part.islower():
                yield _Word(part, start, inner)
            start += len(part) + 1


class _Reader:
    """Judges the words that the dictionary knows by what is around them."""

    def __init__(self, document: Document, context: Context, configuration: Configuration, text: str) -> None:
        self.document = document
        self.context = context
        self.configuration = configuration
        self.text = text
        source = document.source
        self.ignored = Ignored(source.text, lambda offset: source.position(offset).line)
        self._code: frozenset[str] | None = None

    def is_wrong(self, word: _Word, stretch: _Text, correction: Correction) -> bool:
        """Whether a word is misspelt, and not something else that looks like it."""
        return not (
            self.configuration.ignores(word.text)
            or self.configuration.ignores(word.whole)
            or _only_drops_hyphens(word, correction)
            or (word.text != word.whole and not correction.clear)
            or self._is_glued(word)
            or self._is_name(word, stretch)
            or self.ignored.covers(word.start, word.text.lower())
            or self._is_excluded(word)
            or word.whole in self.code
            or self.text.startswith("[sic]", word.start + len(word.whole) + 1)
        )

    @property
    def code(self) -> frozenset[str]:
        """The words of the document's code blocks, as written."""
        if self._code is None:
            blocks = self.document.body.code
            self._code = frozenset(word for block in blocks for word in _WORD.findall(block.text))
        return self._code

    def _is_glued(self, word: _Word) -> bool:
        """Whether a word is only a part of what stands there: of an option, a path, a word with brackets in it."""
        text, start, end = self.text, word.start, word.start + len(word.text)
        before, behind = text[max(start - 1, 0) : start], text[end : end + 1]
        if before in _GLUED_BEFORE or behind in _GLUED_BEHIND:
            return True
        if "`" in (before, behind) and self.document.markup == MARKDOWN:
            return True  # beside a code span; in RST it is the mark of a reference
        if behind == "." and text[end + 1 : end + 2].isalnum():
            return True
        inside = text[max(start - 3, 0) : start].rstrip(_MARKS)[-1:] if before in _MARKS else ""
        further = text[end : end + 3].lstrip(_MARKS)[:1] if behind in _MARKS else ""
        return inside.isalnum() or further.isalnum()

    def _is_name(self, word: _Word, stretch: _Text) -> bool:
        """Whether a word is an acronym or, by its capital, somebody's or something's name."""
        text, length = word.text, len(word.text)
        if text.islower():
            return False
        if text.isupper() and length <= _LONGEST_ACRONYM:
            return True
        if text.lower() in self.context.once(_author_words):
            return True
        start = max(stretch.block.start, word.start - _LONGEST_CONTEXT)
        before = self.text[start : word.start]
        if _INITIAL.search(before):
            return True
        if stretch.is_title:
            return False
        followed = _CAPITALISED_BEHIND.match(self.text, word.start + length)
        last = before.rstrip(_OPENING)[-1:]
        if not last or last in _SENTENCE_ENDS:
            return bool(followed) and length < _SHORTEST_CAPITALISED
        beside = followed or _CAPITALISED_BEFORE.search(before)
        return length < (_SHORTEST_IN_NAME if beside else _SHORTEST_CAPITALISED)

    def _is_excluded(self, word: _Word) -> bool:
        if not self.configuration.lines:
            return False
        source = self.document.source
        line = source.slice(source.line_span(source.position(word.start).line))
        return line.rstrip() in self.configuration.lines


def _only_drops_hyphens(word: _Word, correction: Correction) -> bool:
    """Whether the dictionary merely wants a compound as one word, such as "re-use"."""
    return "-" in word.text and word.text.lower().replace("-", "") in correction.words


def _finding(document: Document, word: _Word, correction: Correction) -> Finding:
    span = Span(word.start, word.start + len(word.text))
    words = [_in_case_of(word.text, candidate) for candidate in correction.words]
    values = {"found": word.text, "words": listing([f'"{candidate}"' for candidate in words], "or")}
    fix = None
    if len(words) == 1 and not correction.reason:
        edit = Edit(document.source, span, words[0])
        fix = Fix(f'Write "{words[0]}"', correction.clear and word.text.islower(), (edit,))
    return Finding((Place(document.source, span),), values, "" if correction.clear else "rare", fix)


def _in_case_of(word: str, correction: str) -> str:
    """A correction with the capitals of the word that it replaces."""
    if len(word) > 1 and word.isupper():
        return correction.upper()
    return correction[:1].upper() + correction[1:] if word[:1].isupper() else correction
