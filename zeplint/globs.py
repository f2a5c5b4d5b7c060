r"""File patterns as people know them from ``.gitignore`` and ruff.

Paths and patterns are relative to one root and use ``/``, on every system; case counts.

- ``*`` stands for any characters of one file or folder name, ``?`` for one, ``[a-z]`` and ``[!a-z]`` for
  one of a set; ``**`` also crosses ``/``. A backslash takes the next character as it is.
- A pattern without ``/`` fits a file or folder name at any depth; any other starts at the root.
- A pattern that fits a folder fits everything below it; with a ``/`` at its end it fits nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from itertools import takewhile

_STAR = "[^/]*?"
_FOLDERS = "(?:[^/]+/)*?"
_NOTHING = "(?!)"
# What may stand for something else than itself.
_SPECIAL = frozenset("*?[\\")


def matches(path: str, patterns: Iterable[str]) -> bool:
    """Whether `path`, relative to the root of the patterns, fits one of `patterns`."""
    return any(path.startswith(_lead(pattern)) and compile_glob(pattern).match(path) for pattern in patterns)


@lru_cache(maxsize=1024)
def _lead(pattern: str) -> str:
    """What every path that fits a pattern begins with; far the most need no expression."""
    components = _components(pattern)
    plain = "/".join(takewhile(_SPECIAL.isdisjoint, components))
    return plain if plain == "/".join(components) else plain and f"{plain}/"


def _components(pattern: str) -> list[str]:
    if pattern.startswith("./"):
        pattern = pattern[1:]
    components = [component for component in pattern.split("/") if component]
    return ["**", *components] if components and "/" not in pattern.rstrip("/") else components


@lru_cache(maxsize=1024)
def compile_glob(pattern: str) -> re.Pattern[str]:
    """The regular expression for one pattern; `match` and `fullmatch` of a path give the same.

    Every text is a pattern: an empty one fits nothing, and a ``[`` that is not closed is itself. Time
    grows with the length of the path and of the pattern, never with their combinations.
    """
    below = pattern.endswith("/")
    components = _components(pattern)
    if not components:
        return re.compile(_NOTHING)
    # Between two `**` the leftmost fit leaves the most for the rest: it never has to be tried again.
    return re.compile("".join(f"(?>{part})" for part in _parts(components, below=below)), re.DOTALL)


def _parts(components: list[str], *, below: bool) -> list[str]:
    """The expression in parts, cut before each ``**``; the last reaches the end of the path."""
    parts = [""]
    final = len(components) - 1
    for index, component in enumerate(components):
        if len(component) > 1 and not component.strip("*"):
            if index == final:
                parts[-1] += r".+\Z"
            else:
                parts.append(_FOLDERS)
            continue
        first, *others = _name_parts(component)
        parts[-1] += first
        parts.extend(f".*?{other}" for other in others)
        if index < final:
            parts[-1] += "/"
        else:
            parts[-1] += r"/.+\Z" if below else r"(?:/.*)?\Z"
    return parts


def _name_parts(component: str) -> list[str]:
    """The expressions for one name, cut at each ``**`` in it."""
    parts: list[list[str]] = [[""]]
    index = 0
    while index < len(component):
        character = component[index]
        index += 1
        if character == "*":
            start = index
            while component[index : index + 1] == "*":
                index += 1
            if index > start:
                parts.append([""])
            else:
                parts[-1].append("")
        elif character == "?":
            parts[-1][-1] += "[^/]"
        elif character == "[" and (end := _set_end(component, index)) is not None:
            parts[-1][-1] += _set(component[index:end])
            index = end + 1
        elif character == "\\" and index < len(component):
            parts[-1][-1] += re.escape(component[index])
            index += 1
        else:
            parts[-1][-1] += re.escape(character)
    return [_join(pieces) for pieces in parts]


def _join(pieces: list[str]) -> str:
    """The expression for fixed pieces with a ``*`` between each two."""
    if len(pieces) == 1:
        return pieces[0]
    # As for `**`: only the last star may have to give way, to reach the end of the name.
    inner = "".join(f"(?>{_STAR}{piece})" for piece in pieces[1:-1])
    return f"{pieces[0]}{inner}{_STAR}{pieces[-1]}"


def _set_end(component: str, start: int) -> int | None:
    """Where the set whose content starts at `start` is closed; a ``]`` in first place is a member."""
    first = start + 1 if component[start : start + 1] in ("!", "^") else start
    end = component.find("]", first + 1)
    return end if end >= 0 else None


def _set(content: str) -> str:
    negated = content[0] in "!^"
    members = content[1:] if negated else content
    ranges = ""
    index = 0
    while index < len(members):
        low = high = members[index]
        index += 1
        if members[index : index + 1] == "-" and index + 1 < len(members):
            high = members[index + 1]
            index += 2
        if low <= high:
            ranges += f"{re.escape(low)}-{re.escape(high)}"
    if not ranges:
        return "[^/]" if negated else _NOTHING
    return f"[^/{ranges}]" if negated else f"(?!/)[{ranges}]"
