"""Whatever is typed and wherever the cursor is, an editor gets an answer."""

from __future__ import annotations

import random
from collections.abc import Mapping
from typing import Any

import pytest

from tests.assist.views import view_of
from tests.bounded import ends_in_time
from tests.rule_examples import PROCESSES
from zeplint.assist.actions import fix_all, fixes, found_in, suppressions
from zeplint.assist.completion import complete
from zeplint.assist.folding import folds
from zeplint.assist.headings import edits_of_heading, heading_at
from zeplint.assist.hover import hover
from zeplint.assist.navigation import definitions, document_links, highlights, references
from zeplint.assist.outline import symbols
from zeplint.assist.renaming import edits_of_renames
from zeplint.assist.view import View
from zeplint.collection import choose_process
from zeplint.edits.apply import apply_edits
from zeplint.rulebook import rules_directory
from zeplint.rulebook.files import read_rules
from zeplint.source import Span
from zeplint.tree import MemoryTree

EXAMPLES = [
    pytest.param(example, id=f"{data['code']}-{example['title']}")
    for data in read_rules(rules_directory())
    for example in data["examples"]
]


def ask_everything(view: View, offsets: set[int]) -> None:
    """Ask all that can be asked; each answer lies in the text."""
    size = len(view.source.text)
    for fold in folds(view):
        assert 1 <= fold.first < fold.last <= len(view.source.line_starts)
    symbols(view)
    for link in document_links(view):
        assert 0 <= link.span.start < link.span.end <= size
    for offset in offsets:
        complete(view, offset, " ")
        for item in complete(view, offset).items:
            start, end = item.edit.span
            assert 0 <= start <= min(max(offset, 0), size)
            assert start <= end <= size
            assert view.source.position(start).line == view.source.position(end).line
        if (said := hover(view, offset)) is not None:
            assert said.markdown
            assert 0 <= said.span.start <= said.span.end <= size
        definitions(view, offset)
        references(view, offset)
        for span in highlights(view, offset):
            assert 0 <= span.start <= span.end <= size
        if section := heading_at(view, offset):
            assert apply_edits(
                view.source, [e for e in edits_of_heading(view, section, "New 🙂") if e.source is view.source]
            )
        found = found_in(view, Span(max(offset, 0), max(offset, 0)))
        fixes(found)
        for action in suppressions(view, found[:1], "why"):
            assert action.edits
    edits_of_renames(view, {view.document.path: f"{view.document.path}.md"})


def check(example: Mapping[str, Any], cuts: int, seed: int) -> None:
    chance = random.Random(seed)
    files = {path: text for path, text in example["files"].items() if isinstance(text, str)}
    process = example.get("process")
    process = process or choose_process(MemoryTree(files), PROCESSES.values(), list(files)).name
    for path, text in files.items():
        for cut in {len(text), *(chance.randint(0, len(text)) for _ in range(cuts))}:
            typed = text[:cut].replace("\n", chance.choice(("\n", "\r\n")))
            view = view_of(typed, path, files=files, process=process)
            ask_everything(view, {len(typed), *(chance.randint(-1, len(typed) + 1) for _ in range(3))})
            if cuts > 1:
                fix_all(view)


@pytest.mark.parametrize("example", EXAMPLES[::10])
def test_any_place_in_any_beginning_gives_an_answer(example: Mapping[str, Any]) -> None:
    check(example, 1, 0)


@pytest.mark.slow
@pytest.mark.parametrize("example", EXAMPLES[5::10])
def test_many_places_in_many_beginnings_give_an_answer(example: Mapping[str, Any]) -> None:
    check(example, 6, 1)


@pytest.mark.parametrize(
    "text",
    [
        "# ZEP 7\n\nStatus: Draft\n\n" + "ZEP 3 " * 20_000,
        "# ZEP 7\n\nStatus: Draft\n\n" + "[a](#b) ZEP 3\n\n" * 10_000,
        "# ZEP 7\n\nStatus: Draft\n\nReplaces: " + "3, " * 30_000,
        "# ZEP 7\n\nStatus: Draft\n\n" + "## A\n\nText.\n\n" * 5_000,
        "# ZEP 7\n\n<!-- zeplint: ignore[" + "ZEP101, " * 20_000,
        "# ZEP 7\n\nStatus: Draft\n" + "\n" * 100_000 + "St",
        "".join(f"{'#' * (level % 6 + 1)} A\n" for level in range(20_000)),
    ],
    ids=["words", "links", "references", "sections", "comment", "blank", "levels"],
)
def test_a_long_text_gives_an_answer_in_time(text: str) -> None:
    view = view_of(text, files={"docs/zeps/draft/zep-0003.md": "# ZEP 3\n"}, rules=["ZEP301"])
    with ends_in_time():
        ask_everything(view, {len(text), len(text) // 2})
