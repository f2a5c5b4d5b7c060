"""Marks of the other markup: what its authors write out of habit, and this one shows as it stands.

The kinds of these problems are `KINDS`. The text of one is how the markup of the document says the same,
empty where no one knows for certain.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from operator import attrgetter

from zeplint.document import Problem, Prose
from zeplint.markup.parts import Parts
from zeplint.patterns import pattern
from zeplint.source import Span

KINDS = frozenset(
    (
        *("markdown-fence", "markdown-heading", "markdown-image", "markdown-link", "markdown-table"),
        *("rst-directive", "rst-footnote", "rst-link", "rst-literal", "rst-reference", "rst-role"),
    )
)

# In Markdown

# `text <address>` as code, with an underscore behind it.
_EMBEDDED = pattern(r"(?P<text>[^`<>]*)<(?P<target>[^\s<>]+)>")
_NAME = pattern(r"[\w .:+-]*\w")
_ROLE = pattern(r"(?<![\w:]):(?P<name>[A-Za-z][\w:+.-]*):\Z")
LONGEST_ROLE = 40
_DIRECTIVE = pattern(r"\.\. (?:[A-Za-z][\w:+-]*::(?!\S)|_[^\s:][^:\r\n]*:(?!\S)|\|[^|\r\n]+\| [a-z-]+::)")
# Down to the next line that is not blank.
_BLANK = pattern(r"\s*\n(?P<indent>[ \t]*)(?=\S)")
_FOOTNOTE = pattern(r"\[(?:\d+|#\w*)\]_(?!\w)")


def around_code(text: str, start: int, end: int) -> Iterator[Problem]:
    """A link, a reference or a role of reStructuredText around the inline code of a Markdown text."""
    if text.startswith("_", end):
        last = end + (2 if text.startswith("__", end) else 1)
        if text[last : last + 1].isalnum() or text.startswith("``", start):
            return
        inner = text[start + 1 : end - 1]
        if match := _EMBEDDED.fullmatch(inner):
            words, target = " ".join(match["text"].split()), match["target"]
            markdown = f"[{words}]({target})" if words else f"<{target}>"
            yield Problem("rst-link", "" if target.endswith("_") else markdown, Span(start, last))
        elif _NAME.fullmatch(inner):
            yield Problem("rst-reference", "", Span(start, last))
    elif match := _ROLE.search(text, max(0, start - LONGEST_ROLE), start):
        from zeplint.markup.sphinx import is_role, known_roles

        if match["name"] in known_roles() or is_role(match["name"]):
            yield Problem("rst-role", "", Span(match.start(), end))


def in_stretch(text: str, start: int, end: int) -> Iterator[Problem]:
    """Directives, targets and footnotes of reStructuredText in a stretch of a Markdown text."""
    if match := _DIRECTIVE.match(text, start, end):
        yield Problem("rst-directive", "", Span(*match.span()))
    for match in _FOOTNOTE.finditer(text, start, end):
        yield Problem("rst-footnote", "", Span(*match.span()))


def literals(parts: Parts) -> Iterator[Problem]:
    """The ``::`` at the end of Markdown paragraphs, with a code block below."""
    text = parts.text
    starts = {block.span.start for block in parts.code}
    for block in parts.prose:
        end = block.pieces[-1].end
        if (
            block.kind != "heading"
            and text.startswith("::", end - 2)
            and not _DIRECTIVE.match(text, *block.pieces[-1])
        ):
            code = _BLANK.match(text, end)
            if code and not starts.isdisjoint((code.end(), code.start("indent"))):
                yield Problem("rst-literal", ":", Span(end - 2, end))


# In reStructuredText

_LINK = pattern(r"(?P<image>!?)\[(?P<text>[^\[\]\\]{1,300})\]\((?P<target>[^\s()<>`]+)\)")
_TARGET = pattern(r"https?://|mailto:|\.{0,2}/[^/]|#\w|[\w./-]+\.(?:html?|ipynb|md|pdf|png|rst|svg)(?:#.*)?$")
_FENCE = pattern(r"^[ \t]*(?P<marks>```)(?P<language>[\w+-]*)[ \t]*\r?$", re.MULTILINE)
# A line of a C preprocessor that lost its "::" is no heading.
_PREPROCESSOR = "define|elif|else|endif|error|if|ifdef|ifndef|include|line|pragma|undef|warning"
_HEADING = pattern(rf"#{{1,6}}[ \t]+(?!(?:{_PREPROCESSOR})\b)[^\s#]")


# A row, the line below the head of a table, and the rows below that.
_TABLE = pattern(
    r"^[ \t]*(?P<table>\|[^\r\n]*\|[ \t]*\r?\n[ \t]*\|(?:[ \t]*:?-{2,}:?[ \t]*\|)+(?:[ \t]*\r?\n[ \t]*\|[^\r\n]*\|)*)",
    re.MULTILINE,
)
# What takes in lines of a document of the other markup: what its parser says of these lines is of no interest.
WHOLE = frozenset(("markdown-fence", "markdown-table"))


def in_rst(text: str, parts: Parts) -> Iterator[Problem]:
    """Links, images, headings, fences and tables of Markdown in a reStructuredText document."""
    for block in parts.prose:
        if block.kind == "paragraph" and _is_heading(text, block):
            yield Problem("markdown-heading", "", block.pieces[0])
        if text.find("](", *block.span) >= 0:
            yield from _links(text, block)
    if "```" in text or "--|" in text or "-:|" in text or "- |" in text:
        taken = [block.span for block in parts.code]
        taken += (comment.span for comment in parts.comments)
        taken += (headline.heading for headline in parts.headlines)
        taken.sort()
        yield from _fences(text, taken)
        for match in _TABLE.finditer(text):
            if not _is_taken(taken, match.start("table")):
                yield Problem("markdown-table", "", Span(*match.span("table")))


def _is_heading(text: str, block: Prose) -> bool:
    """Whether a paragraph that begins with ``#`` reads like a heading: two of them, or one line."""
    start, end = block.span
    if not _HEADING.match(text, start, end) or (start and text[start - 1] not in "\r\n"):
        return False
    return text.startswith("##", start) or text.find("\n", start, end) < 0


