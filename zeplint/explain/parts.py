"""What the pages of a rule say in the same words."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any

from zeplint.process import Process
from zeplint.rulebook import Rule, rules_directory
from zeplint.rulebook.files import read_yaml, rule_paths

Data = Mapping[str, Any]
WIDTH = 80
FIXES = {
    "safe": "safe (`--fix` applies it)",
    "unsafe": "unsafe (a person must agree: `--fix --unsafe-fixes` applies it)",
}


def page_of(rule: Rule) -> Data:
    """The whole rule file; a rule that comes with zeplint lies in the file of its name.

    Raises `LookupError` where there is none.
    """
    wanted = f"{rule.name}.yaml"
    shipped = (path for path in rule_paths(rules_directory()) if os.path.basename(path) == wanted)
    path = rule.file or next(shipped, None)
    if path is None:
        raise LookupError(f"{rule.code} has no file")
    data: Data = read_yaml(path)
    return data


def level_of(page: Data) -> str:
    """The severity of a rule, what raises it, and whether the rule is on: ``error, on by default``."""
    severity: str = page["severity"]
    stages: dict[str, list[str]] = {}
    for stage, other in page.get("escalate", {}).items():
        stages.setdefault(other, []).append(stage)
    raised = ", ".join(f"{other} once {' or '.join(names)}" for other, names in stages.items())
    parts = [severity, raised, "on by default" if page["enabled"] else "off by default"]
    return ", ".join(part for part in parts if part)


def fix_of(page: Data) -> str:
    """Which fixes findings of a rule come with; empty where none does."""
    kinds = page.get("fix", [])
    return " or ".join(FIXES[kind] for kind in ([kinds] if isinstance(kinds, str) else kinds))


def messages_of(page: Data) -> list[str]:
    """The wordings of a rule's findings, with names of values in braces."""
    message = page["message"]
    return [message] if isinstance(message, str) else list(message.values())


def origin_of(source: Data, process: Process) -> str:
    """Where a rule comes from: ``ZEP 0, Review and Resolution (S28)``, or words of its own."""
    if "statement" not in source:
        return str(source["origin"])
    section = process.section_of(source["statement"])
    where = f", {section}" if section else ""
    return f"{process.title_of(process.document)}{where} ({source['statement']})"


def conditions_of(example: Data) -> list[str]:
    """What holds in an example besides its files, as one would write it in the settings."""
    found = [f'process = "{example["process"]}"'] if "process" in example else []
    for key, value in example.get("settings", {}).items():
        tables = value.items() if isinstance(value, Mapping) else [("", {"": value})]
        for table, values in tables:
            for name, inner in values.items():
                where = ".".join(part for part in (key, table, name) if part)
                found.append(f"{where} = {toml_of(inner)}")
    return found


def toml_of(value: object) -> str:
    """A parameter's value as one writes it in the settings."""
    import json

    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{toml_of(key)} = {toml_of(inner)}" for key, inner in value.items()) + "}"
    # Numbers, booleans, strings and lists of them read the same in TOML and in JSON.
    return json.dumps(value, ensure_ascii=False)


def shown(content: str | bytes) -> str:
    """A file of an example as a reader can see it."""
    text = content if isinstance(content, str) else content.decode("utf-8", "backslashreplace")
    return "".join(
        char if char.isprintable() or char == "\n" else char.encode("unicode_escape").decode()
        for char in text
    )
