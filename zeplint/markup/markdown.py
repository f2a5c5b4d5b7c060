"""Markdown -> `Body`, on pyromark: CommonMark and GitHub's extensions.

pyromark yields events with the bytes they come from. Whatever it takes for plain text but a reader
does not, or not only, is read here: naked addresses, Kramdown's attribute lists, HTML.
"""

from __future__ import annotations

import re
import sys
from bisect import bisect_right
from itertools import accumulate, takewhile

import pyromark

from zeplint.document import MARKDOWN, Body, CodeBlock, Comment, Document, Link, Mark, Preamble, Problem
from zeplint.markup import html
from zeplint.markup.outline import Headline
from zeplint.markup.parts import Parts
from zeplint.markup.words import addresses, bare_link, mail_target, normalised_label, pieces
from zeplint.patterns import pattern
from zeplint.source import Source, Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

# Not ENABLE_YAML_STYLE_METADATA_BLOCKS: it takes two rules anywhere in the text for such a block.
# The front matter is blanked out instead.
OPTIONS = (
    pyromark.Options.ENABLE_TABLES
    | pyromark.Options.ENABLE_GFM
    | pyromark.Options.ENABLE_FOOTNOTES
    | pyromark.Options.ENABLE_STRIKETHROUGH
    | pyromark.Options.ENABLE_TASKLISTS
    | pyromark.Options.ENABLE_MATH
)

NOT_ASCII = pattern(r"[^\x00-\x7f]")
NOT_LINE_END = pattern(r"[^\r\n]")

# What follows the text of a link; a line may start with the mark of a block quote.
DESTINATION = pattern(r"\]\([\s>]*+(?:<(?P<bracketed>(?:[^<>\\\r\n]|\\.)*)>|(?P<plain>\S*))")
DEFINITION = pattern(
    r"\[(?P<label>(?:[^\\\[\]]|\\.)*)\]:[\s>]*+(?:<(?P<bracketed>[^<>\r\n]*)>|(?P<plain>\S+))", re.DOTALL
)

# Kramdown's attribute lists: `{: .class #id key="value"}`; behind a heading also `{#id}`.
ATTRIBUTES = pattern(r"\{:(?!:)[^{}\r\n]*\}")
HEADING_ATTRIBUTES = pattern(r"\{(?=[#.:])[^{}\r\n]*\}\Z")
ATTRIBUTE = pattern(
    r"[.#](?P<name>[\w-]+)|(?<![\w-])(?:class|id)\s*=\s*(?:\"(?P<double>[^\"]*)\"|'(?P<single>[^']*)'|(?P<bare>[^\s\"'{}]+))"
    r"|\"[^\"]*\"|'[^']*'"
)
ID = pattern(r"(?:#|(?<![\w-])id\s*=\s*[\"']?)([\w:.-]+)")
# `[text][label]` and `[^note]`, but neither indices nor what stands for a set of characters.
LABEL = pattern(
    r"(?<![\w\\\])])\[(?=[^\[\]\r\n]*[A-Za-z]{2})[^\[\]\r\n]*+\]"
    r"\[(?P<label>(?=[^\[\]\r\n]*[A-Za-z]{2}|\d+\])[^\[\]:,=\r\n]++)\](?![\[(:])"
    r"|(?:(?<=[\w.,;:)!?])\[\^(?=\w)|\[\^(?=\d))(?P<note>\w++)\](?!:)"
)
NAME = pattern(r"\S+")

FENCES = frozenset(("```", "~~~"))
AUTOLINKS = frozenset(("Autolink", "Email"))
LINKS = frozenset(("Image", "Link"))
INLINE = frozenset(("Emphasis", "Strikethrough", "Strong", *LINKS))
CONTAINERS = frozenset(("BlockQuote", "FootnoteDefinition", "Item", "List", "Table"))
BLOCKS = {"Heading": "heading", "Paragraph": "paragraph", "TableCell": "cell"}


