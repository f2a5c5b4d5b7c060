"""Measures a row and says how zeplint compares."""

from __future__ import annotations

import tempfile
from pathlib import Path
from statistics import median
from typing import NamedTuple

from bench.environments import Programs
from bench.measure import Command, CommandFailedError, Sample, interleaved, rounds_for, warm_up
from bench.rows import ROWS, Metric, MissingError, Row, Setting, Timed


class Result(NamedTuple):
    """A line of the table; values are seconds or bytes, one for each round.

    `note` says why there are none, and `failed` whether there should be.
    """

    row: str
    work: str
    against: str
    at_most: float | None
    metric: Metric
    zeplint: tuple[float, ...] = ()
    peer: tuple[float, ...] = ()
    note: str = ""
    failed: bool = False

    @property
    def ratio(self) -> float:
        """The median of zeplint over the median of its peer."""
        return median(self.zeplint) / median(self.peer)

    @property
    def holds(self) -> bool | None:
        """Whether the ratio keeps to its bound; None if it has none."""
        return None if self.at_most is None else self.ratio <= self.at_most

    def without_values(self, reason: str) -> Result:
        """The same line, with why nothing could be measured."""
        return self._replace(note=reason, failed=True)


def measure(key: str, programs: Programs, runs: int) -> list[Result]:
    """The lines of the table for one of `ROWS`, each measured in at least `runs` rounds."""
    with tempfile.TemporaryDirectory(prefix="zeplint-bench-") as scratch:
        try:
            row = ROWS[key](Setting(programs, Path(scratch)))
            return [_time(key, row, runs)] if isinstance(row, Timed) else _measure(key, row, runs)
        except (MissingError, CommandFailedError) as error:
            return [Result(key, key, "", None, "seconds").without_values(str(error))]


def _measure(key: str, row: Row, runs: int) -> list[Result]:
    lines = [Result(key, row.work, bound.against, bound.at_most, row.metric) for bound in row.bounds]
    seconds = warm_up(row.command)
    running: dict[int, Command] = {}
    for place, bound in enumerate(row.bounds):
        try:
            seconds += warm_up(bound.command)
        except CommandFailedError as error:
            lines[place] = lines[place].without_values(str(error))
        else:
            running[place] = bound.command
    own, *others = interleaved((row.command, *running.values()), rounds_for(seconds, runs))
    for place, other in zip(running, others, strict=True):
        lines[place] = _with_values(lines[place], own, other)
    return lines


def _time(key: str, row: Timed, runs: int) -> Result:
    rounds = [row.once() for _ in range(runs)]
    own, other = zip(*rounds, strict=True)
    return Result(key, row.work, row.against, row.at_most, "seconds", own, other)


def _with_values(line: Result, own: list[Sample], other: list[Sample]) -> Result:
    return line._replace(zeplint=_values(own, line.metric), peer=_values(other, line.metric))


def _values(samples: list[Sample], metric: Metric) -> tuple[float, ...]:
    return tuple(float(getattr(sample, metric)) for sample in samples)
