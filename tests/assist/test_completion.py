"""Completions: what can stand at the cursor, and that writing it gives what is meant."""

from __future__ import annotations

import pytest

from tests.assist.views import MD, NEP, OLD, RST, Files, applied, at, view_of
from zeplint.assist.completion import Completion, complete
from zeplint.assist.view import View

OTHERS = {
    "docs/zeps/draft/zep-0003.md": "# ZEP 3 — Longer keys 🙂\n\nAuthor: B <b@example.org>\n\nStatus: Draft\n\nType: Core\n",
    "docs/zeps/accepted/zep-0005.md": "# ZEP 5 — No keys\n\nAuthor: C <c@example.org>\n\nStatus: Accepted\n\nType: Process\n",
}
# Each form of header block, with a place for a header, and for a value.
FORMS = {
    "paragraphs": (
        MD,
        "# ZEP 7 — 🙂\n\nAuthor: A <a@example.org>\n\n▮\n\nType: Core\n\n## Abstract\n\nText.\n",
    ),
    "lines": (MD, "# ZEP 7 — 🙂\n\nAuthor: A <a@example.org>\n▮\nType: Core\n\n## Abstract\n\nText.\n"),
    "bold": (MD, "# ZEP 7 — 🙂\n\n**Author**: A <a@example.org>\n▮\n**Type**: Core\n\n## Abstract\n"),
    "fence": (MD, "# ZEP 7 — 🙂\n\n```\nAuthor: A <a@example.org>\n▮\nType: Core\n```\n\n## Abstract\n"),
    "front matter": (MD, "---\ntitle: x\nauthor: A <a@example.org>\n▮\ntype: Core\n---\n\n# ZEP 7 — 🙂\n"),
    "rst fields": (
        RST,
        "ZEP 7 — 🙂\n=========\n\n:Author: A <a@example.org>\n▮\n:Type: Core\n\nAbstract\n--------\n",
    ),
    "rst lines": (
        RST,
        "ZEP 7 — 🙂\n=========\n\nAuthor: A <a@example.org>\n▮\nType: Core\n\nAbstract\n--------\n",
    ),
    "rst paragraphs": (RST, "ZEP 7 — 🙂\n=========\n\nAuthor: A <a@example.org>\n\n▮\n\nType: Core\n"),
    "nep": (
        NEP,
        "NEP 7 — 🙂\n=========\n\n:Author: A <a@example.org>\n▮\n:Type: Process\n\nAbstract\n--------\n",
    ),
    "2022": (
        OLD,
        "---\nlayout: default\n---\n\n# ZEP 7 — 🙂\n\nAuthor: A <a@example.org>\n\n▮\n\nType: Process\n",
    ),
}
WRITTEN = {"bold": "**Status**: ", "front matter": "status: ", "rst fields": ":Status: ", "nep": ":Status: "}
each_form = pytest.mark.parametrize("form", FORMS)
each_newline = pytest.mark.parametrize("newline", ["\n", "\r\n"])


def completed(marked: str, path: str = MD, files: Files | None = None) -> tuple[View, list[Completion], int]:
    text, offset = at(marked)
    view = view_of(text, path, files=OTHERS if files is None else files)
    return view, list(complete(view, offset).items), offset


def labels(marked: str, path: str = MD, files: Files | None = None) -> list[str]:
    return [item.label for item in completed(marked, path, files)[1]]


def chosen(marked: str, label: str, path: str = MD, files: Files | None = None) -> str:
    """The text once the completion of that label is taken."""
    view, items, offset = completed(marked, path, files)
    item = next(item for item in items if item.label == label)
    span = item.edit.span
    assert span.start <= offset <= span.end
    assert view.source.position(span.start).line == view.source.position(span.end).line
    return applied(view, [item.edit])[path]


@each_newline
@each_form
@pytest.mark.parametrize("typed", ["", "St"])
def test_missing_headers(form: str, typed: str, newline: str) -> None:
    path, text = FORMS[form]
    text = text.replace("\n", newline)
    marked = text.replace("▮", f"{typed}▮")
    found = labels(marked, path)
    assert found.index("Status") < found.index("Created") < found.index("Resolution")
    assert "Type" not in found
    written = WRITTEN.get(form, "Status: ")
    assert chosen(marked, "Status", path) == text.replace("▮", written)


