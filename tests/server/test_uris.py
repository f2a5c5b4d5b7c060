"""URIs and paths."""

from __future__ import annotations

import os

import pytest

from zeplint.server.documents import place_of
from zeplint.server.uris import path_of, uri_of

pytestmark = pytest.mark.skipif(os.name == "nt", reason="paths without drives")


@pytest.mark.parametrize(
    ("uri", "path"),
    [
        ("file:///a/zep%207%20%C3%A9.md", "/a/zep 7 é.md"),
        ("file:///a/zep 7 é.md", "/a/zep 7 é.md"),
        ("file:///a/b;c.md", "/a/b;c.md"),
        ("file:///a/b%23%3F%3B.md", "/a/b#?;.md"),
        ("file:///a/../b//c.md", "/b/c.md"),
        ("file://localhost/a.md", "/a.md"),
        ("file:///a/%FF.md", os.fsdecode(b"/a/\xff.md")),
        ("untitled:Untitled-1", None),
        ("git:/a.md?ref", None),
        ("file:", None),
        ("file:///a%00b", None),
        ("http://[", None),
        ("", None),
    ],
)
def test_the_path_of_a_uri(uri: str, path: str | None) -> None:
    assert path_of(uri) == path


@pytest.mark.parametrize("path", ["/a/zep 7 é.md", "/a/b#?;%.md", os.fsdecode(b"/a/\xff.md"), "/a:b"])
def test_a_path_comes_back(path: str) -> None:
    uri = uri_of(path)
    assert uri.isascii()
    assert path_of(uri) == path


@pytest.mark.parametrize(
    ("uri", "language", "place"),
    [
        ("file:///a/b.md", "anything", ("/a/b.md", True)),
        ("untitled:Untitled-1", "markdown", ("/w/Untitled-1.md", False)),
        ("untitled:Untitled-1", "restructuredtext", ("/w/Untitled-1.rst", False)),
        ("untitled:Untitled-1", "plaintext", None),
        ("untitled:/a/zep-0007.md", "markdown", ("/a/zep-0007.md", True)),
        ("untitled:", "markdown", ("/w/untitled.md", False)),
        ("git:/a/zep-0007.md", "markdown", None),
    ],
)
def test_the_place_of_a_text(uri: str, language: str, place: tuple[str, bool] | None) -> None:
    assert place_of(uri, language, "/w") == place
