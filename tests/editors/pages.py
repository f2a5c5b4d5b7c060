"""The set-ups that the pages under ``editors/`` give, as their readers copy them."""

from __future__ import annotations

import re
from pathlib import Path

FENCE = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def set_up(page: Path, heading: str, language: str) -> str:
    """The first code block in `language` below a heading of a page; fails if there is none."""
    _, found, below = page.read_text("utf-8").partition(f"\n## {heading}\n")
    assert found, f"{page} has no section {heading}"
    section = below.partition("\n## ")[0]
    for match in FENCE.finditer(section):
        if match[1] == language:
            return match[2]
    raise AssertionError(f"{page} has no {language} below {heading}")
