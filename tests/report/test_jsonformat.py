from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from tests.report.samples import CONTROLS, at, diagnostic, rendered, report, source
from zeplint import __version__
from zeplint.diagnostic import Diagnostic, Edit, Fix, Move, Place, Severity
from zeplint.report import Report, render
from zeplint.source import Source, Span

ONE = source("# ZEP 1\r\n\r\nStatus: Drafted\r\n", "draft/ZEP0001.md")
TWO = source("# ZEP 2\nReplaces: 1\n", "draft/zep-0002.md")
RICH = report(
    diagnostic(
        at(ONE, "Drafted"),
        "Drafted is no status",
        statements=("S28", "S9"),
        related=(at(TWO, "1", "named here"), Place(TWO)),
        fix=Fix(
            "Write Draft",
            safe=False,
            edits=(Edit(ONE, at(ONE, "Drafted").span or Span(0, 0), "Draft\nsecond line"),),
            moves=(Move("draft/ZEP0001.md", "draft/zep-0001.md"),),
        ),
        help_text="allowed: Draft",
    ),
    diagnostic(Place(ONE), severity=Severity.INFO)._replace(url="https://example.org/zep301"),
    suppressed=3,
)


def parsed(result: Report) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(render("json", result, color=False, width=80))
    return data


@pytest.fixture(scope="module")
def schema(checkout: Path) -> dict[str, Any]:
    text = (checkout / "zeplint" / "report" / "report.schema.json").read_text(encoding="utf-8")
    data: dict[str, Any] = json.loads(text)
    return data


def test_version_1() -> None:
    assert parsed(RICH) == {
        "version": 1,
        "tool": {"name": "zeplint", "version": __version__},
        "process": "zep-2022",
        "diagnostics": [
            {
                "code": "ZEP301",
                "name": "status-value",
                "severity": "error",
                "message": "Drafted is no status",
                "help": "allowed: Draft",
                "statements": ["S28", "S9"],
                "path": "draft/ZEP0001.md",
                "start": {"line": 3, "column": 9},
                "end": {"line": 3, "column": 16},
                "related": [
                    {
                        "path": "draft/zep-0002.md",
                        "start": {"line": 2, "column": 11},
                        "end": {"line": 2, "column": 12},
                        "message": "named here",
                    },
                    {"path": "draft/zep-0002.md", "start": None, "end": None, "message": ""},
                ],
                "fix": {
                    "title": "Write Draft",
                    "safety": "unsafe",
                    "edits": [
                        {
                            "path": "draft/ZEP0001.md",
                            "start": {"line": 3, "column": 9},
                            "end": {"line": 3, "column": 16},
                            "text": "Draft\nsecond line",
                        }
                    ],
                    "moves": [{"from": "draft/ZEP0001.md", "to": "draft/zep-0001.md"}],
                },
                "url": None,
            },
            {
                "code": "ZEP301",
                "name": "status-value",
                "severity": "info",
                "message": "this is wrong",
                "help": "",
                "statements": [],
                "path": "draft/ZEP0001.md",
                "start": None,
                "end": None,
                "related": [],
                "fix": None,
                "url": "https://example.org/zep301",
            },
        ],
        "summary": {
            "files": 8,
            "errors": 1,
            "warnings": 0,
            "infos": 1,
            "fixable": 1,
            "suppressed": 3,
            "known": 0,
        },
    }


def test_keys_stand_in_the_order_of_the_schema(schema: dict[str, Any]) -> None:
    data = parsed(RICH)
    documented = schema["$defs"]["diagnostic"]["properties"]
    assert list(data) == list(schema["properties"])
    assert list(data["diagnostics"][0]) == list(documented)
    assert list(data["diagnostics"][0]["fix"]) == list(schema["$defs"]["fix"]["properties"])
    assert list(data["diagnostics"][0]["fix"]["edits"][0]) == list(schema["$defs"]["edit"]["properties"])
    assert list(data["diagnostics"][0]["related"][0]) == list(schema["$defs"]["related"]["properties"])
    assert list(data["summary"]) == list(schema["$defs"]["summary"]["properties"])


def test_a_clean_run_is_a_report_too() -> None:
    text = render("json", report(), color=False, width=80)
    assert text == (
        f'{{"version": 1, "tool": {{"name": "zeplint", "version": "{__version__}"}}, "process": "zep-2022", '
        '"diagnostics": [], '
        '"summary": {"files": 8, "errors": 0, "warnings": 0, "infos": 0, "fixable": 0, "suppressed": 0, "known": 0}}\n'
    )


HOSTILE = report(
    diagnostic(
        Place(source("x", shown=f"dr{CONTROLS}aft.md"), Span(0, 1), CONTROLS),
        f"漢字 {CONTROLS}",
        help_text=CONTROLS,
        related=(Place(source("x", shown="\udcff"), None, CONTROLS),),
        fix=Fix(CONTROLS, safe=True, edits=(Edit(ONE, Span(0, 1), CONTROLS),)),
    )
)


