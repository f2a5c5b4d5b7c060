"""Total: a document at any moment of its writing lints without a failing rule."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from tests.rule_examples import PROCESSES, RULEBOOK, TODAY
from zeplint.collection import Collection, choose_process
from zeplint.linter import Options, lint
from zeplint.rulebook import rules_directory
from zeplint.rulebook.files import read_rules
from zeplint.tree import MemoryTree

Files = Mapping[str, str | bytes]
RULES: list[Mapping[str, Any]] = list(read_rules(rules_directory()))
ALL_RULES = list(RULEBOOK)


def distinct_examples() -> Iterator[tuple[str, Files]]:
    """The files of every example, each set once."""
    seen = set()
    for data in RULES:
        for example in data["examples"]:
            key = repr(sorted(example["files"].items()))
            if key not in seen:
                seen.add(key)
                yield f"{data['code']}-{example['title']}", example["files"]


EXAMPLES = [pytest.param(files, id=name) for name, files in distinct_examples()]


def assert_total(files: Files) -> None:
    """Lint with every rule; none may fail, and every place must lie in its text."""
    tree = MemoryTree(files)
    process = choose_process(tree, PROCESSES.values(), list(files))
    collection = Collection(tree, process, named=list(files))
    for diagnostic in lint(collection, files, ALL_RULES, RULEBOOK, Options(today=TODAY)).diagnostics:
        assert diagnostic.code != "ZEP003", (diagnostic.message, files)
        places = [diagnostic.place, *diagnostic.related]
        spans = [place.span for place in places if place.span] + [
            e.span for e in (diagnostic.fix.edits if diagnostic.fix else ())
        ]
        sources = [place.source for place in places if place.span] + [
            e.source for e in (diagnostic.fix.edits if diagnostic.fix else ())
        ]
        for source, span in zip(sources, spans, strict=True):
            assert -1 <= span.start <= span.end <= len(source.text), (diagnostic, files)


def prefixes(files: Files, step: int) -> Iterator[Files]:
    """The files with the last one cut off after every `step` characters."""
    *_, last = files
    content = files[last]
    for end in range(0, len(content), step):
        yield {**files, last: content[:end]}


def deletions(files: Files) -> Iterator[Files]:
    """The files with one line of the last one taken out, for each line."""
    *_, last = files
    content = files[last]
    text = content if isinstance(content, str) else content.decode("latin-1")
    lines = text.split("\n")
    for index in range(len(lines)):
        less = "\n".join(lines[:index] + lines[index + 1 :])
        yield {**files, last: less if isinstance(content, str) else less.encode("latin-1")}


@pytest.mark.parametrize("files", EXAMPLES)
def test_every_one_line_deletion_lints(files: Files) -> None:
    for shorter in deletions(files):
        assert_total(shorter)


@pytest.mark.parametrize("files", EXAMPLES)
def test_many_prefixes_lint(files: Files) -> None:
    for shorter in prefixes(files, 11):
        assert_total(shorter)


@pytest.mark.slow
@pytest.mark.parametrize("files", EXAMPLES)
def test_every_prefix_lints(files: Files) -> None:
    for shorter in prefixes(files, 1):
        assert_total(shorter)
