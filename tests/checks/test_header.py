"""What the examples of the rules on headers and front matter do not show: safety, severity, related places."""

from __future__ import annotations

import pytest

from tests.rule_examples import RULEBOOK, TODAY
from zeplint.collection import Collection
from zeplint.diagnostic import Diagnostic
from zeplint.linter import Options, lint
from zeplint.rulebook import load_process
from zeplint.tree import MemoryTree

PATH = "docs/zeps/draft/zep-0007.md"
TITLE = "# ZEP 7 — Shorter keys\n\n"
BLOCK = "Author: Ada\nStatus: Draft\nType: Core\nCreated: 2024-11-05\n"


def found(code: str, *texts: str) -> list[Diagnostic]:
    """What one rule finds in files numbered from 7 on, of which the last is linted."""
    files = {f"docs/zeps/draft/zep-{number:04}.md": text for number, text in enumerate(texts, 7)}
    collection = Collection(MemoryTree(files), load_process("zep-2024"))
    return list(
        lint(
            collection, [list(files)[-1]], [RULEBOOK.rules[code]], RULEBOOK, Options(today=TODAY)
        ).diagnostics
    )


@pytest.mark.parametrize(
    ("code", "text", "safe"),
    [
        ("ZEP202", TITLE + BLOCK.replace("Status", "Stauts"), True),
        ("ZEP202", TITLE + "Author: Ada\nCreation: 2024-11-05\nStatus: Draft\n", False),
        ("ZEP202", TITLE + BLOCK + "Replaced: 3\nResolution: x\n", False),
        ("ZEP202", "---\nauthor: Ada\nstauts: Draft\ntype: Core\n---\n", False),
        ("ZEP203", TITLE + BLOCK + "Type: Core\n", True),
        ("ZEP204", TITLE + BLOCK + "Replaces:\n", False),
        ("ZEP211", TITLE + "Words.\n\n" + BLOCK, False),
        ("ZEP213", TITLE + BLOCK.replace("Status", "status"), True),
        ("ZEP213", "---\nauthor: Ada\nstate: Draft\n---\n", False),
        ("ZEP214", "---\ntitle: a: b\n---\n", True),
        ("ZEP214", "---\ntitle: a\n\n# ZEP 7\n", False),
        ("ZEP214", "---\ntitle: a\ntitle: a\n---\n", True),
    ],
)
def test_a_fix_is_safe_where_its_meaning_is_certain(code: str, text: str, safe: bool) -> None:
    fixes = [diagnostic.fix for diagnostic in found(code, text)]
    assert [fix.safe for fix in fixes if fix] == [safe] * len(fixes) == [safe]


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("ZEP202", TITLE + BLOCK + "Statuss: Draft\n"),
        ("ZEP202", TITLE + BLOCK.replace("Type", "Licence: CC0\nType")),
        ("ZEP203", TITLE + BLOCK + "Type: Process\n"),
        ("ZEP204", TITLE + BLOCK.replace("Draft", "TODO")),
        ("ZEP204", TITLE + "Status: Draft\nReplaces:\n"),
        ("ZEP211", TITLE),
        ("ZEP214", "---\ntitle: [a\n---\n"),
        ("ZEP214", "---\ntitle: a\ntitle: b\n---\n"),
    ],
)
def test_no_fix_where_a_person_must_decide(code: str, text: str) -> None:
    assert [diagnostic.fix for diagnostic in found(code, text)] == [None]


@pytest.mark.parametrize(
    ("status", "severity"),
    [("Draft", "warning"), ("Accepted", "error"), ("Final", "error"), ("Rejected", "error")],
)
def test_a_placeholder_is_an_error_once_the_fate_is_decided(status: str, severity: str) -> None:
    text = TITLE + BLOCK.replace("Draft", status) + "Discussion: TBA\n"
    assert [diagnostic.severity.label for diagnostic in found("ZEP204", text)] == [severity]


def test_a_repeated_header_is_shown_with_the_first_one() -> None:
    (diagnostic,) = found("ZEP203", TITLE + BLOCK + "Type: Process\n")
    source = diagnostic.place.source
    spans = [diagnostic.place.span, *(place.span for place in diagnostic.related)]
    assert [source.position(span.start) for span in spans if span] == [(7, 1), (5, 1)]
    assert [place.note for place in diagnostic.related] == ["given here first"]


def test_a_copied_value_is_a_warning_and_broken_front_matter_an_error() -> None:
    first, later = "---\nparent: x\nnav_order: 1\n---\n", "---\nparent: x\nnav_order: 1\nno key\n---\n"
    diagnostics = found("ZEP214", first, later)
    assert [(one.severity.label, one.place.source.path[-6:]) for one in diagnostics] == [
        ("warning", "008.md"),
        ("error", "008.md"),
    ]
    assert [(place.source.path, place.note) for place in diagnostics[0].related] == [(PATH, "in ZEP 7")]


def test_a_copy_of_the_whole_file_is_no_copied_value() -> None:
    text = "---\ndescription: Shorter keys\n---\n"
    files = {"docs/zeps/draft/zep-0007.md": text, "docs/zeps/accepted/zep-0007.md": text}
    collection = Collection(MemoryTree(files), load_process("zep-2024"))
    rules = [RULEBOOK.rules["ZEP214"]]
    assert lint(collection, list(files), rules, RULEBOOK, Options(today=TODAY)).diagnostics == ()
