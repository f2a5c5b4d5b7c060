"""The suppressions for what a run finds: planned in memory, then written to disk, all of them or none."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from zeplint.diagnostic import Diagnostic
from zeplint.edits.apply import Rewrite, rewritten
from zeplint.linter import lint
from zeplint.record import NamedTuple
from zeplint.session.plan import Job, Plan
from zeplint.session.run import lint_job
from zeplint.session.writing import Writer, plan_and_write
from zeplint.source import Source
from zeplint.suppressions.writing import suppress

NO_PLACE = "no comment can stand there"


class Ignored(NamedTuple):
    """What suppressing comes to.

    `changes` are the files that change, and `done` counts the findings that are suppressed. `left` are findings that
    are not, each with why; `left_alone` names files, as people see them, and why nothing is suppressed in each.
    """

    changes: tuple[Rewrite, ...]
    done: int
    left: tuple[tuple[Diagnostic, str], ...]
    left_alone: tuple[tuple[str, str], ...]


def ignore_findings(plan: Plan, reason: str, *, write: bool) -> Ignored:
    """Suppress what the jobs of a plan find, for a reason that the comments give.

    Without `write` it is only planned. Raises `RunError` where writing fails, with everything taken back.
    """
    parts = [_Part(job, reason) for job in plan.jobs]
    plan_and_write(parts, write=write)
    return Ignored(
        tuple(change for part in parts for change in part.changes),
        sum(part.done for part in parts),
        tuple(one for part in parts for one in part.left),
        tuple(one for part in parts for one in part.left_alone),
    )


class _Part:
    """The suppressions of one collection."""

    def __init__(self, job: Job, reason: str) -> None:
        self.job = job
        self.reason = reason
        self.writer = Writer(job)
        self.found = lint_job(job).diagnostics
        # What a comment may bring is seen without the earlier version, which has none of its own, and with what is known.
        self.known = self.found if job.history is None and job.baseline is None else self._lint(())
        self.changes: list[Rewrite] = []
        self.left: list[tuple[Diagnostic, str]] = []
        self.left_alone: list[tuple[str, str]] = []
        self.done = 0

    def work_out(self) -> None:
        """Plan the comments of all files that are not to be left alone."""
        while True:
            self._plan()
            fresh = self._fresh()
            if not fresh:
                return
            self.writer.refusals |= fresh

    def _plan(self) -> None:
        self.changes, self.left, self.left_alone, self.done = [], [], [], 0
        by_path: dict[str, list[Diagnostic]] = {}
        for diagnostic in self.found:
            by_path.setdefault(diagnostic.path, []).append(diagnostic)
        for path, found in by_path.items():
            self._plan_file(path, found)

    def _plan_file(self, path: str, found: Sequence[Diagnostic]) -> None:
        collection = self.job.collection
        if not collection.exists(path):
            self.left += [(diagnostic, "the file is gone") for diagnostic in found]
            return
        document = collection.document(path)
        edits, left, _ = suppress(document, found, collection.process, self.job.rulebook, self.reason)
        if edits and (refusal := self.writer.refusal(path)):
            self.left_alone.append((document.source.shown, refusal))
            return
        self.left += [(diagnostic, NO_PLACE) for diagnostic in left]
        self.done += len(found) - len(left)
        if edits:
            self.changes.append(Rewrite(document.source, rewritten(document.source, edits, path)))

    def _fresh(self) -> dict[str, str]:
        """By path, what the comments of a file would bring: that file is left alone."""
        if not self.changes:
            return {}
        counts = Counter((one.code, one.path) for one in self.known)
        changed = {change.after.path for change in self.changes}
        fresh: dict[str, str] = {}
        for one in self._lint(change.after for change in self.changes):
            counts[one.code, one.path] -= 1
            if counts[one.code, one.path] < 0 and one.path in changed:
                fresh[one.path] = f"the comment would bring {one.code}: {one.message}"
        return fresh

    def _lint(self, sources: Iterable[Source]) -> tuple[Diagnostic, ...]:
        job = self.job
        collection = job.collection.with_changes(list(sources))
        return lint(collection, job.targets, job.rules, job.rulebook, job.options).diagnostics
