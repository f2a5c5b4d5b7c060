"""One run of ``zeplint check``: from the paths a user names to the diagnostics of every collection.

`request` says what is asked, `workspaces` which folder and settings each path belongs to, `processes`
by which process it is read, `members` which of its files are read and linted. `plan` makes a job of
each collection, and `run` does the jobs. Who runs them otherwise (twice, or in rounds) starts from
`prepare`.
"""

from __future__ import annotations

from zeplint.session.plan import Job, Plan, day_here, prepare, today
from zeplint.session.request import Request, RunError
from zeplint.session.run import Outcome, lint_jobs, run, without_known

__all__ = [
    "Job",
    "Outcome",
    "Plan",
    "Request",
    "RunError",
    "day_here",
    "lint_jobs",
    "prepare",
    "run",
    "today",
    "without_known",
]
