"""Moves that git learns of, so that a renamed file is staged as what it is."""

from __future__ import annotations

import os

from zeplint.discovery import find_boundary

# What a repository's own configuration could make git run.
_RUN_NOTHING = ("-c", "core.fsmonitor=false", "-c", f"core.hooksPath={os.devnull}")


def move(old: str, new: str) -> None:
    """Rename a file; both paths are absolute, and nothing is at `new`. Raises `OSError`.

    Through git where the file is tracked, with the changes to its text as staged or not as they were; without,
    where there is no repository, no git, or one that cannot do it.
    """
    if not _moved_by_git(old, new):
        os.rename(old, new)


def _moved_by_git(old: str, new: str) -> bool:
    top = find_boundary(os.path.dirname(old))
    if top is None or find_boundary(os.path.dirname(new)) != top:
        return False
    import subprocess

    # In the top folder, what a hook finds in its environment leads where git means it to.
    command = [
        "git",
        "-C",
        top,
        *_RUN_NOTHING,
        "mv",
        "--",
        os.path.relpath(old, top),
        os.path.relpath(new, top),
    ]
    try:
        done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, check=False)  # noqa: S603 - no shell, and paths behind "--"
    except OSError:
        return False
    return done.returncode == 0
