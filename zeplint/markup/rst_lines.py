"""From the lines that docutils works on back to the file they were read from.

docutils takes lines apart, strips their indentation, cuts table cells out of them and joins what is
left into the text of a block. `Lines` keep count of it, and a `Block` finds its way back.
"""

from __future__ import annotations

import re
import sys
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from typing import Any, NamedTuple

from docutils.nodes import unescape
from docutils.parsers.rst.states import Body
from docutils.statemachine import StringList
from docutils.utils import column_indices, escape2null

from zeplint.source import NEWLINE, Source, Span

TAB = 8
# What ends a line for `str.splitlines` but not in a file; and NUL, docutils' own escape character.
NO_LINE_END = re.compile(r"[\x00\v\f\x1c-\x1e\x85\u2028\u2029]")
# docutils' filler behind a character of double width in a table.
PADDING = Body.double_width_pad_char
# How far below its first line a directive's title or content is looked for.
FARTHEST = 20


class Lines(StringList):
    """Lines of text that know where they come from.

    Of each line docutils keeps its source and its number. The third part of an item is the column,
    in the line with its tabs expanded, at which what is left of it starts.
    """

    def info(self, i: int) -> tuple[Any, Any]:
        """As docutils wants it: the source and the number."""
        source, number = super().info(i)[:2]
        return source, number

    def advance(self, columns: int, start: int, end: int) -> None:
        """Take note that some lines have lost their first characters."""
        items: list[Any] = self.items
        items[start:end] = [(source, number, column + columns) for source, number, column in items[start:end]]

    def trim_left(self, length: int, start: int = 0, end: int = sys.maxsize) -> None:
        """Cut off the first characters, and take note."""
        super().trim_left(length, start, end)
        self.advance(length, start, end)

    def get_indented(
        self,
        start: int = 0,
        until_blank: bool = False,
        strip_indent: bool = True,
        block_indent: int | None = None,
        first_indent: int | None = None,
    ) -> tuple[Any, int, bool]:
        """An indented block; its first line is cut without `trim_left`."""
        block: Any
        block, indent, blank_finish = super().get_indented(
            start, until_blank, strip_indent, block_indent, first_indent
        )
        first = block_indent if first_indent is None else first_indent
        if first and block:
            block.advance(first, 0, 1)
        return block, indent, blank_finish

    def get_2D_block(  # noqa: N802 - docutils' name
        self, top: int, left: int, bottom: int, right: int, strip_indent: bool = True
    ) -> Any:
        """A table cell; `left` counts combining characters as nothing and wide ones as two."""
        block: Any = super().get_2D_block(top, left, bottom, right, strip_indent=False)
        indent = right
        for index, line in enumerate(block.data):
            whole = self.data[top + index]
            columns = column_indices(whole)
            first = columns[left] if left < len(columns) else left
            block.advance(first - whole.count(PADDING, 0, first), index, index + 1)
            if line:
                indent = min(indent, len(line) - len(line.lstrip()))
        if strip_indent and 0 < indent < right:
            block.trim_left(indent)
        return block


class Line(NamedTuple):
    """A line of a block: its offset in the block, and the line and column (both from 0) it stands at."""

    offset: int
    number: int
    column: int


