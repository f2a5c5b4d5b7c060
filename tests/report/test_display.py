from __future__ import annotations

import pytest

from zeplint.report.display import Cell, cells, display_width, wrap


@pytest.mark.parametrize(
    ("text", "width"),
    [
        ("", 0),
        ("Status: Draft", 13),
        ("漢字", 4),
        ("ＡＢ", 4),
        ("é", 1),
        ("e\u0301", 1),
        ("각", 2),
        ("\u1112\u1161\u11ab", 2),
        ("👍", 2),
        ("👍🏽", 2),
        ("👨\u200d👩\u200d👧", 2),
        ("⚠", 1),
        ("⚠\ufe0f", 2),
        ("1\ufe0f\u20e3", 2),
        ("❤\ufe0f\u200d🔥", 2),
        ("🇩🇪", 2),
        ("葛\U000e0100", 2),
        ("a\ufe0f", 7),
        ("\u3164", 6),
        ("👍👍", 4),
        ("\tx", 5),
        ("\x1b[0m", 7),
        ("\u202e", 6),
        ("\U000e0041", 10),
        ("\udcff", 6),
    ],
)
def test_width(text: str, width: int) -> None:
    assert display_width(text) == width


def test_cells_keep_a_base_and_its_marks_together() -> None:
    assert cells("a\tn\u0303漢\x1b👍🏽") == [
        Cell(0, "a", 1),
        Cell(1, "    ", 4),
        Cell(2, "n\u0303", 1),
        Cell(4, "漢", 2),
        Cell(5, r"\x1b", 4),
        Cell(6, "👍🏽", 2),
    ]


def test_a_mark_without_a_base_is_a_cell() -> None:
    assert cells("\u0301a") == [Cell(0, "\u0301", 0), Cell(1, "a", 1)]


def test_many_marks_on_one_base_take_time_in_step() -> None:
    assert [cell.width for cell in cells("a" + "\u0301" * 200_000)] == [1]


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("", [""]),
        ("short", ["short"]),
        ("exactly ten and more", ["exactly", "ten and", "more"]),
        ("1234567890 x", ["1234567890", "x"]),
        ("two  spaces", ["two", "spaces"]),
        ("a longwordthatmustbebroken b", ["a", "longwordth", "atmustbebr", "oken b"]),
        ("漢字漢字漢字 x", ["漢字漢字漢", "字 x"]),
        ("see https://zarr.dev/zeps for it", ["see", "https://zarr.dev/zeps", "for it"]),
        ("a\nb\x1b", [r"a\nb\x1b"]),
    ],
)
def test_wrap(text: str, lines: list[str]) -> None:
    assert wrap(text, 10) == lines


def test_wrap_leaves_room_in_the_first_line() -> None:
    assert wrap("one two three", 10, taken=5) == ["one", "two three"]
    assert wrap("wonderful day", 10, taken=5) == ["", "wonderful", "day"]
