from __future__ import annotations

import unicodedata

import pytest

from zeplint.report.safe import escape_controls, escapes


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
        ("\u3164a\u115f\u1160\uffa0", r"\u3164a\u115f\u1160\uffa0"),
        ("a\u034fb \u17b4\u2800", r"a\u034fb \u17b4\u2800"),
        # A variation of what has several looks is seen, any other is not.
        ("⚠\ufe0f ☎\ufe0e 1\ufe0f\u20e3 🏳\ufe0f\u200d🌈", "⚠\ufe0f ☎\ufe0e 1\ufe0f\u20e3 🏳\ufe0f\u200d🌈"),
        ("≨\ufe00 葛\U000e0100 﨑\ufe00", "≨\ufe00 葛\U000e0100 﨑\ufe00"),
        ("a\ufe0fb\ufe01 1\ufe0f ⚠\ufe0f\ufe0f", "a\\ufe0fb\\ufe01 1\\ufe0f ⚠\ufe0f\\ufe0f"),
        ("\ufe0fa x\U000e0101\U000e01ef", r"\ufe0fa x\U000e0101\U000e01ef"),
        ("ad\u200dmin \u200cx 1\u200d2", r"ad\u200dmin \u200cx 1\u200d2"),
        ("می\u200cخواهم", "می\u200cخواهم"),
    ],
)
def test_controls_become_visible(text: str, shown: str) -> None:
    assert escape_controls(text) == shown


def test_nothing_that_is_shown_as_nothing_is_left() -> None:
    """By the Unicode property Default_Ignorable_Code_Point, as of the places that Python's own data knows."""
    ignorable = [
        0xAD,
        0x34F,
        0x61C,
        0x115F,
        0x1160,
        0x17B4,
        0x17B5,
        *range(0x180B, 0x1810),
        *range(0x200B, 0x2010),
    ]
    ignorable += [
        *range(0x202A, 0x202F),
        *range(0x2060, 0x2065),
        *range(0x2066, 0x2070),
        0x3164,
        *range(0xFE00, 0xFE10),
    ]
    ignorable += [
        0xFEFF,
        0xFFA0,
        *range(0x1D173, 0x1D17B),
        0xE0001,
        *range(0xE0020, 0xE0080),
        *range(0xE0100, 0xE01F0),
    ]
    assert [hex(code) for code in ignorable if chr(code) in escape_controls(f"a{chr(code)}b")] == []
    assert [hex(code) for code in ignorable if escapes(f"a{chr(code)}b") == {}] == []


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
