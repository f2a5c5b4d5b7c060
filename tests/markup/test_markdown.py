"""Markdown bodies: every kind of part, with exact spans, for any text and in bounded time."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.bounded import ends_in_time
from tests.markup.bodies import (
    code,
    comments,
    links,
    marks,
    parsed,
    places,
    prose,
    sections,
    written,
)
from zeplint.collection import parse_markdown
from zeplint.document import FENCE, MARKDOWN, PARAGRAPHS, Body, Document, FrontMatter, Heading, Preamble
from zeplint.markup.markdown import code_blocks, parse_body
from zeplint.markup.preamble import scan_preamble
from zeplint.source import Source, Span


def body_of(text: str) -> Body:
    return parsed(parse_body, text)


# Sections


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("# ZEP 1\n", [(1, "ZEP 1", "ZEP 1", "# ZEP 1")]),
        ("## Closed ##  \n", [(2, "Closed", "Closed", "## Closed ##  ")]),
        ("Title\non two\n===\n", [(1, "Title on two", "Title\non two", "Title\non two\n===")]),
        ("# **A** `b` c\n", [(1, "A b c", "**A** `b` c", "# **A** `b` c")]),
        ("# [Link](u) &amp; é\n", [(1, "Link & é", "[Link](u) &amp; é", "# [Link](u) &amp; é")]),
        ("# A {: .no_toc }\n", [(1, "A", "A", "# A {: .no_toc }")]),
        ("# A {#an-id}\n", [(1, "A", "A", "# A {#an-id}")]),
        ("# A {b}\n", [(1, "A {b}", "A {b}", "# A {b}")]),
        ("#\n\ntext", [(1, "", "", "#")]),
        ("##", [(2, "", "", "##")]),
        ("> # Quoted\n\n- # Listed\n", []),
        ("```\n# Code\n```\n", []),
        ("#hashtag\n", []),
    ],
)
def test_a_heading(text: str, expected: list[tuple[int, str, str, str]]) -> None:
    assert sections(text, body_of(text)) == expected


def test_what_belongs_to_a_section() -> None:
    text = "intro\n\n# A\na\n## B\nb\n### C\nc\n## D\nd\n# E\n"
    found = body_of(text).sections
    assert written(text, [section.content for section in found]) == [
        "\na\n",
        "\nb\n",
        "\nc\n",
        "\nd\n",
        "\n",
    ]
    assert written(text, [section.extent for section in found]) == [
        "# A\na\n## B\nb\n### C\nc\n## D\nd\n",
        "## B\nb\n### C\nc\n",
        "### C\nc\n",
        "## D\nd\n",
        "# E\n",
    ]


def test_a_rule_between_paragraphs_hides_nothing() -> None:
    text = "one\n\n---\ntwo: 2\n\n---\n\nthree\n"
    assert prose(text, body_of(text)) == [
        ("paragraph", ["one"]),
        ("paragraph", ["two: 2"]),
        ("paragraph", ["three"]),
    ]


# Links


@pytest.mark.parametrize(
    ("text", "expected", "expected_places"),
    [
        ("[a *b*](u)", [("inline", "a b", "u", "[a *b*](u)")], [("a *b*", "u")]),
        ("[a\nb](u)", [("inline", "a b", "u", "[a\nb](u)")], [("a\nb", "u")]),
        (
            "x [a `]` ](  <u v>\n 'title' ) y",
            [("inline", "a ]", "u v", "[a `]` ](  <u v>\n 'title' )")],
            [("a `]` ", "u v")],
        ),
        ("[a](u_(v))s", [("inline", "a", "u_(v)", "[a](u_(v))")], [("a", "u_(v)")]),
        ("[]()", [("inline", "", "", "[]()")], [("", "")]),
        (r"[a\]](u\_v)", [("inline", "a]", "u_v", r"[a\]](u\_v)")], [(r"a\]", r"u\_v")]),
        (
            "[a](u?b=1&amp;c=2)",
            [("inline", "a", "u?b=1&c=2", "[a](u?b=1&amp;c=2)")],
            [("a", "u?b=1&amp;c=2")],
        ),
        ("![alt `c`](i.png)", [("image", "alt c", "i.png", "![alt `c`](i.png)")], [("alt `c`", "i.png")]),
        ("![](i.png)", [("image", "", "i.png", "![](i.png)")], [("", "i.png")]),
        (
            "[![alt](i.png)](u)",
            [("inline", "alt", "u", "[![alt](i.png)](u)"), ("image", "alt", "i.png", "![alt](i.png)")],
            [("![alt](i.png)", "u"), ("alt", "i.png")],
        ),
        ("![a [b](u)](i)", [("image", "a b", "i", "![a [b](u)](i)")], [("a [b](u)", "i")]),
        ("<http://a.b>", [("autolink", "http://a.b", "http://a.b", "<http://a.b>")], [("http://a.b",) * 2]),
        ("<j@x.y>", [("autolink", "j@x.y", "mailto:j@x.y", "<j@x.y>")], [("j@x.y", "j@x.y")]),
        (
            "> [a\n> b](u\n> 't')",
            [("inline", "a b", "u", "[a\n> b](u\n> 't')")],
            [("a\n> b", "u")],
        ),
        ("[a][nothing] and [b]", [], []),
        ("`[a](u)` <!-- [b](u) -->", [], []),
    ],
)
def test_a_link(
    text: str, expected: list[tuple[str, str, str, str]], expected_places: list[tuple[str, str]]
) -> None:
    body = body_of(text)
    assert links(text, body) == expected
    assert places(text, body) == expected_places


def test_references_have_the_targets_of_their_definitions() -> None:
    text = "[A é][id] [id][] [ID] ![![id][]][id]\n\n[Id]: http://a\n  'title'\n[other]: <u v>\n"
    body = body_of(text)
    assert links(text, body) == [
        ("reference", "A é", "http://a", "[A é][id]"),
        ("reference", "id", "http://a", "[id][]"),
        ("reference", "ID", "http://a", "[ID]"),
        ("image", "id", "http://a", "![![id][]][id]"),
        ("definition", "Id", "http://a", "[Id]: http://a\n  'title'"),
        ("definition", "other", "u v", "[other]: <u v>"),
    ]
    assert places(text, body)[2:] == [
        ("ID", "http://a"),
        ("![id][]", "http://a"),
        ("Id", "http://a"),
        ("other", "u v"),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("See http://a.b/c_d_e?f=1&g.", ["http://a.b/c_d_e?f=1&g"]),
        ("(https://a.b/(c)), **https://d.e**", ["https://a.b/(c)", "https://d.e"]),
        ("s3://bucket/key or 'http://x'", ["s3://bucket/key", "http://x"]),
        ("write j.d+e@x-y.org, mailto:k@z.org!", ["j.d+e@x-y.org", "mailto:k@z.org"]),
        ("http://user@a.b/c", ["http://user@a.b/c"]),
        ("zarr@3.0 @handle a:// ://b http://", []),
        ("`http://a.b` $http://a.b$", []),
    ],
)
def test_naked_addresses(text: str, expected: list[str]) -> None:
    body = body_of(text)
    assert [(link.kind, link.text) for link in body.links] == [("bare", address) for address in expected]
    assert [link.target.removeprefix("mailto:") for link in body.links] == [
        address.removeprefix("mailto:") for address in expected
    ]
    words = " ".join(word for _, pieces in prose(text, body) for word in pieces)
    assert not any(address in words for address in expected)


def test_the_text_of_a_link_is_no_naked_address() -> None:
    text = "[http://a.b and more](http://a.b)"
    body = body_of(text)
    assert [link.kind for link in body.links] == ["inline"]
    assert prose(text, body) == [("paragraph", ["and more"])]


# HTML


def test_html_links_marks_and_words() -> None:
    text = (
        'Some <a class="x" href="u?a&amp;b">*t* é</a> <img src=i.png alt="al t">.\n\n'
        "<div class='draft wide' id=\"top\">\n  Words &nbsp; here <a href=v>w <img src=k alt=l></a>\n"
        "  <pre>not these</pre> <b>but</b>\n</div>\n"
    )
    body = body_of(text)
    assert links(text, body) == [
        ("html", "t é", "u?a&b", '<a class="x" href="u?a&amp;b">*t* é</a>'),
        ("html", "al t", "i.png", '<img src=i.png alt="al t">'),
        ("html", "w l", "v", "<a href=v>w <img src=k alt=l></a>"),
        ("html", "l", "k", "<img src=k alt=l>"),
    ]
    assert places(text, body)[:2] == [("*t* é", "u?a&amp;b"), ("al t", "i.png")]
    assert marks(text, body) == [
        ("x", '<a class="x" href="u?a&amp;b">'),
        ("draft", "<div class='draft wide' id=\"top\">"),
        ("wide", "<div class='draft wide' id=\"top\">"),
        ("top", "<div class='draft wide' id=\"top\">"),
    ]
    assert prose(text, body) == [
        ("paragraph", ["Some", "t", "é", "."]),
        ("paragraph", ["Words", "here", "w", "but"]),
    ]


def test_html_in_a_quote() -> None:
    text = "> <div>\n> words <i>\n> </i> more\n> </div>\n"
    assert prose(text, body_of(text)) == [("paragraph", ["words", "more"])]


def test_anchors_that_nothing_ends() -> None:
    text = "a <a href=u>b\n\n<p><a href=v>c\n\n[d <a href=w> e](x) </a>\n"
    assert links(text, body_of(text)) == [
        ("html", "", "u", "<a href=u>"),
        ("html", "", "v", "<a href=v>"),
        ("inline", "d e", "x", "[d <a href=w> e](x)"),
        ("html", "", "w", "<a href=w>"),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<!-- one -->", [("one", "<!-- one -->")]),
        ("a <!-- é\nb --> c <!---->", [("é\nb", "<!-- é\nb -->"), ("", "<!---->")]),
        ("<!-- a\n\n# b -->\nc", [("a\n\n# b", "<!-- a\n\n# b -->")]),
        ("<div>\n<!-- a --></div>", [("a", "<!-- a -->")]),
        ("<!-- never closed\n", [("never closed", "<!-- never closed")]),
        ("`<!-- a -->`\n\n    <!-- b -->\n\n```\n<!-- c -->\n```\n", []),
    ],
)
def test_comments(text: str, expected: list[tuple[str, str]]) -> None:
    assert comments(text, body_of(text)) == expected


# Marks


@pytest.mark.parametrize(
    ("text", "extent", "names"),
    [
        ("# A\n{: .draft }\n", "{: .draft }", ["draft"]),
        ("para\n{: .draft #watermark}\n", "{: .draft #watermark}", ["draft", "watermark"]),
        ("[a](u){: .btn .btn-blue }", "{: .btn .btn-blue }", ["btn", "btn-blue"]),
        ('> q\n{: class="a b" id=c title=".d"}', '{: class="a b" id=c title=".d"}', ["a", "b", "c"]),
        ("| a |\n|---|\n| b |\n{: .t }\n", "{: .t }", ["t"]),
        ("# A {#draft}\n", "{#draft}", ["draft"]),
        ("- a\n{: .draft }\n", "{: .draft }", ["draft"]),
        ("{::comment} `{: .draft }` {draft} {.draft}\n\n    {: .draft }\n", "", []),
    ],
)
def test_attribute_lists(text: str, extent: str, names: list[str]) -> None:
    body = body_of(text)
    assert marks(text, body) == [(name, extent) for name in names]
    words = " ".join(word for _, pieces in prose(text, body) for word in pieces)
    assert not extent or extent not in words


# Code and prose


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("```json\n{}\n```\n", [("json", "{}", "```json\n{}\n```")]),
        ("~~~ py  extra\na\n\n b\n~~~", [("py", "a\n\n b", "~~~ py  extra\na\n\n b\n~~~")]),
        ("- x\n\n  ```\n  a\n   b\n  ```\n", [("", "a\n b", "```\n  a\n   b\n  ```")]),
        ("    a\n      b\n\ntext", [("", "a\n  b", "a\n      b")]),
        ("> ```\n> a\n> ```\n", [("", "a", "```\n> a\n> ```")]),
        ("```\nopen", [("", "open", "```\nopen")]),
        ("```\r\na\r\nb\r\n```\r\n", [("", "a\nb", "```\r\na\r\nb\r\n```")]),
        ("`a`", []),
    ],
)
def test_code_blocks(text: str, expected: list[tuple[str, str, str]]) -> None:
    assert code(text, body_of(text)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a **b** _c_ ~~d~~ `e` f\n", [("paragraph", ["a", "b", "c", "d", "f"])]),
        ("a_b_c snake*case\n", [("paragraph", ["a_b_c snake*case"])]),
        ("one\ntwo  \nthree\\\nfour", [("paragraph", ["one", "two", "three", "four"])]),
        (r"1\. \*no\* &amp; &copy; x", [("paragraph", ["1", ".", "*no", "*", "x"])]),
        ("$x_1$ costs $5 and $$y$$", [("paragraph", ["costs $5 and"])]),
        ("a <code>b</code> <kbd>c</kbd> <i>d</i>", [("paragraph", ["a", "d"])]),
        ("a[^1]\n\n[^1]: b\n", [("paragraph", ["a"]), ("paragraph", ["b"])]),
        ("- a\n- b `c`\n\n  d\n", [("item", ["a"]), ("item", ["b"]), ("item", ["d"])]),
        ("1. a\n   1. b\n2. c\n", [("item", ["a"]), ("item", ["b"]), ("item", ["c"])]),
        ("- [ ] a\n- [x] b\n", [("item", ["a"]), ("item", ["b"])]),
        ("- > a\n", [("paragraph", ["a"])]),
        ("> [!NOTE]\n> a\n> b\n", [("paragraph", ["a", "b"])]),
        ("|a|`b`|\n|-|-|\n|c \\| d|e|\n", [("cell", ["a"]), ("cell", ["c", "| d"]), ("cell", ["e"])]),
        ("# a `b` {: .c}\n", [("heading", ["a"])]),
        ("日本 — *é* 🧑🏻\u200d💻!\n", [("paragraph", ["日本 —", "é", "🧑🏻\u200d💻!"])]),
        ("a\u2028b\x0cc\x85d\n", [("paragraph", ["a\u2028b\x0cc\x85d"])]),
        ("a\rb\r\nc", [("paragraph", ["a", "b", "c"])]),
    ],
)
def test_prose(text: str, expected: list[tuple[str, list[str]]]) -> None:
    assert prose(text, body_of(text)) == expected


def test_the_span_of_a_block() -> None:
    text = "- **a** b\n  c `d`\n\n> e\n> f\n"
    assert written(text, [block.span for block in body_of(text).prose]) == ["**a** b\n  c `d`", "e\n> f"]


# What stands above the body


def test_front_matter_gives_no_parts() -> None:
    text = "---\ntitle: [a](u) é <!-- c -->\n```\n# x\n---\n# T\n\n[b](v)\n"
    end = text.index("# T")
    preamble = Preamble(FrontMatter(Span(0, end - 1), ()), None, (), "", end)
    body = parsed(parse_body, text, preamble)
    assert sections(text, body) == [(1, "T", "T", "# T")]
    assert links(text, body) == [("inline", "b", "v", "[b](v)")]
    assert (body.comments, body.code) == ((), ())


def test_a_header_block_holds_links_and_comments_but_no_prose() -> None:
    text = "# ZEP 1\n{: .draft }\n\nAuthor: [A](u) <!-- c -->\n\nStatus: Draft\nGoes on.\n\nBody.\n"
    whole = Span(0, len("# ZEP 1"))
    heading = Heading("ZEP 1", Span(2, 7), whole)
    end = text.index("\nGoes on")
    body = parsed(parse_body, text, Preamble(None, heading, (), PARAGRAPHS, end))
    assert prose(text, body) == [
        ("heading", ["ZEP 1"]),
        ("paragraph", ["Goes on."]),
        ("paragraph", ["Body."]),
    ]
    assert links(text, body) == [("inline", "A", "u", "[A](u)")]
    assert comments(text, body) == [("c", "<!-- c -->")]
    assert marks(text, body) == [("draft", "{: .draft }")]


def test_a_fenced_header_block_is_no_code() -> None:
    text = "# ZEP 1\n\n```\nStatus: Draft\n```\n\n```\nStatus: Final\n```\n"
    end = text.index("```\n\n") + 3
    preamble = Preamble(None, Heading("ZEP 1", Span(2, 7), Span(0, 7)), (), FENCE, end)
    assert [block.text for block in parsed(parse_body, text, preamble).code] == ["Status: Final"]


# Any text, in bounded time and memory

FRAGMENTS = [
    *("# a", "## b {: .x}", "===", "---", "- x", "1. y", "> q", "```", "~~~ py", "    code"),
    *(
        '<div class="a">',
        "</div>",
        "<!-- c",
        "-->",
        '<a href="u">',
        "</a>",
        '<img src=x alt="y">',
        "<p '",
        "<code>",
    ),
    *("[a](b)", '![a](b "t")', "[a][b]", "[b]: c&amp;", "[x", "](y", "[a][]", "[![a](b)](c)", "![[a](b)](c)"),
    *(
        "{: .draft }",
        "{:",
        "|a|b|",
        "|-|-|",
        "*a*",
        "**",
        "`",
        "$",
        "&amp;",
        "\\",
        "http://a.b/c_d",
        "a@b.cc",
    ),
    *("<http://x>", "[^1]", "[^1]: f", "- [ ] t", "中", "🧑🏻\u200d💻", "\0", "\u2028", "\x85", "\t", "  "),
]


@given(st.lists(st.sampled_from(FRAGMENTS) | st.sampled_from(["\n", "\n\n", "\r\n", "\r", " "]), max_size=30))
def test_any_mixture_of_markup(fragments: list[str]) -> None:
    body_of("".join(fragments))


@given(st.text(max_size=200))
def test_any_text(text: str) -> None:
    body_of(text)


# What is read over, and what makes an event, a link or a mark each time.
PLAIN = (
    *("word ", "日本 ", "a_", "|a", "- ", "http://", "://", "a.a-", "[a](", "[a]: b\n", "&amp;", "{:", "{#"),
    *("<!-- ", "x <!-- ", "<p a=", "<p a='", "<div\n"),
)
MARKUP = (
    *("[", "![", "[a](b) ", "*a ", "**a", "`a ``b ", "$a ", "> ", "# a\n", "\\*", "{: .a } "),
    *('<a "', "<a href=x>", "<pre></code>", "<code>", "http://a.b ", "a@b.cc ", "a@"),
)


@pytest.mark.parametrize(
    ("unit", "count"),
    [*((unit, 500_000 // len(unit)) for unit in PLAIN), *((unit, 60_000) for unit in MARKUP)],
)
def test_a_long_text_ends_in_time(unit: str, count: int) -> None:
    source = Source("zep-0001.md", unit * count)
    with ends_in_time():
        parse_body(source, Preamble(None, None, (), "", 0))


def test_thousands_of_nested_lists() -> None:
    text = "".join("  " * depth + "- x\n" for depth in range(5000))
    assert len(parsed(parse_body, text).prose) == 5000


def test_one_markdown_file_imports_no_other_parser() -> None:
    program = "import sys, zeplint.markup.markdown; print({'docutils', 'yaml', 'json'} & set(sys.modules))"
    found = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "set()"


# Real input


def test_published_documents(corpus: Path) -> None:
    files = [*corpus.glob("**/*.md"), *corpus.glob("**/*.markdown")]
    for file in files:
        source = Source.from_bytes(file.name, file.read_bytes())
        assert parsed(parse_body, source.text).problem == ""
    assert len(files) > 50


def test_every_prefix_of_a_published_document(corpus: Path) -> None:
    text = (corpus / "zeps" / "accepted" / "ZEP0001.md").read_text("utf-8")
    for end in range(0, len(text), 37):
        parsed(parse_body, text[:end])


# Code alone


@pytest.mark.parametrize(
    "text",
    [
        "---\ntitle: x\n---\n\n```\nnone\n```\n\n> ```json\n> {}\n> ```\n\n- a\n\n      indented\n",
        "# ZEP 1\n\n```\nStatus: Draft\n```\n\n~~~ yaml\na: 1\n\nb: — ö\n~~~\n\n<pre>\n```\n</pre>\n",
        "text\n\n    a\n\n    b\n\n```unclosed\n",
        "",
    ],
)
def test_the_code_blocks_alone_are_those_of_the_body(text: str) -> None:
    source = Source("zep-0001.md", text)
    document = Document(source, MARKDOWN, scan_preamble(source, frozenset({"status"})), parse_markdown)
    found = code_blocks(document)
    assert not document.is_parsed
    assert found == document.body.code == code_blocks(document)
