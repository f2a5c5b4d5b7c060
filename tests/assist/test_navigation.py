"""Definitions, references and links between documents."""

from __future__ import annotations

import pytest

from tests.assist.views import MD, NEP, RST, Files, at, view_of
from zeplint.assist.navigation import definitions, document_links, find_proposals, highlights, references
from zeplint.diagnostic import Place

THREE, FIVE = "docs/zeps/draft/zep-0003.md", "docs/zeps/accepted/zep-0005.rst"
PAGE = "docs/v3/core/index.rst"
FILES = {
    THREE: '# ZEP 3 — Longer 🙂 keys\n\nStatus: Draft\n\nType: Core\n\n## What is new?\n\nText on ZEP 7.\n\n<a id="mark"></a>\n',
    FIVE: "ZEP 5 — No keys\n===============\n\n:Status: Accepted\n:Replaces: 3\n\n.. _own mark:\n\nNew\n---\n\nSee `this <../draft/zep-0003.md#what-is-new>`_.\n",
    PAGE: "Core\n====\n\n:Corresponding ZEP: `ZEP 3 <https://zarr.dev/zeps/draft/zep-0003.html>`_\n",
}


def words(places: list[Place]) -> list[tuple[str, str]]:
    return [(place.source.path, place.source.slice(place.span) if place.span else "") for place in places]


def defined(marked: str, path: str = MD, files: Files = FILES) -> list[tuple[str, str]]:
    text, offset = at(marked)
    return words(definitions(view_of(text, path, files=files), offset))


@pytest.mark.parametrize(
    ("path", "text"),
    [
        (MD, "# ZEP 7\n\nStatus: Draft\n\nReplaces: 🙂 ZEP 3▮\n"),
        (MD, "# ZEP 7\n\nStatus: Draft\n\n🙂 ZE▮P 3\n"),
        (MD, "# ZEP 7\n\n🙂 [li▮nk](zep-0003.md)\n"),
        (MD, "# ZEP 7\n\n🙂 [link](zep-▮0003)\n"),
        (MD, "# ZEP 7\n\n🙂 [link](https://zarr.dev/zeps/draft/zep▮-0003.html)\n"),
        (MD, "# ZEP 7\n\n🙂 [a li▮nk][l]\n\n[l]: zep-0003.md\n"),
        (MD, "# ZEP 7\n\n🙂 [a link][l]\n\n[l]: zep-00▮03.md\n"),
        (RST, "ZEP 7\n=====\n\n:Status: Draft\n:Require: 3▮\n"),
        (RST, "ZEP 7\n=====\n\n🙂 :doc:`li▮nk <zep-0003>`\n"),
        (RST, "ZEP 7\n=====\n\n🙂 `li▮nk <zep-0003.md>`__\n"),
    ],
)
def test_the_definition_of_a_proposal(path: str, text: str) -> None:
    for newline in ("\n", "\r\n"):
        assert defined(text.replace("\n", newline), path) == [(THREE, "ZEP 3 — Longer 🙂 keys")]


def test_the_definition_of_an_anchor() -> None:
    assert defined("# ZEP 7\n\n[link](zep-0003.md#what-▮is-new)\n") == [(THREE, "What is new?")]
    assert defined("# ZEP 7\n\n[link](zep-0003.md#ma▮rk)\n") == [(THREE, "mark")]
    assert defined("# ZEP 7\n\n[link](#new▮)\n\n## Old\n\n## New\n") == [(MD, "New")]
    assert defined("ZEP 7\n=====\n\nNew_▮\n\nOld\n---\n\nNew\n---\n", RST) == [(RST, "New")]
    assert defined("# ZEP 7\n\n[link](zep-0003.md#nowh▮ere)\n") == [(THREE, "ZEP 3 — Longer 🙂 keys")]


def test_what_has_no_definition() -> None:
    assert defined("# ZEP 7\n\nWo▮rds, ZEP 3.\n") == []
    assert defined("# ZEP 7\n\nZEP ▮9\n") == []
    assert defined("# ZEP 7\n\n[x](https://example.org▮)\n") == []
    assert defined("NEP 7\n=====\n\nZEP ▮3\n", NEP) == []


def referring(marked: str, path: str = MD, *, declared: bool = True) -> list[tuple[str, str]]:
    text, offset = at(marked)
    return words(references(view_of(text, path, files=FILES), offset, declared=declared))


def test_the_references_to_a_proposal() -> None:
    expected = [
        (FIVE, "3"),
        (FIVE, "`this <../draft/zep-0003.md#what-is-new>`_"),
        (THREE, "ZEP 3 — Longer 🙂 keys"),
        (MD, "ZEP 3"),
        (PAGE, "`ZEP 3 <https://zarr.dev/zeps/draft/zep-0003.html>`_"),
    ]
    found = referring("# ZEP 7\n\nStatus: Draft\n\nReplaces: ZEP▮ 3\n")
    assert found == [each for each in sorted(expected) if "this" not in each[1]]
    assert (THREE, "ZEP 3 — Longer 🙂 keys") not in referring("# ZEP 7\n\nZEP▮ 3\n", declared=False)


