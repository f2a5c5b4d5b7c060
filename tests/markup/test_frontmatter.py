"""Front matter: what it says and where, by its own reader and by YAML, and what is wrong with it."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.bounded import ends_in_time
from zeplint.document import Comment, Entry, FrontMatter
from zeplint.markup import frontmatter
from zeplint.markup.frontmatter import NO_MAPPING, TOO_DEEP, UNCLOSED, read_front_matter
from zeplint.markup.lines import Lines
from zeplint.source import Span


def read(text: str) -> FrontMatter | None:
    return read_front_matter(Lines(text))


def wrapped(content: str) -> FrontMatter:
    """The front matter with this content; each span is checked against the text."""
    text = f"---\n{content}\n---\n\n# ZEP 7\n"
    found = read(text)
    assert found is not None
    assert found.span.start == 0
    for entry in found.entries:
        assert entry.span.start <= entry.key_span.start <= entry.key_span.end <= entry.span.end
        assert entry.key_span.end < entry.value_span.start <= entry.value_span.end <= entry.span.end
    return found


def said(content: str) -> list[tuple[str, str]]:
    return [(entry.key, entry.value) for entry in wrapped(content).entries]


def marked(content: str) -> list[str]:
    """What the spans of the values hold."""
    return [f"---\n{content}"[slice(*entry.value_span)] for entry in wrapped(content).entries]


# Flat blocks, which are read without YAML


def test_flat() -> None:
    text = "---\ntitle: ZEP0007\n\n# a comment\nnav_order:  7 \nparent:\n---\nBody: no\n"
    assert read(text) == FrontMatter(
        Span(0, 58),
        (
            Entry("title", "ZEP0007", Span(4, 18), Span(4, 9), Span(11, 18)),
            Entry("nav_order", "7", Span(32, 45), Span(32, 41), Span(44, 45)),
            Entry("parent", "", Span(47, 54), Span(47, 53), Span(54, 54)),
        ),
        None,
        (Comment("a comment", Span(20, 31)),),
    )


def test_quotes_are_no_part_of_a_value() -> None:
    content = "a: 'one two'\nb: \"three\"\nc: ''\nd: ' four '"
    assert said(content) == [("a", "one two"), ("b", "three"), ("c", ""), ("d", "four")]
    assert marked(content) == ["one two", "three", "", "four"]


def test_plain_scalars_go_on_below() -> None:
    content = "description: This ZEP\n  makes keys\n   shorter.\nparent: drafts"
    assert said(content) == [("description", "This ZEP makes keys shorter."), ("parent", "drafts")]
    assert marked(content) == ["This ZEP\n  makes keys\n   shorter.", "drafts"]


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_line_ends(newline: str) -> None:
    text = "---\ntitle: a\n  b\nparent: c\n---\n".replace("\n", newline)
    found = read(text)
    assert found is not None
    assert [(entry.key, entry.value) for entry in found.entries] == [("title", "a b"), ("parent", "c")]
    assert [text[slice(*entry.value_span)] for entry in found.entries] == [f"a{newline}  b", "c"]
    assert text[slice(*found.span)] == text.removesuffix(newline)


@pytest.mark.parametrize("fence", ["---", "...", "--- ", "...\t"])
def test_closing_lines(fence: str) -> None:
    found = read(f"---  \na: b\n{fence}\n")
    assert found is not None
    assert found.error is None
    assert found.span.end == len(f"---  \na: b\n{fence}")


def test_empty_blocks() -> None:
    assert read("---\n---\n") == FrontMatter(Span(0, 7), ())
    assert read("---\n\n# a\n---\n") == FrontMatter(Span(0, 12), (), None, (Comment("a", Span(5, 8)),))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a: b\n",
        "--\na: b\n---\n",
        "----\na: b\n---\n",
        " ---\na: b\n---\n",
        "\n---\na: b\n---\n",
        "---\n",
        "---",
        "---\nText.\n",
        "--- a\n---\n",
        "---\n\na: b\n",
    ],
)
def test_no_front_matter(text: str) -> None:
    assert read(text) is None


# What needs YAML


def test_the_two_readers_agree() -> None:
    contents = (
        "title: ZEP0007\nnav_order: 7",
        "a: 'b c'\nd: \"e\"\nf: ''",
        "description: one\n  two\n   three\nparent: x",
        "a:\nb:",
        "Email address: x\n\nkey_1: y-z",
        "a: b:c\nd: e#f\ng: h's\ni: ~",
        "é: ü",
    )
    for content in contents:
        lines = Lines(f"---\n{content}\n---\n")
        end = len(content.split("\n")) + 1
        assert lines.get(end) == "---"
        by_yaml, error = frontmatter._read_as_yaml(lines, end)
        assert error is None
        assert by_yaml == frontmatter._read_plainly(lines, end) == tuple(wrapped(content).entries)


def test_lists() -> None:
    content = "authors:\n  - Ada 'A' Example\n  - 'Bo Sample'\ntags: [x, \"y\"]\nnested:\n- {a: b}\nplain: z"
    found = wrapped(content).entries
    text = f"---\n{content}"
    assert [[item.text for item in entry.items] for entry in found] == [
        ["Ada 'A' Example", "Bo Sample"],
        ["x", "y"],
        [],
        [],
    ]
    assert all(text[slice(*item.span)] == item.text for entry in found for item in entry.items)
    assert [entry.value for entry in found] == [
        "- Ada 'A' Example\n  - 'Bo Sample'",
        '[x, "y"]',
        "- {a: b}",
        "z",
    ]
    assert [text[slice(*entry.value_span)] for entry in found] == [entry.value for entry in found]


def test_what_yaml_says_differs_from_what_is_written() -> None:
    content = (
        "a: >-\n  folded\n  text\nb: |\n  kept\n\nc: 'it''s'\nd: \"\\\"x\\\"\"\ne: &f g # h\ni: *f\nj: !t k"
    )
    assert [value for _, value in said(content)] == ["folded text", "kept", "it's", '"x"', "g", "g", "k"]
    assert marked(content) == ["folded\n  text", "kept", "it''s", '\\"x\\"', "&f g", "*f", "!t k"]


def test_a_line_separator_ends_no_line() -> None:
    for content in ("a: b\u2028c\nd: 'e'", "a: b\u2028c\nd: [e]\x85"):
        assert said(content)[0] == ("a", "b c")
        assert marked(content)[0] == "b\u2028c"


def test_comments() -> None:
    content = "# one\na: b # two\nc: 'd # no' # three\ne: f#no\ng: \"h # no\"\n  # four"
    texts = [comment.text for comment in wrapped(content).comments]
    assert texts == ["one", "two", "four"]
    text = f"---\n{content}"
    assert [text[slice(*comment.span)] for comment in wrapped(content).comments] == [
        "# one",
        "# two",
        "# four",
    ]


def test_flat_front_matter_does_not_import_yaml() -> None:
    code = (
        "import sys; from zeplint.markup.frontmatter import read_front_matter; "
        "from zeplint.markup.lines import Lines; "
        "read_front_matter(Lines('---\\na: \"b\"\\nc: d\\n  e\\n---\\n')); print('yaml' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    assert done.stdout == "False\n", done.stderr


# What is wrong


@pytest.fixture(params=["C loader", "Python loader"])
def loader(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Each of PyYAML's loaders: the one in C is not everywhere."""
    if request.param == "Python loader":
        monkeypatch.delattr(yaml, "CSafeLoader", raising=False)
    return str(request.param)


