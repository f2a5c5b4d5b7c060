"""Findings of an earlier text, carried over to a later one, until that is linted."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator

from zeplint.diagnostic import Diagnostic, Place
from zeplint.source import Source, Span


def carry_over(diagnostics: Iterable[Diagnostic], old: Source, new: Source) -> Iterator[Diagnostic]:
    """The diagnostics of `old` at their places in `new`, without those at which something has changed."""
    first = _common(old.text, new.text)
    longest = min(len(old.text), len(new.text)) - first
    last = min(_common(old.text[::-1], new.text[::-1]), longest)
    end, shift = len(old.text) - last, len(new.text) - len(old.text)

    def move(place: Place) -> Place | None:
        if place.source is not old:
            return place
        if place.span is None or place.span.end <= first:
            return place._replace(source=new)
        if place.span.start < end:
            return None
        return place._replace(source=new, span=Span(place.span.start + shift, place.span.end + shift))

    for diagnostic in diagnostics:
        place = move(diagnostic.place)
        if place is not None:
            related = tuple(moved for each in diagnostic.related if (moved := move(each)))
            # The edits of a fix are about the old text.
            yield diagnostic._replace(place=place, related=related, fix=None)


def _common(one: str, other: str) -> int:
    """How many characters two texts have in common at their start."""
    return bisect_left(range(min(len(one), len(other))), True, key=lambda n: one[: n + 1] != other[: n + 1])
