"""Suppression comments: what they say and cover, in both markups, and how they go."""

from __future__ import annotations

from typing import Any

import pytest

from tests.bounded import ends_in_time
from tests.rule_examples import RULEBOOK, TODAY
from zeplint.collection import Collection
from zeplint.diagnostic import Diagnostic, Place
from zeplint.edits.apply import apply_edits
from zeplint.linter import Options, Result, lint
from zeplint.rulebook import Rulebook, load_process, rule_from
from zeplint.source import Source, Span
from zeplint.suppressions import Suppressions, read_suppressions
from zeplint.tree import MemoryTree

PROCESS = load_process("zep-2024")
PATH = "docs/zeps/draft/zep-0007.md"
HEAD = "# ZEP 7 — Keys\n\nStatus: Draft\nType: Core\n\n"


def read(text: str, path: str = PATH) -> Suppressions:
    found = read_suppressions(Collection(MemoryTree({path: text}), PROCESS).document(path))
    assert found is not None
    return found


def said(text: str, path: str = PATH) -> list[tuple[str, list[str], str, int]]:
    """Kind, codes, reason and covered line of each suppression; each part must stand where it says."""
    source = Source.from_bytes(path, text.encode())
    result = []
    for suppression in read(text, path).comments:
        for part in (suppression.kind, *suppression.codes):
            assert source.slice(part.span) == part.text
        codes = [code.text for code in suppression.codes]
        result.append((suppression.kind.text, codes, suppression.reason, suppression.line))
    return result


def run(files: dict[str, str], *codes: str) -> Result:
    rules = [RULEBOOK.rules[code] for code in codes]
    return lint(Collection(MemoryTree(files), PROCESS), list(files), rules, RULEBOOK, Options(today=TODAY))


def places(diagnostics: tuple[Diagnostic, ...]) -> list[tuple[str, str]]:
    return [(diagnostic.code, diagnostic.path) for diagnostic in diagnostics]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "<!-- zeplint: ignore[ZEP102, title-heading] a reason -->\n" + HEAD,
            ("ignore", ["ZEP102", "title-heading"], "a reason", 2),
        ),
        ("<!--zeplint:ignore[ZEP102]-->\n\n\n" + HEAD, ("ignore", ["ZEP102"], "", 4)),
        (
            "<!--\n  zeplint: ignore[ZEP102\n ZEP103]\n  why\n-->\n" + HEAD,
            ("ignore", ["ZEP102", "ZEP103"], "why", 6),
        ),
        (HEAD + "Text <!-- zeplint: ignore[ZEP801] --> more.\n", ("ignore", ["ZEP801"], "", 6)),
        (HEAD + "- <!-- zeplint: ignore[ZEP801] -->\n  item\n", ("ignore", ["ZEP801"], "", 6)),
        ("# ZEP 7\n\nStatus: Draft <!-- zeplint: ignore[ZEP301] -->\n", ("ignore", ["ZEP301"], "", 3)),
        (HEAD + "<!-- zeplint: ignore[ZEP801] -->", ("ignore", ["ZEP801"], "", 7)),
        (
            HEAD + "\n<!-- zeplint: ignore-file[ZEP801]: all of it -->\n",
            ("ignore-file", ["ZEP801"], ": all of it", 0),
        ),
        (HEAD + "<!-- zeplint: ignore -->\n", ("ignore", [], "", 7)),
        (HEAD + "<!-- zeplint: ignore[] -->\n", ("ignore", [], "", 7)),
        (HEAD + "<!-- zeplint: ignore[ZEP801 -->\n", ("ignore", [], "[ZEP801", 7)),
        (HEAD + "<!-- zeplint: ignores the rest -->\n", ("ignores", [], "the rest", 7)),
        (HEAD + "<!-- zeplint: noqa[ZEP801] -->\n", ("noqa", ["ZEP801"], "", 7)),
        ("---\ntitle: ZEP0007 # zeplint: ignore[ZEP102] no\n---\n\n" + HEAD, ("ignore", ["ZEP102"], "no", 2)),
        (
            "---\n# zeplint: ignore[ZEP102]\n# more\ntitle: ZEP0007\n---\n\n" + HEAD,
            ("ignore", ["ZEP102"], "", 4),
        ),
    ],
)
def test_what_a_comment_says(text: str, expected: tuple[Any, ...]) -> None:
    for newline in ("\n", "\r\n", "\r"):
        assert said(text.replace("\n", newline)) == [expected]


def test_what_a_comment_of_restructuredtext_says() -> None:
    text = (
        ".. zeplint: ignore-file[ZEP701] generated\n\nZEP 7\n=====\n\n:Status: Draft\n"
        ".. zeplint: ignore[ZEP302]\n:Type: Core\n\nText.\n\n"
        "   .. zeplint: ignore[ZEP801]\n      of the quoted\n\n   Quoted.\n"
    )
    assert said(text, "docs/zeps/draft/zep-0007.rst") == [
        ("ignore-file", ["ZEP701"], "generated", 0),
        ("ignore", ["ZEP302"], "", 8),
        ("ignore", ["ZEP801"], "of the quoted", 15),
    ]


