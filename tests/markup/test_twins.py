"""One document in both markups gives the same parts."""

from __future__ import annotations

from typing import NamedTuple

import pytest

from tests.markup.bodies import parsed
from zeplint.document import Body
from zeplint.markup import markdown, rst


class Essence(NamedTuple):
    """What a body says, without the places at which its markup makes it say so."""

    titles: list[tuple[int, str]]
    links: list[tuple[str, str]]
    code: list[tuple[str, str]]
    words: list[tuple[str, list[str]]]
    comments: list[str]
    marks: list[str]


def essence(text: str, body: Body) -> Essence:
    return Essence(
        titles=[(section.level, section.title) for section in body.sections],
        links=[(link.text, link.target) for link in body.links if link.kind != "definition"],
        code=[(block.language, block.text) for block in body.code],
        words=[
            (block.kind, " ".join(text[start:end] for start, end in block.pieces).split())
            for block in body.prose
        ],
        comments=[comment.text for comment in body.comments],
        marks=[mark.name for mark in body.marks],
    )


TWINS = {
    "titles": (
        "# ZEP 7 — *Ragged* chunks\n\n## Abstract\n\n### A\n\n## `Code`\n",
        "ZEP 7 — *Ragged* chunks\n=======================\n\nAbstract\n--------\n\nA\n~\n\n``Code``\n--------\n",
    ),
    "links": (
        "See [the *spec*](https://a.org/x_y?z=1#w), <https://b.org>, https://c.org/(d). And [two\nlines](e/f.md).\n",
        "See `the spec <https://a.org/x_y?z=1#w>`_, https://b.org, https://c.org/(d). And `two\nlines <e/f.md>`__.\n",
    ),
    "references": (
        "As [the spec][s] and [S] say.\n\n[s]: https://a.org\n",
        "As `the spec <s_>`_ and S_ say.\n\n.. _s: https://a.org\n",
    ),
    "mail": ("Write to jane@a.org.\n", "Write to jane@a.org.\n"),
    "images": (
        '![a map](map.png)\n\n<img src="m.png" alt="more">\n',
        '.. image:: map.png\n   :alt: a map\n\n.. raw:: html\n\n   <img src="m.png" alt="more">\n',
    ),
    "code": (
        'Run `x` as\n\n```json\n{\n  "a": [1]\n}\n```\n\nor\n\n    zarr.open()\n\n- in a list:\n\n  ```\n  b\n   c\n  ```\n',
        (
            'Run ``x`` as\n\n.. code-block:: json\n\n   {\n     "a": [1]\n   }\n\nor\n\n::\n\n    zarr.open()\n\n'
            "- in a list:\n\n  ::\n\n      b\n       c\n"
        ),
    ),
    "words": (
        "One **two** *three* `four`\nfive.\n\n- six\n- seven\n\n  eight\n\n1. nine\n\n> ten $x$ eleven\n",
        "One **two** *three* ``four``\nfive.\n\n- six\n- seven\n\n  eight\n\n1. nine\n\n  ten :math:`x` eleven\n",
    ),
    "escapes": ("\\*a\\* b\\_c\n", "\\*a\\* b\\_c\n"),
    "table": (
        "| a | b c |\n|---|-----|\n| 1 | [d](e) |\n",
        "=== ==========\na   b c\n=== ==========\n1   `d <e>`__\n=== ==========\n",
    ),
    "footnote": ("a[^1] b\n\n[^1]: c https://d.org\n", "a [1]_ b\n\n.. [1] c https://d.org\n"),
    "comments": (
        "a\n\n<!-- zeplint: ignore[ZEP304] why -->\n\nb\n\n<!-- two\nlines -->\n",
        "a\n\n.. zeplint: ignore[ZEP304] why\n\nb\n\n.. two\n   lines\n",
    ),
    "no comment": ("```\n<!-- a -->\n.. b\n```\n", "::\n\n  <!-- a -->\n  .. b\n"),
    "a class for a block": ("{: .draft }\nThis is a draft.\n", ".. rst-class:: draft\n\nThis is a draft.\n"),
    "a class around a block": (
        '<div class="draft">\n\nThis is a draft.\n\n</div>\n',
        ".. container:: draft\n\n   This is a draft.\n",
    ),
    "a class and a name for an image": (
        "![d](draft-watermark.png){: .draft #watermark }\n",
        ".. image:: draft-watermark.png\n   :alt: d\n   :class: draft\n   :name: watermark\n",
    ),
    "html": (
        "<p class='draft'>A <a href='u'>link</a> <!-- c --></p>\n",
        ".. raw:: html\n\n   <p class='draft'>A <a href='u'>link</a> <!-- c --></p>\n",
    ),
    "line ends": ("# A\r\n\r\nb\r\nc\r\n", "A\r\n=\r\n\r\nb\r\nc\r\n"),
    "other alphabets": ("# 題\n\n日本 [語](x) 🧑🏻\u200d💻 é\n", "題\n==\n\n日本 `語 <x>`_ 🧑🏻\u200d💻 é\n"),
}


@pytest.mark.parametrize("name", TWINS)
def test_twins(name: str) -> None:
    in_markdown, in_rst = TWINS[name]
    twin = essence(in_rst, parsed(rst.parse_body, in_rst))
    assert essence(in_markdown, parsed(markdown.parse_body, in_markdown)) == twin
    assert any(twin)
