from __future__ import annotations

import json
import os
import platform
import shutil
import stat
import subprocess
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from tests.report.formats import check_json
from tests.report.samples import CONTROLS, at, diagnostic, report, source
from zeplint import __version__
from zeplint.diagnostic import Edit, Fix, Move, Place, Severity
from zeplint.report import Report, render, sarif
from zeplint.source import Source, Span

ONE = source("# ZEP 1 🦓\r\n\r\nStatus: Drafted\r\n", "draft/ZEP0001.md")
TWO = source("# ZEP 2\nReplaces: 1\n", "draft/zep-0002: keys.md")
RICH = report(
    diagnostic(
        at(ONE, "Drafted"),
        "Drafted is no status",
        statements=("S28", "S9"),
        related=(at(TWO, "1", "named here"), Place(TWO)),
        fix=Fix(
            "Write Draft",
            safe=False,
            edits=(
                Edit(TWO, Span(8, 8), "first\n"),
                Edit(ONE, at(ONE, "Drafted").span or Span(0, 0), "Draft\nsecond line"),
            ),
        ),
        help_text="allowed: Draft",
    ),
    diagnostic(Place(ONE), severity=Severity.INFO),
    files=1,
    suppressed=3,
)._replace(linted=["draft/ZEP0001.md"], exit_code=1)


def run_of(result: Report) -> dict[str, Any]:
    run: dict[str, Any] = check_json("sarif", render("sarif", result, color=True, width=80))["runs"][0]
    return run


def test_a_result() -> None:
    run = run_of(RICH)
    first = run["results"][0]
    rules = run["tool"]["driver"]["rules"]
    assert rules[first["ruleIndex"]]["id"] == first["ruleId"] == "ZEP301"
    assert len(first["partialFingerprints"]["zeplint/v1"]) == 32
    del first["partialFingerprints"], first["ruleIndex"]
    one = {"uri": "draft/ZEP0001.md", "uriBaseId": "%SRCROOT%", "index": 0}
    two = {"uri": "draft/zep-0002%3A%20keys.md", "uriBaseId": "%SRCROOT%", "index": 1}
    drafted = {"startLine": 3, "startColumn": 9, "endLine": 3, "endColumn": 16}
    drafted |= {"charOffset": 21, "charLength": 7}
    inserted = {"startLine": 2, "startColumn": 1, "endLine": 2, "endColumn": 1}
    inserted |= {"charOffset": 8, "charLength": 0}
    named = {"startLine": 2, "startColumn": 11, "endLine": 2, "endColumn": 12}
    named |= {"charOffset": 18, "charLength": 1}
    whole = {"startLine": 1, "startColumn": 1, "endLine": 1, "endColumn": 1}
    whole |= {"charOffset": 0, "charLength": 0}
    assert first == {
        "ruleId": "ZEP301",
        "level": "error",
        "message": {"text": "Drafted is no status\nallowed: Draft"},
        "locations": [
            {"physicalLocation": {"artifactLocation": one, "region": {**drafted, "snippet": {"text": "Drafted"}}}}
        ],
        "relatedLocations": [
            {
                "id": 1,
                "physicalLocation": {"artifactLocation": two, "region": {**named, "snippet": {"text": "1"}}},
                "message": {"text": "named here"},
            },
            {
                "id": 2,
                "physicalLocation": {"artifactLocation": two, "region": whole},
                "message": {"text": "See also this place."},
            },
        ],
        "fixes": [
            {
                "description": {"text": "Write Draft"},
                "artifactChanges": [
                    {
                        "artifactLocation": two,
                        "replacements": [{"deletedRegion": inserted, "insertedContent": {"text": "first\n"}}],
                    },
                    {
                        "artifactLocation": one,
                        "replacements": [
                            {"deletedRegion": drafted, "insertedContent": {"text": "Draft\r\nsecond line"}}
                        ],
                    },
                ],
                "properties": {"safety": "unsafe"},
            }
        ],
    }  # fmt: skip
    assert (run["results"][1]["level"], run["results"][1]["locations"][0]["physicalLocation"]["region"]) == (
        "note",
        whole,
    )


