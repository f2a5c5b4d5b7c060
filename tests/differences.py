"""What changed between two trees of files, as git sees it."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path


def changed_lines(before: Path, after: Path) -> dict[str, list[int]]:
    """By file, the lines of the old text that are gone or changed."""
    done = subprocess.run(
        ["git", "diff", "--no-index", "--unified=0", str(before), str(after)], capture_output=True, text=True
    )
    found: dict[str, list[int]] = {}
    name = ""
    for line in done.stdout.split("\n"):
        if line.startswith("--- "):
            name = line[4:].partition(before.name)[2].lstrip("/")
        elif match := re.match(r"@@ -(\d+)(?:,(\d+))? ", line):
            first, count = int(match[1]), int(match[2] or 1)
            found.setdefault(name, []).extend(range(first, first + count))
    return found
