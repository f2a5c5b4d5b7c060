"""Comments that switch a rule off for a line or a file: what they say, what they cover, how they go; `writing` makes them.

``zeplint: ignore[ZEP304] reason`` covers the line that the comment stands on or, alone on its line, the
next one, with all of a block of code that begins there; in reStructuredText, where no comment stands behind text, with
all of a paragraph or heading. ``ignore-file[...]`` covers the file. A rule is named by its code or its name.
"""

from __future__ import annotations

from collections.abc import Iterable

from zeplint.diagnostic import Place
from zeplint.document import MARKER, RST, Comment, Document, Text
from zeplint.edits.removal import is_alone, is_blank, lines_of
from zeplint.nearest import nearest
from zeplint.patterns import pattern
from zeplint.record import NamedTuple
from zeplint.rulebook import Rulebook
from zeplint.source import Source, Span

LINE = "ignore"
FILE = "ignore-file"
KINDS = (LINE, FILE)

_DIRECTIVE = pattern(r"zeplint:[ \t]*(?P<kind>[\w-]+)[ \t]*(?:\[(?P<codes>[^\[\]]*)\])?")
_CODE = pattern(r"[^,\s]+")


class Suppression(NamedTuple):
    """One suppression comment.

    `kind` is what it asks for, right or wrong; `codes` are the codes and names as written. `line` and `last` are
    the first and the last 1-based line that it covers, 0 for the whole file.
    """

    comment: Comment
    kind: Text
    codes: tuple[Text, ...]
    reason: str
    line: int
    last: int


class Suppressions:
    """The suppression comments of one document, in order, and the codes in them that were of use.

    `used` holds the spans of those codes.
    """

    __slots__ = ("_by_line", "_first_of", "comments", "used")

    def __init__(self, comments: Iterable[Suppression]) -> None:
        self.comments = tuple(comments)
        self.used: set[Span] = set()
        self._by_line: dict[int, list[Suppression]] = {}
        for suppression in self.comments:
            if suppression.kind.text in KINDS:
                self._by_line.setdefault(suppression.line, []).append(suppression)
        # By each line below the first of what is covered together, that first one.
        self._first_of = {
            line: first
            for first, last in {(each.line, each.last) for each in self.comments}
            for line in range(first + 1, last + 1)
        }

    def cover(self, place: Place, code: str, name: str) -> bool:
        """Whether a finding at `place`, of the rule of that code and name, is covered; notes what covers it."""
        line = place.source.position(place.span.start).line if place.span else 0
        hits = [
            text.span
            for number in {0, line, self._first_of.get(line, line)}
            for suppression in self._by_line.get(number, ())
            if suppression.line <= line <= suppression.last or not suppression.line
            for text in suppression.codes
            if text.text.upper() == code or text.text.lower() == name
        ]
        self.used.update(hits)
        return bool(hits)


class Outcome(NamedTuple):
    """How the suppressions of one document fared: what the rules about suppressions judge.

    `active` are the codes of the rules that ran on the document. `reasons` says whether every
    suppression is to give a reason.
    """

    suppressions: Suppressions
    active: frozenset[str]
    rulebook: Rulebook
    reasons: bool


def read_suppressions(document: Document) -> Suppressions | None:
    """The suppression comments of a document, or None; a text without the marker is not parsed for them."""
    source = document.source
    if MARKER not in source.text:
        return None
    found: list[Suppression] = []
    # The line that each comment alone on its lines speaks of, by its own first line: a comment above
    # another speaks of what that one speaks of.
    covered: dict[int, int] = {}
    together = blocks(document)
    for comment in reversed(document.comments):
        first = source.position(comment.span.start).line
        line = _covered_line(comment.span, source)
        last = line
        if line != first:
            line = covered[first] = covered.get(line, line)
            last = together.get(line, line)
        if suppression := _read(comment, source, line, last):
            found.append(suppression)
    return Suppressions(reversed(found)) if found else None


def blocks(document: Document) -> dict[int, int]:
    """The lines that a comment alone above the first covers together, by that one the last of them."""
    source, body = document.source, document.body
    spans = [code.span for code in body.code]
    if document.markup == RST:
        spans += (prose.span for prose in body.prose)
        spans += (section.heading for section in body.sections)
    found: dict[int, int] = {}
    for span in spans:
        first, last = lines_of(source, span)
        if last > found.get(first, first):
            found[first] = last
    return found


def _read(comment: Comment, source: Source, line: int, last: int) -> Suppression | None:
    if not comment.text.lstrip().startswith(MARKER):
        return None
    start = source.text.find(MARKER, *comment.span)
    match = _DIRECTIVE.match(source.text, start, comment.span.end)
    if match is None:
        return None
    kind = Text(match["kind"], Span(*match.span("kind")))
    if match["codes"] is None and kind.text not in KINDS and nearest(kind.text, KINDS) is None:
        return None  # a remark about zeplint
    codes = _CODE.finditer(source.text, *match.span("codes")) if match["codes"] else ()
    reason = source.text[match.end() : comment.span.end].removesuffix("-->").strip()
    return Suppression(
        comment,
        kind,
        tuple(Text(code[0], Span(*code.span())) for code in codes),
        reason,
        0 if kind.text == FILE else line,
        0 if kind.text == FILE else last,
    )


def _covered_line(span: Span, source: Source) -> int:
    first, last = lines_of(source, span)
    if not is_alone(source, span):
        return first
    for line in range(last + 1, len(source.line_starts) + 1):
        if not is_blank(source, line):
            return line
    return last + 1


def without_code(suppression: Suppression, index: int) -> Span:
    """What to delete so that one of several codes is gone: it and one comma."""
    codes = suppression.codes
    if index + 1 < len(codes):
        return Span(codes[index].span.start, codes[index + 1].span.start)
    return Span(codes[index - 1].span.end, codes[index].span.end)
