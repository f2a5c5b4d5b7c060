"""The lines of a text, found only as far as they are asked for.

A header block stands at the top. Whoever reads only that, such as a run over the headers of many
proposals, must not pay for looking through every body.
"""

from __future__ import annotations

from bisect import bisect_right

from zeplint.source import NEWLINE, Span, strip

# As much text as a front matter and a header block take up, so that one step finds both.
STEP = 2000


class Lines:
    """The lines of `text`, counted from 0, each without its line end (as `Source` knows them)."""

    __slots__ = ("_next", "starts", "text", "texts")

    def __init__(self, text: str) -> None:
        self.text = text
        self.starts: list[int] = []
        self.texts: list[str] = []
        self._next = 0

    def get(self, index: int) -> str | None:
        """The line at `index`, or None past the last one."""
        while index >= len(self.texts):
            if self._next < 0:
                return None
            self._read_on()
        return self.texts[index]

    def _read_on(self) -> None:
        text, start = self.text, self._next
        cut = text.find("\n", start + STEP)
        end = cut + 1 if cut >= 0 else len(text)
        for match in NEWLINE.finditer(text, start, end):
            self.starts.append(start)
            self.texts.append(text[start : match.start()])
            start = match.end()
        if cut < 0:
            self.starts.append(start)
            self.texts.append(text[start:])
        self._next = end if cut >= 0 else -1

    def span(self, index: int) -> Span:
        """Where the line at `index` stands; the line must have been read."""
        start = self.starts[index]
        return Span(start, start + len(self.texts[index]))

    def at(self, offset: int) -> int:
        """The index of the line that holds `offset`."""
        while 0 <= self._next <= offset:
            self._read_on()
        return bisect_right(self.starts, offset) - 1

    def strip(self, start: int, end: int) -> Span:
        """The stretch from `start` to `end` without white space at its ends; blank ones are empty."""
        return strip(self.text, start, end)