def test_headers_below_the_title_and_the_block() -> None:
    assert labels("# ZEP 7\n\n▮\n")[:4] == ["Author", "Status", "Type", "Created"]
    assert chosen("NEP 7\n=====\n\n▮\n", "Status", NEP) == "NEP 7\n=====\n\n:Status: \n"
    assert "Status" in labels("# ZEP 7\n\nType: Core\nS▮\n")
    assert "Status" not in labels("# ZEP 7\n\nType: Core\n\nText.\n\nS▮\n")
    assert "Status" not in labels("▮\n# ZEP 7\n\nType: Core\n")


def test_the_first_header_is_a_field_if_it_is_begun_as_one() -> None:
    head = "ZEP 7\n=====\n\n"
    for typed in (":", ":Au"):
        assert chosen(f"{head}{typed}▮\n", "Author", RST) == f"{head}:Author: \n"
    assert chosen(f"{head}Au▮\n", "Author", RST) == f"{head}Author: \n"


def test_headers_that_the_status_requires_come_first() -> None:
    text = "# ZEP 7\n\nAuthor: A <a@example.org>\n\nType: Core\n\nCreated: 2025-01-01\n\nStatus: {}\n\n▮\n"
    found = {
        item.label: item.detail for item in completed(text.format("Accepted"))[1] if item.kind == "header"
    }
    assert list(found)[:2] == ["Resolution", "Accepted"] or list(found)[:2] == ["Accepted", "Resolution"]
    assert found["Resolution"] == "required for Accepted"
    assert found["Discussion"] == "asked for"
    found = {item.label: item.detail for item in completed(text.format("Draft"))[1] if item.kind == "header"}
    assert found["Resolution"] == "optional"


def test_a_header_that_has_a_value_only_gets_its_name() -> None:
    assert (
        chosen("# ZEP 7\n\nStat▮: Draft\n\nType: Core\n", "Status")
        == "# ZEP 7\n\nStatus: Draft\n\nType: Core\n"
    )
    assert (
        chosen("# ZEP 7\n\nSt▮at: Draft\n\nType: Core\n", "Status")
        == "# ZEP 7\n\nStatus: Draft\n\nType: Core\n"
    )


@each_newline
@each_form
def test_values_of_the_status_go_with_the_type(form: str, newline: str) -> None:
    path, text = FORMS[form]
    text = text.replace("\n", newline)
    for typed in ("", "Dr", "Draft"):
        marked = text.replace("▮", f"{WRITTEN.get(form, 'Status: ')}{typed}▮")
        found = labels(marked, path)
        assert found[0] == "Draft"
        assert ("Active" in found) == (form in ("nep", "2022"))
        assert chosen(marked, "Rejected", path) == text.replace(
            "▮", f"{WRITTEN.get(form, 'Status: ')}Rejected"
        )


def test_a_value_takes_the_place_of_the_one_that_is_there() -> None:
    before, after = "# ZEP 7\n\nStatus: Dr▮aft\n\nType: Core\n", "# ZEP 7\n\nStatus: Final\n\nType: Core\n"
    assert chosen(before, "Final") == after
    assert chosen("# ZEP 7\n\nStatus:▮\n\nType: Core\n", "Final") == after
    assert chosen("# ZEP 7\n\nType: Core\n\nStatus:▮", "Final") == "# ZEP 7\n\nType: Core\n\nStatus: Final"


def test_types_go_with_the_status() -> None:
    assert labels("# ZEP 7\n\nStatus: Active\n\nType: ▮\n") == ["Process"]
    assert labels("# ZEP 7\n\nStatus: Draft\n\nType: ▮\n") == ["Core", "Process", "Informational"]


def test_days() -> None:
    assert chosen("# ZEP 7\n\nStatus: Draft\n\nCreated: ▮\n", "2026-06-15").endswith("Created: 2026-06-15\n")
    text = "# ZEP 7\n\nStatus: Draft\n\nCreated: 20▮24-1\n"
    assert chosen(text, "15-Jun-2026", OLD).endswith("Created: 15-Jun-2026\n")


