"""What docutils reports of a text, in words that do not change with docutils.

docutils' messages are English sentences, not codes, and differ from version to version: here each becomes
a `Problem` of a kind, or of a general one that quotes docutils. Its notes (level INFO) are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from zeplint.document import Problem
from zeplint.source import Source, Span

WARNING = 2
ERROR = 3

# What docutils reports because it must neither read nor reach anything else: no fault of the text.
OURS = re.compile(r'"[\w-]+" directive disabled|raw .* roles disabled|File and URL access deactivated')
# What docutils adds where the directive of a substitution comes to nothing, as it has just said.
EMPTY = re.compile(r"Substitution definition .* empty or invalid", re.DOTALL)

# Kinds by the beginning of docutils' messages; the group, if there is one, is the problem's text.
KINDS = tuple(
    (kind, re.compile(start, re.DOTALL))
    for kind, start in (
        ("unclosed", r"Inline (.+) start-string without end-string"),
        ("two-roles", r"(?:Multiple roles in|Mismatch: both) interpreted text"),
        ("unknown-role", r'Unknown interpreted text role "(.*)"'),
        ("unknown-directive", r'Unknown directive type "(.*)"'),
        ("no-blank-line", r"(.+) ends without a blank line"),
        ("no-blank-line", r"Blank line required after (table)"),
        ("indented", r"Unexpected indentation"),
        ("table", r"Malformed table\.\s*(.*)"),
        ("title-level", r"Inconsistent title style|Title level inconsistent|A level \d+ section cannot"),
        ("short-underline", r"Title underline too short"),
        ("short-overline", r"Title overline too short"),
        ("misplaced-title", r"Unexpected section title"),
        ("title-lines", r"Incomplete section title|Invalid section title|Missing matching underline"),
        ("title-lines", r"Title overline & underline mismatch"),
        ("no-literal", r"Literal block expected"),
        ("literal-quotes", r"Inconsistent literal block quoting"),
        ("no-content", r"(Footnote|Citation) content expected"),
        ("no-content", r"(Substitution definition) .*(?:missing contents|empty or invalid)"),
        ("no-content", r'Content block expected for (the ".*" directive)'),
        ("duplicate-name", r'Duplicate explicit target name: "(.*)"'),
        ("duplicate-name", r'Duplicate substitution definition name: "(.*)"'),
        ("no-target", r"malformed hyperlink target"),
        ("directive", r'Error in (".*" directive:.*)'),
        ("directive", r'Error parsing content block for the (".*" directive:.*)'),
    )
)
# The kinds whose text is a name, which is then the place.
NAMES = frozenset(("unknown-directive", "unknown-role"))
# A problem with a block and, by docutils' name for the block, the end that is reported as well.
ENDS = frozenset((("indented", "Block quote"), ("table", "table")))
# A target whose name has no colon behind it.
TARGET = re.compile(r"\.\. _(?P<name>[^:`\n]+?) +(?P<address>https?://\S+)$")
# What closes inline markup, by docutils' names for the constructs.
CLOSING = {
    "emphasis": "*",
    "strong": "**",
    "literal": "``",
    "substitution_reference": "|",
    "target": "`",
}
BACKQUOTE = "`"
# What announces a literal block, at the end of a paragraph.
LITERAL = "::"
# What docutils before 0.22 says of a table.
OLD_WORDS = {
    "Bottom/header table border does not match top border": "Bottom border or header rule does not match top border"
}


class Reports:
    """The messages of one parse, each with its place once it is known.

    docutils gives the line of a message about a block. About inline markup it gives the first line of the
    block: whoever knows better says so with `place`.
    """

    def __init__(self) -> None:
        self.messages: list[Any] = []
        self.places: dict[int, Span] = {}

    def observe(self, message: Any) -> None:
        """Take note of a message, as the observer of docutils' reporter."""
        if message["level"] >= WARNING:
            self.messages.append(message)

    def place(self, messages: list[Any], span: Span) -> None:
        """Say where in the text the cause of some messages stands."""
        for message in messages:
            if message["level"] >= WARNING:  # the others are let go of, and their ids used again
                self.places[id(message)] = span

    def problems(self, source: Source) -> list[Problem]:
        """The problems in the text of `source`, in the order of the messages: see `without_ends`."""
        found: list[Problem] = []
        reported = 0
        for message in self.messages:
            text = message.children[0].astext()
            before, reported = reported, message.get("line") or 1
            if OURS.match(text) or (before >= reported and EMPTY.match(text)):
                continue
            span = self.places.get(id(message)) or _line(source, reported)
            found.append(_problem(source, message["level"], text, span))
        return found


def without_ends(problems: Iterable[Problem]) -> Iterator[Problem]:
    """The problems, each once, but for the end of what docutils has reported the beginning of, straight before it."""
    kind = ""
    # docutils before 0.22 reads some titles, and reports what is wrong with them, once for each level above.
    for problem in dict.fromkeys(problems):
        if problem.kind != "no-blank-line" or (kind, problem.text) not in ENDS:
            kind = problem.kind
            yield problem


def _line(source: Source, line: int) -> Span:
    """What stands on a line, or on the nearest above it that is not blank, without the blanks at its ends."""
    for number in range(min(line, len(source.line_starts)), 0, -1):
        span = source.strip(source.line_span(number))
        if span.start < span.end:
            return span
    return Span(0, 0)


def _problem(source: Source, level: int, text: str, span: Span) -> Problem:
    for kind, pattern in KINDS:
        if match := pattern.match(text):
            detail = " ".join((match[1] if pattern.groups else "").split()).rstrip(".")
            if kind == "no-literal":
                span = _announcing(source, span)
            elif kind == "table":
                detail, span = _of_table(source, detail, span)
            elif kind == "unclosed":
                detail = CLOSING.get(detail, BACKQUOTE)
            elif kind == "no-target":
                if written := TARGET.match(source.slice(span)):
                    detail = f".. _{written['name']}: {written['address']}"
                    return Problem("target-colon", detail, span)
                break
            elif kind in NAMES:
                start = source.text.find(detail, *span)
                span = Span(start, start + len(detail)) if start >= 0 else span
            return Problem(kind, detail, span)
    return Problem("error" if level >= ERROR else "warning", " ".join(text.split()).rstrip("."), span)


def _announcing(source: Source, span: Span) -> Span:
    """The nearest mark above a place that announces a literal block: docutils names the line where that should be."""
    for number in range(source.position(span.start).line, 0, -1):
        end = source.strip(source.line_span(number)).end
        if source.text.startswith(LITERAL, end - len(LITERAL)):
            return Span(end - len(LITERAL), end)
    return span


def _of_table(source: Source, detail: str, span: Span) -> tuple[str, Span]:
    """What is wrong with a table, and on which line: docutils before 0.22 does not say, or in other words."""
    if detail:
        return OLD_WORDS.get(detail, detail), span
    first = source.position(span.start).line
    width = len(source.slice(span))
    for line in range(first, len(source.line_starts) + 1):
        row = source.strip(source.line_span(line))
        text = source.slice(row)
        if not text.startswith(("+", "|")):
            break
        if len(text) != width or text[-1] not in "+|":
            return "Right border not aligned or missing", row
        span = row
    return "Bottom border missing or corrupt", span