def parse_body(source: Source, preamble: Preamble) -> Body:
    """What stands in the text of a Markdown file below its front matter."""
    parts = Parts(_without_front_matter(source, preamble), preamble)
    _Reader(parts).read()
    return parts.body()


def code_blocks(document: Document) -> tuple[CodeBlock, ...]:
    """The code blocks of a document in either markup; of one in Markdown nothing else is read for them."""
    if document.is_parsed or document.markup != MARKDOWN or not document.is_readable:
        return document.body.code
    parts = Parts(_without_front_matter(document.source, document.preamble), document.preamble)
    _Reader(parts).read_code()
    return parts.body().code


def _without_front_matter(source: Source, preamble: Preamble) -> str:
    text = source.text
    if preamble.front_matter:
        start, end = preamble.front_matter.span
        text = text[:start] + NOT_LINE_END.sub(" ", text[start:end]) + text[end:]
    return text


class _Offsets:
    """From offsets in a text's UTF-8 to offsets in the text.

    `breaks` are the byte offsets behind each character of more than one byte, `surplus` how many
    bytes more than characters there are up to each: ``byte - surplus[bisect_right(breaks, byte)]``.
    """

    def __init__(self, text: str) -> None:
        self.breaks: list[int] = []
        self.surplus: list[int] = [0]
        if not text.isascii():
            wide = [(match.start(), len(match[0].encode()) - 1) for match in NOT_ASCII.finditer(text)]
            self.surplus = list(accumulate((more for _, more in wide), initial=0))
            self.breaks = [start + 1 + more for (start, _), more in zip(wide, self.surplus[1:], strict=True)]

    def __getitem__(self, byte: int) -> int:
        return byte - self.surplus[bisect_right(self.breaks, byte)]


class _Block:
    """A block of running text that is being read: its inline content and the stretches in it.

    A stretch is a start, an end and whether it is the text of a link.
    """

    __slots__ = ("end", "kind", "start", "stretches")

    def __init__(self, kind: str, start: int) -> None:
        self.kind = kind
        self.start = start
        self.end = start
        self.stretches: list[tuple[int, int, bool]] = []


class _Open:
    """A heading, link, image or anchor whose text is being read; that of some is no prose."""

    __slots__ = ("data", "end", "inner", "kind", "start", "texts", "unread")

    def __init__(self, kind: str, data: Any, start: int, end: int, inner: int) -> None:
        self.kind = kind
        self.data = data
        self.start = start
        self.end = end
        self.inner = inner  # the end of what has been read of the text
        self.texts: list[str] = []
        self.unread = kind == "Image" or (kind == "Link" and data["link_type"] in AUTOLINKS)


