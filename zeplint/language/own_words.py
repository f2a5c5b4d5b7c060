"""Words that stand once in a text and are a slip of one letter for another word of the same text.

Which words there are nobody has to know: a long word that is another one but for two letters that changed their
places, or for one letter inside, is hardly ever a word of its own.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

# How long a word is, at least, for each slip: two neighbours that changed their places, a letter too many or too
# few, another letter.
SWAPPED, MORE_OR_LESS, OTHER = 7, 9, 11
# An ending is a word's grammar, and its first letters make another word: "packages", "microbenchmark".
_ENDING = 2
_BEGINNING = 3
# Two ways to write one word: with either letter; with one of two, a "u" or an "e" left out.
_VARIANTS = frozenset("sz")
_LEFT_OUT = ("our", "eable", "eing", "ement")


def own_slips(words: Iterable[str]) -> dict[str, tuple[str, int]]:
    """By a word that stands once, the word it is a slip for, and how often that one stands there.

    `words` are all that stand in a text, each in lower case and as often as it does.
    """
    counts = Counter(word for word in words if len(word) >= SWAPPED)
    often = {word: count for word, count in counts.items() if count > 1}
    once = [word for word, count in counts.items() if count == 1]
    swapped: dict[str, list[str]] = {}
    shorter: dict[str, list[str]] = {}
    for word in often:
        swapped.setdefault(_letters(word), []).append(word)
        if len(word) >= MORE_OR_LESS - 1:
            for left in _without_one(word):
                shorter.setdefault(left, []).append(word)
    found: dict[str, tuple[str, int]] = {}
    for word in once:
        meant = {other for other in swapped.get(_letters(word), ()) if _is_swapped(word, other)}
        if not meant and len(word) >= MORE_OR_LESS:
            meant = {other for other in _near(word, shorter, often) if _is_inner(word, other)}
        if len(meant) == 1:
            other = meant.pop()
            found[word] = other, often[other]
    return found


def _letters(word: str) -> str:
    return word[0] + "".join(sorted(word))


def _without_one(word: str) -> Iterator[str]:
    return (word[:at] + word[at + 1 :] for at in range(1, len(word) - 1))


def _is_swapped(word: str, other: str) -> bool:
    """Whether two words with the same letters differ in two neighbours only."""
    places = [at for at, (one, two) in enumerate(zip(word, other, strict=True)) if one != two]
    return len(places) == 2 and places[1] == places[0] + 1


def _near(word: str, shorter: Mapping[str, Iterable[str]], often: Mapping[str, int]) -> Iterator[str]:
    yield from (other for other in shorter.get(word, ()) if not _is_variant(other, word))
    for left in _without_one(word):
        if left in often and not _is_variant(word, left):
            yield left
        for other in shorter.get(left, ()) if len(word) >= OTHER else ():
            if len(other) == len(word) and _is_other_letter(word, other):
                yield other


def _is_variant(longer: str, shorter: str) -> bool:
    """Whether a letter is left out that other writers leave out, too: "favourable", "marshalling", "useable"."""
    at = next(
        (at for at, (one, two) in enumerate(zip(longer, shorter, strict=False)) if one != two), len(shorter)
    )
    return (
        longer[at] == longer[at - 1] or longer.startswith(_LEFT_OUT, at) or longer.startswith("our", at - 1)
    )


def _is_other_letter(word: str, other: str) -> bool:
    places = [at for at, (one, two) in enumerate(zip(word, other, strict=True)) if one != two]
    return len(places) == 1 and places[0] >= _BEGINNING and {word[places[0]], other[places[0]]} != _VARIANTS


def _is_inner(word: str, other: str) -> bool:
    return word[0] == other[0] and word[-_ENDING:] == other[-_ENDING:]
