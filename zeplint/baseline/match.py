"""What a run finds, held against the known findings: what is new, what is known, and what is gone."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Collection as Group
from collections.abc import Iterable, Mapping, Sequence

from zeplint.baseline.file import Entry, Known, clean
from zeplint.collection import Collection
from zeplint.diagnostic import Diagnostic, Place
from zeplint.fingerprint import kind_of
from zeplint.record import NamedTuple
from zeplint.tree import relative_to

# Enough of a marked section to know it by.
LONGEST_TEXT = 100


class Baseline:
    """The known findings of one collection.

    `path` is the file that holds them, `shown` how people see it, `root` the folder of the collection.
    """

    def __init__(self, path: str, shown: str, root: str, entries: Mapping[Entry, int]) -> None:
        self.path = path
        self.shown = shown
        self.root = root
        self.entries = Counter(entries)
        folder = os.path.dirname(os.path.abspath(path))
        way = relative_to(os.path.abspath(root), folder).replace(os.sep, "/")
        # A path of the collection becomes one of the file by what stands before it, and the other way round.
        self._before = "" if way == "." else f"{way}/"

    def with_entries(self, entries: Mapping[Entry, int]) -> Baseline:
        """The same file with other findings in it."""
        return Baseline(self.path, self.shown, self.root, entries)

    def path_of(self, path: str) -> str:
        """How the file names a file of the collection."""
        return os.path.normpath(f"{self._before}{clean(path)}").replace(os.sep, "/")

    def inside(self, path: str) -> str | None:
        """The path in the collection of what the file names; None for a file of another collection."""
        if not self._before:
            return None if path.startswith("../") else path
        if self._before.startswith(".."):
            up = os.path.relpath(".", self._before).replace(os.sep, "/")
            return (
                None if up.startswith("..") else (path[len(up) + 1 :] if path.startswith(f"{up}/") else None)
            )
        return path[len(self._before) :] if path.startswith(self._before) else None


class Looked(NamedTuple):
    """What a run looked at: the files `linted` of a collection, by the rules with the codes `rules`."""

    collection: Collection
    linted: Group[str]
    rules: Group[str]


class Matched(NamedTuple):
    """The diagnostics that are not known, the number of those that are, and the entries of which there are fewer now."""

    new: tuple[Diagnostic, ...]
    known: int
    gone: Counter[Entry]


def known_by(diagnostic: Diagnostic, place: Place) -> Known:
    """What a diagnostic is known by, as if it were reported at `place`, one of its own."""
    code, _, message, text = kind_of(diagnostic, None, place)
    return Known(code, clean(message), clean(text[:LONGEST_TEXT]))


def match(baseline: Baseline, found: Sequence[Diagnostic], looked: Looked) -> Matched:
    """Hold what was found where a run looked against the known findings.

    A finding over several files is known wherever it is reported. An entry of a file that is there no more is that of
    the proposal with its number, or of a file with its name: a proposal that is promoted takes its entries along.
    """
    collection, linted, rules = looked
    left = Counter(baseline.entries)
    moved: dict[tuple[object, ...], list[Entry]] = {}
    for entry in left:
        inside = baseline.inside(entry.path)
        if inside is not None and not collection.exists(inside):
            moved.setdefault((_identity(inside, collection), entry.known), []).append(entry)
    new = [one for one in found if not _take(one, baseline, left, moved, collection)]
    gone: Counter[Entry] = Counter()
    for entry, count in left.items():
        inside = baseline.inside(entry.path)
        if count < 1 or inside is None or entry.known.code not in rules:
            continue
        if inside in linted or not collection.exists(inside):
            gone[entry] = count
    return Matched(tuple(new), len(found) - len(new), gone)


def _take(
    diagnostic: Diagnostic,
    baseline: Baseline,
    left: Counter[Entry],
    moved: Mapping[tuple[object, ...], Iterable[Entry]],
    collection: Collection,
) -> bool:
    """Whether a diagnostic is known; takes it off those that are left."""
    for place in (diagnostic.place, *diagnostic.related):
        known = known_by(diagnostic, place)
        path = place.source.path
        for entry in (
            Entry(baseline.path_of(path), known),
            *moved.get((_identity(path, collection), known), ()),
        ):
            if left[entry] > 0:
                left[entry] -= 1
                return True
    return False


def _identity(path: str, collection: Collection) -> object:
    """What a file keeps when it moves: the number in its name, else the name."""
    name = path.rpartition("/")[2]
    found = collection.process.match_name(name)
    return int(found["number"]) if found else name


def rewritten(baseline: Baseline, found: Sequence[Diagnostic], looked: Looked) -> Counter[Entry]:
    """The known findings once those of this run are known: what it did not look at stays as it was."""
    collection, linted, rules = looked
    kept: Counter[Entry] = Counter()
    for entry, count in baseline.entries.items():
        inside = baseline.inside(entry.path)
        if inside is None or (
            collection.exists(inside) and (inside not in linted or entry.known.code not in rules)
        ):
            kept[entry] = count
    for one in found:
        kept[Entry(baseline.path_of(one.path), known_by(one, one.place))] += 1
    return kept
