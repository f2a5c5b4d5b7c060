"""What stands behind a status, in parts."""

from __future__ import annotations

import pytest

from zeplint.checks.aside import Aside, read_aside
from zeplint.collection import open_document
from zeplint.proposal import Proposal
from zeplint.rulebook import load_process
from zeplint.source import Source

PROCESS = load_process("zep-2024")
FORMS = ("yyyy-mm-dd",)


def aside(status: str, extra: str = "") -> Aside | None:
    text = f"# ZEP 7 — Shorter keys\n\nStatus: {status}\nType: Core\n{extra}"
    document = open_document(Source("zep-0007.md", text), PROCESS)
    assert isinstance(document, Proposal)
    return read_aside(document, dates=FORMS)


@pytest.mark.parametrize(
    ("status", "links", "shorthands", "day", "others"),
    [
        ("Accepted via [a](https://example.org/1)", ["https://example.org/1"], [], None, ""),
        ("Accepted (see https://example.org/1)", ["https://example.org/1"], [], None, ""),
        ("Accepted — `a <https://example.org/1>`_", ["https://example.org/1"], [], None, ""),
        ("[Accepted](https://example.org/1)", ["https://example.org/1"], [], None, ""),
        ("Accepted, a/b#1, #2", [], ["a/b#1", "#2"], None, ""),
        ("Accepted as of 2025-02-03", [], [], "2025-02-03", ""),
        ("Accepted on Feb 3rd, 2025 by vote", [], [], "2025-02-03", "vote"),
        ("Accepted on 3/4/2025", [], [], None, "3 4 2025"),
        ("Accepted 2025-02-03 and 2025-02-04", [], [], "2025-02-03", "2025 02 04"),
        ("Accepted [2025-02-03](https://example.org/1)", ["https://example.org/1"], [], None, ""),
        ("Accepted https://example.org/2025-02-03/", ["https://example.org/2025-02-03/"], [], None, ""),
        ("Accepted by ZEP 9", [], [], None, "ZEP 9"),
        ("Accepted.", [], [], None, ""),
        ("Accepted ✅", [], [], None, "✅"),
        ("Accepted in March", [], [], None, "March"),
    ],
)
def test_parts(status: str, links: list[str], shorthands: list[str], day: str | None, others: str) -> None:
    found = aside(status)
    assert found is not None
    assert [link.target for link in found.links] == links
    assert [shorthand.text.text for shorthand in found.shorthands] == shorthands
    assert (found.date.days if found.date else None) == ((day,) if day else None)
    assert found.others == others
    assert found.proposals == ()


@pytest.mark.parametrize(
    ("status", "numbers", "links", "others"),
    [
        ("Superseded by ZEP 9", [9], [], ""),
        ("Superseded by ZEPs 9 and 10", [9], [], "10"),
        ("Superseded by [ZEP 9](zep-0009.md) and ZEP-0010", [9, 10], [], ""),
        ("Superseded by [the core](https://example.org/1)", [], ["https://example.org/1"], ""),
    ],
)
def test_successors(status: str, numbers: list[int], links: list[str], others: str) -> None:
    found = aside(status)
    assert found is not None
    assert [reference.number for reference in found.proposals] == numbers
    assert [link.target for link in found.links] == links
    assert found.others == others


def test_a_reference_counts_where_it_is_defined() -> None:
    found = aside("Accepted [vote]", "\n[vote]: https://example.org/1\n")
    assert found is not None
    assert [link.target for link in found.links] == ["https://example.org/1"]
    undefined = aside("Accepted [vote]")
    assert undefined is not None
    assert (undefined.links, undefined.others) == ((), "vote")


@pytest.mark.parametrize("status", ["Accepted", "", "TODO (after the vote)", "Accepted <!-- by vote -->"])
def test_nothing_behind_the_status(status: str) -> None:
    assert aside(status) is None
