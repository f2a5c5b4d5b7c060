"""Rounds of fixes, on rules made for them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

import pytest

from zeplint.collection import Collection
from zeplint.diagnostic import Diagnostic, Edit, Fix, Move, Place, Severity
from zeplint.fixing.rounds import FixPlan, plan_fixes
from zeplint.linter import Result
from zeplint.rulebook import load_process
from zeplint.source import Source, Span
from zeplint.tree import MemoryTree

PROCESS = load_process("zep-2024")
GOOD = "# ZEP 1 — Keys\n\nAuthor: A <a@example.org>\nStatus: Draft\nType: Core\nCreated: 2024-01-01\n"

Rule = Callable[[Source, Collection], Iterator[Diagnostic]]


def found(code: str, source: Source, span: Span, *, message: str = "", fix: Fix | None = None) -> Diagnostic:
    return Diagnostic(
        code, "", Severity.ERROR, message or source.slice(span), (), Place(source, span), (), fix
    )


def replace(code: str, old: str, new: str, *, safe: bool = True, over: int = 0, message: str = "") -> Rule:
    """A rule against a pattern, with its fix; `over` is how many characters around it the fix writes again."""

    def rule(source: Source, _collection: Collection) -> Iterator[Diagnostic]:
        for match in re.finditer(old, source.text):
            span = Span(match.start() - over, match.end() + over)
            text = (
                source.text[span.start : match.start()]
                + match.expand(new)
                + source.text[match.end() : span.end]
            )
            fix = Fix(f"Write {new}", safe, (Edit(source, span, text),))
            yield found(code, source, Span(*match.span()), message=message, fix=fix)

    return rule


def against(code: str, pattern: str) -> Rule:
    """A rule without a fix."""

    def rule(source: Source, _collection: Collection) -> Iterator[Diagnostic]:
        for match in re.finditer(pattern, source.text):
            yield found(code, source, Span(*match.span()))

    return rule


def fix(files: dict[str, str | bytes], *rules: Rule, unsafe: bool = False) -> tuple[dict[str, str], FixPlan]:
    """The texts after all fixes, with their marks, by path; and the plan."""
    collection = Collection(MemoryTree(files), PROCESS)
    lints = 0

    def lint(current: Collection, paths: Sequence[str]) -> Result:
        nonlocal lints
        lints += 1
        assert lints < 200
        sources = [current.document(path).source for path in paths]
        return Result(tuple(d for source in sources for rule in rules for d in rule(source, current)), 0)

    plan = plan_fixes(collection, list(files), lint, lambda d, _: unsafe or bool(d.fix and d.fix.safe))
    changed = {change.before.path: change.after for change in plan.changes}
    texts = {}
    for path in files:
        source = changed.get(path, collection.document(path).source)
        texts[source.path] = ("\ufeff" if source.bom else "") + source.text
        assert plan.collection.document(source.path).source.text == source.text
    return texts, plan


def test_one_round_fixes_all_files() -> None:
    texts, plan = fix({"a.md": "x1 x2\n", "b.md": "x3\n", "c.md": "y\n"}, replace("A", r"x(\d)", r"y\1"))
    assert texts == {"a.md": "y1 y2\n", "b.md": "y3\n", "c.md": "y\n"}
    assert [d.message for d in plan.applied] == ["x1", "x2", "x3"]
    assert (plan.result.diagnostics, plan.refused) == ((), ())


def test_fixes_that_overlap_wait_for_the_next_round() -> None:
    texts, plan = fix(
        {"a.md": "abxxba\n"},
        replace("A", "ab", "AB", over=0),
        replace("B", "bx", "Bx"),
        replace("C", "Bx", "BX"),
    )
    assert texts == {"a.md": "ABXxba\n"}
    assert [d.code for d in plan.applied] == ["A", "C"]


def test_line_ends_and_the_byte_order_mark_survive() -> None:
    texts, _ = fix({"a.md": "\ufeffold\r\nold\r\n"}, replace("A", "old", "new\nnew"))
    assert texts == {"a.md": "\ufeffnew\r\nnew\r\nnew\r\nnew\r\n"}


def test_a_fix_that_needs_consent() -> None:
    rule = replace("A", "x", "y", safe=False)
    assert fix({"a.md": "x\n"}, rule)[0] == {"a.md": "x\n"}
    assert fix({"a.md": "x\n"}, rule, unsafe=True)[0] == {"a.md": "y\n"}


def test_a_fix_that_brings_another_finding_is_refused() -> None:
    files: dict[str, str | bytes] = {"a.md": "x1 x2 x3 x4 x5 x6 x7 x8 x9\n", "b.md": "x1\n"}
    texts, plan = fix(files, replace("A", r"x(\d)", r"y\1"), against("B", "y6"))
    assert texts == {"a.md": "y1 y2 y3 y4 y5 x6 y7 y8 y9\n", "b.md": "y1\n"}
    assert [(r.diagnostic.message, r.reason) for r in plan.refused] == [("x6", "it would bring B: y6")]
    assert [d.message for d in plan.result.diagnostics] == ["x6"]


def test_a_finding_in_another_place_is_no_other_finding() -> None:
    texts, plan = fix({"a.md": "x z\n"}, replace("A", "x", "long"), against("B", "z"))
    assert (texts, plan.refused) == ({"a.md": "long z\n"}, ())


def test_a_fix_that_brings_what_another_takes_away() -> None:
    texts, plan = fix({"a.md": "x\n"}, replace("A", "x", "y"), replace("B", "y", "z"))
    assert (texts, plan.refused) == ({"a.md": "z\n"}, ())


def test_a_fix_that_brings_what_nothing_takes_away_in_the_end() -> None:
    rules = replace("A", "x", "y"), replace("B", "y", "z"), against("C", "z")
    texts, plan = fix({"a.md": "x\n", "b.md": "y\n"}, *rules)
    assert texts == {"a.md": "x\n", "b.md": "y\n"}
    assert sorted(r.diagnostic.code for r in plan.refused) == ["A", "B"]


def test_rules_that_undo_each_others_work_come_to_an_end() -> None:
    texts, _ = fix({"a.md": "x x x\n"}, replace("A", "x", "y"), replace("B", "y", "x"))
    assert texts == {"a.md": "x x x\n"}


def test_a_fix_without_effect_is_refused() -> None:
    texts, plan = fix({"a.md": "x w\n"}, replace("A", "x", "x x"), replace("B", "w", "v"))
    assert texts == {"a.md": "x v\n"}
    assert [r.reason for r in plan.refused] == ["the finding would stay"]


def test_a_fix_that_turns_a_proposal_into_something_else_is_refused() -> None:
    path = "docs/zeps/draft/keys.md"
    texts, plan = fix({path: GOOD}, replace("A", "Status: Draft\n", "", message="status"))
    assert texts == {path: GOOD}
    assert [r.reason for r in plan.refused] == ["the file would not be read as a ZEP any more"]


def test_several_fixes_of_one_edit_are_one() -> None:
    texts, plan = fix({"a.md": "x\n"}, replace("A", "x", "y"), replace("B", "x", "y"))
    assert (texts, [d.code for d in plan.applied]) == ({"a.md": "y\n"}, ["A", "B"])


def test_a_file_that_is_no_utf8_is_left_alone() -> None:
    bad = "x caf\u00e9\n".encode("latin-1")
    assert fix({"a.md": bad}, replace("A", "x", "y"))[0] == {"a.md": "x caf\ufffd\n"}
    mend = replace("A", "\ufffd", "é")
    assert fix({"a.md": bad}, mend, replace("B", "x", "y"))[0] == {"a.md": "y café\n"}


# Moves


def move_to(new: str, *, old: str = "a.md") -> Rule:
    def rule(source: Source, _collection: Collection) -> Iterator[Diagnostic]:
        if source.path == old:
            yield found(
                "M", source, Span(0, 0), message=f"move {old}", fix=Fix("Move", True, moves=(Move(old, new),))
            )

    return rule


def missing(target: str) -> Rule:
    """A rule against a link to a file that is not there."""

    def rule(source: Source, collection: Collection) -> Iterator[Diagnostic]:
        if f"({target})" in source.text and not collection.exists(target):
            yield found("L", source, Span(0, 0), message=f"no {target}")

    return rule


def test_a_file_is_written_and_moved_in_one_round() -> None:
    texts, plan = fix({"a.md": "x\n", "b.md": "\n"}, move_to("sub/c.md"), replace("A", "x", "y"))
    assert texts == {"sub/c.md": "y\n", "b.md": "\n"}
    assert plan.targets == ("sub/c.md", "b.md")
    assert plan.collection.document("a.md").source.problem is not None
    assert not plan.collection.exists("a.md")
    assert plan.collection.exists("sub/c.md")


def test_a_file_moves_once_a_round() -> None:
    texts, plan = fix({"a.md": "x\n"}, move_to("b.md"), move_to("c.md"), move_to("d.md", old="b.md"))
    assert texts == {"d.md": "x\n"}
    assert [(change.before.path, change.after.path) for change in plan.changes] == [("a.md", "d.md")]


def test_nothing_is_moved_onto_another_file() -> None:
    files: dict[str, str | bytes] = {"a.md": "x\n", "b.md": "y\n"}
    assert fix(files, move_to("b.md"))[0] == files
    both = fix({"a.md": "x\n", "b.md": "y\n"}, move_to("c.md"), move_to("c.md", old="b.md"))[0]
    assert both == {"c.md": "x\n", "b.md": "y\n"}


def test_a_move_that_breaks_a_link_is_refused() -> None:
    texts, plan = fix({"a.md": "x\n", "b.md": "[a](a.md)\n"}, move_to("c.md"), missing("a.md"))
    assert texts == {"a.md": "x\n", "b.md": "[a](a.md)\n"}
    assert [r.reason for r in plan.refused] == ["it would bring L: no a.md"]


@pytest.mark.parametrize("count", [300])
def test_one_bad_fix_among_many_is_found_in_few_rounds(count: int) -> None:
    text = " ".join(f"x{number}" for number in range(count)) + "\n"
    texts, plan = fix({"a.md": text}, replace("A", r"x(\d+)", r"y\1"), against("B", "y77 "))
    assert texts["a.md"].count("y") == count - 1
    assert len(plan.refused) == 1
