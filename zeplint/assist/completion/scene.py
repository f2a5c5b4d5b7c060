"""The cursor and what is around it."""

from __future__ import annotations

from bisect import bisect_right
from functools import cached_property

from zeplint.assist.view import View
from zeplint.collection import open_document
from zeplint.diagnostic import Edit
from zeplint.document import FENCE, FRONT_MATTER, RST
from zeplint.proposal import Proposal
from zeplint.source import Source, Span


class Scene:
    """A view with the cursor at `offset`, on 1-based line `line`.

    `typed` is the sign that was typed last, if that is why completions are wanted; empty if the user asks for them.
    """

    def __init__(self, view: View, offset: int, typed: str = "") -> None:
        self.view = view
        self.typed = typed
        self.source = view.source
        self.offset = min(max(offset, 0), len(view.source.text))
        self.line = self.source.position(self.offset).line
        self.line_span = self.source.line_span(self.line)
        # Between the characters of a line end, the cursor is behind neither.
        self.offset = min(self.offset, self.line_span.end)

    @property
    def before(self) -> str:
        """The line up to the cursor."""
        return self.source.text[self.line_span.start : self.offset]

    @property
    def after(self) -> str:
        """The line from the cursor on."""
        return self.source.text[self.offset : self.line_span.end]

    def text_of(self, line: int) -> str:
        """A line by its number from 1 on; empty beyond the first and the last."""
        inside = 1 <= line <= len(self.source.line_starts)
        return self.source.slice(self.source.line_span(line)) if inside else ""

    def edit(self, start: int, text: str, end: int | None = None) -> Edit:
        """Replace what stands from offset `start` up to the cursor, or to `end`."""
        return Edit(self.source, Span(start, self.offset if end is None else end), text)

    @cached_property
    def in_code(self) -> bool:
        """Whether the cursor is inside a block of code."""
        return any(code.span.start < self.offset < code.span.end for code in self.view.document.body.code)

    @property
    def in_literal(self) -> bool:
        """Whether code begins before the cursor on its line, and does not end there."""
        mark = "``" if self.view.document.markup == RST else "`"
        return self.before.count(mark) % 2 == 1

    def is_prose(self, offset: int) -> bool:
        """Whether running words stand at an offset: no code, no address, no header."""
        blocks = self.view.document.body.prose
        index = bisect_right(blocks, offset, key=lambda prose: prose.span.start) - 1
        return index >= 0 and any(piece.start <= offset < piece.end for piece in blocks[index].pieces)

    @cached_property
    def without_line(self) -> Proposal | None:
        """The proposal as it is without the line that is being written, every offset the same; None if it is none."""
        start, end = self.line_span
        text = self.source.text
        blank = Source(self.source.path, f"{text[:start]}{' ' * (end - start)}{text[end:]}")
        blank.mount, blank.shown = self.source.mount, self.source.shown
        document = open_document(blank, self.view.process)
        return document if isinstance(document, Proposal) else self.view.proposal

    @cached_property
    def in_headers(self) -> bool:
        """Whether a header may begin on the cursor's line: inside the block, or straight below it or the title."""
        proposal = self.without_line
        if proposal is None or proposal.preamble.misplaced:
            return False
        preamble = proposal.preamble
        if preamble.form == FRONT_MATTER:
            front_matter = preamble.front_matter
            return (
                front_matter is not None
                and self.line_span.start > 0
                and self.offset < front_matter.span.end - 3
            )
        if preamble.heading is None and not preamble.headers:
            return False
        top = self.source.position(preamble.heading.whole.end).line if preamble.heading else 0
        if preamble.front_matter:
            top = max(top, self.source.position(preamble.front_matter.span.end).line)
        if self.line <= top:
            return False
        if not preamble.headers:
            return self._is_blank_between(top, self.line)
        last = self.source.position(preamble.end).line
        if preamble.form == FENCE:
            return self.source.position(preamble.block.start).line < self.line < last
        return self.line <= last or self._is_blank_between(last, self.line)

    def _is_blank_between(self, first: int, last: int) -> bool:
        """Whether nothing stands between two lines."""
        starts = self.source.line_starts
        return not self.source.text[starts[first] if first < len(starts) else -1 : starts[last - 1]].strip()
