"""reStructuredText bodies: every kind of part, with exact spans, for any text, and nothing else done."""

from __future__ import annotations

import builtins
import io
import socket
from pathlib import Path

import pytest
from docutils.parsers.rst import roles
from hypothesis import given
from hypothesis import strategies as st

from tests.bounded import ends_in_time
from tests.markup.bodies import (
    NO_PREAMBLE,
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
from zeplint.document import FIELDS, Body, FrontMatter, Heading, Preamble
from zeplint.markup.rst import parse_body
from zeplint.source import Source, Span


def body_of(text: str) -> Body:
    body = parsed(parse_body, text)
    assert body.problem == ""
    return body


# Sections


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ZEP 1\n=====\n", [(1, "ZEP 1", "ZEP 1", "ZEP 1\n=====")]),
        ("=======\n ZEP 1 \n=======\n", [(1, "ZEP 1", "ZEP 1", "=======\n ZEP 1 \n=======")]),
        ("A *b* ``c``\n-----------\n", [(1, "A b c", "A *b* ``c``", "A *b* ``c``\n-----------")]),
        ("`A <u>`_ \\*\n===========\n", [(1, "A *", "`A <u>`_ \\*", "`A <u>`_ \\*\n===========")]),
        (
            "Too long a title\n=======\n",
            [(1, "Too long a title", "Too long a title", "Too long a title\n=======")],
        ),
        ("No\n--\n\n  Quoted\n  ------\n", [(1, "No", "No", "No\n--")]),
        ("text\n\n----\n\ntext\n", []),
    ],
)
def test_a_heading(text: str, expected: list[tuple[int, str, str, str]]) -> None:
    assert sections(text, body_of(text)) == expected


def test_levels_follow_the_styles() -> None:
    text = "===\nTop\n===\n\nA\n=\n\nB\n-\n\nC\n~\n\nD\n=\n\nE\n~\n\nF\n-\n"
    assert [(section.level, section.title) for section in body_of(text).sections] == [
        (1, "Top"),
        (2, "A"),
        (3, "B"),
        (4, "C"),
        (2, "D"),
        (4, "E"),  # docutils drops it; a reader does not
        (3, "F"),
    ]


def test_what_belongs_to_a_section() -> None:
    text = "intro\n\nA\n=\na\n\nB\n-\nb\n\nC\n=\nc\n"
    found = body_of(text).sections
    assert written(text, [section.content for section in found]) == ["\na\n\n", "\nb\n\n", "\nc\n"]
    assert written(text, [section.extent for section in found]) == [
        "A\n=\na\n\nB\n-\nb\n\n",
        "B\n-\nb\n\n",
        "C\n=\nc\n",
    ]


# Links


