"""Links in header text, in both markups: every kind, with exact spans."""

from __future__ import annotations

import pytest

from tests.bounded import ends_in_time
from zeplint.document import Link
from zeplint.markup.inline import scan_links
from zeplint.source import Span


def links(text: str) -> list[tuple[str, str, str]]:
    """Kind, text and target of each link; every span is checked on the way."""
    found = scan_links(text, Span(0, len(text)))
    for link in found:
        assert_in_place(text, link)
    return [(link.kind, link.text, link.target) for link in found]


def assert_in_place(text: str, link: Link) -> None:
    assert text[slice(*link.text_span)] == link.text
    assert link.target_span is not None
    assert text[slice(*link.target_span)] in (link.target, link.target.removeprefix("mailto:"))
    assert link.span.start <= link.text_span.start <= link.text_span.end <= link.span.end


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[#7](https://example.org/7)", [("inline", "#7", "https://example.org/7")]),
        ("[#7](<https://example.org/a b> 'a title')", [("inline", "#7", "https://example.org/a b")]),
        ("[a [b] c](https://example.org/x_(y))", [("inline", "a [b] c", "https://example.org/x_(y)")]),
        ("![badge](badge.svg)", [("image", "badge", "badge.svg")]),
        ("[![badge](b.svg)](https://example.org)", [("inline", "![badge](b.svg)", "https://example.org")]),
        ("[(@ada)](https://github.com/ada>)", [("inline", "(@ada)", "https://github.com/ada>")]),
        ("`#7 <https://example.org/7>`_", [("inline", "#7", "https://example.org/7")]),
        ("`#7 <https://example.org/7>`__", [("inline", "#7", "https://example.org/7")]),
        ("`<https://example.org/7>`_", [("inline", "https://example.org/7", "https://example.org/7")]),
        (":ref:`NEP 30 <NEP30>`", [("role", "NEP 30", "NEP30")]),
        (":doc:`nep-0030`", [("role", "nep-0030", "nep-0030")]),
        (":py:class:`int`", [("role", "int", "int")]),
        ("<https://example.org/7>", [("autolink", "https://example.org/7", "https://example.org/7")]),
        ("<ada@example.org>", [("autolink", "ada@example.org", "mailto:ada@example.org")]),
        ("<zoë@example.org>", [("autolink", "zoë@example.org", "mailto:zoë@example.org")]),
        ("see (https://example.org/7).", [("bare", "https://example.org/7", "https://example.org/7")]),
        ("ada@example.org,", [("bare", "ada@example.org", "mailto:ada@example.org")]),
        ('<a href="https://example.org">x</a>', [("bare", "https://example.org", "https://example.org")]),
        ("[text](https://example.org/a b)", [("bare", "https://example.org/a", "https://example.org/a")]),
        ("https://example.org/[7]", [("bare", "https://example.org/[7]", "https://example.org/[7]")]),
        ("https://", []),
        ("[#7] and `code`_ and word_ and <b>", []),
        ("jane@ @jane a:b @", []),
        ("", []),
    ],
)
def test_kinds(text: str, expected: list[tuple[str, str, str]]) -> None:
    assert links(text) == expected


def test_references_to_targets_without_a_name() -> None:
    text = "`PR 7`__ and `x <y>`__ and thread__ and more__\n"
    below = "\n__ https://example.org/7\n\n.. __: https://example.org/t\n"
    found = scan_links(text + below, Span(0, len(text)))
    assert [(link.text, link.target) for link in found] == [
        ("PR 7", "https://example.org/7"),
        ("x", "y"),
        ("thread", "https://example.org/t"),
    ]
    assert scan_links(text, Span(0, 8)) == ()


def test_several_in_order() -> None:
    text = "ada@example.org, [a](x), `b <y>`_ https://example.org [c](z)"
    assert [link[2] for link in links(text)] == [
        "mailto:ada@example.org",
        "x",
        "y",
        "https://example.org",
        "z",
    ]


@pytest.mark.parametrize(
    ("value", "definition", "shown", "target"),
    [
        ("[the thread]", "[the thread]: https://example.org/t", "the thread", "https://example.org/t"),
        ("[it][The  Thread]", "[the thread]: <https://example.org/t>", "it", "https://example.org/t"),
        ("[it][]", "  [it]: https://example.org/t 'title'", "it", "https://example.org/t"),
        ("[^1]", "[^1]: https://example.org/t", "^1", "https://example.org/t"),
        ("`the thread`_", ".. _the thread: https://example.org/t", "the thread", "https://example.org/t"),
        (
            "`the thread`_",
            ".. _`The thread`:\n   https://example.org/t",
            "the thread",
            "https://example.org/t",
        ),
        ("thread_.", ".. _thread: https://example.org/t", "thread", "https://example.org/t"),
    ],
)
def test_references_lead_to_their_definitions(value: str, definition: str, shown: str, target: str) -> None:
    text = f"Discussion: {value}\n\nText.\n\n{definition}\n"
    start = text.index(value)
    [link] = scan_links(text, Span(start, start + len(value)))
    assert_in_place(text, link)
    assert (link.kind, link.text, link.target) == ("reference", shown, target)
    assert link.span == Span(start, start + len(value.rstrip(".")))
    assert link.target_span == Span(text.index(target), text.index(target) + len(target))


@pytest.mark.parametrize(
    ("value", "rest"),
    [
        ("[the thread]", "the thread: https://example.org/t"),
        ("thread_", ".. _thread:\n\nhttps://example.org/t"),
        ("a_thread_", ".. _thread: https://example.org/t"),
    ],
)
def test_what_is_not_defined_is_no_link(value: str, rest: str) -> None:
    text = f"{value}\n\n{rest}\n"
    assert scan_links(text, Span(0, len(value))) == ()


def test_nothing_outside_the_span_is_read() -> None:
    text = "[a](x) [b](y) [c](z)"
    assert [link.target for link in scan_links(text, Span(7, 13))] == ["y"]
    assert scan_links(text, Span(7, 12)) == ()


@pytest.mark.parametrize(
    ("piece", "tail"),
    [
        ("[", ""),
        ("[", "]"),
        ("[a", ""),
        ("[a", "]"),
        ("[[a]", ""),
        ("[a] ", ""),
        ("[a](", ""),
        ("[a](", ")"),
        ("[a]( ", "x"),
        ("(", ")"),
        ("`", ""),
        ("`a", ""),
        ("`a <", ""),
        ("`a <", " x"),
        (":a", ""),
        (":a", " x"),
        (":a.", ""),
        ("<a:", ""),
        ("<a:", " x"),
        ("a.b", ""),
        ("a_", ""),
        ("a_", "x"),
        ("https://)", ""),
    ],
)
def test_a_long_text_ends_in_time(piece: str, tail: str) -> None:
    text = piece * (400_000 // len(piece)) + tail
    with ends_in_time():
        scan_links(text, Span(0, len(text)))


def test_many_brackets_behind_an_address_end_in_time() -> None:
    text = "https://example.org" + ")" * 1_000_000
    with ends_in_time():
        assert [link.target for link in scan_links(text, Span(0, len(text)))] == ["https://example.org"]
