"""The preamble scanner: every form of header block, its exact spans, and what is no header."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.bounded import ends_in_time
from zeplint.document import FENCE, FIELDS, FRONT_MATTER, LINES, MARKDOWN, PARAGRAPHS, RST, Header, Preamble
from zeplint.markup.preamble import guess_markup, scan_preamble
from zeplint.rulebook import load_process
from zeplint.source import Source, Span

KNOWN = frozenset(
    [
        "author",
        "authors",
        "status",
        "type",
        "created",
        "replaces",
        "replaced-by",
        "discussion",
        "discussion-#n",
        "resolution",
        "revised-on",
        "suggest-an-edit-for-this-page",
    ]
)
TITLE = "# ZEP 7 — Shorter keys\n\n"


def scan(text: str) -> Preamble:
    """The preamble of a text; every span of it is checked against what it claims to hold."""
    source = Source("zep-0007.md", text)
    preamble = scan_preamble(source, KNOWN)
    if preamble.heading:
        assert source.slice(preamble.heading.span) == preamble.heading.text
        assert preamble.heading.whole.start <= preamble.heading.span.start
    for header in preamble.headers:
        assert source.slice(header.name_span) == header.name
        assert header.span == (header.name_span.start, max(header.value_span.end, header.span.end))
        for item in header.items:
            assert source.slice(item.span) == item.text
            assert header.value_span.start <= item.span.start <= item.span.end <= header.value_span.end
        if preamble.form != FRONT_MATTER:
            assert source.slice(header.value_span) == header.value == header.value.strip()
            assert preamble.block.start <= header.span.start <= header.span.end <= preamble.end
    return preamble


def pairs(text: str) -> list[tuple[str, str]]:
    """The headers of a text, each as name and value."""
    return [(header.name, header.value) for header in scan(text).headers]


def items(header: Header) -> list[str]:
    return [item.text for item in header.items]


# The five forms, in both markups

HEADERS = [("Author", "Ada Example <ada@example.org>"), ("Status", "Draft"), ("Type", "Core")]
AUTHOR, STATUS, TYPE = (f"{name}: {value}" for name, value in HEADERS)
MARKDOWN_TITLE = "# ZEP 7 — Shorter keys"
RST_TITLE = "====================\nZEP 7 — Shorter keys\n===================="


@pytest.mark.parametrize("title", [MARKDOWN_TITLE, RST_TITLE], ids=["markdown", "rst"])
@pytest.mark.parametrize(
    ("form", "block"),
    [
        (PARAGRAPHS, f"{AUTHOR}\n\n{STATUS}\n\n{TYPE}\n"),
        (LINES, f"{AUTHOR}\n{STATUS}\n{TYPE}\n"),
        (FIELDS, f":{AUTHOR}\n:{STATUS}\n:{TYPE}\n"),
        (FENCE, f"```\n{AUTHOR}\n\n{STATUS}\n{TYPE}\n```\n"),
        (FENCE, f"~~~text\n{AUTHOR}\n{STATUS}\n{TYPE}\n~~~\n"),
    ],
)
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"], ids=["lf", "crlf", "cr"])
def test_form_below_the_title(title: str, form: str, block: str, newline: str) -> None:
    preamble = scan(f"{title}\n\n{block}\nProse: not a header.\n".replace("\n", newline))
    assert [(header.name, header.value) for header in preamble.headers] == HEADERS
    assert preamble.form == form
    assert preamble.misplaced is None
    assert preamble.heading is not None
    assert preamble.heading.text == "ZEP 7 — Shorter keys"


def test_front_matter_as_block() -> None:
    preamble = scan("---\nauthor: Ada\nlayout: default\nStatus: 'Draft'\n---\n\n# ZEP 7 — Shorter keys\n")
    assert preamble.form == FRONT_MATTER
    assert preamble.headers == (
        Header("author", "Ada", Span(4, 15), Span(4, 10), Span(12, 15)),
        Header("Status", "Draft", Span(32, 47), Span(32, 38), Span(41, 46)),
    )
    assert preamble.end == len(
        "---\nauthor: Ada\nlayout: default\nStatus: 'Draft'\n---\n\n# ZEP 7 — Shorter keys"
    )
    assert preamble.block == Span(preamble.end, preamble.end)


def test_front_matter_takes_a_list_as_written() -> None:
    text = "---\nauthors:\n  - Ada Example\n  - 'Bo Sample'\nstatus: Draft\n---\n"
    author = scan(text).headers[0]
    assert author.value == "- Ada Example\n  - 'Bo Sample'"
    assert items(author) == ["Ada Example", "Bo Sample"]


def test_one_known_key_is_no_block() -> None:
    assert scan("---\nauthor: Ada\nlayout: default\n---\n# ZEP 7\n") == scan_preamble(
        Source("a.md", "---\nauthor: Ada\nlayout: default\n---\n# ZEP 7\n"), frozenset()
    )


@pytest.mark.parametrize(
    ("body", "form"),
    [("Status: Draft\n", FRONT_MATTER), ("Author: Ada\nStatus: Draft\n", LINES)],
)
def test_of_two_blocks_the_fuller_one_counts(body: str, form: str) -> None:
    assert scan(f"---\nauthor: Ada\nstatus: Draft\n---\n\n# ZEP 7\n\n{body}").form == form


def test_spans_to_the_character() -> None:
    text = "# ZEP 7 — Keys\n\n**Status:**  Draft \n"
    preamble = scan(text)
    assert preamble.headers == (Header("Status", "Draft", Span(18, 34), Span(18, 24), Span(29, 34)),)
    assert (preamble.block, preamble.end) == (Span(16, 34), 34)
    assert preamble.heading == (("ZEP 7 — Keys", Span(2, 14), Span(0, 14)))


def test_span_of_a_bare_name_ends_behind_its_colon() -> None:
    text = TITLE + "Status :\n\nType: Core\n"
    header = scan(text).headers[0]
    start = len(TITLE)
    assert header == Header(
        "Status", "", Span(start, start + 8), Span(start, start + 6), Span(start + 8, start + 8)
    )


def test_block_of_a_fence_holds_its_fences() -> None:
    text = f"{TITLE}```\n{AUTHOR}\n{STATUS}\n```\n\nText.\n"
    assert Source("a.md", text).slice(scan(text).block) == f"```\n{AUTHOR}\n{STATUS}\n```"


# Names


@pytest.mark.parametrize(
    "line",
    [
        "**Status:** Draft",
        "**Status**: Draft",
        "__Status:__ Draft",
        "*Status*: Draft",
        "_Status_: Draft",
        "Status : Draft",
        "Status:Draft",
        "Status:\tDraft",
        "  Status: Draft",
        ":Status: Draft",
        "Status:  Draft  ",
    ],
)
def test_marks_and_blanks_around_a_name(line: str) -> None:
    assert pairs(f"{TITLE}{line}\n") == [("Status", "Draft")]


@pytest.mark.parametrize(
    "line",
    [
        "    Status: Draft",
        "\tStatus: Draft",
        "Status Draft",
        "**Status: Draft**",
        "Status:: Draft",
        "Status://x",
        "**Status*: Draft",
        "- Status: Draft",
        "> Status: Draft",
        "| Status: | Draft |",
        "[Status]: Draft",
        ":Status:`Draft`",
    ],
)
def test_no_header(line: str) -> None:
    assert pairs(f"{TITLE}{line}\n") == []


def test_unknown_names_count_between_known_ones_and_slips_at_the_ends() -> None:
    block = "Note: a\nAutor: b\nPost-History: c\nStatus: d\nlicence: e\nType: f\nDiscusion: g\nRemark: h\n"
    names = [name for name, _ in pairs(TITLE + block)]
    assert names == ["Autor", "Post-History", "Status", "licence", "Type", "Discusion"]


def test_only_slips_are_no_block() -> None:
    assert pairs(f"{TITLE}Autor: Ada\n\nStauts: Draft\n") == []


def test_a_name_has_three_words_unless_it_is_known() -> None:
    block = "Author: a\nOne two three: b\nSuggest an edit for this page: c\nStatus: d\n"
    assert [name for name, _ in pairs(TITLE + block)] == [
        "Author",
        "One two three",
        "Suggest an edit for this page",
        "Status",
    ]
    assert pairs(f"{TITLE}Author: a\n\nOne two three four: b\n\nStatus: c\n") == [("Author", "a")]


@pytest.mark.parametrize(
    "name", ["Discussion #1", "Discussion #12", "Replaced By", "REPLACED-BY", "replaced_by"]
)
def test_known_names_however_they_are_written(name: str) -> None:
    assert pairs(f"{TITLE}{name}: x\n") == [(name, "x")]


def test_prose_below_the_block() -> None:
    text = (
        f"{TITLE}Status: Draft\n\nNote: this is prose.\n\nExample: so is this.\n\n## Abstract\n\nType: no\n"
    )
    assert pairs(text) == [("Status", "Draft")]


def test_the_block_ends_at_prose_and_at_a_heading() -> None:
    assert pairs(f"{TITLE}Status: Draft\n\nProse.\n\nType: Core\n") == [("Status", "Draft")]
    assert pairs(f"{TITLE}Status: Draft\n## Abstract\nType: Core\n") == [("Status", "Draft")]
    assert pairs("ZEP 7\n=====\n\nStatus: Draft\n\nAbstract\n--------\n\nType: Core\n") == [
        ("Status", "Draft")
    ]


# Values


def test_values_go_on_below() -> None:
    block = (
        "Author: Ada <a@example.org>,\nBo <b@example.org>\n"
        "Discussion: [a\nlink](https://example.org)\n"
        "Status: Draft\n  since 2024\n"
        "Type: Core as far as\nanyone knows\n"
        "Created: 2024-11-05\n\nProse.\n"
    )
    assert pairs(TITLE + block) == [
        ("Author", "Ada <a@example.org>,\nBo <b@example.org>"),
        ("Discussion", "[a\nlink](https://example.org)"),
        ("Status", "Draft\n  since 2024"),
        ("Type", "Core as far as\nanyone knows"),
        ("Created", "2024-11-05"),
    ]


def test_a_field_goes_on_behind_a_blank_line() -> None:
    block = ":Author: Ada\n\n   Bo\n\n:Status: Draft\n\n   more\n"
    assert pairs(TITLE + block) == [("Author", "Ada\n\n   Bo"), ("Status", "Draft\n\n   more")]
    assert pairs(f"{TITLE}Status: Draft\n\n   code\n") == [("Status", "Draft")]


def test_the_value_of_a_bare_name_stands_below() -> None:
    assert pairs(f"{TITLE}Author:\nAda\n\nStatus:\n    Draft\n\nDiscussion:\nhttps://example.org\n") == [
        ("Author", "Ada"),
        ("Status", "Draft"),
        ("Discussion", "https://example.org"),
    ]
    assert pairs(f"{TITLE}Author:\n\nAda\n\nStatus: Draft\n") == [("Author", "Ada"), ("Status", "Draft")]
    assert pairs(f"{TITLE}Status: Draft\n\nResolution:\n\nProse.\n") == [
        ("Status", "Draft"),
        ("Resolution", ""),
    ]


def test_no_value_takes_the_next_header() -> None:
    assert pairs(f"{TITLE}Author: (Ada,\nReplaces:\nStatus:\n\nType: <Core\n## Abstract\n") == [
        ("Author", "(Ada,"),
        ("Replaces", ""),
        ("Status", ""),
        ("Type", "<Core"),
    ]


@pytest.mark.parametrize(
    "value",
    [
        "Draft <!-- a -->",
        "<!-- a --> Draft",
        "Draft <!-- a --> <!-- b -->",
        "Draft <!-- a\nb -->",
        "Draft\\",
        "Draft<br>",
        "Draft <br />",
        "Draft  ",
        "<!-- a -->Draft<!-- b --><br/>",
        "\n<!-- a -->\nDraft",
    ],
)
def test_comments_and_line_breaks_are_no_part_of_a_value(value: str) -> None:
    assert pairs(f"{TITLE}Status: {value}\nType: Core\n") == [("Status", "Draft"), ("Type", "Core")]


def test_a_comment_amid_a_value_stays() -> None:
    assert pairs(f"{TITLE}Status: Draft <!-- a --> of mine\n") == [("Status", "Draft <!-- a --> of mine")]


@pytest.mark.parametrize("odd", ["\u2028", "\x0b", "\x0c", "\x85", "\u2029", "\x1c"])
def test_what_is_no_line_end_stays_in_a_value(odd: str) -> None:
    assert pairs(f"{TITLE}Author: Ada{odd}Status: x\nStatus: Draft\n") == [
        ("Author", f"Ada{odd}Status: x"),
        ("Status", "Draft"),
    ]


# Bullets


def test_bullets() -> None:
    block = (
        "Authors:\n\n* Ada Example ([@ada](https://example.org)),\n  Institute of Examples\n\n"
        "* Bo Sample <!-- lead -->\n  - of the\n\n    University\n<!-- a comment -->\n* Cy Person, Place\nof Work\n\n"
        "Status: Draft\n"
    )
    author, status = scan(TITLE + block).headers
    assert items(author) == [
        "Ada Example ([@ada](https://example.org)),\n  Institute of Examples",
        "Bo Sample <!-- lead -->\n  - of the\n\n    University",
        "Cy Person, Place\nof Work",
    ]
    assert author.value.startswith("* Ada")
    assert author.value.endswith("of Work")
    assert (status.name, status.value) == ("Status", "Draft")


@pytest.mark.parametrize("mark", ["*", "-", "+", "1.", "2)"])
@pytest.mark.parametrize("indent", ["", "   "])
def test_marks_of_bullets(mark: str, indent: str) -> None:
    author, _ = scan(f"{TITLE}Author:\n{indent}{mark}  Ada\n{indent}{mark}\tBo\nStatus: Draft\n").headers
    assert items(author) == ["Ada", "Bo"]
    assert author.value == f"{mark}  Ada\n{indent}{mark}\tBo"


def test_bullets_behind_a_value() -> None:
    assert pairs(f"{TITLE}Author: Ada\n* Bo\n\nStatus: Draft\n") == [
        ("Author", "Ada\n* Bo"),
        ("Status", "Draft"),
    ]
    assert pairs(f"{TITLE}Status: Draft\n\n* The list of a text.\n") == [("Status", "Draft")]


def test_a_rule_is_no_bullet() -> None:
    assert pairs(f"{TITLE}Author:\n\n* * *\n\nStatus: Draft\n") == [("Author", ""), ("Status", "Draft")]


# What stands between and above


def test_what_says_nothing_does_not_end_the_block() -> None:
    block = "Author: Ada\n<!-- one\n\ntwo -->\nStatus: Draft\n{: .fs-3 }\n\n---\n\nType: Core\n"
    assert [name for name, _ in pairs(TITLE + block)] == ["Author", "Status", "Type"]
    block = ":Author: Ada\n\n.. a comment\n   on two lines\n\n.. _target:\n:Status: Draft\n..\n:Type: Core\n"
    assert [name for name, _ in pairs(f"{RST_TITLE}\n\n{block}")] == ["Author", "Status", "Type"]


@pytest.mark.parametrize(
    "above",
    [
        "{: .no_toc }",
        "<!-- A comment. -->",
        "![draft](draft-watermark.png)",
        "[![badge](a.svg)](b)",
        '<div class="draft">',
        "> This document is a draft,\nand may change.",
        "***",
        "1. TOC\n{:toc}",
        ".. note::\n\n   This document is a draft.",
        ".. contents::\n   :depth: 2",
        ".. rst-class:: draft",
    ],
)
def test_what_may_stand_above_title_and_block(above: str) -> None:
    preamble = scan(f"{above}\n\n# ZEP 7\n\n{above}\n\nStatus: Draft\nType: Core\n")
    assert preamble.heading is not None
    assert preamble.heading.text == "ZEP 7"
    assert preamble.misplaced is None
    assert [header.name for header in preamble.headers] == ["Status", "Type"]
    assert preamble.block.start == preamble.headers[0].span.start


def test_targets_and_classes_above_an_rst_title() -> None:
    text = f":orphan:\n\n.. _zep-7:\n\n.. rst-class:: draft\n\n{RST_TITLE}\n\n:Status: Draft\n"
    preamble = scan(text)
    assert preamble.heading is not None
    assert Source("a", text).slice(preamble.heading.whole) == RST_TITLE
    assert [header.name for header in preamble.headers] == ["Status"]


# Titles


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("# ZEP 7", "ZEP 7"),
        ("#  ZEP 7  ##  ", "ZEP 7"),
        ("### C#", "C#"),
        ("  ## ZEP 7 {#zep-7}", "ZEP 7"),
        ("# ZEP 7 {: .draft }", "ZEP 7"),
        ("ZEP 7\n===", "ZEP 7"),
        ("ZEP 7\n-----", "ZEP 7"),
        ("ZEP 7\n~~~~~", "ZEP 7"),
        ("*****\nZEP 7\n*****", "ZEP 7"),
        ("=======\n ZEP 7\n=======", "ZEP 7"),
        ("ZEP 7 — Shorter keys", "ZEP 7 — Shorter keys"),
        ("**ZEP 7: Shorter keys**", "ZEP 7: Shorter keys"),
        ("#ZEP 7", "ZEP 7"),
    ],
)
def test_titles(title: str, text: str) -> None:
    preamble = scan(f"{title}\n\nStatus: Draft\n")
    assert preamble.heading is not None
    assert (preamble.heading.text, preamble.heading.whole) == (
        text,
        Span(title.index(title.lstrip()), len(title.rstrip())),
    )
    assert [header.name for header in preamble.headers] == ["Status"]


@pytest.mark.parametrize(
    "text",
    [
        "Words of prose.\n",
        "#\n",
        "# #\n",
        "####### seven\n",
        "    # code\n",
        "Text\n```\ncode\n```\n",
        "ZEP 7 is good.\n",
        "- item\n---\n",
        "> quote\n---\n",
        "text\n\n===\n",
        "Text\n~~~\ncode\n~~~\n",
        "---\nStatus: Draft\n---",
        "",
    ],
)
def test_no_title(text: str) -> None:
    assert scan(text).heading is None


def test_a_rule_below_a_header_makes_no_title_of_it() -> None:
    preamble = scan("Author: Ada\nStatus: Draft\n---\n\nText.\n")
    assert preamble.heading is None
    assert [header.name for header in preamble.headers] == ["Author", "Status"]


def test_running_text_above_the_title() -> None:
    preamble = scan(f"Some words.\n\n```\n# no title\n```\n\n{TITLE}Status: Draft\nType: Core\n")
    assert preamble.heading is not None
    assert preamble.heading.text == "ZEP 7 — Shorter keys"
    assert preamble.misplaced is None
    assert [header.name for header in preamble.headers] == ["Status", "Type"]


@pytest.mark.parametrize(
    "between", ["*Shorter is better*", "**This document is a draft.**", "__Note__", "[TOC]", "[[_TOC_]]"]
)
def test_a_subtitle_and_a_table_of_contents_are_no_running_text(between: str) -> None:
    preamble = scan(f"{TITLE}{between}\n\nStatus: Draft\n\nType: Core\n")
    assert [header.name for header in preamble.headers] == ["Status", "Type"]
    assert preamble.misplaced is None


@pytest.mark.parametrize(
    "between", ["*Shorter* is *better*.", "**Shorter** keys", "*Shorter*\nkeys.", "[TOC] of it"]
)
def test_running_text_that_begins_with_emphasis(between: str) -> None:
    preamble = scan(f"{TITLE}{between}\n\nStatus: Draft\n\nType: Core\n")
    assert preamble.misplaced == preamble.headers[0]


# Out of place


@pytest.mark.parametrize(
    "between", ["Words of prose.", "## Preamble", "Preamble\n--------", "```\ncode\n```"]
)
def test_misplaced(between: str) -> None:
    preamble = scan(f"{TITLE}{between}\n\nStatus: Draft\n\nType: Core\n\nMore.\n")
    assert [header.name for header in preamble.headers] == ["Status", "Type"]
    assert preamble.misplaced == preamble.headers[0]
    assert preamble.form == PARAGRAPHS
    assert preamble.block == Span(preamble.headers[0].span.start, preamble.headers[1].span.end)


@pytest.mark.parametrize(
    "below",
    [
        "```\nAuthor: Ada\nStatus: Draft\n```",
        "~~~~\nAuthor: Ada\n\n```\nStatus: Draft\n~~~~",
        "    Author: Ada\n    Status: Draft",
        "::\n\n   Author: Ada\n   Status: Draft",
        "- Author: Ada\n- Status: Draft",
        "Status: a word of prose.\n\nProse.\n\nStatus: another.",
    ],
)
def test_samples_further_down_are_no_header(below: str) -> None:
    preamble = scan(f"{TITLE}Words of prose.\n\n{below}\n")
    assert (preamble.headers, preamble.form, preamble.misplaced) == ((), "", None)
    assert preamble.end == len(TITLE.rstrip())


def test_an_rst_section_is_no_fence() -> None:
    text = "ZEP 7\n=====\n\nWords.\n\nSection\n~~~~~~~\n\nAuthor: Ada\nStatus: Draft\n"
    assert scan(text).misplaced is not None


def test_a_block_in_place_hides_any_other() -> None:
    assert pairs(f"{TITLE}Status: Draft\n\nProse.\n\nAuthor: Ada\nType: Core\n") == [("Status", "Draft")]


# Markup


@pytest.mark.parametrize(
    ("path", "text", "markup"),
    [
        ("a.rst", "# ZEP 7\n", RST),
        ("A.RST", "", RST),
        ("a.md", "", MARKDOWN),
        ("a.md", "# ZEP 7\n\n:Status: Draft\n", MARKDOWN),
        ("a.md", "ZEP 7\n=====\n\nStatus: Draft\n", RST),
        ("a.md", "*****\nZEP 7\n*****\n", RST),
        ("a.md", ":Author: Ada\n:Status: Draft\n", RST),
        ("a.md", "Author: Ada\nStatus: Draft\n", MARKDOWN),
        ("a.md", "ZEP 7\r\n=====\r\n\r\n## Abstract\r\n", MARKDOWN),
        ("a.md", "ZEP 7\n=====\n\n```json\n{}\n```\n", MARKDOWN),
        ("a.md", "ZEP 7\n=====\n\nSection\n~~~~~~~\n\nOther\n`````\n", RST),
        ("a.md", "ZEP 7\n=====\n\n.. code-block:: python\n\n   # a comment\n", RST),
        ("a.md", "ZEP 7\n=====\n\n#. numbered\n", RST),
        ("a.md", "ZEP 7\n=====\n\n~~~\nAuthor: Ada\nStatus: Draft\n~~~\n", MARKDOWN),
        ("a.md", "ZEP 7\n=====\n\n* [One](https://a.dev)\n* [Two](https://b.dev)\n", MARKDOWN),
        ("a.md", "ZEP 7\n=====\n\n[One][one]\n\n[one]: https://a.dev\n", MARKDOWN),
        ("a.md", "ZEP 7\n=====\n\n[One](https://a.dev)\n\n| a | b |\n|---|---|\n| 1 | 2 |\n", MARKDOWN),
        ("a.md", "ZEP 7\n=====\n\n[1](/a) is _not_ [2](/b)\n", MARKDOWN),
        ("a.md", "ZEP 7\n=====\n\nSee [One](https://a.dev).\n", RST),
        ("a.md", "=====\nZEP 7\n=====\n\n* [One](https://a.dev)\n* [Two](https://b.dev)\n", RST),
        ("a.md", "ZEP 7\n=====\n\n:Status: Draft\n\n[One](https://a.dev) [Two](https://b.dev)\n", RST),
        ("a.md", "ZEP 7\n=====\n\n[1](/a) [2](/b) and `three <https://c.dev>`_\n", RST),
        ("a.md", "ZEP 7\n=====\n\n[1](/a) [2](/b) and three_.\n", RST),
        ("a.md", "ZEP 7\n=====\n\nPart\n~~~~\n\n[1](/a) [2](/b)\n", RST),
        ("a.md", "ZEP 7\n=====\n\n[1](/a) [2](/b) so::\n\n   x\n", RST),
        ("a.md", "ZEP 7\n=====\n\n[1](/a) [2](/b) and :ref:`three`\n", RST),
    ],
)
def test_guess_of_the_markup(path: str, text: str, markup: str) -> None:
    source = Source(path, text)
    assert guess_markup(source, scan_preamble(source, KNOWN)) == markup


# Bad input


@pytest.mark.parametrize(
    "text",
    [
        TITLE + "Author: " + "[" * 1_000_000 + "\n",
        TITLE + "Author: a" + " " * 1_000_000 + "b\n",
        "# a" + " " * 1_000_000 + "b\n",
        TITLE + "A" * 1_000_000 + ": x\n",
        TITLE + "Author:\n" + "".join("  " * min(depth, 200) + "- x\n" for depth in range(30_000)),
        TITLE + "Author:\n" + "- " * 500_000 + "\n",
        TITLE + "Author:\n* a\n" + "  b\n" * 100_000,
        TITLE + "Author: a" + " <!-- b -->" * 100_000 + "\n",
        TITLE + "Author: a\n" + "Status: <!-- b\n" * 25_000 + "-" * 5_000_000,
        TITLE + "x\n\n" + "Status: a\nprose\n" * 40_000,
        TITLE + "Other: a\n" * 30_000 + "".join(f"Authx{n}: b\n" for n in range(30_000)) + "Status: c\n",
        TITLE + "Author: a\n" + "words\n" * 100_000,
        TITLE + "x\n~~~\n" * 100_000,
        "\n" * 100_000,
        "===\nTitle\n" * 100_000,
    ],
    ids=lambda text: text[-30:].strip()[:20] or "blank",
)
def test_a_long_text_ends_in_time(text: str) -> None:
    with ends_in_time():
        scan(text)


LINES_OF_ALL_KINDS = [
    *(
        "# ZEP 7",
        "ZEP 7",
        "=====",
        "---",
        "~~~~",
        "```",
        "",
        "",
        "Author: Ada",
        "Authors:",
        "* Ada",
        "  - deep",
    ),
    *(
        "   more",
        "Status: Draft",
        "Stauts:",
        "**Type:** Core \\",
        ":Created: x<br>",
        "    code",
        "<!-- a -->",
    ),
    *(
        "<!-- open",
        "close -->",
        ".. comment",
        ".. note::",
        "{: .x }",
        "> quote",
        "words",
        "Note: x",
        "note: x",
    ),
    *("(torn,", "key: a: b", "x\u2028y", "#", ":orphan:", "- - -", "1. TOC", "{:toc}", "..."),
]


@settings(max_examples=300, deadline=None)
@given(
    st.lists(st.sampled_from(LINES_OF_ALL_KINDS), max_size=14),
    st.booleans(),
    st.sampled_from(["\n", "\r\n", "\r"]),
)
def test_any_lines_at_any_prefix(lines: list[str], in_front: bool, newline: str) -> None:
    text = newline.join(["---", *lines] if in_front else lines)
    scan(text)
    scan(text[: len(text) // 2])


EVERYTHING = """\
---
title: 'ZEP0007'
nav_order: 7
---
<!-- a
comment -->
.. _target:

