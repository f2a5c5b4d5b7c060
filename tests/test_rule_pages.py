"""The page of each rule: what it says holds, and its links lead somewhere."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from tests.rule_examples import BENCH
from tools.rule_pages import FAMILIES, INDEX, RuleFile, rule_files, rule_pages
from zeplint.explain.markdown import markdown_page
from zeplint.explain.text import text_page
from zeplint.rulebook import load_process, rule_from
from zeplint.ruletest.examples import Run

CHECKOUT = Path(__file__).resolve().parent.parent
FILES = rule_files(CHECKOUT)
PAGES = rule_pages(CHECKOUT)
PROCESS = load_process("zep-2024")
SAMPLE = {
    "code": "OWN001",
    "name": "sample",
    "summary": "A sample.",
    "enabled": False,
    "severity": "info",
    "escalate": {"decided": "error", "final": "error"},
    "scope": "proposal",
    "check": "header.order",
    "message": {"one": "a `b` {c}", "two": "d"},
    "help": "allowed: `e`",
    "with": {"level": "any", "words": {"a": ["b|c"]}},
    "choices": {"level": ["any", "none"]},
    "options": {"level": "how much of <it> is | is not meant"},
    "fix": ["safe", "unsafe"],
    "sources": [
        {"statement": "S28", "quote": "<a> | [b]\n  *c*"},
        {"origin": "An agreement."},
    ],
    "why": "Because.\n",
    "examples": [
        {
            "title": "Wrong",
            "base": {"a.md": "old\n"},
            "files": {"a.md": "```\nnew\u202e\n```\n"},
            "settings": {"parameters": {"OWN001": {"level": "none"}}},
            "reports": ["a.md:1:1-1:2 a ` mark"],
            "fixed": {"a.md": "fixed\n"},
        },
        {"title": "Right", "files": {"a.md": "x\n"}, "reports": []},
    ],
}

each_rule = pytest.mark.parametrize("file", FILES, ids=lambda file: file.code)


def test_a_page_has_all_that_a_rule_file_says() -> None:
    assert (
        markdown_page(SAMPLE, PROCESS)
        == """\
# sample (OWN001)

A sample.

- Severity: info, error once decided or final, off by default
- Fix: safe (`--fix` applies it) or unsafe (a person must agree: `--fix --unsafe-fixes` applies it), where a finding has one

## Why

Because.

## Source

- ZEP 0, Review and Resolution (S28): "\\<a> \\| \\[b] \\*c\\*"
- An agreement.

## Messages

- ``a `b` {c}``
- `d`

Help: `` allowed: `e` ``

## Parameters

| parameter | default | meaning |
|---|---|---|
| `level` | `"any"` | how much of \\<it> is \\| is not meant (`any`, `none`) |

They are set in the settings:

```toml
[parameters.OWN001]
level = "any"
```

## Examples

### Wrong

With `parameters.OWN001.level = "none"`:

Before, `a.md`

```text
old
```

Now, `a.md`

````text
```
new\\u202e
```
````

Reports:

- ``a.md:1:1-1:2 a ` mark``

Fixed, `a.md`

```text
fixed
```

### Right

`a.md`

```text
x
```

Reports nothing.

## Suppressing it

On the line of the finding, or alone on the line above it:

```markdown
<!-- zeplint: ignore[OWN001] reason -->
```

In reStructuredText it is `.. zeplint: ignore[OWN001] reason`.
`ignore-file[OWN001]` covers the whole file, `--ignore OWN001` a run. In the settings:

```toml
ignore = ["OWN001"]

[per-file-ignores]
"docs/zeps/draft/*" = ["OWN001"]
```
"""
    )


def test_a_terminal_shows_the_earlier_version_and_the_kinds_of_fix() -> None:
    text = text_page(SAMPLE, PROCESS)
    assert "  before, a.md\n    | old\n  a.md\n" in text
    assert 'Parameter level: how much of <it> is | is not meant (any, none); default "any"' in " ".join(
        text.split()
    )
    assert "Fix, where there is one: safe (--fix applies it) or unsafe" in text


@each_rule
def test_a_rule_says_which_fixes_its_examples_have(file: RuleFile) -> None:
    rule, kinds = rule_from(file.data), set()
    for example in file.data["examples"]:
        fixes = [found.fix for found in Run(BENCH, rule, example, example["files"]).diagnostics if found.fix]
        kinds |= {"safe" if fix.safe else "unsafe" for fix in fixes}
    said = file.data.get("fix", [])
    assert {said} == kinds if isinstance(said, str) else set(said) == kinds


COMMENTS = {".md": "<!-- {} -->", ".rst": ".. {}"}


def takes_comments(example: dict[str, Any]) -> bool:
    """Whether a comment can stand below each file of an example."""
    files = example["files"].items()
    return all(isinstance(text, str) and path.endswith(tuple(COMMENTS)) for path, text in files)


@pytest.mark.parametrize(
    ("file", "example"),
    [
        pytest.param(file, fitting[0], id=file.code)
        for file in FILES
        if (fitting := [one for one in file.data["examples"] if one["reports"] and takes_comments(one)])
    ],
)
def test_the_comment_that_a_page_gives_hides_a_finding(file: RuleFile, example: dict[str, Any]) -> None:
    part = PAGES[f"docs/rules/{file.code}.md"].partition("## Suppressing it")[2]
    files = {
        path: f"{text}\n{COMMENTS[path[path.rindex('.') :]].format(f'zeplint: ignore-file[{file.code}] reason')}\n"
        for path, text in example["files"].items()
    }
    found = Run(BENCH, rule_from(file.data), example, files).diagnostics
    assert (not found) == bool(re.search(r"<!-- zeplint: .* -->", part))


def test_every_rule_is_in_the_index_once() -> None:
    rows = re.findall(r"^\| \[(\w+)\]\((.*?)\) \|", PAGES[INDEX], flags=re.MULTILINE)
    assert rows == [(file.code, f"{file.code}.md") for file in FILES]
    assert {file.code[:4] for file in FILES} == set(FAMILIES)


def test_every_link_leads_to_a_file() -> None:
    for path, text in PAGES.items():
        outside = re.sub(r"(?ms)^(````*)\w.*?^\1$", "", text)
        outside = re.sub(r"(`+)[^\n]+?\1", "", outside)
        for target in re.findall(r"(?<!\\)\[[^\]\n]+\]\(([^)#\s]+)", outside):
            assert "://" in target or (CHECKOUT / path).parent.joinpath(target).exists(), (path, target)
