from __future__ import annotations

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


def test_any_name_has_one() -> None:
    assert len(list(fingerprints([diagnostic(Place(source("x", "\udcff.md")))]))) == 1