ZEP 7 — Shorter keys
====================

**Authors:**

* Ada Example ([@ada](https://example.org)),
  Institute
* Bo Sample

Stauts: Draft <!-- one of
several --> \\
:Type: Core

Discussion #1:
https://example.org

## Abstract
Created: 2024-11-05
"""


@pytest.mark.parametrize(
    "text", [EVERYTHING, EVERYTHING.replace("\n", "\r\n"), EVERYTHING[EVERYTHING.index("<") :]]
)
def test_every_prefix(text: str) -> None:
    for end in range(len(text)):
        scan(text[:end])


def test_the_published_proposals(corpus: Path) -> None:
    known = load_process("zep-2022").known_names
    found = {}
    for path in sorted((corpus / "zeps").glob("*/ZEP*.md")):
        source = Source.from_bytes(path.name, path.read_bytes())
        preamble = scan_preamble(source, known)
        names = " ".join(header.name for header in preamble.headers)
        found[path.stem] = (preamble.form, guess_markup(source, preamble), names)
    assert found == {
        "ZEP0000": (PARAGRAPHS, MARKDOWN, "Author Email address Status Type Created Discussion"),
        "ZEP0001": (PARAGRAPHS, MARKDOWN, "Authors Status Type Created Accepted Discussion"),
        "ZEP0002": (PARAGRAPHS, MARKDOWN, "Authors Status Type Created Accepted"),
        "ZEP0003": (PARAGRAPHS, MARKDOWN, "Authors Status Type Created Discussion"),
        "ZEP0004": (PARAGRAPHS, MARKDOWN, "Authors Status Type Created"),
        "ZEP0005": (PARAGRAPHS, MARKDOWN, "Authors Status Type Created Discussion"),
        "ZEP0009": (PARAGRAPHS, MARKDOWN, "Authors Status Type Created"),
        "ZEP0011": (PARAGRAPHS, MARKDOWN, "Authors Status Type Created Discussion"),
    }
