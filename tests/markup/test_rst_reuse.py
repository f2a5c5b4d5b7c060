"""A body of which only the sections around an edit are read again is the one that is read from the whole text."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zeplint.collection import Collection, open_document
from zeplint.document import RST, Body, Document
from zeplint.markup.rst import parse_body
from zeplint.markup.rst_reuse import body_after_edit
from zeplint.rulebook import load_process
from zeplint.source import Source
from zeplint.tree import MemoryTree

PROCESS = load_process("nep")
PATH = "doc/neps/nep-0007.rst"
TEXT = """\
===================
NEP 7 — Short keys
===================

:Author: Ada
:Status: Draft

Abstract
========

Keys are *short* [1]_, see `the issue`_ and `the list <https://example.org/list>`__.

Motivation
==========

An anonymous__ link, ``code`` and a [#]_ note.

__ https://example.org/anonymous

In detail
---------

::

    code

.. note:: See Abstract_.

Impact
======

.. _the issue: https://example.org/1

.. figure:: a.png
   :name: picture

Notes
-----

.. [1] One.
.. [#] Two with a |word|.

.. |word| replace:: *word*
"""


def read(text: str, path: str = PATH) -> Document:
    return open_document(Source(path, text), PROCESS)


def reused(before: str, after: str, path: str = PATH) -> Body | None:
    """The body of `after`, made from that of `before`; None where it has to be read anew. It is never wrong."""
    old, new = read(before, path), read(after, path)
    if old.markup != RST or new.markup != RST:
        return None
    old._body = parse_body(old.source, old.preamble, keep=True)
    body = body_after_edit(old, new.source, new.preamble)
    assert body is None or body._replace(kept=None) == parse_body(new.source, new.preamble)
    return body


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Ada", "Ada Example, `at home <https://example.org>`_"),
        ("*short*", "*short* and `long <https://example.org/long>`_"),
        ("https://example.org/1", "https://example.org/12"),
        (".. _the issue:", ".. _another issue:"),
        ("See Abstract_", "See Abstract"),
        ("Abstract\n========", "Summary\n======="),
        ("An anonymous__", "One__ more__"),
        ("[#] Two", "[2] Two"),
        ("a [#]_ note", "a [#]_ note and *another"),
        ("Impact\n======", "Impact of it\n============\n\nHere\n----\n\nWords."),
        ("|word| replace", "|words| replace"),
        (":name: picture", ":name: image"),
        ("Keys are", "```\nKeys are"),
    ],
)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_the_other_sections_are_kept(old: str, new: str, end: str) -> None:
    assert old in TEXT
    assert reused(TEXT.replace("\n", end), TEXT.replace(old, new).replace("\n", end))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Keys are", ".. role:: key\n\nKeys are"),
        ("Keys are", "===== =====\nKeys  are\n===== =====\na     b\n\nKeys are"),
        (".. [1] One.", ".. [1] One.\n.. _the issue: https://example.org/2"),
        ("In detail\n---------", "In detail\n~~~~~~~~~\n\nWords.\n\nMore\n-----"),
        ("Impact\n======\n", "Impact\n"),
    ],
)
def test_what_may_reach_further_has_the_whole_text_read(old: str, new: str) -> None:
    assert old in TEXT
    reused(TEXT, TEXT.replace(old, new))


def test_a_name_that_is_given_twice_is_seen_from_afar() -> None:
    twice = TEXT.replace("Keys are", ".. _the issue: https://example.org/2\n\nKeys are")
    assert reused(TEXT, twice) is None
    assert reused(twice, TEXT) is None


def test_a_title_below_a_short_line_is_reported_once() -> None:
    text = TEXT.replace("Impact\n======", "Impact\n====")
    body = reused(text, text.replace("Keys are", "Keys"))
    assert body is not None
    assert [problem.kind for problem in body.problems] == ["short-underline"]


def test_a_collection_reuses_what_it_has_read_from_the_second_edit_on() -> None:
    collection = Collection(MemoryTree({PATH: TEXT}), PROCESS)
    assert collection.document(PATH).body.kept is None
    for words in ("Keys", "Keys in short", "Keys in shorts"):
        collection = collection.with_source(Source(PATH, TEXT.replace("Keys are", words)))
        body = collection.document(PATH).body
        assert body.kept is not None
    before, collection = (
        body,
        collection.with_source(Source(PATH, TEXT.replace("Keys are", "Keys of shorts"))),
    )
    # A code block below an edit is the one that was there.
    assert collection.document(PATH).body.code[0] is before.code[0]


# Any edit of any text


BLOCKS = [
    *TEXT.split("\n\n"),
    *(
        "Title\n=====\n\n",
        "Title\n=====",
        "Deeper\n------\n\nWords.",
        "=====\nTitle\n=====",
        "::",
        "> quoted",
        "    indented",
        "- item\n- another_",
        "Two Title_, `Title`_ and Deeper_.",
        ".. _Title: https://example.org/title",
        ".. _other: Title_",
        "other_ and other_",
        ".. _inner:",
        "An _`inner` target, inner_.",
        "`a <https://example.org/a>`_ and `a <https://example.org/b>`_",
        ".. [x] cited",
        "[x]_ [*]_ [#named]_ [#]_ |sub|",
        ".. [*] symbol",
        ".. [#named] named",
        ".. |sub| image:: a.png",
        "===== ====\na     b\n===== ====",
        "+---+\n| a |\n+---+",
        ".. role:: key",
        ".. raw:: html\n\n   <a id='x'>",
        "```",
        "``open",
        "----",
        ".. note:: A\n   :name: here",
        ".. comment",
        "",
    ),
]
blocks = st.lists(st.sampled_from(BLOCKS), max_size=8)


@settings(deadline=None)
@given(blocks, blocks, blocks, st.sampled_from(["\n", "\n\n"]))
def test_any_edit_gives_what_the_whole_text_gives(
    above: list[str], after: list[str], below: list[str], gap: str
) -> None:
    start = "NEP 7\n=====\n"
    reused(gap.join([start, *above, *below]), gap.join([start, *above, *after, *below]))
    reused(gap.join([start, *above, *after, *below]), gap.join([start, *above, *below]))


def edits(text: str, seed: int) -> Iterator[str]:
    """The text with a line gone, a line doubled, and something more."""
    pick = random.Random(seed)
    lines = text.split("\n")
    place, offset = pick.randrange(len(lines)), pick.randrange(len(text) + 1)
    yield "\n".join([*lines[:place], *lines[place + 1 :]])
    yield "\n".join([*lines[:place], *lines[place : place + 1], *lines[place:]])
    yield text[:offset] + pick.choice("x*_ `[]<>|-=~\n:.") + text[offset:]
    yield text[:offset] + "\n\nNew\n---\n\nA [#]_ `new <https://example.org/new>`_ name_.\n\n" + text[offset:]


@pytest.mark.parametrize("gap", ["\n\n", "\n \n"])
@pytest.mark.parametrize(
    "end",
    [
        *("para::", "::", ".. note::", ".. [1] x", "- a\n-", "   quote", "+--+", "| line", "..", ".. _x:"),
        *(
            ".. |s| replace::",
            ".. code::",
            ".. figure:: a\n   :alt: x",
            "*x",
            "a\n\n  b\n c",
            ">>> x",
            "----",
        ),
        *(":f:", "-o  opt", "1. a\n3. b", ".. image::", "__", ".. raw:: html", ".. unknown::", "Ttl\n===="),
    ],
)
def test_what_a_section_ends_with_is_no_matter_of_the_next(end: str, gap: str) -> None:
    for head in ("Title\n=====", "=====\nTitle\n=====", "Title\n-----"):
        text = f"NEP 7\n~~~~~\n\nOne\n=====\n\n{end}{gap}{head}\n\nwords\n\nNext\n=====\n\n{end}\n"
        for new in (
            text.replace("words", "`words`_"),
            text.replace("words", end),
            text.replace(end, f"z\n\n{end}", 1),
        ):
            reused(text, new)


@pytest.mark.slow
@pytest.mark.parametrize("pattern", ["neps/*.rst", "zarr-specs/**/*.rst"])
def test_the_published_pages_edited_anywhere(corpus: Path, pattern: str) -> None:
    kept = count = 0
    for seed, path in enumerate(sorted(corpus.glob(pattern))):
        text = path.read_bytes().decode("utf-8", "replace")
        name = path.relative_to(corpus).as_posix()
        for after in edits(text, seed):
            count += 1
            kept += reused(text, after, name) is not None
    assert kept > 0.8 * count