def test_hostile_text_gives_one_line_of_ascii() -> None:
    text = render("json", HOSTILE, color=False, width=80)
    assert text.isascii()
    assert text[:-1].isprintable()
    assert text[-1] == "\n"
    data = json.loads(text)["diagnostics"][0]
    kept, lost = CONTROLS[:-2], r"\ud800\udcff"
    assert data["message"] == f"漢字 {kept}{lost}"
    assert data["path"] == f"dr{kept}{lost}aft.md"
    assert data["fix"]["edits"][0]["text"] == kept + lost
    assert data["related"][0] == {"path": r"\udcff", "start": None, "end": None, "message": kept + lost}


@pytest.mark.parametrize("result", [RICH, HOSTILE, report()])
def test_schema(schema: dict[str, Any], result: Report) -> None:
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.Draft202012Validator(schema).validate(parsed(result))


@pytest.mark.parametrize(
    ("place", "wrong"),
    [
        (("version",), 2),
        (("process",), None),
        (("diagnostics", 0, "severity"), "fatal"),
        (("diagnostics", 0, "start"), {"line": 0, "column": 1}),
        (("diagnostics", 0, "start"), {"line": 1, "column": 0}),
        (("diagnostics", 0, "related", 0, "end"), {"line": 1}),
        (("diagnostics", 0, "fix", "safety"), True),
        (("diagnostics", 0, "fix", "edits", 0, "start"), None),
        (("diagnostics", 0, "fix", "moves", 0, "to"), ""),
        (("summary", "files"), -1),
    ],
)
def test_schema_refuses(schema: dict[str, Any], place: tuple[str | int, ...], wrong: object) -> None:
    data = parsed(RICH)
    target: Any = data
    for key in place[:-1]:
        target = target[key]
    target[place[-1]] = wrong
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(data, schema)


def test_every_key_is_required(schema: dict[str, Any]) -> None:
    for definition in (schema, *schema["$defs"].values()):
        assert definition.get("required", []) == list(definition.get("properties", {}))


def test_the_byte_order_mark_is_column_0_to_an_edit_only() -> None:
    made = Source.from_bytes("zep-0001.md", b"\xef\xbb\xbf# ZEP 1\n")
    finding = diagnostic(
        Place(made, Span(-1, 0)), fix=Fix("Remove it", safe=True, edits=(Edit(made, Span(-1, 0), ""),))
    )
    data = parsed(report(finding))["diagnostics"][0]
    assert (data["start"], data["end"]) == ({"line": 1, "column": 1}, {"line": 1, "column": 1})
    assert data["fix"]["edits"] == [
        {
            "path": "zep-0001.md",
            "start": {"line": 1, "column": 0},
            "end": {"line": 1, "column": 1},
            "text": "",
        }
    ]


@pytest.mark.parametrize(
    ("shown", "old", "new"),
    [
        # The working directory is the root, above it, beside it, inside it, or anywhere.
        ("docs/zeps/draft/a.md", "docs/zeps/draft/a.md", "docs/zeps/accepted/b.md"),
        ("repo/docs/zeps/draft/a.md", "repo/docs/zeps/draft/a.md", "repo/docs/zeps/accepted/b.md"),
        ("../repo/docs/zeps/draft/a.md", "../repo/docs/zeps/draft/a.md", "../repo/docs/zeps/accepted/b.md"),
        ("zeps/draft/a.md", "zeps/draft/a.md", "zeps/accepted/b.md"),
        ("a.md", "a.md", "../accepted/b.md"),
        ("../draft/a.md", "../draft/a.md", "../accepted/b.md"),
        (
            "../../../docs/zeps/draft/a.md",
            "../../../docs/zeps/draft/a.md",
            "../../../docs/zeps/accepted/b.md",
        ),
        (
            "/home/me/repo/docs/zeps/draft/a.md",
            "/home/me/repo/docs/zeps/draft/a.md",
            "/home/me/repo/docs/zeps/accepted/b.md",
        ),
        ("link.md", "docs/zeps/draft/a.md", "docs/zeps/accepted/b.md"),
    ],
)
def test_moves_are_seen_from_the_working_directory(shown: str, old: str, new: str) -> None:
    made = source("x", "docs/zeps/draft/a.md", shown)
    move = Move("docs/zeps/draft/a.md", "docs/zeps/accepted/b.md")
    finding: Diagnostic = diagnostic(Place(made), fix=Fix("Move it", safe=False, moves=(move,)))
    data = json.loads(rendered("json", [finding]))
    assert data["diagnostics"][0]["fix"]["moves"] == [{"from": old, "to": new}]
