"""Which sections hold nothing for a reader."""

from __future__ import annotations

import pytest

from tests.bounded import ends_in_time
from tests.rule_examples import PROCESSES
from zeplint.collection import Collection
from zeplint.tree import MemoryTree
from zeplint.values.section import bare_sections

PATH = "docs/zeps/draft/zep-0007.md"
PROCESS = PROCESSES["zep-2024"]


def bare(text: str, path: str = PATH) -> list[tuple[str, str]]:
    """The bare sections of a text with a title: the title of each, and the words that hold its place."""
    source = f"# ZEP 7 — Shorter keys\n\nStatus: Draft\n\n{text}"
    document = Collection(MemoryTree({path: source}), PROCESS).document(path)
    found = list(bare_sections(document, PROCESS))
    assert all(document.source.slice(each.span) == each.words for each in found)
    return [(each.section.title, each.words) for each in found]


@pytest.mark.parametrize(
    "content",
    [
        "",
        "\n\n \t\n",
        "<!-- one -->\n\n<!-- two\nlines -->",
        '<a name="here"></a>',
        "***",
        "-\n-",
        "{: .no_toc }",
        "<br/>",
        f"<!-- {'long ' * 2000} -->",
    ],
)
def test_nothing(content: str) -> None:
    assert bare(f"## Abstract\n{content}\n") == [("Abstract", "")]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("TBD", "TBD"),
        ("_TODO: ask_", "TODO: ask"),
        ("> to be written", "to be written"),
        ("- ???\n- TBA", "???"),
        ("...", "..."),
        ("[TBD]", "TBD"),
        ("<!-- ask --> TODO", "TODO"),
        ("<what it is good for>", "<what it is good for>"),
    ],
)
def test_placeholders(content: str, words: str) -> None:
    assert bare(f"## Abstract\n\n{content}\n") == [("Abstract", words)]


@pytest.mark.parametrize(
    "content",
    [
        "None.",
        "N/A",
        "![](keys.png)",
        "```\nk\n```",
        "### Below",
        "See [1].",
        "TBD\n\nWe do not know yet.",
        f"TBD {'words ' * 100}",
        "[1]: https://example.org",
        "|a|\n|-|\n|b|",
        "鍵",
        "<!-- ask -->\nKeys.\n<!-- again -->",
    ],
)
def test_content(content: str) -> None:
    assert ("Abstract", "") not in bare(f"## Abstract\n\n{content}\n")
    assert not [words for title, words in bare(f"## Abstract\n\n{content}\n") if title == "Abstract"]


def test_the_title_is_no_section() -> None:
    assert bare("") == []


@pytest.mark.parametrize(
    "text",
    [
        "## a\n" * 100_000,
        "## a\n<!-- b -->\n" * 50_000,
        "## a\n" + "<!-- b -->\n" * 50_000,
        "## a\n" + " \n" * 500_000,
    ],
    ids=["headings", "a comment in each", "comments in one", "blank lines"],
)
def test_time_grows_with_the_text(text: str) -> None:
    with ends_in_time():
        bare(text)
