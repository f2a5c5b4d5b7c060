"""Checks of a document's markup: what its parser cannot make sense of, and what belongs to another markup."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from zeplint.checks import Context
from zeplint.checks.wording import excerpt
from zeplint.diagnostic import Edit, Finding, Fix, Place, Severity
from zeplint.document import RST, TORN, Document, Problem
from zeplint.patterns import pattern
from zeplint.source import Source, Span


def syntax(
    document: Document, _context: Context, *, slight: Sequence[str], known: Sequence[str]
) -> Iterator[Finding]:
    """What docutils reports in a reStructuredText document (S50).

    `slight` are the kinds of problems that leave a page readable as it was meant: warnings. `known` are
    the roles and directives that the readers of these documents add to docutils' and Sphinx's.
    """
    if document.markup != RST:
        return
    from zeplint.markup.foreign import KINDS

    for problem in document.body.problems:
        if problem.kind in KINDS or problem.kind.startswith(REFERENCES):
            continue
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
        elif problem.kind in MEANT:
            fix = Fix(f"Write {excerpt(problem.text)}", MEANT[problem.kind], (_edit(document, problem),))
        severity = Severity.WARNING if problem.kind in slight else None
        yield Finding((Place(document.source, problem.span),), values, problem.kind, fix, severity)


def foreign(document: Document, _context: Context, *, slight: Sequence[str]) -> Iterator[Finding]:
    """Marks of reStructuredText in a Markdown document, and the other way round (S50).

    `slight` are the kinds of problems that leave a page readable as it was meant: warnings.
    """
    problems = document.body.problems
    if not problems:
        return
    from collections import Counter

    from zeplint.markup.foreign import KINDS

    texts = Counter(_name(link.text) for link in document.body.links)
    texts.update(_link_name(problem) for problem in problems if problem.kind == "markdown-link")
    for problem in problems:
        if problem.kind in KINDS:
            found = document.source.slice(problem.span)
            shown = found.split("\n")[0] if problem.kind == "markdown-fence" else found
            values = {"found": excerpt(shown), "expected": _expected(problem)}
            fix = _translated(document, problem, found, texts)
            severity = Severity.WARNING if problem.kind in slight else None
            yield Finding((Place(document.source, problem.span),), values, problem.kind, fix, severity)


def slips(document: Document, _context: Context, *, slight: Sequence[str]) -> Iterator[Finding]:
    """Marks of a Markdown document that come to nothing: of emphasis, code, a heading or a block of code (S50).

    `slight` are the kinds of problems that leave a page readable as it was meant: warnings. Behind a block of
    code that is not closed, the next one is mostly the text between two others.
    """
    if document.markup == RST or not document.body.problems:
        return
    from zeplint.markup.markdown_slips import KINDS

    torn = False
    for problem in document.body.problems:
        if problem.kind not in KINDS or (torn and problem.kind == "unclosed-fence"):
            continue
        torn = torn or problem.kind in TORN
        values = {"text": problem.text.strip(), "found": excerpt(document.source.slice(problem.span))}
        fix = None
        if problem.kind == "glued-heading":
            fix = Fix("Add the blank", True, (_edit(document, problem),))
        severity = Severity.WARNING if problem.kind in slight else None
        yield Finding((Place(document.source, problem.span),), values, problem.kind, fix, severity)


def _expected(problem: Problem) -> str:
    return f": expected {excerpt(problem.text)}" if problem.text else ""


def _name(text: str) -> str:
    """What makes two references one to docutils."""
    return " ".join(text.split()).casefold()


def _link_name(problem: Problem) -> str:
    """The name that a link of Markdown would give its address in reStructuredText."""
    return _name(problem.text[1:].partition(" <")[0])


def _translated(document: Document, problem: Problem, found: str, texts: Mapping[str, int]) -> Fix | None:
    """The fix that says the same in the document's own markup; None where nobody knows how."""
    text = problem.text
    if problem.kind == "markdown-fence":
        text = _code_block(document.source, problem)
    elif problem.kind == "markdown-link" and text:
        # A name that stands for two addresses is an error: the link gets none.
        text = f"{text}_" if texts[_link_name(problem)] > 1 else text
    if not text:
        return None
    title = "Write it in " + ("reStructuredText" if document.markup == RST else "Markdown")
    # An anchor has another name in the other markup.
    return Fix(title, "(#" not in found, (Edit(document.source, problem.span, text),))


