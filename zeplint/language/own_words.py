"""Words that stand once in a text and are a slip of one letter for another word of the same text.

Which words there are nobody has to know: a long word that is another one but for two letters that changed their
places, or for one letter inside, is hardly ever a word of its own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

# How long a word is, at least, for each slip: two neighbours that changed their places, a letter too many or too
# few, another letter.
SWAPPED, MORE_OR_LESS, OTHER = 7, 9, 11
SHORTEST = SWAPPED
# An ending is a word's grammar, and its first letters make another word: "packages", "microbenchmark".
_ENDING = 2
_BEGINNING = 3
# Two ways to write one word: with either letter; with letters in either order at its end; with one of two, a "u", an "e",
# or the first of "ae" and "oe" left out.
_VARIANTS = frozenset("sz")
_ENDS = frozenset(("re", "er", "res", "ers"))
_LEFT_OUT = ("our", "oul", "oust", "eable", "eing", "ement", "ae", "oe")
_OU = ("our", "oul")
# More words of a text that begin and end alike are no language, and each would be held against all of them: a text of a
# megabyte has half as many.
_MANY = 100


def own_slips(counts: Mapping[str, int]) -> dict[str, tuple[str, int]]:
    """By a word that stands once, the word it is a slip for, and how often that one stands there.

    `counts` are all words of a text, in lower case, with how often each stands there.
    """
    often = [word for word, count in counts.items() if count > 1 and len(word) >= SWAPPED]
    once = [word for word, count in counts.items() if count == 1 and len(word) >= SWAPPED]
    # Words of the same letters have the same sum.
    swapped: dict[tuple[str, int], list[str]] = {}
    alike: dict[str, list[str]] = {}
    for word in often:
        swapped.setdefault((word[0], sum(word.encode())), []).append(word)
        alike.setdefault(word[0] + word[-_ENDING:], []).append(word)
    found: dict[str, tuple[str, int]] = {}
    others: Sequence[str]
    for word in once:
        others = swapped.get((word[0], sum(word.encode())), ())
        meant = [other for other in others if _is_swapped(word, other)] if len(others) <= _MANY else []
        if not meant and len(word) >= MORE_OR_LESS:
            others = alike.get(word[0] + word[-_ENDING:], ())
            meant = [other for other in others if _is_near(word, other)] if len(others) <= _MANY else []
        if len(meant) == 1:
            found[word] = meant[0], counts[meant[0]]
    return found


def _is_swapped(word: str, other: str) -> bool:
    """Whether two words differ in two neighbours inside that changed their places, and in nothing else."""
    if len(word) != len(other):
        return False
    at = _first_difference(word, other)
    if not (at > 0 and word[at : at + 2] == other[at : at + 2][::-1] and word[at + 2 :] == other[at + 2 :]):
        return False
    return not {word[at:], other[at:]} <= _ENDS


def _is_near(word: str, other: str) -> bool:
    """Whether two words with the same ends differ in one letter, or in one that only one of them has."""
    if len(word) == len(other):
        return len(word) >= OTHER and _is_other_letter(word, other)
    longer, shorter = (word, other) if len(word) > len(other) else (other, word)
    if len(longer) > len(shorter) + 1:
        return False
    at = _first_difference(longer, shorter)
    return longer[at + 1 :] == shorter[at:] and not _is_variant(longer, at)


def _first_difference(longer: str, shorter: str) -> int:
    for at, letter in enumerate(shorter):
        if longer[at] != letter:
            return at
    return len(shorter)


def _is_variant(longer: str, at: int) -> bool:
    """Whether others leave that letter out, too: "favourable", "marshalling", "useable", "encyclopaedia"."""
    return longer[at] == longer[at - 1] or longer.startswith(_LEFT_OUT, at) or longer.startswith(_OU, at - 1)


def _is_other_letter(word: str, other: str) -> bool:
    places = [at for at, (one, two) in enumerate(zip(word, other, strict=True)) if one != two]
    return len(places) == 1 and places[0] >= _BEGINNING and {word[places[0]], other[places[0]]} != _VARIANTS
