"""HTML inside a document: tags, comments, and what a fragment of it holds.

This is no HTML parser. It finds tags as Markdown defines them, each with its span; nothing is
nested, nothing decoded but what an address needs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from zeplint.document import Comment, Link, Mark
from zeplint.markup.words import addresses, pieces
from zeplint.patterns import pattern
from zeplint.record import NamedTuple
from zeplint.source import NEWLINE, Span

# Every alternative matches whatever follows its first characters, so that a broken tag or an
# unclosed comment is read once and not again from each later `<`.
TOKEN = pattern(
    r"<!--(?P<comment>.*?)(?:-->|\Z)"
    r"|<(?P<closing>/?)(?P<name>[A-Za-z][A-Za-z0-9-]*)"
    r"(?P<attributes>(?>(?:[^<>\"']|\"[^\"]*\"|'[^']*')*))(?P<end>>?)",
    re.DOTALL,
)
ATTRIBUTE = pattern(
    r"(?<![\w.:-])(?P<name>[A-Za-z_:][\w.:-]*+)\s*+=\s*(?:\"(?P<double>[^\"]*)\"|'(?P<single>[^']*)'|(?P<bare>[^\s\"'=<>`]+))"
)
NAME = pattern(r"\S+")
QUOTE = pattern(r"[ \t]*>")
ENTITY = pattern(r"&(?:[A-Za-z][A-Za-z0-9]*|#[0-9]+|#[xX][0-9A-Fa-f]+);")

# Elements whose text is code, or no text at all.
UNREAD = frozenset(("code", "kbd", "math", "pre", "samp", "script", "style", "svg", "textarea", "tt", "var"))


class Attribute(NamedTuple):
    """An attribute: its value as written, and where that stands without its quotes."""

    value: str
    span: Span


class Tag(NamedTuple):
    """An opening or closing tag. Names are in lower case; of two equal attributes the first counts."""

    name: str
    closing: bool
    attributes: dict[str, Attribute]
    span: Span

    def link(self) -> Link | None:
        """The link that an ``<img>`` makes, or an ``<a>`` before its text is known; or None."""
        name, described = {"a": ("href", ""), "img": ("src", "alt")}.get(self.name, ("", ""))
        target = self.attributes.get(name)
        if target is None or self.closing:
            return None
        end = Span(self.span.end, self.span.end)
        text = self.attributes.get(described, Attribute("", end))
        address = target.value.strip().replace("&amp;", "&")
        return Link(text.value, address, self.span, text.span, target.span, "html")

    def anchors(self) -> Iterator[str]:
        """What links lead to it by: its id and, of an ``<a>``, its name."""
        for name in ("id", "name") if self.name == "a" else ("id",):
            if (attribute := self.attributes.get(name)) and not self.closing:
                yield attribute.value

    def marks(self) -> Iterator[Mark]:
        """Its classes and its id."""
        for name in ("class", "id"):
            if attribute := self.attributes.get(name):
                for match in NAME.finditer(attribute.value):
                    start = attribute.span.start + match.start()
                    yield Mark(match[0], Span(start, start + len(match[0])), self.span)


class Fragment(NamedTuple):
    """What a stretch of HTML holds; `pieces` are the spans of its running words."""

    links: list[Link]
    comments: list[Comment]
    marks: list[Mark]
    pieces: list[Span]
    anchors: list[str]


def tokens(text: str, start: int, end: int) -> Iterator[Tag | Comment | Span]:
    """The tags and comments of a stretch, and the spans of text between them, in order."""
    for match in TOKEN.finditer(text, start, end):
        if match.start() > start:
            yield Span(start, match.start())
        start = match.end()
        span = Span(*match.span())
        if match["name"] is None:
            yield Comment(match["comment"].strip(), span)
        elif match["end"]:
            yield Tag(match["name"].lower(), bool(match["closing"]), _attributes(match), span)
    if start < end:
        yield Span(start, end)


def _attributes(tag: re.Match[str]) -> dict[str, Attribute]:
    attributes: dict[str, Attribute] = {}
    for match in ATTRIBUTE.finditer(tag.string, *tag.span("attributes")):
        kind = match.lastgroup or "bare"
        attributes.setdefault(match["name"].lower(), Attribute(match[kind], Span(*match.span(kind))))
    return attributes


def read(text: str, span: Span, *, quoted: bool = False) -> Fragment:
    """What the HTML in `span` holds; `quoted` if its lines may start with marks of a Markdown quote."""
    return _Reader(text, quoted).read(span)


class _Reader:
    def __init__(self, text: str, quoted: bool) -> None:
        self.text = text
        self.quoted = quoted
        self.found = Fragment([], [], [], [], [])
        self.anchor: Link | None = None
        self.anchor_text: list[str] = []
        # The outermost element open whose text is not read.
        self.unread = ""

    def read(self, span: Span) -> Fragment:
        for token in tokens(self.text, *span):
            if isinstance(token, Comment):
                self.found.comments.append(token)
            elif isinstance(token, Tag):
                self._tag(token)
            elif not self.unread:
                self._words(token)
        self._end_anchor(None)
        self.found.links.sort(key=lambda link: link.span)
        return self.found

    def _tag(self, tag: Tag) -> None:
        self.found.marks.extend(tag.marks())
        self.found.anchors.extend(tag.anchors())
        if tag.name == "a":
            self._end_anchor(tag)
            self.anchor = tag.link()
        elif link := tag.link():
            self.found.links.append(link)
            self.anchor_text.append(link.text)
        elif tag.closing:
            self.unread = "" if tag.name == self.unread else self.unread
        elif tag.name in UNREAD:
            self.unread = self.unread or tag.name

    def _end_anchor(self, tag: Tag | None) -> None:
        if self.anchor:
            self.found.links.append(close_anchor(self.anchor, " ".join(self.anchor_text), tag))
        self.anchor = None
        self.anchor_text = []

    def _words(self, span: Span) -> None:
        text = self.text
        if self.anchor:
            self.anchor_text += text[span.start : span.end].split()
        start = span.start
        ends = [(match.start(), match.end()) for match in NEWLINE.finditer(text, *span)]
        for line_end, following in (*ends, (span.end, span.end)):
            if self.quoted and (quote := QUOTE.match(text, start, line_end)):
                start = quote.end()
            holes = [*addresses(text, start, line_end)]
            holes += (Span(*match.span()) for match in ENTITY.finditer(text, start, line_end))
            self.found.pieces.extend(pieces(text, start, line_end, sorted(holes)))
            start = following


def close_anchor(anchor: Link, text: str, tag: Tag | None) -> Link:
    """The link of an ``<a>`` whose text is known; `tag` ends it, or is None where nothing does."""
    if tag is None or not tag.closing:
        return anchor
    return anchor._replace(
        text=text.strip(),
        span=Span(anchor.span.start, tag.span.end),
        text_span=Span(anchor.span.end, tag.span.start),
    )
