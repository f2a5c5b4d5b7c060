"""Proposals that are typed: nothing fails, and the end is what the command line says."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from itertools import accumulate, pairwise, takewhile
from pathlib import Path
from typing import Any

import pytest

from tests.server.editor import Editor
from tests.server.zeps import write
from zeplint.linter import INTERNAL_ERROR, lint
from zeplint.rulebook.files import read_rules
from zeplint.server.positions import UTF16, Positions
from zeplint.session import Request, prepare, run
from zeplint.source import Source, Span

DAY = {"SOURCE_DATE_EPOCH": "1730808000"}
EXAMPLES = Path(__file__).parents[2] / "examples"
FEW, MANY = 2_000, 20_000
# How often an editor asks for completions.
ASKED = 0.1
FIRST = "docs/zeps/draft/zep-0004.md"


def by_the_command_line(root: Path, path: Path) -> list[tuple[Any, ...]]:
    """What a run on a file finds: code, message, and the range as a client would count it."""
    outcome = run(Request((str(path),), force_exclude=True), DAY, str(root))
    found = []
    for each in outcome.diagnostics:
        range_ = Positions(each.place.source, UTF16).range(each.place.span)
        start, end = range_.start, range_.end
        found.append((each.code, each.message, start.line, start.character, end.line, end.character))
    return found


def shown(editor: Editor, uri: str) -> list[tuple[Any, ...]]:
    """What an editor shows of a document, in the same form."""
    found = []
    for each in editor.shown[uri]:
        start, end = each["range"]["start"], each["range"]["end"]
        place = start["line"], start["character"], end["line"], end["character"]
        # Behind the message stands what helps, which has a line of its own.
        found.append((each["code"], each["message"].partition("\n")[0], *place))
    return found


def type_through(editor: Editor, folder: Path, path: Path, chance: random.Random, longest: int) -> None:
    """Type the text of a file, character by character, and hold the end against the command line.

    `folder` is the one that is open in the editor. Up to so many characters come before the server has had the time
    to lint; now and then the editor asks what could follow.
    """
    text = path.read_bytes().decode("utf-8")
    uri = editor.open(path, "")
    ends = accumulate(chance.randint(1, longest) for _ in text)
    steps = [*takewhile(len(text).__gt__, ends), len(text)] if text else []
    editor.sent.clear()
    for start, end in pairwise((0, *steps)):
        editor.feed(*(editor.change_message(uri, text[: each + 1]) for each in range(start, end)))
        editor.settle()
        if chance.random() < ASKED:
            place = Positions(Source(path.name, text[:end]), UTF16).range(Span(end, end)).start
            where = {"line": place.line, "character": place.character}
            editor.ask("textDocument/completion", textDocument={"uri": uri}, position=where)
    assert len(editor.of_method("textDocument/publishDiagnostics")) >= len(steps)
    assert editor.of_method("window/logMessage") == editor.of_method("window/showMessage") == []
    wanted = [
        (code, message.partition("\n")[0], *place)
        for code, message, *place in by_the_command_line(folder, path)
    ]
    assert shown(editor, uri) == wanted
    editor.shut(uri)


def test_a_proposal_is_typed() -> None:
    with Editor(EXAMPLES, environ=DAY) as editor:
        type_through(editor, EXAMPLES, EXAMPLES / FIRST, random.Random(1), 10)


@pytest.mark.slow
@pytest.mark.parametrize(
    "path", sorted(EXAMPLES.glob("docs/**/*.md")), ids=lambda path: path.relative_to(EXAMPLES).as_posix()
)
def test_each_proposal_to_try_out_is_typed(path: Path) -> None:
    with Editor(EXAMPLES, environ=DAY) as editor:
        type_through(editor, EXAMPLES, path, random.Random(2), 3)


def examples() -> Iterator[tuple[str, Mapping[str, str]]]:
    """The code of each rule with the files of its examples."""
    for rule in read_rules(str(EXAMPLES.parent / "rules")):
        for example in rule["examples"]:
            files = {name: text for name, text in example["files"].items() if isinstance(text, str)}
            yield rule["code"], files


def texts_of(code: str, folder: Path) -> Iterator[tuple[Path, Path, str]]:
    """The files of a rule's examples, each with the root of its collection and its text."""
    for number, files in enumerate(files for own, files in examples() if own == code):
        root = write(folder / str(number), dict(files))
        (root / ".git").mkdir(parents=True)
        for name, text in files.items():
            if "\ufeff" not in text:
                yield root, root / name, text


CODES = sorted({code for code, _ in examples()})


@pytest.mark.slow
@pytest.mark.parametrize("code", CODES)
def test_each_example_of_a_rule_is_typed(code: str, tmp_path: Path) -> None:
    """With all rules, which see the text every few characters: other ones in each."""
    chance = random.Random(code)
    with Editor(tmp_path, environ=DAY) as editor:
        for _, path, _ in texts_of(code, tmp_path):
            type_through(editor, tmp_path, path, chance, 15)


@pytest.mark.slow
@pytest.mark.parametrize("code", CODES)
def test_a_rule_copes_with_each_beginning_of_its_examples(code: str, tmp_path: Path) -> None:
    """Character by character, with the rule alone."""
    seen: set[tuple[str, str]] = set()
    for root, path, text in texts_of(code, tmp_path):
        job = prepare(Request((str(path),), force_exclude=True), DAY, str(root)).jobs[0]
        collection, rules = job.collection, [job.rulebook.rules[code]]
        name = path.relative_to(job.tree.root).as_posix()
        for end in range(len(text) + 1):
            if (name, text[:end]) in seen:
                continue
            seen.add((name, text[:end]))
            collection = collection.with_source(Source(name, text[:end]))
            found = lint(collection, [name], rules, job.rulebook, job.options).diagnostics
            assert INTERNAL_ERROR not in [job.rulebook.rules[each.code].check for each in found]


def edited(text: str, chance: random.Random) -> str:
    """A text with one random edit."""
    start = chance.randrange(len(text) + 1)
    end = min(start + chance.choice((0, 0, 1, 5)), len(text))
    piece = chance.choice(("", "a", "\n", "# ", "😀", "[x](y.md)", "Status: ", "TODO ", "\u2028", "```\n"))
    return text[:start] + piece + text[end:]


@pytest.mark.slow
def test_memory_does_not_grow_with_the_edits() -> None:
    resource = pytest.importorskip("resource", reason="the system does not say how much memory is in use")
    chance = random.Random(7)
    original = (EXAMPLES / FIRST).read_text("utf-8")
    text, early = original, 0
    with Editor(EXAMPLES, environ=DAY) as editor:
        uri = editor.open(EXAMPLES / FIRST, text)
        for count in range(MANY):
            text = edited(text, chance) if len(text) < 2 * len(original) else original
            editor.change(uri, text)
            editor.sent.clear()
            if count == FEW:
                early = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        late = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert late < 1.05 * early
