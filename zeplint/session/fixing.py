"""The fixes of a run: planned in memory, then written to disk, for each collection all or none."""

from __future__ import annotations

import gc
from collections.abc import Sequence

from zeplint.collection import Collection
from zeplint.diagnostic import Diagnostic
from zeplint.fixer.rounds import FixPlan, plan_fixes
from zeplint.linter import Memory, Result, Since, lint
from zeplint.record import NamedTuple
from zeplint.session.plan import Job, Plan
from zeplint.session.run import Outcome, summarise
from zeplint.session.writing import Writer
from zeplint.transaction import RefusedError


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
    """What fixing a collection came to. `left_alone` names files, as people see them, and why each was."""

    job: Job
    plan: FixPlan
    left_alone: tuple[tuple[str, str], ...]


def fix_jobs(plan: Plan, options: FixOptions) -> list[Fixed]:
    """Fix the collections of a plan; raises `RunError` where writing fails, with everything taken back."""
    return [_Fixer(plan, job, options).run() for job in plan.jobs]


class _Fixer:
    def __init__(self, plan: Plan, job: Job, options: FixOptions) -> None:
        self.plan = plan
        self.job = job
        self.options = options
        self.writer = Writer(job)
        self.targets = frozenset(job.targets)
        # By path, why a file is left alone; empty for one that may be written.
        self.refusals: dict[str, str] = {}
        # A round lints again only what the one before it has changed.
        self.memory: Memory = {}

    def run(self) -> Fixed:
        while True:
            planned = plan_fixes(self.job.collection, self.job.targets, self._lint, self._is_allowed)
            if not self.options.write or self._write(planned):
                left = {path: why for path, why in self.refusals.items() if why}
                shown = tuple((self.job.tree.show(path), why) for path, why in left.items())
                return Fixed(self.job, planned, shown)

    def _lint(self, collection: Collection, paths: Sequence[str]) -> Result:
        since = Since(memory=self.memory)
        result = lint(collection, paths, self.job.rules, self.plan.rulebook, self.job.options, since)
        # What was read stays for the next round: looking through it for garbage costs a tenth of the run.
        gc.freeze()
        return result

    def _is_allowed(self, diagnostic: Diagnostic, writes: frozenset[str]) -> bool:
        fix = diagnostic.fix
        if fix is None or not (fix.safe or self.options.unsafe):
            return False
        if not self.options.related and not writes <= self.targets:
            return False
        if self.options.text_only:
            return not fix.moves and writes <= self.targets
        return not any(self._refusal(path) for path in writes)

    def _refusal(self, path: str) -> str:
        if path not in self.refusals:
            self.refusals[path] = self.writer.refusal(path)
        return self.refusals[path]

    def _write(self, planned: FixPlan) -> bool:
        """Write the changes; False where a file is to be left alone, and all has to be planned without it."""
        try:
            self.writer.write(planned.changes)
        except RefusedError as error:
            self.refusals[error.path] = error.reason
            return False
        return True


def outcome_of(plan: Plan, fixed: Sequence[Fixed]) -> Outcome:
    """What is found once the fixes are applied."""
    done = [
        (one.job._replace(collection=one.plan.collection, targets=one.plan.targets), one.plan.result)
        for one in fixed
    ]
    return summarise(plan, done)
