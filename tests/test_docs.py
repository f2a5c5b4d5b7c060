"""The generated pages of docs/: made of what is there now, and of data that holds together."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from tools.coverage_page import Server, Statement, _row, read_servers, read_statements
from tools.docs import PAGES, REMEDY, stale_pages
from tools.precision_page import Found, _run, outlived, read_data, unjudged, verdict_of
from zeplint.rulebook import load_process, load_rulebook

CHECKOUT = Path(__file__).resolve().parent.parent
STATEMENTS = read_statements(CHECKOUT / "rules")
SERVERS = read_servers(CHECKOUT / "rules")


def squeezed(text: str) -> str:
    return "".join(text.split())


# Coverage


def test_every_statement_is_listed_once_and_in_order() -> None:
    assert [statement.number for statement in STATEMENTS] == [f"S{number}" for number in range(1, 63)]


@pytest.mark.parametrize("statement", STATEMENTS, ids=lambda statement: statement.number)
def test_every_quote_occurs_in_zep_0(statement: Statement, corpus: Path) -> None:
    text = squeezed((corpus.parent / "zep-0.txt").read_text(encoding="utf-8"))
    position = 0
    for part in statement.quote.split("..."):
        position = text.find(squeezed(part), position)
        assert position >= 0, part


@pytest.mark.parametrize("statement", STATEMENTS, ids=lambda statement: statement.number)
def test_a_statement_has_places_where_it_is_checked_or_a_reason(statement: Statement) -> None:
    assert set(statement.scope) <= {"document", "collection", "change", "page"}
    assert bool(statement.why) != bool(statement.scope)
    assert bool(statement.scope) or statement.number not in SERVERS


def test_every_statement_that_a_program_can_check_has_its_rule() -> None:
    checkable = [statement.number for statement in STATEMENTS if statement.scope]
    assert len(checkable) == 46
    assert [number for number in checkable if number not in SERVERS] == []


def test_a_row_links_the_files_of_the_rules_or_says_why_there_is_none() -> None:
    (server,) = [server for server in SERVERS["S28"] if server.rule.code == "ZEP304"]
    off = Server(server.rule._replace(enabled=False), server.path)
    link = "[ZEP304 missing-resolution](rules/ZEP304.md)"
    shared = ("S28", "Review and Resolution", "<a> | [b]")
    assert (
        _row(Statement(*shared, ["document"], ""), [server])
        == f"| S28 | “\\<a> \\| \\[b]” | document | {link} |"
    )
    assert _row(Statement(*shared, ["document"], ""), [off]).endswith(f"| {link} (off by default) |")
    assert _row(Statement(*shared, [], "People vote."), []).endswith("| - | People vote. |")


def test_what_is_said_beside_a_process_is_no_process() -> None:
    assert load_process("zep-2024").noun == "ZEP"
    assert (CHECKOUT / "rules/process/zep-2024.statements.yaml").is_file()


# Precision


@pytest.mark.parametrize(
    ("judgement", "verdict"), [("right: a typo", "right"), ("wrong", "wrong"), ("rightly so", ""), ("", "")]
)
def test_a_judgement_begins_with_its_verdict(judgement: str, verdict: str) -> None:
    assert verdict_of(judgement) == verdict


def test_findings_are_counted_by_rule_and_verdict() -> None:
    found = [
        Found("a.md:1:1", "ZEP101", "filename", "error", "x"),
        Found("b.md:1:1", "ZEP101", "filename", "info", "x"),
        Found("a.md", "ZEP904", "zep-deleted", "error", "x"),
    ]
    run: dict[str, Any] = {"arguments": ["a"], "judgements": {"a.md:1:1 ZEP101": "wrong: a name of old"}}
    lines: Sequence[str] = list(_run("A run", run, found))
    assert "| ZEP101 filename | error, info | 2 | 0 | 1 | 1 |" in lines
    assert "| ZEP904 zep-deleted | error | 1 | 0 | 0 | 1 |" in lines
    assert "| all | | 3 | 0 | 1 | 2 |\n" in lines
    assert "- a.md:1:1 ZEP101: wrong: a name of old" in lines


def test_every_judgement_says_right_or_wrong_and_why() -> None:
    for run in read_data(CHECKOUT)["runs"].values():
        for key, judgement in (run.get("judgements") or {}).items():
            assert verdict_of(judgement), key
            assert judgement.partition(":")[2].strip(), key
            assert load_rulebook().find(key.rpartition(" ")[2]), key


@pytest.mark.slow
def test_no_judgement_outlives_its_finding(corpus: Path) -> None:
    assert outlived(CHECKOUT) == []


@pytest.mark.slow
def test_every_finding_is_judged_and_none_is_wrong(corpus: Path) -> None:
    assert list(unjudged(CHECKOUT)) == []
    judgements = [
        judgement
        for run in read_data(CHECKOUT)["runs"].values()
        for judgement in (run.get("judgements") or {}).values()
    ]
    assert {verdict_of(judgement) for judgement in judgements} == {"right"}


# Both


@pytest.mark.slow
def test_every_page_is_as_it_would_be_made_now() -> None:
    assert dict.fromkeys(stale_pages(CHECKOUT), REMEDY) == {}


def test_every_page_is_there() -> None:
    assert [path for path in PAGES if not (CHECKOUT / path).is_file()] == []
