"""The schema of the settings, with the rules that there are: editors offer them, and their parameters."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from zeplint.rulebook import ALL, Rule, Rulebook, rule_from, rules_directory
from zeplint.rulebook.files import read_rules

SCHEMA = "zeplint/settings/settings.schema.json"
DIGITS_OF_A_FAMILY = 1

_TYPES = {bool: "boolean", int: "integer", str: "string", dict: "object"}


def settings_schema(root: Path) -> str:
    """The schema in the checkout at `root`, with its lists of rules and parameters as they are now."""
    schema: dict[str, Any] = json.loads((root / SCHEMA).read_text(encoding="utf-8"))
    files = list(read_rules(rules_directory()))
    rulebook = Rulebook(map(rule_from, files))
    meanings = {data["code"]: data.get("options", {}) for data in files}
    codes = [rule.code for rule in rulebook]
    families = dict.fromkeys(code.rstrip("0123456789") for code in codes)
    families |= dict.fromkeys(code[: len(code.rstrip("0123456789")) + DIGITS_OF_A_FAMILY] for code in codes)
    schema["$defs"]["rules"]["enum"] = [ALL, *families, *codes, *(rule.name for rule in rulebook)]
    schema["$defs"]["parameters"] = {
        rule.code: _parameters(rule, meanings[rule.code]) for rule in rulebook if rule.parameters
    }
    schema["properties"]["parameters"]["properties"] = {
        key: {"$ref": f"#/$defs/parameters/{rule.code}"}
        if rule.parameters
        else {"type": "object", "maxProperties": 0}
        for rule in rulebook
        for key in (rule.code, rule.name)
    }
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


def _parameters(rule: Rule, meanings: Mapping[str, str]) -> Mapping[str, Any]:
    return {
        "description": rule.summary,
        "type": "object",
        "additionalProperties": False,
        "properties": {
            name: {**({"description": meanings[name]} if name in meanings else {}), **_value(rule, name)}
            for name in rule.parameters
        },
    }


def _value(rule: Rule, name: str) -> Mapping[str, Any]:
    default = rule.parameters[name]
    if isinstance(default, list):
        return {"type": "array", "items": {"type": "string"}, "default": default}
    if name in rule.choices:
        return {"enum": list(rule.choices[name]), "default": default}
    return {"type": _TYPES[type(default)], "default": default}
