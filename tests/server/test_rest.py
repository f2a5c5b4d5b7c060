"""Long documents in reStructuredText: headers at once, all else when typing rests."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest

from tests.server.editor import PULLS, Editor
from tests.server.zeps import write
from zeplint.diagnostic import Diagnostic, Place, Severity
from zeplint.server.moving import carry_over
from zeplint.source import Source, Span

NAME = "docs/zeps/draft/zep-0007.rst"
TEXT = """\
=====================
ZEP 7 — Shorter keys
=====================

:Author: Ada Example <ada@example.org>
:Status: Draft
:Type: Core
:Created: 2024-10-05
:Discussion: https://example.org/8

Abstract
========

Keys are *short.
"""
SELECT = 'select = ["ZEP2", "ZEP3", "ZEP701"]\nignore = ["ZEP212"]\n'


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr("zeplint.server.projects.SLOW", -1)
    monkeypatch.setattr("zeplint.server.app.REST", 0.05)
    return write(tmp_path, {"zeplint.toml": SELECT, NAME: TEXT})


def rest(editor: Editor) -> None:
    """Type nothing for a while."""
    editor.loop.run_until_complete(asyncio.sleep(0.2))
    editor.settle()


def places(editor: Editor, uri: str) -> list[tuple[str, int]]:
    return [(each["code"], each["range"]["start"]["line"]) for each in editor.shown[uri]]


def test_headers_come_at_once_and_the_rest_when_typing_rests(root: Path) -> None:
    with Editor(root) as editor:
        uri = editor.open(root / NAME, language="restructuredtext")
        assert places(editor, uri) == [("ZEP701", 13)]
        changed = TEXT.replace("Draft", "Drafft").replace("Keys", "\nKeys")
        editor.change(uri, changed)
        assert places(editor, uri) == [("ZEP301", 5), ("ZEP701", 14)]
        editor.change(uri, changed.replace("*short", "short"))
        assert places(editor, uri) == [("ZEP301", 5)]
        editor.change(uri, changed.replace("*short", "short").replace("Abstract", "`Abstract"))
        assert places(editor, uri) == [("ZEP301", 5)]
        rest(editor)
        assert places(editor, uri)[0] == ("ZEP301", 5)
        assert len(places(editor, uri)) > 1


def test_a_client_that_asks_is_told_when_typing_rests(root: Path) -> None:
    with Editor(root, capabilities=PULLS) as editor:
        uri = editor.open(root / NAME, language="restructuredtext")
        assert len(editor.pull(uri)["items"]) == 1
        editor.change(uri, TEXT.replace("*short", "short").replace("Abstract", "`Abstract"))
        assert editor.pull(uri)["items"] == []
        assert editor.of_method("workspace/diagnostic/refresh") == []
        rest(editor)
        assert len(editor.of_method("workspace/diagnostic/refresh")) == 1
        assert editor.pull(uri)["items"] != []


def test_a_client_that_cannot_be_told_gets_all_at_once(root: Path) -> None:
    capabilities: dict[str, Any] = {"textDocument": {"diagnostic": {}}}
    with Editor(root, capabilities=capabilities) as editor:
        uri = editor.open(root / NAME, language="restructuredtext")
        editor.pull(uri)
        editor.change(uri, TEXT.replace("*short", "short").replace("Abstract", "`Abstract"))
        assert editor.pull(uri)["items"] != []


def test_a_document_that_is_closed_is_not_waited_for(root: Path) -> None:
    with Editor(root) as editor:
        uri = editor.open(root / NAME, language="restructuredtext")
        editor.change(uri, TEXT + "\nMore.\n")
        editor.shut(uri)
        editor.sent.clear()
        rest(editor)
        assert editor.sent == []


@pytest.mark.parametrize(
    ("new", "places"),
    [
        ("one two three", [(0, 3), (4, 7), (8, 13)]),
        ("one and two three", [(0, 3), (8, 11), (12, 17)]),
        ("one twoo three", [(0, 3), (4, 7), (9, 14)]),
        ("one three", [(0, 3)]),
        ("", []),
    ],
)
def test_findings_move_with_the_text(new: str, places: list[tuple[int, int]]) -> None:
    old, later = Source("a.rst", "one two three"), Source("a.rst", new)
    spans = (Span(0, 3), Span(4, 7), Span(8, 13))
    found = [Diagnostic("A", "a", Severity.INFO, "a", (), Place(old, span)) for span in spans]
    moved = list(carry_over(found, old, later))
    assert [each.place.span for each in moved] == [Span(*place) for place in places]
    assert all(each.place.source is later for each in moved)