def test_authors() -> None:
    text, offset = at("# ZEP 7\n\nStatus: Draft\n\nAuthor: ▮\n")
    view = view_of(text, files=OTHERS, author="Me <me@example.org>")
    assert [item.label for item in complete(view, offset).items] == [
        "Me <me@example.org>",
        "C <c@example.org>",
        "B <b@example.org>",
    ]


@pytest.mark.parametrize(
    ("typed", "label", "written"),
    [
        ("Replaces: ▮", "ZEP 3: Longer keys 🙂", "Replaces: 3"),
        ("Replaces:▮", "ZEP 3: Longer keys 🙂", "Replaces: 3"),
        ("Replaces: ZEP▮", "ZEP 3: Longer keys 🙂", "Replaces: ZEP 3"),
        ("Replaces: ZEP 5, ▮", "ZEP 3: Longer keys 🙂", "Replaces: ZEP 5, ZEP 3"),
        ("Replaces: 5, lon▮", "ZEP 3: Longer keys 🙂", "Replaces: 5, 3"),
        ("Replaces: 5,▮", "ZEP 3: Longer keys 🙂", "Replaces: 5, 3"),
        ("Replaces:\n- 5\n- ▮", "ZEP 3: Longer keys 🙂", "Replaces:\n- 5\n- 3"),
        ("Replaced-By: ▮1", "ZEP 5: No keys", "Replaced-By: 5"),
    ],
)
def test_numbers_in_headers(typed: str, label: str, written: str) -> None:
    text = "# ZEP 7\n\nStatus: Draft\n\n{}\n\nType: Core\n\n## Abstract\n"
    assert chosen(text.format(typed), label) == text.format(written)
    assert label not in labels(text.format(f"{written}, ▮")) or "- " in written


@pytest.mark.parametrize(("path", "noun"), [(MD, "ZEP"), (RST, "ZEP")])
def test_numbers_in_prose(path: str, noun: str) -> None:
    title = "ZEP 7\n=====\n\n" if path == RST else "# ZEP 7\n\n"
    text = f"{title}Status: Draft\n\nSee 🙂 {noun} {{}} and more.\n"
    assert chosen(text.format("▮"), "ZEP 3: Longer keys 🙂", path) == text.format("3")
    assert chosen(text.format("1▮"), "ZEP 3: Longer keys 🙂", path) == text.format("3")
    assert labels(text.format("x ▮"), path) == []
    assert labels(f"{title}Status: Draft\n\nSee XZEP ▮ and more.\n", path) == []


def test_of_many_numbers_those_that_fit() -> None:
    files = {
        f"docs/zeps/draft/zep-{number:04}.md": f"# ZEP {number} — Keys\n" for number in range(1000, 1300)
    }
    text, offset = at("# ZEP 7\n\nStatus: Draft\n\nReplaces: 129▮\n")
    found = complete(view_of(text, files=files), offset)
    assert [item.label.split(":")[0] for item in found.items] == [
        f"ZEP {number}" for number in range(1290, 1300)
    ]
    assert found.incomplete


@pytest.mark.parametrize("path", [MD, RST])
def test_rules_in_a_suppression(path: str) -> None:
    comment = "<!-- zeplint: {} -->" if path == MD else ".. zeplint: {}"
    head = "# ZEP 7\n\n" if path == MD else "ZEP 7\n=====\n\n"
    text = f"{head}{comment}\n\nStatus: Drft\n\nType: Core\n"
    assert labels(text.format("▮"), path) == ["ignore", "ignore-file"]
    assert chosen(text.format("ig▮"), "ignore", path) == text.format("ignore[")
    assert chosen(text.format("▮[]"), "ignore", path) == text.format("ignore[]")
    found = labels(text.format("ignore[▮]"), path)
    assert "ZEP301" in found[:3]
    assert "ZEP001" not in found
    assert "ZEP301" not in labels(text.format("ignore[ZEP301, ▮]"), path)
    assert chosen(text.format("ignore[ZEP301, ZE▮]"), "ZEP302", path) == text.format("ignore[ZEP301, ZEP302]")
    assert chosen(text.format("ignore[title-h▮x]"), "title-heading", path) == text.format(
        "ignore[title-heading]"
    )


