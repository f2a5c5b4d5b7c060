"""The check of the articles "a" and "an" before words of running text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from zeplint.checks import Context
from zeplint.checks.prose import block_of, pieces_of
from zeplint.diagnostic import Edit, Finding, Fix, Place
from zeplint.document import Document
from zeplint.patterns import pattern
from zeplint.source import Span

# White space with at most one line end, behind which the mark of a quote may stand.
_GAP = r"(?:[ \t]+|[ \t]*+(?:\r\n?|\n)[ \t>]*+)"
# A word in small letters, perhaps with hyphens, that is no part of a name, a path or a call, and no "isn't".
_WORD = r"[a-z]+(?:-[a-z]+)*(?![\w`*(=-]|[./:]\w|['’]t\b)"
_SENTENCE_ENDS = frozenset(".!?")
# As much of the text before a capital is looked at: in a long block, all of it before each would take the square of its length.
_REACH = 100


def agrees(
    document: Document,
    _context: Context,
    *,
    vowels: Sequence[str],
    consonants: Sequence[str],
    others: Sequence[str],
) -> Iterator[Finding]:
    """The article "a" before a word that is spoken with a vowel, and "an" before one with a consonant (S16).

    `vowels` and `consonants` are patterns for how such words begin; `others` are words that stand behind a letter
    which is a name: "where a is". So does a verb in "s", and a capital inside a sentence is a name, too.
    """
    source = document.source
    text = source.text
    # What stands before the letter is looked at behind it: a pattern that begins with a letter is found many times faster.
    expression = pattern(
        rf"[Aa](?<![\w`'\"(./\\+-].)(?<!’.)(?:{_GAP}(?P<vowel>(?=(?:{'|'.join(vowels)})){_WORD})"
        rf"|n{_GAP}(?P<consonant>(?=(?:{'|'.join(consonants)})){_WORD}))"
    )
    known = frozenset(others)
    pieces: list[tuple[int, int, Span]] = []
    for match in expression.finditer(text):
        word = match["vowel"] or match["consonant"]
        if word in known or len(word) < 3 or (word.endswith("s") and not word.endswith("ss")):
            continue
        pieces = pieces or pieces_of(document)
        article = Span(match.start(), match.start() + (1 if match["vowel"] else 2))
        block = block_of(pieces, *article)
        if block is None or block is not block_of(pieces, match.end() - len(word), match.end()):
            continue
        if text[article.start] == "A" and not _begins_sentence(text, block.start, article.start):
            continue
        written = source.slice(article)
        right = f"{written}n" if match["vowel"] else written[:1]
        fix = Fix(f'Write "{right}"', True, (Edit(source, article, right),))
        yield Finding((Place(source, article),), {"found": written, "right": right, "word": word}, "", fix)


def _begins_sentence(text: str, start: int, offset: int) -> bool:
    """Whether a sentence of the block that begins at `start` begins at `offset`."""
    before = text[max(start, offset - _REACH) : offset].rstrip()
    return not before or before[-1] in _SENTENCE_ENDS
