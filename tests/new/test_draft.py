"""A new proposal, in every process: where it lies, what it says, and what is left to its author."""

from __future__ import annotations

import pytest

from tests.rule_examples import PROCESSES, RULEBOOK, TODAY
from zeplint.collection import Collection
from zeplint.diagnostic import Severity
from zeplint.document import LINES, MARKDOWN, RST
from zeplint.linter import Options, lint
from zeplint.new.draft import Draft, default_type, draft_path, draft_text
from zeplint.new.style import Style
from zeplint.process import Process
from zeplint.proposal import Proposal
from zeplint.rulebook import select
from zeplint.tree import MemoryTree

each_process = pytest.mark.parametrize("process", PROCESSES.values(), ids=lambda process: process.name)


def draft_of(process: Process, title: str = "Shorter keys") -> Draft:
    return Draft(12, title, default_type(process), "Jane Doe <jane@example.org>", TODAY)


def written(process: Process, draft: Draft) -> tuple[str, Proposal]:
    path = draft_path(process, draft, process.bases[0])
    document = Collection(MemoryTree({path: draft_text(process, draft)}), process).document(path)
    assert isinstance(document, Proposal)
    return path, document


@each_process
@pytest.mark.parametrize(
    "title", ["Shorter keys", "Keys: shorter 'and' \"better\"", "日本語 keys", "A #1 & <b>"]
)
def test_it_reads_back_as_what_was_asked_for(process: Process, title: str) -> None:
    _, document = written(process, draft_of(process, title))
    assert {reading.number for reading in document.numbers} == {12}
    assert document.title == title
    assert document.stage == "early"
    assert document.type is process.types[default_type(process)]
    header = document.header("created")
    spec = process.header_for("created")
    assert header
    assert spec
    date = document.date(header, spec)
    assert date
    assert (date.days, date.valid) == ((TODAY,), True)
    assert [author.name for author in document.authors()] == ["Jane Doe"]


@each_process
@pytest.mark.parametrize("kind", [0, 1, -1])
def test_a_lint_finds_only_what_its_author_has_to_write(process: Process, kind: int) -> None:
    draft = draft_of(process)._replace(kind=list(process.types)[kind])
    path = draft_path(process, draft, process.bases[0])
    collection = Collection(MemoryTree({path: draft_text(process, draft)}), process)
    found = lint(collection, [path], select(RULEBOOK, process), RULEBOOK, Options(today=TODAY)).diagnostics
    assert {diagnostic.name for diagnostic in found} <= {"placeholder-header", "empty-section"}
    assert not [diagnostic for diagnostic in found if diagnostic.severity is Severity.ERROR]


@each_process
def test_it_lies_where_drafts_lie(process: Process) -> None:
    draft = draft_of(process)
    path = draft_path(process, draft, process.bases[0])
    assert path in {f"{place}/{path.rpartition('/')[2]}".lstrip("/") for place in process.places()}
    match = process.match_name(path.rpartition("/")[2])
    assert match
    assert int(match["number"]) == 12


def test_it_is_written_in_the_markup_of_its_process() -> None:
    assert written(PROCESSES["zep-2022"], draft_of(PROCESSES["zep-2022"]))[1].markup == MARKDOWN
    assert written(PROCESSES["zep-2024"], draft_of(PROCESSES["zep-2024"]))[1].markup == RST


def test_sections_are_those_of_its_type() -> None:
    process = PROCESSES["zep-2022"]
    titles = {
        kind: {
            section.title
            for section in written(process, draft_of(process)._replace(kind=kind))[1].body.sections
        }
        for kind in process.types
    }
    core, other = titles[default_type(process)], titles["Informational"]
    assert other < core
    assert all(
        title in core for title, section in process.data["sections"].items() if section.get("required")
    )


def test_a_wide_character_takes_two_columns() -> None:
    process = PROCESSES["zep-2024"]
    title, underline = draft_text(process, draft_of(process, "日本"), Style(RST, LINES)).split("\n")[:2]
    assert title.endswith("日本")
    assert underline == "=" * (len(title) + 2)