@pytest.mark.parametrize(
    ("content", "reason", "place"),
    [
        ("a: b: c", "a value that holds a colon and a blank needs quotes", "b: c"),
        ("a: b\n  c: d", "a key cannot stand below the value of another", "c: d"),
        ("a: b\nno key\nc: d", "expected a key, a colon and a value", "no key"),
        ("Discussion #1: b\nc: d", "expected a key, a colon and a value", "c: d"),
        (
            "a: b\nDiscussion #1: c",
            "the rest of the line is a comment: a key that holds # needs quotes",
            "#1: c",
        ),
        ("a: @b", 'a value that starts with "@" needs quotes', "@b"),
        ("a: *b", 'a value that starts with "*" needs quotes', "*b"),
        ("a: ,b", 'a value that starts with "," needs quotes', ",b"),
        ("a: >b", "a value that starts with > or | needs quotes", "b"),
        ("a: b\n\tc: d", "a tab cannot indent a line", "c: d"),
        ("a: 'b\nc: d", "a quotation mark is never closed", "'b"),
        ("a: [b, c\nd: e", "a bracket is never closed", "[b, c"),
        ('a: "b" c', "the line does not go on with what stands above: check quotes and indentation", "c"),
        ("a: b\n- c", "the line does not go on with what stands above: check quotes and indentation", "- c"),
        ("a: b\n--- c", "a second document starts here", "--- c"),
        ("a: [b]\nc: \x07d", "a control character", "\x07d"),
    ],
)
@pytest.mark.usefixtures("loader")
def test_broken(content: str, reason: str, place: str) -> None:
    error = wrapped(content).error
    assert error is not None
    assert (error.text, f"---\n{content}\n"[slice(*error.span)]) == (f"is not YAML: {reason}", place)


