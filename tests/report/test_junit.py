from __future__ import annotations

import re
from xml.etree.ElementTree import Element

from tests.report.formats import check_junit
from tests.report.samples import CONTROLS, at, diagnostic, report, source
from zeplint.diagnostic import Diagnostic, Place, Severity
from zeplint.report import render

ONE = source("# ZEP 1\n\nStatus: Drafted\n", "a.md")


def suites(*diagnostics: Diagnostic, linted: tuple[str, ...] = ("a.md", "b.md")) -> Element:
    return check_junit(render("junit", report(*diagnostics)._replace(linted=linted), color=True, width=80))


def test_one_suite_for_each_file() -> None:
    finding = diagnostic(
        at(ONE, "Drafted"),
        'Drafted is no "status"',
        statements=("S28",),
        related=(at(ONE, "ZEP 1", "named here"),),
        help_text="allowed: Draft",
        severity=Severity.WARNING,
    )
    assert render("junit", report(finding)._replace(linted=["a.md", "b.md"]), color=True, width=80) == (
        """\
<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="zeplint" tests="2" failures="1" errors="0" skipped="0" time="0">
  <testsuite name="a.md" tests="1" failures="1" errors="0" skipped="0" time="0">
    <testcase name="ZEP301 status-value (3:9)" classname="a.md" file="a.md" time="0" line="3">
      <failure message="Drafted is no &quot;status&quot;" type="warning">a.md:3:9: warning ZEP301 Drafted is no "status"
related: a.md:1:3: named here
allowed: Draft
ZEP 0, Review and Resolution (S28)</failure>
    </testcase>
  </testsuite>
  <testsuite name="b.md" tests="1" failures="0" errors="0" skipped="0" time="0">
    <testcase name="no findings" classname="b.md" time="0" />
  </testsuite>
</testsuites>
"""
    )


def test_a_clean_run_has_passed() -> None:
    root = suites()
    assert (root.get("tests"), root.get("failures")) == ("2", "0")


def test_a_file_that_is_gone_has_a_suite() -> None:
    root = suites(diagnostic(Place(source("", "gone.md"))))
    assert [suite.get("name") for suite in root] == ["a.md", "b.md", "gone.md"]


def test_a_line_is_no_command_to_githubs_runner() -> None:
    found = diagnostic(at(ONE, "Drafted"), "no status", help_text="::error::forged ##[error]too")
    text = render("junit", report(found), color=False, width=80)
    assert re.search(r"(?m)^\s*::|##\[", text) is None
    assert "\n::error::forged ##[error]too" in (next(suites(found).iter("failure")).text or "")


def test_hostile_text_is_xml() -> None:
    text = f"{CONTROLS}\ufffe\uffff<script>]]>&amp;'\""
    made = source("x", "a.md", f"dr{text}aft.md")
    root = suites(diagnostic(Place(made), text, help_text=text))
    (failure,) = root.iter("failure")
    message = failure.get("message") or ""
    assert message.isprintable()
    assert "<script>]]>&amp;'\"" in message
