"""What a run is going to do: a job for each collection that its paths belong to."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping

from zeplint.collection import Collection
from zeplint.diagnostic import SEVERITIES, Severity
from zeplint.linter import Options
from zeplint.record import NamedTuple
from zeplint.rulebook import Rule, Rulebook, UnknownSelectorError, select
from zeplint.session.members import choose_targets, collect
from zeplint.session.processes import Processes
from zeplint.session.request import Request, RunError
from zeplint.session.rulebooks import Rulebooks
from zeplint.session.workspaces import Workspace, find_workspaces
from zeplint.settings import Settings
from zeplint.tree import DiskTree

TYPE_CHECKING = False
if TYPE_CHECKING:
    from zeplint.baseline.match import Baseline
    from zeplint.session.history import History

# More digits make a second in a year of more than four.
LONGEST_EPOCH = 11


class Job(NamedTuple):
    """One collection of a run: which files to lint, with what, and when that fails the run.

    `rulebook` are all rules that there are, `rules` those that run. `tree` are its files on disk, without standard input. `targets` are relative to its root. `level` is the
    severity from which on a finding fails the run. `history` is there if the run compares with an earlier version,
    and `new_only` says that no more is wanted than what is found since. `baseline` has the findings that are known.
    """

    collection: Collection
    targets: tuple[str, ...]
    rules: tuple[Rule, ...]
    options: Options
    settings: Settings
    tree: DiskTree
    level: Severity
    rulebook: Rulebook
    history: History | None = None
    new_only: bool = False
    baseline: Baseline | None = None


class Plan(NamedTuple):
    """The jobs of a run, the rules that there are in any of them, and notes for standard error."""

    jobs: tuple[Job, ...]
    rulebook: Rulebook
    notes: tuple[str, ...]


def prepare(request: Request, environ: Mapping[str, str], working_directory: str) -> Plan:
    """Plan what `request` asks for, linting nothing yet.

    Raises `RunError` and `SettingsError` where it cannot be done.
    """
    rulebooks = Rulebooks(working_directory)
    processes = Processes(request.process, working_directory)
    workspaces = find_workspaces(request, processes, rulebooks, working_directory)
    rulebook = rulebooks.together
    _check_selectors(rulebook, request.select or (), "--select")
    _check_selectors(rulebook, request.extend_select, "--extend-select")
    _check_selectors(rulebook, request.ignore, "--ignore")
    jobs: list[Job] = []
    notes: list[str] = []
    for workspace in workspaces:
        collection = collect(workspace, processes, request)
        processes.check_rules(collection.process, workspace.rulebook)
        targets, said = choose_targets(workspace, collection, request)
        notes += said
        job = _job(workspace, collection, targets, request, environ)
        if request.write_baseline or request.baseline is not None or workspace.settings.baseline is not None:
            from zeplint.session.baselines import find_baseline

            job = job._replace(baseline=find_baseline(workspace, request, working_directory))
        if request.since is not None:
            from zeplint.session.history import History

            history = History(workspace, collection, request, environ, working_directory)
            job = job._replace(history=history, new_only=request.new_only)
        jobs.append(job)
    return Plan(tuple(jobs), rulebook, tuple(notes))


def _check_selectors(rulebook: Rulebook, selectors: Iterable[str], where: str) -> None:
    try:
        rulebook.check_selectors(selectors)
    except UnknownSelectorError as error:
        raise RunError(f"{where}: {error}") from error


def _job(
    workspace: Workspace,
    collection: Collection,
    targets: list[str],
    request: Request,
    environ: Mapping[str, str],
) -> Job:
    settings, rulebook = workspace.settings, workspace.rulebook
    rules = select(
        rulebook,
        collection.process,
        select=request.select if request.select is not None else settings.select,
        extend=(*settings.extend_select, *request.extend_select),
        ignore=(*settings.ignore, *request.ignore),
    )
    if not rules:
        raise RunError("no rule is selected")
    if request.since is None and all(rule.scopes == ("change",) for rule in rules):
        raise RunError("the selected rules are about changes: name what to compare with, --since REVISION")
    options = Options(
        today=today(environ, settings),
        severity=settings.severity,
        applies_from=settings.applies_from,
        parameters=settings.parameters,
        per_file_ignores=settings.per_file_ignores,
        reasons=settings.suppression_reason,
        comments=not request.no_ignore_comments,
        processes=request.processes,
        progress=request.progress,
    )
    level = SEVERITIES[request.fail_on or settings.fail_on or "error"]
    return Job(collection, tuple(targets), tuple(rules), options, settings, workspace.tree, level, rulebook)


def today(environ: Mapping[str, str], settings: Settings) -> str:
    """The ISO day of a run: the settings', SOURCE_DATE_EPOCH's, or the clock's.

    The clock's is the latest day that it is anywhere on Earth: an author's tomorrow is no future.
    """
    return _day(environ, settings, lambda: time.gmtime(time.time() + 14 * 3600))


def day_here(environ: Mapping[str, str], settings: Settings) -> str:
    """The ISO day that somebody writes who writes it now: as `today`, but the clock's is the day it is here."""
    return _day(environ, settings, lambda: time.localtime(time.time()))


def _day(environ: Mapping[str, str], settings: Settings, clock: Callable[[], time.struct_time]) -> str:
    if settings.today:
        return settings.today
    epoch = environ.get("SOURCE_DATE_EPOCH", "")
    is_second = epoch.isascii() and epoch.isdigit() and len(epoch) <= LONGEST_EPOCH
    return time.strftime("%Y-%m-%d", time.gmtime(int(epoch)) if is_second else clock())
