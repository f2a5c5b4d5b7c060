"""Symbols and folds of a document."""

from __future__ import annotations

import pytest

from tests.assist.views import MD, NEP, RST, view_of
from zeplint.assist.folding import COMMENT, REGION, folds
from zeplint.assist.outline import Symbol, symbols

MARKDOWN = (
    "---\nlayout: x\n---\n\n# ZEP 7 — 🙂\n\nStatus: Draft\n\nType: Core\n\n## A\n\n### B\n\n```\ncode\n```\n\n"
    "## C\n\n<!-- a\ncomment -->\n"
)
RESTRUCTURED = (
    "ZEP 7 — 🙂\n==========\n\n:Status: Draft\n:Type: Core\n\nA\n-\n\nB\n~\n\n.. code-block:: json\n\n   []\n\n"
    "C\n-\n\n.. a\n   comment\n"
)


def tree(found: list[Symbol] | tuple[Symbol, ...]) -> list[object]:
    return [(each.name, tree(each.children)) if each.children else each.name for each in found]


def check(found: list[Symbol] | tuple[Symbol, ...]) -> None:
    for each in found:
        assert each.span.start <= each.selection.start <= each.selection.end <= each.span.end
        assert all(each.span.start <= c.span.start and c.span.end <= each.span.end for c in each.children)
        check(each.children)


@pytest.mark.parametrize(("path", "text"), [(MD, MARKDOWN), (RST, RESTRUCTURED)])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_symbols(path: str, text: str, newline: str) -> None:
    found = symbols(view_of(text.replace("\n", newline), path))
    assert tree(found) == [("ZEP 7 — 🙂", ["Status", "Type", ("A", ["B"]), "C"])]
    assert found[0].children[0].detail == "Draft"
    check(found)


def test_symbols_without_a_title_and_in_front_matter() -> None:
    assert tree(symbols(view_of("Status: Draft\n\nType: Core\n\n## A\n"))) == ["Status", "Type", "A"]
    text = "---\nstatus: Draft\ntype: Core\n---\n\n# ZEP 7\n\n## A\n"
    assert tree(symbols(view_of(text))) == [("front matter", ["status", "type"]), ("ZEP 7", ["A"])]
    assert symbols(view_of("")) == []
    text = "NEP 7\n=====\n\n:Status: Draft\n:Type: Process\n\nA\n-\n"
    assert tree(symbols(view_of(text, NEP))) == [("NEP 7", ["Status", "Type", "A"])]


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_folds(newline: str) -> None:
    found = folds(view_of(MARKDOWN.replace("\n", newline)))
    assert [(fold.first, fold.last, fold.kind) for fold in found] == [
        (1, 3, REGION),
        (5, 22, REGION),
        (7, 9, REGION),
        (11, 17, REGION),
        (13, 17, REGION),
        (15, 17, REGION),
        (19, 22, REGION),
        (21, 22, COMMENT),
    ]
    found = folds(view_of(RESTRUCTURED.replace("\n", newline), RST))
    assert [(fold.first, fold.last, fold.kind) for fold in found] == [
        (1, 21, REGION),
        (4, 5, REGION),
        (7, 15, REGION),
        (10, 15, REGION),
        (13, 15, REGION),
        (17, 21, REGION),
        (20, 21, COMMENT),
    ]
    assert folds(view_of("")) == []
