"""The jobs of a run done, and what they found."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from zeplint.diagnostic import Diagnostic
from zeplint.linter import Memory, Result, Since, lint
from zeplint.process import Process
from zeplint.proposal import Proposal
from zeplint.record import NamedTuple
from zeplint.rulebook import Rule
from zeplint.session.plan import Job, Plan, prepare
from zeplint.session.request import Request, RunError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from zeplint.baseline.results import Part
    from zeplint.change import Change


class Outcome(NamedTuple):
    """What a run found.

    `notes` are lines for standard error. `processes` are those that the collections were read by,
    `linted` the files that were linted, as people see them, `proposals` the number of proposals among them. `rules` are
    all rules that there are, and `jobs` what was done. `known` counts the findings that a file of known findings hid.
    `failed` says whether a finding is as
    grave as the request, else the settings of its collection, ask for.
    """

    diagnostics: tuple[Diagnostic, ...]
    suppressed: int
    linted: tuple[str, ...]
    proposals: int
    processes: tuple[Process, ...]
    failed: bool
    notes: tuple[str, ...]
    rules: tuple[Rule, ...]
    jobs: tuple[Job, ...]
    known: int = 0


def run(request: Request, environ: Mapping[str, str], working_directory: str) -> Outcome:
    """Lint what `request` names; raises `RunError` where that cannot be done."""
    plan = prepare(request, environ, working_directory)
    if request.write_baseline:
        return _make_known(plan, request)
    return lint_jobs(plan)


def _make_known(plan: Plan, request: Request) -> Outcome:
    """Lint each collection of a plan, write what is found to the files of known findings, and leave it out."""
    from zeplint.baseline.file import BaselineError
    from zeplint.baseline.results import make_known

    # What is known so far is looked at, too: it is what is written.
    parts = [_part(job, lint_job(job._replace(baseline=None))) for job in plan.jobs]
    by_default = any(job.settings.baseline is not None for job in plan.jobs)
    try:
        results, notes = make_known(parts, by_default=by_default or request.baseline is not None)
    except BaselineError as error:
        raise RunError(str(error)) from error
    outcome = summarise(plan, zip(plan.jobs, results, strict=True))
    return outcome._replace(notes=(*outcome.notes, *notes))


def _part(job: Job, result: Result) -> Part:
    from zeplint.baseline.match import Looked
    from zeplint.baseline.results import Part

    assert job.baseline is not None
    # Rules about changes alone have run where there is a change.
    codes = frozenset(rule.code for rule in job.rules if job.history or rule.scopes != ("change",))
    return Part(job.baseline, Looked(job.collection, frozenset(job.targets), codes), result)


def lint_job(job: Job) -> Result:
    """Lint one collection; with a history also its change, and perhaps what it was, to leave that out."""
    history = job.history
    if history is None:
        return without_known(job, lint(job.collection, job.targets, job.rules, job.rulebook, job.options))
    try:
        memory: Memory | None = {} if job.new_only else None
        since = Since(history.change, history.gone, memory)
        result = lint(job.collection, job.targets, job.rules, job.rulebook, job.options, since)
        result = without_known(job, result)
        return _only_new(job, history.change, result, memory) if job.new_only else result
    finally:
        history.close()


def _only_new(job: Job, change: Change, result: Result, memory: Memory | None) -> Result:
    """What of a result the base of the change does not have."""
    from zeplint.baseline.since import brought

    # What is known is left out on both sides: it must not make a second finding of its kind an old one.
    left = brought(result.diagnostics, lint_base(job, change, memory), change)
    return result._replace(diagnostics=tuple(left))


def lint_base(job: Job, change: Change, memory: Memory | None) -> tuple[Diagnostic, ...]:
    """What is found in the files of a job as they were in the base of the change."""
    before = [old for path in job.targets if (old := change.before(path)) is not None]
    found = lint(change.base, before, job.rules, job.rulebook, job.options, Since(memory=memory))
    return without_known(job._replace(collection=change.base, targets=tuple(before)), found).diagnostics


def without_known(job: Job, result: Result) -> Result:
    """A result without the findings that the job's file of known findings has."""
    if job.baseline is None:
        return result
    from zeplint.baseline.results import leave_out

    return leave_out(_part(job, result))


def lint_jobs(plan: Plan) -> Outcome:
    """Lint each collection of a plan."""
    return summarise(plan, [(job, lint_job(job)) for job in plan.jobs])


def summarise(plan: Plan, done: Iterable[tuple[Job, Result]]) -> Outcome:
    """The outcome of a run from what was found in each job."""
    diagnostics: list[Diagnostic] = []
    linted: list[str] = []
    jobs: list[Job] = []
    suppressed = proposals = known = 0
    notes = [*plan.notes]
    processes: dict[str, Process] = {}
    failed = False
    for job, result in done:
        jobs.append(job)
        diagnostics += result.diagnostics
        suppressed += result.suppressed
        known += result.known
        notes += result.notes
        documents = [job.collection.document(path) for path in job.targets]
        linted += [document.source.shown for document in documents]
        proposals += sum(isinstance(document, Proposal) for document in documents)
        processes.setdefault(job.collection.process.name, job.collection.process)
        failed = failed or any(found.severity >= job.level for found in result.diagnostics)
    return Outcome(
        tuple(diagnostics),
        suppressed,
        tuple(linted),
        proposals,
        tuple(processes.values()),
        failed,
        tuple(notes),
        tuple(plan.rulebook),
        tuple(jobs),
        known,
    )