@pytest.mark.parametrize(
    ("text", "expected", "expected_places"),
    [
        ("x `a b <u>`_ y", [("inline", "a b", "u", "`a b <u>`_")], [("a b", "u")]),
        (
            "`a\nb\n<http://u/\nv>`__.",
            [("inline", "a b", "http://u/v", "`a\nb\n<http://u/\nv>`__")],
            [("a\nb", "http://u/\nv")],
        ),
        ("`<http://u>`_", [("inline", "http://u", "http://u", "`<http://u>`_")], [("http://u", "http://u")]),
        ("`a <j@x.org>`_", [("inline", "a", "mailto:j@x.org", "`a <j@x.org>`_")], [("a", "j@x.org")]),
        (r"`a \<b\> <u\_v>`_", [("inline", "a <b>", "u_v", r"`a \<b\> <u\_v>`_")], [(r"a \<b\>", r"u\_v")]),
        (
            "http://a.b/c_d.",
            [("bare", "http://a.b/c_d", "http://a.b/c_d", "http://a.b/c_d")],
            [("http://a.b/c_d",) * 2],
        ),
        ("*see http://a.b*", [("bare", "http://a.b", "http://a.b", "http://a.b")], [("http://a.b",) * 2]),
        ("foo:bar j@x.org", [("bare", "j@x.org", "mailto:j@x.org", "j@x.org")], [("j@x.org",) * 2]),
        (":ref:`x-y`", [("role", "x-y", "x-y", ":ref:`x-y`")], [("x-y", "x-y")]),
        (":doc:`T *t* </a/b>`", [("role", "T *t*", "/a/b", ":doc:`T *t* </a/b>`")], [("T *t*", "/a/b")]),
        ("`f`:py:func:", [("role", "f", "f", "`f`:py:func:")], [("f", "f")]),
        (r":ref:`a \<b>`", [("role", "a <b>", "a <b>", r":ref:`a \<b>`")], [(r"a \<b>", r"a \<b>")]),
        (".. image:: a/b.png", [("image", "", "a/b.png", ".. image:: a/b.png")], [("", "a/b.png")]),
        (
            ".. figure:: f.png\n   :alt: two\n      lines\n   :target: http://t\n\n   Caption `c <u>`_.",
            [
                (
                    "image",
                    "two lines",
                    "f.png",
                    ".. figure:: f.png\n   :alt: two\n      lines\n   :target: http://t",
                ),
                (
                    "inline",
                    "two lines",
                    "http://t",
                    ".. figure:: f.png\n   :alt: two\n      lines\n   :target: http://t",
                ),
                ("inline", "c", "u", "`c <u>`_"),
            ],
            [("two\n      lines", "f.png"), ("two\n      lines", "http://t"), ("c", "u")],
        ),
        ("``a <u>`_`` `b <u>` :math:`c_` [1]_ |d|", [], []),
        ("::\n\n   `a <u>`_", [], []),
        ("`a <u>`", [], []),
    ],
)
def test_a_link(
    text: str, expected: list[tuple[str, str, str, str]], expected_places: list[tuple[str, str]]
) -> None:
    body = body_of(text)
    assert links(text, body) == expected
    assert places(text, body) == expected_places


def test_references_have_the_targets_of_their_definitions() -> None:
    text = (
        "`A B`_ a__ `c <d_>`_ `Phrase`_ Title_ place_ nothing_ |s|_ b__\n\n"
        ".. _a  b: http://a\n   /b\n.. _`d: e`: http://d\n.. _d: `d: e`_\n.. __: http://anonymous\n"
        ".. _place:\n\nTitle\n=====\n\n`phrase <http://p>`_\n\n__ http://second\n\n"
        ".. |s| image:: s.png\n.. _s: j@x.org\n"
    )
    body = body_of(text)
    assert links(text, body) == [
        ("reference", "A B", "http://a/b", "`A B`_"),
        ("reference", "a", "http://anonymous", "a__"),
        ("reference", "c", "http://d", "`c <d_>`_"),
        ("reference", "Phrase", "http://p", "`Phrase`_"),
        ("reference", "Title", "#title", "Title_"),
        ("reference", "place", "#place", "place_"),
        ("reference", "nothing", "", "nothing_"),
        ("reference", "s", "mailto:j@x.org", "|s|_"),
        ("reference", "b", "http://second", "b__"),
        ("definition", "a b", "http://a/b", ".. _a  b: http://a\n   /b"),
        ("definition", "d: e", "http://d", ".. _`d: e`: http://d"),
        ("definition", "", "http://anonymous", ".. __: http://anonymous"),
        ("inline", "phrase", "http://p", "`phrase <http://p>`_"),
        ("definition", "", "http://second", "__ http://second"),
        ("image", "", "s.png", "image:: s.png"),
        ("definition", "s", "mailto:j@x.org", ".. _s: j@x.org"),
    ]
    assert places(text, body)[:7] == [
        ("A B", "http://a\n   /b"),
        ("a", "http://anonymous"),
        ("c", "http://d"),
        ("Phrase", "http://p"),
        ("Title", None),
        ("place", None),
        ("nothing", None),
    ]
    assert places(text, body)[9] == ("a  b", "http://a\n   /b")


def test_names_that_stand_for_each_other() -> None:
    text = "a_ b_\n\n.. _a: b_\n.. _b: a_\n"
    assert [(link.text, link.target) for link in body_of(text).links] == [("a", ""), ("b", "")]


