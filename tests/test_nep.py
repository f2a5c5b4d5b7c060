"""The process of NumPy: a third community's, which is nothing but a file of data."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import Any

import pytest

from zeplint.cli import main
from zeplint.collection import Collection, choose_process
from zeplint.diagnostic import Diagnostic
from zeplint.edits.apply import apply_fix
from zeplint.linter import Options, lint
from zeplint.process import Process
from zeplint.rulebook import load_process, load_rulebook, process_names, rules_directory, select
from zeplint.rulebook.files import read_process
from zeplint.rulebook.validate import check_process, misfits
from zeplint.tree import MemoryTree

NEP = load_process("nep")
RULEBOOK = load_rulebook()
PACKAGE = Path(__file__).parent.parent / "zeplint"


def proposal(number: int, *fields: str, title: str = "Shorter names") -> str:
    heading = f"NEP {number} — {title}"
    rule = "=" * len(heading)
    sections = {
        "Abstract": "Names become shorter.",
        "Motivation and scope": "Long names are typed more often than they are read.",
        "Backward compatibility": "The long names stay.",
        "Discussion": "- https://mail.example.org/thread/6",
        "Copyright": "This document has been placed in the public domain.",
    }
    body = "".join(f"\n{name}\n{'-' * len(name)}\n\n{text}\n" for name, text in sections.items())
    return "\n".join((f".. _NEP{number:02}:", "", rule, heading, rule, "", *fields, "")) + body


GOOD = (
    ":Author: Ada Example",
    ":Status: Accepted",
    ":Type: Standards Track",
    ":Created: 2024-02-03",
    ":Resolution: https://mail.example.org/thread/7",
)


def found(files: dict[str, str], process: Process = NEP, **options: Any) -> list[Diagnostic]:
    """What the rules of headers, status and relations say of files at their places."""
    collection = Collection(MemoryTree(files), process, named=list(files))
    rules = select(
        RULEBOOK, process, **{"select": ["ZEP1", "ZEP2", "ZEP3", "ZEP4"], "ignore": ["ZEP212"], **options}
    )
    return list(lint(collection, list(files), rules, RULEBOOK, Options(today="2026-06-15")).diagnostics)


def strings(path: Path) -> set[str]:
    """The names and the texts of a module, but for its docstrings."""
    tree = ast.parse(path.read_text("utf-8"))
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    docstrings = {
        ast.get_docstring(node, clean=False) for node in ast.walk(tree) if isinstance(node, documented)
    }
    words = [getattr(node, key, "") for node in ast.walk(tree) for key in ("id", "attr", "name", "value")]
    return {word for word in words if isinstance(word, str)} - docstrings


def test_a_nep_as_numpy_publishes_it_is_clean() -> None:
    assert found({"doc/neps/nep-0060-shorter-names.rst": proposal(60, *GOOD)}, select=None) == []


def test_a_finding_cites_the_document_of_its_own_process() -> None:
    (one,) = found({"nep-0060.rst": proposal(60, *GOOD[:4])})
    assert one.code == "ZEP304"
    assert one.message == "Accepted NEP has no Resolution header: link the discussion that decided it"
    assert [NEP.section_of(statement) for statement in one.statements] == [
        "Review and resolution",
        "How a NEP becomes accepted",
    ]
    assert not any(statement.startswith("S") for statement in one.statements)


def test_what_the_document_is_silent_on_is_cited_as_nothing() -> None:
    assert NEP.statements_for(("S43", "S45", "S58")) == ()
    assert NEP.statements_for(("S51", "S59", "S7")) == ("N20", "N3")
    assert load_process("zep-2024").statements_for(("S51", "S59", "S51")) == ("S51", "S59")


def test_the_command_speaks_of_neps(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "nep-0060.rst").write_text(proposal(60, *GOOD[:4]), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert main(["--isolated", "--select", "ZEP3", "."]) == 1
    captured = capsys.readouterr()
    assert "NEP 0, Review and resolution (N12)" in captured.out
    assert "(nep)" in captured.err
    assert "ZEP 0" not in captured.out + captured.err
    assert not re.search(r"\bZEPs?\b", captured.out + captured.err)


def test_a_run_over_two_communities_cites_each_by_its_own_document(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    neps, drafts = tmp_path / "neps", tmp_path / "zeps" / "draft"
    neps.mkdir()
    drafts.mkdir(parents=True)
    (neps / "nep-0060.rst").write_text(proposal(60, *GOOD[:4]), encoding="utf-8")
    (drafts / "ZEP0007.md").write_text(
        "# ZEP 7 — Keys\n\nStatus: Drafty\n\nType: Process\n", encoding="utf-8"
    )
    monkeypatch.chdir(tmp_path)
    assert main(["--isolated", "--select", "ZEP3", "zeps", "neps"]) == 1
    captured = capsys.readouterr()
    assert "ZEP 0, Header Preamble (S52); Review and Resolution (S23)" in captured.out
    assert "NEP 0, Review and resolution (N12); How a NEP becomes accepted (N16)" in captured.out
    assert main(["--isolated", "--select", "ZEP104", "zeps", "neps"]) == 0
    assert "2 proposals (zep-2022, nep)" in capsys.readouterr().err


@pytest.mark.parametrize("code", [rule.code for rule in RULEBOOK])
def test_no_word_of_a_rule_names_the_proposals_of_one_community(code: str) -> None:
    rule = RULEBOOK.rules[code]
    # The code of a rule (ZEP102) is a name of zeplint's own.
    shown = [rule.summary, rule.help, *rule.messages.values()]
    assert [text for text in shown if re.search(r"\bZEPs?\b", text)] == []


SPEAKING = ("checks", "edits", "fixer", "report", "values", "watermark", "proposal.py", "linter.py")


def test_no_words_in_the_code_name_the_proposals_of_one_community() -> None:
    """The title of a fix, a note, an excerpt: each says what the process calls a proposal."""
    paths = [path for path in PACKAGE.rglob("*.py") if path.relative_to(PACKAGE).parts[0] in SPEAKING]
    assert len(paths) > 20
    for path in paths:
        assert [text for text in strings(path) if re.search(r"\bZEPs?\b", text)] == [], path.name


def test_the_process_needs_no_code_of_its_own() -> None:
    for path in PACKAGE.rglob("*.py"):
        assert [text for text in strings(path) if re.search(r"(?i)(?<![a-z])neps?(?![a-z])", text)] == [], (
            path.name
        )


def test_rules_apply_from_the_number_on_at_which_the_process_began() -> None:
    old = (":Author: Ada Example", ":Contact: ada@example.org", ":Date: 2009-02-03", ":Status: Deferred")
    assert found({"nep-0004-old.rst": proposal(4, *old)}) == []
    codes = [one.code for one in found({"nep-0064-new.rst": proposal(64, *old)})]
    assert codes == ["ZEP213", "ZEP201"]


def test_one_line_for_each_author_and_a_name_is_enough() -> None:
    fields = (":Author: Ada Example", ":Author: Ben Sample <ben@example.org>", *GOOD[1:])
    assert found({"nep-0060.rst": proposal(60, *fields)}) == []
    nameless = (":Author: <ben@example.org>", *GOOD[1:])
    assert [one.code for one in found({"nep-0060.rst": proposal(60, *nameless)})] == ["ZEP205"]


@pytest.mark.parametrize("kind", ["Standard", "Standards", "Standard Track", "standards track"])
def test_the_type_is_written_out(kind: str) -> None:
    fields = (*GOOD[:2], f":Type: {kind}", *GOOD[3:])
    (one,) = found({"nep-0060.rst": proposal(60, *fields)})
    assert (one.code, one.fix and one.fix.title) == ("ZEP302", "Write Standards Track")


def test_the_form_of_the_header_preamble_is_a_date_as_well() -> None:
    fields = (*GOOD[:3], ":Created: 03-Feb-2024", GOOD[4])
    assert found({"nep-0060.rst": proposal(60, *fields)}) == []


def test_relations_are_read_from_references() -> None:
    new = proposal(61, *GOOD, ":Replaces: :ref:`NEP60`, :ref:`NEP07`")
    files = {
        "nep-0007-a.rst": proposal(7, ":Author: Ada Example", ":Status: Superseded"),
        "nep-0060-b.rst": proposal(
            60, *GOOD[:1], ":Status: Superseded", *GOOD[2:], ":Replaced-By: :ref:`NEP61`"
        ),
        "nep-0061-c.rst": new,
    }
    (one,) = found(files)
    assert (one.code, one.message) == (
        "ZEP401",
        'NEP 7 has no "Replaced-By: 61", but NEP 61 has "Replaces: 7"',
    )
    assert one.fix is not None
    sources = {edit.source.path: edit.source for edit in one.fix.edits}
    fixed = apply_fix(files, sources, one.fix)
    assert ":Replaced-By: :ref:`NEP61`\n" in str(fixed["nep-0007-a.rst"])
    assert found({path: str(text) for path, text in fixed.items()}) == []


def test_a_file_is_renamed_with_the_words_of_its_title() -> None:
    (one,) = found({"doc/neps/nep-60-x.rst": proposal(60, *GOOD)})
    assert one.message == ("nep-60-x.rst is no file name of a NEP: rename it to nep-0060-shorter-names.rst")
    assert one.fix is not None
    assert one.fix.moves[0].new == "doc/neps/nep-0060-shorter-names.rst"


# Which process a collection follows


@pytest.mark.parametrize(
    ("files", "name"),
    [
        (["doc/neps/nep-0060-a.rst", "doc/neps/roadmap.rst"], "nep"),
        (["nep-0060-a.rst", "nep-0061-b.rst", "nep-template.rst"], "nep"),
        (["draft/ZEP0001.md", "active/ZEP0000.md"], "zep-2022"),
        (["docs/zeps/draft/zep-0001.md", "docs/zeps/active/zep-0000.md"], "zep-2024"),
        (["docs/zeps/draft/zep-0001: Keys.md", "docs/zeps/nep-0001.rst"], "zep-2024"),
    ],
)
def test_the_names_of_the_files_choose_the_process(files: list[str], name: str) -> None:
    tree = MemoryTree(dict.fromkeys(files, ""))
    assert choose_process(tree, [load_process(known) for known in process_names()], files).name == name


def test_the_published_trees_choose_theirs(
    corpus: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for folder, name in (("neps", "nep"), ("zeps", "zep-2022")):
        monkeypatch.chdir(corpus / folder)
        main(["--select", "ZEP104", "."])
        assert f"({name})" in capsys.readouterr().err


# A process without what only some have

LEAN = ("noun", "document", "layout", "names", "title", "headers", "statuses", "types", "placeholders")


@pytest.mark.parametrize("rules", [None, ["ALL"]])
def test_what_a_process_leaves_out_costs_nothing(rules: list[str] | None, tmp_path: Path) -> None:
    path = tmp_path / "own.yaml"
    data = {key: NEP.data[key] for key in LEAN}
    import yaml

    path.write_text(yaml.safe_dump(data), encoding="utf-8")
    check_process(str(path), read_process(str(path), rules_directory()))
    files = {
        "nep-0060.rst": proposal(60, *GOOD),
        "nep-0061.rst": f"---\ntitle: NEP 61\nparent: x\n---\n\n{proposal(61, *GOOD)}",
        "docs/v3/core.rst": "Core\n====\n\n:Corresponding NEP: NEP 60\n",
    }
    codes = {
        one.code
        for one in found(files, Process("own", read_process(str(path), rules_directory())), select=rules)
    }
    assert "ZEP003" not in codes


def test_a_form_that_names_what_it_does_not_get_is_refused() -> None:
    data = {**NEP.data, "title": {**NEP.data["title"], "reference": "{noun}{numbers}"}}
    assert list(misfits(data)) == [(("title", "reference"), "no form of a title: 'numbers'")]


def test_a_new_nep_has_the_target_that_others_refer_to(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "doc" / "neps"
    folder.mkdir(parents=True)
    (folder / "nep-0060-x.rst").write_text(proposal(60, *GOOD), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert main(["new", "Sums of arrays", "--author", "Ada Example"]) == 0
    assert capsys.readouterr().out == "doc/neps/nep-0061-sums-of-arrays.rst\n"
    text = (folder / "nep-0061-sums-of-arrays.rst").read_text(encoding="utf-8")
    assert text.startswith(".. _NEP61:\n\nNEP 61 — Sums of arrays\n====")
    assert ":Author: Ada Example\n:Status: Draft\n:Type: Standards Track\n" in text
    assert main(["--isolated", "--ignore", "ZEP603", "."]) == 0
    assert "All checks passed: 2 NEPs (nep)." in capsys.readouterr().err
