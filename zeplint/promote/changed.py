"""The proposals whose status is not what it was: those whose checklist a reviewer wants to see."""

from __future__ import annotations

from collections.abc import Iterator

from zeplint.change import Pair
from zeplint.promote.state import Subject
from zeplint.record import NamedTuple
from zeplint.session import Job, Plan

EARLY = "early"


class Turn(NamedTuple):
    """A proposal with another status than it had: `before`, as written; empty if the proposal is new."""

    subject: Subject
    before: str


def turns(plan: Plan) -> Iterator[Turn]:
    """The proposals whose status has changed since the revision that a plan compares with, by their numbers.

    One that is new is among them where it comes with a decision. One whose status the process does not have
    is not: the linter says so.
    """
    for job in plan.jobs:
        history = job.history
        assert history is not None
        try:
            found = [turn for pair in history.change.pairs if (turn := _turn(pair, plan, job)) is not None]
        finally:
            history.close()
        yield from sorted(found, key=lambda turn: (turn.subject.proposal.number or 0, turn.subject.path))


def _turn(pair: Pair, plan: Plan, job: Job) -> Turn | None:
    old, new = pair
    if new is None or new.status is None or (old is not None and old.status is new.status):
        return None
    if old is None and new.stage == EARLY:
        return None
    keyword = old.keyword("status") if old is not None else None
    before = " ".join(keyword.written.text.split()) if keyword else ""
    return Turn(Subject(plan, job, job.collection, new.path), before)
