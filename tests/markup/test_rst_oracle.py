"""What restructuredtext-lint reports, held against what a body says: each difference has its reason.

restructuredtext-lint runs docutils as it is shipped, so it knows none of Sphinx's names.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

import docutils
import pytest
import restructuredtext_lint

from zeplint.checks.markup import MEANT
from zeplint.document import Problem
from zeplint.markup.foreign import KINDS
from zeplint.markup.preamble import scan_preamble
from zeplint.markup.rst import parse_body
from zeplint.markup.rst_problems import WARNING
from zeplint.rulebook import load_process
from zeplint.source import Source

# What restructuredtext-lint calls of docutils will be removed.
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::PendingDeprecationWarning")


class Difference(NamedTuple):
    """A message of restructuredtext-lint that no problem answers, and why."""

    message: str
    reason: str


# A text that is another name is a name only since docutils 0.22, and so one that others can have as well.
SILENT = {*MEANT, *(["ambiguous-target"] if docutils.__version_info__ < (0, 22) else [])}

# The first that fits counts. Each is needed for the published pages.
DIFFERENCES = (
    Difference(
        r'Unknown directive type "(glossary|highlight|literalinclude|mermaid|toctree)"',
        "Sphinx, or an extension that the pages are built with, has the directive",
    ),
    Difference(
        r'Unknown interpreted text role "(c:type|class|doc|func|mod|ref)"',
        "Sphinx has the role",
    ),
    Difference(
        r'Error in "code-block" directive: unknown option: "dedent"',
        "docutils takes the directive for its own code, Sphinx's has more options",
    ),
    Difference(
        r'Unknown target name: "rfc2119"',
        "a citation, which Sphinx finds on another page: a problem that the rule leaves out by default",
    ),
)

SLIPS = """\
ZEP 1
===

Long heading
----

An *unclosed mark, ``another and `a third.

- a list
that ends

A paragraph
  indented

.. unheard:: of

:unheard:`of`

nowhere_ and |nothing| and [9]_

Literal::

none

.. image::

+---+
| a |
+--+

.. [1]

.. _a: b
.. _a: c

=====
Over
"""


def problems_of(path: str, text: str) -> list[Problem]:
    source = Source(path, text)
    body = parse_body(source, scan_preamble(source, load_process("nep").known_names))
    assert body.problem == ""
    return [problem for problem in body.problems if problem.kind not in KINDS]


def messages_of(path: str, text: str) -> list[tuple[int, str]]:
    """The line and the words of each message, in order."""
    found = restructuredtext_lint.lint(text, path)
    return [(m.line or 0, " ".join(m.message.split())) for m in found if m.level >= WARNING]


def unanswered(text: str, problems: Iterable[Problem], messages: Iterable[tuple[int, str]]) -> Iterator[str]:
    """The messages that no problem stands near: docutils names the first line of a block."""
    source = Source("zep-0001.rst", text)
    blocks = {_block(text, problem.span.start) for problem in problems}
    for line, message in messages:
        start = source.line_span(min(max(line, 1), len(source.line_starts))).start
        if _block(text, start) not in blocks and _block(text, max(0, start - 2)) not in blocks:
            yield message


def _block(text: str, offset: int) -> int:
    """The number of the block of lines without a blank one between them that an offset is in."""
    return len(re.findall(r"\n[ \t]*\n", text[:offset]))


def test_both_find_the_same_slips() -> None:
    problems = problems_of("zep-0001.rst", SLIPS)
    messages = messages_of("zep-0001.rst", SLIPS)
    assert list(unanswered(SLIPS, problems, messages)) == []
    # docutils before 0.22 says of a table that cannot be read that no blank line follows it as well.
    assert len(problems) >= sum(message != "Blank line required after table." for _, message in messages)


@pytest.fixture
def pages(corpus: Path) -> list[Path]:
    return sorted(path for name in ("neps", "zarr-specs") for path in (corpus / name).rglob("*.rst"))


def test_every_difference_on_the_published_pages_has_its_reason(pages: list[Path]) -> None:
    needed = set()
    for page in pages:
        text = page.read_text(encoding="utf-8")
        problems = [p for p in problems_of(page.name, text) if p.kind != "undefined-citation"]
        for message in unanswered(text, problems, messages_of(page.name, text)):
            reasons = [difference for difference in DIFFERENCES if re.match(difference.message, message)]
            assert reasons, (page.name, message)
            needed.add(reasons[0])
    assert needed == set(DIFFERENCES)


def test_nothing_else_is_found_but_slips_that_docutils_passes_in_silence(pages: list[Path]) -> None:
    for page in pages:
        text = page.read_text(encoding="utf-8")
        lines = {line for line, _ in messages_of(page.name, text)}
        source = Source(page.name, text)
        problems = [problem for problem in problems_of(page.name, text) if problem.kind not in SILENT]
        found = [source.position(problem.span.start).line for problem in problems]
        assert set(found) <= {line + more for line in lines for more in range(10)}, page.name