@pytest.mark.parametrize("path", [MD, RST, NEP, OLD])
@pytest.mark.parametrize("text", ["▮", "\n▮\n", "  ▮"])
def test_a_whole_proposal_in_an_empty_file(path: str, text: str) -> None:
    view, items, _ = completed(text, path, {})
    assert [item.detail for item in items] == ["a whole proposal"] * len(view.process.types)
    written = applied(view, [items[0].edit])[path]
    after = view_of(written, path, author="A <a@example.org>").document
    assert after.preamble.headers
    assert after.markup == ("markdown" if path == OLD else "rst")
    assert "${1:Title}" in items[0].snippet or path != OLD
    assert "\nAuthor: $2\n" in items[0].snippet or path != OLD
    assert "\nDiscussion: $3\n" in items[0].snippet or path != OLD


def test_no_proposal_where_none_can_be() -> None:
    assert labels("▮", "docs/other.md") == []
    assert labels("▮", "docs/zeps/template.md") == []
    assert labels("▮", "docs/zeps/draft/zep-0009: Shorter keys.md")[0] == "ZEP 9 (Core)"
    assert "ZEP 9 — Shorter keys\n" in chosen(
        "▮", "ZEP 9 (Core)", "docs/zeps/draft/zep-0009: Shorter keys.md"
    )


@each_newline
def test_missing_sections(newline: str) -> None:
    head = "# ZEP 7\n\nStatus: Draft\n\nType: Process\n\n## Abstract\n\nText.\n\n".replace("\n", newline)
    found = labels(f"{head}▮")
    assert found[:2] == ["Motivation and Scope", "Detailed description"]
    assert "Abstract" not in found
    assert chosen(f"{head}▮", "Copyright") == f"{head}## Copyright"
    assert chosen(f"{head}### Cop▮", "Copyright") == f"{head}### Copyright"
    assert chosen(f"{head}#▮", "Copyright") == f"{head}# Copyright"
    assert labels(f"{head}text ▮") == []
    assert labels(f"{head}```{newline}# ▮{newline}```{newline}") == []
    head = "ZEP 7\n=====\n\n:Status: Draft\n:Type: Process\n\nAbstract\n~~~~~~~~\n\nText.\n\n".replace(
        "\n", newline
    )
    assert chosen(f"{head}Cop▮", "Copyright", RST) == f"{head}Copyright{newline}~~~~~~~~~"


# Links

PAGE = (
    '# ZEP 5 — No keys\n\nStatus: Accepted\n\nType: Process\n\n## Why 🙂\n\n## Why 🙂\n\n<a id="table"></a>\n'
)
FILES = {
    "docs/zeps/accepted/zep-0005.md": PAGE,
    "docs/zeps/draft/zep-0003.rst": OTHERS["docs/zeps/draft/zep-0003.md"],
    "docs/zeps/draft/zep-0009: Odd (name).md": "# ZEP 9 — Odd (name)\n\nStatus: Draft\n",
    "docs/zeps/draft/notes.txt": "",
    "docs/zeps/draft/.hidden": "",
    "docs/zeps/assets/shards.png": "",
    "docs/zeps/assets/more/keys.svg": "",
}
MD_BODY = "# ZEP 7 — Keys\n\nStatus: Draft\n\nType: Core\n\n## Abstract\n\n🙂 {}\n"
RST_BODY = "ZEP 7 — Keys\n============\n\n:Status: Draft\n:Type: Core\n\nAn abstract!\n------------\n\n{}\n"
ZEP5, ZEP9 = "ZEP 5: No keys (Accepted)", "ZEP 9: Odd (name) (Draft)"


def linked(typed: str, label: str, path: str = MD) -> str:
    """The line once a completion of that label is taken."""
    body = RST_BODY if path == RST else MD_BODY
    head, tail = body.split("{}")
    return chosen(head + typed + tail, label, path, FILES).removeprefix(head).removesuffix(tail)


def offered(typed: str, path: str = MD) -> list[str]:
    return labels((RST_BODY if path == RST else MD_BODY).format(typed), path, FILES)


