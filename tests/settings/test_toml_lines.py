"""The lines of keys, by example and against what tomllib reads."""

from __future__ import annotations

import itertools
import re
import tomllib
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.bounded import ends_in_time
from zeplint.settings.toml_lines import Path, key_lines, line_of

ORDINARY = """\
# [zeplint]
select = ["ZEP2"]

"ignore" = [
    "ZEP304",  # ] "ZEP000"
    "ZEP305", "ZEP306",

    ['''x
    ''', "y"],
]
severity = { ZEP205 = "info", "missing-resolution" = "error" }
text = \"\"\"
[no.table]
no = "key" \\\"\"\" \"\"\"\"
a . 'b' ."c \\"d\\\\" = 1

[per-file-ignores]
"docs/*.md" = ["ZEP1"]
[ parameters . "ZEP205" ]
form = 1979-05-27T07:32:00Z
[[list]]
x = 1
[[list]]
y = [ { z = -1.5e+3 }, {} , 'a' ]
[list.below]
"""


def test_lines_of_an_ordinary_text() -> None:
    assert key_lines(ORDINARY) == {
        ("select",): 2,
        ("select", 0): 2,
        ("ignore",): 4,
        ("ignore", 0): 5,
        ("ignore", 1): 6,
        ("ignore", 2): 6,
        ("ignore", 3): 8,
        ("ignore", 3, 0): 8,
        ("ignore", 3, 1): 9,
        ("severity",): 11,
        ("severity", "ZEP205"): 11,
        ("severity", "missing-resolution"): 11,
        ("text",): 12,
        ("a",): 15,
        ("a", "b"): 15,
        ("a", "b", 'c "d\\'): 15,
        ("per-file-ignores",): 17,
        ("per-file-ignores", "docs/*.md"): 18,
        ("per-file-ignores", "docs/*.md", 0): 18,
        ("parameters",): 19,
        ("parameters", "ZEP205"): 19,
        ("parameters", "ZEP205", "form"): 20,
        ("list",): 21,
        ("list", "x"): 22,
        ("list", "y"): 24,
        ("list", "y", 0): 24,
        ("list", "y", 0, "z"): 24,
        ("list", "y", 1): 24,
        ("list", "y", 2): 24,
        ("list", "below"): 25,
    }


def test_other_line_ends_count_as_tomllib_counts_them() -> None:
    text = 'a = 1\r\n\r\nb = """\r\n\u2028\x0c\x85"""\r\nc = 1'
    assert key_lines(text) == {("a",): 1, ("b",): 3, ("c",): 5}


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (("ignore", 2), 6),
        (("ignore", 7), 4),
        (("per-file-ignores", "docs/*.md", 3), 18),
        (("per-file-ignores", "docs/*.rst"), 17),
        (("absent",), 1),
        ((), 1),
    ],
)
def test_what_is_absent_has_the_line_of_what_encloses_it(path: Path, line: int) -> None:
    assert line_of(ORDINARY, path) == line


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("a = 1\nb = [1,\nc = 2\n", {("a",): 1, ("b",): 2, ("b", 0): 2, ("b", 1): 3}),
        ('a = "x\nb = 2\n', {("a",): 1, ("b",): 2}),
        ('a = """x\nb = 2\n', {("a",): 1}),
        ("[a\nb = 2\n", {("b",): 2}),
        ("a\nb = 2\n", {("b",): 2}),
        ("a = }]\nb = 2\n", {("a",): 1, ("b",): 2}),
        ("= 1\nb = 2\n", {("b",): 2}),
        ("a = { b = 1\nc = 2 }\nd = 1", {("a",): 1, ("a", "b"): 1, ("d",): 3}),
        ("a = { b = 1,\nc = 2 }\nd = 1", {("a",): 1, ("a", "b"): 1, ("a", "c"): 2, ("d",): 3}),
    ],
)
def test_mistakes_cost_little(text: str, lines: dict[Path, int]) -> None:
    assert key_lines(text) == lines


