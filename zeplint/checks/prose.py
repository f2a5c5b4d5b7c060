"""Slips in running text: a word twice, and what an author left for later."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import compress, islice
from operator import eq, itemgetter, methodcaller

from zeplint.checks import Context
from zeplint.diagnostic import Edit, Finding, Fix, Place
from zeplint.document import Document
from zeplint.patterns import pattern
from zeplint.proposal import Proposal
from zeplint.source import Source, Span
from zeplint.values.section import bare_sections

TYPE_CHECKING = False
if TYPE_CHECKING:
    import re

# What is no part of a plain word, as a blank: a word that stands twice in a row does so in what is left.
_WORDS = (
    bytes(code if chr(code).isalnum() or code == ord("_") else ord(" ") for code in range(128)) + b" " * 128
)
# The same word in small letters twice, with nothing between but white space, one line end and the mark of a
# quote. What is joined to more by a hyphen, a dot or an apostrophe is part of another word.
_TWICE = pattern(
    r"(?<![\w'.@#$/\\-])(?<!’)(?P<word>[a-z]++)(?:(?P<gap>[ \t]*+(?:\r\n?|\n)[ \t>]*+|[ \t]++)(?P=word)(?![\w'@(=/\\-]|’|\.\w))++"
)
_WORD_BEFORE = pattern(r"([A-Za-z]+)\s+\Z")
_QUOTES = frozenset("\"'“‘`")
_LONGEST_WORD = 40
_LONGEST_PIECE = 500


def repeated(
    document: Document,
    _context: Context,
    *,
    allowed: Sequence[str],
    certain: Sequence[str],
    phrasal: Sequence[str],
    particles: Sequence[str],
) -> Iterator[Finding]:
    """The same word twice in a row in one block (S16), both times in small letters, also over a line end.

    `allowed` words may follow themselves; `certain` ones never do, so that one of them can go without a look.
    One of the `particles` may follow itself behind one of the `phrasal` words: "checked in in".
    """
    source = document.source
    pieces: list[tuple[int, int, Span]] = []
    for match in _twice(source.text):
        word, first, second = match["word"], match.start(), match.end() - len(match["word"])
        # Three times is a way of speaking, or no sentence at all.
        if word in allowed or match.end("word") + len(match["gap"]) != second:
            continue
        pieces = pieces or pieces_of(document)
        block = block_of(pieces, first, match.end("word"))
        if block is None or block is not block_of(pieces, second, match.end()):
            continue
        if source.text[max(first - 1, 0) : first] in _QUOTES:
            continue
        if word in particles:
            before = _WORD_BEFORE.search(source.text, max(block.start, first - _LONGEST_WORD), first)
            if before and before[1].lower() in phrasal:
                continue
        places = Place(source, Span(second, match.end())), Place(source, Span(first, first + len(word)))
        fix = Fix(f'Remove one "{word}"', word in certain, (_removal(source, first, second, len(word)),))
        yield Finding((places[0],), {"word": word}, fix=fix)


def _twice(text: str) -> Sequence[re.Match[str]]:
    """Where the same word stands twice in a row, in order.

    The pattern looks at every letter. Few texts have a word twice at all, which is seen in a tenth of the time.
    """
    words = text.encode("ascii", "replace").translate(_WORDS).split()
    again = {word for word in compress(words, map(eq, words, islice(words, 1, None))) if word.isalpha()}
    found = []
    for word in {word.decode() for word in again if word.islower()}:
        place = text.find(word)
        while place >= 0:
            end = place + len(word)
            match = _TWICE.match(text, place)
            if match and match.end("word") == end:
                found.append(match)
                end = match.end()
            place = text.find(word, end)
    return sorted(found, key=methodcaller("start"))


def pieces_of(document: Document) -> list[tuple[int, int, Span]]:
    """The pieces of running text in order: start, end, and the block each is of."""
    return sorted((start, end, block.span) for block in document.body.prose for start, end in block.pieces)


def block_of(pieces: Sequence[tuple[int, int, Span]], start: int, end: int) -> Span | None:
    """The block in whose running text a word stands, from the pieces of all blocks in text order."""
    index = bisect_right(pieces, start, key=itemgetter(0)) - 1
    return pieces[index][2] if index >= 0 and end <= pieces[index][1] else None


def _removal(source: Source, first: int, second: int, length: int) -> Edit:
    """What takes one of two words away without moving a word to the start of a line."""
    text = source.text
    if not {"\n", "\r"}.intersection(text[first + length : second]):
        return Edit(source, Span(first + length, second + length), "")
    lead = first
    while lead and text[lead - 1] in " \t":
        lead -= 1
    if lead and text[lead - 1] not in "\r\n" and lead < first:
        return Edit(source, Span(lead, first + length), "")
    return Edit(source, Span(first, second), "")


def placeholder(
    document: Document, _context: Context, *, words: Sequence[str], patterns: Sequence[str]
) -> Iterator[Finding]:
    """Words in running text that hold the place of others (S14).

    What fits one of the `patterns` holds one of the `words`. A section of a proposal that holds nothing else is
    another rule's.
    """
    text = document.source.text
    if not any(word in text for word in words):
        return
    expression = pattern("|".join(f"(?:{text})" for text in patterns))
    found = [
        Span(*match.span())
        for block in document.body.prose
        for start, end in block.pieces
        for match in expression.finditer(text, start, end)
        if not _is_named(text, match.start(), match.end())
    ]
    if found and isinstance(document, Proposal):
        bare = [section.section.content for section in bare_sections(document, document.process)]
        found = [span for span in found if not _is_within(span.start, bare)]
    for span in found:
        yield Finding((Place(document.source, span),), {"found": document.source.slice(span)})


def unwanted(
    document: Document, _context: Context, *, patterns: Sequence[str], instead: str = ""
) -> Iterator[Finding]:
    """Words in running text that fit one of the `patterns`; what to write `instead`, if there is one word for it.

    Its message may hold {found} and {instead}. Code, addresses, headers and words in quote marks are left alone. A word that begins with a capital letter is
    replaced by one that does.
    """
    expression = pattern("|".join(f"(?:{text})" for text in patterns))
    source = document.source
    for block in document.body.prose:
        for start, end in _short_pieces(source.text, block.pieces):
            for match in expression.finditer(source.text, start, end):
                span = Span(*match.span())
                if not match[0] or _is_named(source.text, *span):
                    continue
                word = instead[:1].upper() + instead[1:] if match[0][:1].isupper() else instead
                edit = Edit(source, span, word)
                fix = Fix(f"Write {word}", False, (edit,)) if instead else None
                yield Finding((Place(source, span),), {"found": match[0], "instead": word}, "", fix)


def _short_pieces(text: str, pieces: Sequence[Span]) -> Iterator[tuple[int, int]]:
    """The pieces of a block, those that are long cut at a blank: what two open repeats cost grows with the cube."""
    for piece in pieces:
        start = piece.start
        while piece.end - start > _LONGEST_PIECE:
            cut = text.rfind(" ", start + 1, start + _LONGEST_PIECE)
            cut = start + _LONGEST_PIECE if cut < 0 else cut
            yield start, cut
            start = cut
        yield start, piece.end


def _is_within(offset: int, spans: Sequence[Span]) -> bool:
    """Whether an offset is in one of some spans, which are in text order."""
    index = bisect_right(spans, offset, key=itemgetter(0)) - 1
    return index >= 0 and offset < spans[index].end


def _is_named(text: str, start: int, end: int) -> bool:
    """Whether quote marks stand on both sides: the words are then what the text is about."""
    return text[max(start - 1, 0) : start] in _QUOTES and text[end : end + 1] in {*"\"'”’`"}
