"""``zeplint rule``: what a rule wants, which statement it serves, and its examples, from its file."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from zeplint.arguments import Parser
from zeplint.explain.markdown import markdown_page
from zeplint.explain.parts import WIDTH, Data, page_of
from zeplint.explain.text import text_page
from zeplint.process import Process
from zeplint.rulebook import AUTO, Rule, load_process, load_rulebook, process_names
from zeplint.session.processes import Processes
from zeplint.session.rulebooks import Rulebooks, settings_here

FORMATS = ("text", "markdown", "json")


def main(
    arguments: Sequence[str],
    working_directory: str,
    *,
    write: Callable[[str], None],
    fail: Callable[[str], int],
) -> int:
    """Run the command; `write` takes what goes to standard output, `fail` reports and gives a code.

    Raises `RunError` and `SettingsError` where a project's own rules are asked for and cannot be read.
    """
    parser = Parser(
        prog="zeplint rule",
        description="Explain a rule: what it wants, why, and examples. Without a rule, list them.",
    )
    parser.add_argument(
        "rule", metavar="CODE | NAME", nargs="?", help="a rule, or a prefix to list the rules of"
    )
    parser.add_argument("--all", action="store_true", help="explain every rule")
    parser.add_argument("--output-format", choices=FORMATS, default="text", help="(default: text)")
    parser.add_argument(
        "--config", metavar="FILE", help="read the settings, with rules of your own, from this file"
    )
    parser.add_argument("--isolated", action="store_true", help="only the rules that come with zeplint")
    options = parser.parse_args(arguments)
    rulebook = load_rulebook()
    process = load_process(process_names()[0])
    if options.rule is None or rulebook.find(options.rule) is None:
        # A rule that comes with zeplint is explained whatever the settings look like.
        settings = settings_here(working_directory, config=options.config, isolated=options.isolated)
        rulebook = Rulebooks(working_directory).of(settings)
        if settings.process and settings.process != AUTO:
            process = Processes(None, working_directory).called(settings.process, settings.directory)
    if options.all:
        if options.rule is not None:
            parser.error(f"--all explains every rule: leave out {options.rule}")
        write(_render([page_of(rule) for rule in rulebook], options.output_format, process))
        return 0
    rule = rulebook.find(options.rule) if options.rule is not None else None
    if rule is None:
        prefix = (options.rule or "").upper()
        family = [rule for rule in rulebook if rule.code.startswith(prefix)]
        if not family:
            return fail(rulebook.unknown(options.rule))
        write(_list(family, options.output_format))
        return 0
    page = page_of(rule)
    write(_json(page) if options.output_format == "json" else _render([page], options.output_format, process))
    return 0


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