class _Reader:
    """Reads the events of a text, one method for each kind, and records the parts it finds."""

    def __init__(self, parts: Parts) -> None:
        self.parts = parts
        self.text = parts.text
        self.offsets = _Offsets(self.text)
        self.definitions: dict[str, Span] = {}
        self.containers: list[str] = []
        self.block: _Block | None = None
        self.open: list[_Open] = []
        self.in_image = 0  # how many links and images are open inside the text of an image
        self.code_block: tuple[str, Span] | None = None
        self.is_fenced = False
        self.code_text: list[str] = []
        self.has_hints = "] (" in self.text or ")[" in self.text
        self.has_labels = "][" in self.text or "[^" in self.text
        self.unread = ""  # the inline element, such as <code>, whose text is not read

    def read_code(self) -> None:
        """Read no more than the code blocks."""
        event: Any
        data: Any
        for event, where in pyromark.events_with_range(self.text, options=OPTIONS):
            if type(event) is str:
                continue
            ((name, data),) = event.items()
            if name == "Start" and "CodeBlock" in data:
                self._start(data, self.offsets[where["start"]], self.offsets[where["end"]])
            elif name == "Text" and self.code_block:
                self.code_text.append(data)
            elif name == "End" and data == "CodeBlock":
                self._close_code()

    def read(self) -> None:
        """Read everything."""
        self.definitions = self._definitions()
        handlers = {
            "Code": self._code,
            "DisplayMath": self._opaque,
            "FootnoteReference": self._opaque,
            "HardBreak": self._break,
            "InlineHtml": self._inline_html,
            "InlineMath": self._opaque,
            "SoftBreak": self._break,
            "Start": self._start,
            "Text": self._text,
        }
        breaks, surplus = self.offsets.breaks, self.offsets.surplus
        # Events come nearly in order: most begin and end between the same wide characters as the one before.
        low, high, more = 0, -1, 0
        event: Any
        data: Any
        for event, where in pyromark.events_with_range(self.text, options=OPTIONS):
            if type(event) is str:
                name, data = event, None
            else:
                ((name, data),) = event.items()
            if name == "End":
                self._end(data)
                continue
            handler = handlers.get(name)
            if handler:
                start, end = where["start"], where["end"]
                if not low <= start < high:
                    place = bisect_right(breaks, start)
                    low = breaks[place - 1] if place else 0
                    high = breaks[place] if place < len(breaks) else sys.maxsize
                    more = surplus[place]
                handler(
                    data, start - more, end - (more if end < high else surplus[bisect_right(breaks, end)])
                )
        if "::" in self.text:
            from zeplint.markup.foreign import literals

            self.parts.add_problems(literals(self.parts))

    def _definitions(self) -> dict[str, Span]:
        """Record the link definitions; the span of the target by normalised label."""
        targets: dict[str, Span] = {}
        if "]:" not in self.text:
            return targets
        for label, definition in pyromark.reference_definitions(self.text, options=OPTIONS).items():
            span = Span(self.offsets[definition["span"]["start"]], self.offsets[definition["span"]["end"]])
            match = DEFINITION.search(self.text, *span)
            if match:
                target = Span(*match.span("plain" if match["bracketed"] is None else "bracketed"))
                targets[normalised_label(label)] = target
                label_span = Span(*match.span("label"))
                self.parts.links.append(
                    Link(_plain(match["label"]), definition["dest"], span, label_span, target, "definition")
                )
        return targets

    # Blocks

    def _start(self, tag: Any, start: int, end: int) -> None:
        name: str
        data: Any
        name, data = (tag, None) if isinstance(tag, str) else next(iter(tag.items()))
        if name in INLINE:
            if data and data["link_type"] == "Collapsed" and self.text.startswith("[]", end):
                end += len("[]")  # which pyromark leaves out
            self._touch(start, end)
            if data:
                self._open_link(name, data, start, end)
            return
        if self.block:
            self._close_block()
        if name in BLOCKS:
            in_item = name == "Paragraph" and self.containers and self.containers[-1] == "Item"
            self.block = _Block("item" if in_item else BLOCKS[name], -1)
            if name == "Heading":
                self.open.append(_Open("heading", int(data["level"][1]), start, end, start))
        elif name in CONTAINERS:
            self.containers.append(name)
        elif name == "CodeBlock":
            info = "" if isinstance(data, str) else data["Fenced"].split(None, 1)
            self.code_block = (info[0] if info else "", self._without_line_end(start, end))
            self.is_fenced = data != "Indented"
        elif name == "HtmlBlock":
            quoted = "BlockQuote" in self.containers
            if self.text.startswith("<!--", start) and self.text.find("-->", start, end) < 0:
                self.parts.add_problems(
                    (Problem("unclosed-comment", "-->", Span(start, start + len("<!--"))),)
                )
            self.parts.add_html(self._without_line_end(start, end), quoted=quoted)

    def _end(self, tag: str | dict[str, Any]) -> None:
        name = tag if isinstance(tag, str) else next(iter(tag))
        if name in INLINE:
            if name in LINKS:
                self._close_link(name)
        elif name == "Heading":
            self._close_heading()
        elif name == "CodeBlock":
            self._close_code()
        else:
            if self.block:
                self._close_block()
            if name in CONTAINERS:
                self.containers.pop()

    def _close_code(self) -> None:
        if self.code_block:
            language, span = self.code_block
            code = "".join(self.code_text).removesuffix("\n")
            self.parts.add_code(language, code, span)
            last = self.text.rfind("\n", *span) + 1
            mark = self.text[last : span.end].lstrip(" \t>")
            # Most blocks end as they should, and hold no other.
            if self.is_fenced and not (last and mark in FENCES and mark not in code):
                from zeplint.markup.markdown_slips import around_fence

                self.parts.add_problems(around_fence(self.text, span, code))
            self.code_block = None
            self.code_text.clear()

    def _without_line_end(self, start: int, end: int) -> Span:
        while end > start and self.text[end - 1] in "\r\n":
            end -= 1
        return Span(start, end)

    def _touch(self, start: int, end: int) -> _Block:
        """Take note of inline content; it opens a block where none is open, as in a tight list."""
        block = self.block
        if block is None:
            block = self.block = _Block("item", start)
        elif block.start < 0:
            block.start = start
        block.end = max(block.end, end)
        if self.open and end > self.open[-1].inner:
            self.open[-1].inner = end
        return block

    def _close_block(self) -> None:
        while self.open:
            self._close(self.open.pop(), None)
        self.unread = ""
        block, self.block = self.block, None
        if block is None or not block.stretches:
            return
        text, stretches = self.text, block.stretches
        shown = [text[start:end] for start, end, _ in stretches]
        # What most blocks do not have is looked for once in each, not in each of its stretches.
        seen = "\n".join(shown)
        special = (
            "://" in seen
            or "@" in seen
            or "{:" in seen
            or "](" in seen
            or ((self.has_hints or self.has_labels) and "[" in seen)
            or ".. " in seen
            or "]_" in seen
            or (block.kind == "heading" and seen.endswith("}"))
        )
        if special:
            found = self._special(block)
        else:
            places = []
            for (start, _, _), words in zip(stretches, shown, strict=True):
                if bare := words.strip():
                    first = start if words[0] == bare[0] else start + words.index(bare)
                    places.append((first, first + len(bare)))
            found = list(map(Span._make, places))
        if "`" in seen or "**" in seen or seen.startswith("##"):
            from zeplint.markup.markdown_slips import in_block

            problems = list(in_block(text, block.kind, block.start, stretches))
            self.parts.add_problems(problems)
            if problems and problems[0].kind == "glued-heading" and not self.containers:
                self._glued_heading(block, problems[0].span)
        if "(" in seen and any(words.endswith("(") for words in shown):
            self._parentheses(block)
        self.parts.add_prose(found, Span(block.start, block.end), block.kind)

    def _glued_heading(self, block: _Block, marks: Span) -> None:
        """Record a heading that its marks do not make: what looks for it finds it."""
        line = self.text[marks.end : block.end].split("\n")[0].rstrip()
        title = Span(marks.end, marks.end + len(line))
        self.parts.headlines.append(
            Headline(_plain(line), marks.end - marks.start, title, Span(marks.start, title.end))
        )
        if title.end == block.end:
            block.kind = "heading"

    def _special(self, block: _Block) -> list[Span]:
        """The pieces of a block in which more may stand than words; records what does."""
        text = self.text
        found: list[Span] = []
        for start, end, in_link in block.stretches:
            parts: tuple[tuple[int, int], ...] = ((start, end),)
            if text.find("{:", start, end) >= 0:
                parts = self._without_attributes(ATTRIBUTES, start, end)
            elif text[end - 1] == "}" and block.kind == "heading" and end == block.end:
                parts = self._without_attributes(HEADING_ATTRIBUTES, start, end)
            for first, last in parts:
                words = text[first:last]
                if "](" in words or (self.has_hints and "[" in words):
                    self._slips(first, last, block)
                if self.has_labels and "[" in words:
                    self.parts.add_problems(_undefined(text, first, last))
                if ".. " in words or "]_" in words:
                    from zeplint.markup.foreign import in_stretch

                    self.parts.add_problems(in_stretch(text, first, last))
                naked = addresses(text, first, last) if "://" in words or "@" in words else ()
                if naked and not in_link:
                    self.parts.links += (bare_link(text, address) for address in naked)
                found += pieces(text, first, last, naked)
        return found

    def _slips(self, start: int, end: int, block: _Block) -> None:
        from zeplint.markup.slips import find_slips

        self.parts.slips += find_slips(self.text, start, end, block.end)

    def _parentheses(self, block: _Block) -> None:
        from zeplint.markup.slips import open_parentheses

        own = takewhile(lambda link: link.span.start >= block.start, reversed(self.parts.links))
        self.parts.slips += open_parentheses(self.text, block.stretches, list(own))

    def _without_attributes(self, pattern: re.Pattern[str], start: int, end: int) -> tuple[Span, ...]:
        """A stretch without its attribute lists, whose classes and ids become marks."""
        lists = [Span(*match.span()) for match in pattern.finditer(self.text, start, end)]
        for span in lists:
            self.parts.marks += _marks(self.text, span)
            self.parts.anchors.update(match[1] for match in ID.finditer(self.text, *span))
        return tuple(pieces(self.text, start, end, lists))

    def _close_heading(self) -> None:
        block = self.block
        while self.open and self.open[-1].kind != "heading":
            self._close(self.open.pop(), None)
        heading = self.open.pop()
        if block and not self.containers:
            whole = self._without_line_end(heading.start, heading.end)
            title_span = Span(block.start, block.end) if block.start >= 0 else Span(whole.end, whole.end)
            title = "".join(heading.texts)
            if attributes := HEADING_ATTRIBUTES.search(self.text, *title_span):
                visible = self.text[title_span.start : attributes.start()].rstrip()
                title_span = Span(title_span.start, title_span.start + len(visible))
                title = title.rstrip().removesuffix(attributes[0])
            self.parts.headlines.append(Headline(_plain(title), heading.data, title_span, whole))
        elif block:
            from zeplint.slugs import heading_anchors

            self.parts.anchors |= heading_anchors([(_plain("".join(heading.texts)),) * 2])
        self._close_block()

    # Inline content

    def _text(self, text: str, start: int, end: int) -> None:
        if self.code_block:
            self.code_text.append(text)
            return
        block = self._touch(start, end)
        in_link = False
        if self.open:
            entry = self.open[-1]
            entry.texts.append(text)
            if entry.unread:
                return
            in_link = entry.kind != "heading"
        # Of another length is only an entity, such as `&amp;`.
        if self.unread or len(text) != end - start:
            return
        stretches = block.stretches
        if stretches and stretches[-1][1] == start and stretches[-1][2] == in_link:
            start = stretches.pop()[0]
        stretches.append((start, end, in_link))

    def _code(self, text: str, start: int, end: int) -> None:
        self._touch(start, end)
        if self.text.startswith("_", end) or self.text.startswith(":", max(0, start - 1)):
            from zeplint.markup.foreign import around_code

            self.parts.add_problems(around_code(self.text, start, end))
        if self.open:
            self.open[-1].texts.append(text)

    def _opaque(self, _data: object, start: int, end: int) -> None:
        self._touch(start, end)

    def _break(self, _data: object, start: int, end: int) -> None:
        self._touch(start, end)
        if self.open:
            self.open[-1].texts.append(" ")

    def _open_link(self, name: str, data: dict[str, Any], start: int, end: int) -> None:
        if self.open and self.open[-1].kind == "Image":
            self.in_image += 1  # of which a reader only sees the text
        else:
            inner = start + (2 if name == "Image" else 1)
            self.open.append(_Open(name, data, start, end, inner))

    def _close_link(self, kind: str) -> None:
        if self.in_image:
            self.in_image -= 1
            return
        while self.open and self.open[-1].kind != kind:
            self._close(self.open.pop(), None)
        if self.open:
            self._close(self.open.pop(), None)

    def _close(self, entry: _Open, tag: html.Tag | None) -> None:
        """Record a link whose text is complete, and give its text and end to what is around it."""
        text = _plain("".join(entry.texts))
        if self.open:
            self.open[-1].texts.append(text)
            self.open[-1].inner = max(self.open[-1].inner, entry.end, tag.span.end if tag else 0)
        if entry.kind == "anchor":
            self.parts.links.append(html.close_anchor(entry.data, text, tag))
        elif entry.kind != "heading":
            self.parts.links.append(self._link(entry, text))

    def _link(self, entry: _Open, text: str) -> Link:
        start, end = entry.start, entry.end
        link_type, target = entry.data["link_type"], entry.data["dest_url"]
        if link_type in AUTOLINKS:
            inner = Span(start + 1, end - 1)
            return Link(text, mail_target(target), Span(start, end), inner, inner, "autolink")
        is_image = entry.kind == "Image"
        text_end = self.text.find("]", entry.inner, end)
        text_span = Span(start + (2 if is_image else 1), text_end)
        target_span = None
        if link_type != "Inline":
            target_span = self.definitions.get(normalised_label(entry.data["id"]))
        elif match := DESTINATION.match(self.text, text_end, end - 1):
            target_span = Span(*match.span("plain" if match["bracketed"] is None else "bracketed"))
        kind = "inline" if link_type == "Inline" else "reference"
        return Link(text, target, Span(start, end), text_span, target_span, "image" if is_image else kind)

    # HTML

    def _inline_html(self, _data: str, start: int, end: int) -> None:
        self._touch(start, end)
        for token in html.tokens(self.text, start, end):
            if isinstance(token, Comment):
                self.parts.comments.append(token)
            elif isinstance(token, html.Tag):
                self._tag(token)

    def _tag(self, tag: html.Tag) -> None:
        if self.open and self.open[-1].kind == "Image":
            return
        self.parts.marks += tag.marks()
        self.parts.anchors.update(tag.anchors())
        if tag.name == "a":
            if self.open and self.open[-1].kind == "anchor":
                self._close(self.open.pop(), tag)
            if link := tag.link():
                self.open.append(_Open("anchor", link, tag.span.start, tag.span.end, tag.span.end))
        elif link := tag.link():
            self.parts.links.append(link)
            if self.open:
                self.open[-1].texts.append(link.text)
        elif tag.name == "br" and self.open:
            self.open[-1].texts.append(" ")
        elif tag.closing:
            self.unread = "" if tag.name == self.unread else self.unread
        elif tag.name in html.UNREAD:
            self.unread = self.unread or tag.name


def _undefined(text: str, start: int, end: int) -> Iterator[Problem]:
    """The references in a stretch of plain text: with a definition, they would be none."""
    for match in LABEL.finditer(text, start, end):
        kind = match.lastgroup
        if kind == "label":
            yield Problem("undefined-label", _plain(match["label"]), Span(*match.span()))
        else:
            yield Problem("undefined-footnote", match["note"], Span(*match.span()))


def _marks(text: str, span: Span) -> list[Mark]:
    """The classes and ids of an attribute list."""
    marks: list[Mark] = []
    for match in ATTRIBUTE.finditer(text, span.start + 1, span.end - 1):
        kind = match.lastgroup
        if kind:
            names = NAME.finditer(text, *match.span(kind))
            marks += (Mark(name[0], Span(*name.span()), span) for name in names)
    return marks


def _plain(text: str) -> str:
    """`text` on one line."""
    return " ".join(text.split())
