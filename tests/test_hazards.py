"""Regular expressions of a user's own: those that could hang a run are refused, and only those."""

from __future__ import annotations

import re

import pytest

from tests.bounded import ends_in_time
from zeplint.hazards import LONGEST, hazard
from zeplint.rulebook import PATTERN_NAMES, load_rulebook

TEXT = "a" * 400 + " " * 100 + "!"


def as_list(value: str | list[str]) -> list[str]:
    return [value] if isinstance(value, str) else value


@pytest.mark.parametrize(
    "text",
    [
        r"(a+)+b",
        r"(a*)*b",
        r"(?:a{1,5})+b",
        r"(a|a)*b",
        r"(?:\w+\s?)+$",
        r"([a-z]+|\d+)*x",
        r"(?:a?a?)+b",
        r"(?=(a+)+b)",
        r"(?>(a+)+b)",
        r"(?:(a+)+b)++",
        r"((a+)b?){50}",
        r"(\w)\1+",
        r".*.*.*x",
        r"(?:[ab]x|bx)+c",
        r"(?:a+){20}b",
        r"(?:a{0,20}){0,20}b",
        r"a{0,20}a{0,20}a{0,20}a{0,20}b",
        r"(?:a?){20}b",
        r"(?:a|aa){1,20}b",
        r"(?:(?:aa|a)\w?b?|\w\w){9}!",
        r".*a.*(?:a|aa){9}b",
        "(?:" * 200 + "a?" + "){20}" * 200,
        "a" * (LONGEST + 1),
    ],
)
def test_what_could_take_for_ever_is_refused(text: str) -> None:
    assert hazard(text)


@pytest.mark.parametrize("text", ["(", "[a", "*", "(?P<a", "a{9999999999999}", "(" * 1000])
def test_what_is_none_is_refused(text: str) -> None:
    assert hazard(text).startswith("no regular expression: ")


@pytest.mark.parametrize(
    "text",
    [
        r"",
        r"\bslave\b",
        r"v(\d+)\.(\d+)",
        r"(?i)\bblack[- ]?list(?:s|ed|ing)?\b",
        r"(?:foo|bar)+",
        r"(?:[ab]|c)+",
        r"(?:.*a|.*b)",
        r"(?:\w++\s)+$",
        r"(?:\w++\s++){0,3}b",
        r"(?:have|has|had|having)? (?:been|being|be)? (?:a|an|any|all){1,2}",
        r"\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}",
        r"a{0,20}a{0,20}b",
        r"(?:a|aa){1,9}b",
        r"(?:[A-Z]\.){2,3}",
        r".*x.*y",
        r"\A[A-Z].*[^.]\Z",
    ],
)
def test_what_is_harmless_is_taken_and_ends_in_time(text: str) -> None:
    assert hazard(text) == ""
    with ends_in_time():
        re.compile(text).search(TEXT)


def test_the_rules_that_come_along_are_harmless() -> None:
    texts = [
        text
        for rule in load_rulebook()
        for name in PATTERN_NAMES
        for text in as_list(rule.parameters.get(name, []))
    ]
    assert texts
    assert {text: what for text in texts if (what := hazard(text))} == {}
