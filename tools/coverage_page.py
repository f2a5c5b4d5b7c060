"""``docs/coverage.md``: each statement of ZEP 0, and the rules that serve it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from zeplint.rulebook import Rule, rule_from
from zeplint.rulebook.files import read_process, read_yaml, rule_paths

EDITION = "zep-2024"
PEOPLE = "people"

INTRODUCTION = """\
# Coverage of ZEP 0

Every statement of [ZEP 0]({url}), edition {edition}: where a program can see
whether it holds, and the rules that look. `zeplint rule CODE` explains a rule. {checkable} of the {count} statements can be
checked, {served} of them are. The others are for people, and this page says why.

Made by `python tools/docs.py` of the rule files and of
[zep-2024.statements.yaml](../rules/process/zep-2024.statements.yaml).
"""


class Statement(NamedTuple):
    """A statement, the section of ZEP 0 it stands in, and what is said of it.

    `scope` lists where a program can check it; empty for one that only people can, and then `why` says so.
    """

    number: str
    section: str
    quote: str
    scope: Sequence[str]
    why: str


class Server(NamedTuple):
    """A rule, and the path of its file from the root of the checkout."""

    rule: Rule
    path: str


def read_statements(rules: Path) -> list[Statement]:
    """The statements of the edition, in their order, from the files below `rules`."""
    folder = rules / "process"
    process = read_process(str(folder / f"{EDITION}.yaml"), str(rules))
    section_of = {number: title for title, numbers in process["statements"].items() for number in numbers}
    data: Mapping[str, Mapping[str, Any]] = read_yaml(str(folder / f"{EDITION}.statements.yaml"))
    return [
        Statement(
            number,
            section_of[number],
            entry["quote"],
            () if entry["scope"] == PEOPLE else entry["scope"],
            entry.get("why", ""),
        )
        for number, entry in data.items()
    ]


def read_servers(rules: Path) -> dict[str, list[Server]]:
    """By statement, the rules that name it as a source, in order of code."""
    found: dict[str, list[Server]] = {}
    for path in rule_paths(str(rules)):
        rule = rule_from(read_yaml(path))
        server = Server(rule, Path(path).relative_to(rules.parent).as_posix())
        for statement in dict.fromkeys(rule.statements):
            found.setdefault(statement, []).append(server)
    return {statement: sorted(servers, key=lambda s: s.rule.code) for statement, servers in found.items()}


def coverage_page(root: Path) -> str:
    """The page as Markdown, from the rule files of the checkout at `root`."""
    rules = root / "rules"
    statements = read_statements(rules)
    servers = read_servers(rules)
    process = read_process(str(rules / "process" / f"{EDITION}.yaml"), str(rules))
    checkable = [statement for statement in statements if statement.scope]
    parts = [
        INTRODUCTION.format(
            url=process["url"],
            edition=process["edition"],
            count=len(statements),
            checkable=len(checkable),
            served=sum(statement.number in servers for statement in checkable),
        )
    ]
    for section in process["statements"]:
        own = [statement for statement in statements if statement.section == section]
        rows = [_row(statement, servers.get(statement.number, [])) for statement in own]
        parts.append(
            "\n".join(
                (f"## {section}\n", "| | ZEP 0 says | seen in | rules |", "|---|---|---|---|", *rows, "")
            )
        )
    return "\n".join(parts)


def _row(statement: Statement, servers: Sequence[Server]) -> str:
    seen = ", ".join(statement.scope) or "-"
    rules = ", ".join(_link(server) for server in servers)
    return (
        f"| {statement.number} | {_cell(statement.quote)} | {seen} | {rules or statement.why or 'none yet'} |"
    )


def _link(server: Server) -> str:
    off = "" if server.rule.enabled else " (off by default)"
    return f"[{server.rule.code} {server.rule.name}](rules/{server.rule.code}.md){off}"


def _cell(text: str) -> str:
    """A quote as a cell of a table: its bars and brackets are no markup."""
    escaped = text.replace("|", "\\|").replace("<", "\\<").replace("[", "\\[")
    return f"“{escaped}”" if "“" not in text else f'"{escaped}"'
