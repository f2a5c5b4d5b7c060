"""File patterns, by table and against a matcher that is simple and slow."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.bounded import ends_in_time
from zeplint.globs import compile_glob, matches

FITS = [
    # A name fits at any depth, as a file or as a folder.
    ("README.md", "README.md"),
    ("README.md", "docs/zeps/README.md"),
    ("build", "build/a/b.md"),
    ("build", "docs/build/b.md"),
    ("*.rst", "docs/a.rst"),
    ("*", "a/b"),
    ("*", ".hidden"),
    ("zep-000?.md", "zep-0001.md"),
    ("zep-*-*.md", "zep-1-a-b.md"),
    # With a slash it starts at the root.
    ("/README.md", "README.md"),
    ("./README.md", "README.md"),
    ("docs/*.md", "docs/a.md"),
    ("docs/zeps", "docs/zeps/draft/zep-0001.md"),
    ("./docs/zeps/", "docs/zeps/draft/zep-0001.md"),
    ("docs//zeps", "docs/zeps/a"),
    ("docs/*", "docs/zeps/draft/zep-0001.md"),
    ("build/", "build/a"),
    ("build/", "docs/build/a"),
    # Two stars cross folders, none included.
    ("**", "a/b/c"),
    ("**/a.md", "a.md"),
    ("**/a.md", "x/y/a.md"),
    ("docs/**", "docs/a"),
    ("docs/**", "docs/a/b"),
    ("docs/**/a.md", "docs/a.md"),
    ("docs/**/a.md", "docs/x/y/a.md"),
    ("docs/**/x/**/a.md", "docs/x/x/a.md"),
    ("docs/**/**/a.md", "docs/a.md"),
    ("docs/***/a.md", "docs/x/y/a.md"),
    ("docs/**.md", "docs/x/a.md"),
    ("docs/v**x/a.md", "docs/v1/2x/a.md"),
    ("a**b*c/d", "ab1/b2c/d"),
    ("a*b**c**d", "abcbd"),
    # Sets.
    ("zep-[0-9].md", "zep-7.md"),
    ("zep-[!0-9].md", "zep-x.md"),
    ("zep-[^0-9].md", "zep-x.md"),
    ("[]a].md", "].md"),
    ("[!]a].md", "b.md"),
    ("[a-].md", "-.md"),
    ("[a--z].md", "z.md"),
    ("[&&||~~[].md", "[.md"),
    ("[z-ab].md", "b.md"),
    ("[!z-a].md", "b.md"),
    ("[^-a].md", "b.md"),
    ("zep[1", "zep[1"),
    ("zep[", "zep["),
    ("zep[]", "zep[]"),
    # Characters that mean themselves.
    (r"\*.md", "*.md"),
    (r"\[a].md", "[a].md"),
    (r"a\\b", r"a\b"),
    ("a\\", "a\\"),
    ("a+(b)|c.md", "a+(b)|c.md"),
    ("{a,b}", "{a,b}"),
    ("!a", "!a"),
    ("*.md", "a\nb.md"),
    ("a?b.md", "a\nb.md"),
    ("docs/*", "docs/a\n/b\n"),
    ("zep-*.md", "zep-0001: \N{SNOWMAN}\x1b\u2028.md"),
    ("zep-*.md", "zep-\udcff.md"),
]

DOES_NOT_FIT = [
    ("", "a"),
    ("", ""),
    ("/", "a"),
    ("./", "a"),
    ("README.md", "readme.md"),
    ("README.md", "README.md.bak"),
    ("README.md", "a-README.md"),
    ("README.md", "README.md\n"),
    ("build/", "build"),
    ("build/", "docs/build"),
    ("/README.md", "docs/README.md"),
    ("./README.md", "docs/README.md"),
    ("docs/*.md", "a/docs/a.md"),
    ("docs/*.md", "docs/x/a.md"),
    ("docs/*/a.md", "docs/a.md"),
    ("docs/*/a.md", "docs/x/y/a.md"),
    ("docs/zeps", "docs/zeps-old/a.md"),
    ("docs/**", "docs"),
    ("docs/**", "docs2/a"),
    ("docs/**/a.md", "docs/xa.md"),
    ("**/a.md", "xa.md"),
    ("zep-000?.md", "zep-000.md"),
    ("a?b", "a/b"),
    ("a[!x]b", "a/b"),
    ("a[+-9]b", "a/b"),
    ("a[/]b", "a/b"),
    ("zep-[0-9].md", "zep-x.md"),
    ("zep-[!0-9].md", "zep-7.md"),
    ("[z-a].md", "a.md"),
    (r"\*.md", "a.md"),
    ("a\\", "a"),
    ("{a,b}", "a"),
    ("*.md", "a.md\n"),
]


@pytest.mark.parametrize(("pattern", "path"), FITS)
def test_fits(pattern: str, path: str) -> None:
    assert matches(path, [pattern])
    assert compile_glob(pattern).fullmatch(path)


@pytest.mark.parametrize(("pattern", "path"), DOES_NOT_FIT)
def test_does_not_fit(pattern: str, path: str) -> None:
    assert not matches(path, [pattern])
    assert not compile_glob(pattern).fullmatch(path)


def test_one_of_several_patterns_is_enough() -> None:
    assert matches("docs/a.md", ["*.rst", "docs"])
    assert not matches("docs/a.md", ["*.rst", "doc"])
    assert not matches("docs/a.md", [])


def test_a_pattern_is_compiled_once() -> None:
    assert compile_glob("some/**/*.md") is compile_glob("some/**/*.md")


@pytest.mark.parametrize(
    ("pattern", "path"),
    [
        ("*a" * 60 + "b", "a" * 1_000_000),
        ("**/a/" * 60 + "b", "a/" * 1_000_000 + "c"),
        ("**a" * 60 + "b/c", "a" * 1_000_000),
        ("*?" * 60 + "b", "a" * 1_000_000),
    ],
    ids=["star", "folders", "two stars", "any"],
)
def test_a_pattern_of_many_stars_ends_in_time(pattern: str, path: str) -> None:
    with ends_in_time():
        assert not matches(path, [pattern])


def simple_match(pattern: str, path: str) -> bool:
    """What the pattern language says, by trying everything; no sets and no escapes."""
    below = pattern.endswith("/")
    names = [name for name in pattern.split("/") if name]
    if not names:
        return False
    if "/" not in pattern.rstrip("/"):
        names.insert(0, "**")
    starts = [path[: match.start()] for match in re.finditer("/", path)]
    if names[-1].strip("*") or len(names[-1]) == 1:
        folders = any(match_names("/".join(names), start) for start in starts)
        return folders or (not below and match_names("/".join(names), path))
    return match_names("/".join(names), path)


def match_names(pattern: str, path: str) -> bool:
    if re.match(r"\*\*+(/|$)", pattern):
        rest = pattern.lstrip("*")[1:]
        ends = [match.end() for match in re.finditer("/", path)]
        if not rest:
            return path != ""
        return any(match_names(rest, path[end:]) for end in [0, *ends])
    return match_text(pattern, path)


def match_text(pattern: str, path: str) -> bool:
    if not pattern:
        return not path
    if pattern.startswith("**"):
        return any(match_text(pattern.lstrip("*"), path[index:]) for index in range(len(path) + 1))
    if pattern[0] == "*":
        name = len(path.split("/", maxsplit=1)[0])
        return any(match_text(pattern[1:], path[index:]) for index in range(name + 1))
    if not path or (pattern[0] == "/") != (path[0] == "/"):
        return False
    if pattern[0] == "/" and path[0] == "/":
        return match_names(pattern[1:], path[1:])
    return pattern[0] in ("?", path[0]) and match_text(pattern[1:], path[1:])


paths = st.lists(st.text("ab", min_size=1, max_size=4), min_size=1, max_size=4).map("/".join)


@given(st.text("ab*?/", max_size=9), paths)
def test_agrees_with_a_simple_matcher(pattern: str, path: str) -> None:
    assert matches(path, [pattern]) == simple_match(pattern, path)


@given(st.text("ab*?/[]!^-\\.", max_size=12), st.text("ab/[]!^-\\.\n", max_size=12))
def test_every_text_is_a_pattern(pattern: str, path: str) -> None:
    expression = compile_glob(pattern)
    assert bool(expression.match(path)) == bool(expression.fullmatch(path))
