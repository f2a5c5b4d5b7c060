"""``zeplint config``: what is in force and where it comes from; why a file is a proposal, and what is decided of a rule."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.command_line import Done
from zeplint.settings.reading import setting_names

SETTINGS = """\
ignore = ["discussion-link"]
process = "zep-2024"
exclude = ["docs/zeps/draft/zep-0003*"]
fail-on = "warning"

[per-file-ignores]
"docs/zeps/accepted/*" = ["ZEP205"]

[severity]
date-order = "info"

[applies-from]
ZEP6 = 3

[parameters.ZEP205]
contact = "address"
"""
ONE, TWO, THREE = (
    f"docs/zeps/{name}.md" for name in ("accepted/zep-0001", "draft/zep-0002", "draft/zep-0003")
)


@pytest.fixture
def folder(tmp_path: Path, checkout: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    shutil.copytree(checkout / "examples/docs", tmp_path / "docs")
    (tmp_path / "zeplint.toml").write_text(SETTINGS, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1767225600")
    return tmp_path


def data(capsys: pytest.CaptureFixture[str], *arguments: str) -> Any:
    return json.loads(Done(capsys, "config", "--output-format", "json", *arguments).out)


def origins(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, str]:
    """Where each value comes from, by its key."""
    found = {}
    for one in data(capsys, *arguments)["values"]:
        origin = one["origin"]
        found[".".join(one["key"])] = origin["option"] or (
            f"{origin['path']}:{origin['line']}" if origin["path"] else origin["kind"]
        )
    return found


def why(capsys: pytest.CaptureFixture[str], path: str, rule: str, *options: str) -> dict[str, Any]:
    """Whether a rule looks at a file, how grave it is, and each fact with its place."""
    rule_data: dict[str, Any] = data(capsys, *options, "--why", path, rule)["rule"]
    return rule_data


def facts(found: dict[str, Any]) -> dict[str, str]:
    told = {}
    for fact in found["facts"]:
        origin = fact["origin"] or {}
        where = origin.get("option") or (f"{origin['path']}:{origin['line']}" if origin.get("path") else "")
        told[fact["about"]] = f"{fact['says']} ({where})" if where else fact["says"]
    return told


# Values


def test_each_value_says_where_it_comes_from(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = origins(capsys)
    assert found["ignore"] == "zeplint.toml:1"
    assert found["severity.date-order"] == "zeplint.toml:10"
    assert found["applies-from.ZEP6"] == "zeplint.toml:13"
    assert found["parameters.ZEP205"] == "zeplint.toml:15"
    assert found["select"] == found["zeps"] == "default"
    found = origins(capsys, "--select", "ZEP2", "--process", "zep-2022", "--fail-on", "info")
    assert (found["select"], found["process"], found["fail-on"]) == ("--select", "--process", "--fail-on")
    assert set(origins(capsys, "--isolated").values()) == {"default"}


def test_every_setting_is_listed(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    listed = [one["key"][0] for one in data(capsys)["values"]]
    assert list(dict.fromkeys(listed)) == list(setting_names())


def test_text(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines = Done(capsys, "config", "--ignore", "ZEP8").out.split("\n")
    assert lines[:3] == ["root      .", "settings  zeplint.toml", "process   zep-2024"]
    assert [line.split() for line in lines if line.startswith("ignore")] == [
        ["ignore", '["discussion-link"]', "zeplint.toml:1"],
        ["ignore", '["ZEP8"]', "--ignore"],
    ]
    assert (
        "process   zep-2024 (auto: its file names fit most of the collection)"
        in Done(capsys, "config", "--isolated").out
    )


def test_other_settings_and_pyproject(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "zeplint.toml").unlink()
    (folder / "pyproject.toml").write_text(
        '[project]\nname = "x"\n[tool.zeplint]\nfail-on = "info"\n', "utf-8"
    )
    assert origins(capsys)["fail-on"] == "pyproject.toml:4"
    (folder / "other.toml").write_text('\nfail-on = "info"\n', "utf-8")
    assert origins(capsys, "--config", "other.toml")["fail-on"] == "other.toml:2"


def test_broken_settings_are_told(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "zeplint.toml").write_text("fail-on = 1\n", "utf-8")
    done = Done(capsys, "config")
    assert (done.code, done.out) == (2, "")
    assert "zeplint.toml:1:" in done.err


def test_the_schema_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    assert list(json.loads(Done(capsys, "config", "--schema").out)["properties"]) == list(setting_names())


# Why a file is a proposal


def test_what_makes_a_proposal(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = data(capsys, "--why", ONE)
    assert (found["kind"], found["linted"]) == ("proposal", True)
    assert facts(found)["name"] == "zep-0001.md is a ZEP's name"
    assert facts(found)["place"] == "docs/zeps/accepted is a place for ZEPs"
    assert "is a ZEP's title" in facts(found)["heading"]
    assert "with status" in facts(found)["headers"]


def test_what_is_excluded_says_by_which_glob(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = data(capsys, "--why", THREE)
    assert (found["kind"], found["linted"]) == ("proposal", False)
    told = (
        'only when it is named, and not by a hook: excluded by "docs/zeps/draft/zep-0003*" (zeplint.toml:3)'
    )
    assert facts(found)["linted"] == told


def test_what_makes_none(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "notes.md").write_text("# Notes\n\nText.\n", "utf-8")
    found = data(capsys, "--why", "notes.md")
    assert (found["kind"], found["linted"]) == ("document", False)
    assert facts(found)["name"].startswith("notes.md is no ZEP's name: the form is zep-NNNN")
    assert facts(found)["place"].startswith(". is no place for ZEPs: those are docs/zeps/draft, ")
    assert (
        facts(found)["heading"] == "there is none above a header block"
        or "is no ZEP's title" in facts(found)["heading"]
    )
    assert facts(found)["headers"] == "there is no header block"
    assert facts(found)["linted"] == "only when it is named, and not by a hook"
    assert facts(data(capsys, "--why", "zeplint.toml"))["linted"] == "never: not a .md or .rst file"
    page = folder / "docs/v3/core.rst"
    page.parent.mkdir()
    page.write_text(
        "Core\n====\n\nCorresponding ZEP:\n    `ZEP 1 <https://zarr.dev/zeps/draft/ZEP0001.html>`_\n", "utf-8"
    )
    assert data(capsys, "--why", "docs/v3/core.rst")["kind"] == "spec-page"
    page.write_text("Core\n====\n", "utf-8")
    assert data(capsys, "--why", "docs/v3/core.rst")["kind"] == "document"
    page.write_bytes(b"\0")
    assert "cannot be read" in facts(data(capsys, "--why", "docs/v3/core.rst"))["content"]


def test_a_file_that_is_not_there(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for arguments in (("--why", "docs/zeps"), ("--why", "nosuch.md"), ("--why", ONE, "ZEP3O4")):
        done = Done(capsys, "config", *arguments)
        assert (done.code, done.out) == (2, "")
    assert 'no rule is called "ZEP3O4": did you mean ZEP304' in done.err


# What is decided of a rule


@pytest.mark.parametrize(
    ("path", "rule", "options", "looks", "severity", "expected"),
    [
        (ONE, "ZEP803", (), True, "warning", {"on": "by default", "severity": "warning, the rule's own"}),
        (ONE, "ZEP208", (), True, "info", {"severity": 'info, set for "date-order" (zeplint.toml:10)'}),
        (ONE, "ZEP210", (), False, "warning", {"off": 'ignored by "discussion-link" (zeplint.toml:1)'}),
        (ONE, "ZEP212", (), False, "info", {"off": "by default"}),
        (ONE, "ZEP212", ("--select", "ZEP2"), True, "info", {"on": 'selected by "ZEP2" (--select)'}),
        (ONE, "ZEP303", ("--select", "ZEP2"), False, "error", {"off": "nothing that is selected means it (--select)"}),
        (ONE, "ZEP303", ("--ignore", "ZEP3"), False, "error", {"off": 'ignored by "ZEP3" (--ignore)'}),
        (ONE, "ZEP205", (), False, "warning", {"per-file-ignores": '"ZEP205" is ignored in "docs/zeps/accepted/*" (zeplint.toml:7)'}),
        (TWO, "ZEP602", (), False, None, {"applies-from": '3, for "ZEP6": this one is left alone (zeplint.toml:13)'}),
        (THREE, "ZEP602", (), True, None, {"applies-from": '3, for "ZEP6": this one is held to it (zeplint.toml:13)'}),
        (TWO, "ZEP901", (), True, None, {"scope": "change: it only speaks with --since"}),
        ("zeplint.toml", "ZEP303", (), False, None, {"scope": "proposal: it does not look at this file"}),
    ],
)  # fmt: skip
def test_what_decided(
    folder: Path,
    capsys: pytest.CaptureFixture[str],
    *,
    path: str,
    rule: str,
    options: tuple[str, ...],
    looks: bool,
    severity: str | None,
    expected: dict[str, str],
) -> None:
    found = why(capsys, path, rule, *options)
    assert found["looks"] is looks
    assert severity in (None, found["severity"])
    assert facts(found).items() >= expected.items()


def test_the_process_decides_too(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "own.yaml").write_text(
        "extends: zep-2024\nrules:\n  ZEP303: {severity: info}\n  ZEP304: {enabled: false}\n  ZEP803: {applies-from: 9}\n",
        "utf-8",
    )
    options = ("--process", "own.yaml")
    assert facts(why(capsys, ONE, "ZEP303", *options))["severity"] == "info, by the process own"
    assert facts(why(capsys, ONE, "ZEP304", *options))["off"] == "by the process own"
    assert (
        facts(why(capsys, ONE, "ZEP803", *options))["applies-from"]
        == "9, by the process own: this one is left alone"
    )


def test_comments_are_named(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = (folder / TWO).read_text("utf-8")
    (folder / TWO).write_text(f"{text}\n<!-- zeplint: ignore-file[ZEP803] why -->\n", "utf-8")
    found = why(capsys, TWO, "ZEP803")
    assert found["looks"] is False
    assert facts(found)["suppressed"].startswith(f"on the file, by a comment ({TWO}:")


def test_text_of_a_decision(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert Done(capsys, "config", "--why", ONE, "ZEP205").out == (
        f"ZEP205 author-format, {ONE}: reports nothing in it\n"
        "  on                by default\n"
        "  severity          warning, the rule's own\n"
        "  scope             proposal\n"
        '  per-file-ignores  "ZEP205" is ignored in "docs/zeps/accepted/*" (zeplint.toml:7)\n'
    )
    out = Done(capsys, "config", "--why", ONE).out
    assert out.startswith(f"{ONE}: a ZEP (zep-2024)\n  name     zep-0001.md is a ZEP's name\n")
    assert '  off: ignored by "discussion-link" (zeplint.toml:1)\n    ZEP210\n' in out


@pytest.mark.parametrize(
    "options", [(), ("--select", "ALL"), ("--isolated",), ("--isolated", "--select", "ALL")]
)
def test_it_says_what_a_run_does(
    folder: Path, capsys: pytest.CaptureFixture[str], options: tuple[str, ...]
) -> None:
    diagnostics = json.loads(Done(capsys, *options, "--output-format", "json").out)["diagnostics"]
    assert diagnostics
    silent = {}
    for path in {one["path"] for one in diagnostics}:
        silent[path] = data(capsys, *options, "--why", path)["rules-off"]
    for one in diagnostics:
        assert one["code"] not in silent[one["path"]]
        found = why(capsys, one["path"], one["code"], *options)
        assert found["looks"]
        assert found["severity"] == one["severity"] or facts(found)["severity"].endswith("own")
