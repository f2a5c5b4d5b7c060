"""Whole processes, timed in turn."""

from __future__ import annotations

import math
import os
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

# Short commands are repeated for so long, in seconds, but not more often than this.
ENOUGH_SECONDS = 3.0
MOST_ROUNDS = 40

LAUNCHER = Path(__file__).with_name("launcher.py")
PEAK_UNIT = 1 if sys.platform == "darwin" else 1024


class Command(NamedTuple):
    """A program and its arguments, run in `cwd`; `exits` are the exit codes of a run that did its work.

    `before` makes ready, untimed, what each run needs anew.
    """

    argv: tuple[str, ...]
    cwd: Path
    exits: tuple[int, ...] = (0, 1)
    before: Callable[[], None] | None = None


class Sample(NamedTuple):
    """One run: seconds from start to end, and the peak of resident memory in bytes."""

    seconds: float
    peak: int


class CommandFailedError(Exception):
    """A command does not run, or ends with an exit code that is none of its own."""


def environment() -> dict[str, str]:
    """The variables a measured program sees: none that change how Python starts."""
    return {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}


def warm_up(command: Command) -> float:
    """Run once, so that caches are filled; the seconds that took. Raises CommandFailedError."""
    if command.before:
        command.before()
    start = time.perf_counter()
    try:
        done = _run(command.argv, command.cwd)
    except OSError as error:
        raise CommandFailedError(str(error)) from error
    if done.returncode not in command.exits:
        last_words = (done.stderr or done.stdout).strip().rpartition("\n")[2]
        raise CommandFailedError(f"{command.argv[0]} exits with {done.returncode}: {last_words}")
    return time.perf_counter() - start


def run(command: Command) -> Sample:
    """Run once and measure. Raises CommandFailedError."""
    if command.before:
        command.before()
    launched = _run((sys.executable, "-I", "-S", str(LAUNCHER), *command.argv), command.cwd)
    launched.check_returncode()
    seconds, peak, code = launched.stdout.split()
    if int(code) not in command.exits:
        raise CommandFailedError(f"{command.argv[0]} exits with {code}")
    return Sample(float(seconds), int(peak) * PEAK_UNIT)


def rounds_for(seconds: float, runs: int) -> int:
    """How many rounds to measure, of `seconds` each: `runs`, and more where they are short."""
    return max(runs, min(MOST_ROUNDS, math.ceil(ENOUGH_SECONDS / seconds)))


def interleaved(commands: Sequence[Command], rounds: int) -> list[list[Sample]]:
    """The samples of each command from rounds in which each runs once, A B A B.

    Raises CommandFailedError.
    """
    samples: list[list[Sample]] = [[] for _ in commands]
    for _ in range(rounds):
        for own, command in zip(samples, commands, strict=True):
            own.append(run(command))
    return samples


def _run(argv: tuple[str, ...], cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        argv,
        cwd=cwd,
        env=environment(),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
