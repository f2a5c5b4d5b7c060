"""Code actions: fixes, all fixes, and suppressions."""

from __future__ import annotations

import pytest

from tests.assist.views import MD, NEP, OLD, RST, applied, view_of
from zeplint.assist.actions import QUICK_FIX, fix_all, fixes, found_in, suppressions
from zeplint.assist.difference import edits_between
from zeplint.edits.apply import apply_edits
from zeplint.source import Source, Span

HEAD = "# ZEP 7 — Shorter 🙂 keys\n\nAuthor: A <a@example.org>\n\nstatus: Drft\n\nType: Core\n\nCreated: 15.10.2024\n\n"
WHERE = [
    (MD, HEAD),
    (MD, HEAD.replace("\n\n", "\n")),
    (MD, HEAD.replace("\n", "\r\n")),
    (OLD, HEAD),
    (
        RST,
        (
            "ZEP 7 — Shorter 🙂 keys\n=======================\n\n"
            ":Author: A <a@example.org>\n:status: Drft\n:Type: Core\n:Created: 15.10.2024\n"
        ),
    ),
    (
        NEP,
        (
            "NEP 7 — Shorter 🙂 keys\n=======================\n\n"
            ":Author: A <a@example.org>\n:status: Drft\n:Type: Standards Track\n:Created: 15.10.2024\n"
        ),
    ),
]


def span_of(text: str, words: str) -> Span:
    start = text.index(words)
    return Span(start, start + len(words))


@pytest.mark.parametrize(("path", "text"), WHERE)
def test_a_fix_is_offered_where_its_finding_is(path: str, text: str) -> None:
    view = view_of(text, path, rules=["ZEP213", "ZEP301"])
    for action in fixes(found_in(view, span_of(text, "status"))):
        assert (action.title, action.kind, action.preferred) == ("Write Status (ZEP213)", QUICK_FIX, True)
        assert applied(view, action.edits) == {path: text.replace("status", "Status")}
    [action] = fixes(found_in(view, span_of(text, "Drft")))
    assert action.title == "Write Draft (ZEP301, unsafe: check what it does)" or action.preferred
    assert applied(view, action.edits) == {path: text.replace("Drft", "Draft")}


@pytest.mark.parametrize(("path", "text"), WHERE)
def test_fix_all_leaves_nothing_that_is_safe_to_fix(path: str, text: str) -> None:
    view = view_of(text, path)
    action = fix_all(view)
    assert action is not None
    after = view_of(applied(view, action.edits)[path], path)
    assert [found for found in after.diagnostics if found.fix and found.fix.safe] == []
    assert fix_all(after) is None


def test_a_place_that_no_finding_touches_stands_for_its_line() -> None:
    view = view_of(HEAD, rules=["ZEP301"])
    start = HEAD.index("status")
    assert [found.code for found in found_in(view, Span(start, start))] == ["ZEP301"]
    assert found_in(view, Span(start, start + 2)) == []
    assert found_in(view, Span(0, 0)) == []


def test_a_fix_may_write_other_files_and_move_one() -> None:
    other = "docs/zeps/draft/zep-0003.md"
    text = "# ZEP 7 — Keys\n\nStatus: Draft\n\nType: Core\n\nReplaces: 3\n"
    files = {other: "# ZEP 3 — Old\n\nStatus: Superseded\n\nType: Core\n"}
    view = view_of(text, files=files, rules=["ZEP401"])
    [action] = fixes(found_in(view, span_of(text, "3\n")))
    assert applied(view, action.edits) == {other: files[other] + "\nReplaced-By: 7\n"}
    assert fix_all(view) is None
    text = text.replace("Draft", "Accepted")
    view = view_of(text, rules=["ZEP105"])
    [action] = fixes(found_in(view, span_of(text, "Accepted")))
    assert [move.new for move in action.moves] == ["docs/zeps/accepted/zep-0007.md"]


@pytest.mark.parametrize(("path", "text"), WHERE)
def test_a_suppression_silences_its_line_and_is_of_use(path: str, text: str) -> None:
    view = view_of(text, path)
    for found in view.diagnostics:
        actions = list(suppressions(view, [found], "because"))
        assert [action.diagnostics[0].code for action in actions] == [found.code]
        [action] = actions
        assert not action.preferred
        after = view_of(applied(view, action.edits)[path], path)
        codes = [d.code for d in after.diagnostics]
        assert found.code not in codes or len(codes) < len(view.diagnostics)
        assert "ZEP001" not in codes
        assert "ZEP002" not in codes
        assert len(after.diagnostics) == len(view.diagnostics) - len(action.diagnostics)


def test_a_suppression_says_whether_it_is_for_the_file() -> None:
    text = "# ZEP 7 — Keys\n\n```\nStatus: Drft\nType: Core\n```\n"
    view = view_of(text, rules=["ZEP301"])
    [action] = suppressions(view, view.diagnostics, "because")
    assert action.title == "Ignore ZEP301 (status-value) in this whole file, with a reason"
    view = view_of(HEAD, rules=["ZEP301"])
    [action] = suppressions(view, view.diagnostics, "because")
    assert action.title == "Ignore ZEP301 (status-value) here, with a reason"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("a\nb\nc\n", "a\nB\nc\n"),
        ("a\r\nb\r\nc\r\n", "a\r\nc\r\n"),
        ("a\r\nb\r\nc\n", "a\r\nb\r\nc\r\n"),
        ("a\r\nb", "a\r\nb\r\n"),
        ("", "a\n"),
        ("a 🙂 b\n" * 4000, "a b\n" * 4000),
        ("same", "same"),
    ],
)
def test_edits_between_make_one_text_of_the_other(before: str, after: str) -> None:
    source = Source("a", before)
    edits = edits_between(source, after)
    text = apply_edits(source, edits)
    assert bool(edits) == (before != after)
    assert text.split() == after.split()
    if len(source.newlines) == 1 and "\n" in after:
        assert text == after
