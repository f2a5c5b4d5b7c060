"""What is measured against what: the rows of the table."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Literal, NamedTuple

from bench.editor import ECHO, nearly_longest, session, texts, timed
from bench.environments import Programs
from bench.generate import proposals, write_collection
from bench.measure import Command, CommandFailedError, run

Metric = Literal["seconds", "peak"]

CHECKOUT = Path(__file__).resolve().parent.parent
RELINT = Path(__file__).with_name("relint.py")
CODESPELL_EXITS = (0, 65)
RST_LINT_EXITS = (0, 1, 2)


class MissingError(Exception):
    """What a row runs on is not here."""


class Bound(NamedTuple):
    """A program to hold zeplint against, and the ratio to it that is allowed, if one is."""

    against: str
    command: Command
    at_most: float | None


class Row(NamedTuple):
    """A piece of work: zeplint's command for it and those it is held against."""

    work: str
    command: Command
    bounds: tuple[Bound, ...]
    metric: Metric = "seconds"


class Timed(NamedTuple):
    """A piece of work that is more than one command: `once` gives the seconds of zeplint and of what it is held against."""

    work: str
    against: str
    at_most: float
    once: Callable[[], tuple[float, float]]


class Setting(NamedTuple):
    """What the rows are made from: the programs, and a folder for generated ZEPs."""

    programs: Programs
    scratch: Path


def corpus_files(folder: str, pattern: str) -> tuple[Path, tuple[str, ...]]:
    """A folder of the corpus and the files in it, relative to it. Raises MissingError.

    The corpus is the folder that ZEPLINT_CORPUS names, else a neighbour of the checkout.
    """
    corpus = Path(os.environ.get("ZEPLINT_CORPUS") or CHECKOUT.parent / "shared" / "corpus")
    place = (corpus / folder).resolve()
    names = tuple(sorted(str(path.relative_to(place)) for path in place.glob(pattern)))
    if not names:
        raise MissingError(f"no {pattern} in {place}: set ZEPLINT_CORPUS")
    return place, names


def _one(setting: Setting) -> Row:
    cwd, names = corpus_files("zeps", "active/ZEP0000.md")
    programs = setting.programs
    return Row(
        f"one Markdown ZEP of {(cwd / names[0]).stat().st_size // 1000} kB, from a cold start",
        Command((programs.zeplint, *names), cwd),
        (Bound("codespell on it", Command((programs.peer("codespell"), *names), cwd, CODESPELL_EXITS), 0.7),),
    )


def _eight(setting: Setting) -> Row:
    cwd, names = corpus_files("zeps", "*/ZEP[0-9][0-9][0-9][0-9].md")
    programs = setting.programs
    return Row(
        f"the {len(names)} published ZEPs",
        Command((programs.zeplint, *names), cwd),
        (
            Bound("codespell", Command((programs.peer("codespell"), *names), cwd, CODESPELL_EXITS), 0.8),
            Bound("markdownlint-cli2", Command((programs.node_peer("markdownlint-cli2"), *names), cwd), 0.2),
        ),
    )


def _headers(setting: Setting) -> Row:
    cwd, names = corpus_files("zeps", "active/ZEP0000.md")
    programs = setting.programs
    return Row(
        "one ZEP, headers only (`--select ZEP2,ZEP3`)",
        Command((programs.zeplint, "--select", "ZEP2,ZEP3", *names), cwd),
        (Bound("bare `python -I -c pass`", Command((programs.python, "-I", "-c", "pass"), cwd), 4),),
    )


def _rst(setting: Setting) -> Row:
    cwd, names = corpus_files("neps", "nep-*.rst")
    programs = setting.programs
    lint = Command((programs.peer("restructuredtext-lint"), *names), cwd, RST_LINT_EXITS)
    return Row(
        f"{len(names)} NEPs as reStructuredText, from a cold start",
        Command((programs.zeplint, *names), cwd),
        (
            Bound("restructuredtext-lint", lint, 0.5),
            Bound("rstcheck", Command((programs.peer("rstcheck"), *names), cwd), 0.7),
            Bound("sphinx-lint", Command((programs.peer("sphinx-lint"), *names), cwd), None),
        ),
    )


def _many(setting: Setting) -> Row:
    def check(count: int) -> Command:
        folder = setting.scratch / str(count)
        write_collection(folder, count)
        return Command((setting.programs.zeplint, "--select", "ZEP2,ZEP3,ZEP4", "docs/zeps"), folder)

    return Row(
        "10,000 generated ZEPs, headers and relations (`--select ZEP2,ZEP3,ZEP4`)",
        check(10_000),
        (Bound("the same of 1,000", check(1_000), 11),),
    )


def _since(setting: Setting) -> Row:
    return _changed(setting, "`--since HEAD`", ("--since", "HEAD"), 2)


def _new_only(setting: Setting) -> Row:
    return _changed(setting, "`--since HEAD --new-only`", ("--since", "HEAD", "--new-only"), 2.5)


