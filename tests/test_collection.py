"""What is a proposal, what a specification page, and what belongs to a collection."""

from __future__ import annotations

from collections.abc import Collection as Names
from pathlib import Path

import pytest

from zeplint.collection import Collection, choose_process, open_document
from zeplint.document import RST, Preamble
from zeplint.markup.preamble import scan_preamble
from zeplint.proposal import Proposal, SpecPage
from zeplint.rulebook import load_process, process_names
from zeplint.source import ReadProblem, Source
from zeplint.tree import DiskTree, MemoryTree

PROCESSES = [load_process(name) for name in process_names()]
ZEP_2024, ZEP_2022 = PROCESSES[:2]
BLOCK = "Author: Ada Example <ada@example.org>\nStatus: Draft\nType: Core\n"


def is_proposal(path: str, text: str = "") -> bool:
    return isinstance(open_document(Source(path, text), ZEP_2024), Proposal)


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("docs/zeps/draft/zep-0007.md", ""),
        ("docs/zeps/draft/zep-0007: Shorter keys.md", ""),
        ("elsewhere/zep-0007.rst", ""),
        ("docs/zeps/draft/shorter-keys.md", f"# Shorter keys\n\n{BLOCK}"),
        ("draft/ZEP0007.md", ""),
        ("docs/zeps/draft/ZEP 7.md", ""),
        ("notes/keys.md", f"# ZEP 7 — Shorter keys\n\n{BLOCK}"),
        ("notes/keys.rst", f"ZEP 7: Shorter keys\n===================\n\n{BLOCK}"),
    ],
)
def test_a_proposal(path: str, text: str) -> None:
    assert is_proposal(path, text)


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("docs/zeps/draft/README.md", BLOCK),
        ("docs/zeps/draft/draft_zeps.md", "# Draft ZEPs\n"),
        ("docs/zeps/draft/notes.md", "# Notes\n\nStatus quo of the drafts.\n"),
        ("docs/zeps/template/template.md", f"# ZEP — Template and Instructions\n\n{BLOCK}"),
        ("docs/zeps/draft/template.md", f"# ZEP — Template\n\n{BLOCK}"),
        ("meetings/2022-09-08.md", "# 2022-09-08\n\n**Attending:** Ada\n\nStatus: of ZEP 7\n"),
        ("notes/keys.md", "# ZEP 7 — Shorter keys\n\nWe talked about it.\n"),
        ("notes/keys.md", "# ZEP 7 — Shorter keys\n\nDate: 2024-11-05\n\nStatus: was discussed\n"),
        ("docs/zeps/draft/2024-11-05.md", "# Meeting\n\nDate: 2024-11-05\n\nStatus: ZEP 7 was discussed.\n"),
        ("docs/zeps/draft/overview.md", "# Drafts\n\n## ZEP 7\n\nStatus: Draft\n\nAuthor: Ada\n"),
        ("notes/ZEP0007-review.md", "# Review of ZEP 7\n"),
    ],
)
def test_no_proposal(path: str, text: str) -> None:
    assert not is_proposal(path, text)


PAGE = """\
==========
Gzip codec
==========

Version:
    1.0
Corresponding ZEPs:
    * `ZEP0001 — Zarr version 3 <https://zarr.dev/zeps/accepted/ZEP0001.html>`_
    * `ZEP 9 — Names <https://zarr.dev/zeps/draft/ZEP0009.html>`_

----

Status of this document
=======================

ZEP0001 was accepted on May 15th, 2023 via https://example.org/issues/227.
"""


def test_a_specification_page_names_its_proposals_and_their_fate() -> None:
    page = open_document(Source("docs/v3/codecs/gzip/index.rst", PAGE), ZEP_2024)
    assert isinstance(page, SpecPage)
    assert page.markup == RST
    assert [reference.number for reference in page.proposals] == [1, 9]
    (state,) = page.states
    assert (state.number, state.state, state.date and state.date.days) == (1, "accepted", ("2023-05-15",))
    assert (
        page.source.slice(state.span)
        == "ZEP0001 was accepted on May 15th, 2023 via https://example.org/issues/227."
    )
    assert state.link is not None
    assert state.link.text == "https://example.org/issues/227"


def test_a_page_without_the_field_is_any_document() -> None:
    page = open_document(Source("docs/v3/codecs/index.rst", "Codecs\n======\n"), ZEP_2024)
    assert not isinstance(page, SpecPage | Proposal)


def test_the_spec_pages_of_a_collection_lie_in_their_places() -> None:
    files = {"docs/v3/codecs/gzip/index.rst": PAGE, "src/v3/index.rst": PAGE, "docs/v3/notes.txt": PAGE}
    pages = Collection(MemoryTree(files), ZEP_2024).spec_pages
    assert [page.path for page in pages] == ["docs/v3/codecs/gzip/index.rst"]


def files_of(*paths: str) -> MemoryTree:
    return MemoryTree(dict.fromkeys(paths, BLOCK))


