"""``docs/rules/``: a page for each rule, and an index by family."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from zeplint.explain.markdown import markdown_page
from zeplint.explain.parts import level_of
from zeplint.process import Process
from zeplint.rulebook.files import read_processes, read_yaml, rule_paths

FOLDER = "docs/rules"
INDEX = f"{FOLDER}/README.md"
EDITION = "zep-2024"

# By the beginning of a code: what the rules of a family are about.
FAMILIES = {
    "ZEP0": "The run: suppressions, rules that failed",
    "ZEP1": "Files: readable, named, numbered and placed as the process says",
    "ZEP2": "Headers: there, known, filled in, with values of the right form",
    "ZEP3": "Status and type, and what they ask for",
    "ZEP4": "Relations: Require, Replaces, Replaced-By",
    "ZEP5": "Promotion: what acceptance asks for, in the ZEP and on its specification pages",
    "ZEP6": "Structure: title, sections, licence",
    "ZEP7": "Markup: what cannot be read as it was meant, links that lead nowhere, code that does not parse",
    "ZEP8": "Language: spelling, words said twice, text left for later",
    "ZEP9": "Changes from one git revision to the next",
}

INTRODUCTION = """\
# The rules

A page for each of the {count} rules: what it wants, why, which statement of ZEP 0 it serves, examples, and how to
suppress it. `zeplint rule CODE` prints the same in a terminal. A rule is selected and ignored by its code, its
name, or a prefix such as `ZEP3`; *fix* says whether `--fix` mends some of its findings (safe) or only
`--fix --unsafe-fixes` does (unsafe).

Made by `python tools/docs.py` of the files below [rules/](../../rules).
"""


class RuleFile(NamedTuple):
    """What a rule file says, and its path from the root of the checkout."""

    data: Mapping[str, Any]
    path: str

    @property
    def code(self) -> str:
        """The rule's code."""
        code: str = self.data["code"]
        return code


def rule_files(root: Path) -> list[RuleFile]:
    """The rule files of the checkout at `root`, in order of code."""
    files = [
        RuleFile(read_yaml(path), Path(path).relative_to(root).as_posix())
        for path in rule_paths(str(root / "rules"))
    ]
    return sorted(files, key=lambda file: file.code)


def rule_pages(root: Path) -> dict[str, str]:
    """The pages as Markdown, by path, from the rule files of the checkout at `root`."""
    files = rule_files(root)
    process = Process(EDITION, read_processes(str(root / "rules"))[EDITION])
    pages = {f"{FOLDER}/{file.code}.md": _page(file, process) for file in files}
    return {INDEX: _index(files), **pages}


def _page(file: RuleFile, process: Process) -> str:
    made = f"Made by `python tools/docs.py` of [{file.path}](../../{file.path}). [All rules](README.md)"
    return f"{markdown_page(file.data, process)}\n{made}\n"


def _index(files: list[RuleFile]) -> str:
    parts = [INTRODUCTION.format(count=len(files))]
    for prefix, title in FAMILIES.items():
        own = [file for file in files if file.code.startswith(prefix)]
        parts += [
            f"## {prefix}xx {title}",
            "",
            "| code | name | severity | fix | what it wants |",
            "|---|---|---|---|---|",
        ]
        parts += [*(_row(file.data) for file in own), ""]
    return "\n".join(parts)


def _row(data: Mapping[str, Any]) -> str:
    code = data["code"]
    level = level_of(data).removesuffix(", on by default")
    return (
        f"| [{code}]({code}.md) | {data['name']} | {level} | {', '.join(_kinds(data))} | {data['summary']} |"
    )


def _kinds(data: Mapping[str, Any]) -> Iterator[str]:
    kinds = data.get("fix", ())
    yield from [kinds] if isinstance(kinds, str) else kinds
