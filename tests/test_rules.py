"""Every example of every rule file, in every form: the rule files are the specification."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pytest

from tests.rule_examples import RULEBOOK, Run, encodings, essence, fix_all, header_forms, report
from zeplint.rulebook import Rule, rule_from, rules_directory
from zeplint.rulebook.files import read_rules

RULES: list[Mapping[str, Any]] = list(read_rules(rules_directory()))
# Rules about files look at the very form that these tests vary; rules about headers see through all.
FILE_RULES = ("ZEP1",)
HEADER_RULES = ("ZEP2", "ZEP3", "ZEP4")


def examples_of(wanted: Callable[[Mapping[str, Any], Mapping[str, Any]], bool]) -> pytest.MarkDecorator:
    """Run a test on each example that `wanted` says, given the rule file and the example."""
    parameters = [
        pytest.param(rule_from(data), example, id=f"{data['code']}-{example['title']}")
        for data in RULES
        for example in data["examples"]
        if wanted(data, example)
    ]
    return pytest.mark.parametrize(("rule", "example"), parameters)


def is_about_headers(data: Mapping[str, Any], _example: Mapping[str, Any]) -> bool:
    return str(data["code"]).startswith(HEADER_RULES)


each_rule = pytest.mark.parametrize("data", RULES, ids=lambda data: data["code"])


@each_rule
def test_a_rule_has_a_reporting_and_a_silent_example(data: Mapping[str, Any]) -> None:
    reports = [bool(example["reports"]) for example in data["examples"]]
    assert set(reports) == {True, False}


def test_codes_and_names_are_unique() -> None:
    assert len({data["code"] for data in RULES}) == len({data["name"] for data in RULES}) == len(RULES)


@examples_of(lambda data, example: True)
def test_reports(rule: Rule, example: Mapping[str, Any]) -> None:
    run = Run(rule, example, example["files"])
    assert [report(diagnostic) for diagnostic in run.diagnostics] == example["reports"]
    assert not [d for d in run.everything if d.code == "ZEP003" and rule.code != "ZEP003"]


@examples_of(lambda data, example: not data["code"].startswith(FILE_RULES))
def test_same_in_every_encoding(rule: Rule, example: Mapping[str, Any]) -> None:
    expected = sorted(essence(d) for d in Run(rule, example, example["files"]).diagnostics)
    for name, files in encodings(example["files"]):
        found = sorted(essence(d) for d in Run(rule, example, files).diagnostics)
        assert found == expected, name


@examples_of(is_about_headers)
def test_same_in_every_form_of_header_block(rule: Rule, example: Mapping[str, Any]) -> None:
    run = Run(rule, example, example["files"])
    expected = sorted(essence(d) for d in run.diagnostics)
    for name, files in header_forms(example, run.process):
        found = sorted(essence(d) for d in Run(rule, example, files).diagnostics)
        assert found == expected, (name, files)


@examples_of(lambda data, example: not example.get("fixed"))
def test_only_what_has_a_fixed_version_offers_a_fix(rule: Rule, example: Mapping[str, Any]) -> None:
    assert [d.fix.title for d in Run(rule, example, example["files"]).diagnostics if d.fix] == []


@examples_of(lambda data, example: bool(example.get("fixed")))
def test_fix(rule: Rule, example: Mapping[str, Any]) -> None:
    before = Run(rule, example, example["files"])
    fixable = [d for d in before.diagnostics if d.fix]
    after = fix_all(rule, example, example["files"])
    changed = {path: text for path, text in after.items() if example["files"].get(path) != text}
    assert changed == example["fixed"]
    assert len(after) == len(example["files"])
    assert fix_all(rule, example, after) == after
    remaining = [essence(d) for d in Run(rule, example, after).diagnostics]
    assert len(remaining) == len(before.diagnostics) - len(fixable)
    known = {(d.code, d.message) for d in Run(rule, example, example["files"], everything=True).everything}
    new = {(d.code, d.message) for d in Run(rule, example, after, everything=True).everything} - known
    assert not {(code, message) for code, message in new if not code.startswith("ZEP00")}


@examples_of(lambda data, example: is_about_headers(data, example) and bool(example.get("fixed")))
def test_fix_writes_the_form_it_finds(rule: Rule, example: Mapping[str, Any]) -> None:
    run = Run(rule, example, example["files"])
    expected = sorted(
        essence(d) for d in Run(rule, example, fix_all(rule, example, example["files"])).diagnostics
    )
    for name, files in header_forms(example, run.process):
        fixed = fix_all(rule, example, files)
        assert sorted(essence(d) for d in Run(rule, example, fixed).diagnostics) == expected, (name, fixed)


def test_every_rule_of_the_rulebook_has_a_check() -> None:
    from zeplint.checks import find_check

    for rule in RULEBOOK:
        assert callable(find_check(rule.check))
