"""Watermarks in texts that no one means: the cost stays in step with the text."""

from __future__ import annotations

import pytest

from tests.bounded import ends_in_time
from tests.rule_examples import RULEBOOK, TODAY
from zeplint.collection import Collection
from zeplint.linter import Options, lint
from zeplint.rulebook import load_process
from zeplint.tree import MemoryTree

PROCESS = load_process("zep-2024")
MARKDOWN = "# ZEP 7 — Keys\n\nStatus: Accepted\nType: Core\n\n"
RST = "ZEP 7 — Keys\n============\n\n:Status: Accepted\n:Type: Core\n\n"


def findings(text: str) -> int:
    path = "docs/zeps/accepted/zep-0007." + ("md" if text.startswith("#") else "rst")
    collection = Collection(MemoryTree({path: text}), PROCESS)
    result = lint(collection, [path], [RULEBOOK.rules["ZEP501"]], RULEBOOK, Options(today=TODAY))
    assert {diagnostic.code for diagnostic in result.diagnostics} <= {"ZEP501"}
    return len(result.diagnostics)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (MARKDOWN + "This document is a draft. " * 40_000 + "\n", 40_000),
        (MARKDOWN + "This document is a draft " * 50_000 + "\n", 1),
        (MARKDOWN + '“This document is a draft.” "B". ' * 60_000 + "\n", 0),
        (MARKDOWN + "> This document is a draft.\n>\n" * 20_000, 20_000),
        (MARKDOWN + "![](draft-watermark.png)\n\nText.\n{: .draft }\n\n" * 30_000, 60_000),
        (MARKDOWN + "Text.\n{: " + ".draft .b " * 40_000 + "}\n\n", 1),
        (MARKDOWN + "<p class='" + "draft a " * 40_000 + "'>x</p>\n", 1),
        (MARKDOWN + "<a class='" + "draft " * 40_000 + "'>x</a>\n", 1),
        (MARKDOWN + "<p class='draft'" + "  " * 300_000 + "lang=x>" + "  " * 300_000 + "x</p>\n", 1),
        (MARKDOWN + "<p class='draft draft'" + " class=x" * 100_000 + ">x</p>\n", 1),
        (RST + ".. container:: draft\n\n   Text\n\n" * 5_000, 5_000),
        (RST + ".. note::\n\n   This document is a draft.\n\n" * 5_000, 5_000),
    ],
    ids=lambda value: value[-24:].strip() if isinstance(value, str) else f"{value} found",
)
def test_many_watermarks_end_in_time(text: str, found: int) -> None:
    with ends_in_time():
        assert findings(text) == found
