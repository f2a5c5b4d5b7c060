"""Hover: rules, headers and their values, proposals."""

from __future__ import annotations

import pytest

from tests.assist.test_completion import FORMS, OTHERS, WRITTEN
from tests.assist.views import MD, NEP, OLD, RST, at, view_of
from zeplint.assist.hover import Hover, escaped, hover


def shown(marked: str, path: str = MD) -> tuple[str, str]:
    """The words that are hovered over, and what is said of them."""
    text, offset = at(marked)
    view = view_of(text, path, files=OTHERS, rules=["ZEP3"])
    found = hover(view, offset)
    assert found is not None
    return view.source.slice(found.span), found.markdown


def nothing(marked: str, path: str = MD) -> Hover | None:
    text, offset = at(marked)
    return hover(view_of(text, path, files=OTHERS, rules=["ZEP3"]), offset)


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("form", FORMS)
def test_headers_and_their_values(form: str, newline: str) -> None:
    path, text = FORMS[form]
    name = WRITTEN.get(form, "Status: ").replace("tatus", "▮tatus")
    marked = text.replace("▮", f"{name}Draft").replace("\n", newline)
    words, said = shown(marked, path)
    assert words.casefold() == "status"
    assert said.startswith("**Status** (required)\n\n")
    assert "- Draft (early): " in said
    value = text.replace("▮", f"{WRITTEN.get(form, 'Status: ')}Dr▮aft").replace("\n", newline)
    words, said = shown(value, path)
    assert words == "Draft"
    assert said.startswith("**Draft** (early)\n\n")
    assert "- then comes " in said


def test_what_a_value_may_be() -> None:
    head = "# ZEP 7\n\nStatus: Draft\n\n"
    assert shown(f"{head}T▮ype: Core\n")[1].startswith(
        "**Type** (required)\n\nWhat kind of ZEP it is.\n\n- Core: "
    )
    assert shown(f"{head}Type: C▮ore\n")[1].startswith(
        "**Core**\n\nChanges the core specification of Zarr.\n\n- may be "
    )
    assert "A day as `yyyy-mm-dd`, today: `2026-06-15`" in shown(f"{head}C▮reated: 2024-01-01\n")[1]
    assert "`15-Jun-2026`" in shown(f"{head}Created: 2024▮-01-01\n", OLD)[1]
    assert shown(f"{head}Statsu▮: Draft\n")[0] == "Statsu"
    assert nothing(f"{head}Some text▮ here.\n") is None


def test_a_status_says_what_it_asks_for() -> None:
    said = shown("# ZEP 7\n\nStatus: Act▮ive\n\nType: Process\n")[1]
    assert "- only for Process\n" in said
    assert "- lies in `active/` or `accepted/`" in said
    assert (
        "- needs the headers Resolution and Accepted"
        in shown("# ZEP 7\n\nStatus: Acce▮pted\n\nType: Core\n")[1]
    )


@pytest.mark.parametrize(
    ("path", "text", "words"),
    [
        (MD, "# ZEP 7\n\nStatus: Draft\n\nReplaces: 5, ▮3\n", "3"),
        (MD, "# ZEP 7\n\nStatus: Draft\n\nReplaces:\n- ZEP 5\n- ZE▮P 3\n", "ZEP 3"),
        (MD, "# ZEP 7\n\nStatus: Draft\n\n🙂 see ZEP▮ 3.\n", "ZEP 3"),
        (MD, "# ZEP 7\n\nStatus: Draft\n\n🙂 see [th▮is](zep-0003.md).\n", "[this](zep-0003.md)"),
        (RST, "ZEP 7\n=====\n\n:Status: Draft\n:Require: 3▮\n", "3"),
        (RST, "ZEP 7\n=====\n\n:Status: Draft\n\n🙂 see `th▮is <zep-0003.md>`_.\n", "`this <zep-0003.md>`_"),
    ],
)
def test_proposals(path: str, text: str, words: str) -> None:
    for newline in ("\n", "\r\n"):
        found, said = shown(text.replace("\n", newline), path)
        assert found == words
        assert said == (
            "**ZEP 3**: Longer keys 🙂\n\nStatus: Draft · Type: Core\n\n`docs/zeps/draft/zep-0003.md`"
        )


def test_a_proposal_that_is_not_there() -> None:
    assert shown("# ZEP 7\n\nStatus: Draft\n\nSee ZEP▮ 4.\n") == (
        "ZEP 4",
        "**ZEP 4**: no file here has this number",
    )


@pytest.mark.parametrize(
    ("path", "text"),
    [
        (MD, "# ZEP 7\n\n<!-- zeplint: ignore[ZEP3▮01] -->\nStatus: Drft\n\nType: Core\n"),
        (MD, "# ZEP 7\n\n<!-- zeplint: ignore[statu▮s-value] -->\nStatus: Drft\n\nType: Core\n"),
        (MD, "# ZEP 7\n\nStatus: Dr▮ft\n\nType: Core\n"),
        (NEP, "NEP 7\n=====\n\n:Status: Dr▮ft\n:Type: Process\n"),
    ],
)
def test_rules(path: str, text: str) -> None:
    _, said = shown(text, path)
    assert "**ZEP301** status-value (error, on by default)" in said
    assert ("NEP 0" if path == NEP else "ZEP 0") in said


def test_text_reads_the_same_in_markdown() -> None:
    assert escaped("a_b [c](d) <e> *f* `g` #h |") == "a\\_b \\[c\\](d) \\<e\\> \\*f\\* \\`g\\` \\#h \\|"
