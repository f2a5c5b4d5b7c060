"""Slips that docutils passes in silence, because what they make is valid: text of another kind.

The text of each problem is what was meant, in place of what stands at its span.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from zeplint.document import Comment, Problem, Prose
from zeplint.markup import sphinx
from zeplint.markup.rst_lines import Block
from zeplint.source import Span

# Roles whose names are no English words.
ROLES = frozenset(
    ("attr", "doc", "envvar", "exc", "func", "math", "meth", "mod", "numref", "pep", "ref", "rfc")
)
# Directives that take an argument or options, and those whose names head remarks as well.
REMARKS = frozenset(
    ("attention", "caution", "danger", "error", "hint", "important", "note", "tip", "title", "todo")
)
LONGEST_NAME = 30

_ADDRESS = re.compile(r"[^<>]*?(?P<blank>\s*)<(?:https?://|mailto:)[^<>\s]+>")
_ROLE = re.compile(
    r"(?<![\w:`]):(?P<spaced>[A-Za-z][\w:+.-]*): \Z|(?<![\w:`/.-])(?P<open>[a-z]+(?::[a-z]+)?):\Z"
)
_COLON = re.compile(r"(?P<name>[a-z][\w-]*):(?![:\w])[ \t]*(?P<rest>[^\n]*)")
_GLUED = re.compile(r"\.\.(?P<name>[a-z][\w:-]*)::(?![:\w])")


def around_text(block: Block, start: int, end: int) -> Iterator[Problem]:
    """What text in backquotes, of no role, was meant as: a link, a literal, or the text of a role."""
    text = block.text
    inner = text[start + 1 : end - 1]
    before = text[max(0, start - LONGEST_NAME) : start]
    address = _ADDRESS.fullmatch(inner)
    if address and address["blank"]:
        yield Problem("no-underscore", text[start:end] + "_", block.span(start, end))
    elif inner.endswith("`") and len(inner) > 1 and "`" not in inner[:-1]:
        yield Problem("half-literal", f"``{inner[:-1]}``", block.span(start, end))
    elif role := _ROLE.search(before):
        first = start - len(role[0])
        name = role["spaced"] or role["open"]
        if (
            name in ROLES
            or (":" in name and sphinx.is_role(name))
            or (role["spaced"] and sphinx.is_role(name))
        ):
            yield Problem("role-colon", f":{name}:{text[start:end]}", block.span(first, end))


def reference(block: Block, start: int, end: int) -> Iterator[Problem]:
    """A link whose address no blank parts from its text, which makes a name of both."""
    text = block.text
    inner = text[start:end].rstrip("_")
    address = _ADDRESS.fullmatch(inner[1:-1])
    if address and not address["blank"] and not inner.startswith("`<"):
        opening = text.rindex("<", start, end)
        yield Problem("no-blank", text[start:opening] + " " + text[opening:end], block.span(start, end))


def comment(comment: Comment) -> Iterator[Problem]:
    """A comment that a directive's second colon would make one."""
    match = _COLON.match(comment.text)
    if match is None or match["name"] not in sphinx.known_directives():
        return
    rest = match["rest"].strip()
    below = comment.text[match.end() :].strip()
    if (below and not rest) or (rest and match["name"] not in REMARKS and " " not in rest):
        start = comment.span.start
        yield Problem("one-colon", f".. {match['name']}::", Span(start, start + len(f".. {match['name']}:")))


def paragraph(text: str, block: Prose) -> Iterator[Problem]:
    """A paragraph that begins with a directive whose name no blank parts from the dots."""
    match = _GLUED.match(text, block.span.start)
    if match and (match["name"] in sphinx.known_directives() or ":" in match["name"]):
        yield Problem("glued-dots", f".. {match['name']}::", Span(*match.span()))
