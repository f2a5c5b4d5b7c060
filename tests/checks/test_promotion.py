"""Watermarks in texts that no one means: the cost stays in step with the text."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

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
    ("make", "found"),
    [
        (lambda n: MARKDOWN + "This document is a draft. " * n + "\n", lambda n: n),
        (lambda n: MARKDOWN + "This document is a draft " * n + "\n", lambda n: 1),
        (lambda n: MARKDOWN + 'A "b" “This document is a draft” ' * n + "\n", lambda n: 0),
        (lambda n: MARKDOWN + "> This document is a draft.\n>\n" * n, lambda n: n),
        (lambda n: MARKDOWN + "Text.\n{: .draft }\n\n" * n, lambda n: n),
        (lambda n: MARKDOWN + "Text.\n{: " + ".draft .b " * n + "}\n\n", lambda n: 1),
        (lambda n: MARKDOWN + "<p class='" + "draft a " * n + "'>x</p>\n", lambda n: 1),
        (lambda n: MARKDOWN + "<a class='" + "draft " * n + "'>x</a>\n", lambda n: 1),
        (lambda n: MARKDOWN + "<p class='draft'" + "  " * n + "lang=x>" + "  " * n + "x</p>\n", lambda n: 1),
        (lambda n: MARKDOWN + "<p class='draft draft'" + " class=x" * n + ">x</p>\n", lambda n: 1),
        (lambda n: MARKDOWN + "![](draft-watermark.png)\n\n" * n, lambda n: n),
        (lambda n: RST + ".. container:: draft\n\n   Text\n\n" * n, lambda n: n),
        (lambda n: RST + ".. note::\n\n   This document is a draft.\n\n" * n, lambda n: n),
    ],
)
def test_cost_grows_in_step_with_the_text(make: Callable[[int], str], found: Callable[[int], int]) -> None:
    def seconds(count: int) -> float:
        text = make(count)
        start = time.perf_counter()
        assert findings(text) == found(count)
        return time.perf_counter() - start

    seconds(10)
    # Four times the text: in the square of its length, sixteen times the time.
    assert min(seconds(1200) for _ in range(2)) < 9 * min(seconds(300) for _ in range(3)) + 0.05
