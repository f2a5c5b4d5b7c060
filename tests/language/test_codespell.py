"""The rule on spelling beside codespell itself, on published documents: each difference has its reason."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests.rule_examples import PROCESSES, RULEBOOK
from zeplint.checks import Context, find_check
from zeplint.collection import Collection
from zeplint.tree import DiskTree

# What codespell reports and zeplint does not, by file name and word.
LEFT_ALONE = {
    ("ZEP0005.md", "GES"): "an acronym, in a header and in a list of people",
    ("nep-0012-missing-data.rst", "nd"): "in code",
    ("nep-0026-missing-data-summary.rst", "re-used"): "a variant with a hyphen",
    ("nep-0034-infer-dtype-is-object.rst", "nd"): "in the name of an array type",
    ("nep-0042-new-dtypes.rst", "nin"): "in code",
    ("2023-02-16.md", "GES"): "an acronym",
    ("2023-03-23.md", "bloc"): "a word",
    ("2023-04-06.md", "implementors"): "a variant",
    ("2023-05-18.md", "Implementors"): "a variant",
    ("2023-05-18.md", "implementors"): "a variant",
    ("2023-05-18.md", "useable"): "a variant",
    ("2023-03-09.md", "implementors"): "a variant",
    ("2024-05-02.md", "re-using"): "a variant with a hyphen",
}
# What zeplint reports and codespell does not.
FOUND_BESIDES = {
    ("2022-10-20.md", "hierachical"): "part of a compound",
}


def from_codespell(paths: list[Path]) -> set[tuple[str, int, str]]:
    """File name, line and word of each finding."""
    program = Path(sys.executable).parent / "codespell"
    done = subprocess.run([program, *paths], cwd=os.sep, capture_output=True, encoding="utf-8")
    found = set()
    for line in filter(None, done.stdout.split("\n")):
        path, number, rest = line.split(":", 2)
        found.add((Path(path).name, int(number), rest.split("==>")[0].strip()))
    return found


def from_zeplint(root: Path, paths: list[Path]) -> set[tuple[str, int, str]]:
    """The same from the rule, each document by itself."""
    rule = RULEBOOK.rules["ZEP801"]
    collection = Collection(DiskTree(str(root), str(root), str(root)), PROCESSES["zep-2022"])
    context = Context(collection, "2024-11-05")
    found = set()
    for path in paths:
        document = collection.document(path.relative_to(root).as_posix())
        for finding in find_check(rule.check)(document, context, **rule.parameters):
            (place,) = finding.places
            assert place.span
            line = document.source.position(place.span.start).line
            found.add((path.name, line, document.source.slice(place.span)))
    return found


def test_each_difference_from_codespell_has_its_reason(corpus: Path) -> None:
    theirs, ours = set(), set()
    for folder in ("zeps", "zarr-specs", "neps"):
        paths = sorted(path for path in (corpus / folder).rglob("*") if path.suffix in (".md", ".rst"))
        theirs |= from_codespell(paths)
        ours |= from_zeplint(corpus / folder, paths)
    assert {(name, word) for name, _, word in theirs - ours} == LEFT_ALONE.keys()
    assert {(name, word) for name, _, word in ours - theirs} == FOUND_BESIDES.keys()
