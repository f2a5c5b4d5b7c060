"""From an open document, as the server has it, to what `zeplint.assist` looks at."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache, partial

from zeplint.assist.view import View as AssistView
from zeplint.collection import Collection
from zeplint.linter import Memory, Result, Since, lint
from zeplint.new.command import git_author
from zeplint.server.view import View
from zeplint.session import day_here, today


def assisting(view: View) -> AssistView:
    """The view that functions of `zeplint.assist` take."""
    project = view.project
    job, environ = project.job, project.session.environ
    options = job.options._replace(today=today(environ, job.settings))
    memory: Memory = {}

    def find(collection: Collection, paths: Sequence[str]) -> Result:
        return lint(collection, paths, job.rules, project.rulebook, options, Since(memory=memory))

    return AssistView(
        view.document,
        view.collection,
        view.rulebook,
        diagnostics=view.findings,
        lint=find,
        today=day_here(environ, job.settings),
        author=partial(_author, tuple(sorted(environ.items())), project.root),
    )


@lru_cache(maxsize=8)
def _author(environ: tuple[tuple[str, str], ...], root: str) -> str:
    return git_author(dict(environ), root)