@pytest.mark.parametrize(
    ("typed", "label", "written"),
    [
        ("[x](▮", ZEP5, "[x](../accepted/zep-0005.md"),
        ("[[1]](▮)", ZEP5, "[[1]](../accepted/zep-0005.md)"),
        ("[x](../acc▮)", ZEP5, "[x](../accepted/zep-0005.md)"),
        ("[x](../acc▮ess/no.md#why)", ZEP5, "[x](../accepted/zep-0005.md#why)"),
        ("[x](▮)", ZEP9, "[x](./zep-0009:%20Odd%20%28name%29.md)"),
        ("[x](<▮>)", ZEP9, "[x](<./zep-0009: Odd (name).md>)"),
        ("[x](▮)", "notes.txt", "[x](notes.txt)"),
        ("[x](▮)", "../", "[x](..)"),
        ("[x](../▮)", "assets/", "[x](../assets)"),
        ("![x](../assets/▮)", "shards.png", "![x](../assets/shards.png)"),
        ('<img src="../assets/more/▮">', "keys.svg", '<img src="../assets/more/keys.svg">'),
        ('<a href="▮">', ZEP5, '<a href="../accepted/zep-0005.md">'),
        ("[x](../accepted/zep-0005.md#▮)", "#why--1", "[x](../accepted/zep-0005.md#why--1)"),
        ("[x](../accepted/zep-0005.md#w▮hy)", "#table", "[x](../accepted/zep-0005.md#table)"),
        ("[x](#▮)", "#abstract", "[x](#abstract)"),
    ],
)
def test_links_in_markdown(typed: str, label: str, written: str) -> None:
    assert linked(typed, label) == written


@pytest.mark.parametrize(
    ("typed", "label", "written"),
    [
        ("`x <▮", ZEP5, "`x <../accepted/zep-0005.md"),
        ("`x <../acc▮>`__", ZEP5, "`x <../accepted/zep-0005.md>`__"),
        (".. _x: ▮", ZEP5, ".. _x: ../accepted/zep-0005.md"),
        (":doc:`▮`", ZEP5, ":doc:`../accepted/zep-0005`"),
        (":doc:`x <▮>`", ZEP5, ":doc:`x <../accepted/zep-0005>`"),
        (":download:`../assets/▮`", "shards.png", ":download:`../assets/shards.png`"),
        (".. image:: ../assets/▮", "shards.png", ".. image:: ../assets/shards.png"),
        (".. |x| image:: ../assets/▮", "shards.png", ".. |x| image:: ../assets/shards.png"),
        ("`x <#▮>`_", "#an-abstract", "`x <#an-abstract>`_"),
        ("`x <../accepted/zep-0005.md#▮>`_", "#why--1", "`x <../accepted/zep-0005.md#why--1>`_"),
    ],
)
def test_links_in_rst(typed: str, label: str, written: str) -> None:
    assert linked(typed, label, RST) == written


def test_the_definition_of_a_link() -> None:
    text = MD_BODY.format("").replace("🙂 ", "[x]: ▮")
    assert chosen(text, ZEP5, MD, FILES) == text.replace("▮", "../accepted/zep-0005.md")


def test_what_no_link_leads_to() -> None:
    assert ".hidden" not in offered("[x](▮)")
    assert "ZEP 7: Keys (Draft)" not in offered("[x](▮)")
    assert offered("![x](▮)") == ["../"]
    assert [each for each in offered("[x](../▮") if each[-1] != "/"] == [ZEP5]
    assert offered("`x <#▮>`_ |", RST) == ["#zep-7-keys", "#an-abstract"]


@pytest.mark.parametrize(
    "typed", ["(▮", "x < ▮", "a/▮", "`[x](▮`", "[x](https://▮", "[x](mailto:▮", "[x](/▮", "[x](y)▮"]
)
def test_no_link_begins_there(typed: str) -> None:
    assert offered(typed) == []


def test_a_comparison_in_rst_is_no_link() -> None:
    assert offered("`a < ▮", RST) == offered("`a < b ▮", RST) == []


