"""The nearest of some known words: what a message offers first."""

from __future__ import annotations

from collections.abc import Iterable


def distance(left: str, right: str, limit: int) -> int:
    """The number of single-character edits or swaps of neighbours between two words.

    Counting stops past `limit`: the answer is then `limit` + 1.
    """
    if abs(len(left) - len(right)) > limit:
        return limit + 1
    before: list[int] = []
    previous = list(range(len(right) + 1))
    for row, a in enumerate(left, 1):
        current = [row]
        for column, b in enumerate(right, 1):
            cost = min(previous[column] + 1, current[-1] + 1, previous[column - 1] + (a != b))
            if row > 1 and column > 1 and a == right[column - 2] and left[row - 2] == b:
                cost = min(cost, before[column - 2] + 1)
            current.append(cost)
        if min(current) > limit:
            return limit + 1
        before, previous = previous, current
    return min(previous[-1], limit + 1)


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word that `word` was most likely meant as, whatever its case; None if none is near.

    Near means at most one edit for every three characters, and at most three.
    """
    folded = word.casefold()
    if len(folded) > 60:
        return None
    limit = min(3, max(1, len(folded) // 3))
    best: tuple[int, str] | None = None
    for candidate in known:
        edits = distance(folded, candidate.casefold(), limit)
        if edits <= limit and (best is None or edits < best[0]):
            best = (edits, candidate)
    return best[1] if best else None


def slips(word: str, known: Iterable[str]) -> list[tuple[int, str]]:
    """The known words that `word` may be a slip of, each behind its edits, the fewest first.

    Closer than `nearest`, and for words in the same case: one edit makes a slip, in a word of ten
    characters or more two. In a word of four or fewer only a lost letter or two swapped ones count,
    because a wrong letter makes another word of it.
    """
    found = []
    letters = set(word)
    for candidate in known:
        limit = 2 if len(candidate) >= 10 else 1
        if (
            abs(len(word) - len(candidate)) > limit
            or len(letters.symmetric_difference(candidate)) > 2 * limit
        ):
            continue
        if len(candidate) <= 4 and len(word) >= len(candidate) and sorted(word) != sorted(candidate):
            continue
        edits = distance(word, candidate, limit)
        if edits <= limit:
            found.append((edits, candidate))
    return sorted(found)
