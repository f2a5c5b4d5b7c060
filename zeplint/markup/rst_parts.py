"""What a reStructuredText document turns out to hold, part by part, while docutils parses it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from operator import attrgetter
from typing import NamedTuple

from docutils.nodes import make_id

from zeplint.document import Body, CodeBlock, Comment, Link, Mark, Preamble, Prose
from zeplint.markup import html
from zeplint.markup.outline import Headline, outline
from zeplint.markup.words import addresses, bare_link, pieces
from zeplint.source import Source, Span

# A backslash escapes what follows it; white space it makes disappear.
ESCAPE = re.compile(r"\\\s?")


class Definition(NamedTuple):
    """What a name stands for: an address and its place, or another name."""

    target: str
    span: Span | None = None
    alias: str | None = None


class Reference(NamedTuple):
    """A link that names its target; without a name it is that of the next anonymous definition."""

    link: Link
    name: str | None


class Parts:
    """The parts found so far, in any order."""

    def __init__(self, source: Source, preamble: Preamble) -> None:
        self.text = source.text
        front = preamble.front_matter.span.end if preamble.front_matter else 0
        # The header block: links and comments, but no prose and no code.
        self.headers = Span(preamble.heading.whole.end if preamble.heading else front, preamble.end)
        self.headlines: list[Headline] = []
        self.links: list[Link] = []
        self.code: list[CodeBlock] = []
        self.prose: list[Prose] = []
        self.comments: list[Comment] = []
        self.marks: list[Mark] = []
        self.references: list[Reference] = []
        # By normalised name; and those without one.
        self.definitions: dict[str, Definition] = {}
        self.anonymous: list[Definition] = []

    def words(self, start: int, end: int, *, in_link: bool) -> list[Span]:
        """The running words of a stretch. Addresses in it are links, unless it is the text of one."""
        text = self.text
        naked = addresses(text, start, end)
        if naked and not in_link:
            self.links += (bare_link(text, address) for address in naked)
        found = pieces(text, start, end, naked)
        if text.find("\\", start, end) < 0:
            return found
        parts: list[Span] = []
        for piece in found:
            escapes = [Span(*match.span()) for match in ESCAPE.finditer(text, *piece)]
            parts += pieces(text, *piece, escapes)
        return parts

    def add_prose(self, found: Sequence[Span], span: Span, kind: str) -> None:
        """Record a block of running words, but for those in the header block."""
        if self._in_headers(span):
            found = [piece for piece in found if piece.start >= self.headers.end]
        if found:
            self.prose.append(Prose(tuple(found), span, kind))

    def add_code(self, language: str, text: str, span: Span) -> None:
        """Record a code block, unless it is in the header block."""
        if not self._in_headers(span):
            self.code.append(CodeBlock(language, text, span))

    def add_html(self, span: Span) -> None:
        """Record what raw HTML holds."""
        fragment = html.read(self.text, span)
        self.links += fragment.links
        self.comments += fragment.comments
        self.marks += fragment.marks
        self.add_prose(fragment.pieces, span, "paragraph")

    def _in_headers(self, span: Span) -> bool:
        return self.headers.start <= span.start < self.headers.end

    def body(self, names: Mapping[str, str]) -> Body:
        """Everything, in text order; `names` are those of the targets and sections of the text."""
        self._resolve(names)
        place = attrgetter("span")
        return Body(
            sections=outline(sorted(self.headlines, key=attrgetter("heading")), len(self.text)),
            links=tuple(sorted(self.links, key=place)),
            code=tuple(sorted(self.code, key=place)),
            prose=tuple(sorted(self.prose, key=place)),
            comments=tuple(sorted(self.comments, key=place)),
            marks=tuple(sorted(self.marks, key=place)),
        )

    def _resolve(self, names: Mapping[str, str]) -> None:
        """Give each reference what its name stands for: an address, or ``#`` and an anchor."""
        anonymous = iter(self.anonymous)
        for link, reference_name in self.references:
            name = reference_name
            definition = next(anonymous, None) if name is None else self.definitions.get(name)
            seen: set[str] = set()
            while definition and definition.alias is not None and definition.alias not in seen:
                name = definition.alias
                seen.add(name)
                definition = self.definitions.get(name)
            if definition and definition.alias is None:
                self.links.append(link._replace(target=definition.target, target_span=definition.span))
            elif definition is None and name is not None and name in names:
                self.links.append(link._replace(target=f"#{make_id(name)}"))
            else:
                self.links.append(link)
