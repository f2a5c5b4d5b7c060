"""What is made of a title: a part of a file name, and the anchors that readers make of headings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from zeplint.patterns import pattern

# What GitHub, and Kramdown as Jekyll runs it, drop; what Kramdown by itself drops.
_NO_WORD = pattern(r"[^\w\- ]")
_NO_LETTER = pattern(r"[^a-zA-Z0-9 -]")
_NO_ID = pattern(r"[^a-z0-9]+")
_BEFORE_LETTERS = pattern(r"[^a-zA-Z]+")

# A file name that every system takes, and that people still read.
_LONGEST_IN_FILE_NAME = 60


def in_file_name(title: str) -> str:
    """A title as part of a file name: lower-case ASCII words with hyphens between."""
    from unicodedata import normalize

    plain = normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    words = _NO_ID.sub("-", plain)[:_LONGEST_IN_FILE_NAME]
    return words.strip("-") or "untitled"


def github(title: str) -> str:
    """GitHub's anchor of a heading, and that of Kramdown for GitHub's Markdown."""
    return _NO_WORD.sub("", title.strip().lower().replace("\t", " ")).replace(" ", "-")


def kramdown(title: str) -> str:
    """The anchor that Kramdown makes of a heading by itself."""
    lead = _BEFORE_LETTERS.match(title)
    letters = _NO_LETTER.sub("", title[lead.end() if lead else 0 :])
    return letters.replace(" ", "-").lower() or "section"


def docutils(title: str) -> str:
    """The anchor that docutils makes of a heading of ASCII letters."""
    return _NO_ID.sub("-", title.lower()).strip("-")


def heading_anchors(headings: Iterable[tuple[str, str]]) -> frozenset[str]:
    """Every anchor of some headings, each its visible text and its source, in text order."""
    return frozenset(anchor for anchors in each_heading_anchors(headings) for anchor in anchors)


def each_heading_anchors(headings: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str, str]]:
    """The anchors of each heading, as above. One whose anchor is taken gets a number behind it."""
    titles = list(headings)
    return zip(
        _numbered(github(visible) for visible, _ in titles),
        _numbered(github(written) for _, written in titles),
        _numbered(kramdown(written) for _, written in titles),
        strict=True,
    )


def _numbered(anchors: Iterable[str]) -> Iterator[str]:
    counts: dict[str, int] = {}
    for anchor in anchors:
        count = counts.get(anchor, 0)
        counts[anchor] = count + 1
        yield f"{anchor}-{count}" if count else anchor