@pytest.mark.parametrize(
    ("path", "text", "covered", "bare"),
    [
        (PATH, "{}```json\n[1,\n2]\n```\nText\n", 3, "ZEP105"),
        (PATH, "{}Some\ntext\n", 0, "ZEP105"),
        ("docs/zeps/draft/zep-0007.rst", "{}.. code:: json\n\n   [1,\n   2]\n\nText.\n", 3, "ZEP105"),
        ("docs/zeps/draft/zep-0007.rst", "{}Some\ntext\nmore\n\nText\n", 2, "ZEP105"),
        ("docs/zeps/draft/zep-0007.rst", "{}====\nText\n====\n\nText\n", 2, "ZEP105"),
    ],
)
def test_what_is_covered_together(path: str, text: str, covered: int, bare: str) -> None:
    rst = path.endswith("rst")
    head = "ZEP 7\n=====\n\n:Status: Draft\n\n" if rst else HEAD
    comment = f".. zeplint: ignore[{bare}]\n\n" if rst else f"<!-- zeplint: ignore[{bare}] -->\n"
    for newline in ("\n", "\r\n"):
        whole = (head + text.format(comment)).replace("\n", newline)
        [suppression] = read(whole, path).comments
        assert suppression.last - suppression.line == covered
        source = Source(path, whole)
        lines = [
            line
            for line in range(1, len(source.line_starts) + 1)
            if read(whole, path).cover(Place(source, source.line_span(line)), bare, "")
        ]
        assert lines == list(range(suppression.line, suppression.last + 1))
        where = f"s {suppression.line} to {suppression.last}" if covered else f" {suppression.line}"
        [found] = run({path: whole}, "ZEP001", bare).diagnostics
        assert found.message == f"unused suppression: {bare} (wrong-directory) reports nothing on line{where}"


def test_comments_above_one_another_cover_the_same_line() -> None:
    text = (
        HEAD
        + "<!-- zeplint: ignore[ZEP801] -->\n<!-- a note -->\n\n<!-- zeplint: ignore[ZEP802] -->\n\nText.\n"
    )
    assert [line for *_, line in said(text)] == [11, 11]


@pytest.mark.parametrize(
    "text",
    [
        HEAD,
        HEAD + "zeplint: ignore[ZEP102]\n",
        HEAD + "```\n<!-- zeplint: ignore[ZEP102] -->\n```\n",
        HEAD + "<!-- zeplint: see its docs -->\n",
        HEAD + "<!-- zeplint: -->\n",
        HEAD + "<!-- told zeplint: ignore[ZEP102] -->\n",
        HEAD + "`<!-- zeplint: ignore[ZEP102] -->`\n",
    ],
)
def test_what_is_no_suppression(text: str) -> None:
    assert read_suppressions(Collection(MemoryTree({PATH: text}), PROCESS).document(PATH)) is None


def test_a_code_covers_in_any_case_and_by_its_name() -> None:
    suppressions = read("<!-- zeplint: ignore[zep102, Filename] -->\n" + HEAD)
    source = Source(PATH, "<!-- zeplint: ignore[zep102, Filename] -->\n" + HEAD)
    second = Place(source, Span(*source.line_span(2)))
    assert suppressions.used == set()
    assert suppressions.cover(second, "ZEP102", "number-mismatch")
    assert suppressions.cover(second, "ZEP101", "filename")
    assert not suppressions.cover(second, "ZEP105", "wrong-directory")
    assert not suppressions.cover(Place(source, Span(*source.line_span(4))), "ZEP102", "number-mismatch")
    assert not suppressions.cover(Place(source), "ZEP102", "number-mismatch")
    assert suppressions.used == {Span(21, 27), Span(29, 37)}


def test_a_suppressed_finding_is_counted() -> None:
    text = HEAD.replace("7", "8")
    found = run({PATH: text}, "ZEP102")
    assert (places(found.diagnostics), found.suppressed) == ([("ZEP102", PATH)], 0)
    found = run({PATH: "<!-- zeplint: ignore[ZEP102] -->\n" + text}, "ZEP001", "ZEP102")
    assert (places(found.diagnostics), found.suppressed) == ([], 1)


def test_a_finding_of_several_places_is_suppressed_where_it_is_reported() -> None:
    comment = "<!-- zeplint: ignore[ZEP104] -->\n"
    first, second = "docs/zeps/accepted/zep-0007.md", PATH
    found = run({first: comment + HEAD, second: HEAD}, "ZEP001", "ZEP104")
    assert (places(found.diagnostics), found.suppressed) == ([], 1)
    # The second file's comment speaks when that file is linted by itself: it is of use.
    found = run({first: HEAD, second: comment + HEAD}, "ZEP001", "ZEP104")
    assert (places(found.diagnostics), found.suppressed) == ([("ZEP104", first)], 0)


