"""A long text in reStructuredText: everything is found at once, and is what the command line finds."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from tests.server.editor import Editor
from tests.server.test_typing import DAY, by_the_command_line, edited, shown
from tests.server.zeps import write

NAME = "docs/zeps/draft/zep-0007.rst"
HEAD = """\
=====================
ZEP 7 — Shorter keys
=====================

:Author: Ada Example <ada@example.org>
:Status: Draft
:Type: Core
:Created: 2024-10-05
:Discussion: https://example.org/8

Abstract
========

Keys are short.

"""
SECTION = """\
Part {number}
-------

Part {number} has *words*, ``code``, `a link <https://example.org/{number}>`_, `another`_ [{number}]_ and a |word|.

- See the `Part {next}`_ and `the first file <zep-0001.rst>`_.

::

    code = {number}

.. [{number}] A note.

"""
TEXT = (
    HEAD
    + "".join(SECTION.format(number=number, next=number + 1) for number in range(10, 40))
    + ".. _another: https://example.org/another\n\n.. |word| replace:: *word*\n\nPart 40\n-------\n\nThe end.\n"
)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / ".git").mkdir()
    return write(tmp_path, {NAME: TEXT, "docs/zeps/draft/zep-0001.rst": HEAD.replace("ZEP 7", "ZEP 1")})


def test_what_is_wrong_with_links_and_markup_comes_with_the_keystroke(root: Path) -> None:
    with Editor(root, environ=DAY) as editor:
        uri = editor.open(root / NAME, language="restructuredtext")
        before = shown(editor, uri)
        for old, new, code in (
            ("`Part 25`_", "`Part 52`_", "ZEP703"),
            ("`the first file <zep-0001.rst>`_", "`the first file <zep-0009.rst>`_", "ZEP704"),
            ("<https://example.org/20>", "<https://https://example.org/20>", "ZEP706"),
            ("*words*", "*words", "ZEP701"),
        ):
            editor.change(uri, TEXT.replace(old, new, 1))
            (found,) = [each for each in shown(editor, uri) if each not in before]
            assert found[0] == code
            editor.change(uri, TEXT)
            assert shown(editor, uri) == before


@pytest.mark.parametrize("seed", range(2))
def test_after_any_edits_there_is_what_the_command_line_finds(root: Path, seed: int) -> None:
    chance = random.Random(seed)
    text = TEXT
    with Editor(root, environ=DAY) as editor:
        uri = editor.open(root / NAME, language="restructuredtext")
        for _ in range(6):
            for _ in range(5):
                text = edited(text, chance)
                editor.change(uri, text)
            write(root, {NAME: text})
            wanted = [
                (code, said.partition("\n")[0], *at)
                for code, said, *at in by_the_command_line(root, root / NAME)
            ]
            assert shown(editor, uri) == wanted