def test_the_run() -> None:
    run = run_of(RICH)
    assert run["tool"]["driver"]["semanticVersion"] == __version__
    assert run["invocations"] == [{"executionSuccessful": True, "exitCode": 1}]
    assert [artifact.get("roles") for artifact in run["artifacts"]] == [["analysisTarget"], None]
    assert run["properties"] == {"process": "zep-2022", "suppressed": 3}


def test_every_rule_is_listed_with_its_help(checkout: Path) -> None:
    run = run_of(report())
    assert run["results"] == []
    rules = {rule["id"]: rule for rule in run["tool"]["driver"]["rules"]}
    assert list(rules) == [rule.code for rule in report().rules]
    rule = rules["ZEP304"]
    assert rule["shortDescription"]["text"] == "A proposal whose fate is decided links the decision."
    assert "Years later" in rule["fullDescription"]["text"]
    assert "Years later" in rule["help"]["markdown"]
    assert "See ZEP 0, Review and Resolution (S28, S42)." in rule["help"]["text"]
    assert "zeplint: ignore[ZEP304]" in rule["help"]["markdown"]
    assert rule["defaultConfiguration"] == {"level": "error", "enabled": True}
    assert not rules["ZEP212"]["defaultConfiguration"]["enabled"]


def test_a_rule_of_a_projects_own_is_listed_with_its_help(tmp_path: Path) -> None:
    own = tmp_path / "acme.yaml"
    own.write_text("why: Acme wants it.\n", encoding="utf-8")
    rule = report().rules[-1]._replace(code="ACME001", name="acme", file=str(own), statements=())
    gone = rule._replace(code="ACME002", file=str(tmp_path / "gone.yaml"))
    run = run_of(report()._replace(rules=(rule, gone)))
    first, second = run["tool"]["driver"]["rules"]
    assert first["fullDescription"]["text"] == "Acme wants it."
    assert second["fullDescription"]["text"] == rule.summary


def test_a_fix_that_moves_a_file_is_none() -> None:
    move = Fix("Move it", safe=False, edits=(Edit(ONE, Span(0, 1), "x"),), moves=(Move("a.md", "b.md"),))
    assert "fixes" not in run_of(report(diagnostic(Place(ONE), fix=move)))["results"][0]


def test_the_byte_order_mark_is_removed_as_bytes() -> None:
    made = Source.from_bytes("zep-0001.md", b"\xef\xbb\xbf# ZEP 1\n")
    fix = Fix("Remove it", safe=True, edits=(Edit(made, Span(-1, 0), ""),))
    (result,) = run_of(report(diagnostic(Place(made, Span(-1, 0)), fix=fix)))["results"]
    (change,) = result["fixes"][0]["artifactChanges"]
    assert change["replacements"] == [
        {"deletedRegion": {"byteOffset": 0, "byteLength": 3}, "insertedContent": {"text": ""}}
    ]
    region = result["locations"][0]["physicalLocation"]["region"]
    assert (region["startColumn"], region["charOffset"], region["charLength"]) == (1, 0, 0)


@pytest.mark.parametrize(
    ("shown", "uri"),
    [
        ("a b%2F.md", "a%20b%252F.md"),
        ("漢.md", "%E6%BC%A2.md"),
        ("\udcff.md", "%FF.md"),
        ("javascript:alert(1).md", "javascript%3Aalert%281%29.md"),
        ("a\n\x1b\u202e.md", "a%0A%1B%E2%80%AE.md"),
    ],
)
def test_uris_are_percent_encoded(shown: str, uri: str) -> None:
    (result,) = run_of(report(diagnostic(Place(source("x", shown=shown)))))["results"]
    assert result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == uri


