"""The generator of ZEPs and the table of `bench/`; nothing here measures."""

from __future__ import annotations

import re
import sys
from collections import Counter
from pathlib import Path

import pytest

if sys.platform == "win32":
    pytest.skip("bench/ measures with POSIX calls", allow_module_level=True)

from bench.comparison import Result
from bench.editor import ECHO, nearly_longest, session, texts
from bench.generate import MISTAKE_EVERY, MISTAKEN, proposals, write_collection
from bench.measure import Command, CommandFailedError, interleaved, rounds_for, warm_up
from bench.table import as_data, table

COUNT = 400


def headers(text: str) -> dict[str, str]:
    """The header block of a generated ZEP."""
    block = text.split("\n\n")[1]
    return dict(line.split(": ", 1) for line in block.split("\n"))


def test_generated_zeps_are_the_same_each_time() -> None:
    first = list(proposals(COUNT))
    assert first == list(proposals(COUNT))
    assert [zep.path.rpartition("/")[2] for zep in first] == [f"zep-{n:04}.md" for n in range(COUNT)]


def test_generated_zeps_lie_where_their_status_says() -> None:
    wrong = [
        zep.path
        for zep in proposals(COUNT)
        if Path(zep.path).parent.name != headers(zep.text)["Status"].lower()
    ]
    assert wrong == []


@pytest.mark.parametrize("count", [8, 10, 12, COUNT])
def test_generated_replacements_agree_on_both_sides(count: int) -> None:
    blocks = [headers(zep.text) for zep in proposals(count)]
    replaces = {
        (int(block["Replaces"]), number) for number, block in enumerate(blocks) if "Replaces" in block
    }
    replaced = {
        (number, int(block["Replaced-By"])) for number, block in enumerate(blocks) if "Replaced-By" in block
    }
    superseded = {number for number, block in enumerate(blocks) if block["Status"] == "Superseded"}
    assert replaces == replaced
    assert {old for old, _ in replaced} == superseded


def test_generated_requirements_name_earlier_zeps_that_stand() -> None:
    blocks = [headers(zep.text) for zep in proposals(COUNT)]
    required = [
        (number, int(other))
        for number, block in enumerate(blocks)
        if number % MISTAKE_EVERY != MISTAKEN
        for other in re.findall(r"\d+", block.get("Require", ""))
    ]
    assert required
    assert [pair for pair in required if pair[1] >= pair[0]] == []
    assert {blocks[other]["Status"] for _, other in required} == {"Accepted", "Final"}


def test_write_collection_writes_every_proposal(tmp_path: Path) -> None:
    write_collection(tmp_path, 50)
    written = {
        path.relative_to(tmp_path).as_posix(): path.read_text("utf-8") for path in tmp_path.rglob("*.md")
    }
    assert written == {zep.path: zep.text for zep in proposals(50)}


RESULTS = [
    Result("one", "one ZEP", "codespell", 0.7, "seconds", (0.04, 0.06, 0.05), (0.1, 0.11, 0.09)),
    Result("rst", "NEPs", "rstcheck", 0.5, "seconds", (1.5, 1.5, 1.5), (2.0, 2.0, 2.0)),
    Result("rst", "NEPs", "sphinx-lint", None, "seconds", (1.5,), (0.5,)),
    Result("memory", "memory", "codespell", 2, "peak", (20e6, 24e6, 22e6), (30e6, 30e6, 33e6)),
    Result("keystroke", "a keystroke", "an echo", 3, "seconds", note="later"),
    Result("eight", "8 ZEPs", "markdownlint-cli2", 0.2, "seconds").without_values("no such file"),
]


