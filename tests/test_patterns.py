"""Patterns that are compiled when they are first used."""

from __future__ import annotations

import re

import pytest

from zeplint.patterns import pattern


def test_it_is_the_pattern_of_the_same_arguments() -> None:
    lazy, eager = pattern(r"(?P<word>[a-z]+)", re.IGNORECASE), re.compile(r"(?P<word>[a-z]+)", re.IGNORECASE)
    assert [match["word"] for match in lazy.finditer("Ab 1 c")] == ["Ab", "c"]
    assert lazy.sub("x", "Ab 1 c") == eager.sub("x", "Ab 1 c")
    assert (lazy.pattern, lazy.flags, lazy.groupindex) == (eager.pattern, eager.flags, eager.groupindex)
    assert lazy.match("1") is None


def test_nothing_is_compiled_before_the_first_use() -> None:
    broken = pattern("(")
    with pytest.raises(re.error):
        broken.match("x")
