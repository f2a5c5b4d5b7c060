"""Checks of a document's markup: what its parser cannot make sense of, and what belongs to another markup."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from zeplint.checks import Context
from zeplint.checks.wording import excerpt
from zeplint.diagnostic import Edit, Finding, Fix, Place, Severity
from zeplint.document import RST, Document, Problem
from zeplint.source import Source


def syntax(
    document: Document, _context: Context, *, slight: Sequence[str], known: Sequence[str]
) -> Iterator[Finding]:
    """What docutils reports in a reStructuredText document (S50).

    `slight` are the kinds of problems that leave a page readable as it was meant: warnings. `known` are
    the roles and directives that the readers of these documents add to docutils' and Sphinx's.
    """
    if document.markup != RST:
        return
    for problem in document.body.problems:
        if problem.kind in NAMES and problem.text in known:
            continue
        values: dict[str, object] = {
            "text": problem.text,
            "found": excerpt(document.source.slice(problem.span)),
        }
        fix = None
        if problem.kind in NAMES:
            values["expected"], fix = _other_name(document.source, problem)
        elif problem.kind in LINES:
            width, fix = _longer_lines(document.source, problem)
            values["width"] = width
        severity = Severity.WARNING if problem.kind in slight else None
        yield Finding((Place(document.source, problem.span),), values, problem.kind, fix, severity)


# The problems with a name that is not known.
NAMES = frozenset(("unknown-directive", "unknown-role"))
# Where the title stands that a line is too short for, and which lines of its heading are to grow: both as
# lines below the problem's.
LINES = {"short-underline": (-1, (0,)), "short-overline": (1, (0, 2))}


def _other_name(source: Source, problem: Problem) -> tuple[str, Fix | None]:
    """The name that was probably meant, for a message, and the fix that writes it."""
    from zeplint.markup.sphinx import known_directives, known_roles
    from zeplint.nearest import nearest

    names: Iterable[str] = known_directives() if problem.kind == "unknown-directive" else known_roles()
    name = nearest(problem.text, sorted(names))
    if name is None or len(problem.text) < 3:
        return "one of docutils or Sphinx", None
    return f'"{name}"', Fix(f"Write {name}", False, (Edit(source, problem.span, name),))


def _longer_lines(source: Source, problem: Problem) -> tuple[int, Fix]:
    """How wide a title is, and the fix that makes the lines of its heading as long."""
    from docutils.utils import column_width

    title, lines = LINES[problem.kind]
    number = source.position(problem.span.start).line
    indent = problem.span.start - source.line_span(number).start
    width = column_width(source.slice(source.line_span(number + title)).rstrip()[indent:])
    adornment = source.text[problem.span.start] * width
    spans = (source.strip(source.line_span(number + line)) for line in lines)
    edits = tuple(Edit(source, span, adornment) for span in spans)
    return width, Fix(f"Make the line {width} characters long", True, edits)
