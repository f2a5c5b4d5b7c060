from __future__ import annotations

import unicodedata

import pytest

from zeplint.report.safe import escape_controls


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain text, nothing to do", "plain text, nothing to do"),
        ("漢字 é 👍🏽 ❤\ufe0f ক্\u200dষ\u00a0x\u3000y", "漢字 é 👍🏽 ❤\ufe0f ক্\u200dষ\u00a0x\u3000y"),
        ("\x1b[31mred\x1b[0m", r"\x1b[31mred\x1b[0m"),
        ("a\r\nb\tc", r"a\r\nb\tc"),
        ("\x00\x7f\x85\x9b2J", r"\x00\x7f\x85\x9b2J"),
        ("user\u202egnp.exe\u2066\u2069\u061c\u200f", r"user\u202egnp.exe\u2066\u2069\u061c\u200f"),
        ("one\u2028two\u2029three", r"one\u2028two\u2029three"),
        ("zero\u200bwidth\ufeff\xad\u2060", r"zero\u200bwidth\ufeff\xad\u2060"),
        ("tag\U000e0041", r"tag\U000e0041"),
        ("bad\udcff\ud800name", r"bad\udcff\ud800name"),
        (r"literally \x1b", r"literally \x1b"),
    ],
)
def test_controls_become_visible(text: str, shown: str) -> None:
    assert escape_controls(text) == shown


def test_no_control_character_of_unicode_is_left() -> None:
    everything = "".join(map(chr, range(0x110000)))
    left = escape_controls(everything)
    categories = {unicodedata.category(char) for char in left}
    assert categories & {"Cc", "Cs", "Zl", "Zp"} == set()
    bidi = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}
    assert {unicodedata.bidirectional(char) for char in left} & bidi == set()
    assert len(left.splitlines()) == 1


def test_result_can_always_be_encoded() -> None:
    assert escape_controls("\ud800 x \udfff").encode() == rb"\ud800 x \udfff"
