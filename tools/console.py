"""The ``console`` blocks of the docs: they are run, and show what their commands print.

A block ``console`` holds commands behind ``$ ``, continued behind ``> ``, each followed by what it prints on both streams. A line
``...`` stands for any number of lines. A block that shows no output at all is run as well, for what it leaves behind.
The blocks of a page run one after another in one folder, which begins with a copy of ``examples/`` if the page speaks of
it. A block of another language is the file whose name, in backquotes, stands last in the paragraph above it, if
that ends with a colon.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

BLOCK = re.compile(
    r"^(?P<fence>```+)(?P<language>\w+)\n(?P<content>.*?)^(?P=fence)$", re.MULTILINE | re.DOTALL
)
CONSOLE = "console"
FILES = ("json", "markdown", "toml", "yaml")
NAME = re.compile(r"`([\w./-]+\.\w+)`")
PROMPT, MORE, GAP = "$ ", "> ", "..."
# Generated pages hold no console blocks; the pages of rules are many.
PAGES = ("README.md", "docs/*.md", "editors/*.md", "CONTRIBUTING.md")
# What a command may end with: 1 is a finding. It starts no pager, asks nothing and takes no colour.
FINE = (0, 1)
PATIENCE = 60
WIDTH = 100
# The day of every run.
EPOCH = "1785000000"
GIT = """\
[user]
    name = Ada Example
    email = ada@example.org
[init]
    defaultBranch = main
[core]
    pager = cat
[advice]
    detachedHead = false