def _code_block(source: Source, problem: Problem) -> str:
    """A fenced block as reStructuredText writes it; empty where it is not closed, or runs into other text."""
    lines = [line.removesuffix("\r") for line in source.slice(problem.span).split("\n")]
    first = source.position(problem.span.start).line
    last = first + len(lines) - 1
    around = [number for number in (first - 1, last + 1) if 0 < number <= len(source.line_starts)]
    if len(lines) < 3 or any(source.slice(source.line_span(number)).strip() for number in around):
        return ""
    start = source.line_span(first).start
    indent = source.text[start : problem.span.start]
    content = lines[1:-1]
    while content and not content[-1].strip():
        content.pop()
    if not content or any(line.strip() and not line.startswith(indent) for line in content):
        return ""
    head = f".. code-block:: {problem.text}" if problem.text else "::"
    return "\n".join((head, "", *(f"{indent}   {line[len(indent) :]}".rstrip() for line in content)))


def references(document: Document, _context: Context, *, citations: bool) -> Iterator[Finding]:
    """References to what the document does not define: targets, labels, footnotes, substitutions (S16).

    A definition may stand in a block of code that is not closed: nothing is said then.

    `citations` says whether a citation has to be in the document, because no other page can have it.
    """
    source = document.source
    # Where a target has lost its colon, that is what is wrong.
    almost = {
        _name(p.text[4:].partition(": ")[0]) for p in document.body.problems if p.kind == "target-colon"
    }
    known: Mapping[str, str] | None = None
    lacking: dict[tuple[str, str], list[Problem]] = {}
    for problem in () if document.body.is_torn else document.body.problems:
        if not problem.kind.startswith(REFERENCES) or (problem.kind == CITATION and not citations):
            continue
        if _name(problem.text) in almost:
            continue
        if known is None:
            known = _defined_names(document)
        if problem.kind in NAMED and (name := _defined_name(known, problem.text)):
            values = {
                "text": problem.text,
                "found": excerpt(source.slice(problem.span)),
                "name": excerpt(name),
            }
            edit = _referring(document, problem, name)
            fix = Fix(f"Write {name}", False, (edit,)) if edit else None
            yield Finding((Place(source, problem.span),), values, f"misspelt-{problem.kind}", fix)
        else:
            # Of what has no name, each lacks its own.
            of = problem.text.casefold() or str(problem.span.start)
            lacking.setdefault((problem.kind, of), []).append(problem)
    for (kind, _), problems in lacking.items():
        first = problems[0]
        places = (Place(source, first.span), *(Place(source, p.span, "here as well") for p in problems[1:]))
        yield Finding(places, {"text": first.text, "found": excerpt(source.slice(first.span))}, kind)


def _defined_names(document: Document) -> dict[str, str]:
    """The names that a document defines, by what they are compared by."""
    body = document.body
    names = [link.text for link in body.links if link.kind == "definition"]
    if document.markup == RST:
        names += (section.title for section in body.sections)
        names += (link.text for link in body.links if link.kind == "inline")
    return {_name(name): name for name in reversed(names)}


def _defined_name(known: Mapping[str, str], text: str) -> str:
    """The one of the `known` names that `text` is a slip for; empty if there is none or another."""
    from zeplint.nearest import slips

    found = slips(_name(text), known)
    return known[found[0][1]] if len(found) == 1 else ""


def _referring(document: Document, problem: Problem, name: str) -> Edit | None:
    """The edit that has a reference name what is meant; None for one in another form."""
    written = document.source.slice(problem.span)
    if problem.kind == "undefined-label":
        start = problem.span.start + written.rindex("[") + 1
        return Edit(document.source, Span(start, problem.span.end - 1), name)
    if written.endswith("__") or not written.endswith("_") or "<" in written or written.startswith("|"):
        return None
    quoted = name if _WORD.fullmatch(name) else f"`{name}`"
    return Edit(document.source, problem.span, f"{quoted}_")


# What a name may be that needs no marks around it.
_WORD = pattern(r"[A-Za-z\d]+(?:[.+:_-][A-Za-z\d]+)*")
# The kinds of problems with the name of a reference, and how all of those with a reference begin.
NAMED = frozenset(("undefined-label", "undefined-target"))
REFERENCES = ("ambiguous-", "undefined-")
CITATION = "undefined-citation"


def _edit(document: Document, problem: Problem) -> Edit:
    return Edit(document.source, problem.span, problem.text)


# The problems whose text is what was meant, and whether that is certain.
MEANT = {
    "glued-dots": True,
    "half-literal": False,
    "no-blank": True,
    "no-underscore": True,
    "one-colon": False,
    "role-colon": True,
    "target-colon": True,
}
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
