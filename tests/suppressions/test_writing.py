"""Comments that suppress findings: where they are written, and that they do what they are written for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

import pytest

from tests.bounded import ends_in_time
from tests.rule_examples import BENCH, PROCESSES, RULEBOOK
from zeplint.collection import Collection
from zeplint.diagnostic import Diagnostic, Place, Severity
from zeplint.document import Document
from zeplint.edits.apply import apply_edits
from zeplint.rulebook import rule_from, rules_directory
from zeplint.rulebook.files import read_rules
from zeplint.ruletest.examples import Files, Run
from zeplint.ruletest.forms import encodings, header_forms
from zeplint.source import Span
from zeplint.suppressions.writing import Suppressed, suppress
from zeplint.tree import MemoryTree

PROCESS = PROCESSES["zep-2024"]
MD, RST = "docs/zeps/draft/zep-0007.md", "docs/zeps/draft/zep-0007.rst"
HEAD = "# ZEP 7 — Keys\n\nStatus: Draft\n\nType: Core\n\n"
RST_HEAD = "ZEP 7\n=====\n\n:Status: Draft\n:Type: Core\n\n"


def opened(text: str, path: str) -> Document:
    return Collection(MemoryTree({path: text}), PROCESS).document(path)


def finding(document: Document, words: str, code: str = "ZEP801") -> Diagnostic:
    start = document.source.text.index(words)
    place = Place(document.source, Span(start, start + len(words)))
    return Diagnostic(code, "", Severity.ERROR, "", (), place)


def suppressed(text: str, words: str, *codes: str, path: str = MD, reason: str = "why") -> str:
    """The text once findings of some codes at `words` are suppressed."""
    document = opened(text, path)
    found = [finding(document, words, code) for code in codes or ("ZEP801",)]
    result = suppress(document, found, PROCESS, RULEBOOK, reason)
    assert result.left == ()
    return apply_edits(document.source, result.edits)


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        # A line of its own where something begins.
        (HEAD + "Some wrods\n", "wrods", HEAD + "<!-- zeplint: ignore[ZEP801] why -->\nSome wrods\n"),
        (HEAD + "## Wrods 🙂\n", "Wrods", HEAD + "<!-- zeplint: ignore[ZEP801] why -->\n## Wrods 🙂\n"),
        (HEAD, "Draft", HEAD.replace("Status", "<!-- zeplint: ignore[ZEP801] why -->\nStatus")),
        (HEAD, "Keys", "<!-- zeplint: ignore[ZEP801] why -->\n" + HEAD),
        (
            HEAD + "- one\n\n  Some wrods\n",
            "wrods",
            HEAD + "- one\n\n  <!-- zeplint: ignore[ZEP801] why -->\n  Some wrods\n",
        ),
        (
            HEAD + "```json wrods\n[]\n```\n",
            "wrods",
            HEAD + "<!-- zeplint: ignore[ZEP801] why -->\n```json wrods\n[]\n```\n",
        ),
        (
            HEAD + "<!-- disable-next-line -->\nSome wrods\n",
            "wrods",
            HEAD + "<!-- zeplint: ignore[ZEP801] why -->\n<!-- disable-next-line -->\nSome wrods\n",
        ),
        # Behind the text where a line of its own would cut it in two.
        (
            HEAD + "Some\nwrods 🙂\nmore\n",
            "wrods",
            HEAD + "Some\nwrods 🙂 <!-- zeplint: ignore[ZEP801] why -->\nmore\n",
        ),
        (
            HEAD + "Some\nwrods  \nmore\\\nmore\n",
            "wrods",
            HEAD + "Some\nwrods <!-- zeplint: ignore[ZEP801] why -->  \nmore\\\nmore\n",
        ),
        (
            HEAD + "Some\nwrods\\\nmore\n",
            "wrods",
            HEAD + "Some\nwrods <!-- zeplint: ignore[ZEP801] why -->\\\nmore\n",
        ),
        (
            HEAD + "1. one\n2. wrods\n",
            "wrods",
            HEAD + "1. one\n2. wrods <!-- zeplint: ignore[ZEP801] why -->\n",
        ),
        (HEAD + "> wrods\n", "wrods", HEAD + "> wrods <!-- zeplint: ignore[ZEP801] why -->\n"),
        (
            "# ZEP 7\n\nStatus: Draft\nType: Core\nCreated: 2024\n",
            "Core",
            "# ZEP 7\n\nStatus: Draft\nType: Core <!-- zeplint: ignore[ZEP801] why -->\nCreated: 2024\n",
        ),
        (
            "# ZEP 7\n\nStatus: Draft  \nType: Core  \nCreated: 2024\n",
            "Core",
            "# ZEP 7\n\nStatus: Draft  \nType: Core <!-- zeplint: ignore[ZEP801] why -->  \nCreated: 2024\n",
        ),
        # Behind the finding where the end of the line belongs to something else.
        (
            HEAD + "Some\nwrods `code\nmore` text\n",
            "wrods",
            HEAD + "Some\nwrods <!-- zeplint: ignore[ZEP801] why --> `code\nmore` text\n",
        ),
        (
            HEAD + "| a | b |\n|---|---|\n| wrods | c |\n",
            "wrods",
            HEAD + "| a | b |\n|---|---|\n| wrods <!-- zeplint: ignore[ZEP801] why --> | c |\n",
        ),
        # Above a block of code for what is in it.
        (
            HEAD + "- 1\n\n  ```json\n  wrods\n  ```\n",
            "wrods",
            HEAD + "- 1\n\n  <!-- zeplint: ignore[ZEP801] why -->\n  ```json\n  wrods\n  ```\n",
        ),
        # For the whole file where no line can be covered.
        (
            "# ZEP 7\n\n```\nStatus: Draft\nType: Core\n```\n",
            "Draft",
            "<!-- zeplint: ignore-file[ZEP801] why -->\n\n# ZEP 7\n\n```\nStatus: Draft\nType: Core\n```\n",
        ),
        (
            HEAD + "Text\n{: .draft }\n",
            "draft",
            "<!-- zeplint: ignore-file[ZEP801] why -->\n\n" + HEAD + "Text\n{: .draft }\n",
        ),
        # In the front matter.
        (
            "---\ntitle: wrods\nparent: x\n---\n\n" + HEAD,
            "wrods",
            "---\n# zeplint: ignore[ZEP801] why\ntitle: wrods\nparent: x\n---\n\n" + HEAD,
        ),
        (
            "---\ntitle: >\n  some\n  wrods\n---\n\n" + HEAD,
            "wrods",
            "---\ntitle: >\n  some\n  wrods\n---\n\n<!-- zeplint: ignore-file[ZEP801] why -->\n\n" + HEAD,
        ),
    ],
)
def test_where_a_comment_stands_in_markdown(text: str, words: str, expected: str) -> None:
    for newline in ("\n", "\r\n"):
        assert suppressed(text.replace("\n", newline), words) == expected.replace("\n", newline)


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        (RST_HEAD + "Wrods\n", "Wrods", RST_HEAD + ".. zeplint: ignore[ZEP801] why\n\nWrods\n"),
        (RST_HEAD + "Some\nwrods\n", "wrods", RST_HEAD + ".. zeplint: ignore[ZEP801] why\n\nSome\nwrods\n"),
        (
            RST_HEAD + "=====\nwrods\n=====\n",
            "wrods",
            RST_HEAD + ".. zeplint: ignore[ZEP801] why\n\n=====\nwrods\n=====\n",
        ),
        (
            RST_HEAD + ".. code:: json\n\n   wrods\n",
            "wrods",
            RST_HEAD + ".. zeplint: ignore[ZEP801] why\n\n.. code:: json\n\n   wrods\n",
        ),
        (RST_HEAD, "ZEP 7", ".. zeplint: ignore[ZEP801] why\n\n" + RST_HEAD),
        (RST_HEAD, "Draft", RST_HEAD.replace(":Status", ".. zeplint: ignore[ZEP801] why\n\n:Status")),
        (
            RST_HEAD + "- a wrod\n- another\n",
            "wrod",
            RST_HEAD + ".. zeplint: ignore[ZEP801] why\n\n- a wrod\n- another\n",
        ),
        (
            RST_HEAD + ".. note::\n\n   a wrod\n",
            "wrod",
            RST_HEAD + ".. note::\n\n   .. zeplint: ignore[ZEP801] why\n\n   a wrod\n",
        ),
    ],
)
def test_where_a_comment_stands_in_restructuredtext(text: str, words: str, expected: str) -> None:
    for newline in ("\n", "\r\n"):
        found = suppressed(text.replace("\n", newline), words, path=RST)
        assert found == expected.replace("\n", newline)


@pytest.mark.parametrize(
    "body",
    [
        "- one\n- wrods\n",
        "- one\n\n- wrods\n",
        "1. one\n\n   more\n\n2. wrods\n",
        "Text::\n\n   wrods\n",
        ".. _anchor:\n\nwrods\n=====\n",
        "=== =====\na   wrods\n=== =====\n",
        ":one: two\n:three: wrods\n",
    ],
)
def test_the_whole_file_is_covered_where_a_comment_would_change_the_meaning(body: str) -> None:
    expected = ".. zeplint: ignore-file[ZEP801] why\n\n" + RST_HEAD + body
    assert suppressed(RST_HEAD + body, "wrods", path=RST) == expected


def test_a_field_list_is_not_cut_in_two() -> None:
    expected = ".. zeplint: ignore-file[ZEP302] why\n\n" + RST_HEAD
    assert suppressed(RST_HEAD, "Core", "ZEP302", path=RST) == expected


def test_codes_of_a_line_share_a_comment() -> None:
    text = HEAD + "```\none\ntwo\n```\n"
    document = opened(text, MD)
    found = [finding(document, "one", "ZEP802"), finding(document, "two")]
    edits = suppress(document, found, PROCESS, RULEBOOK, "why").edits
    assert apply_edits(document.source, edits) == (
        HEAD + "<!-- zeplint: ignore[ZEP801, ZEP802] why -->\n```\none\ntwo\n```\n"
    )
    assert suppressed(HEAD + "wrods wrods\n", "wrods", "ZEP802", "ZEP801") == (
        HEAD + "<!-- zeplint: ignore[ZEP801, ZEP802] why -->\nwrods wrods\n"
    )


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("[ZEP802] old", "[ZEP802, ZEP801] old; why"),
        ("[ZEP802]", "[ZEP802, ZEP801] why"),
        ("[ZEP802, repeated-word ] why not", "[ZEP802, repeated-word, ZEP801 ] why not"),
    ],
)
def test_a_comment_that_is_there_is_extended(before: str, after: str) -> None:
    for kind in ("ignore", "ignore-file"):
        body = "wrods\n" if kind == "ignore" else "Text\n{: .wrods }\n"
        text = f"{HEAD}<!-- zeplint: {kind}{before} -->\n{body}"
        assert suppressed(text, "wrods") == f"{HEAD}<!-- zeplint: {kind}{after} -->\n{body}"
    assert suppressed(f"{HEAD}wrods <!-- zeplint: ignore{before} -->\n", "wrods") == (
        f"{HEAD}wrods <!-- zeplint: ignore{after} -->\n"
    )
    assert suppressed(f"---\na: wrods # zeplint: ignore{before}\n---\n{HEAD}", "wrods") == (
        f"---\na: wrods # zeplint: ignore{after}\n---\n{HEAD}"
    )


def test_a_comment_for_the_file_takes_its_codes_from_the_lines() -> None:
    text = HEAD + "Text\n{: .wrods }\n\nmore wrods twice\n"
    document = opened(text, MD)
    more = finding(document, "more wrods")
    found = [finding(document, "wrods"), more, more._replace(code="ZEP802")]
    result = suppress(document, found, PROCESS, RULEBOOK, "why")
    assert result.for_file == (found[0], found[1])
    assert apply_edits(document.source, result.edits) == (
        "<!-- zeplint: ignore-file[ZEP801] why -->\n\n"
        + HEAD
        + "Text\n{: .wrods }\n\n<!-- zeplint: ignore[ZEP802] why -->\nmore wrods twice\n"
    )


def test_no_reason_ends_a_comment() -> None:
    assert suppressed(HEAD + "wrods\n", "wrods", reason=" a -->\n b ") == (
        HEAD + "<!-- zeplint: ignore[ZEP801] a -> b -->\nwrods\n"
    )
    assert suppressed(HEAD + "wrods\n", "wrods", reason="") == (
        HEAD + "<!-- zeplint: ignore[ZEP801] -->\nwrods\n"
    )


@pytest.mark.parametrize("code", ["ZEP001", "ZEP002", "ZEP003", "NONE001"])
def test_what_is_said_of_the_run_cannot_be_suppressed(code: str) -> None:
    document = opened(HEAD, MD)
    found = [finding(document, "Keys", code)]
    assert suppress(document, found, PROCESS, RULEBOOK) == Suppressed((), tuple(found))


# On every example of every rule


def check(rule: Any, example: Mapping[str, Any], files: Files) -> None:
    """Suppress all that is found, and find nothing more: nothing new and no comment without use."""
    before = Run(BENCH, rule, example, files, everything=True)
    changed = dict(files)
    left: Counter[tuple[str, str]] = Counter()
    for path in {diagnostic.path for diagnostic in before.everything}:
        document = before.collection.document(path)
        own = [diagnostic for diagnostic in before.everything if diagnostic.path == path]
        result = suppress(document, own, before.process, RULEBOOK, "why")
        left.update((diagnostic.code, diagnostic.path) for diagnostic in result.left)
        if result.edits:
            changed[path] = apply_edits(document.source, result.edits)
        else:
            assert len(result.left) == len(own)
    after = Run(BENCH, rule, example, changed, everything=True).everything
    assert not Counter((d.code, d.path) for d in after) - left


EXAMPLES = [
    pytest.param(rule_from(data), example, id=f"{data['code']}-{example['title']}")
    for data in read_rules(rules_directory())
    for example in data["examples"]
]
each_example = pytest.mark.parametrize(("rule", "example"), EXAMPLES)


@each_example
def test_every_finding_can_be_suppressed(rule: Any, example: Mapping[str, Any]) -> None:
    check(rule, example, example["files"])


@pytest.mark.slow
@pytest.mark.parametrize(("rule", "example"), EXAMPLES[::3])
def test_every_finding_can_be_suppressed_in_every_form(rule: Any, example: Mapping[str, Any]) -> None:
    process = PROCESSES[example.get("process", "zep-2024")]
    for _, files in (*encodings(example["files"]), *header_forms(example, process)):
        check(rule, example, files)


def test_many_findings_end_in_time() -> None:
    text = HEAD + "Some wrods\nand more wrods\n\n" * 5_000
    document = opened(text, MD)
    lines = (document.source.line_span(line) for line in range(7, 15_000, 3))
    found = [Diagnostic("ZEP801", "", Severity.ERROR, "", (), Place(document.source, line)) for line in lines]
    with ends_in_time():
        assert len(suppress(document, found, PROCESS, RULEBOOK).edits) == len(found)
