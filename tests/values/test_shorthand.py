"""Issues named as on GitHub."""

from __future__ import annotations

import pytest

from tests.bounded import ends_in_time
from zeplint.values.shorthand import find_shorthands

URL = "https://github.com/zarr-developers/zarr-specs/issues/7"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("zarr-developers/zarr-specs#7", [("zarr-developers/zarr-specs#7", URL)]),
        ("in zarr-developers/zarr-specs/#7.", [("zarr-developers/zarr-specs/#7", URL)]),
        ("(#7), GH-8", [("#7", ""), ("GH-8", "")]),
        ("a/b.c_d#1", [("a/b.c_d#1", "https://github.com/a/b.c_d/issues/1")]),
        ("issue 7", []),
        ("C#7", []),
        ("https://example.org/a#7", []),
        ("see docs/page#7-notes", []),
        ("##7", []),
        ("#7a", []),
        ("a/b/c#7", []),
        ("", []),
    ],
)
def test_shorthands(text: str, found: list[tuple[str, str]]) -> None:
    assert [(one.text.text, one.url) for one in find_shorthands(text, 0)] == found


def test_spans_count_from_the_base() -> None:
    text = "vote: a/b#1"
    (found,) = find_shorthands(text, 100)
    assert text[found.text.span.start - 100 : found.text.span.end - 100] == found.text.text == "a/b#1"


@pytest.mark.parametrize("unit", ["a/", "a-", "#", "a/b", "GH-", "a.b/"])
def test_a_long_text_ends_in_time(unit: str) -> None:
    with ends_in_time():
        # Without the last word there would be nothing to look for.
        assert len(find_shorthands(unit * 500_000 + " #7", 0)) == 1