def test_table_shows_medians_ratios_and_what_holds() -> None:
    assert table(RESULTS) == (
        "| work        | against           | zeplint | peer     | ratio | at most | holds        |\n"
        "|-------------|-------------------|---------|----------|-------|---------|--------------|\n"
        "| one ZEP     | codespell         | 50.0 ms | 100.0 ms | 0.50  | 0.7     | yes          |\n"
        "| NEPs        | rstcheck          | 1.50 s  | 2.00 s   | 0.75  | 0.5     | no           |\n"
        "| NEPs        | sphinx-lint       | 1.50 s  | 500.0 ms | 3.00  |         |              |\n"
        "| memory      | codespell         | 22.0 MB | 30.0 MB  | 0.73  | 2       | yes          |\n"
        "| a keystroke | an echo           |         |          |       | 3       | later        |\n"
        "| 8 ZEPs      | markdownlint-cli2 |         |          |       | 0.2     | not measured |"
    )


def test_data_has_every_sample_and_null_where_there_is_none() -> None:
    measured, missing = as_data(RESULTS[3]), as_data(RESULTS[5])
    assert measured == {
        "row": "memory",
        "work": "memory",
        "against": "codespell",
        "unit": "bytes",
        "zeplint": [20e6, 24e6, 22e6],
        "peer": [30e6, 30e6, 33e6],
        "ratio": 22 / 30,
        "at_most": 2,
        "holds": True,
        "note": "",
    }
    assert (missing["ratio"], missing["holds"], missing["note"]) == (None, None, "no such file")


def test_commands_take_turns(tmp_path: Path) -> None:
    log = tmp_path / "log"
    a, b = (
        Command((sys.executable, "-I", "-S", "-c", f"open('log', 'a').write('{name}')"), tmp_path)
        for name in "AB"
    )
    samples = interleaved((a, b), 3)
    assert log.read_text() == "ABABAB"
    assert [len(own) for own in samples] == [3, 3]
    assert all(sample.seconds > 0 and sample.peak > 1e6 for own in samples for sample in own)


def test_each_run_finds_what_it_needs_anew(tmp_path: Path) -> None:
    log = tmp_path / "log"
    command = Command(
        (sys.executable, "-I", "-S", "-c", "open('log', 'a').write('!')"),
        tmp_path,
        before=lambda: log.unlink(missing_ok=True),
    )
    warm_up(command)
    interleaved((command,), 2)
    assert log.read_text("utf-8") == "!"


def test_a_command_that_fails_is_not_timed(tmp_path: Path) -> None:
    failing = Command((sys.executable, "-c", "raise SystemExit('out of cheese')"), tmp_path, exits=(0,))
    with pytest.raises(CommandFailedError, match="exits with 1: out of cheese"):
        warm_up(failing)
    with pytest.raises(CommandFailedError, match="exits with 1"):
        interleaved((failing,), 1)
    with pytest.raises(CommandFailedError, match="No such file"):
        warm_up(Command((str(tmp_path / "nothing"),), tmp_path))


def test_short_commands_run_more_often() -> None:
    assert Counter(rounds_for(seconds, 7) for seconds in (0.001, 0.1, 0.25, 1, 60)) == {
        40: 1,
        30: 1,
        12: 1,
        7: 2,
    }


def test_the_nearly_longest_is_the_95th_percentile() -> None:
    assert nearly_longest([*range(1, 101)]) == 95
    assert nearly_longest([0.5]) == 0.5


def test_somebody_types_in_the_middle_of_a_text() -> None:
    typed = list(texts("one\n\ntwo\n\nthree", 3))
    assert typed == ["one\n\ntwo\n\na\n\nthree", "one\n\ntwo\n\na \n\nthree", "one\n\ntwo\n\na f\n\nthree"]


@pytest.mark.slow
def test_a_session_is_timed_at_the_client(tmp_path: Path) -> None:
    write_collection(tmp_path, 3)
    path = next(tmp_path.rglob("*.md"))
    zeplint = Path(sys.executable).with_name("zeplint")
    with session(str(zeplint), tmp_path) as editor:
        assert editor.open(path, "Status: Nonsense\n")["params"]["diagnostics"]
        assert editor.change(path, 1, path.read_text("utf-8"))["params"]["version"] == 1
        assert "error" in editor.ask(ECHO, text="x")
    with pytest.raises(CommandFailedError, match="ends without a word"), session("true", tmp_path):
        pass
