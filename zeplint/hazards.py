"""Why a regular expression of a user's own is refused: it is none, or a text could keep it busy for ever.

Python's matcher tries every way to divide a text among repeats. Where one repeat stands in another, or two ways
through a repeat begin alike, the number of ways doubles with every character: a page can hang a run. Such
expressions can be told by their form, and written without the danger: `(\\w+\\s?)+` as `[\\w\\s]+`, or with an inner
repeat that gives nothing back, `(?:\\w++\\s)+`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from importlib import import_module

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

# Each repeat without an end multiplies the time by the length of the text once more.
MOST_REPEATS = 2
# More turns of a repeat than this are as good as without an end.
FEW = 20
# In how many ways the repeats with an end and the alternatives may match one text, by how many repeats have none.
MOST_WAYS = (10_000, 1_000, 100)
LONGEST = 2_000

_REPEATS = ("MAX_REPEAT", "MIN_REPEAT")


def hazard(text: str) -> str:
    """What is wrong with a regular expression; empty if nothing is."""
    if len(text) > LONGEST:
        return f"a regular expression of more than {LONGEST} characters"
    try:
        re.compile(text)
        # The only way to see the form of an expression.
        parser: Any = import_module("re._parser")
        return _danger(parser.parse(text))
    except (re.error, RecursionError, OverflowError) as error:
        return f"no regular expression: {error}"


def _danger(parsed: Any) -> str:
    for name, value in _walk(parsed):
        if name == "GROUPREF":
            return "a regular expression must not refer back to a group: it could take for ever"
        if name in _REPEATS and value[1] > FEW and (what := _inside(value[2])):
            return f"{what} in a repeat of a regular expression could take for ever"
    endless = _endless(parsed)
    if endless > MOST_REPEATS:
        return f"{endless} repeats without an end in a regular expression could take for ever: at most {MOST_REPEATS}"
    if _ways(parsed) > MOST_WAYS[endless]:
        return "the repeats and alternatives of a regular expression match in so many ways that it could take for ever"
    return ""


def _endless(parsed: Any) -> int:
    """How many repeats without an end stand one behind the other, turn by turn; of alternatives, in the worst."""
    count = 0
    for operator, value in parsed:
        name = str(operator)
        if name in _REPEATS and value[1] > FEW:
            count += 1
        elif below := [_endless(part) for part in _parts(name, value)]:
            count += max(below) * (value[1] if name in _REPEATS else 1)
    return min(count, FEW)


def _ways(parsed: Any) -> int:
    """In how many ways an expression may match one text, its endless repeats left aside; at most, and never far above."""
    ways = 1
    for operator, value in parsed:
        name = str(operator)
        if name == "BRANCH":
            ways *= _ways_of_branches(value[1])
        elif name in _REPEATS and value[1] <= FEW:
            each = _ways(value[2])
            ways *= sum(each**turns for turns in range(value[0], value[1] + 1))
        else:
            for part in _parts(name, value):
                ways *= _ways(part)
        # Of what is refused anyway, the number may be longer than a machine can hold.
        ways = min(ways, MOST_WAYS[0] + 1)
    return ways


def _ways_of_branches(branches: Iterable[Any]) -> int:
    """The ways of those alternatives together that one text can begin with."""
    found = [(_beginning(branch), _ways(branch)) for branch in branches]
    return max(
        sum(ways for other, ways in found if text.startswith(other) or other.startswith(text))
        for text, _ in found
    )


def _beginning(branch: Any) -> str:
    """The letters that all texts begin with that a part of an expression matches, as far as they are plain to see."""
    letters = ""
    for operator, value in branch:
        if str(operator) != "LITERAL":
            break
        letters += chr(value).casefold()
    return letters


def _inside(body: Any) -> str:
    """What in the body of a repeat makes several ways through it."""
    for name, value in _walk(body):
        if name in _REPEATS and value[0] != value[1]:
            return "a repeat"
        if name == "BRANCH" and not _are_apart(value[1]):
            return "alternatives that may begin alike"
    return ""


def _are_apart(branches: Iterable[Any]) -> bool:
    """Whether each alternative begins with a character that no other one begins with."""
    characters: list[str] = []
    for branch in branches:
        if not len(branch):
            return False
        name, value = branch[0]
        items: list[Any] = list(value) if str(name) == "IN" else [(name, value)]
        if any(str(kind) != "LITERAL" for kind, _ in items):
            return False
        characters += {chr(item).casefold() for _, item in items}
    return len(set(characters)) == len(characters)


def _walk(parsed: Any) -> Iterator[tuple[str, Any]]:
    """Every part of a parsed expression, with what is in it; what gives nothing back counts for what it holds."""
    for operator, value in parsed:
        name = str(operator)
        yield name, value
        for below in _parts(name, value):
            yield from _walk(below)


def _parts(name: str, value: Any) -> list[Any]:
    if name in (*_REPEATS, "POSSESSIVE_REPEAT"):
        return [value[2]]
    if name == "BRANCH":
        return list(value[1])
    if name == "SUBPATTERN":
        return [value[3]]
    if name in ("ASSERT", "ASSERT_NOT"):
        return [value[1]]
    if name == "ATOMIC_GROUP":
        return [value]
    if name == "GROUPREF_EXISTS":
        return [part for part in value[1:] if part is not None]
    return []