def _changed(setting: Setting, shown: str, options: tuple[str, ...], at_most: float) -> Row:
    """A repository in which some of the ZEPs are other than in its last commit."""
    folder = setting.scratch / "changed"
    write_collection(folder, 1000)
    who = ("-c", "user.name=bench", "-c", "user.email=bench@example.org", "-c", "commit.gpgSign=false")
    for arguments in (("init", "-q"), ("add", "."), (*who, "commit", "-qm", "ZEPs")):
        try:
            subprocess.run(["git", *arguments], cwd=folder, check=True, capture_output=True)
        except (OSError, subprocess.CalledProcessError) as error:
            raise MissingError(f"no repository to compare in: {error}") from error
    for path in sorted(folder.glob("docs/zeps/*/*.md"))[::200]:
        path.write_text(
            path.read_text(encoding="utf-8") + "\nOne more line.\n", encoding="utf-8", newline="\n"
        )
    zeplint = setting.programs.zeplint
    return Row(
        f"1,000 generated ZEPs, 5 of them changed, all default rules ({shown})",
        Command((zeplint, *options, "docs/zeps"), folder),
        (Bound("the same without", Command((zeplint, "docs/zeps"), folder), at_most),),
    )


def _fix(setting: Setting) -> Row:
    folder = setting.scratch / "fix"

    def misname() -> None:
        for zep in proposals(1_000):
            target = folder / zep.path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(zep.text.replace("Author: ", "author: ", 1), encoding="utf-8", newline="\n")
        os.sync()

    misname()
    check = (setting.programs.zeplint, "docs/zeps")
    return Row(
        "fixing 1,000 generated ZEPs, each with a header by another name",
        Command((*check, "--fix"), folder, before=misname),
        (Bound("checking them", Command(check, folder, before=misname), 2),),
    )


def _keystroke(setting: Setting) -> Timed:
    return _typed(setting, "Markdown", "zeps", "active/ZEP0000.md")


def _keystroke_rst(setting: Setting) -> Timed:
    return _typed(setting, "reStructuredText", "neps", "nep-0042-*.rst")


def _typed(setting: Setting, language: str, folder: str, pattern: str) -> Timed:
    cwd, (name,) = corpus_files(folder, pattern)
    path, text = cwd / name, (cwd / name).read_text(encoding="utf-8")
    typed = list(texts(text))

    def once() -> tuple[float, float]:
        with session(setting.programs.zeplint, cwd) as editor:
            editor.open(path, text, language.lower())
            keystrokes = [timed(partial(editor.change, path, *each)) for each in enumerate(typed, 1)]
            echoes = [timed(partial(editor.ask, ECHO, text=each)) for each in typed]
        lints = _lint_again(setting.programs.python, cwd, name, typed)
        return nearly_longest(keystrokes), nearly_longest(lints) + nearly_longest(echoes)

    return Timed(
        f"a keystroke in {language} of {len(text) // 1000} kB, at the client, p95",
        "the same lint in process, plus an echo of the protocol",
        3,
        once,
    )


def _lint_again(python: str, cwd: Path, name: str, typed: Sequence[str]) -> list[float]:
    """The seconds that linting each of several texts of a file takes, in one process. Raises CommandFailedError."""
    command = (python, "-I", str(RELINT), str(cwd), name)
    done = subprocess.run(command, input=json.dumps(typed), capture_output=True, text=True, check=False)
    if done.returncode:
        raise CommandFailedError(done.stderr.strip().rpartition("\n")[2])
    return [float(line) for line in done.stdout.split()]


def _first(setting: Setting) -> Timed:
    cwd, (name,) = corpus_files("zeps", "active/ZEP0000.md")
    programs, path = setting.programs, cwd / name
    text = path.read_text(encoding="utf-8")

    def begin() -> None:
        with session(programs.zeplint, cwd) as editor:
            editor.open(path, text)

    def once() -> tuple[float, float]:
        importing = run(Command((programs.python, "-I", "-c", "import pygls.lsp.server"), cwd))
        linting = run(Command((programs.zeplint, name), cwd))
        return timed(begin), 2 * importing.seconds + linting.seconds

    return Timed(
        "the first diagnostics of a Markdown ZEP, from the start of the server to its end",
        "twice the import of pygls, plus one lint",
        1,
        once,
    )


def _memory(setting: Setting) -> Row:
    row = _eight(setting)
    return row._replace(
        work="memory, " + row.work.removeprefix("the "),
        bounds=tuple(bound._replace(at_most=2) for bound in row.bounds if bound.against == "codespell"),
        metric="peak",
    )


ROWS: dict[str, Callable[[Setting], Row | Timed]] = {
    "one": _one,
    "eight": _eight,
    "headers": _headers,
    "rst": _rst,
    "many": _many,
    "fix": _fix,
    "since": _since,
    "new-only": _new_only,
    "keystroke": _keystroke,
    "keystroke-rst": _keystroke_rst,
    "first": _first,
    "memory": _memory,
}
