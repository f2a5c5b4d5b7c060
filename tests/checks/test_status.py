"""What the examples of the rules on status and type leave out: fixes, help and related places."""

from __future__ import annotations

import pytest

from tests.rule_examples import RULEBOOK, TODAY
from zeplint.collection import Collection
from zeplint.diagnostic import Diagnostic
from zeplint.edits.apply import apply_fix
from zeplint.linter import Options, lint
from zeplint.rulebook import load_process
from zeplint.tree import MemoryTree

PATH = "zep-0007.md"


def findings(code: str, text: str, process: str = "zep-2024") -> list[Diagnostic]:
    collection = Collection(MemoryTree({PATH: text}), load_process(process))
    result = lint(collection, [PATH], [RULEBOOK.rules[code]], RULEBOOK, Options(today=TODAY))
    assert not [d for d in result.diagnostics if d.code == "ZEP003"]
    return list(result.diagnostics)


def block(*headers: str) -> str:
    return "\n".join(("# ZEP 7 — Keys", "", *headers, ""))


def fixed(diagnostic: Diagnostic, text: str) -> str:
    assert diagnostic.fix is not None
    return str(apply_fix({PATH: text}, {PATH: diagnostic.place.source}, diagnostic.fix)[PATH])


@pytest.mark.parametrize(
    ("status", "safe"),
    [
        ("draft", True),
        ("**Draft**", True),
        ('"Draft"', True),
        ("`draft`", True),
        ("Draf", False),
        ("Proposed", False),
        ("Inactive", False),
    ],
)
def test_only_case_emphasis_and_quotes_are_corrected_without_a_question(status: str, safe: bool) -> None:
    (found,) = findings("ZEP301", block(f"Status: {status}", "Type: Process"))
    assert found.fix is not None
    assert found.fix.safe is safe


def test_no_word_is_guessed_that_the_type_forbids() -> None:
    (found,) = findings("ZEP301", block("Status: Inactive", "Type: Core"))
    assert found.fix is None


def test_the_status_may_touch_what_stands_behind_it() -> None:
    text = block("Status: Finalhttps://example.org/7", "Type: Core")
    assert findings("ZEP301", text) == []
    assert len(findings("ZEP308", text)) == 1


def test_the_nearest_value_comes_first_in_the_help() -> None:
    (found,) = findings("ZEP301", block("Status: Finall", "Type: Core"))
    assert found.help == (
        "the status of a ZEP is Final, Draft, Active, Accepted, Provisional, Deferred, Rejected, Withdrawn "
        "or Superseded"
    )
    (found,) = findings("ZEP302", block("Status: Draft", "Type: Core"), "zep-2022")
    assert found.help == "the type of a ZEP is Specification, Process or Informational"


def test_a_long_value_is_cut_in_the_message() -> None:
    (found,) = findings("ZEP301", block(f"Status: {'words ' * 40}", "Type: Core"))
    assert found.message == f'"{"words " * 9}words…" is no ZEP status'


@pytest.mark.parametrize(
    "text",
    [
        "---\nstatus: dr\\\n  aft\ntype: Core\n---\n\n# ZEP 7 — Keys\n",
        '---\nstatus: "dr\\x61ft"\ntype: Core\n---\n\n# ZEP 7 — Keys\n',
        "# ZEP 7 — Keys\n\nType: Core\nStatus:\n- draft\n",
    ],
)
def test_no_fix_where_the_value_is_not_what_stands_there(text: str) -> None:
    assert [found.fix for found in findings("ZEP301", text)] == [None]


def test_the_type_is_related_to_a_status_that_it_does_not_have() -> None:
    (found,) = findings("ZEP303", block("Type: Informational", "Status: Active"))
    (related,) = found.related
    assert related.span is not None
    assert related.source.slice(related.span) == "Informational"
    assert found.help == (
        "Informational ZEPs are Draft, Accepted, Provisional, Deferred, Rejected, Withdrawn, Final or Superseded"
    )


def test_the_status_is_related_to_a_premature_resolution() -> None:
    (found,) = findings("ZEP307", block("Status: draft", "Resolution: https://example.org/7"))
    assert [related.source.slice(related.span) for related in found.related if related.span] == [
        "Status: draft"
    ]


@pytest.mark.parametrize(
    ("rest", "safe"),
    [
        (" via https://example.org/7", True),
        (" on 2025-02-03, see [#7](https://example.org/7) and [#8](https://example.org/8)", True),
        (".", True),
        (" by", True),
        (" by vote: https://example.org/7", False),
        (" via zarr-developers/zarr-specs#7", False),
        (" on 2025-02-03 and 2025-02-04, https://example.org/7", False),
        (" on 3/4/2025 via https://example.org/7", False),
        (" via #7 and https://example.org/7", False),
    ],
)
def test_a_split_that_loses_only_joining_words_is_safe(rest: str, safe: bool) -> None:
    text = block(f"Status: Accepted{rest}", "Type: Core")
    (found,) = findings("ZEP308", text)
    assert found.fix is not None
    assert found.fix.safe is safe
    assert findings("ZEP308", fixed(found, text)) == []


@pytest.mark.parametrize(
    "rest", [" by vote", " on 3/4/2025", " via #7", " ✅", ": shelved", " 2025-02-03 in Berlin"]
)
def test_text_without_a_place_is_never_removed(rest: str) -> None:
    (found,) = findings("ZEP308", block(f"Status: Accepted{rest}", "Type: Core"))
    assert found.fix is None


def test_a_misspelt_status_is_not_split_without_a_question() -> None:
    (found,) = findings("ZEP308", block("Status: Acepted via https://example.org/7", "Type: Core"))
    assert found.fix is not None
    assert not found.fix.safe


def test_a_resolution_with_another_link_is_not_lost() -> None:
    text = block("Status: Accepted via https://example.org/7", "Resolution: https://example.org/8")
    (found,) = findings("ZEP308", text)
    assert found.fix is None


def test_the_successor_is_written_only_once() -> None:
    text = block("Status: Superseded by ZEP 9", "Type: Core", "Replaced-By: 9")
    (found,) = findings("ZEP308", text)
    assert fixed(found, text) == block("Status: Superseded", "Type: Core", "Replaced-By: 9")


def test_the_date_takes_the_preferred_form_of_the_edition() -> None:
    for process, day in (("zep-2024", "2025-02-03"), ("zep-2022", "2025-02-03")):
        text = block("Status: Accepted on 3.2.2025, 12 o'clock", "Type: Process")
        assert findings("ZEP308", text, process)[0].fix is None
        text = block("Status: Accepted on February 3, 2025", "Type: Process")
        (found,) = findings("ZEP308", text, process)
        assert fixed(found, text) == block("Status: Accepted", "Type: Process", f"Accepted: {day}")


def test_the_parts_go_where_the_block_is_written_as_yaml() -> None:
    text = "---\nstatus: Accepted via [#7](https://example.org/7) on 2025-02-03\ntype: Core\n---\n\n# ZEP 7 — Keys\n"
    (found,) = findings("ZEP308", text)
    assert fixed(found, text) == (
        "---\nstatus: Accepted\ntype: Core\naccepted: 2025-02-03\nresolution: '[#7](https://example.org/7)'\n---\n\n"
        "# ZEP 7 — Keys\n"
    )