def test_a_file_outside_the_working_directory_has_an_absolute_uri(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a b").mkdir()
    monkeypatch.chdir(tmp_path / "a b")
    for shown in ("../x.md", str(tmp_path / "x.md")):
        (result,) = run_of(report(diagnostic(Place(source("x", shown=shown)))))["results"]
        location = result["locations"][0]["physicalLocation"]["artifactLocation"]
        assert location["uri"] == (tmp_path / "x.md").as_uri()
        assert "uriBaseId" not in location


def test_nothing_in_a_message_is_a_link_or_an_argument() -> None:
    finding = diagnostic(Place(ONE), "see [here](javascript:alert(1)) and {0} or {x}", help_text=CONTROLS)
    (result,) = run_of(report(finding))["results"]
    first, second = result["message"]["text"].split("\n")
    assert first == r"see [here\](javascript:alert(1)) and {{0}} or {x}"
    assert second.isprintable()


def test_github_takes_no_more_results(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sarif, "MOST_RESULTS", 2)
    severities = (Severity.INFO, Severity.WARNING, Severity.ERROR)
    run = run_of(report(*(diagnostic(at(ONE, "Drafted"), severity=severity) for severity in severities)))
    assert [result["level"] for result in run["results"]] == ["warning", "error"]
    (told,) = run["invocations"][0]["toolExecutionNotifications"]
    assert told["message"]["text"].startswith("1 findings are left out")


@pytest.mark.external
def test_microsofts_validator_and_schema(tmp_path: Path) -> None:
    """The package holds a program without an installer, and the schema."""
    npm = shutil.which("npm")
    if npm is None or platform.system() != "Linux" or platform.machine() != "x86_64":
        pytest.skip("needs npm, and Linux on x86-64, for which the validator is packaged")
    package = "@microsoft/sarif-multitool-linux@5.7.0"
    done = subprocess.run([npm, "pack", "--silent", package], cwd=tmp_path, capture_output=True, text=True)
    if done.returncode:
        pytest.skip(f"the registry gives no {package}: {done.stderr[-200:]}")
    shutil.unpack_archive(tmp_path / done.stdout.strip(), tmp_path, "gztar", filter="data")
    package_folder = tmp_path / "package"
    schema = json.loads((package_folder / "sarif-2.1.0.json").read_text("utf-8-sig"))
    hostile = diagnostic(
        Place(source("x\r\n", shown=f"dr{CONTROLS}aft.md"), Span(0, 3), CONTROLS),
        f"漢字 {CONTROLS} [x](javascript:1) {{0}}",
        fix=Fix(CONTROLS, safe=True, edits=(Edit(ONE, Span(0, 1), CONTROLS),)),
    )
    for name, result in {"rich": RICH, "clean": report(), "hostile": report(hostile)}.items():
        log = tmp_path / f"{name}.sarif"
        log.write_text(render("sarif", result, color=False, width=80), encoding="utf-8")
        jsonschema.Draft202012Validator(schema).validate(json.loads(log.read_text("utf-8")))
        assert found_by_multitool(package_folder / "Sarif.Multitool", log) == {
            # There is no address to give yet.
            "SARIF2005": "warning"
        }


def found_by_multitool(program: Path, log: Path) -> dict[str, str]:
    """The rules of SARIF and of GitHub that a log breaks, with the level of each; notes are left out."""
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    output = log.with_suffix(".found")
    done = subprocess.run(
        [program, "validate", log, "--rule-kind", "Sarif;Gh", "--level", "Error;Warning", "-o", output],
        env={**os.environ, "DOTNET_SYSTEM_GLOBALIZATION_INVARIANT": "1"},
        capture_output=True,
        text=True,
    )
    assert output.exists(), done.stdout + done.stderr
    results = json.loads(output.read_text("utf-8-sig"))["runs"][0].get("results", [])
    return {result["ruleId"]: result.get("level", "warning") for result in results}