def test_an_image_that_links_to_a_name() -> None:
    text = ".. image:: i.png\n   :alt: x\n   :target: `a b`_\n\n.. _a b: http://a\n"
    assert [(link.kind, link.text, link.target) for link in body_of(text).links] == [
        ("image", "x", "i.png"),
        ("reference", "x", "http://a"),
        ("definition", "a b", "http://a"),
    ]


# Marks and comments


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (".. rst-class:: draft\n.. warning:: w\n", [("draft", ".. rst-class:: draft")]),
        (
            ".. class:: draft\n   wide\n\n   para\n",
            [(name, ".. class:: draft\n   wide") for name in ("draft", "wide")],
        ),
        (
            ".. container:: draft\n   :name: top\n\n   para\n",
            [("draft", ".. container:: draft"), ("top", ":name: top")],
        ),
        (
            ".. note::\n   :class: a\n      b\n\n   para\n",
            [("a", ":class: a\n      b"), ("b", ":class: a\n      b")],
        ),
        ("- .. figure:: f\n     :figclass: x\n", [("x", ":figclass: x")]),
        (
            ".. raw:: html\n\n   <div\n     class='draft' id=w>x</div>\n",
            [(n, "<div\n     class='draft' id=w>") for n in ("draft", "w")],
        ),
        (".. |d| image:: draft.png\n   :class: draft\n", [("draft", ":class: draft")]),
        ("::\n\n  .. class:: draft\n\n.. comment: :class: draft\n", []),
    ],
)
def test_marks(text: str, expected: list[tuple[str, str]]) -> None:
    assert marks(text, body_of(text)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (".. one\n", [("one", ".. one")]),
        (
            "..\n   two\n     lines\n\n   more\n\npara\n",
            [("two\n  lines\n\nmore", "..\n   two\n     lines\n\n   more")],
        ),
        ("..\n\n   quote\n", [("", "..")]),
        (
            ".. zeplint: ignore[ZEP304] é\n.. next\n",
            [("zeplint: ignore[ZEP304] é", ".. zeplint: ignore[ZEP304] é"), ("next", ".. next")],
        ),
        ("* a\n\n  .. in\n     it\n", [("in\nit", ".. in\n     it")]),
        (".. raw:: html\n\n   <!-- h -->\n", [("h", "<!-- h -->")]),
        ("::\n\n   .. code\n", []),
    ],
)
def test_comments(text: str, expected: list[tuple[str, str]]) -> None:
    assert comments(text, body_of(text)) == expected


