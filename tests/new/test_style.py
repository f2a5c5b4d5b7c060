"""What a new proposal is written in: the markup of most others, and the form of their headers."""

from __future__ import annotations

import pytest

from zeplint.collection import Collection
from zeplint.document import FIELDS, LINES, MARKDOWN, PARAGRAPHS, RST
from zeplint.new.style import Style, preferred, style_beside, style_in
from zeplint.rulebook import load_process
from zeplint.tree import MemoryTree

PROCESS = load_process("zep-2024")
TEXTS = {
    "p": "# ZEP {n} — Keys\n\nStatus: Draft\n\nType: Core\n",
    "l": "# ZEP {n} — Keys\n\nStatus: Draft\nType: Core\n",
    "m": "---\nStatus: Draft\nType: Core\n---\n# ZEP {n} — Keys\n",
    "r": "ZEP {n} — Keys\n============\n\n:Status: Draft\n:Type: Core\n",
}


@pytest.mark.parametrize(
    ("others", "style"),
    [
        ("", Style(RST, LINES)),
        ("p", Style(MARKDOWN, PARAGRAPHS)),
        ("pll", Style(MARKDOWN, LINES)),
        ("mmm", Style(MARKDOWN, PARAGRAPHS)),
        ("ppr", Style(MARKDOWN, PARAGRAPHS)),
        # What is as frequent, and the form of what the process prefers, is the process's to say.
        ("pr", Style(RST, LINES)),
        ("rr", Style(RST, LINES)),
    ],
)
def test_of_a_new_proposal(others: str, style: Style) -> None:
    files = {
        f"docs/zeps/draft/zep-{number:04}.md": TEXTS[kind].format(n=number)
        for number, kind in enumerate(others)
    }
    proposals = Collection(MemoryTree(files), PROCESS).proposals
    assert len(proposals) == len(others)
    assert style_beside(proposals, PROCESS) == style


def test_of_the_other_markup() -> None:
    assert preferred(PROCESS) == style_in(RST, PROCESS)
    assert style_in(MARKDOWN, PROCESS) == Style(MARKDOWN, PARAGRAPHS)
    assert style_in(RST, load_process("zep-2022")) == Style(RST, FIELDS)
