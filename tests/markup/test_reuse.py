"""A body of which the part below an edit is kept is the one that is read from the whole text."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zeplint.collection import Collection, open_document
from zeplint.document import MARKDOWN, Body, Document
from zeplint.markup.reuse import body_after_edit
from zeplint.process import Process
from zeplint.rulebook import load_process, rules_directory
from zeplint.rulebook.files import read_rules
from zeplint.source import Source
from zeplint.tree import MemoryTree

PROCESS: Process = load_process("zep-2024")
PATH = "docs/zeps/draft/zep-0007.md"
TEXT = """\
# ZEP 7 — Shorter keys

Author: [Ada](https://example.org/ada), Bo <bo@example.org>
Status: Draft

Some *words* with `code`.

## Motivation {: .draft}

See [the issue](https://example.org/1) and <https://example.org/2>, or [text] (https://example.org/3).

<!-- a comment -->

- an item
- another ![image](a.png)

## Impact

```json
{"a": 1}
```

| a | b |
|---|---|
| 1 | TODO |
"""


def read(text: str, path: str = PATH) -> Document:
    return open_document(Source(path, text), PROCESS)


def reused(before: str, after: str, path: str = PATH) -> Body | None:
    """The body of `after`, made from that of `before`; None where it has to be read anew. It is never wrong."""
    old, new = read(before, path), read(after, path)
    if old.markup != MARKDOWN or new.markup != MARKDOWN:
        return None
    body = body_after_edit(old, new.source, new.preamble)
    assert body is None or body == new.body
    return body


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Author:", "author:"),
        ("Status: Draft", "Status: Accepted"),
        ("Status: Draft\n", ""),
        ("[Ada](https://example.org/ada)", "Ada <ada@example.org>"),
        ("Some *words*", "Longer words, and a [link](https://example.org)"),
        ("# ZEP 7 —", "---\ntitle: keys\n---\n\n# ZEP 7:"),
        ("Some", "<div>\n\n<p class='draft'>\n\nSome"),
        ("See [the issue]", "See [an issue]"),
    ],
)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_what_stands_below_an_edit_is_kept(old: str, new: str, end: str) -> None:
    assert reused(TEXT.replace("\n", end), TEXT.replace(old, new).replace("\n", end))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Some *words*", "```\nSome *words*"),  # a fence that goes on to the end
        ("Some *words*", "<!-- Some *words*"),
        ("Some *words*", "[text]: https://example.org"),
        ("| 1 | TODO |", "| 1 | done |"),  # there is no heading below
        ("## Motivation {: .draft}", "Motivation {: .draft}\n---"),
    ],
)
def test_what_may_reach_further_has_the_whole_text_read(old: str, new: str) -> None:
    after = TEXT.replace(old, new)
    body = reused(TEXT, after)
    assert body is None or [section.title for section in body.sections][-1] == "Impact"
    assert "text" not in new or body is None


def test_a_definition_below_is_one_for_what_stands_above() -> None:
    text = TEXT + "\n[text]: https://example.org\n"
    assert reused(text, text.replace("Some", "Some [text]")) is None
    assert reused(text, text.replace("Status: Draft", "Status: Final")) is None


@pytest.mark.parametrize("above", ["\\", "`code`", "<br>", "text"])
@pytest.mark.parametrize("below", ["\n", "\n\n### Copyright\n"])
def test_what_is_almost_a_heading_ends_nothing(above: str, below: str) -> None:
    before = f"{TEXT}\n{above}\n\n##Almost{below}"
    reused(before, before.replace("\n\n##Almost", "\n##Almost"))
    assert reused(before, before.replace("Author:", "author:"))


def test_a_collection_reuses_what_it_has_read() -> None:
    collection = Collection(MemoryTree({PATH: TEXT}), PROCESS)
    assert collection.document(PATH).body.sections
    source = Source(PATH, TEXT.replace("Author:", "author:"))
    edited = collection.with_source(source).document(PATH)
    assert edited.earlier is collection.document(PATH)
    # A table below the edit is the one that was there.
    assert edited.body.prose[-1] is collection.document(PATH).body.prose[-1]
    assert edited.earlier is None


# Any edit of any text


BLOCKS = [
    *TEXT.split("\n\n"),
    *(
        "##Almost",
        "\\",
        "~~~",
        "<div>",
        "</div>",
        "<pre>",
        "[text]: https://example.org",
        "[^1]: a note",
        "A note[^1] and [text].",
        "Title\n---",
    ),
    *(
        "# Another",
        "    indented",
        "> quote\n# in it",
        "$$",
        "- # item",
        "<a id='x'>",
        "## Here {#there}",
        ":::",
        "a::",
    ),
]
blocks = st.lists(st.sampled_from(BLOCKS), max_size=12)


@given(blocks, blocks, blocks, st.sampled_from(["\n", "\n\n"]))
def test_any_edit_gives_what_the_whole_text_gives(
    above: list[str], after: list[str], below: list[str], gap: str
) -> None:
    reused(gap.join(["# ZEP 7", *above, *below]), gap.join(["# ZEP 7", *after, *below]))


def texts() -> Iterator[tuple[str, str]]:
    """The Markdown files of all examples of all rules."""
    data: Mapping[str, Any]
    for data in read_rules(rules_directory()):
        for example in data["examples"]:
            for path, text in example["files"].items():
                if isinstance(text, str) and path.endswith(".md"):
                    yield path, text


def edits(text: str, seed: int) -> Iterator[str]:
    """The text with a word gone, a line doubled, a line gone, and a character more."""
    pick = random.Random(seed)
    lines = text.split("\n")
    for _ in range(3):
        place = pick.randrange(len(lines))
        yield "\n".join([*lines[:place], *lines[place + 1 :]])
        yield "\n".join([*lines[:place], *lines[place : place + 1], *lines[place:]])
        offset = pick.randrange(len(text) + 1)
        yield text[:offset] + pick.choice("x# `[]<>|-\n:") + text[offset:]


@pytest.mark.slow
def test_every_example_edited_anywhere() -> None:
    count = sum(
        reused(text, after, path) is not None
        for seed, (path, text) in enumerate(texts())
        for after in edits(text, seed)
        if text
    )
    assert count > 200


@pytest.mark.slow
def test_the_published_proposals_edited_anywhere(corpus: Path) -> None:
    kept = 0
    for seed, path in enumerate(sorted(corpus.glob("zeps/**/*.md"))):
        text = path.read_bytes().decode("utf-8", "replace")
        name = path.relative_to(corpus / "zeps").as_posix()
        kept += sum(reused(text, after, name) is not None for after in edits(text, seed))
    assert kept > 10
