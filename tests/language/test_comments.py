"""Comments that tell codespell to leave a line or a word alone."""

from __future__ import annotations

import pytest

from zeplint.language.comments import Ignored
from zeplint.source import Source


@pytest.mark.parametrize(
    ("text", "covered"),
    [
        ("teh # codespell:ignore", True),
        ("teh <!-- codespell:ignore -->", True),
        ("teh # codespell:ignore teh", True),
        ("teh # codespell:ignore foo,teh", True),
        ("teh # codespell:ignore foo", False),
        ("teh codespell:ignore", False),
        ("teh # codespell:ignored", False),
        ("teh # codespell:ignore-next-line", False),
        ("teh # codespell:ignore-next-line teh", True),
        ("# codespell:ignore-next-line\nteh", True),
        ("# codespell:ignore-next-line foo\nteh", False),
        ("# codespell:ignore-next-line teh\r\nteh", True),
        ("# codespell:ignore-next-line foo\nteh # codespell:ignore", True),
        ("# codespell:ignore-next-line foo\nteh # codespell:ignore teh", True),
        ("# codespell:ignore\nteh", False),
    ],
)
def test_covers(text: str, covered: bool) -> None:
    source = Source("a.md", text)
    ignored = Ignored(text, lambda offset: source.position(offset).line)
    line = next(line for line in ("\nteh", "teh") if line in text)
    assert ignored.covers(text.index(line) + len(line) - 1, "teh") is covered