class Original:
    """The lines of a file as docutils gets them, and the way from there to offsets.

    `lines` have their tabs expanded and hold nothing else that docutils would change. What lies
    before `start` is left out.
    """

    def __init__(self, source: Source, start: int) -> None:
        self.source = source
        self.starts = source.line_starts
        # Per line with tabs, the column in the file of each column with the tabs expanded.
        self.tabs: dict[int, list[int]] = {}
        self.lines = [line.rstrip() for line in NEWLINE.split(NO_LINE_END.sub(" ", source.text))]
        for number in range(bisect_left(self.starts, start)):
            self.lines[number] = ""
        if "\t" in source.text:
            for number, line in enumerate(self.lines):
                if "\t" in line:
                    self._expand_tabs(number, line)

    def _expand_tabs(self, number: int, line: str) -> None:
        columns: list[int] = []
        for index, character in enumerate(line):
            columns += [index] * (TAB - len(columns) % TAB if character == "\t" else 1)
        self.tabs[number] = [*columns, len(line)]
        self.lines[number] = line.expandtabs(TAB)

    def for_docutils(self) -> Lines:
        """The lines, each with its number and column."""
        items: list[Any] = [(self.source.path, number, 0) for number in range(len(self.lines))]
        return Lines(self.lines, items=items)

    def offset(self, number: int, column: int) -> int:
        """The offset of a column of a line with its tabs expanded."""
        tabs = self.tabs.get(number)
        return self.starts[number] + (column if tabs is None else tabs[column])

    def place(self, lines: Any, index: int, column: int = 0) -> int | None:
        """The offset of a column of one of docutils' lines; None if docutils has made the line itself."""
        if not isinstance(lines, Lines):
            return None
        number, first = self._origin(lines, index)
        return self.offset(number, first + column)

    def span(self, lines: Any, first: int, last: int, column: int = 0) -> Span | None:
        """The span from a column of docutils' line `first` to the end of line `last`."""
        start = self.place(lines, first, column)
        end = self.place(lines, last, len(lines[last]))
        return None if start is None or end is None else Span(start, end)

    def block(self, lines: Any, first: int, text: str) -> Block | None:
        """The block of that text, looked for from docutils' line `first` on; None if it is not there."""
        if not isinstance(lines, Lines):
            return None
        wanted = text.split("\n")
        first = max(first, 0)
        for start in range(first, min(first + FARTHEST, len(lines) - len(wanted) + 1)):
            found: list[Line] = []
            offset = 0
            for index, line in enumerate(wanted, start):
                place = self._locate(lines, index, line)
                if place is None:
                    break
                found.append(Line(offset, *place))
                offset += len(line) + 1
            else:
                return Block(self, text, found)
        return None

    def _origin(self, lines: Lines, index: int) -> tuple[int, int]:
        """Line and column of what docutils has left of a line."""
        item: Any = lines.items[index]
        _, number, column = item
        line = self.lines[number]
        if not line.startswith(lines[index], column) and line.endswith(lines[index]):
            # In a substitution definition docutils moves text without saying so.
            column = len(line) - len(lines[index])
        return number, column

    def _locate(self, lines: Lines, index: int, text: str) -> tuple[int, int] | None:
        """Line and column of `text`, which docutils has taken out of one of its lines."""
        number, column = self._origin(lines, index)
        data = lines[index]
        if data.startswith(text):
            return number, column
        if data.startswith(f":{text}:"):
            return number, column + 1
        if data.endswith(text):
            return number, column + len(data) - len(text)
        return None


class Block:
    """The text of a block as docutils reads inline markup in it, and where that text stands."""

    def __init__(self, original: Original, text: str, lines: list[Line]) -> None:
        self.original = original
        self.text = text
        self.lines = lines
        self.offsets = [line.offset for line in lines]

    def at(self, offset: int) -> int:
        """The offset in the file of an offset in the block."""
        line = self.lines[bisect_right(self.offsets, offset) - 1]
        return self.original.offset(line.number, line.column + offset - line.offset)

    def span(self, start: int, end: int) -> Span:
        """The span in the file of a range of the block."""
        return Span(self.at(start), self.at(end))

    def stretches(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        """Where in the file a range of the block starts and ends, line by line."""
        offsets, original = self.offsets, self.original
        index = bisect_right(offsets, start) - 1
        while start < end:
            offset, number, column = self.lines[index]
            index += 1
            following = offsets[index] if index < len(offsets) else end + 1
            stop = min(end, following - 1)
            if start < stop:
                column -= offset
                yield original.offset(number, column + start), original.offset(number, column + stop)
            start = following


def visible(text: str, start: int = 0, end: int | None = None) -> str:
    """What a reader sees of a part of a block's text: on one line, without the backslashes that escape."""
    return " ".join(unescape(escape2null(text)[start:end]).split())
