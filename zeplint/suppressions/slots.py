"""Where a suppression comment may stand: for a line of a document, or for all of it, the best place first.

None of this is certain: what a place does to the text is seen when the text is read again. Excluded here is what
reading does not show, such as a list that a comment cuts in two.
"""

from __future__ import annotations

from collections.abc import Iterator

from zeplint.document import FIELDS, LINES, RST, Document, FrontMatter
from zeplint.edits.removal import is_blank
from zeplint.patterns import pattern
from zeplint.record import NamedTuple
from zeplint.suppressions.wording import EXPLICIT, HASH, HTML

# What begins with its first line and goes on in others: an item of a list, a quote, a row of a table; and an
# attribute list, which speaks of what stands straight above it.
_PART = pattern(r"[ \t]*(?:(?:[*+-]|\(?(?:\d{1,9}|#|[A-Za-z]|[ivxlcIVXLC]+)[.)])[ \t]|>|\||\{:)")
_FIELD = pattern(r"[ \t]*:[^:\s][^:]*:(?:[ \t]|$)")
# A target stands for what comes next, and for nothing where that is a comment.
_TARGET = pattern(r"[ \t]*(?:\.\. _|__ )")
_COMMENT = pattern(r"[ \t]*<!--.*-->[ \t]*$")
_HEADING = pattern(r" {0,3}#{1,6}[ \t]")
_BREAK = pattern(r"(?:\\|[ \t])+\Z")


class Slot(NamedTuple):
    """A place for a comment: the offset, what to write around it there, and in which dialect."""

    offset: int
    lead: str
    dialect: str
    tail: str


def slots_for_line(document: Document, line: int, end: int) -> list[Slot]:
    """The places from which a comment may cover 1-based line `line`, on which a finding ends at offset `end`."""
    front_matter = document.preamble.front_matter
    start = document.source.line_span(line).start
    if front_matter and start < front_matter.span.end:
        return _in_front_matter(document, front_matter, line)
    return _rst(document, line) if document.markup == RST else _markdown(document, line, end)


def slots_for_file(document: Document) -> list[Slot]:
    """The places for a comment that covers all of a document: above its title, or in its front matter."""
    source, front_matter = document.source, document.preamble.front_matter
    dialect = EXPLICIT if document.markup == RST else HTML
    if front_matter is None:
        gap = "" if is_blank(source, 1) else "\n"
        return [Slot(0, "", dialect, f"\n{gap}")]
    end = front_matter.span.end
    last = source.position(end).line
    follows = last < len(source.line_starts) and not is_blank(source, last + 1)
    fence = source.line_span(last).start
    return [Slot(end, "\n\n", dialect, "\n" if follows else ""), Slot(fence, "", HASH, "\n")]


def _in_front_matter(document: Document, front_matter: FrontMatter, line: int) -> list[Slot]:
    source = document.source
    span = source.line_span(line)
    if front_matter.error or line == 1 or span.end == front_matter.span.end:
        return []  # what is broken is told of in another place once a line is put in; and the fences
    return [_own_line(document, line, HASH, "\n"), Slot(source.strip(span).end, " ", HASH, "")]


def _own_line(document: Document, line: int, dialect: str, tail: str) -> Slot:
    span = document.source.line_span(line)
    text = document.source.slice(span)
    return Slot(span.start, text[: len(text) - len(text.lstrip())], dialect, tail)


def _markdown(document: Document, line: int, end: int) -> list[Slot]:
    source = document.source
    span = source.line_span(line)
    text = source.slice(span)
    if text.lstrip().startswith("{:"):
        return []
    broken = _BREAK.search(text)
    behind = Slot(span.end - (len(broken[0]) if broken else 0), " ", HTML, "")
    within = [Slot(end, " ", HTML, "")] if span.start < end < behind.offset else []
    if _PART.match(text):
        return [behind, *within]
    # A comment straight above speaks of this line, too, perhaps to another program.
    first, above = line, _above(document, line)
    while _COMMENT.match(above):
        first, above = first - 1, _above(document, first - 1)
    own = _own_line(document, first, HTML, "\n")
    apart = first < line or not above.strip() or _HEADING.match(above)
    return [own, behind, *within] if apart else [behind, *within, own]


def _rst(document: Document, line: int) -> list[Slot]:
    """Explicit markup stands between blank lines, or at the top."""
    source, preamble = document.source, document.preamble
    text = source.slice(source.line_span(line))
    if line > 1 and not is_blank(source, line - 1):
        return []
    start = source.line_span(line).start
    if preamble.form in (FIELDS, LINES) and preamble.headers[0].span.start < start < preamble.end:
        return []
    above = next(_lines_above(document, line), "")
    if _TARGET.match(above):
        return []
    part = next((part for part in (_PART, _FIELD) if part.match(text)), None)
    if part and (part.match(above) or _indent(above) > _indent(text)):
        return []
    return [_own_line(document, line, EXPLICIT, "\n\n")]


def _lines_above(document: Document, line: int) -> Iterator[str]:
    """The lines above `line` that are not blank, from the nearest on."""
    source = document.source
    for number in range(line - 1, 0, -1):
        if not is_blank(source, number):
            yield source.slice(source.line_span(number))


def _above(document: Document, line: int) -> str:
    source = document.source
    return source.slice(source.line_span(line - 1)) if line > 1 else ""


def _indent(text: str) -> int:
    return len(text) - len(text.lstrip())
