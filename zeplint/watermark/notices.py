"""Sentences by which a document says of itself that it is a draft, told from those about drafts."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence

from zeplint.document import Document, Prose, Text
from zeplint.patterns import pattern
from zeplint.record import NamedTuple
from zeplint.source import Source, Span

# Between two pieces of one sentence stand at most blanks and marks of emphasis, quote or link.
MARKUP = pattern(r"[\s*_~>|`\[]*")
# Stands for what is no prose: code, an address.
NO_PROSE = " \ufffc "
SPACE = pattern(r"\s")

SENTENCE_END = pattern(r"[.!?][\"”’)]*\s+(?=\S)")
QUOTE = pattern(r"[\"“„«”»]")
CONDITION = pattern(r"(?:\s+\w+){0,2},?\s+(?:if|when|whenever|while|unless|as long as)\b", re.IGNORECASE)
QUESTION = pattern(r"[^.!?]*\?")

# What may stand in a sentence before the notice: "Please note:", "Note that".
LABEL = pattern(r"(?:(?:please|important)\s+)?[\w-]+\s?[:–—-]", re.IGNORECASE)
REMINDER = pattern(r"(?:please |kindly )?(?:note|remember|be aware|keep in mind) that", re.IGNORECASE)
LONGEST_LEAD = 40


class Notice(NamedTuple):
    """A notice: its words, and in which block they stand; `fills` if the block says nothing else."""

    text: Text
    prose: Prose
    fills: bool


def find_notices(
    document: Document,
    patterns: Iterable[str],
    words: Sequence[str],
    follow_ups: Iterable[str] = (),
    said_in: Iterable[Span] = (),
) -> Iterator[Notice]:
    """The notices of a document, in order of block.

    A notice is a sentence of a paragraph that starts with a match of one of `patterns`; sentences that start
    with one of `follow_ups` belong to it. What is in quotation marks, under a condition or, from the first
    section on but outside `said_in`, in a block that is set in as a quote is, is about notices. A block
    without any of `words`, in lower case, holds none.
    """
    source = document.source
    compiled = [pattern(text) for text in patterns]
    following = [pattern(text) for text in follow_ups]
    spoken = list(said_in)
    headings = (section.heading.start for section in document.body.sections)
    first_section = next((start for start in headings if start >= document.preamble.end), len(source.text))
    for prose in document.body.prose:
        start = prose.span.start
        is_open = start <= first_section or any(span.start <= start < span.end for span in spoken)
        if prose.kind != "paragraph" or not (is_open or not _is_set_in(source, prose)):
            continue
        written = source.slice(prose.span).casefold()
        if any(word in written for word in words):
            yield from _Block(source, prose).notices(compiled, following)


def _is_set_in(source: Source, prose: Prose) -> bool:
    """Whether a block is indented, or marked as a quote."""
    return source.line_span(source.position(prose.span.start).line).start != prose.span.start


class _Block:
    """The words of a block as one line, with the places of its sentences and quotation marks."""

    def __init__(self, source: Source, prose: Prose) -> None:
        self.prose = prose
        self.text, self.offsets = _joined(source, prose)
        self.sentences: list[int] = []
        self.quotes: list[int] = []
        self.quoted: list[bool] = []

    def _read(self) -> None:
        self.sentences = [0, *(match.end() for match in SENTENCE_END.finditer(self.text))]
        for match in QUOTE.finditer(self.text):
            was_quoted = self.quoted[-1] if self.quoted else False
            self.quotes.append(match.start())
            self.quoted.append(not was_quoted if match[0] == '"' else match[0] in "“„«")

    def notices(
        self, patterns: Iterable[re.Pattern[str]], follow_ups: Iterable[re.Pattern[str]]
    ) -> Iterator[Notice]:
        text = self.text
        found = [match for wanted in patterns for match in wanted.finditer(text)]
        if not found:
            return
        self._read()
        others = [start for start in self.sentences if not any(p.match(text, start) for p in follow_ups)]
        for match in found:
            if not self._starts_sentence(match.start()) or self._is_quoted(match.start()):
                continue
            if CONDITION.match(text, match.end()) or QUESTION.match(text, match.end()):
                continue
            span = Span(self.offsets[match.start()], self.offsets[match.end() - 1] + 1)
            yield Notice(Text(match[0], span), self.prose, len(others) == 1)

    def _starts_sentence(self, start: int) -> bool:
        """Whether the words at `start` are the first of a sentence, a label before them aside."""
        sentence = self.sentences[bisect_right(self.sentences, start) - 1]
        if start - sentence > LONGEST_LEAD:
            return False
        lead = self.text[sentence:start].strip(" (")
        if not lead:
            # "e.g. this ..." ends no sentence.
            return sentence == 0 or self.text[start].isupper()
        if LABEL.fullmatch(lead) or REMINDER.fullmatch(lead):
            return True
        return self.text[start].isupper() and " " not in lead

    def _is_quoted(self, start: int) -> bool:
        """Whether a quotation is open before the words at `start`."""
        before = bisect_right(self.quotes, start) - 1
        return (before >= 0 and self.quoted[before]) or self.text[max(start - 1, 0)] in "'‘"


def _joined(source: Source, prose: Prose) -> tuple[str, list[int]]:
    """The words of a block as one line, and the offset in the source of each of its characters."""
    parts: list[str] = []
    offsets: list[int] = []
    end = prose.pieces[0].start
    for piece in prose.pieces:
        gap = source.text[end : piece.start]
        blank = " " if SPACE.search(gap) else ""
        between = blank if MARKUP.fullmatch(gap) else NO_PROSE
        parts += between, SPACE.sub(" ", source.slice(piece))
        offsets += [end] * len(between)
        offsets += range(piece.start, piece.end)
        end = piece.end
    return "".join(parts), offsets
