"""A rule file as a page of Markdown: what ``docs/rules`` holds for each rule."""

from __future__ import annotations

import re
from collections.abc import Iterator

from zeplint.explain.parts import (
    Data,
    conditions_of,
    fix_of,
    level_of,
    messages_of,
    origin_of,
    shown,
    toml_of,
)
from zeplint.process import Process

# Rules about the comments themselves: no comment hides what they find.
_ABOUT_COMMENTS = ("run.unused_suppression", "run.invalid_suppression")


def markdown_page(page: Data, process: Process) -> str:
    """A rule file as a page of Markdown."""
    parts = [
        f"# {page['name']} ({page['code']})",
        "",
        page["summary"],
        "",
        f"- Severity: {level_of(page)}",
        f"- Fix: {fix_of(page) or 'none'}" + (", where a finding has one" if fix_of(page) else ""),
        "",
        "## Why",
        "",
        page["why"].rstrip("\n"),
        "",
        "## Source",
        "",
        *(_source(source, process) for source in page["sources"]),
        "",
        "## Messages",
        "",
        *(f"- {_code(message)}" for message in messages_of(page)),
        *(["", f"Help: {_code(page['help'])}"] if "help" in page else []),
        "",
        *_parameters(page),
        "## Examples",
        "",
    ]
    for example in page["examples"]:
        parts += _example(example)
    return "\n".join([*parts, "## Suppressing it", "", *_suppression(page)])


def _source(source: Data, process: Process) -> str:
    where = origin_of(source, process)
    quote = " ".join(source["quote"].split()) if "quote" in source else ""
    return f'- {where}: "{_escaped(quote)}"' if quote else f"- {where}"


def _escaped(text: str) -> str:
    """A quote as Markdown shows it to the letter."""
    return re.sub(r"([\\`*_<\[|])", r"\\\1", text)


def _code(text: str) -> str:
    """A text as code within a line."""
    fence = "`" * (1 + max((len(run) for run in re.findall("`+", text)), default=0))
    pad = " " if "`" in (text[:1], text[-1:]) else ""
    return f"{fence}{pad}{text}{pad}{fence}"


def _parameters(page: Data) -> Iterator[str]:
    """What a user may set; the other parameters fit the check to the rule."""
    if not page.get("options"):
        return
    yield from ("## Parameters", "", "| parameter | default | meaning |", "|---|---|---|")
    for name, meaning in page["options"].items():
        choices = ", ".join(_code(choice) for choice in page.get("choices", {}).get(name, ()))
        said = _escaped(meaning) + (f" ({choices})" if choices else "")
        yield f"| `{name}` | {_cell(_code(toml_of(page['with'][name])))} | {said} |"
    name = next(iter(page["options"]))
    value = page["with"][name]
    table = f"[parameters.{page['code']}]"
    yield from ("", "They are set in the settings:", "", "```toml", table, f"{name} = {toml_of(value)}")
    yield from ("```", "")


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def _example(example: Data) -> Iterator[str]:
    yield from (f"### {example['title']}", "")
    if conditions := conditions_of(example):
        yield from (f"With {', '.join(_code(condition) for condition in conditions)}:", "")
    for path, content in example.get("base", {}).items():
        yield from _file("Before, ", path, content)
    for path, content in example["files"].items():
        yield from _file("Now, " if "base" in example else "", path, content)
    if example["reports"]:
        yield from ("Reports:", "", *(f"- {_code(shown(report))}" for report in example["reports"]), "")
    else:
        yield from ("Reports nothing.", "")
    for path, content in example.get("fixed", {}).items():
        yield from _file("Fixed, ", path, content)


def _file(when: str, path: str, content: str | bytes) -> Iterator[str]:
    text = shown(content).rstrip("\n")
    fence = "`" * max(3, 1 + max((len(run) for run in re.findall("`+", text)), default=0))
    yield from (f"{when}{_code(shown(path))}", "", f"{fence}text", text, fence, "")


def _suppression(page: Data) -> Iterator[str]:
    """How to switch the rule off: by a comment where a file has a place for one, and by the settings."""
    reporting = [example for example in page["examples"] if example["reports"]]
    kept = [report for example in reporting for report in example["reports"] if _is_in_text(example, report)]
    code = page["code"]
    if page["check"] not in _ABOUT_COMMENTS and kept:
        placed = any(_placed(report) for report in kept)
        kind = "ignore" if placed else "ignore-file"
        yield (
            "On the line of the finding, or alone on the line above it:"
            if placed
            else "Anywhere in the file:"
        )
        yield from ("", "```markdown", f"<!-- zeplint: {kind}[{code}] reason -->", "```", "")
        yield f"In reStructuredText it is `.. zeplint: {kind}[{code}] reason`."
        yield (
            f"`ignore-file[{code}]` covers the whole file, `--ignore {code}` a run. In the settings:"
            if placed
            else f"`--ignore {code}` covers a run. In the settings:"
        )
    else:
        yield f"No comment can hide it. `--ignore {code}` covers a run. In the settings:"
    yield from ("", "```toml", f'ignore = ["{code}"]', "", "[per-file-ignores]")
    yield from (f'"docs/zeps/draft/*" = ["{code}"]', "```", "")


def _is_in_text(example: Data, report: str) -> bool:
    """Whether a report is about a file that is there and can be read as text."""
    files = example["files"]
    path = next((path for path in files if report.startswith((f"{path}:", f"{path} "))), None)
    return path is not None and isinstance(files[path], str)


def _placed(report: str) -> bool:
    return re.match(r".*?:\d+:\d+-\d+:\d+ ", report) is not None
