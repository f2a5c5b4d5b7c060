"""The files of a tree that fit patterns, found without looking where none can lie."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from zeplint.globs import matches
from zeplint.tree import Tree


def find_paths(tree: Tree, patterns: Iterable[str]) -> Iterator[str]:
    """The paths that fit one of `patterns`, each once; none behind a linked folder."""
    patterns = tuple(patterns)
    pending = [_root(pattern) for pattern in patterns]
    seen: set[str] = set()
    while pending:
        folder = pending.pop()
        if folder in seen:
            continue
        seen.add(folder)
        for name in tree.names(folder):
            path = f"{folder}/{name}" if folder else name
            if matches(path, patterns):
                yield path
            elif "." not in name and _may_hold(path, patterns) and not tree.is_link(path):
                # Through a link a folder may hold itself, or the whole disk.
                pending.append(path)


def _root(pattern: str) -> str:
    """The folder below which everything lies that fits a pattern."""
    parts = pattern.split("/")[:-1]
    fixed = next((n for n, part in enumerate(parts) if set("*?[") & set(part)), len(parts))
    return "/".join(parts[:fixed])


def _may_hold(folder: str, patterns: Iterable[str]) -> bool:
    """Whether something that fits may lie in `folder`, or below it."""
    for pattern in patterns:
        for wanted, given in zip(pattern.split("/")[:-1], folder.split("/"), strict=False):
            if wanted == "**":
                return True
            if not matches(given, (wanted,)):
                break
        else:
            return True
    return False