"""


class Command(NamedTuple):
    """A command of a page: its text for a shell, the 1-based line it stands on, and the output that the page shows.

    `output` is None where its block shows no output.
    """

    text: str
    line: int
    output: tuple[str, ...] | None


class File(NamedTuple):
    """A file that a page shows and that its commands find: its path, and what it holds."""

    path: str
    content: str


class Run(NamedTuple):
    """A command, what it printed, and what it ended with."""

    command: Command
    printed: tuple[str, ...]
    code: int

    @property
    def problem(self) -> str:
        """What is wrong with the page; empty where it is right."""
        command = self.command
        if command.output is None:
            return "" if self.code in FINE else "\n".join((f"it ended with {self.code}:", *self.printed))
        if matches(command.output, self.printed):
            return ""
        return "\n".join(("the page shows:", *command.output, "it prints:", *self.printed))


def pages(root: Path) -> list[Path]:
    """The pages with blocks in the checkout at `root`."""
    found = [path for pattern in PAGES for path in sorted(root.glob(pattern))]
    return [path for path in found if commands(path.read_text(encoding="utf-8"))]


def commands(page: str) -> list[Command]:
    """The commands of a page, in their order."""
    return [step for step in steps(page) if isinstance(step, Command)]


def steps(page: str) -> Iterator[Command | File]:
    """What a page says to do: to write files and to run commands, in their order."""
    for match in BLOCK.finditer(page):
        content = match["content"]
        if match["language"] == CONSOLE:
            yield from _block(content.split("\n")[:-1], page.count("\n", 0, match.start()) + 2)
        elif match["language"] in FILES and (path := _file_above(page[: match.start()])):
            yield File(path, content)


def _file_above(text: str) -> str:
    """The name of a file in the paragraph that ends `text` with a colon; empty without one."""
    paragraph = text.rstrip("\n").rpartition("\n\n")[2]
    names: list[str] = NAME.findall(paragraph)
    return names[-1] if names and paragraph.endswith(":") else ""


def _block(lines: Sequence[str], first: int) -> list[Command]:
    found: list[Command] = []
    silent = all(line.startswith((PROMPT, MORE)) or not line for line in lines)
    for number, line in enumerate(lines, first):
        if line.startswith(PROMPT):
            found.append(Command(line.removeprefix(PROMPT), number, None if silent else ()))
            continue
        if not found:
            raise ValueError(f"line {number}: no command prints {line!r}")
        command = found[-1]
        if line.startswith(MORE) and not command.output:
            found[-1] = command._replace(text=f"{command.text}\n{line.removeprefix(MORE)}")
        elif command.output is not None:
            found[-1] = command._replace(output=(*command.output, line))
    # Between two commands, an empty line sets them apart.
    return [
        command._replace(output=tuple(_trimmed(command.output))) if command.output else command
        for command in found
    ]


def _trimmed(lines: Sequence[str]) -> list[str]:
    kept = list(lines)
    while kept and not kept[-1]:
        kept.pop()
    return kept


def matches(shown: Sequence[str], printed: Sequence[str]) -> bool:
    """Whether the lines that a page shows are those printed, a line ``...`` standing for any number of them."""
    pattern = "".join(r"(?:.*\n)*?" if line == GAP else f"{re.escape(line)}\\n" for line in shown)
    return re.fullmatch(pattern, "".join(f"{line}\n" for line in printed)) is not None


def run_page(page: str, root: Path, made: Path) -> Iterator[Run]:
    """Do what a page of the checkout at `root` says, in a folder below `made`, an empty one."""
    folder = made / "work"
    folder.mkdir()
    todo = list(steps(page))
    if any("examples" in step.text for step in todo if isinstance(step, Command)):
        shutil.copytree(root / "examples", folder / "examples")
    (made / ".gitconfig").write_text(GIT, encoding="utf-8")
    environ = _environ(made)
    where = made / "where"
    for step in todo:
        if isinstance(step, File):
            path = folder / step.path
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(step.content, encoding="utf-8")
            continue
        script = f"cd {str(folder)!r} || exit\n{step.text}\nended=$?\npwd >{str(where)!r}\nexit $ended"
        done = subprocess.run(
            ["bash", "-c", script],
            env=environ,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            timeout=PATIENCE,
            check=False,
        )
        if where.is_file():
            folder = Path(where.read_text(encoding="utf-8").rstrip("\n"))
        printed = _trimmed([line.rstrip() for line in done.stdout.split("\n")])
        yield Run(step, tuple(printed), done.returncode)


def _environ(home: Path) -> dict[str, str]:
    """An environment in which a command prints the same everywhere."""
    programs = os.path.dirname(sys.executable)
    return {
        "PATH": os.pathsep.join((programs, os.environ.get("PATH", os.defpath))),
        "HOME": str(home),
        "LC_ALL": "C.UTF-8",
        "PYTHONUTF8": "1",
        "NO_COLOR": "1",
        "COLUMNS": str(WIDTH),
        "SOURCE_DATE_EPOCH": EPOCH,
        "GIT_CONFIG_GLOBAL": str(home / ".gitconfig"),
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_AUTHOR_DATE": f"{EPOCH} +0000",
        "GIT_COMMITTER_DATE": f"{EPOCH} +0000",
    }


def rewritten(page: str, runs: Sequence[Run]) -> str:
    """The page with the outputs that no longer hold replaced by what was printed."""
    lines = page.split("\n")
    for run in reversed(runs):
        if not run.problem or run.command.output is None:
            continue
        start = run.command.line + run.command.text.count("\n")
        lines[start : start + len(run.command.output)] = shortened(run.printed, run.command.output)
    return "\n".join(lines)


def shortened(printed: Sequence[str], shown: Sequence[str]) -> list[str]:
    """What was printed, left out where the page left it out: between the same two lines as there."""
    kept: list[str] = []
    at = 0
    for index, line in enumerate(shown):
        if line != GAP:
            continue
        before, after = shown[:index][-1:], shown[index + 1 : index + 2]
        start = next((place + 1 for place in range(at, len(printed)) if [printed[place]] == before), None)
        start = at if not before else start
        if start is None:
            continue
        end = next((place for place in range(start, len(printed)) if [printed[place]] == list(after)), None)
        end = len(printed) if not after else end
        if end is None:
            continue
        kept += [*printed[at:start], GAP]
        at = end
    return [*kept, *printed[at:]]
