"""A page of the docs, executed: its files are written, its commands run, and what it shows is held against what comes out.

A block of YAML, TOML or Markdown is the file whose name, in backquotes, stands last in the paragraph above it; one without
such a name is only shown. A block ``console`` holds commands behind ``$`` and, below each, all that it prints.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

FENCE = re.compile(
    r"^(?P<fence>```+)(?P<language>\w+)\n(?P<content>.*?)^(?P=fence)$", re.MULTILINE | re.DOTALL
)
FILES = ("json", "markdown", "toml", "yaml")
NAME = re.compile(r"`([\w./-]+\.\w+)`")
# The first day of 2026.
NOW = "1767225600"


class Command:
    """A command of a page, what the page says it prints, and what it does print: both streams as they come."""

    def __init__(self, words: str, shown: str, printed: str) -> None:
        self.words = words
        self.shown = shown
        self.printed = printed


def run_page(page: Path, folder: Path) -> Iterator[Command]:
    """Do what a page says, in `folder`; what its commands print."""
    text = page.read_text(encoding="utf-8")
    for match in FENCE.finditer(text):
        content = match["content"]
        if match["language"] == "console":
            yield from _run_all(content, folder)
        elif match["language"] in FILES and (name := _name(text[: match.start()])):
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content, encoding="utf-8")


def _name(before: str) -> str:
    """The name of a file in the paragraph that ends a text with a colon; empty without one."""
    paragraph = before.rstrip("\n").rpartition("\n\n")[2]
    names = NAME.findall(paragraph)
    return str(names[-1]) if names and paragraph.endswith(":") else ""


def _run_all(block: str, folder: Path) -> Iterator[Command]:
    for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
        words, _, shown = part.partition("\n")
        yield Command(words, shown, _run(words.split("  #")[0].split(), folder))


def _run(words: list[str], folder: Path) -> str:
    assert words[0] == "zeplint", words
    path = os.pathsep.join([str(Path(__file__).parent.parent), *filter(None, sys.path)])
    done = subprocess.run(
        [sys.executable, "-m", "zeplint", *words[1:]],
        cwd=folder,
        env={
            **os.environ,
            "PYTHONPATH": path,
            "SOURCE_DATE_EPOCH": NOW,
            "COLUMNS": "80",
            "PYTHONUNBUFFERED": "1",
        },
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
    )
    return done.stdout
