"""What a change brings, held against what its base has."""

from __future__ import annotations

from tests.changes import ACCEPTED, DRAFT, change_of
from tests.repositories import proposal
from zeplint.baseline.since import brought
from zeplint.diagnostic import Diagnostic, Place, Severity
from zeplint.source import Source, Span


def found(source: Source, message: str, *words: str) -> list[Diagnostic]:
    """A finding on each of the words, in the order in which they stand."""
    diagnostics, start = [], 0
    for word in words:
        start = source.text.index(word, start)
        place = Place(source, Span(start, start + len(word)))
        diagnostics.append(Diagnostic("X", "x", Severity.ERROR, message, (), place))
        start += len(word)
    return diagnostics


def test_of_equal_findings_those_on_old_lines_are_the_known_ones() -> None:
    old, new = f"{DRAFT}/zep-0007.md", f"{ACCEPTED}/zep-0007.md"
    change = change_of({old: proposal(rest="teh key\n")}, {new: proposal(rest="a teh b\n\nteh key\n")})
    before = found(change.base.document(old).source, f"bad in {old}, line 9", "teh")
    now = found(change.collection.document(new).source, f"bad in {new}, line 11", "teh", "teh")
    assert brought(now, before, change) == now[:1]
    assert brought(now, [], change) == now
    assert brought(now[1:], before, change) == []
    assert brought(now, [before[0]._replace(message="worse")], change) == now
