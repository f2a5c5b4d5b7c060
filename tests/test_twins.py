"""The header blocks of published NEPs, as ZEPs: every form of both markups gives the same findings."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.rule_examples import FORMS, PROCESSES, RULEBOOK, TODAY, essence, rewrite
from zeplint.collection import Collection
from zeplint.linter import Options, lint
from zeplint.markup.preamble import scan_preamble
from zeplint.rulebook import Rule
from zeplint.source import Source
from zeplint.tree import MemoryTree

PROCESS = PROCESSES["zep-2024"]
HEADER_RULES: list[Rule] = [rule for rule in RULEBOOK if rule.code.startswith(("ZEP2", "ZEP3", "ZEP4"))]


def as_zep(path: Path) -> tuple[str, str]:
    """The path and the text of a NEP as a ZEP: its title and header block, without the body."""
    text = path.read_text(encoding="utf-8").replace("NEP", "ZEP")
    name = f"docs/zeps/draft/zep-{path.name.removeprefix('nep-')}"
    preamble = scan_preamble(Source(name, text), PROCESS.known_names)
    return name, text[: preamble.end] + "\n"


def findings(name: str, text: str) -> list[tuple[str, str, str]]:
    collection = Collection(MemoryTree({name: text}), PROCESS)
    result = lint(collection, [name], HEADER_RULES, RULEBOOK, Options(today=TODAY))
    return sorted(essence(diagnostic) for diagnostic in result.diagnostics)


def neps(corpus: Path) -> list[Path]:
    return sorted((corpus / "neps").glob("nep-0*.rst"))


# In front matter an unknown key, or a date, may be the site's own: it says less on purpose.
@pytest.mark.parametrize("form", [form for form in FORMS if form != "front matter"])
def test_a_field_list_and_its_twin(corpus: Path, form: str) -> None:
    compared = 0
    for path in neps(corpus):
        name, text = as_zep(path)
        twin = rewrite(name, text, PROCESS, *FORMS[form])
        assert twin is not None
        assert findings(name.replace(".rst", ".md"), twin) == findings(name, text), (path.name, twin)
        compared += 1
    assert compared > 15
