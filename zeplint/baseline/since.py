"""Which findings a change brings: those that its base does not have.

A finding is known by its rule, the document it is in (wherever that lay before), its message without places
and the words it marks, and there are as many of it as were found: a second one of the same kind is new.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from zeplint.change import Change
from zeplint.diagnostic import Diagnostic
from zeplint.fingerprint import kind_of


def brought(found: Iterable[Diagnostic], known: Iterable[Diagnostic], change: Change) -> list[Diagnostic]:
    """The diagnostics that are in `found` and not among those of the base, in order.

    Of several that read the same, those on lines that the base has as well are the known ones.
    """
    found = list(found)
    kinds: Counter[object] = Counter()
    lines: Counter[object] = Counter()
    for diagnostic in known:
        kind = kind_of(diagnostic, diagnostic.path)
        kinds[kind] += 1
        lines[kind, _line(diagnostic)] += 1
    old: set[int] = set()
    for index, diagnostic in enumerate(found):
        kind = kind_of(diagnostic, change.before(diagnostic.path))
        if lines[kind, _line(diagnostic)]:
            lines[kind, _line(diagnostic)] -= 1
            kinds[kind] -= 1
            old.add(index)
    for index, diagnostic in enumerate(found):
        kind = kind_of(diagnostic, change.before(diagnostic.path))
        if index not in old and kinds[kind]:
            kinds[kind] -= 1
            old.add(index)
    return [diagnostic for index, diagnostic in enumerate(found) if index not in old]


def _line(diagnostic: Diagnostic) -> str:
    """The line that a finding starts on, without the blanks around it."""
    source, span = diagnostic.place.source, diagnostic.place.span
    return source.slice(source.line_span(source.position(span.start).line)).strip() if span else ""
