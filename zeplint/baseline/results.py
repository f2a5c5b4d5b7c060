"""The results of a run without the findings that are known, or with all of them written down."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Mapping, Sequence

from zeplint.baseline.file import BaselineError, Entry, write_baseline
from zeplint.baseline.match import Baseline, Looked, match, rewritten
from zeplint.linter import Result
from zeplint.record import NamedTuple

MOST_TOLD = 3


class Part(NamedTuple):
    """What was found in one collection, and the known findings to hold it against."""

    baseline: Baseline
    looked: Looked
    result: Result


def leave_out(part: Part) -> Result:
    """A result without the findings that are known, with a note on those that are found no more."""
    baseline, looked, result = part
    matched = match(baseline, result.diagnostics, looked)
    notes = [_told(baseline, matched.gone)] if matched.gone else []
    return result._replace(diagnostics=matched.new, known=matched.known, notes=(*result.notes, *notes))


def _told(baseline: Baseline, gone: Counter[Entry]) -> str:
    count = gone.total()
    places = [f"{entry.path}: {entry.known.code}" for entry in sorted(gone)]
    more = [f"and {len(places) - MOST_TOLD} more"] if len(places) > MOST_TOLD else []
    what = "1 known finding is" if count == 1 else f"{count} known findings are"
    return (
        f"{baseline.shown}: {what} found no more ({', '.join(places[:MOST_TOLD] + more)}): "
        "zeplint --write-baseline takes them out"
    )


def make_known(parts: Sequence[Part], *, by_default: bool) -> tuple[list[Result], list[str]]:
    """Write what was found to the files of known findings, and leave it out; with what was done, in words.

    A file for collections in which nothing was linted stays as it is: they may have been looked for in the wrong place.
    `by_default` says that a run finds the files again without being told how. Raises `BaselineError` where a file cannot
    be written, or none is to be.
    """
    looked_at = {part.baseline.path for part in parts if part.looked.linted}
    if not looked_at:
        shown = " and ".join(dict.fromkeys(part.baseline.shown for part in parts))
        raise BaselineError(f"nothing was checked, so no known findings are written to {shown}")
    before: dict[str, Mapping[Entry, int]] = {}
    after: dict[str, Baseline] = {}
    for own, looked, result in parts:
        baseline = after.setdefault(own.path, own)
        before.setdefault(own.path, own.entries)
        together = own.with_entries(baseline.entries)
        after[own.path] = own.with_entries(rewritten(together, result.diagnostics, looked))
    notes = []
    for path, baseline in after.items():
        if path not in looked_at:
            notes.append(f"{baseline.shown}: nothing was checked, so it stays as it is")
            after[path] = baseline.with_entries(before[path])
            continue
        try:
            write_baseline(path, baseline.entries)
        except OSError as error:
            raise BaselineError(
                f"{baseline.shown}: {(error.strerror or 'cannot be written').lower()}"
            ) from error
        notes.append(_written(baseline, Counter(before[path])))
        if not by_default:
            notes.append(
                f'to leave them out from now on, put baseline = "{os.path.basename(path)}" into the settings'
            )
    left = [
        leave_out(part._replace(baseline=part.baseline.with_entries(after[part.baseline.path].entries)))
        for part in parts
    ]
    return left, notes


def _written(baseline: Baseline, before: Counter[Entry]) -> str:
    entries = baseline.entries
    new, gone = (entries - before).total(), (before - entries).total()
    total = entries.total()
    found = "1 known finding" if total == 1 else f"{total} known findings"
    changes = [f"{new} new"] if new and before else []
    changes += [f"{gone} gone"] if gone else []
    added = f" ({', '.join(changes)})" if changes else ""
    return f"{baseline.shown}: {found} written{added}"
