"""codespell's dictionaries of misspellings, read from the files of the installed package.

codespell's code is neither imported nor needed: of its package zeplint uses the data. A file has one
misspelling a line, ``wrong->right``; where several words fit, ``wrong->one, other,``; where a correction is
not to be made without thought, its reason stands behind the last comma.
"""

from __future__ import annotations

import os
import sys
from bisect import bisect
from collections.abc import Iterable, Sequence, Set
from operator import le

from zeplint.record import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from mmap import mmap
    from typing import BinaryIO

PACKAGE = "codespell_lib"
DATA = "data"
# The files of codespell's own dictionaries; the first of them is the one whose name says nothing.
PREFIX, ENDING = "dictionary", ".txt"
MAIN = "clear"
DEFAULT = (MAIN, "rare")

# The typographic apostrophe is another writing of the one that the dictionary has.
APOSTROPHE, TYPOGRAPHIC = "'", "’"

# The main dictionary has 65,000 lines, and making a list of them takes longer than parsing a proposal. Of a
# large file, the first line in every so many bytes is looked at, and a word is searched between two of those.
_LARGE = 100_000
_STEP = 512
# How far from its place, in bytes, a word may stand.
_MARGIN = 64
_KEY_LENGTH = 24


class Correction(NamedTuple):
    """What a misspelling was meant as: the words that fit, the likeliest first.

    `reason` says why it may be right, if the dictionary does. `clear` is set where it is no word at all,
    and not only a rare one.
    """

    words: tuple[str, ...]
    reason: str
    clear: bool


class DictionaryError(Exception):
    """A dictionary that is asked for cannot be had."""


class _Lines:
    """The lines of a large dictionary file, in order, to be found by what stands before their arrow."""

    def __init__(self, data: bytes | mmap) -> None:
        find = data.find
        starts = [find(b"\n", place) for place in range(_STEP, len(data) - _STEP, _STEP)]
        self.data = data
        self.keys = [data[start + 1 : start + _KEY_LENGTH].lower() for start in starts]
        self.starts = [0, *starts, len(data)]

    @property
    def is_ordered(self) -> bool:
        """Whether the lines are in order, without regard to case, and but for some neighbours."""
        return all(map(le, self.keys, self.keys[1:]))

    def corrections(self, words: Iterable[bytes]) -> dict[bytes, bytes]:
        """What stands behind the arrow, by word; `words` are in lower case."""
        found = {}
        data, keys, starts = self.data, self.keys, self.starts
        for word in words:
            index = bisect(keys, word)
            first = max(starts[index] - _MARGIN, 0)
            window = data[first : starts[index + 1] + _MARGIN].lower()
            wanted = word + b"->"
            place = window.find(b"\n" + wanted) + 1
            if place or (first == 0 and window.startswith(wanted)):
                start = first + place + len(wanted)
                end = data.find(b"\n", start)
                found[word] = data[start : end if end >= 0 else len(data)]
        return found

    def offers(self, word: bytes) -> bool:
        """Whether a word is a correction, as it stands behind the arrow or in a list there."""
        data = self.data
        place = data.find(word)
        while place >= 0:
            end = place + len(word)
            if data[place - 1 : place] in (b">", b" ") and data[end : end + 1] in (b"\n", b","):
                return True
            place = data.find(word, place + 1)
        return False


class _Table:
    """The lines of any dictionary file, as a table."""

    def __init__(self, data: bytes) -> None:
        pairs = (line.partition(b"->") for line in data.split(b"\n"))
        self.table = {key.lower(): value for key, arrow, value in pairs if arrow}

    def corrections(self, words: Set[bytes]) -> dict[bytes, bytes]:
        """What stands behind the arrow, by word; `words` are in lower case."""
        return {word: self.table[word] for word in words & self.table.keys()}

    def offers(self, word: bytes) -> bool:
        """Whether a word is a correction."""
        return any(
            word in value and word in value.replace(b",", b" ").split() for value in self.table.values()
        )


class Dictionary:
    """Several dictionaries as one; what a later one says of a word holds.

    `names` are those of codespell's own; `others` the texts of further ones in the same form.
    """

    def __init__(self, names: Sequence[str] = DEFAULT, others: Iterable[str] = ()) -> None:
        self._parts = [(_builtin(name), name == MAIN) for name in names]
        self._parts += [(_Table(text.encode()), False) for text in others]
        # Documents of one collection have most of their words in common.
        self._right: set[str] = set()

    def corrections(self, words: Set[str]) -> dict[str, Correction]:
        """The corrections of those among `words`, in lower case, that are misspelt."""
        asked = words - self._right
        keys = set("\n".join(asked).encode().split(b"\n"))
        variants: dict[bytes, list[str]] = {}
        for word in asked:
            if TYPOGRAPHIC in word:
                variants.setdefault(word.replace(TYPOGRAPHIC, APOSTROPHE).encode(), []).append(word)
        keys.update(variants)
        found: dict[str, Correction] = {}
        for lines, clear in self._parts:
            for key, value in lines.corrections(keys).items():
                text = value.decode("utf-8", "replace")
                written = [*variants.get(key, ()), *({key.decode()} & asked)]
                found.update((word, _correction(text, word, clear=clear)) for word in written)
        self._right.update(words)
        self._right.difference_update(found)
        return found

    def offers(self, word: str) -> bool:
        """Whether a word, in lower case, is the correction of another one: it is right."""
        return any(lines.offers(word.encode()) for lines, _ in self._parts)


def _correction(value: str, word: str, *, clear: bool) -> Correction:
    if TYPOGRAPHIC in word:
        value = value.replace(APOSTROPHE, TYPOGRAPHIC)
    head, comma, reason = value.rpartition(",")
    words = [part.strip() for part in (head if comma else value).split(",")]
    return Correction(tuple(part for part in words if part), reason.strip() if comma else "", clear)


_builtins: dict[str, _Lines | _Table] = {}


def _builtin(name: str) -> _Lines | _Table:
    """The dictionary that codespell calls `name`, opened once."""
    lines = _builtins.get(name)
    if lines is None:
        folder = _folder()
        try:
            with open(os.path.join(folder, _file_name(name, folder)), "rb") as file:
                lines = _builtins[name] = _opened(file)
        except OSError as error:
            raise DictionaryError(f'codespell has no dictionary "{name}" in {folder}') from error
    return lines


def _opened(file: BinaryIO) -> _Lines | _Table:
    if os.fstat(file.fileno()).st_size > _LARGE:
        from mmap import ACCESS_READ, mmap

        # Read where it lies: a copy would take as long as all else that is done here.
        lines = _Lines(mmap(file.fileno(), 0, access=ACCESS_READ))
        if lines.is_ordered:
            return lines
    return _Table(file.read())


def _file_name(name: str, folder: str) -> str:
    if name == MAIN:
        return PREFIX + ENDING
    stem = f"{PREFIX}_{name}"
    if os.path.isfile(os.path.join(folder, stem + ENDING)):
        return stem + ENDING
    # One file says behind its name that it is made by a program.
    longer = (file for file in sorted(os.listdir(folder)) if file.startswith(f"{stem}_"))
    return next(longer, stem + ENDING)


def _folder() -> str:
    """The folder of codespell's dictionaries. `importlib.util` would find it too, and takes longer to import."""
    for finder in sys.meta_path:
        spec = finder.find_spec(PACKAGE, None)
        for folder in (spec.submodule_search_locations or ()) if spec else ():
            return os.path.join(folder, DATA)
    raise DictionaryError("codespell, whose dictionary the spelling is held against, is not installed")
