"""Views for the tests: a collection in memory, and one of its documents in the editor."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tests.rule_examples import PROCESSES, RULEBOOK, TODAY
from zeplint.assist.view import View
from zeplint.collection import Collection
from zeplint.diagnostic import Edit, Move
from zeplint.edits.apply import apply_edits
from zeplint.linter import Options, Result, lint
from zeplint.rulebook import select
from zeplint.tree import MemoryTree

MD, RST, NEP = "docs/zeps/draft/zep-0007.md", "docs/zeps/draft/zep-0007.rst", "doc/neps/nep-0007.rst"
OLD = "draft/ZEP0007.md"
PROCESS_OF = {MD: "zep-2024", RST: "zep-2024", NEP: "nep", OLD: "zep-2022"}
CURSOR = "▮"

Files = Mapping[str, str]


def view_of(
    text: str,
    path: str = MD,
    *,
    files: Files | None = None,
    process: str = "",
    rules: Sequence[str] | None = None,
    author: str = "",
) -> View:
    """A view of `text` at `path`, among other `files`; `rules` selects those that lint it."""
    own = PROCESSES[process or PROCESS_OF.get(path, "zep-2024")]
    everything = {**(files or {}), path: text}
    collection = Collection(MemoryTree(everything), own, named=[path])
    chosen = select(RULEBOOK, own, select=rules)
    options = Options(today=TODAY)

    def find(collection: Collection, paths: Sequence[str]) -> Result:
        return lint(collection, paths, chosen, RULEBOOK, options)

    return View(
        collection.document(path),
        collection,
        RULEBOOK,
        diagnostics=find(collection, [path]).diagnostics,
        lint=find,
        today=TODAY,
        author=lambda: author,
    )


def at(text: str) -> tuple[str, int]:
    """A text without the mark of the cursor, and where that was."""
    return text.replace(CURSOR, ""), text.index(CURSOR)


def applied(view: View, edits: Sequence[Edit], moves: Sequence[Move] = ()) -> dict[str, str]:
    """The files that some edits and moves change, by their paths afterwards."""
    by_path: dict[str, list[Edit]] = {}
    for edit in edits:
        by_path.setdefault(edit.source.path, []).append(edit)
    changed = {
        path: apply_edits(view.collection.document(path).source, found) for path, found in by_path.items()
    }
    for move in moves:
        text = changed.pop(move.old, view.collection.document(move.old).source.text)
        changed[move.new] = text
    return changed
