"""Words of a text that are slips for others of it."""

from __future__ import annotations

from collections import Counter
from itertools import islice, permutations

import pytest

from tests.bounded import ends_in_time
from zeplint.language.own_words import own_slips


@pytest.mark.parametrize(
    ("word", "other"),
    [
        ("mteadata", "metadata"),
        ("metadtaa", "metadata"),
        ("extensinon", "extension"),
        ("vocabuary", "vocabulary"),
        ("implenentation", "implementation"),
    ],
)
def test_a_slip_of_one_letter(word: str, other: str) -> None:
    assert own_slips(Counter([other, word, other])) == {word: (other, 2)}


@pytest.mark.parametrize(
    ("word", "other"),
    [
        ("casual", "causal"),  # too short to be certain
        ("packagers", "packages"),
        ("extensions", "extension"),
        ("microbenchmark", "macrobenchmark"),
        ("organisation", "organization"),
        ("favorable", "favourable"),
        ("favourable", "favorable"),
        ("marshalling", "marshaling"),
        ("sizeable", "sizable"),
        ("judgements", "judgments"),
        ("reformatted", "preformatted"),
        ("theatre", "theater"),
        ("amphitheaters", "amphitheatres"),
        ("encyclopedia", "encyclopaedia"),
        ("mediaeval", "medieval"),
        ("smoldering", "smouldering"),
        ("mustaches", "moustaches"),
        ("mtaedaat", "metadata"),
        ("metadata", "metadata"),
    ],
)
def test_another_word(word: str, other: str) -> None:
    assert own_slips(Counter([other, word, other])) == {}


def test_a_word_that_stands_twice_is_meant() -> None:
    assert own_slips(Counter(["metadata", "mteadata", "metadata", "mteadata"])) == {}


def test_two_words_that_could_be_meant() -> None:
    words = ["conversation", "conversation", "conservation", "conservation", "convervation"]
    assert own_slips(Counter(words)) == {}


@pytest.mark.parametrize(
    "words",
    [
        [f"interop{number:06}erable" for number in range(12_000)],
        [f"n{''.join(letters)}" for letters in islice(permutations("abcdefgh"), 24_000)],
        [
            f"{head}{middle}{tail}"
            for head in "abcdefghij"
            for middle in ("xyzxyz", "yzxyzx")
            for tail in map(str, range(900))
        ],
    ],
    ids=["alike", "same letters", "few of each"],
)
def test_long_texts_take_no_longer_for_each_word(words: list[str]) -> None:
    with ends_in_time():
        own_slips(Counter([*words, *words[::2]]))