def test_no_suppression_of_a_rule_that_failed_is_unused() -> None:
    broken = rule_from(
        {
            "code": "OWN001",
            "name": "broken",
            "summary": "A rule that fails.",
            "enabled": True,
            "severity": "error",
            "scope": "proposal",
            "check": "status.no_such_check",
            "message": "never said",
        }
    )
    rulebook = Rulebook([*RULEBOOK, broken])
    files = {PATH: "<!-- zeplint: ignore[OWN001] -->\n" + HEAD}
    collection = Collection(MemoryTree(files), PROCESS)
    rules = [broken, RULEBOOK.rules["ZEP001"]]
    result = lint(collection, [PATH], rules, rulebook, Options(today=TODAY))
    assert places(result.diagnostics) == [("ZEP003", PATH)]


def test_a_text_whose_comments_cannot_be_read_is_a_finding(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise ValueError("the parser\nfell over")

    text = "<!-- zeplint: ignore[ZEP102] -->\n" + HEAD.replace("7", "8")
    collection = Collection(MemoryTree({PATH: text}), PROCESS)
    monkeypatch.setattr(collection.document(PATH), "parse", fail)
    rules = [RULEBOOK.rules["ZEP102"]]
    result = lint(collection, [PATH], rules, RULEBOOK, Options(today=TODAY))
    assert [(d.code, d.message) for d in result.diagnostics] == [
        ("ZEP003", "rule ZEP001 (unused-suppression) failed: ValueError: the parser fell over"),
        ("ZEP102", "ZEP 8 in the heading, but ZEP 7 in the file name"),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<!-- zeplint: ignore[ZEP105] -->\n# ZEP 7\n", "# ZEP 7\n"),
        ("<!-- zeplint: ignore[ZEP105] -->\n\n# ZEP 7\n", "# ZEP 7\n"),
        ("# ZEP 7\n\n<!-- zeplint: ignore[ZEP105] -->\n\nText.\n", "# ZEP 7\n\nText.\n"),
        ("# ZEP 7\n\nText.\n<!-- zeplint: ignore[ZEP105] -->\nText.\n", "# ZEP 7\n\nText.\nText.\n"),
        ("# ZEP 7\n\nText.\n\n<!-- zeplint: ignore[ZEP105] -->\n", "# ZEP 7\n\nText.\n"),
        ("# ZEP 7\n\nText.\n\n<!-- zeplint: ignore[ZEP105] -->", "# ZEP 7\n\nText.\n"),
        ("# ZEP 7\n\n<!--\nzeplint: ignore[ZEP105]\n-->\n\nText.\n", "# ZEP 7\n\nText.\n"),
        ("# ZEP 7\n\nText. <!-- zeplint: ignore[ZEP105] -->\n", "# ZEP 7\n\nText.\n"),
        ("# ZEP 7\n\n<!-- zeplint: ignore[ZEP105] --> Text.\n", "# ZEP 7\n\nText.\n"),
        ("# ZEP 7\n\nSome <!-- zeplint: ignore[ZEP105] --> text.\n", "# ZEP 7\n\nSome text.\n"),
        ("---\ntitle: ZEP0007 # zeplint: ignore[ZEP105]\n---\n", "---\ntitle: ZEP0007\n---\n"),
    ],
)
def test_an_unused_comment_goes_and_leaves_nothing(text: str, expected: str) -> None:
    for newline in ("\n", "\r\n", "\r"):
        result = run({PATH: text.replace("\n", newline)}, "ZEP001", "ZEP105")
        [diagnostic] = result.diagnostics
        assert diagnostic.fix is not None
        assert apply_edits(diagnostic.place.source, diagnostic.fix.edits) == expected.replace("\n", newline)


def test_many_comments_above_a_long_block_end_in_time() -> None:
    count = 20_000
    text = HEAD + "<!-- zeplint: ignore[ZEP105] -->\n" * count + "```\n" + "code\n" * count + "```\n"
    with ends_in_time():
        assert len(run({PATH: text}, "ZEP001", "ZEP105").diagnostics) == count


def test_many_comments_end_in_time() -> None:
    count = 20_000
    text = HEAD + "<!-- zeplint: ignore[ZEP105] -->\n" * count + "\n" * count
    with ends_in_time():
        assert len(run({PATH: text}, "ZEP001", "ZEP105").diagnostics) == count


def test_whether_a_rule_about_changes_is_suppressed_in_vain_is_not_known() -> None:
    text = HEAD.replace("Draft", "Draft <!-- zeplint: ignore[ZEP901] why -->")
    collection = Collection(MemoryTree({PATH: text}), PROCESS)
    rules = [rule for rule in RULEBOOK if rule.code in ("ZEP001", "ZEP901")]
    assert lint(collection, [PATH], rules, RULEBOOK, Options(today=TODAY)).diagnostics == ()