# Code and prose


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A::\n\n    a\n      b\n\n    c\n\nend\n", [("", "a\n  b\n\nc", "a\n      b\n\n    c")]),
        ("::\n\n\ta\n\t b\n", [("", "a\n b", "a\n\t b")]),
        ("::\n\n> a\n> b\n", [("", "> a\n> b", "> a\n> b")]),
        (">>> 1\n1\n\nx", [("", ">>> 1\n1", ">>> 1\n1")]),
        (
            ".. code-block:: json\n   :linenos:\n   :caption: c\n\n     {\n      }\n",
            [("json", "{\n }", ".. code-block:: json\n   :linenos:\n   :caption: c\n\n     {\n      }")],
        ),
        ("- .. code:: py\n\n     a\n", [("py", "a", ".. code:: py\n\n     a")]),
        (
            ".. parsed-literal::\n\n   *a* `b <u>`_\n",
            [("", "*a* `b <u>`_", ".. parsed-literal::\n\n   *a* `b <u>`_")],
        ),
        ("+------+\n| ::   |\n|      |\n|   a  |\n+------+\n", [("", "a", "a")]),
        (".. code::\n\n.. math::\n\n   x\n", []),
    ],
)
def test_code_blocks(text: str, expected: list[tuple[str, str, str]]) -> None:
    assert code(text, body_of(text)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a **b** *c* ``d`` e", [("paragraph", ["a", "b", "c", "e"])]),
        ("`title` :math:`x` :ref:`y` :kbd:`z` a", [("paragraph", ["a"])]),
        (":ref:`see b <c>` :term:`d` :emphasis:`e`", [("paragraph", ["see b", "d", "e"])]),
        ("`a <u>`_ b_ `c d`__ |e| [1]_ _`f`", [("paragraph", ["a", "b", "c d", "f"])]),
        (r"re\ *struct*\ ed \*x", [("paragraph", ["re", "struct", "ed", "*x"])]),
        (
            "one\ntwo\n\n  quoted\n\n  -- who\n",
            [("paragraph", ["one", "two"]), ("paragraph", ["quoted"]), ("paragraph", ["who"])],
        ),
        ("- a\n- b\n\n  c\n\n  1. d\n", [("item", [word]) for word in "abcd"]),
        ("term : class\n    def\n", [("paragraph", ["term : class"]), ("paragraph", ["def"])]),
        (":field: *body*\n", [("paragraph", ["body"])]),
        ("| a\n| b\n  c\n", [("paragraph", ["a"]), ("paragraph", ["b", "c"])]),
        ("T\n=\n\nx::\n\n  no\n", [("heading", ["T"]), ("paragraph", ["x:"])]),
        ("[1]_\n\n.. [1] foot\n.. [C] cite\n", [("paragraph", ["foot"]), ("paragraph", ["cite"])]),
        (".. note:: a\n.. admonition:: b\n\n   c\n", [("paragraph", [word]) for word in "abc"]),
        (".. versionadded:: 2.0 a\n\n   b\n.. seealso:: c\n", [("paragraph", [word]) for word in "abc"]),
        (".. |s| replace:: a *b*\n", [("paragraph", ["a", "b"])]),
        (".. toctree::\n\n   a\n\n.. math:: b\n\n.. unknown:: c\n", []),
        (
            "+----+---+\n| 中 | b |\n+----+---+\n|   c\\_ d|\n+--------+\n",
            [("cell", ["中"]), ("cell", ["b"]), ("cell", ["c", "_ d"])],
        ),
        (
            "== ====\n1  1 1\n2  1 *b*\n== ====\n",
            [("cell", ["1"]), ("cell", ["1 1"]), ("cell", ["2"]), ("cell", ["1", "b"])],
        ),
        ("a\u2028b\x0cc\x85d\n", [("paragraph", ["a\u2028b\x0cc\x85d"])]),
        ("a\rb\r\nc", [("paragraph", ["a", "b", "c"])]),
        ("\ta\tb ``c``\td\n", [("paragraph", ["a\tb", "d"])]),
        ("日本 — *é* 🧑🏻\u200d💻!\n", [("paragraph", ["日本 —", "é", "🧑🏻\u200d💻!"])]),
    ],
)
def test_prose(text: str, expected: list[tuple[str, list[str]]]) -> None:
    assert prose(text, body_of(text)) == expected


def test_a_list_table_is_text() -> None:
    text = ".. list-table:: Title\n   :header-rows: 1\n\n   * - a\n     - `b <u>`_\n"
    body = body_of(text)
    assert prose(text, body) == [("paragraph", ["Title"]), ("item", ["a"]), ("item", ["b"])]
    assert places(text, body) == [("b", "u")]


def test_a_csv_table_has_no_places_of_its_own() -> None:
    body = body_of('.. csv-table::\n\n   "a ""b""", `c <u>`_\n')
    assert body._replace(anchors=frozenset()) == Body()


# Anchors


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A *b*\n-----\n\nC\n~\n", {"a-b", "c"}),
        (".. _Key names:\n\ntext\n", {"key-names"}),
        ("_`In the text`, [1]_\n\n.. [1] note\n", {"in-the-text", "footnote-1", "footnote-reference-1"}),
        (".. figure:: a.png\n   :name: A map\n", {"a-map"}),
    ],
)
def test_anchors(text: str, expected: set[str]) -> None:
    assert expected <= body_of(text).anchors


def test_what_is_no_place_has_no_anchor() -> None:
    assert (
        body_of("`x <https://example.org>`_ and |\n\n.. _y: https://example.org\n\n*\n").anchors
        == frozenset()
    )


def test_the_span_of_a_block() -> None:
    text = "- **a** b\n  c ``d``\n\n  e::\n\n    f\n"
    assert written(text, [block.span for block in body_of(text).prose]) == ["**a** b\n  c ``d``", "e:"]


# What stands above the body


