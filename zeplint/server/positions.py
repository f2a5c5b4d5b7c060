"""Offsets of a text as positions of the protocol, and back, in the unit that the client counts in.

The protocol counts lines and characters from 0; a character is a code unit of the encoding agreed upon. Lines end
where those of `Source` do, which is also what the protocol says.
"""

from __future__ import annotations

from lsprotocol.types import Position, PositionEncodingKind, Range

from zeplint.source import Source, Span

UTF8, UTF16, UTF32 = PositionEncodingKind.Utf8, PositionEncodingKind.Utf16, PositionEncodingKind.Utf32

# The code points from here on take two units of UTF-16.
ASTRAL = 0x10000


class Positions:
    """The positions in one text, for a client that counts in `encoding`.

    `marked` says that the client has a byte order mark in its text, which `source` has not.
    """

    __slots__ = ("encoding", "marked", "source")

    def __init__(self, source: Source, encoding: str, *, marked: bool = False) -> None:
        self.source = source
        self.encoding = encoding
        self.marked = marked

    def position(self, offset: int) -> Position:
        """The position of an offset; one outside the text, or in a line end, is taken for what is nearest before."""
        line = self.source.position(offset).line
        start, end = self.source.line_span(line)
        units = self._units(self.source.text[start : min(max(offset, start), end)])
        return Position(line - 1, units + self._mark(line - 1))

    def range(self, span: Span | None) -> Range:
        """The range of a span; of a file as a whole, its first line."""
        start, end = span if span is not None else self.source.line_span(1)
        first = self.position(start)
        return Range(first, self.position(end) if end > start else first)

    def offset(self, position: Position) -> int:
        """The offset of a position; one beyond the end of its line, or of the text, is taken for that end."""
        if position.line < 0:
            return 0
        if position.line >= len(self.source.line_starts):
            return len(self.source.text)
        start, end = self.source.line_span(position.line + 1)
        return start + self._points(
            self.source.text[start:end], position.character - self._mark(position.line)
        )

    def span(self, range_: Range) -> Span:
        """The span of a range; one whose ends are the wrong way round is turned."""
        start, end = self.offset(range_.start), self.offset(range_.end)
        return Span(min(start, end), max(start, end))

    def _mark(self, line: int) -> int:
        """How many units the byte order mark takes of a line."""
        return self._units("\ufeff") if self.marked and line == 0 else 0

    def _units(self, text: str) -> int:
        if text.isascii() or self.encoding == UTF32:
            return len(text)
        if self.encoding == UTF8:
            return len(text.encode("utf-8", "surrogatepass"))
        return len(text) + sum(ord(character) >= ASTRAL for character in text)

    def _points(self, text: str, units: int) -> int:
        """How many code points of `text` lie before that many units; half a character is none."""
        if text.isascii() or self.encoding == UTF32:
            return min(max(units, 0), len(text))
        passed = 0
        for index, character in enumerate(text):
            passed += self._units(character)
            if passed > units:
                return index
        return len(text)
