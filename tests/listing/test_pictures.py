"""The graph in a report: when it is drawn, and where its boxes lead."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest

from tests.report.samples import diagnostic
from tests.repositories import proposal
from zeplint.collection import Collection
from zeplint.diagnostic import Place
from zeplint.listing import pictures as pictures_module
from zeplint.listing.pictures import pictures
from zeplint.report import Picture
from zeplint.rulebook import load_process, load_rulebook
from zeplint.tree import MemoryTree

HREF = "{http://www.w3.org/2000/svg}a"


def collection_of(*texts: str) -> Collection:
    files = {f"docs/zeps/draft/zep-{number:04}.md": text for number, text in enumerate(texts, 1)}
    return Collection(MemoryTree(files), load_process("zep-2024"), named=list(files))


def drawn(*collections: Collection) -> list[Picture]:
    found = [
        diagnostic(Place(one.document(one.proposals[0].path).source)) for one in collections if one.proposals
    ]
    return pictures(collections, tuple(load_rulebook()), found)


def test_a_box_leads_to_the_findings_of_its_file_if_it_has_any() -> None:
    (picture,) = drawn(collection_of(proposal(1), proposal(2, "Less <b>")))
    root = ElementTree.fromstring(picture.svg.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" '))
    links = [link.attrib["href"] for link in root.iter(HREF)]
    assert links == ["#file=docs/zeps/draft/zep-0001.md"]
    assert "Less <b>" in "".join(root.itertext())
    assert "<style" not in picture.svg
    selectors = re.findall(r"(?:^|[}{])([^{}@]+)\{", picture.style)
    assert [selector for selector in selectors if not selector.startswith(".drawing ")] == []


def test_words_say_what_the_picture_shows() -> None:
    one = proposal(1).replace("Type:", "Require: 2\nType:")
    (picture,) = drawn(collection_of(one, proposal(2)))
    assert picture.title == "ZEPs and how they refer to each other"
    assert picture.lines == ("ZEP 1: require ZEP 2",)
    places = ("draft/zep-0001.md", "draft/zep-0002.md", "accepted/zep-0001.md")
    files = {f"docs/zeps/{place}": text for place, text in zip(places, (one, proposal(2), one), strict=True)}
    twins = Collection(MemoryTree(files), load_process("zep-2024"), named=list(files))
    (picture,) = drawn(twins)
    assert picture.svg.count(">zep-0001.md</text>") == 2
    assert picture.lines == ("ZEP 1: require ZEP 2",)


def test_of_several_pictures_the_first_has_what_all_use() -> None:
    first, second = drawn(collection_of(proposal(1)), collection_of(proposal(1)))
    assert ('id="tip"' in first.svg, 'id="tip"' in second.svg) == (True, False)
    assert first.style == second.style


def test_what_nobody_can_take_in_is_not_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = [proposal(1).replace("Type:", "Require: 2\nType:"), proposal(2), proposal(3)]
    monkeypatch.setattr(pictures_module, "ALL", 2)
    (picture,) = drawn(collection_of(*texts))
    assert "ZEP 3" not in picture.svg
    monkeypatch.setattr(pictures_module, "MOST", 1)
    assert drawn(collection_of(*texts)) == []
    assert drawn(collection_of()) == []
