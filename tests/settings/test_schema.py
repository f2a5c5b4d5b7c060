"""The schema of the settings says what the reader says: it takes and refuses the same values, key by key."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator, FormatChecker

from tools.settings_schema import settings_schema
from zeplint.rulebook import load_rulebook
from zeplint.session.settings_check import check_settings
from zeplint.settings import SettingsError
from zeplint.settings.reading import _READERS, load_settings

ROOT = Path(__file__).parent.parent.parent
SCHEMA: dict[str, Any] = json.loads((ROOT / "zeplint/settings/settings.schema.json").read_text("utf-8"))
VALIDATOR = Draft202012Validator(SCHEMA, format_checker=FormatChecker())

# Values of every kind that TOML has; each is tried under every key.
VALUES = (
    "1",
    "-1",
    "0",
    "1.5",
    "true",
    "false",
    '""',
    '"x"',
    '"error"',
    '"fatal"',
    '"2024-10-15"',
    '"2024-13-15"',
    '"2024-1-5"',
    "2024-10-15",
    "2024-10-15T00:00:00Z",
    "07:32:00",
    "[]",
    '["ZEP304"]',
    "[1]",
    '["a", 1]',
    '[["a"]]',
    "{}",
)
# JSON has no dates: where any string will do, no schema can refuse them.
DATES = ("2024-10-15", "2024-10-15T00:00:00Z", "07:32:00")
TEXTS = ("process", "zeps", "extend-rules", "baseline")
# What may stand in the tables by rule or glob: each value, and these.
INSIDE = (*VALUES, '"warning"', '"info"', "7", "[[]]", '{contact = "address"}', '{contact = "x"}', "{x = 1}")
# A project's own rules have names that no schema knows: which rules there are is the reader's alone to say.
NAMES = ("ZEP205", "missing-resolution")
PARAMETERS = ('"address"', '"x"', "1", "true", '["a"]', "[1]", "{}")
LINES = [
    *(f"{key} = {value}" for key in _READERS for value in VALUES if not (value in DATES and key in TEXTS)),
    *(
        f"[{key}]\n{name} = {value}"
        for key, names in {
            "per-file-ignores": (*NAMES, "ALL", '"docs/*.md"'),
            "severity": NAMES,
            "applies-from": (*NAMES, "ALL"),
            "parameters": NAMES,
        }.items()
        for name in names
        for value in INSIDE
    ),
    *(
        f"[parameters.{rule.code}]\n{name} = {value}"
        for rule in load_rulebook()
        for name in (*rule.parameters, "nosuch")
        for value in PARAMETERS
    ),
    "x = 1",
    "",
]


def reader_says(folder: Path, text: str) -> str:
    path = folder / "zeplint.toml"
    path.write_text(text, encoding="utf-8")
    try:
        check_settings(load_settings(str(path)), load_rulebook())
    except SettingsError as error:
        return str(error)
    return ""


def as_json(text: str) -> Any:
    return json.loads(json.dumps(tomllib.loads(text), default=lambda value: value.isoformat()))


@pytest.mark.parametrize("line", LINES)
def test_schema_and_reader_agree(tmp_path: Path, line: str) -> None:
    refused = reader_says(tmp_path, line)
    found = [error.message for error in VALIDATOR.iter_errors(as_json(line))]
    assert bool(refused) == bool(found), (refused, found)


def test_the_schema_is_one() -> None:
    Draft202012Validator.check_schema(SCHEMA)


def test_every_key_stands_in_both_and_says_what_it_is() -> None:
    assert list(SCHEMA["properties"]) == list(_READERS)
    assert all(entry["description"] for entry in SCHEMA["properties"].values())


def test_the_lists_of_rules_and_parameters_are_those_of_now() -> None:
    """If not, run python tools/docs.py."""
    assert settings_schema(ROOT) == (ROOT / "zeplint/settings/settings.schema.json").read_text("utf-8")
