"""``zeplint rule``: what a rule wants, which statement it serves, and its examples, from its file."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping, Sequence
from textwrap import fill, indent
from typing import Any

from zeplint.arguments import Parser
from zeplint.process import Process
from zeplint.rulebook import Rule, load_process, load_rulebook, process_names, rules_directory
from zeplint.rulebook.files import read_yaml, rule_paths

Data = Mapping[str, Any]
FORMATS = ("text", "markdown", "json")
WIDTH = 80


def main(arguments: Sequence[str], *, write: Callable[[str], None], fail: Callable[[str], int]) -> int:
    """Run the command; `write` takes what goes to standard output, `fail` reports and gives a code."""
    parser = Parser(
        prog="zeplint rule",
        description="Explain a rule: what it wants, why, and examples. Without a rule, list them.",
    )
    parser.add_argument(
        "rule", metavar="CODE | NAME", nargs="?", help="a rule, or a prefix to list the rules of"
    )
    parser.add_argument("--all", action="store_true", help="explain every rule")
    parser.add_argument("--output-format", choices=FORMATS, default="text", help="(default: text)")
    options = parser.parse_args(arguments)
    rulebook = load_rulebook()
    process = load_process(process_names()[0])
    if options.all:
        if options.rule is not None:
            parser.error(f"--all explains every rule: leave out {options.rule}")
        write(_render([_file_of(rule) for rule in rulebook], options.output_format, process))
        return 0
    rule = rulebook.find(options.rule) if options.rule is not None else None
    if rule is None:
        prefix = (options.rule or "").upper()
        family = [rule for rule in rulebook if rule.code.startswith(prefix)]
        if not family:
            return fail(rulebook.unknown(options.rule))
        write(_list(family, options.output_format))
        return 0
    page = _file_of(rule)
    write(_json(page) if options.output_format == "json" else _render([page], options.output_format, process))
    return 0


def _file_of(rule: Rule) -> Data:
    """The whole rule file; a rule lies in the file of its name."""
    wanted = f"{rule.name}.yaml"
    path = next(path for path in rule_paths(rules_directory()) if os.path.basename(path) == wanted)
    data: Data = read_yaml(path)
    return data


def _list(rules: Sequence[Rule], output_format: str) -> str:
    if output_format == "json":
        return _json([_overview(rule) for rule in rules])
    return _markdown_table(rules) if output_format == "markdown" else _table(rules)


def _json(value: object) -> str:
    import json

    # Examples of undecodable files hold bytes: shown as text, a byte a character.
    return json.dumps(value, indent=2, default=lambda data: data.decode("latin-1")) + "\n"


def _render(pages: Sequence[Data], output_format: str, process: Process) -> str:
    if output_format == "json":
        return _json(list(pages))
    if output_format == "markdown":
        return "\n".join(markdown_page(page, process) for page in pages)
    return f"\n{'-' * WIDTH}\n\n".join(text_page(page, process) for page in pages)


def _overview(rule: Rule) -> dict[str, object]:
    return {
        "code": rule.code,
        "name": rule.name,
        "severity": rule.severity.label,
        "enabled": rule.enabled,
        "summary": rule.summary,
        "statements": list(rule.statements),
    }


def _table(rules: Sequence[Rule]) -> str:
    longest = max(len(rule.name) for rule in rules)
    lines = []
    for rule in rules:
        level = rule.severity.label if rule.enabled else "off"
        lines.append(f"{rule.code}  {rule.name:{longest}}  {level:7}  {rule.summary}")
    return "\n".join(lines) + "\n"


def _markdown_table(rules: Sequence[Rule]) -> str:
    lines = ["| code | name | severity | what it wants |", "|---|---|---|---|"]
    for rule in rules:
        level = rule.severity.label if rule.enabled else "off by default"
        lines.append(f"| {rule.code} | {rule.name} | {level} | {rule.summary} |")
    return "\n".join(lines) + "\n"


def _level(page: Data) -> str:
    level: str = page["severity"]
    stages: dict[str, list[str]] = {}
    for stage, severity in page.get("escalate", {}).items():
        stages.setdefault(severity, []).append(stage)
    raised = ", ".join(f"{severity} once {' or '.join(names)}" for severity, names in stages.items())
    parts = [level, raised, "on by default" if page["enabled"] else "off by default"]
    return ", ".join(part for part in parts if part)


def _messages(page: Data) -> list[str]:
    message = page["message"]
    return [message] if isinstance(message, str) else list(message.values())


def _source(source: Data, process: Process) -> str:
    """Where a rule comes from: ``ZEP 0, Review and Resolution (S28)``, or words of its own."""
    if "statement" not in source:
        return str(source["origin"])
    section = process.section_of(source["statement"])
    where = f", {section}" if section else ""
    return f"{process.title_of(process.document)}{where} ({source['statement']})"


def _conditions(example: Data) -> list[str]:
    """What holds in an example besides its files, as one would write it in the settings."""
    found = [f'process = "{example["process"]}"'] if "process" in example else []
    for key, value in example.get("settings", {}).items():
        tables = value.items() if isinstance(value, Mapping) else [("", {"": value})]
        for table, values in tables:
            for name, inner in values.items():
                where = ".".join(part for part in (key, table, name) if part)
                found.append(f"{where} = {_toml(inner)}")
    return found


def _toml(value: object) -> str:
    import json

    # Booleans, strings and lists of them read the same in TOML and in JSON.
    return json.dumps(value, ensure_ascii=False)


def _is_fixable(page: Data) -> bool:
    return any(example.get("fixed") for example in page["examples"])


def _shown(content: str | bytes) -> str:
    """A file of an example as a reader can see it."""
    text = content if isinstance(content, str) else content.decode("utf-8", "backslashreplace")
    return "".join(
        char if char.isprintable() or char == "\n" else char.encode("unicode_escape").decode()
        for char in text
    )


def text_page(page: Data, process: Process) -> str:
    """A rule file as text for a terminal of 80 columns."""
    parts = [f"{page['code']} {page['name']} ({_level(page)})", page["summary"], ""]
    parts += [fill(" ".join(paragraph.split()), WIDTH) + "\n" for paragraph in page["why"].split("\n\n")]
    for source in page["sources"]:
        where = _source(source, process)
        if "quote" in source:
            quote = " ".join(source["quote"].split())
            parts += [f"{where}:", fill(f'"{quote}"', WIDTH, initial_indent="  ", subsequent_indent="  "), ""]
        else:
            parts += [fill(where, WIDTH), ""]
    if _is_fixable(page):
        parts += ["Some findings come with a fix.", ""]
    for example in page["examples"]:
        parts.append(f"Example: {example['title']}")
        parts += [f"  with {condition}" for condition in _conditions(example)]
        for path, content in example["files"].items():
            parts += [f"  {_shown(path)}", indent(_shown(content).rstrip("\n"), "    | ", lambda line: True)]
        parts += [f"  reports {report}" for report in example["reports"]] or ["  reports nothing"]
        for path, content in example.get("fixed", {}).items():
            parts += [
                f"  fixed, {_shown(path)}",
                indent(_shown(content).rstrip("\n"), "    | ", lambda line: True),
            ]
        parts.append("")
    return "\n".join(parts)


def markdown_page(page: Data, process: Process) -> str:
    """A rule file as a page of Markdown."""
    parts = [f"# {page['name']} ({page['code']})", "", page["summary"], "", f"Severity: {_level(page)}.", ""]
    parts += ["## Why", "", page["why"].rstrip("\n"), "", "## Source", ""]
    for source in page["sources"]:
        where = _source(source, process)
        quote = " ".join(source["quote"].split()) if "quote" in source else ""
        parts.append(f'- {where}: "{quote}"' if quote else f"- {where}")
    parts += ["", "## Messages", ""]
    parts += [f"- `{message}`" for message in _messages(page)]
    parts += ["", "## Examples", ""]
    for example in page["examples"]:
        parts += [f"### {example['title']}", ""]
        if conditions := _conditions(example):
            parts += [f"With {', '.join(f'`{condition}`' for condition in conditions)}:", ""]
        for path, content in example["files"].items():
            parts += _fenced(_shown(path), content)
        if example["reports"]:
            parts += ["Reports:", "", *(f"- `{report}`" for report in example["reports"]), ""]
        else:
            parts += ["Reports nothing.", ""]
        for path, content in example.get("fixed", {}).items():
            parts += ["Fixed:", "", *_fenced(_shown(path), content)]
    return "\n".join(parts)


def _fenced(path: str, content: str | bytes) -> list[str]:
    text = _shown(content).rstrip("\n")
    fence = "`" * max(3, 1 + max((len(run) for run in re.findall("`+", text)), default=0))
    return [f"`{path}`", "", f"{fence}text", text, fence, ""]
