"""Slips that Markdown passes in silence, because it has no errors: marks that stay text, and a fence that takes in what follows.

The kinds of these problems are `KINDS`. The text of one is what closes what was opened, or what was meant.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from zeplint.document import TORN, Problem
from zeplint.patterns import pattern
from zeplint.source import Span

KINDS = TORN | frozenset(("glued-heading", "unclosed", "unopened"))

_MARGIN = " \t>"
_SHORTEST_FENCE = 3
_OPENING_FENCE = pattern(r"^[ \t]*(?P<fence>`{3,}|~{3,})[ \t]*[A-Za-z][\w+-]*[ \t]*$", 8)
# Marks that stand at one word only: neither an operator, a wildcard, nor an argument of a function.
_MARKS = pattern(
    r"(?P<open>(?<![\w*`\\/(])(?<!, )(?:\*\*(?=\w)(?!kw)|`(?=\w)(?![^`'\r\n]{1,60}')))"
    r"|(?P<close>(?<=[\w)\]])(?:\*\*(?![\w*/.`])|`(?![\w`'])))"
)
_HEADING = pattern(r"(?P<marks>#{2,6})(?=[A-Za-z])")


def around_fence(text: str, span: Span, code: str) -> Iterator[Problem]:
    """What is wrong with the fences of a block at `span` that holds `code`."""
    first = text.find("\n", *span)
    opening = text[span.start : span.end if first < 0 else first].strip()
    mark = opening[:1]
    fence = opening[: len(opening) - len(opening.lstrip(mark))]
    if mark in code and any(match["fence"].startswith(fence) for match in _OPENING_FENCE.finditer(code)):
        yield Problem("nested-fence", fence, Span(span.start, span.start + len(opening)))
        return
    last = text[text.rfind("\n", *span) + 1 : span.end].strip(_MARGIN)
    if first < 0 or len(last) < _SHORTEST_FENCE or last.strip(mark):
        yield Problem("unclosed-fence", fence, Span(span.start, span.start + len(opening)))


def in_block(
    text: str, kind: str, start: int, stretches: Sequence[tuple[int, int, bool]]
) -> Iterator[Problem]:
    """The first mark in the plain text of a block from `start` on that nothing closes or opens, and a heading that is none."""
    if kind == "paragraph" and (match := _HEADING.match(text, start)) and text[start - 1 : start] in "\r\n":
        yield Problem("glued-heading", f"{match['marks']} ", Span(*match.span()))
    for first, last, _ in stretches:
        for match in _MARKS.finditer(text, first, last):
            # A mark behind a word in a table may lead to a note below it.
            if match.lastgroup == "open" or kind != "cell":
                problem = "unclosed" if match.lastgroup == "open" else "unopened"
                yield Problem(problem, match[0], Span(*match.span()))
                return
