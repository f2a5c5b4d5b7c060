"""Every example of every rule file, in every form: the rule files are the specification."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pytest

from tests.rule_examples import BENCH, RULEBOOK
from zeplint.rulebook import Rule, rule_from, rules_directory
from zeplint.rulebook.files import read_rules
from zeplint.ruletest import judge

RULES: list[Mapping[str, Any]] = list(read_rules(rules_directory()))
FILE_RULES = ("ZEP1",)
HEADER_RULES = ("ZEP2", "ZEP3", "ZEP4")

Example = Mapping[str, Any]


def examples_of(wanted: Callable[[Rule, Example], bool]) -> pytest.MarkDecorator:
    """Run a test on each example that `wanted` says, given the rule and the example."""
    parameters = [
        pytest.param(rule, example, id=f"{rule.code}-{example['title']}")
        for data in RULES
        for rule in [rule_from(data)]
        for example in data["examples"]
        if wanted(rule, example)
    ]
    return pytest.mark.parametrize(("rule", "example"), parameters)


def is_fixed(_rule: Rule, example: Example) -> bool:
    return bool(example.get("fixed"))


each_rule = pytest.mark.parametrize("data", RULES, ids=lambda data: data["code"])


@each_rule
def test_a_rule_has_a_reporting_and_a_silent_example(data: Mapping[str, Any]) -> None:
    assert list(judge.is_shown(data)) == []


def test_codes_and_names_are_unique() -> None:
    assert len({data["code"] for data in RULES}) == len({data["name"] for data in RULES}) == len(RULES)


@each_rule
def test_rules_about_files_and_headers_are_known_by_their_checks(data: Mapping[str, Any]) -> None:
    rule = rule_from(data)
    assert not judge.is_about_files(rule) or rule.code.startswith(FILE_RULES)
    assert judge.is_about_headers(rule) or not rule.code.startswith(HEADER_RULES) or "front" in rule.name


@examples_of(lambda rule, example: True)
def test_reports(rule: Rule, example: Example) -> None:
    assert list(judge.reports(BENCH, rule, example)) == []


@examples_of(lambda rule, example: not judge.is_about_files(rule))
def test_same_in_every_encoding(rule: Rule, example: Example) -> None:
    assert list(judge.same_in_every_encoding(BENCH, rule, example)) == []


@examples_of(lambda rule, example: judge.is_about_headers(rule))
def test_same_in_every_form_of_header_block(rule: Rule, example: Example) -> None:
    assert list(judge.same_in_every_form(BENCH, rule, example)) == []


@examples_of(lambda rule, example: not is_fixed(rule, example))
def test_only_what_has_a_fixed_version_offers_a_fix(rule: Rule, example: Example) -> None:
    assert list(judge.only_what_is_fixed_offers_a_fix(BENCH, rule, example)) == []


@examples_of(is_fixed)
def test_fix(rule: Rule, example: Example) -> None:
    assert list(judge.fixes(BENCH, rule, example)) == []


@examples_of(lambda rule, example: judge.is_about_headers(rule) and is_fixed(rule, example))
def test_fix_writes_the_form_it_finds(rule: Rule, example: Example) -> None:
    assert list(judge.fixes_write_the_form_they_find(BENCH, rule, example)) == []


def test_every_rule_of_the_rulebook_has_a_check() -> None:
    from zeplint.checks import find_check

    for rule in RULEBOOK:
        assert callable(find_check(rule.check))
