"""What a document turns out to hold, part by part, while it is parsed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from operator import attrgetter

from zeplint.document import Body, CodeBlock, Comment, Link, LinkSlip, Mark, Preamble, Problem, Prose
from zeplint.markup import html
from zeplint.markup.outline import Headline, outline
from zeplint.source import Span


class Parts:
    """The parts found so far, in any order.

    `text` may differ from the document's in what no part is read from, but not in length.
    """

    def __init__(self, text: str, preamble: Preamble) -> None:
        self.text = text
        # The header block: links, comments and marks, but no prose and no code.
        self.headers = preamble.block
        self.headlines: list[Headline] = []
        self.links: list[Link] = []
        self.code: list[CodeBlock] = []
        self.prose: list[Prose] = []
        self.comments: list[Comment] = []
        self.marks: list[Mark] = []
        self.problems: list[Problem] = []
        self.slips: list[LinkSlip] = []
        self.anchors: set[str] = set()

    def add_prose(self, found: Sequence[Span], span: Span, kind: str) -> None:
        """Record a block of running words, but for those in the header block."""
        if span.start < self.headers.end and self.headers.start < span.end:
            found = [piece for piece in found if not self._is_in_headers(piece)]
        if found:
            self.prose.append(Prose(tuple(found), span, kind))

    def add_code(self, language: str, text: str, span: Span) -> None:
        """Record a code block, unless it is in the header block."""
        if not self._is_in_headers(span):
            self.code.append(CodeBlock(language, text, span))

    def add_problems(self, problems: Iterable[Problem]) -> None:
        """Record what is wrong with the markup, but for what is in the header block."""
        self.problems += (problem for problem in problems if not self._is_in_headers(problem.span))

    def add_html(self, span: Span, *, quoted: bool = False) -> None:
        """Record what a block of HTML holds; `quoted` if its lines may start with marks of a quote."""
        fragment = html.read(self.text, span, quoted=quoted)
        self.links += fragment.links
        self.comments += fragment.comments
        self.marks += fragment.marks
        self.anchors.update(fragment.anchors)
        self.add_prose(fragment.pieces, span, "paragraph")

    def _is_in_headers(self, span: Span) -> bool:
        return self.headers.start <= span.start < self.headers.end

    def body(self) -> Body:
        """Everything, in text order."""
        place = attrgetter("span")
        return Body(
            sections=outline(sorted(self.headlines, key=attrgetter("heading")), len(self.text)),
            links=tuple(sorted(self.links, key=place)),
            code=tuple(sorted(self.code, key=place)),
            prose=tuple(sorted(self.prose, key=place)),
            comments=tuple(sorted(self.comments, key=place)),
            marks=tuple(sorted(self.marks, key=place)),
            problems=tuple(sorted(self.problems, key=place)),
            slips=tuple(sorted(self.slips, key=place)),
            anchors=frozenset(self.anchors),
        )
