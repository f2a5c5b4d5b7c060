"""The edits that make one text of another, no larger than they need to be, so that a cursor stays where it is."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher

from zeplint.diagnostic import Edit
from zeplint.source import NEWLINE, Source, Span

# Comparing lines takes the square of their number where many differ.
MOST_LINES = 3000


def edits_between(source: Source, text: str) -> list[Edit]:
    """The edits that make `text` of a source, line by line where that is not too much work."""
    if source.text == text:
        return []
    before, after = _lines(source.text), _lines(text)
    head = _same(before, after)
    tail = _same(before[head:][::-1], after[head:][::-1])
    before, after = before[head : len(before) - tail], after[head : len(after) - tail]
    start = source.line_starts[head] if head < len(source.line_starts) else len(source.text)
    if len(before) + len(after) > MOST_LINES:
        return [_edit(source, start, before, after)]
    edits = []
    offsets = [start]
    for line in before:
        offsets.append(offsets[-1] + len(line))
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for tag, first, last, new_first, new_last in matcher.get_opcodes():
        if tag != "equal":
            edits.append(_edit(source, offsets[first], before[first:last], after[new_first:new_last]))
    return edits


def _edit(source: Source, start: int, before: list[str], after: list[str]) -> Edit:
    """The edit that replaces some lines, without what is the same at its ends."""
    old, new = "".join(before), "".join(after)
    same = _same(old, new)
    end = _same(old[same:][::-1], new[same:][::-1])
    while end and any(text[-end - 1 : -end] == "\r" and text[-end] == "\n" for text in (old, new)):
        end -= 1
    while same and any(text[same - 1] == "\r" and text[same : same + 1] == "\n" for text in (old, new)):
        same -= 1
    span = Span(start + same, start + len(old) - end)
    return Edit(source, span, NEWLINE.sub("\n", new[same : len(new) - end]))


def _same(one: Sequence[str], other: Sequence[str]) -> int:
    """How many items two sequences have in common at their beginnings."""
    return next(
        (index for index, (a, b) in enumerate(zip(one, other, strict=False)) if a != b),
        min(len(one), len(other)),
    )


def _lines(text: str) -> list[str]:
    """The lines of a text with their line ends."""
    lines, start = [], 0
    for match in NEWLINE.finditer(text):
        lines.append(text[start : match.end()])
        start = match.end()
    lines.append(text[start:])
    return lines