def _links(text: str, block: Prose) -> Iterator[Problem]:
    for match in _LINK.finditer(text, *block.span):
        shown, target = " ".join(match["text"].split()), match["target"]
        piece = bisect_right(block.pieces, match.start(), key=attrgetter("start")) - 1
        if piece < 0 or block.pieces[piece].end <= match.start() or not _TARGET.match(target):
            continue
        if match["image"]:
            yield Problem("markdown-image", "", Span(*match.span()))
            continue
        around = text[match.start() - 1 : match.start()] + text[match.end() : match.end() + 1]
        certain = not any(character.isalnum() or character in "`*_|" for character in around)
        certain = certain and not any(character in "`<>*|_" for character in shown)
        yield Problem("markdown-link", f"`{shown} <{target}>`_" if certain else "", Span(*match.span()))


def _is_taken(taken: Sequence[Span], offset: int) -> bool:
    before = bisect_right(taken, offset, key=attrgetter("start")) - 1
    return before >= 0 and taken[before].end > offset


def _fences(text: str, taken: Sequence[Span]) -> Iterator[Problem]:
    """Fenced blocks outside what is `taken`, each whole; of one that is not closed the line that opens it."""
    opened: re.Match[str] | None = None
    for match in _FENCE.finditer(text):
        if _is_taken(taken, match.start("marks")):
            continue
        if opened is None:
            opened = match
        elif not match["language"]:
            whole = Span(opened.start("marks"), match.end("language"))
            yield Problem("markdown-fence", opened["language"], whole)
            opened = None
    if opened:
        yield Problem(
            "markdown-fence", opened["language"], Span(opened.start("marks"), opened.end("language"))
        )