numbers = itertools.count()


def mark(letter: str) -> str:
    """A word that stands nowhere else, by which its line can be found."""
    return f"{letter}{next(numbers)}_"


@st.composite
def keys(draw: st.DrawFn) -> str:
    form = draw(st.sampled_from(["{}", '"{}"', "'{}'", '"{} ] = [ \\" #"', "'{}.{{ }} \\'", "{} . {}"]))
    return re.sub(r"\{\}", lambda _: mark("k"), form).replace("{{", "{").replace("}}", "}")


SCALARS = [
    '"{}"',
    '"{} \\\\"',
    "'{} = [ \"'",
    '"""{}\n] = { \\""" "" """""',
    "'''{}\n, '' x = 1\n'''",
    "-1.5e-3",
    "+inf",
    "0xdead_beef",
    "true",
    "1979-05-27T07:32:00-08:00",
    "1979-05-27 07:32:00",
]


@st.composite
def scalars(draw: st.DrawFn) -> str:
    form = draw(st.sampled_from(SCALARS))
    return form.replace("{}", mark("v"))


def tables(values: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    pairs = st.lists(st.tuples(keys(), values), max_size=3)
    return pairs.map(lambda pairs: "{ " + " , ".join(f"{key}= {value}" for key, value in pairs) + " }")


@st.composite
def lists(draw: st.DrawFn, values: st.SearchStrategy[str]) -> str:
    items = draw(st.lists(values, max_size=4))
    blank = draw(st.sampled_from(["", "\n", ' # ] , \' """ x = 1\n\n']))
    comma = draw(st.sampled_from([",", f",{blank}"]))
    return f"[{blank}" + "".join(f"{item}{comma}" for item in items) + f"{blank}]"


values = st.recursive(scalars(), lambda below: tables(below) | lists(below), max_leaves=8)
statements = st.one_of(
    st.tuples(keys(), values).map(lambda pair: f"{pair[0]} ={pair[1]} # comment = ["),
    keys().map(lambda key: f"  [ {key} ] # x = 1"),
    st.sampled_from(["", "# x = [", "\t"]),
)
texts = st.lists(statements, max_size=8).map("\n".join)


def walk(value: object, path: Path = ()) -> Iterator[tuple[Path, object]]:
    """Every path into what tomllib read, with its value."""
    if path:
        yield path, value
    if isinstance(value, dict):
        for key, below in value.items():
            yield from walk(below, (*path, key))
    elif isinstance(value, list):
        for index, below in enumerate(value):
            yield from walk(below, (*path, index))


@given(texts)
def test_agrees_with_tomllib(text: str) -> None:
    data = tomllib.loads(text)
    lines = key_lines(text)
    shallow = {path: value for path, value in walk(data) if len(path) < 12}
    assert {path for path in lines if len(path) < 12} == set(shallow)
    for path, value in shallow.items():
        named = path[-1] if isinstance(path[-1], str) else value
        if isinstance(named, str) and (found := re.match(r"[kv]\d+_", named)):
            assert lines[path] == text.count("\n", 0, text.index(found[0])) + 1


@given(st.text("a.=\"'[]{},#\\\n \r\u2028"))
def test_every_text_can_be_scanned(text: str) -> None:
    lines = key_lines(text)
    assert set(lines.values()) <= set(range(1, text.count("\n") + 2))


@pytest.mark.parametrize(
    "text",
    [
        "a = " + "[" * 150_000,
        "a = " + "{a=" * 80_000,
        "a." * 150_000 + "b = 1",
        "[" + "a." * 100_000 + "b]\n" + "c = 1\n" * 50_000,
        'a = """' + '\\"""' * 150_000,
        "'\"" * 200_000,
        "a" * 1_000_000,
    ],
    ids=["lists", "tables", "key", "header", "string", "quotes", "word"],
)
def test_a_long_text_ends_in_time(text: str) -> None:
    with ends_in_time():
        key_lines.__wrapped__(text)
