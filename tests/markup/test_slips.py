"""Slips in Markdown's links: found where they are certain, with exact spans."""

from __future__ import annotations

import pytest

from tests.bounded import ends_in_time
from tests.markup.bodies import parsed
from zeplint.markup.markdown import parse_body


def slips(text: str) -> list[tuple[str, ...]]:
    found = parsed(parse_body, text).slips
    return [(s.kind, *(text[slice(*span)] for span in (s.span, s.text_span, s.target_span))) for s in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[a] (https://b.c)", [("spaced", "[a] (https://b.c)", "a", "https://b.c")]),
        ("(a)[https://b.c]", [("reversed", "(a)[https://b.c]", "a", "https://b.c")]),
        ("[a](https://b.c", [("unclosed", "[a](https://b.c", "a", "https://b.c")]),
        ("[a](<https://b.c)", [("angle", "[a](<https://b.c)", "a", "https://b.c")]),
        ("[a](https://b.c/d e)", [("blank", "[a](https://b.c/d e)", "a", "https://b.c/d e")]),
        ("b ([a](https://b.c)", [("parenthesis", "(", "a", "[a](https://b.c)")]),
    ],
)
def test_slip(text: str, expected: list[tuple[str, ...]]) -> None:
    assert slips(text) == expected
    assert slips(f"- {text}\n") == expected


@pytest.mark.parametrize(
    "text",
    [
        "[a](https://b.c)",
        "[1] (https://b.c)",
        "[a] (b)",
        "a[i](https://b.c)",
        "`[a] (https://b.c)`",
        "    [a] (https://b.c)",
        "([a](https://b.c))",
        "[[a](https://b.c)]",
        "(a)[b]",
        "f(a)[0]",
        "\\[a] (https://b.c)",
        "[a](b c)",
        "[a](https://b.c 'a title')",
        "[a](  https://b.c  )",
    ],
)
def test_no_slip(text: str) -> None:
    assert slips(text) == []


@pytest.mark.parametrize(
    "unit", ["[a](https://b ", "[a] (", "(a)[https://b", "[a](<http://", "](", "([a](b)"]
)
def test_ends_in_time(unit: str) -> None:
    with ends_in_time():
        parsed(parse_body, unit * 20_000)
