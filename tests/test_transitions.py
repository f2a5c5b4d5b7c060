"""The table of transitions, as PROCESS describes it."""

from __future__ import annotations

import pytest

from zeplint.rulebook import load_process
from zeplint.transitions import followers, verdict

PROCESS = load_process("zep-2024")


@pytest.mark.parametrize(
    ("old", "new", "kind", "expected"),
    [
        (None, "Draft", "Core", "ok"),
        (None, "Active", "Process", "ok"),
        (None, "Active", "Core", "error"),
        (None, "Accepted", "Core", "error"),
        ("Draft", "Accepted", "Core", "ok"),
        ("Draft", "Final", None, "ok"),
        ("Draft", "Active", "Process", "ok"),
        ("Draft", "Active", "Core", "error"),
        ("Deferred", "Draft", None, "ok"),
        ("Deferred", "Accepted", None, "warning"),
        ("Accepted", "Final", None, "ok"),
        ("Accepted", "Rejected", None, "warning"),
        ("Provisional", "Accepted", None, "warning"),
        ("Provisional", "Final", None, "ok"),
        ("Draft", "Superseded", None, "ok"),
        ("Final", "Superseded", None, "ok"),
        ("Active", "Final", None, "warning"),
        ("Rejected", "Draft", None, "warning"),
        ("Final", "Draft", None, "error"),
        ("Final", "Active", "Process", "ok"),
        ("Final", "Active", "Informational", "error"),
        ("Accepted", "Draft", None, "warning"),
    ],
)
def test_verdict(old: str | None, new: str, kind: str | None, expected: str) -> None:
    assert verdict(PROCESS, old, new, kind) == expected


def test_followers() -> None:
    assert followers(PROCESS, "Accepted", "Core") == ["Final", "Superseded"]