def test_every_anchor_that_is_offered_is_there() -> None:
    for typed, path in (("[x](../accepted/zep-0005.md#▮)", MD), ("`x <#▮>`_", RST)):
        for label in offered(typed, path):
            body = RST_BODY if path == RST else MD_BODY
            view = view_of(
                body.format(linked(typed, label, path)), path, files=FILES, rules=["ZEP704", "ZEP705"]
            )
            assert not view.diagnostics, label


# What is offered unasked


@pytest.mark.parametrize("lead", ["", "See ", "(", "1. ", "By ", "x [", "It is. "])
def test_a_blank_behind_the_word_brings_numbers(lead: str) -> None:
    text, offset = at(f"# ZEP 7\n\nStatus: Draft\n\n## Abstract\n\n{lead}ZEP ▮\n")
    assert len(complete(view_of(text, files=OTHERS), offset, " ").items) == 3


@pytest.mark.parametrize("words", ["This ZEP", "the ZEP", "a draft ZEP", "ZEPs", "`ZEP", "`x ZEP"])
def test_a_blank_behind_other_words_brings_none(words: str) -> None:
    text, offset = at(f"# ZEP 7\n\nStatus: Draft\n\n## Abstract\n\n{words} ▮\n")
    view = view_of(text, files=OTHERS)
    assert complete(view, offset, " ").items == ()
    assert len(complete(view, offset).items) == (0 if "`" in words else 3)


def test_the_title_has_the_number_of_the_file() -> None:
    for typed in ("#", "# ", "# Z", "# ZEP", "# ZEP ", "# ZEP 7", "Z"):
        front = "" if typed[0] == "#" else "---\nlayout: x\n---\n"
        assert chosen(f"{front}{typed}▮\n", "ZEP 7", OLD) == f"{front}# ZEP 7 — \n"
        assert chosen(f"{front}{typed}▮\n\nStatus: Draft\n", "ZEP 7", OLD).startswith(f"{front}# ZEP 7 — \n")
    assert chosen("ZEP ▮\n=====\n\n:Status: Draft\n", "ZEP 7", RST) == "ZEP 7 — \n=====\n\n:Status: Draft\n"
    assert completed("# ▮", OLD)[1][0].snippet == "# ZEP 7 — ${1:Title}"
    for silent in ("# ZEP ▮ — Keys\n", "# Keys▮\n", "# ZEP 8▮\n", "# Zarr ▮\n"):
        assert labels(silent, OLD) == []
    assert labels("# ▮\n", "docs/index.md") == []


def test_the_beginning_of_the_word_becomes_a_whole_proposal() -> None:
    for typed in ("Z", "zep", "\n\nZEP"):
        assert labels(f"{typed}▮\n", OLD)[:1] == ["ZEP 7 (Specification)"]
        assert chosen(f"{typed}▮\n", "ZEP 7 (Process)", OLD).lstrip().startswith("---\n")
    assert labels("ZEP ▮\n", OLD) == ["ZEP 7"]
    assert labels("ZEP\n▮\n", OLD) == labels("Z▮EP\n", OLD) == []
    assert labels("Zarr▮\n", OLD) == []


def test_a_paragraph_that_begins_brings_no_section() -> None:
    head = "# ZEP 7\n\nStatus: Draft\n\nType: Core\n\n## Usage and Impact\n\n"
    assert labels(f"{head}Abs▮\n") == ["Abstract"]
    assert labels(f"{head}See▮\n") == []
    assert labels(f"{head}Abstract thoughts▮\n") == []


def test_nothing_is_offered_behind_a_keyword() -> None:
    assert labels("# ZEP 7\n\nStatus: Accepted via [▮\n\nType: Core\n") == []
    assert labels("# ZEP 7\n\nStatus: Draft\n\nType: Core (or ▮)\n") == []


def test_a_number_is_written_as_it_is_begun() -> None:
    text = "# ZEP 7\n\nStatus: Draft\n\nReplaces: 5, {}\n\nType: Core\n"
    for typed, written in (("Z", "ZEP 3"), ("ZEP", "ZEP 3"), ("zep 1", "ZEP 3"), ("", "3"), ("3", "3")):
        assert chosen(text.format(f"{typed}▮"), "ZEP 3: Longer keys 🙂") == text.format(written)
