"""Proposals typed character by character: nothing fails, and the end is what the command line says."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.server.editor import Editor
from tests.server.zeps import write
from zeplint.rulebook.files import read_rules
from zeplint.server.app import REST
from zeplint.server.positions import UTF16, Positions
from zeplint.session import Request, run

DAY = {"SOURCE_DATE_EPOCH": "1730808000"}
EXAMPLES = Path(__file__).parents[2] / "examples"
FEW, MANY = 2_000, 20_000
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


def type_through(root: Path, path: Path, step: int = 1) -> None:
    """Type the text of a file, so many characters at a time, and hold the end against the command line."""
    text = path.read_bytes().decode("utf-8")
    with Editor(root, environ=DAY) as editor:
        uri = editor.open(path, "")
        ends = [*range(1, len(text), step), len(text)]
        for end in ends:
            editor.change(uri, text[:end])
        assert len(editor.of_method("textDocument/publishDiagnostics")) >= 1 + len(ends)
        # A text that takes long to parse is parsed when typing rests.
        editor.loop.run_until_complete(asyncio.sleep(2 * REST))
        editor.settle()
        assert editor.of_method("window/logMessage") == editor.of_method("window/showMessage") == []
        wanted = [
            (code, message.partition("\n")[0], *place)
            for code, message, *place in by_the_command_line(root, path)
        ]
        assert shown(editor, uri) == wanted


def test_a_proposal_is_typed() -> None:
    type_through(EXAMPLES, EXAMPLES / FIRST, step=5)


@pytest.mark.slow
@pytest.mark.parametrize(
    "path", sorted(EXAMPLES.glob("docs/**/*.md")), ids=lambda path: path.relative_to(EXAMPLES).as_posix()
)
def test_each_proposal_to_try_out_is_typed(path: Path) -> None:
    type_through(EXAMPLES, path)


def examples() -> Iterator[tuple[str, Mapping[str, str]]]:
    """The code of each rule with the files of its examples."""
    for rule in read_rules(str(EXAMPLES.parent / "rules")):
        for example in rule["examples"]:
            files = {name: text for name, text in example["files"].items() if isinstance(text, str)}
            yield rule["code"], files


@pytest.mark.slow
@pytest.mark.parametrize("code", sorted({code for code, _ in examples()}))
def test_each_example_of_a_rule_is_typed(code: str, tmp_path: Path) -> None:
    for number, files in enumerate(files for own, files in examples() if own == code):
        root = write(tmp_path / str(number), dict(files))
        (root / ".git").mkdir(parents=True)
        for name, text in files.items():
            if "\ufeff" not in text:
                type_through(root, root / name)


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
