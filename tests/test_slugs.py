"""What is made of a title."""

from __future__ import annotations

import pytest

from zeplint.slugs import github, heading_anchors, in_file_name, kramdown


@pytest.mark.parametrize(
    ("title", "on_github", "by_kramdown"),
    [
        ("Keys", "keys", "keys"),
        ("Phase 1: Of keys", "phase-1-of-keys", "phase-1-of-keys"),
        ("1. Of keys & chunks", "1-of-keys--chunks", "of-keys--chunks"),
        ("Größe_n", "größe_n", "gren"),
        ("2024", "2024", "section"),
    ],
)
def test_one_heading(title: str, on_github: str, by_kramdown: str) -> None:
    assert (github(title), kramdown(title)) == (on_github, by_kramdown)


def test_a_name_that_is_taken_gets_a_number() -> None:
    assert heading_anchors([("Keys", "Keys"), ("Keys", "*Keys*")]) >= {"keys", "keys-1"}


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Shorter keys", "shorter-keys"),
        ("  C++ & Café: v2  ", "c-cafe-v2"),
        ("日本", "untitled"),
        ("../../etc", "etc"),
        ("word " * 40, "word-word-word-word-word-word-word-word-word-word-word-word"),
    ],
)
def test_a_title_in_a_file_name(title: str, expected: str) -> None:
    assert in_file_name(title) == expected
