"""The known findings of a run: where their file is, what becomes of it, and what is said of it."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Mapping, Sequence

from zeplint.known.match import Baseline, match, rewritten
from zeplint.known.record import NAME, BaselineError, Entry, read_baseline, write_baseline
from zeplint.linter import Result
from zeplint.session.request import Request, RunError
from zeplint.session.workspaces import Workspace
from zeplint.tree import relative_to

TYPE_CHECKING = False
if TYPE_CHECKING:
    from zeplint.session.plan import Job

MOST_TOLD = 3


def find_baseline(workspace: Workspace, request: Request, working_directory: str) -> Baseline | None:
    """The known findings of a workspace; None where none are wanted.

    Raises `RunError` and `SettingsError` for a file that cannot be used, and for one that is not there unless it is to be
    written.
    """
    settings = workspace.settings
    if request.no_baseline:
        return None
    if request.baseline is not None:
        path = os.path.join(working_directory, request.baseline)
    elif settings.baseline is not None:
        path = os.path.join(settings.directory or working_directory, settings.baseline)
    elif request.write_baseline:
        path = os.path.join(settings.directory or workspace.tree.root, NAME)
    else:
        return None
    path = os.path.normpath(path)
    shown = relative_to(path, working_directory)
    try:
        entries = read_baseline(shown)
    except FileNotFoundError:
        if not request.write_baseline:
            missing = f"no such file: {shown}; zeplint --write-baseline writes it"
            if request.baseline is None:
                raise settings.error(f'"baseline": {missing}', "baseline") from None
            raise RunError(f"--baseline: {missing}") from None
        entries = Counter()
    except BaselineError as error:
        raise RunError(str(error)) from error
    return Baseline(path, shown, workspace.tree.root, entries)


def leave_out(job: Job, baseline: Baseline, result: Result) -> Result:
    """A result without the findings that are known, with a note on those that are found no more."""
    matched = match(baseline, result.diagnostics, job.collection, frozenset(job.targets), _codes(job))
    notes = [_told(baseline, matched.gone)] if matched.gone else []
    return result._replace(diagnostics=matched.new, known=matched.known, notes=(*result.notes, *notes))


def _codes(job: Job) -> frozenset[str]:
    """The codes of the rules that have run."""
    return frozenset(rule.code for rule in job.rules if job.history or rule.scopes != ("change",))


def _told(baseline: Baseline, gone: Counter[Entry]) -> str:
    count = gone.total()
    places = [f"{entry.path}: {entry.known.code}" for entry in sorted(gone)]
    more = [f"and {len(places) - MOST_TOLD} more"] if len(places) > MOST_TOLD else []
    what = "1 known finding is" if count == 1 else f"{count} known findings are"
    return (
        f"{baseline.shown}: {what} found no more ({', '.join(places[:MOST_TOLD] + more)}): "
        "zeplint --write-baseline takes them out"
    )


def make_known(
    request: Request, everything: Sequence[tuple[Job, Result]]
) -> tuple[list[tuple[Job, Result]], list[str]]:
    """Write what was found to the files of known findings, and leave it out; with what was done, in words.

    Raises `RunError` where a file cannot be written.
    """
    before: dict[str, Mapping[Entry, int]] = {}
    after: dict[str, Baseline] = {}
    for job, result in everything:
        assert job.baseline is not None
        baseline = after.setdefault(job.baseline.path, job.baseline)
        before.setdefault(baseline.path, job.baseline.entries)
        own = job.baseline.with_entries(baseline.entries)
        entries = rewritten(own, result.diagnostics, job.collection, frozenset(job.targets), _codes(job))
        after[baseline.path] = own.with_entries(entries)
    notes = []
    for path, baseline in after.items():
        try:
            write_baseline(path, baseline.entries)
        except OSError as error:
            raise RunError(f"{baseline.shown}: {(error.strerror or 'cannot be written').lower()}") from error
        notes.append(_written(baseline, Counter(before[path])))
        if not any(job.settings.baseline is not None for job, _ in everything) and request.baseline is None:
            notes.append(
                f'to leave them out from now on, put baseline = "{os.path.basename(path)}" into the settings'
            )
    left = []
    for job, result in everything:
        assert job.baseline is not None
        left.append(
            (job, leave_out(job, job.baseline.with_entries(after[job.baseline.path].entries), result))
        )
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