def test_lists_refer_to_a_proposal() -> None:
    toctree = "ZEPs\n====\n\n.. toctree::\n\n   draft/zep-0003\n"
    files = {
        **FILES,
        "docs/zeps/index.rst": toctree,
        "README.md": "# All\n\nZEP 3\n",
        "other/x.md": "# X\n\nZEP 3\n",
    }
    text, offset = at("# ZEP 7\n\nZEP▮ 3\n")
    found = words(references(view_of(text, files=files), offset))
    assert ("docs/zeps/index.rst", "draft/zep-0003") in found
    assert ("README.md", "ZEP 3") in found
    assert not any(path == "other/x.md" for path, _ in found)
    view = view_of(toctree, "docs/zeps/index.rst", files=FILES, process="zep-2024")
    assert [view.source.slice(link.span) for link in document_links(view)] == ["draft/zep-0003"]
    assert [place.source.path for place in definitions(view, toctree.index("zep-0003"))] == [THREE]


def test_the_references_to_the_document_itself() -> None:
    assert referring("# ZE▮P 7\n\nStatus: Draft\n") == [(THREE, "ZEP 7"), (MD, "ZEP 7")]


def test_the_references_to_a_section() -> None:
    text, offset = at(FILES[THREE].replace("What is", "Wh▮at is"))
    found = words(references(view_of(text, THREE, files={**FILES, MD: "# ZEP 7\n"}), offset))
    assert found == [(FIVE, "`this <../draft/zep-0003.md#what-is-new>`_"), (THREE, "What is new?")]
    assert referring("# ZEP 7\n\nNo▮thing\n") == []


def test_a_link_to_a_section_stands_for_it() -> None:
    expected = [
        (FIVE, "`this <../draft/zep-0003.md#what-is-new>`_"),
        (THREE, "What is new?"),
        (MD, "[x](zep-0003.md#what-is-new)"),
    ]
    assert referring("# ZEP 7\n\n[x](zep-0003.md#what▮-is-new)\n") == expected
    assert referring("# ZEP 7\n\n[x](zep-0003.md#no▮thing)\n") == []


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_highlights(newline: str) -> None:
    def shown(marked: str) -> list[str]:
        text, offset = at(marked.replace("\n", newline))
        view = view_of(text, files=FILES)
        return [view.source.slice(span) for span in highlights(view, offset)]

    assert shown("# ZEP 7\n\nReplaces: 3\n\n## A\n\n🙂 ZEP ▮3, ZEP 5, [three](zep-0003.md)\n") == [
        "3",
        "ZEP 3",
        "[three](zep-0003.md)",
    ]
    assert shown("# ZEP ▮7\n\n## A\n\nZEP 7, ZEP 3\n") == ["ZEP 7", "ZEP 7"]
    for marked in ("## K▮eys\n\n[x](#keys)", "## Keys\n\n[x](#k▮eys)"):
        assert shown(f"# ZEP 7\n\n{marked} [y](#other)\n") == ["Keys", "[x](#keys)"]
    assert shown("# ZEP 7\n\nWo▮rds\n") == []


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", [3, 5, 7]),
        ("5", [5]),
        ("zep 3", [3]),
        ("LONGER", [3]),
        ("keys longer", [3]),
        ("keyslonger", []),
        ("accepted", [5]),
    ],
)
def test_proposals_are_found_by_number_and_title(query: str, found: list[int]) -> None:
    files = {**FILES, FIVE: FILES[FIVE].replace("Draft", "Accepted")}
    collection = view_of("# ZEP 7\n\nStatus: Draft\n", files=files).collection
    assert [proposal.number for proposal in find_proposals(collection, query)] == found


def test_links() -> None:
    text = "# ZEP 7\n\nStatus: Draft\n\nReplaces: 3\n\n🙂 [a](zep-0003.md), ZEP 5 and [b](../accepted/zep-0005.rst), [c](#d), <https://zarr.dev/zeps/draft/zep-0003.html>.\n"
    view = view_of(text, files=FILES)
    assert [(view.source.slice(link.span), link.path, link.title) for link in document_links(view)] == [
        ("3", THREE, "ZEP 3: Longer 🙂 keys (Draft)"),
        ("zep-0003.md", THREE, "ZEP 3: Longer 🙂 keys (Draft)"),
        ("ZEP 5", FIVE, "ZEP 5: No keys (Accepted)"),
        ("../accepted/zep-0005.rst", FIVE, "ZEP 5: No keys (Accepted)"),
    ]
