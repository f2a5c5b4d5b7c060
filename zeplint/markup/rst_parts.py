"""The parts of a reStructuredText document: what is peculiar to its words and its references."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from docutils.nodes import make_id

from zeplint.document import Link, Preamble, Problem, Text
from zeplint.markup.outline import Headline
from zeplint.markup.parts import Parts
from zeplint.markup.words import addresses, bare_link, pieces
from zeplint.source import Span

# A backslash escapes what follows it; white space it makes disappear.
ESCAPE = re.compile(r"\\\s?")

# The lists of `RstParts` that are filled while a text is read.
LISTS = (
    *("titles", "references", "labels", "definitions", "names"),
    *("links", "code", "prose", "comments", "marks", "problems", "slips"),
)

# From a list as it was and one that was read anew to the one of both.
Join = Callable[[Iterable[Any], Iterable[Any]], Iterable[Any]]


class Definition(NamedTuple):
    """What a name stands for: an address and where that stands, or another name. `span` is the whole.

    One without a name is for the next reference without one. One without an address and another name is for the
    place that follows it.
    """

    name: str | None
    target: str
    target_span: Span | None
    alias: str | None
    span: Span


class Title(NamedTuple):
    """A heading: as in `Headline`, but with the marks that give it its level.

    `is_placed` says whether docutils makes a section of it, which it does not of one that skips a level.
    """

    title: str
    style: object
    title_span: Span
    heading: Span
    is_placed: bool

    @property
    def span(self) -> Span:
        """Where it stands."""
        return self.heading


class Reference(NamedTuple):
    """A link that names its target; without a name it is that of the next anonymous definition."""

    link: Link
    name: str | None

    @property
    def span(self) -> Span:
        """Where it stands."""
        return self.link.span


class Label(NamedTuple):
    """A reference to a footnote, a citation or a substitution.

    `kind` is one of these words; a footnote without a name is the next one that has none either, numbered
    (``[#]_``) or symbol (``[*]_``).
    """

    kind: str
    name: str
    span: Span


class Defined(NamedTuple):
    """What a text defines, for `RstParts.resolve`.

    `names` are those of its targets, sections, footnotes and citations, normalised, each with its id or, where
    several have it, None; `substitutions` are in
    lower case; `unnamed` says of the kinds of footnotes without a name how many there are.
    """

    names: Mapping[str, str | None]
    substitutions: frozenset[str]
    unnamed: Mapping[str, int]


class RstParts(Parts):
    """The parts found so far. What they mean depends on the whole text: `resolve` finds it out."""

    def __init__(self, text: str, preamble: Preamble) -> None:
        super().__init__(text, preamble)
        self.preamble = preamble
        self.titles: list[Title] = []
        self.references: list[Reference] = []
        self.labels: list[Label] = []
        self.definitions: list[Definition] = []
        # The names that directives give to what they make.
        self.names: list[Text] = []

    def joined(self, text: str, preamble: Preamble, join: Join, anew: RstParts) -> RstParts:
        """The parts of a `text` that was edited, with what was read `anew`; `anchors` are left out."""
        parts = RstParts(text, preamble)
        for name in LISTS:
            setattr(parts, name, list(join(getattr(self, name), getattr(anew, name))))
        return parts

    def copy(self) -> RstParts:
        """Parts that can be added to."""
        parts = RstParts(self.text, self.preamble)
        for name in LISTS:
            setattr(parts, name, [*getattr(self, name)])
        parts.anchors |= self.anchors
        return parts

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

    def resolve(self, defined: Defined) -> None:
        """Give each heading its level, and each reference what its name stands for: an address, or ``#`` and an anchor.

        What nothing in the text defines is a problem.
        """
        self.headlines = list(levelled(self.titles))
        self.anchors.update(make_id(name.text) for name in self.names)
        anonymous = iter([each for each in self.definitions if each.name is None])
        definitions: dict[str, Definition] = {}
        for each in self.definitions:
            if each.name is not None:
                definitions.setdefault(each.name, each)
        for link, reference_name in self.references:
            name = reference_name
            definition = next(anonymous, None) if name is None else definitions.get(name)
            seen: set[str] = set()
            while definition and definition.alias is not None and definition.alias not in seen:
                name = definition.alias
                seen.add(name)
                definition = definitions.get(name)
            if definition and definition.alias is None:
                self.links.append(link._replace(target=definition.target, target_span=definition.target_span))
            elif definition is None and name is not None and name in defined.names:
                self.links.append(link._replace(target=f"#{make_id(name)}"))
                if defined.names[name] is None:
                    self.add_problems((Problem("ambiguous-target", name, link.span),))
            else:
                self.links.append(link)
                self.add_problems((Problem("undefined-target", name or "", link.span),))
        self._resolve_labels(defined)

    def _resolve_labels(self, defined: Defined) -> None:
        counts: dict[str, int] = {}
        for kind, name, span in self.labels:
            if kind == "substitution":
                known = name.lower() in defined.substitutions
            elif name:
                known = name in defined.names
            else:
                counts[kind] = counts.get(kind, 0) + 1
                known = counts[kind] <= defined.unnamed.get(kind, 0)
            if not known:
                self.add_problems((Problem(f"undefined-{kind if name else 'footnote'}", name, span),))


def levelled(titles: Iterable[Title]) -> Iterator[Headline]:
    """The headings with their levels: a style is of the level at which it occurs first."""
    styles: list[object] = []
    for title, style, title_span, heading, is_placed in titles:
        if is_placed and style not in styles:
            styles.append(style)
        level = styles.index(style) + 1 if style in styles else len(styles) + 1
        yield Headline(title, level, title_span, heading)
