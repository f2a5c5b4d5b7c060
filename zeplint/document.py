"""One model for both markups: a document with its headers, sections, links, code and prose.

Every part carries the exact span it was read from, so no rule searches the text again. The header
block (`Preamble`) is read by a line scanner when the document is opened; the body is parsed when a
rule first asks for it.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from zeplint.record import NamedTuple
from zeplint.source import Source, Span

# What a comment begins with that speaks to this program.
MARKER = "zeplint:"

MARKDOWN = "markdown"
RST = "rst"


class Text(NamedTuple):
    """Some text of the document and where it stands."""

    text: str
    span: Span


class Link(NamedTuple):
    """A link or image.

    `target` is the address without what the markup escapes, an e-mail address with its scheme; of a
    role the name it refers to; of a reference to a place in the same text ``#`` and its anchor; of one
    that nothing defines empty. `target_span` is where it stands, for a reference in its definition, and
    None where it stands nowhere in the text. `text` is what a reader sees, of an image the alternative
    text, and `text_span` where that stands: empty where there is none.
    `kind`: inline, reference, autolink (``<..>``), bare (a naked address), image, role (RST), file (an RST
    directive takes it in), html (``<a href>``, ``<img src>``) or definition (``[x]: url``, ``.. _x: url``).
    `role` is the name of the role, of other kinds empty.
    """

    text: str
    target: str
    span: Span
    text_span: Span
    target_span: Span | None
    kind: str
    role: str = ""


class LinkSlip(NamedTuple):
    """What was meant as a link, or to stand around one, and is not, for a slip in its markup.

    `kind`: spaced (``[text] (address)``), reversed (``(text)[address]``), unclosed (``[text](address``),
    angle (``[text](<address)``), blank (``[text](an address with blanks)``) or parenthesis: one that
    opens before a link and never closes; `target_span` is then that link. `text_span` and `target_span`
    have no brackets.
    """

    kind: str
    span: Span
    text_span: Span
    target_span: Span


class Section(NamedTuple):
    """A heading and what belongs to it.

    `title` is the text a reader sees, `title_span` where it stands, `heading` the whole heading with
    its marks or underline. `content` runs from the heading to the next one of any level, `extent`
    to the next one of the same or a higher level. `level` is 1 for the document's title. A heading
    inside a list or a quote opens no section.
    """

    title: str
    level: int
    title_span: Span
    heading: Span
    content: Span
    extent: Span


class CodeBlock(NamedTuple):
    """A literal block; `language` is empty where none is named.

    `text` is free of indentation and of its last line end, `span` is the block with its fences or its
    directive. A fenced header block is none.
    """

    language: str
    text: str
    span: Span


class Prose(NamedTuple):
    """The running words of one block: `pieces` are the spans of text, free of code, URLs and marks.

    A piece lies on one line and has no blank at its ends. `span` is the whole block; `kind` is
    paragraph, heading, item or cell. The header block is no prose.
    """

    pieces: tuple[Span, ...]
    span: Span
    kind: str


class Comment(NamedTuple):
    """A comment: its text without the comment's marks, its span with them."""

    text: str
    span: Span


class Mark(NamedTuple):
    """A class or id that gives a part of the document a look, such as ``draft``.

    `span` is the name itself, `extent` the markup that only serves to apply it (a directive with its
    argument, an attribute list, a tag): what is removed to take the look away.
    """

    name: str
    span: Span
    extent: Span


class Problem(NamedTuple):
    """Something that the markup does not allow or that its author cannot have meant.

    `kind` names it (the modules of ``markup/`` that find them list the kinds), `text` is what is to be said
    of it: a name, a mark or the parser's words. `span` is the place, for what is wrong with a block a line.
    """

    kind: str
    text: str
    span: Span


# The kinds of problems that a block of code or a comment has which goes on to the end of what holds it, or through another.
TORN = frozenset(("nested-fence", "unclosed-comment", "unclosed-fence"))


class Body(NamedTuple):
    """What a markup parser finds in the text below the front matter, each list in text order.

    `anchors` are the names that parts of the text carry for links to them, but for those that a reader makes
    of a heading's title. `problems` are slips of the markup in a text that was parsed. `problem` says why it
    could not be parsed (the lists are then empty), else it is empty. `kept` is what the parser keeps of it, to read the text
    after an edit.
    """

    sections: tuple[Section, ...] = ()
    links: tuple[Link, ...] = ()
    code: tuple[CodeBlock, ...] = ()
    prose: tuple[Prose, ...] = ()
    comments: tuple[Comment, ...] = ()
    marks: tuple[Mark, ...] = ()
    problems: tuple[Problem, ...] = ()
    slips: tuple[LinkSlip, ...] = ()
    anchors: frozenset[str] = frozenset()
    problem: str = ""
    kept: object = None

    @property
    def is_torn(self) -> bool:
        """Whether a block of code or a comment takes in what follows it, so that what the text lacks may stand there."""
        return any(problem.kind in TORN for problem in self.problems)


class Entry(NamedTuple):
    """A key of the front matter. `span` covers its lines, without the last line end.

    `value` is the scalar a reader of YAML would get, as text; `items` are those of a list.
    """

    key: str
    value: str
    span: Span
    key_span: Span
    value_span: Span
    items: tuple[Text, ...] = ()


class FrontMatter(NamedTuple):
    """The YAML block at the top of a file.

    `span` includes the fences. `error` is set, with its place, where the block is no YAML mapping.
    `comments` are its ``#`` comments.
    """

    span: Span
    entries: tuple[Entry, ...]
    error: Text | None = None
    comments: tuple[Comment, ...] = ()

    def get(self, key: str) -> Entry | None:
        """The first entry of that key, whatever its case."""
        wanted = key.casefold()
        return next((entry for entry in self.entries if entry.key.casefold() == wanted), None)


class Heading(NamedTuple):
    """The document's title as the preamble scanner sees it: its text, and the whole heading."""

    text: str
    span: Span
    whole: Span


class Header(NamedTuple):
    """One header of the block, as written.

    `value_span` runs from the first to the last non-blank character of the value, through
    continuation lines and bullet items, without a comment at its end; `items` are the bullets of a
    bare ``Name:``. `span` runs from the name to the end of the value.
    """

    name: str
    value: str
    span: Span
    name_span: Span
    value_span: Span
    items: tuple[Text, ...] = ()


# How the header block is written: what a fix has to write too.
PARAGRAPHS = "paragraphs"
LINES = "lines"
FIELDS = "fields"
FRONT_MATTER = "front matter"
FENCE = "fence"


class Preamble(NamedTuple):
    """What stands above the body: front matter, title and header block.

    `form` says how the block is written (one of the five forms), empty where there is none.
    `end` is the offset behind the block, or behind the title where the body has none. `misplaced` is
    the first header of a block that stands too late in the document, below running text or another
    heading. `start` is where the block begins in the body; None where that is straight behind the title.
    """

    front_matter: FrontMatter | None
    heading: Heading | None
    headers: tuple[Header, ...]
    form: str
    end: int
    misplaced: Header | None = None
    start: int | None = None

    @property
    def block(self) -> Span:
        """The block of headers in the body, with its fences; empty where the body has none."""
        return Span(self.above if self.start is None else self.start, self.end)

    @property
    def above(self) -> int:
        """The offset behind the title, else behind the front matter."""
        if self.heading:
            return self.heading.whole.end
        return self.front_matter.span.end if self.front_matter else 0

    def without_block(self) -> Preamble:
        """What stands above a body whose headers turn out to be none."""
        return Preamble(self.front_matter, self.heading, (), "", self.above)


# From a text and what stands above its body to the body; of the document before an edit, what still holds is taken.
Parse = Callable[[Source, Preamble, "Document | None"], Body]


class Document:
    """A file read as markup. Its body is parsed when it is first asked for.

    `earlier` is the document before an edit, if its body may serve for this one.
    """

    __slots__ = ("_body", "earlier", "markup", "parse", "preamble", "source")

    def __init__(
        self,
        source: Source,
        markup: str,
        preamble: Preamble,
        parse: Parse,
    ) -> None:
        self.source = source
        self.markup = markup
        self.preamble = preamble
        self.parse = parse
        self.earlier: Document | None = None
        self._body: Body | None = None

    @property
    def path(self) -> str:
        """The file, relative to the collection's root, with ``/``."""
        return self.source.path

    @property
    def local_path(self) -> str:
        """The file, relative to the root of its own repository: the process's places are there."""
        return self.source.local_path

    @property
    def body(self) -> Body:
        """The parsed text; of a file that could not be read, nothing."""
        if self._body is None:
            self._body = (
                Body() if self.source.problem else self.parse(self.source, self.preamble, self.earlier)
            )
            self.earlier = None
        return self._body

    @property
    def is_parsed(self) -> bool:
        """Whether the body has been asked for."""
        return self._body is not None

    @property
    def is_readable(self) -> bool:
        """Whether there is a text, and no parser has met something in it that it cannot read; parses nothing."""
        return self.source.problem is None and not (self._body and self._body.problem)

    @property
    def comments(self) -> tuple[Comment, ...]:
        """Every comment of the document, the front matter's first."""
        front_matter = self.preamble.front_matter
        return (*(front_matter.comments if front_matter else ()), *self.body.comments)


# Several rules ask in turn, all of one document before the next.
@lru_cache(maxsize=1)
def words_by_block(document: Document) -> tuple[str, ...]:
    """The words of each block of the document's prose, with a blank between its pieces."""
    text = document.source.text
    return tuple(
        [" ".join([text[start:end] for start, end in block.pieces]) for block in document.body.prose]
    )
