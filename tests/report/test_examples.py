"""Every example of every rule, in every format for programs."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from tests.report.formats import check_json, check_junit
from tests.rule_examples import BENCH, RULEBOOK
from zeplint.diagnostic import Diagnostic
from zeplint.process import cite
from zeplint.report import FORMATS, Report, render
from zeplint.rulebook import rule_from, rules_directory
from zeplint.rulebook.files import read_rules
from zeplint.ruletest.examples import Run

SCHEMA = Path(__file__).resolve().parents[2] / "zeplint" / "report" / "report.schema.json"


@cache
def validator() -> jsonschema.Draft202012Validator:
    return jsonschema.Draft202012Validator(json.loads(SCHEMA.read_text("utf-8")))


@pytest.mark.parametrize("data", list(read_rules(rules_directory())), ids=lambda data: data["code"])
def test_every_example_in_every_format(data: Mapping[str, Any]) -> None:
    runs = [Run(BENCH, rule_from(data), example, example["files"]) for example in data["examples"]]
    found: list[Diagnostic] = []
    for run in runs:
        found += run.everything
    # A file of one example is not that of another, though both are called the same.
    shown = sorted({place.source.shown for d in found for place in (d.place, *d.related)})
    report = Report(
        diagnostics=found,
        process=runs[0].process.name,
        linted=shown,
        proposals=0,
        suppressed=0,
        noun="ZEP",
        cite=lambda statement: cite([run.process for run in runs], statement),
        rules=tuple(rule for rule in RULEBOOK if rule.code in {d.code for d in found}),
        exit_code=1,
    )
    texts = {name: render(name, report, color=False, width=80) for name in FORMATS}
    for text in texts.values():
        assert text.endswith("\n")
    validator().validate(json.loads(texts["json"]))
    sarif = check_json("sarif", texts["sarif"])["runs"][0]
    assert [result["ruleId"] for result in sarif["results"]] == [d.code for d in found]
    rules = sarif["tool"]["driver"]["rules"]
    assert [rules[result["ruleIndex"]]["id"] for result in sarif["results"]] == [d.code for d in found]
    gitlab = check_json("gitlab", texts["gitlab"])
    assert len({issue["fingerprint"] for issue in gitlab}) == len(found)
    assert len(check_json("rdjson", texts["rdjson"])["diagnostics"]) == len(found)
    assert len(check_junit(texts["junit"]).findall("testsuite/testcase/failure")) == len(found)
    assert texts["concise"].count("\n") == texts["github"].count("\n") == len(found)
