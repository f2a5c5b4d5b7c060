"""Two versions of a collection, whichever way they came."""

from __future__ import annotations

import pytest

from tests.changes import DRAFT, change_of
from tests.repositories import proposal
from zeplint.change import Change
from zeplint.source import Source, is_same_text


def paths(change: Change) -> list[tuple[str | None, str | None]]:
    return [
        (pair.old.path if pair.old else None, pair.new.path if pair.new else None) for pair in change.pairs
    ]


@pytest.mark.parametrize(
    ("before", "after", "pairs"),
    [
        ({"a": proposal()}, {"a": proposal()}, []),
        ({"a": proposal()}, {"a": proposal(rest="x")}, [("a", "a")]),
        ({"a": proposal()}, {}, [("a", None)]),
        ({}, {"a": proposal()}, [(None, "a")]),
        # by number, of several by number and title
        ({"a": proposal()}, {"b": proposal(title="Other")}, [("a", "b")]),
        (
            {"a": proposal(title="A"), "b": proposal(title="B")},
            {"c": proposal(title="B"), "d": proposal(title="A")},
            [("b", "c"), ("a", "d")],
        ),
        # by title
        ({"a": proposal(7)}, {"b": proposal(8)}, [("a", "b")]),
        ({"a": proposal(7, "TODO")}, {"b": proposal(8, "TODO")}, [(None, "b"), ("a", None)]),
        ({"a": proposal(7, "A")}, {"b": proposal(8, "B")}, [(None, "b"), ("a", None)]),
        # a page without headers at the old address
        (
            {"a": proposal()},
            {"a": "# ZEP 7 — Shorter keys\n\nMoved.\n", "b": proposal(status="Accepted")},
            [("a", "b")],
        ),
        # one more with the same number
        ({"a": proposal()}, {"a": proposal(), "b": proposal(title="B")}, [(None, "b")]),
    ],
)
def test_pairs(
    before: dict[str, str], after: dict[str, str], pairs: list[tuple[str | None, str | None]]
) -> None:
    def placed(files: dict[str, str]) -> dict[str, str]:
        return {f"{DRAFT}/{name}.md": text for name, text in files.items()}

    wanted = [tuple(f"{DRAFT}/{name}.md" if name else None for name in pair) for pair in pairs]
    assert paths(change_of(placed(before), placed(after))) == wanted


def test_what_has_not_changed_is_one_document() -> None:
    path = f"{DRAFT}/zep-0007.md"
    change = change_of({path: proposal(), "docs/x.rst": "a"}, {path: proposal(), "docs/x.rst": "b"})
    assert change.base.document(path) is change.collection.document(path)
    assert [page.path for page in change.changed_pages] == ["docs/x.rst"]
    assert change.base.document("docs/x.rst").source.text == "a"


def test_a_page_is_found_by_its_text_or_its_name() -> None:
    before = {"docs/v3/a/index.rst": "A", "docs/v3/core.rst": "B", "docs/v3/b.rst": "C"}
    after = {
        "docs/v3/x/y.rst": "A",
        "docs/v3/core/core.rst": "B2",
        "docs/v3/c.rst": "D",
        "docs/v3/z.rst": "E",
    }
    change = change_of(before, after)
    found = {path: change.before(path) for path in after}
    assert found == {
        "docs/v3/x/y.rst": "docs/v3/a/index.rst",
        "docs/v3/core/core.rst": "docs/v3/core.rst",
        "docs/v3/c.rst": None,
        "docs/v3/z.rst": None,
    }


@pytest.mark.parametrize(
    ("old", "new", "same"),
    [
        ("a\nb\n", "a\nb\n", True),
        ("a\nb\n", "a\r\nb\r\n", True),
        ("a\nb\n", "a\r\nb\n", False),
        ("a\nb\n", "a\nc\n", False),
        ("a\r\nb\n", "a\nb\n", False),
    ],
)
def test_line_ends_that_git_writes_are_no_change(old: str, new: str, same: bool) -> None:
    assert is_same_text(Source("x", old), Source("x", new)) is same


def test_a_mark_at_the_beginning_is_a_change() -> None:
    assert not is_same_text(Source("x", "a"), Source("x", "a", bom=True))
    assert not is_same_text(Source("x", "a"), Source.unreadable("x", "missing"))
