"""codespell's dictionaries: found without codespell's code, and every line of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from zeplint.language import dictionary
from zeplint.language.dictionary import Correction, Dictionary, DictionaryError


def words_of(name: str) -> dict[str, str]:
    """What a file of codespell's says, read in the plainest way."""
    text = (Path(dictionary._folder()) / name).read_text("utf-8")
    pairs = (line.split("->") for line in text.split("\n") if line)
    return {key.lower(): value for key, value in pairs}


@pytest.mark.parametrize("name", ["clear", "rare", "code", "en_to_en-OX"])
def test_every_word_of_a_dictionary_is_found(name: str) -> None:
    file = dictionary._file_name(name, dictionary._folder())
    expected = {
        word: tuple(part.strip() for part in (value.rpartition(",")[0] if "," in value else value).split(","))
        for word, value in words_of(file).items()
    }
    found = Dictionary([name]).corrections(expected.keys())
    assert {word: correction.words for word, correction in found.items()} == expected


def test_a_word_that_is_right_is_not_found() -> None:
    right = ["", "a", "key", "separate", "zzz", "\u00e4", "->", "recieve-", "recieve->receive"]
    assert Dictionary().corrections(set(right)) == {}


def test_later_dictionaries_go_before() -> None:
    own = "recieve->take, get,\nfoo->bar, it may be right\nno arrow\n\nTeh->The\r\n"
    found = Dictionary(others=[own]).corrections({"recieve", "foo", "teh", "seperate"})
    assert found == {
        "recieve": Correction(("take", "get"), "", clear=False),
        "foo": Correction(("bar",), "it may be right", clear=False),
        "teh": Correction(("The",), "", clear=False),
        "seperate": Correction(("separate",), "", clear=True),
    }


def test_a_typographic_apostrophe_is_kept() -> None:
    found = Dictionary().corrections({"does’nt", "does'nt"})
    assert [found[word].words for word in ("does’nt", "does'nt")] == [("doesn’t",), ("doesn't",)]


def test_a_large_file_in_no_order_is_read_all_the_same(tmp_path: Path) -> None:
    path = tmp_path / "words.txt"
    lines = [f"{word}{'x' * 20}->{word}" for word in reversed([f"w{number:05}" for number in range(5000)])]
    path.write_text("\n".join(lines), encoding="utf-8")
    with path.open("rb") as file:
        opened = dictionary._opened(file)
    assert isinstance(opened, dictionary._Table)
    assert opened.corrections({b"w00042" + b"x" * 20, b"w"}) == {b"w00042" + b"x" * 20: b"w00042"}


def test_a_dictionary_that_is_not_there_is_named() -> None:
    with pytest.raises(DictionaryError, match='no dictionary "klingon"'):
        Dictionary(["klingon"])