def test_no_mapping() -> None:
    for content in ("- a\n- b", "words", "'a'", "[a]"):
        error = wrapped(content).error
        assert error is not None
        assert (error.text, error.span) == (NO_MAPPING, Span(4, 4 + len(content)))


def test_a_broken_block_keeps_what_can_be_read() -> None:
    content = "title: a: b\nauthors:\n  - Ada\n  - Bo\nno key\nstatus: 'Draft'"
    assert said(content) == [("title", "a: b"), ("authors", "- Ada\n  - Bo"), ("status", "Draft")]
    assert marked(content) == ["a: b", "- Ada\n  - Bo", "Draft"]


@pytest.mark.parametrize(
    ("text", "end", "keys"),
    [
        ("---\na: b\nc: d\n\n# ZEP 7\n", 13, ["a", "c"]),
        ("---\na: b\nc: d\n\n# ZEP 7\n\nProse.\n\n---\n\nMore.\n", 13, ["a", "c"]),
        ("---\na:\n- b\n  c\n# ZEP 7\n", 14, ["a"]),
        ("---\na: b", 8, ["a"]),
    ],
)
def test_never_closed(text: str, end: int, keys: list[str]) -> None:
    found = read(text)
    assert found is not None
    assert found.span == Span(0, end)
    assert found.error == (UNCLOSED, Span(0, 3))
    assert [entry.key for entry in found.entries] == keys


@pytest.mark.parametrize(
    "content",
    [
        "a: " + "[" * 200_000,
        "a: " + "{a: " * 200_000,
        "- " * 200_000,
        "? " * 200_000,
        "".join(" " * depth + "a:\n" for depth in range(1500)),
        "".join(" " * depth + "- - -\n" for depth in range(500)),
    ],
    ids=lambda content: content[:8],
)
def test_nesting_is_bounded(content: str) -> None:
    error = wrapped(content).error
    assert error is not None
    assert error == (TOO_DEEP, Span(0, 3))


@pytest.mark.usefixtures("loader")
def test_nesting_that_the_bound_lets_through() -> None:
    for content in ("a: " + "[" * 990 + "]" * 990, "".join(" " * depth + "a:\n" for depth in range(900))):
        assert wrapped(content).error in (None, (TOO_DEEP, Span(0, 3)))


@pytest.mark.parametrize(
    "text",
    [
        "---\na: b" + " " * 1_000_000 + "c\n---\n",
        "---\n" + "a " * 500_000 + "\n---\n",
        "---\na: b\n" + ("  c" * 2000 + "\n") * 1900 + "---\n",
        "---\na: '" + " #b" * 300_000 + "\n---\n",
        "---\n" + "a: b\n" * 300_000,
        "---\na: " + "<" * 1_000_000,
    ],
    ids=range(6),
)
def test_a_long_text_ends_in_time(text: str) -> None:
    with ends_in_time():
        read(text)


PIECES = [
    "a",
    "bc",
    ": ",
    ":",
    "\n",
    "\n  ",
    "\n- ",
    "'",
    '"',
    "[",
    "]",
    "{",
    "}",
    " #",
    "# x",
    "|",
    ">",
    "&a",
    "*a",
    "!t",
]
PIECES += [
    "-",
    "?",
    "\t",
    "\\",
    "\u2028",
    "\r\n",
    "@",
    "%",
    "---",
    "...",
    ",",
    "\n\n",
    "é",
    "😀",
    "\x07",
    "\ufeff",
]


@settings(max_examples=500, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=25).map("".join))
def test_any_content(content: str) -> None:
    found = read(f"---\n{content}\n---\n")
    assert found is not None
    for entry in found.entries:
        assert (
            4
            <= entry.span.start
            <= entry.key_span.start
            <= entry.key_span.end
            <= entry.span.end
            <= found.span.end
        )
        assert entry.value_span.end <= entry.span.end


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(PIECES[:-2]), max_size=12).map("".join))
def test_what_is_read_plainly_is_what_yaml_reads(value: str) -> None:
    lines = Lines(f"---\nkey: {value}\n---\n")
    end = next(index for index in range(1, 40) if lines.get(index) == "---")
    plain = frontmatter._read_plainly(lines, end)
    if plain is not None:
        by_yaml, error = frontmatter._read_as_yaml(lines, end)
        assert error is None
        assert by_yaml == plain
