"""The checks of links' texts and of code: total, and in time with the text."""

from __future__ import annotations

import pytest

from tests.bounded import ends_in_time
from tests.rule_examples import BENCH, RULEBOOK
from zeplint.checks import Context
from zeplint.checks.markup import references
from zeplint.collection import Collection, open_document
from zeplint.document import Body, Link, Problem
from zeplint.rulebook import load_process
from zeplint.ruletest.examples import Run
from zeplint.source import Source, Span
from zeplint.tree import MemoryTree

PROCESS = load_process("zep-2024")
PATH = "docs/zeps/draft/zep-0007.md"
TOP = "# ZEP 7 — Shorter keys\n\nStatus: Draft\n\n"


def messages(code: str, text: str) -> list[str]:
    rule = RULEBOOK.find(code)
    assert rule
    return [diagnostic.message for diagnostic in Run(BENCH, rule, {}, {PATH: TOP + text}).diagnostics]


@pytest.mark.parametrize("text", ["_" * 199, "a/" * 99, "a." * 99, "gh-" * 66, "issue " * 33, "#" * 199])
def test_a_long_text_of_a_link(text: str) -> None:
    with ends_in_time():
        assert messages("ZEP707", f"[{text}](https://github.com/a/b/issues/1)\n" * 200) == []


def test_many_articles_in_one_block() -> None:
    with ends_in_time():
        assert messages("ZEP805", "B A entry " * 300_000) == []


@pytest.mark.parametrize("language", ["json", "yaml", "toml", ""])
@pytest.mark.parametrize(
    "text", ["[" * 50_000, '{"a":' * 15_000, "a:\n - " * 1_000, '{"a": 1 ' * 9_000, "1 " * 40_000]
)
def test_a_long_block(language: str, text: str) -> None:
    with ends_in_time():
        messages("ZEP708", f"```{language}\n{text}\n```\n")


@pytest.mark.parametrize("language", ["json", "yaml", "toml"])
@pytest.mark.parametrize(
    "text", ["\x85 a: [", "\u2028{", "\ufffd", "{\r\n'", "\t- a: b: c", '"', "1e999999", "\x01"]
)
def test_odd_text(language: str, text: str) -> None:
    messages("ZEP708", f"```{language}\n{text}\n```\n")
    messages("ZEP708", f"```{language}\n{text}")


def test_many_links_and_references_to_nothing() -> None:
    place = Span(0, 0)
    links = tuple(Link(f"a{number}", "b", place, place, None, "bare") for number in range(30_000))
    problems = tuple(Problem("undefined-label", f"c{number}", place) for number in range(30_000))
    document = open_document(Source("docs/v3/core.rst", "Core\n====\n"), PROCESS)
    document._body = Body(links=links, problems=problems)
    context = Context(Collection(MemoryTree({}), PROCESS), "2024-11-05")
    with ends_in_time():
        assert len(list(references(document, context, citations=True))) == len(problems)


def test_blanks_at_the_end_of_a_line() -> None:
    page = 'Core\n====\n\nShows::\n\n    {\n        "a": 1,  \n    }\n'
    rule = RULEBOOK.find("ZEP708")
    assert rule
    (found,) = Run(BENCH, rule, {}, {"docs/v3/core.rst": page}).diagnostics
    assert found.place.span is not None
    assert page[slice(*found.place.span)] == ","
