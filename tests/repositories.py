"""Git repositories made for tests, whatever git's settings on this machine are."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping
from pathlib import Path

WHO = {f"GIT_{role}_{key}": "tests" for role in ("AUTHOR", "COMMITTER") for key in ("NAME", "EMAIL")}
ALONE = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
ENVIRONMENT = {
    name: value for name, value in os.environ.items() if not name.startswith(("GIT_", "PRE_COMMIT"))
}
ENVIRONMENT |= WHO | ALONE


class Repository:
    """A repository and its work tree at `folder`."""

    def __init__(self, folder: Path, *, new: bool = True) -> None:
        self.folder = folder
        if new:
            folder.mkdir(parents=True, exist_ok=True)
            self.git("init", "--quiet", "--initial-branch=main")

    def git(self, *arguments: str, environment: Mapping[str, str] = ENVIRONMENT) -> str:
        """Run git here; its output, without the last line end."""
        done = subprocess.run(
            ["git", *arguments],
            cwd=self.folder,
            env=dict(environment),
            check=True,
            capture_output=True,
            encoding="utf-8",
            errors="surrogateescape",
        )
        return done.stdout.rstrip("\n")

    def write(self, files: Mapping[str, str | bytes | None]) -> None:
        """Write files, relative to the folder; None deletes one."""
        for path, content in files.items():
            file = self.folder / path
            if content is None:
                file.unlink()
                continue
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content if isinstance(content, bytes) else content.encode())

    def commit(self, files: Mapping[str, str | bytes | None], *, when: str = "2026-01-02T03:04:05Z") -> str:
        """Write files and commit everything; the id of the commit."""
        self.write(files)
        self.git("add", "--all")
        dates = {"GIT_AUTHOR_DATE": when, "GIT_COMMITTER_DATE": when}
        self.git("commit", "--quiet", "--message=x", environment=ENVIRONMENT | dates)
        return self.git("rev-parse", "HEAD")


def proposal(
    number: int = 7, title: str = "Shorter keys", status: str = "Draft", rest: str = "Keys.\n"
) -> str:
    """A proposal without a mistake that rules on headers find."""
    decided = "" if status == "Draft" else "Accepted: 2025-01-07\nResolution: https://example.org/vote\n"
    return (
        f"# ZEP {number} — {title}\n\nAuthor: Ada Example <ada@example.org>\nStatus: {status}\nType: Core\n"
        f"Created: 2024-11-05\n{decided}Discussion: https://example.org/thread\n\n## Abstract\n\n{rest}"
    )