def test_the_process_is_the_one_whose_names_fit_most_files() -> None:
    old = files_of("draft/ZEP0001.md", "accepted/ZEP0002.md", "draft/zep-0003: Keys.md")
    new = files_of(
        "docs/zeps/draft/zep-0001: Keys.md", "docs/zeps/draft/ZEP0002.md", "docs/zeps/draft/zep-0003-x.md"
    )
    both = files_of("docs/zeps/draft/zep-0001.md")
    assert choose_process(old, PROCESSES, []).name == "zep-2022"
    assert choose_process(new, PROCESSES, []).name == "zep-2024"
    assert choose_process(both, PROCESSES, []).name == "zep-2024"
    assert choose_process(files_of(), PROCESSES, ["x/ZEP0001.md"]).name == "zep-2022"


def test_a_collection_numbers_its_proposals() -> None:
    tree = files_of(
        "docs/zeps/draft/zep-0001.md", "docs/zeps/accepted/zep-0001-b.md", "docs/zeps/draft/zep-0003.md"
    )
    collection = Collection(tree, ZEP_2024)
    assert {number: [p.path for p in found] for number, found in collection.by_number.items()} == {
        1: ["docs/zeps/accepted/zep-0001-b.md", "docs/zeps/draft/zep-0001.md"],
        3: ["docs/zeps/draft/zep-0003.md"],
    }


def test_a_text_on_which_the_scanner_fails_costs_no_other_its_findings(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fail_on_the_first(source: Source, known: Names[str]) -> Preamble:
        if source.path.endswith("1.md") and source.text:
            raise RecursionError
        return scan_preamble(source, known)

    monkeypatch.setattr("zeplint.collection.scan_preamble", fail_on_the_first)
    collection = Collection(files_of("docs/zeps/draft/zep-0001.md", "docs/zeps/draft/zep-0002.md"), ZEP_2024)
    first, second = collection.proposals
    assert first.source.problem == ReadProblem("unreadable", "zeplint fails with RecursionError")
    assert (first.number, second.source.problem) == (1, None)


def test_another_source_gives_another_collection_and_shares_the_rest() -> None:
    collection = Collection(files_of("docs/zeps/draft/zep-0001.md", "docs/zeps/draft/zep-0002.md"), ZEP_2024)
    first, second = collection.proposals
    changed = collection.with_source(
        Source(first.path, BLOCK.replace("Draft", "Final")), Source("docs/zeps/draft/zep-0003.md", BLOCK)
    )
    assert [(p.number, p.status.name) for p in changed.proposals if p.status] == [
        (1, "Final"),
        (2, "Draft"),
        (3, "Draft"),
    ]
    assert changed.proposals[1] is second
    assert collection.proposals[0].status is not None
    assert collection.proposals[0].status.name == "Draft"


def test_only_the_places_of_the_process_are_read(tmp_path: Path) -> None:
    class Watched(DiskTree):
        read_paths: list[str] = []  # noqa: RUF012

        def read(self, path: str) -> Source:
            self.read_paths.append(path)
            return super().read(path)

    for path in ("docs/zeps/draft/zep-0001.md", "docs/zeps/draft/sub/zep-0002.md", "src/zep-0003.md"):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(BLOCK, encoding="utf-8")
    tree = Watched(str(tmp_path), str(tmp_path), str(tmp_path))
    assert [p.number for p in Collection(tree, ZEP_2024).proposals] == [1]
    assert tree.read_paths == ["docs/zeps/draft/zep-0001.md"]


def test_the_published_proposals_are_the_eight(corpus: Path) -> None:
    root = str(corpus / "zeps")
    tree = DiskTree(root, root, root)
    process = choose_process(tree, PROCESSES, [])
    assert process.name == "zep-2022"
    proposals = Collection(tree, process).proposals
    assert [proposal.path for proposal in proposals] == [
        "accepted/ZEP0001.md",
        "accepted/ZEP0002.md",
        "active/ZEP0000.md",
        "draft/ZEP0003.md",
        "draft/ZEP0004.md",
        "draft/ZEP0005.md",
        "draft/ZEP0009.md",
        "draft/ZEP0011.md",
    ]


def test_nothing_else_of_the_published_site_is_a_proposal(corpus: Path) -> None:
    root = corpus / "zeps"
    others = [path for path in root.rglob("*.m*") if path.suffix in (".md", ".markdown")]
    found = []
    for path in others:
        source = Source.from_bytes(path.relative_to(root).as_posix(), path.read_bytes())
        if isinstance(open_document(source, ZEP_2022), Proposal):
            found.append(path.name)
    assert len(found) == 8
    assert all(name.startswith("ZEP00") for name in found)


def test_prose_that_reads_like_headers_is_no_block() -> None:
    text = "# ZEP 7\n\n## Fields\n\nType: the type of a key.\n\nStatus: a byte.\n"
    proposal = open_document(Source("draft/ZEP0007.md", text), ZEP_2022)
    assert isinstance(proposal, Proposal)
    assert (proposal.preamble.headers, proposal.preamble.misplaced) == ((), None)
    assert proposal.preamble.end == len("# ZEP 7")