def test_front_matter_gives_no_parts() -> None:
    text = "---\ntitle: `a <u>`_\nx\n=\n---\nT\n=\n\n`b <v>`_\n"
    end = text.index("T\n")
    body = parsed(parse_body, text, Preamble(FrontMatter(Span(0, end - 1), ()), None, (), "", end))
    assert sections(text, body) == [(1, "T", "T", "T\n=")]
    assert links(text, body) == [("inline", "b", "v", "`b <v>`_")]


def test_a_header_block_holds_links_and_comments_but_no_prose() -> None:
    text = "ZEP 1\n=====\n\n:Author: `A <u>`_\n:Status: Draft\n\n.. c\n\n:Type: Core\n\nBody.\n"
    heading = Heading("ZEP 1", Span(0, 5), Span(0, 11))
    end = text.index("\n\nBody")
    body = parsed(parse_body, text, Preamble(None, heading, (), FIELDS, end))
    assert prose(text, body) == [("heading", ["ZEP 1"]), ("paragraph", ["Body."])]
    assert links(text, body) == [("inline", "A", "u", "`A <u>`_")]
    assert comments(text, body) == [("c", ".. c")]


# Nothing but reading


def test_nothing_is_opened_or_printed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "secret.txt").write_text("Secret\n======\n")
    (tmp_path / "docutils.conf").write_text("[general]\nreport_level: 1\nhalt_level: 1\n")
    monkeypatch.chdir(tmp_path)
    text = (
        ".. include:: secret.txt\n.. literalinclude:: secret.txt\n.. raw:: html\n   :file: secret.txt\n"
        ".. csv-table::\n   :file: secret.txt\n.. csv-table::\n   :url: http://127.0.0.1/secret\n"
        ".. figure:: secret.png\n   :figwidth: image\n.. code:: py\n   :file: secret.txt\n\n*unclosed `x\n"
    )
    body_of(text)  # imports what docutils imports late

    def fail(*arguments: object, **_options: object) -> None:
        raise AssertionError(f"opened {arguments}")

    monkeypatch.setattr(builtins, "open", fail)
    monkeypatch.setattr(io, "open", fail)
    monkeypatch.setattr(socket, "create_connection", fail)
    body = body_of(text)
    monkeypatch.undo()
    assert body.sections == ()
    assert capfd.readouterr() == ("", "")


def test_a_role_is_known_in_its_own_document_only() -> None:
    before = dict(vars(roles)["_roles"])
    body_of(".. role:: zep(emphasis)\n.. default-role:: literal\n\n:zep:`a` `b` :math:`c`\n")
    assert vars(roles)["_roles"] == before


@pytest.mark.parametrize(
    "text",
    [
        "- " * 5000 + "x",
        "".join("  " * depth + "- x\n\n" for depth in range(500)),
        "".join(" " * depth + "x\n\n" for depth in range(500)),
    ],
)
def test_what_is_nested_too_deeply_is_said_to_be(text: str) -> None:
    body = parse_body(Source("zep-0001.rst", text), NO_PREAMBLE)
    assert body == Body(problem="lists, quotes or other blocks are nested too deeply to be read")
    assert body_of("- a\n") == body_of("- a\n")


def test_one_directive_that_docutils_fails_on_costs_nothing_else() -> None:
    text = "`a <u>`_\n\n.. figure:: f\n\n   .. class:: c\n\n`b <v>`_\n"
    body = body_of(text)
    assert [(link.kind, link.target) for link in body.links] == [
        ("inline", "u"),
        ("image", "f"),
        ("inline", "v"),
    ]


def test_a_failure_of_docutils_is_a_problem(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_arguments: object, **_options: object) -> None:
        raise KeyError("internal")

    monkeypatch.setattr("docutils.parsers.rst.states.RSTStateMachine.run", fail)
    body = parse_body(Source("zep-0001.rst", "text"), NO_PREAMBLE)
    assert body == Body(problem="docutils fails on this text: KeyError")


# Any text, in bounded time

