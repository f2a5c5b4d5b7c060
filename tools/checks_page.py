"""Writes ``docs/checks.md``: the checks that a rule may name, with what each takes and what its message may hold."""

from __future__ import annotations

import re
from collections.abc import Iterator
from inspect import cleandoc
from pathlib import Path
from typing import Any

from zeplint.checks import find_check
from zeplint.own_rules import check_names, parameters_of, scopes_of
from zeplint.rulebook import Rule, rule_from
from zeplint.rulebook.files import read_rules

_KINDS = {
    "str": "a text",
    "int": "a whole number",
    "bool": "true or false",
    "Sequence[str]": "a list of texts",
    "Mapping[str, Mapping[str, str]]": "a mapping of mappings",
}

# What the message may hold of a check that no rule of zeplint's own has.
_VALUES = {"prose.unwanted": ("found", "instead"), "value.form": ("header", "found")}

HEAD = """\
# Checks

<!-- Made by tools/docs.py from the checks and the rules that use them. -->

A rule file names one of these under `check` and gives it parameters under `with`; [rules.md](rules.md) shows how. The
numbers in brackets are the statements of ZEP 0 that a check serves. A message may hold `{noun}`, which is what the
process calls a proposal, and what is listed here.
"""


def checks_page(root: Path) -> str:
    """The page, from the rules of the checkout at `root`."""
    rules = [rule_from(data) for data in read_rules(str(root / "rules"))]
    return HEAD + "".join(part for name in check_names() for part in _entry(name, rules))


def _entry(name: str, rules: list[Rule]) -> Iterator[str]:
    check: Any = find_check(name)
    used = [rule for rule in rules if rule.check == name]
    yield f"\n## {name}\n\n{_escaped(cleandoc(check.__doc__))}\n\n"
    yield f"- Scope: {', '.join(scopes_of(check))}\n"
    names, needed = parameters_of(check)
    for parameter in names:
        kind = _KINDS[check.__annotations__[parameter]]
        optional = "" if parameter in needed else ", optional"
        yield f"- `{parameter}`: {kind}{optional}\n"
    texts = [text for rule in used for text in (*rule.messages.values(), rule.help)]
    found = [value for text in texts for value in re.findall(r"{([a-z_]+)}", text) if value != "noun"]
    values = dict.fromkeys((*_VALUES.get(name, ()), *found))
    if values:
        yield f"- Values: {', '.join(f'`{{{value}}}`' for value in values)}\n"
    variants = [variant for rule in used for variant in rule.messages if variant]
    if variants:
        yield f"- Messages by variant: {', '.join(f'`{variant}`' for variant in dict.fromkeys(variants))}\n"
    if used:
        links = (f"[{rule.code} {rule.name}](rules/{rule.code}.md)" for rule in used)
        yield f"- Used by {', '.join(links)}\n"


def _escaped(text: str) -> str:
    """A docstring as Markdown: its ``code`` has one backquote there, and a bracket makes no link."""
    return text.replace("``", "`").replace("<", "\\<")
