"""Find the commit that a change is to be compared with, and fetch what of its history is missing."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from action.git import COMMIT, Git
from action.workflow import StepError, Workflow

# Git's name for no commit.
NOTHING = "0" * 40
ADVICE = "check out the history as well (actions/checkout with fetch-depth: 0)"


def report_base(workflow: Workflow) -> int:
    """Say which commit to compare with as an output, empty for none."""
    git = Git(workflow.folder(), workflow.environ)
    wanted = workflow.given("INPUT_SINCE")
    since = _asked_for(wanted, git) if wanted else _of_event(workflow, git)
    if since:
        git.complete(since)
    shown = "the empty repository" if since == NOTHING else since or "nothing: everything is linted"
    workflow.say(f"compared with {shown}")
    workflow.output(since=since)
    return 0


def _asked_for(wanted: str, git: Git) -> str:
    commit = git.obtain(wanted)
    if commit is None:
        raise StepError(f"since: there is no {wanted} to compare with ({git.failure}): {ADVICE}")
    if not git.connect(commit):
        raise StepError(f"since: {wanted} and what is checked out have no commit in common: {ADVICE}")
    return commit


def _of_event(workflow: Workflow, git: Git) -> str:
    event = read_event(workflow)
    names = list(candidates(workflow, event, git))
    for name in names:
        if name == NOTHING:
            return name
        commit = git.obtain(name)
        if commit and git.connect(commit):
            return commit
        workflow.say(f"not compared with {name}: it cannot be fetched, or has nothing in common with this")
    if names:
        raise StepError(
            f"what this change was made from cannot be had ({git.failure or 'no common commit'}): {ADVICE}"
        )
    return ""


def read_event(workflow: Workflow) -> dict[str, Any]:
    """What GitHub says of the event that started the workflow; empty if it says nothing."""
    try:
        with open(workflow.given("GITHUB_EVENT_PATH"), encoding="utf-8") as file:
            event = json.load(file)
    except (OSError, ValueError):
        return {}
    return event if isinstance(event, dict) else {}


def candidates(workflow: Workflow, event: dict[str, Any], git: Git) -> Iterator[str]:
    """What an event can be compared with, the best first; nothing where it changes nothing."""
    name = workflow.given("GITHUB_EVENT_NAME")
    if name in ("pull_request", "pull_request_target"):
        if commit := _merged_into(workflow, git):
            yield commit
        yield from _commits(event, "pull_request", "base", "sha")
    elif name == "merge_group":
        yield from _commits(event, "merge_group", "base_sha")
    elif name == "push":
        yield from _commits(event, "before")
        # A branch or a tag that is new, or one whose old commit is lost to a forced push.
        default = event.get("repository", {}).get("default_branch")
        if isinstance(default, str) and workflow.given("GITHUB_REF") != f"refs/heads/{default}":
            yield f"refs/heads/{default}"
        yield from git.parents()[:1] or [NOTHING]


def _commits(event: dict[str, Any], *keys: str) -> Iterator[str]:
    """The commit that an event names under a chain of keys, if it names one."""
    value: Any = event
    for key in keys:
        value = value.get(key) if isinstance(value, dict) else None
    if isinstance(value, str) and COMMIT.fullmatch(value) and value.strip("0"):
        yield value


def _merged_into(workflow: Workflow, git: Git) -> str | None:
    """What a pull request was merged into, where that merge is checked out.

    The commit that the event names is the base when the pull request was last pushed to: the merge may
    hold more of it since, which the pull request does not bring.
    """
    is_merge = re.fullmatch(r"refs/pull/\d+/merge", workflow.given("GITHUB_REF"))
    if not is_merge or git.commit("HEAD") != workflow.given("GITHUB_SHA"):
        return None
    parents = git.parents()
    if len(parents) != 2:
        return None
    if git.commit(parents[0]) is None:
        git.fetch("--depth=2", "origin", workflow.given("GITHUB_SHA"))
    return parents[0]