FRAGMENTS = [
    *(
        "T",
        "====",
        "----",
        "~~~~",
        "text",
        "- a",
        "* ",
        "1. x",
        "(a) y",
        "| l",
        ":a: b",
        "term : c",
        "--opt x",
    ),
    *(
        "..",
        ".. c",
        ".. _x: u",
        ".. _`a: b`: c",
        ".. _p:",
        "__ d",
        ">>> 1",
        "::",
        "a::",
        "+--+--+",
        "|a |b |",
    ),
    *(
        "=== ===",
        "a   b",
        "`a <b>`_",
        "`a <b_>`_",
        "`<x>`_",
        "a_",
        "a__",
        "``x",
        "``x``",
        "*a",
        "**b**",
        "|s|_",
    ),
    *(
        ":ref:`a`",
        ":ref:`a <b>`",
        ":ref:`a",
        ":zz:`q`",
        "`b`",
        "[1]_",
        ".. [1] f",
        ".. [C] c http://x.y",
        '"*"',
    ),
    *(
        ".. |s| image:: y",
        ".. |s| replace:: a *b*",
        ".. |s| date::",
        "   :alt: z",
        "   :class: k",
        "   :target: t_",
    ),
    *(".. class:: draft", ".. image:: i", ".. figure:: f", ".. note::", ".. admonition:: t", ".. raw:: html"),
    *(
        '   <p class="a">',
        ".. code-block:: py",
        ".. parsed-literal::",
        ".. list-table::",
        "   * - a",
        "     - b",
    ),
    *(
        ".. csv-table::",
        "   a,`b <c>`_",
        ".. include:: /etc/passwd",
        ".. role:: zz",
        ".. default-role:: literal",
    ),
    *(
        ".. sidebar:: t",
        "   :subtitle: s",
        ".. table:: t",
        ".. topic:: T",
        ".. epigraph::",
        "   -- me",
        ".. math::",
    ),
    *(
        ".. versionadded:: 1 x",
        ".. line-block::",
        ".. header:: h",
        ".. meta::",
        ".. contents::",
        ".. title:: x",
    ),
    *("中文", "\u2028", "\x85", "\x0c", "\0", "\t", "a\\ b", "\\*", "http://a.b", "a@b.cc", "  ", "    "),
]


@given(
    st.lists(
        st.sampled_from(FRAGMENTS) | st.sampled_from(["\n", "\n\n", "\r\n", "\n  ", "\n\n   ", " "]),
        max_size=30,
    )
)
def test_any_mixture_of_markup(fragments: list[str]) -> None:
    body_of("".join(fragments))


@given(st.text(max_size=200))
def test_any_text(text: str) -> None:
    body_of(text)


@pytest.mark.parametrize(
    "text",
    [
        "word " * 200_000,
        "x" * 1_000_000,
        "a-" * 500_000,
        "00:" * 300_000,
        "http://a.b/c?d=e " * 40_000,
        "a.b@" * 100_000,
        "日本" * 500_000,
        "`a <b " * 150_000,
        "**a " * 200_000,
        "- a\n" * 15_000,
        "".join(f".. _a{number}: u\n" for number in range(15_000)),
    ],
    ids=lambda text: text[:6].strip(),
)
def test_a_long_text_ends_in_time(text: str) -> None:
    with ends_in_time():
        body_of(text)


# Real input


def test_published_documents(corpus: Path) -> None:
    files = [*corpus.glob("**/*.rst")]
    for file in files:
        body_of(Source.from_bytes(file.name, file.read_bytes()).text)
    assert len(files) > 40


def test_every_prefix_of_a_published_document(corpus: Path) -> None:
    text = (corpus / "neps" / "nep-0016-abstract-array.rst").read_text("utf-8")
    for end in range(0, len(text), 37):
        body_of(text[:end])


def test_files_that_a_directive_takes_in_and_roles() -> None:
    text = ".. literalinclude:: ../a.py\n   :lines: 1-2\n\n.. include:: b.txt\n\n:doc:`c` :ref:`d`\n"
    found = [(link.kind, link.role, link.target) for link in body_of(text).links]
    assert found == [
        ("file", "", "../a.py"),
        ("file", "", "b.txt"),
        ("role", "doc", "c"),
        ("role", "ref", "d"),
    ]
