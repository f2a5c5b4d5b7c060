"""A value out of a fixed list, such as a status."""

from __future__ import annotations

import re
from collections.abc import Container, Mapping, Sequence

from zeplint.document import Text
from zeplint.markup.inline import scan_links
from zeplint.nearest import nearest
from zeplint.patterns import pattern
from zeplint.record import NamedTuple
from zeplint.source import Span
from zeplint.values.parts import part


class Keyword(NamedTuple):
    """A value out of a fixed list, such as a status.

    `written` is the leading word or words, `canonical` the listed value they are or mean (None if
    nothing near is listed), `exact` whether they are that value to the letter. `known` says that they
    are a value or one of its variants, whatever their case; `rest` is what follows.
    """

    written: Text
    canonical: str | None
    exact: bool
    known: bool
    rest: Text

    @property
    def means_itself(self) -> bool:
        """Whether the value is the listed one but for its case, and for marks and signs around it."""
        word = _SIGNS_AROUND.sub("", self.written.text)
        return self.canonical is not None and word.casefold() == self.canonical.casefold()


# Each alternative starts with the first blank of a run: a long run is read once.
_HEAD_END = pattern(
    r"(?<!\s)(?:\s+(?:via|by|on|in|as of|since|see|with|per|at)\b|\s*[(\[<`,;:|/*_]|\s+[-–—]+\s|\s*\n|\s*https?://|\s*$)",
    re.IGNORECASE,
)
_MARKS = pattern(r"([*_`]{1,3})(.+?)\1")
# A sign before the word, such as an emoji or its name between colons.
_SIGN = pattern(r"(?>(?:(?::\w++:|[^\w\s\[(<\"'*`~])\s*+)+)")
_SIGNS_AROUND = pattern(r"\A(?::\w++:|[\W_])++|(?<![\W_])[\W_]++\Z")


def read_keyword(text: str, base: int, choices: Mapping[str, Sequence[str]]) -> Keyword:
    """Split a value into the listed word that leads it and the rest.

    `choices` maps each value to its variants. The longest value or variant that starts the text
    wins; otherwise the head ends before a bracket, a link, a dash or a word such as "via". Where the word
    is a link's text, the rest is the whole value.
    """
    names = {variant: value for value, variants in choices.items() for variant in variants}
    names |= {value: value for value in choices}
    link = next(iter(scan_links(text, Span(0, len(text)))), None)
    if link is not None and link.span.start == 0:
        # The word is itself the link: [Accepted](..). The link then says the rest.
        shown = _leading(link.text, base + link.text_span.start, names, choices)
        if shown is not None and not shown.rest.text:
            return shown._replace(rest=Text(text, Span(base, base + len(text))))
    return (
        _leading(text, base, names, choices)
        or _signed(text, base, names, choices)
        or _guessed(text, base, names)
    )


def _leading(text: str, base: int, names: Mapping[str, str], choices: Container[str]) -> Keyword | None:
    """The listed word that starts a text, plain or emphasised; None where none does."""
    for name in sorted(names, key=len, reverse=True):
        after = text[len(name) : len(name) + 1]
        if text[: len(name)].casefold() == name.casefold() and not (after.isalnum() or after == "-"):
            exact = text.startswith(name) and name in choices
            rest = part(text, len(name), len(text), base)
            return Keyword(part(text, 0, len(name), base), names[name], exact, True, rest)
    if marked := _MARKS.match(text):
        folded = marked[2].casefold()
        canonical = next((value for name, value in names.items() if name.casefold() == folded), None)
        if canonical is not None:
            end = marked.end()
            return Keyword(part(text, 0, end, base), canonical, False, True, part(text, end, len(text), base))
    return None


def _signed(text: str, base: int, names: Mapping[str, str], choices: Container[str]) -> Keyword | None:
    """The listed word that stands behind a sign; None where none does."""
    sign = _SIGN.match(text)
    found = _leading(text[sign.end() :], base + sign.end(), names, choices) if sign else None
    if found is None:
        return None
    return found._replace(written=part(text, 0, found.written.span.end - base, base), exact=False)


def _guessed(text: str, base: int, names: Mapping[str, str]) -> Keyword:
    """What stands where a listed word should, with the one it is nearest to."""
    match = _HEAD_END.search(text)
    end = match.start() if match and match.start() else len(text)
    head = part(text, 0, end, base)
    guess = nearest(head.text, names)
    if guess is None and (words := head.text.split(maxsplit=1)):
        guess = nearest(words[0], names)
        if guess is not None:
            end = text.index(words[0]) + len(words[0])
            head = part(text, 0, end, base)
    canonical = names[guess] if guess else None
    return Keyword(head, canonical, False, False, part(text, end, len(text), base))
