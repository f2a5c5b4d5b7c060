"""Rules on a collection: which run where, how grave, and what a failing one costs."""

from __future__ import annotations

from typing import Any

from tests.rule_examples import RULEBOOK, TODAY
from zeplint.collection import Collection
from zeplint.diagnostic import Diagnostic
from zeplint.linter import Options, lint
from zeplint.process import Process
from zeplint.rulebook import Rule, Rulebook, load_process, rule_from
from zeplint.rulebook.files import extend
from zeplint.tree import MemoryTree

PROCESS = load_process("zep-2024")
ACCEPTED = (
    "# ZEP {number} — Keys\n\nAuthor: Ada <ada@example.org>\nStatus: Accepted\nType: Core\nCreated: {day}\n"
)
FIRST, SECOND = "docs/zeps/accepted/zep-0001.md", "docs/zeps/accepted/zep-0002.md"
FILES = {
    FIRST: ACCEPTED.format(number=1, day="2023-01-01"),
    SECOND: ACCEPTED.format(number=2, day="2025-01-01"),
}
BROKEN = rule_from(
    {
        "code": "OWN001",
        "name": "broken",
        "summary": "A rule whose parameters do not fit its check.",
        "enabled": True,
        "severity": "error",
        "scope": "proposal",
        "check": "status.required_by_status",
        "with": {"rolle": "resolution"},
        "message": "never said",
        "sources": [],
    }
)


def rule(code: str) -> Rule:
    return RULEBOOK.rules[code]


def run(
    *rules: Rule,
    files: dict[str, str] | None = None,
    paths: list[str] | None = None,
    process: Process = PROCESS,
    **options: Any,
) -> list[Diagnostic]:
    tree = MemoryTree(files or FILES)
    collection = Collection(tree, process)
    rulebook = Rulebook([*RULEBOOK, *rules])
    result = lint(collection, paths or list(files or FILES), rules, rulebook, Options(today=TODAY, **options))
    return list(result.diagnostics)


def places(diagnostics: list[Diagnostic]) -> list[tuple[str, str]]:
    return [(diagnostic.code, diagnostic.path) for diagnostic in diagnostics]


def test_findings_come_in_order_of_file() -> None:
    assert places(run(rule("ZEP304"))) == [("ZEP304", FIRST), ("ZEP304", SECOND)]


def test_only_the_named_files_are_reported() -> None:
    assert places(run(rule("ZEP304"), paths=[SECOND])) == [("ZEP304", SECOND)]


def test_a_failing_rule_is_a_finding_and_costs_no_other() -> None:
    found = run(BROKEN, rule("ZEP304"))
    assert places(found) == [("ZEP003", FIRST), ("ZEP304", FIRST), ("ZEP003", SECOND), ("ZEP304", SECOND)]
    assert "OWN001" in found[0].message
    assert "rolle" in found[0].message


def test_settings_decide_the_severity_before_the_process_and_the_rule() -> None:
    softer = Process("own", extend(PROCESS.data, {"rules": {"ZEP304": {"severity": "warning"}}}))
    labels = [
        run(rule("ZEP304"))[0].severity.label,
        run(rule("ZEP304"), process=softer)[0].severity.label,
        run(rule("ZEP304"), process=softer, severity={"missing-resolution": "info"})[0].severity.label,
    ]
    assert labels == ["error", "warning", "info"]


def test_a_rule_may_grow_graver_with_the_stage() -> None:
    escalating = rule("ZEP304")._replace(
        severity=rule("ZEP306").severity, escalate={"decided": rule("ZEP304").severity}
    )
    assert run(escalating)[0].severity.label == "error"


def test_a_process_may_start_a_rule_at_a_number_or_a_day() -> None:
    from_two = Process("own", extend(PROCESS.data, {"rules": {"ZEP304": {"applies-from": 2}}}))
    from_day = Process("own", extend(PROCESS.data, {"rules": {"ZEP304": {"applies-from": "2024-06-01"}}}))
    assert places(run(rule("ZEP304"), process=from_two)) == [("ZEP304", SECOND)]
    assert places(run(rule("ZEP304"), process=from_day)) == [("ZEP304", SECOND)]


def test_the_settings_may_start_a_rule_the_closest_selector_first() -> None:
    def found(code: str, applies_from: dict[str, int | str], **options: Any) -> list[str]:
        return [path for _, path in places(run(rule(code), applies_from=applies_from, **options))]

    assert found("ZEP304", {"ALL": 2}) == found("ZEP304", {"missing-resolution": 2, "ZEP3": 9}) == [SECOND]
    assert found("ZEP304", {"ZEP3": "2024-06-01"}) == [SECOND]
    assert found("ZEP304", {"ZEP4": 9}) == [FIRST, SECOND]
    from_nine = Process("own", extend(PROCESS.data, {"rules": {"ZEP304": {"applies-from": 9}}}))
    assert found("ZEP304", {"ALL": 2}, process=from_nine) == [SECOND]


def test_a_rule_for_any_document_starts_for_proposals_only() -> None:
    files = {**{path: f"{text}\nTODO\n" for path, text in FILES.items()}, "docs/index.md": "# Page\n\nTODO\n"}
    found = run(rule("ZEP803"), files=files, applies_from={"ALL": 2})
    assert [diagnostic.path for diagnostic in found] == ["docs/index.md", SECOND]


def test_ignored_in_some_files() -> None:
    ignores = [("docs/zeps/accepted/zep-0001*", ["ZEP3"])]
    assert places(run(rule("ZEP304"), per_file_ignores=ignores)) == [("ZEP304", SECOND)]


def test_a_suppression_covers_the_next_line() -> None:
    text = FILES[FIRST].replace("Status", "<!-- zeplint: ignore[ZEP304] by telephone -->\nStatus")
    files = {**FILES, FIRST: text}
    assert places(run(rule("ZEP304"), files=files)) == [("ZEP304", SECOND)]


def test_a_suppression_of_a_rule_that_does_not_run_is_not_unused() -> None:
    text = FILES[FIRST].replace("Status", "<!-- zeplint: ignore[ZEP205] -->\nStatus")
    assert places(run(rule("ZEP001"), files={FIRST: text})) == []
    assert places(run(rule("ZEP001"), rule("ZEP205"), files={FIRST: text})) == [("ZEP001", FIRST)]


def test_comments_can_be_left_unheard() -> None:
    text = FILES[FIRST].replace("Status", "<!-- zeplint: ignore[ZEP304] -->\nStatus")
    assert places(run(rule("ZEP304"), files={FIRST: text}, comments=False)) == [("ZEP304", FIRST)]
