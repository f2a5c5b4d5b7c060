"""Names of headers: known however they are written, and what an unknown one was meant as."""

from __future__ import annotations

import pytest

from zeplint.collection import Collection
from zeplint.nearest import slips
from zeplint.process import Slip, normalise_name
from zeplint.proposal import Proposal
from zeplint.rulebook import load_process
from zeplint.tree import MemoryTree

PROCESS = load_process("zep-2024")


@pytest.mark.parametrize(
    ("name", "normal"),
    [
        ("Replaced-By", "replaced-by"),
        ("replaced  by", "replaced-by"),
        ("REPLACED_BY", "replaced-by"),
        (" Status ", "status"),
        ("Discussion #12", "discussion-#n"),
        ("", ""),
    ],
)
def test_normalise_name(name: str, normal: str) -> None:
    assert normalise_name(name) == normal


@pytest.mark.parametrize(
    ("name", "proper", "written"),
    [
        ("Status", "Status", True),
        ("status", "Status", False),
        ("Authors", "Author", False),
        ("Replaced by", "Replaced-By", False),
        ("Discussion #7", "Discussion #7", True),
        ("discussion #7", "Discussion #7", False),
        ("Updated", "Updated", True),
        ("updated", "Updated", False),
    ],
)
def test_proper_name(name: str, proper: str, written: bool) -> None:
    header = PROCESS.header_named(name)
    assert header is not None
    assert (header.proper(name), header.writes(name)) == (proper, written)


@pytest.mark.parametrize(
    ("word", "found"),
    [
        ("stauts", [(1, "status")]),
        ("statu", [(1, "status")]),
        ("typ", [(1, "type")]),
        ("tpye", [(1, "type")]),
        ("tape", []),
        ("types", []),
        ("resoltuin", [(2, "resolution")]),
        ("related", []),
        ("status", [(0, "status")]),
        ("x" * 1000, []),
    ],
)
def test_slips(word: str, found: list[tuple[int, str]]) -> None:
    assert slips(word, ["created", "resolution", "status", "type"]) == found


@pytest.mark.parametrize(
    ("name", "header", "written", "certain"),
    [
        ("Stauts", "Status", "Status", True),
        ("Autor", "Author", "Author", True),
        ("Autors", "Author", "Author", False),
        ("Creation", "Created", "Created", False),
        ("Replaced", "Replaces", "Replaces", False),
        ("Updates", "Revised on", "Updated", False),
        ("Discussion#3", "Discussion", "Discussion #3", False),
    ],
)
def test_slip_for(name: str, header: str, written: str, certain: bool) -> None:
    assert PROCESS.slip_for(name) == Slip(PROCESS.headers[header], written, certain)


@pytest.mark.parametrize("name", ["License", "Related", "Contact", "Reviewer", "", "x" * 500])
def test_nothing_is_near(name: str) -> None:
    assert PROCESS.slip_for(name) is None


def test_a_slip_stands_for_a_header_that_is_not_there() -> None:
    text = "# ZEP 7\n\nAuthor: a\nAutor: b\nStauts: Draft\nSttaus: Final\nCreation: c\nReviewed on: d\n"
    proposal = Collection(MemoryTree({"draft/zep-0007.md": text}), PROCESS).proposals[0]
    assert isinstance(proposal, Proposal)
    found = {role: [header.name for header in headers] for role, headers in proposal.by_role.items()}
    assert found == {"author": ["Author", "Autor"], "status": ["Stauts"], "created": ["Creation"]}
    assert proposal.stage == "early"


def test_a_header_under_its_own_name_goes_before_a_variant() -> None:
    text = "---\ndate: 2024-11-07\ncreated: 2024-11-05\nstatus: Draft\n---\n"
    proposal = Collection(MemoryTree({"draft/zep-0007.md": text}), PROCESS).proposals[0]
    assert [header.name for header in proposal.by_role["created"]] == ["created", "date"]
    text = "# ZEP 7\n\nAuthors: a\nAuthor: b\nStatus: Draft\n"
    proposal = Collection(MemoryTree({"draft/zep-0007.md": text}), PROCESS).proposals[0]
    assert [header.name for header in proposal.by_role["author"]] == ["Authors", "Author"]
