from __future__ import annotations

from typing import Any

import pytest

from tests.report.formats import check_json
from tests.report.samples import CONTROLS, at, diagnostic, report, source
from zeplint.diagnostic import Diagnostic, Edit, Fix, Move, Place, Severity
from zeplint.report import render
from zeplint.source import Source, Span

MADE = source("# ZEP 1\r\n\r\nStatus 🦓é: Drafted\r\nType: Core\r\n")


def found(*diagnostics: Diagnostic) -> list[dict[str, Any]]:
    document = check_json("rdjson", render("rdjson", report(*diagnostics), color=True, width=80))
    listed: list[dict[str, Any]] = document["diagnostics"]
    return listed


def between(start: tuple[int, int], end: tuple[int, int]) -> dict[str, Any]:
    first, last = ({"line": line, "column": column} for line, column in (start, end))
    return {"start": first, "end": last}


def test_columns_count_bytes() -> None:
    fix = Fix("Write Draft", safe=True, edits=(Edit(MADE, at(MADE, "Drafted").span or Span(0, 0), "Draft"),))
    finding = diagnostic(
        at(MADE, "Drafted"), "no status", help_text="allowed: Draft", statements=("S28",), fix=fix
    )
    assert found(finding) == [
        {
            "message": "no status\nallowed: Draft\nZEP 0, Review and Resolution (S28)",
            "location": {"path": "draft/zep-0001.md", "range": between((3, 16), (3, 23))},
            "severity": "ERROR",
            "code": {"value": "ZEP301"},
            "suggestions": [{"range": between((3, 16), (3, 23)), "text": "Draft"}],
        }
    ]


def test_the_byte_order_mark_is_three_bytes_of_its_line() -> None:
    made = Source.from_bytes("zep-0001.md", b"\xef\xbb\xbf# ZEP 1\nx\n")
    one, two = found(diagnostic(at(made, "ZEP")), diagnostic(at(made, "x")))
    assert one["location"]["range"] == between((1, 6), (1, 9))
    assert two["location"]["range"] == between((2, 1), (2, 2))


def test_several_edits_are_one_suggestion() -> None:
    edits = (
        Edit(MADE, Span(len(MADE.text), len(MADE.text)), "Created: today\n"),
        Edit(MADE, at(MADE, "Drafted").span or Span(0, 0), "Draft"),
    )
    (one,) = found(diagnostic(at(MADE, "Drafted"), fix=Fix("Split it", safe=True, edits=edits)))
    assert one["suggestions"] == [
        {"range": between((3, 16), (5, 1)), "text": "Draft\r\nType: Core\r\nCreated: today\r\n"}
    ]


OTHER = source("x\n" * 30, "draft/zep-0002.md")


@pytest.mark.parametrize(
    "fix",
    [
        Fix("Another file", safe=True, edits=(Edit(MADE, Span(0, 1), ""), Edit(OTHER, Span(0, 1), ""))),
        Fix("A move", safe=True, edits=(Edit(MADE, Span(0, 1), ""),), moves=(Move("a", "b"),)),
        Fix("A byte order mark", safe=True, edits=(Edit(MADE, Span(-1, 0), ""),)),
        Fix("Nothing", safe=True),
    ],
    ids=lambda fix: fix.title,
)
def test_what_is_no_suggestion(fix: Fix) -> None:
    assert "suggestions" not in found(diagnostic(Place(MADE), fix=fix))[0]


def test_edits_far_apart_are_no_suggestion() -> None:
    edits = (Edit(OTHER, Span(0, 1), ""), Edit(OTHER, Span(58, 59), ""))
    (one,) = found(diagnostic(Place(OTHER), fix=Fix("All", safe=True, edits=edits)))
    assert "suggestions" not in one


def test_the_whole() -> None:
    result = report(diagnostic(Place(MADE), severity=Severity.INFO)._replace(url="https://example.org/1"))
    document = check_json("rdjson", render("rdjson", result, color=False, width=80))
    assert document["severity"] == "INFO"
    assert document["diagnostics"][0]["code"] == {"value": "ZEP301", "url": "https://example.org/1"}
    assert render("rdjson", report(), color=False, width=80) == (
        '{"source": {"name": "zeplint"}, "diagnostics": []}\n'
    )


def test_hostile_text() -> None:
    made = source("x", shown=f"dr{CONTROLS}aft.md")
    (one,) = found(diagnostic(Place(made), CONTROLS, help_text=CONTROLS))
    assert all(line.isprintable() for line in one["message"].split("\n"))
