from __future__ import annotations

import pytest

from tests.report.samples import at, diagnostic, source
from zeplint.diagnostic import Diagnostic, Place
from zeplint.fingerprint import fingerprints
from zeplint.source import Span

TEXT = "# ZEP 1\n\nStatus: Drafted\nStatus: Drafted\n"


def finding(text: str, start: int, message: str = "Drafted on line 3 is no status") -> Diagnostic:
    made = source(text)
    return diagnostic(Place(made, Span(start, start + len("Drafted"))), message)


def test_a_fingerprint_does_not_know_its_line() -> None:
    first = list(fingerprints([finding(TEXT, 17)]))
    moved = list(fingerprints([finding(f"\n\n{TEXT}", 19, "Drafted on line 5 is no status")]))
    assert first == moved
    assert len(first[0]) == 32


def test_no_two_are_the_same() -> None:
    twice = list(fingerprints([finding(TEXT, 17), finding(TEXT, 33)]))
    assert len(set(twice)) == 2
    assert twice[0] == next(iter(fingerprints([finding(TEXT, 17)])))


def test_a_fingerprint_knows_its_rule_file_message_and_words() -> None:
    base = finding(TEXT, 17)
    others = [
        base._replace(code="ZEP302"),
        base._replace(message="something else"),
        diagnostic(at(source(TEXT, "draft/zep-0002.md"), "Drafted"), base.message),
        diagnostic(at(source(TEXT.replace("Drafted", "Draughted")), "Draughted"), base.message),
    ]
    found = [next(iter(fingerprints([one]))) for one in (base, *others)]
    assert len(set(found)) == len(found)


@pytest.mark.parametrize(
    "line", ["Status: Accepted", "status: accepted via a link", ":Status: Final", "ZEP 7 — Keys"]
)
def test_what_is_absent_does_not_hang_on_where_that_is_shown(line: str) -> None:
    def found(line: str, message: str, *, stands_in: bool) -> list[str]:
        place = Place(source(f"{line}\n"), Span(0, len(line)), stands_in=stands_in)
        return list(fingerprints([diagnostic(place, message)]))

    status = "Final" if "Final" in line else "Accepted"
    before, message = "Status: Provisional", "{} ZEP has no Resolution header"
    known = found(before, message.format("Provisional"), stands_in=True)
    if "ZEP" not in line:
        assert found(line, message.format(status), stands_in=True) == known
    assert found(line, "ZEP has no Type header", stands_in=True) == found(
        before, "ZEP has no Type header", stands_in=True
    )
    assert found(line, "a", stands_in=True) != found(line, "b", stands_in=True)
    assert found(line, "a", stands_in=False) != found(before, "a", stands_in=False)


def test_any_name_has_one() -> None:
    assert len(list(fingerprints([diagnostic(Place(source("x", "\udcff.md")))]))) == 1
