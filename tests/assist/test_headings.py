"""The rename of a heading: what leads to it still does."""

from __future__ import annotations

import pytest

from tests.assist.views import MD, RST, Files, applied, at, view_of
from zeplint.assist.headings import edits_of_heading, heading_at

OTHER = "docs/zeps/draft/zep-0003.md"
TEXT = "# ZEP 7 — Keys\n\n[1](#why), [2](#why-1)\n\n## W▮hy\n\n🙂 [1](#why) [o](#other)\n\n### Why\n\n[r]: #why\n"
LINKS = "# ZEP 3 — Longer keys\n\n[x](zep-0007.md#why) [y](zep-0007.md) [z](#why)\n\n## Why\n"
RST_TEXT = (
    "ZEP 7 — Keys\n============\n\n:Status: Draft\n\nFirst p▮art\n----------\n\n"
    "`First part`_, `this <#first-part>`__ and `Other`_\n\nOther\n-----\n"
)


def renamed(marked: str, title: str, path: str = MD, files: Files | None = None) -> dict[str, str]:
    text, offset = at(marked)
    view = view_of(text, path, files=files)
    section = heading_at(view, offset)
    assert section is not None
    return applied(view, edits_of_heading(view, section, title))


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_markdown(newline: str) -> None:
    found = renamed(TEXT.replace("\n", newline), "Because 🙂", files={OTHER: LINKS})
    text = TEXT.replace("▮", "").replace("#why)", "#because-)").replace("#why-1", "#why")
    text = text.replace("[r]: #why", "[r]: #because-").replace("## Why\n\n🙂", "## Because 🙂\n\n🙂")
    assert found == {
        MD: text.replace("\n", newline),
        OTHER: LINKS.replace("zep-0007.md#why", "zep-0007.md#because-"),
    }


def test_an_underlined_heading() -> None:
    assert renamed("# ZEP 7\n\nW▮hy\nthat\n----\n\n[x](#why-that)\n", "So") == {
        MD: "# ZEP 7\n\nSo\n---\n\n[x](#so)\n"
    }
    assert renamed("# ZEP 7\n\nW▮hy\n---\n\n[x](#why)\n", "Because of it") == {
        MD: "# ZEP 7\n\nBecause of it\n-------------\n\n[x](#because-of-it)\n"
    }


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("title", ["The very first part", "One", "部分"])
def test_rst(title: str, newline: str) -> None:
    text = RST_TEXT.replace("▮", "")
    rule = {"The very first part": 19, "One": 3, "部分": 4}[title]
    anchor = {"The very first part": "the-very-first-part", "One": "one"}.get(title, "")
    text = text.replace("First part", title).replace("----------", "-" * rule, 1)
    if anchor:
        text = text.replace("#first-part", f"#{anchor}")
    assert renamed(RST_TEXT.replace("\n", newline), title, RST) == {RST: text.replace("\n", newline)}


def test_an_overline() -> None:
    marked = "ZEP 7\n=====\n\n=====\nP▮art\n=====\n\n`part`_\n"
    assert renamed(
        marked.replace("=====\nP", "~~~~~\nP").replace("t\n=====\n\n`", "t\n~~~~~\n\n`"), "Parts", RST
    )[RST].endswith("~~~~~\nParts\n~~~~~\n\n`Parts`_\n")


def test_a_heading_that_links_to_itself() -> None:
    assert renamed("# ZEP 7\n\n## [W▮hy](#why)\n\n[x](#why)\n", "[How](#how)") == {
        MD: "# ZEP 7\n\n## [How](#how)\n\n[x](#how)\n"
    }


def test_what_is_no_heading() -> None:
    for marked in (
        "# ZE▮P 7 — Keys\n",
        "# ZEP 7\n\n##▮\n",
        "# ZEP 7\n\nWo▮rds\n",
        "# ZEP 7\n\n```\n# W▮hy\n```\n",
    ):
        text, offset = at(marked)
        assert heading_at(view_of(text), offset) is None
