"""The fixes of a run: planned in memory, then written to disk, all of them or none."""

from __future__ import annotations

import gc
from collections.abc import Sequence, Set

from zeplint.change import Change
from zeplint.collection import Collection
from zeplint.diagnostic import Diagnostic
from zeplint.edits.apply import Rewrite
from zeplint.fixing.rounds import FixPlan, plan_fixes
from zeplint.linter import Memory, Result, Since, lint
from zeplint.record import NamedTuple
from zeplint.session.plan import Job, Plan
from zeplint.session.run import Outcome, lint_base, summarise, without_known
from zeplint.session.writing import Writer, plan_and_write


class FixOptions(NamedTuple):
    """Which fixes are wanted, and what becomes of them.

    `unsafe` takes those too that a person must agree to, `related` those that write a file which is not
    linted. Without `write` they are only planned. `text_only` is for a text that is no file: it stays where it is.
    """

    unsafe: bool = False
    related: bool = False
    write: bool = True
    text_only: bool = False


class Fixed(NamedTuple):
    """What fixing a collection came to.

    `left_alone` names files, as people see them, and why each was. `old` are findings that are not wanted, because
    only new ones are.
    """

    job: Job
    plan: FixPlan
    left_alone: tuple[tuple[str, str], ...]
    old: Set[Diagnostic]


def fix_jobs(plan: Plan, options: FixOptions) -> list[Fixed]:
    """Fix the collections of a plan; raises `RunError` where writing fails, with everything taken back."""
    fixers = [_Fixer(plan, job, options) for job in plan.jobs]
    try:
        plan_and_write(fixers, write=options.write)
        return [fixer.fixed() for fixer in fixers]
    finally:
        for job in plan.jobs:
            if job.history:
                job.history.close()


class _Fixer:
    def __init__(self, plan: Plan, job: Job, options: FixOptions) -> None:
        self.plan = plan
        self.job = job
        self.options = options
        self.writer = Writer(job)
        self.targets = frozenset(job.targets)
        # A round lints again only what the one before it has changed.
        self.memory: Memory = {}
        # What is found in the base of a change of which only what is new is wanted; and the findings, in any round,
        # that are no more than that.
        self.known = self._known()
        self.old: set[Diagnostic] = set()
        self.planned: FixPlan | None = None

    def work_out(self) -> None:
        """Plan all fixes of files that are not to be left alone."""
        self.planned = plan_fixes(self.job.collection, self.job.targets, self._lint, self._is_allowed)

    @property
    def changes(self) -> tuple[Rewrite, ...]:
        """What the plan changes."""
        return self.planned.changes if self.planned else ()

    def fixed(self) -> Fixed:
        """What the plan comes to."""
        assert self.planned is not None
        left = tuple((self.job.tree.show(path), why) for path, why in self.writer.refusals.items() if why)
        return Fixed(self.job, self.planned, left, self.old)

    def _known(self) -> tuple[Diagnostic, ...] | None:
        history = self.job.history
        if history is None or not self.job.new_only:
            return None
        return lint_base(self.job._replace(baseline=None), history.change, self.memory)

    def _lint(self, collection: Collection, paths: Sequence[str]) -> Result:
        since = Since(memory=self.memory)
        result = lint(collection, paths, self.job.rules, self.job.rulebook, self.job.options, since)
        if self.known is not None and self.job.history:
            from zeplint.baseline.since import brought

            # A file may have moved since the round before.
            change = Change(self.job.history.change.base, collection)
            new = brought(result.diagnostics, self.known, change)
            self.old.update(set(result.diagnostics).difference(new))
        # What was read stays for the next round: looking through it for garbage costs a tenth of the run.
        gc.freeze()
        return result

    def _is_allowed(self, diagnostic: Diagnostic, writes: frozenset[str]) -> bool:
        fix = diagnostic.fix
        if fix is None or not (fix.safe or self.options.unsafe) or diagnostic in self.old:
            return False
        if not self.options.related and not writes <= self.targets:
            return False
        if self.options.text_only:
            return not fix.moves and writes <= self.targets
        return not any(self.writer.refusal(path) for path in writes)


def outcome_of(plan: Plan, fixed: Sequence[Fixed]) -> Outcome:
    """What is found once the fixes are applied."""
    return summarise(plan, map(_left, fixed))


def _left(fixed: Fixed) -> tuple[Job, Result]:
    job = fixed.job._replace(collection=fixed.plan.collection, targets=fixed.plan.targets)
    result = without_known(job, fixed.plan.result)
    wanted = (found for found in result.diagnostics if found not in fixed.old)
    return job, result._replace(diagnostics=tuple(wanted))
