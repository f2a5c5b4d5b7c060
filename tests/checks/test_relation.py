"""Relations between files: what is linted, what is related, and what cannot be known."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from tests.rule_examples import RULEBOOK, TODAY
from zeplint.collection import Collection
from zeplint.diagnostic import Diagnostic
from zeplint.edits.apply import apply_fix
from zeplint.linter import Options, lint
from zeplint.rulebook import load_process
from zeplint.tree import MemoryTree

PROCESS = load_process("zep-2024")

Files = dict[str, str | bytes]


def zep(number: int, status: str, *headers: str) -> str:
    block = "\n".join((f"Status: {status}", "Type: Core", *headers))
    return f"# ZEP {number} — Keys\n\n{block}\n"


def findings(code: str, files: Files, paths: Iterable[str] | None = None) -> list[Diagnostic]:
    collection = Collection(MemoryTree(files), PROCESS, named=list(files))
    result = lint(collection, paths or files, [RULEBOOK.rules[code]], RULEBOOK, Options(today=TODAY))
    assert not [d for d in result.diagnostics if d.code == "ZEP003"]
    return list(result.diagnostics)


def described(diagnostic: Diagnostic) -> list[tuple[str, str, str]]:
    """Path, text and note of each place of a diagnostic, the reported one first."""
    return [
        (place.source.path, place.source.slice(place.span) if place.span else "", place.note)
        for place in (diagnostic.place, *diagnostic.related)
    ]


OLD, NEW = "zep-0003.md", "zep-0007.md"
ONE_SIDED: Files = {OLD: zep(3, "Superseded"), NEW: zep(7, "Final", "Replaces: ZEP 3")}


def test_the_side_to_change_is_reported_and_the_other_related() -> None:
    (found,) = findings("ZEP401", ONE_SIDED)
    assert described(found) == [
        (OLD, "Status: Superseded", "ZEP 3 does not say so"),
        (NEW, "ZEP 3", "ZEP 7 says so"),
    ]


def test_the_side_that_was_passed_is_reported() -> None:
    (found,) = findings("ZEP401", ONE_SIDED, [NEW])
    assert described(found) == [
        (NEW, "ZEP 3", "ZEP 7 says so"),
        (OLD, "Status: Superseded", "ZEP 3 does not say so"),
    ]
    assert found.message == 'ZEP 3 has no "Replaced-By: 7", but ZEP 7 has "Replaces: 3"'


@pytest.mark.parametrize(
    ("old", "new", "safe", "title"),
    [
        ("Superseded", "Final", True, "Add Replaced-By: 7 to ZEP 3"),
        ("Final", "Final", False, "Add Replaced-By: 7 to ZEP 3 and set its status"),
    ],
)
def test_the_fix_is_safe_only_where_the_old_one_is_superseded(
    old: str, new: str, safe: bool, title: str
) -> None:
    files: Files = {OLD: zep(3, old), NEW: zep(7, new, "Replaces: 3")}
    (found,) = findings("ZEP401", files)
    assert found.fix is not None
    assert (found.fix.safe, found.fix.title) == (safe, title)


def test_no_fix_where_the_status_cannot_be_set() -> None:
    files: Files = {OLD: zep(3, "Accepted by vote"), NEW: zep(7, "Final", "Replaces: 3")}
    (found,) = findings("ZEP401", files)
    assert found.fix is None


def test_the_other_direction_is_as_safe() -> None:
    for status, safe in (("Superseded", True), ("Final", False)):
        files: Files = {OLD: zep(3, status, "Replaced-By: 7"), NEW: zep(7, "Final")}
        (found,) = findings("ZEP401", files)
        assert found.path == NEW
        assert found.fix is not None
        assert found.fix.safe is safe


def test_several_that_lack_their_side_are_fixed_one_by_one() -> None:
    files: Files = {
        OLD: zep(3, "Superseded"),
        NEW: zep(7, "Final", "Replaces: 3"),
        "zep-0008.md": zep(8, "Final", "Replaces: 3"),
    }
    for left in (2, 1, 0):
        found = findings("ZEP401", files)
        assert len(found) == left
        if found and found[0].fix:
            files.update(apply_fix({OLD: str(files[OLD])}, {OLD: found[0].place.source}, found[0].fix))
    assert files[OLD] == zep(3, "Superseded", "Replaced-By: 7, 8")


def test_of_two_files_with_one_number_one_that_agrees_is_enough() -> None:
    files: Files = {
        "draft/zep-0003.md": zep(3, "Superseded"),
        "zep-0003.md": zep(3, "Superseded", "Replaced-By: 7"),
        NEW: zep(7, "Final", "Replaces: 3"),
    }
    assert findings("ZEP401", files) == []
    files["zep-0003.md"] = zep(3, "Superseded")
    assert [found.path for found in findings("ZEP401", files)] == ["draft/zep-0003.md"]


def test_a_file_that_cannot_be_read_is_there_and_says_nothing() -> None:
    files: Files = {
        OLD: b"\0\0",
        NEW: zep(7, "Final", "Replaces: 3", "Require: 3"),
        "zep-0008.md": zep(8, "Draft"),
    }
    for code in ("ZEP401", "ZEP402", "ZEP404", "ZEP406"):
        assert findings(code, files) == []


def test_a_proposal_without_a_number_names_others_and_is_named_by_none() -> None:
    nameless = "draft/keys.md"
    files: Files = {nameless: "# Keys\n\nStatus: Superseded\nReplaces: 3\nRequire: 5\n", OLD: zep(3, "Final")}
    assert [found.message for found in findings("ZEP404", files)] == [
        "ZEP 5 is not among these ZEPs: check the number in Require"
    ]
    assert findings("ZEP401", files) == findings("ZEP405", files) == findings("ZEP406", files) == []
    assert [found.path for found in findings("ZEP402", files)] == [nameless]


def test_the_status_and_the_header_that_contradicts_it() -> None:
    (found,) = findings("ZEP403", {OLD: zep(3, "Final", "Replaced-By: 7")})
    assert described(found) == [
        (OLD, "Final", ""),
        (OLD, "Replaced-By: 7", "the proposal that replaces it"),
    ]
    assert found.fix is not None
    assert not found.fix.safe


CYCLE: Files = {
    "zep-0002.md": zep(2, "Draft", "Require: 1, 4"),
    "zep-0004.md": zep(4, "Draft", "Require: ZEP 6"),
    "zep-0006.md": zep(6, "Draft", "Require: 0002"),
}


def test_each_edge_of_a_cycle_has_its_place() -> None:
    (found,) = findings("ZEP406", CYCLE)
    assert found.message == "requirements run in a circle: ZEP 2 -> ZEP 4 -> ZEP 6 -> ZEP 2"
    assert described(found) == [
        ("zep-0002.md", "4", "ZEP 2 requires ZEP 4"),
        ("zep-0004.md", "ZEP 6", "ZEP 4 requires ZEP 6"),
        ("zep-0006.md", "0002", "ZEP 6 requires ZEP 2"),
    ]


def test_a_cycle_is_reported_in_the_file_that_was_passed() -> None:
    (found,) = findings("ZEP406", CYCLE, ["zep-0006.md"])
    assert described(found) == [
        ("zep-0006.md", "0002", "ZEP 6 requires ZEP 2"),
        ("zep-0002.md", "4", "ZEP 2 requires ZEP 4"),
        ("zep-0004.md", "ZEP 6", "ZEP 4 requires ZEP 6"),
    ]


def test_one_file_of_two_with_the_same_number_closes_the_cycle() -> None:
    files: Files = {
        "draft/zep-0002.md": zep(2, "Draft"),
        "zep-0002.md": zep(2, "Draft", "Require: 4"),
        "zep-0004.md": zep(4, "Draft", "Require: 2"),
    }
    assert [found.path for found in findings("ZEP406", files)] == ["zep-0002.md"]


@pytest.mark.parametrize("code", ["ZEP401", "ZEP402", "ZEP404", "ZEP406"])
def test_nothing_is_reported_outside_the_files_that_were_passed(code: str) -> None:
    files: Files = {
        **ONE_SIDED,
        "zep-0010.md": zep(10, "Superseded", "Require: 11, 99"),
        "zep-0011.md": zep(11, "Draft", "Require: 10"),
        "zep-0012.md": zep(12, "Draft"),
    }
    assert findings(code, files)
    assert findings(code, files, ["zep-0012.md"]) == []
