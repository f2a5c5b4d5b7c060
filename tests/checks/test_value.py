"""The form of a header's value, as a project's own rule asks for it."""

from __future__ import annotations

import pytest

from zeplint.checks import Context
from zeplint.checks.value import form
from zeplint.collection import Collection
from zeplint.proposal import Proposal
from zeplint.rulebook import load_process
from zeplint.tree import MemoryTree

PATH = "docs/zeps/draft/zep-0007.md"


def found(header: str, *patterns: str) -> list[tuple[str, str]]:
    text = f"# ZEP 7 — Keys\n\nStatus: Draft\n{header}\n\n## Abstract\n"
    collection = Collection(MemoryTree({PATH: text}), load_process("zep-2024"))
    proposal = collection.document(PATH)
    assert isinstance(proposal, Proposal)
    findings = form(proposal, Context(collection, "2026-01-01"), role="discussion", patterns=patterns)
    return [
        (str(finding.values["found"]), proposal.source.slice(place.span))
        for finding in findings
        for place in finding.places
        if place.span
    ]


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("Discussion: https://github.com/zarr-developers/zeps/issues/1", []),
        ("Discussion: https://example.org/1", ["https://example.org/1"]),
        ("Discussion: see https://github.com/zarr-developers/zeps/issues/1", None),
        ("Discussion: TBD", []),
        ("Discussion:", []),
        ("Discussion:\n\n- https://github.com/a\n- https://b.org", ["https://b.org"]),
        ("", []),
    ],
)
def test_a_value_fits_a_pattern_from_end_to_end(header: str, expected: list[str] | None) -> None:
    expected = [header.partition(": ")[2]] if expected is None else expected
    assert found(header, r"https://github\.com/\S+", "none") == [(text, text) for text in expected]
