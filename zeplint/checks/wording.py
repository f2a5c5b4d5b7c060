"""Words for messages: what was found, kept short, and lists of what is allowed."""

from __future__ import annotations

from collections.abc import Sequence

LONGEST_EXCERPT = 60


def excerpt(text: str) -> str:
    """A piece of a document on one line, its end cut off where it is long."""
    line = " ".join(text[: LONGEST_EXCERPT * 4].split())
    return line if len(line) <= LONGEST_EXCERPT else f"{line[: LONGEST_EXCERPT - 1].rstrip()}…"


def listing(words: Sequence[str], joint: str) -> str:
    """Words as a sentence lists them: ``Core, Process or Informational``."""
    return f" {joint} ".join(part for part in (", ".join(words[:-1]), *words[-1:]) if part)
