"""The console blocks of the docs: what they show is what their commands print."""

from __future__ import annotations

import json
import re
import textwrap
import tomllib
from pathlib import Path

import jsonschema
import pytest
import yaml

from tools.console import Command, Run, commands, matches, pages, rewritten, run_page, shortened
from zeplint.cli import COMMANDS, main
from zeplint.report import FORMATS

CHECKOUT = Path(__file__).resolve().parent.parent
PAGES = pages(CHECKOUT)

PAGE = """\
# A page

```console
$ cd examples
$ cat > a.txt <<'END'
> one
> two
> END
```

```console
$ cat a.txt
one
old
$ printf '1\\n2\\n3\\n'
1
...

$ echo "$((1 + 1))" >&2; pwd | sed 's:.*/::'
2
examples
```

```text
$ not run
```
"""


def test_commands_and_what_a_page_shows_of_them() -> None:
    assert commands(PAGE) == [
        Command("cd examples", 4, None),
        Command("cat > a.txt <<'END'\none\ntwo\nEND", 5, None),
        Command("cat a.txt", 12, ("one", "old")),
        Command("printf '1\\n2\\n3\\n'", 15, ("1", "...")),
        Command("echo \"$((1 + 1))\" >&2; pwd | sed 's:.*/::'", 19, ("2", "examples")),
    ]


def test_an_output_without_a_command_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="line 2"):
        commands("```console\nx\n```\n")


def test_commands_run_one_after_another_and_wrong_outputs_are_rewritten(tmp_path: Path) -> None:
    runs = list(run_page(PAGE, CHECKOUT, tmp_path))
    problems = [run.command.line for run in runs if run.problem]
    assert problems == [12]
    text = rewritten(PAGE, runs)
    assert text == PAGE.replace("one\nold\n", "one\ntwo\n")


def test_a_block_that_is_named_as_a_file_is_there_for_the_commands(tmp_path: Path) -> None:
    page = "Save this as `a/b.toml`:\n\n```toml\nx = 1\n```\n\nA part of `c.toml`\n\n```toml\ny\n```\n"
    page += "\n```console\n$ cat a/b.toml\nx = 1\n$ ls\na\n```\n"
    assert [run.problem for run in run_page(page, CHECKOUT, tmp_path)] == ["", ""]


def test_a_failing_command_is_a_problem_unless_its_output_is_shown() -> None:
    assert "it ended with 2" in Run(Command("x", 1, None), ("why",), 2).problem
    assert Run(Command("x", 1, None), (), 1).problem == ""
    assert Run(Command("x", 1, ("why",)), ("why",), 2).problem == ""


def test_three_dots_stand_for_any_number_of_lines() -> None:
    assert matches(("a", "...", "d"), ("a", "b", "c", "d"))
    assert matches(("...", "d"), ("d",))
    assert not matches(("a", "..."), ("b", "c"))
    assert not matches(("a",), ("a", "b"))


@pytest.mark.parametrize(
    ("shown", "expected"),
    [
        ("a ... d", "a ... d e"),
        ("... c", "... c d e"),
        ("a ...", "a ..."),
        ("a ... x", "a b c d e"),
        ("x ... c", "a b c d e"),
        ("a ... c ... e", "a ... c ... e"),
        ("a", "a b c d e"),
    ],
)
def test_what_is_rewritten_leaves_out_what_the_page_left_out(shown: str, expected: str) -> None:
    assert shortened(tuple("abcde"), shown.split()) == expected.split()


@pytest.mark.slow
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_page_shows_what_its_commands_print(page: Path, tmp_path: Path) -> None:
    runs = run_page(page.read_text(encoding="utf-8"), CHECKOUT, tmp_path)
    assert [f"{page}:{run.command.line}: {run.problem}" for run in runs if run.problem] == []


@pytest.mark.slow
def test_the_second_rule_of_a_project_passes_once_its_report_is_taken_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    *_, last = run_page((CHECKOUT / "docs" / "rules.md").read_text("utf-8"), CHECKOUT, tmp_path)
    (report,) = [line.removeprefix("    + ") for line in last.printed if line.startswith("    + ")]
    rule = tmp_path / "work" / "rules" / "github-discussion.yaml"
    rule.write_text(rule.read_text("utf-8").replace("reports: []", f"reports: ['{report}']", 1), "utf-8")
    monkeypatch.chdir(tmp_path / "work")
    assert main(["test"]) == 0
    assert capsys.readouterr().err == "zeplint: 2 rules, 4 examples: all passed\n"


def test_there_are_pages_to_test() -> None:
    assert {page.name for page in PAGES} >= {
        "README.md",
        "authors.md",
        "ci.md",
        "editors.md",
        "process.md",
        "rules.md",
    }


# What else stands in the pages

WRITTEN = [CHECKOUT / "README.md", *sorted((CHECKOUT / "docs").glob("*.md"))]
each_page = pytest.mark.parametrize("page", WRITTEN, ids=lambda page: page.name)


def blocks(page: Path, language: str) -> list[str]:
    found = re.findall(
        rf"^( *)```{language}\n(.*?)^ *```$", page.read_text("utf-8"), flags=re.MULTILINE | re.DOTALL
    )
    return [textwrap.dedent(text) for _, text in found]


@each_page
def test_settings_and_other_files_that_a_page_shows_can_be_read(page: Path) -> None:
    schema = json.loads((CHECKOUT / "zeplint" / "settings" / "settings.schema.json").read_text("utf-8"))
    for text in blocks(page, "toml"):
        settings = tomllib.loads(text)
        jsonschema.validate(settings.get("tool", {}).get("zeplint", settings), schema)
    for text in blocks(page, "yaml"):
        assert yaml.safe_load(text)


@each_page
def test_a_page_links_what_is_there(page: Path) -> None:
    text = re.sub(r"^ *```.*?^ *```$", "", page.read_text("utf-8"), flags=re.MULTILINE | re.DOTALL)
    for target in re.findall(r"(?<!\\)\[[^\]]*\]\(([^)\s]+)\)", re.sub(r"(`+).*?\1", "x", text)):
        if "://" in target:
            continue
        path, _, anchor = target.partition("#")
        linked = page.parent / path if path else page
        assert linked.exists(), target
        if anchor:
            headings = re.findall(r"^#+ (.*)$", linked.read_text("utf-8"), flags=re.MULTILINE)
            assert anchor in {heading.lower().replace(" ", "-") for heading in headings}, target


def test_every_format_is_described() -> None:
    text = (CHECKOUT / "docs" / "ci.md").read_text("utf-8")
    table = "".join(line.split("|")[1] for line in text.split("\n") if line.startswith("| `"))
    assert [name for name in FORMATS if f"`{name}`" not in table] == []


def test_every_command_is_in_the_readme() -> None:
    text = (CHECKOUT / "README.md").read_text("utf-8")
    assert [name for name in COMMANDS if name != "check" and f"`zeplint {name}" not in text] == []
