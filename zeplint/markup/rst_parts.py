"""The parts of a reStructuredText document: what is peculiar to its words and its references."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from docutils.nodes import make_id

from zeplint.document import Link, Preamble, Problem
from zeplint.markup.parts import Parts
from zeplint.markup.words import addresses, bare_link, pieces
from zeplint.source import Span

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
    """The parts found so far. References are links only when `resolve` has given them their targets."""

    def __init__(self, text: str, preamble: Preamble) -> None:
        super().__init__(text, preamble)
        self.references: list[Reference] = []
        self.labels: list[Label] = []
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

    def resolve(self, defined: Defined) -> None:
        """Give each reference what its name stands for: an address, or ``#`` and an anchor.

        What nothing in the text defines is a problem.
        """
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
