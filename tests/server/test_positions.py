"""Offsets and the columns of the protocol, in each encoding that a client may count in."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lsprotocol.types import Position, Range

from zeplint.server.positions import UTF8, UTF16, UTF32, Positions
from zeplint.source import Source, Span

TEXT = "a\r\n😀é\tx\u2028y\n\x0cz\rend"


@pytest.mark.parametrize(
    ("encoding", "x", "y"),
    [(UTF8, 7, 11), (UTF16, 4, 6), (UTF32, 3, 5)],
)
def test_a_column_counts_the_units_of_the_encoding(encoding: str, x: int, y: int) -> None:
    positions = Positions(Source("a.md", TEXT), encoding)
    assert positions.position(TEXT.index("x")) == Position(1, x)
    assert positions.position(TEXT.index("y")) == Position(1, y)
    assert positions.position(TEXT.index("z")) == Position(2, 1)
    assert positions.position(TEXT.index("end")) == Position(3, 0)


@pytest.mark.parametrize("encoding", [UTF8, UTF16, UTF32])
@pytest.mark.parametrize("bom", [False, True])
def test_every_offset_comes_back(encoding: str, bom: bool) -> None:
    positions = Positions(Source("a.md", TEXT), encoding, marked=bom)
    offsets = [offset for offset in range(len(TEXT) + 1) if TEXT[offset - 1 : offset + 1] != "\r\n"]
    assert [positions.offset(positions.position(offset)) for offset in offsets] == offsets


@pytest.mark.parametrize("encoding", [UTF8, UTF16, UTF32])
def test_a_position_beyond_the_text_is_its_end(encoding: str) -> None:
    positions = Positions(Source("a.md", TEXT), encoding)
    assert positions.offset(Position(0, 99)) == 1
    assert positions.offset(Position(99, 0)) == len(TEXT)
    assert positions.offset(Position(1, 99)) == TEXT.index("\n", 3)


def test_half_a_character_is_none_of_it() -> None:
    assert Positions(Source("a.md", TEXT), UTF16).offset(Position(1, 1)) == TEXT.index("😀")
    assert Positions(Source("a.md", TEXT), UTF8).offset(Position(1, 3)) == TEXT.index("😀")


def test_the_mark_at_the_start_counts_for_the_client_only() -> None:
    positions = Positions(Source("a.md", "x\ny", bom=True), UTF16, marked=True)
    assert positions.position(0) == Position(0, 1)
    assert positions.position(2) == Position(1, 0)
    assert positions.offset(Position(0, 0)) == 0


@pytest.mark.parametrize("encoding", [UTF8, UTF16, UTF32])
def test_a_place_in_a_line_end_is_the_end_of_the_line(encoding: str) -> None:
    positions = Positions(Source("a.md", "a\r\nb"), encoding)
    assert positions.range(Span(1, 2)) == Range(Position(0, 1), Position(0, 1))
    assert positions.position(-1) == Position(0, 0)


def test_a_file_as_a_whole_is_its_first_line() -> None:
    whole = Positions(Source("a.md", "# ZEP\n\ntext"), UTF16).range(None)
    assert whole == Range(Position(0, 0), Position(0, 5))
    assert Positions(Source("a.md", ""), UTF16).range(None) == Range(Position(0, 0), Position(0, 0))


@given(st.text("a😀é\t\r\n\u2028\x0c\x85\ud800", max_size=30), st.sampled_from([UTF8, UTF16, UTF32]))
def test_every_offset_of_any_text_comes_back(text: str, encoding: str) -> None:
    positions = Positions(Source("a.md", text), encoding)
    # Between the two characters of a line end there is no position of the protocol.
    offsets = [offset for offset in range(len(text) + 1) if text[max(offset - 1, 0) : offset + 1] != "\r\n"]
    assert [positions.offset(positions.position(offset)) for offset in offsets] == offsets
    assert [positions.span(positions.range(Span(offset, len(text)))).start for offset in offsets] == offsets
