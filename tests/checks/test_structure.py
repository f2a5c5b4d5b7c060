"""Checks of titles and sections, on texts of any size and shape."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.bounded import ends_in_time
from tests.rule_examples import PROCESSES, RULEBOOK, TODAY
from tests.texts import SECTIONS, as_rst
from zeplint.collection import Collection
from zeplint.linter import Options, lint
from zeplint.rulebook import select
from zeplint.source import Span
from zeplint.tree import MemoryTree

PATH = "docs/zeps/draft/zep-0007.md"
FAMILY = ("ZEP6", "ZEP103", "ZEP309", "ZEP506")
HEAD = "# ZEP 7 — Shorter keys\n\nStatus: Draft\nType: Core\n"


def codes(text: str, path: str = PATH, process: str = "zep-2024") -> list[str]:
    """The codes of what the family's rules find, those off by default among them."""
    collection = Collection(MemoryTree({path: text}), PROCESSES[process])
    rules = [rule for rule in RULEBOOK if rule.code.startswith(FAMILY)]
    found = lint(collection, [path], rules, RULEBOOK, Options(today=TODAY)).diagnostics
    assert not [diagnostic.message for diagnostic in found if diagnostic.code == "ZEP003"]
    return [diagnostic.code for diagnostic in found]


@pytest.mark.parametrize("rst", [False, True], ids=["markdown", "rst"])
def test_what_has_everything(rst: bool) -> None:
    text = HEAD + SECTIONS.replace("A first one is under way", "See <https://example.org/7>")
    text = text.replace("## Discussion", "### Implementation Notes\n\nIt took a week.\n\n## Discussion")
    assert codes(as_rst(text) if rst else text) == []


@pytest.mark.parametrize("title", re.findall("## (.*)", SECTIONS))
def test_a_section_without_heading_or_without_content(title: str) -> None:
    off = {"ZEP608", "ZEP609"}
    above, _, below = SECTIONS.partition(f"## {title}\n")
    _, mark, following = below.partition("## ")
    licence = title == "Copyright"
    missing = codes(HEAD + above + mark + following)
    assert [code for code in missing if code not in off] == ["ZEP606" if licence else "ZEP602"]
    empty = codes(HEAD + f"{above}## {title}\n\n{mark}{following}")
    assert [code for code in empty if code not in off] == ["ZEP606" if licence else "ZEP603"]


@pytest.mark.parametrize(
    "text",
    [
        "# " + "ZEP 7 " * 200_000,
        "# ZEP 7 " + " " * 1_000_000 + "x",
        HEAD + "\n" + "## Discussion\n\nSee.\n\n" * 20_000,
        HEAD + "\n" + "## Discussion\n\n<https://example.org>\n\n" * 20_000,
        HEAD + "\n## Copyright\n\n" + "The public domain of ZEP 3. " * 40_000,
        HEAD + "\n" + "# a\n\n#### b\n\n" * 20_000,
        HEAD + "\n" + "A ZEP does not need to be implemented in a single pull request (" * 15_000,
        HEAD.replace("7", "0", 1) + "\n```\nAuthor: a\nStatus: b\nType: <" + " | c\n" * 100_000 + "```\n",
        HEAD.replace("7", "0", 1) + "\n```\nAuthor: a\nStatus: b\nType: <" + "| " * 400_000 + "\n```\n",
        HEAD.replace("7", "0", 1) + f"\n```\nAuthor: a\nStatus: b\nType: <a |{' ' * 900_000}x\n```\n",
    ],
    ids=["numbers", "gap", "no links", "links", "waiver", "levels", "sentences", "lines", "bars", "blanks"],
)
def test_time_grows_with_the_text(text: str) -> None:
    path = PATH if "ZEP 7" in text[:9] else "docs/zeps/active/zep-0000.md"
    with ends_in_time():
        codes(text, path)


@pytest.mark.parametrize("end", range(0, 460, 7))
def test_any_beginning(end: int) -> None:
    codes(("---\ntitle: 'ZEP 7: Shorter keys'\nparent: draft ZEPs\n---\n\n" + HEAD + SECTIONS)[:end])


def test_the_published_proposals(corpus: Path) -> None:
    """Each finding was read and is right: a change of this list is a change for editors of ZEPs."""
    folder = corpus / "zeps"
    paths = [path for path in sorted(folder.glob("*/ZEP????.md")) if path.parent.name != "template"]
    files = {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}
    process = PROCESSES["zep-2022"]
    rules = [rule for rule in select(RULEBOOK, process) if rule.code.startswith(FAMILY)]
    found = lint(Collection(MemoryTree(files), process), list(files), rules, RULEBOOK, Options(today=TODAY))
    places = [
        (d.path, d.place.source.position((d.place.span or Span(0, 0)).start).line) for d in found.diagnostics
    ]
    assert [(*place, d.code) for place, d in zip(places, found.diagnostics, strict=True)] == [
        ("active/ZEP0000.md", 383, "ZEP309"),
        ("draft/ZEP0003.md", 155, "ZEP603"),
        ("draft/ZEP0004.md", 251, "ZEP603"),
        ("draft/ZEP0005.md", 9, "ZEP602"),
        ("draft/ZEP0005.md", 238, "ZEP606"),
        ("draft/ZEP0009.md", 9, "ZEP602"),
        ("draft/ZEP0009.md", 327, "ZEP605"),
        ("draft/ZEP0009.md", 746, "ZEP606"),
        ("draft/ZEP0011.md", 193, "ZEP607"),
    ]
