"""One list of parts of a text after an edit: what was read anew, between what stands above it and below it as before."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable

from zeplint.document import Section
from zeplint.source import Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, TypeVar

    Part = TypeVar("Part", bound=tuple[object, ...])


class Joined:
    """Joins the parts of a text that was read anew from `start` to `end`, the offset of that before the edit.

    `growth` is what the text below has moved by. The offsets of what was read anew count from `start`.
    """

    def __init__(self, start: int, end: int, growth: int) -> None:
        self.start = start
        self.end = end
        self.growth = growth

    def __call__(self, before: Iterable[Part], anew: Iterable[Part]) -> tuple[Part, ...]:
        """The parts as they are `before` the edit, with those read `anew`."""
        start, end, stop = self.start, self.end, self.end - self.start + self.growth
        above: list[Part] = []
        below: list[Part] = []
        for part in before:
            place = place_of(part).start
            if place < start:
                above.append(part)
            elif place >= end:
                below.append(part)
        between = (part for part in anew if place_of(part).start < stop)
        return (*above, *_moved(between, start), *_moved(below, self.growth))


def changed(old: str, new: str) -> tuple[int, int]:
    """Where in `old` what is other than in `new` begins and ends."""
    first = _common(old, new)
    shorter = min(len(old), len(new)) - first
    return first, len(old) - min(_common(old[:first:-1], new[:first:-1]), shorter)


def _common(one: str, other: str) -> int:
    """How many characters two texts have in common at their start."""
    return bisect_left(range(min(len(one), len(other))), True, key=lambda n: one[: n + 1] != other[: n + 1])


def place_of(part: Any) -> Span:
    """Where a part of a text stands."""
    place = part.heading if isinstance(part, Section) else part.span
    assert isinstance(place, Span)
    return place


def moved_span(span: Span, distance: int) -> Span:
    """A span that far below."""
    return Span(span.start + distance, span.end + distance)


def _moved(parts: Iterable[Part], distance: int) -> Iterable[Part]:
    return (_moved_value(part, distance) for part in parts) if distance else parts


def _moved_value(value: Any, distance: int) -> Any:
    """A part with every place in it moved; of what is no part, the value itself."""
    if isinstance(value, Span):
        return moved_span(value, distance)
    if isinstance(value, tuple):
        return tuple.__new__(type(value), [_moved_value(item, distance) for item in value])
    return value
