"""One example of a rule file, on one set of files: what is found, and what fixing makes of them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from zeplint.change import Change, collection_at
from zeplint.collection import Collection, choose_process
from zeplint.diagnostic import Diagnostic
from zeplint.edits.apply import apply_fix
from zeplint.linter import Options, Since, lint
from zeplint.process import Process
from zeplint.rulebook import Rule, Rulebook, load_process, process_names, rule_from, select
from zeplint.tree import MemoryTree

# The day of every example.
TODAY = "2026-06-15"
MOST_FIXES = 30

Files = Mapping[str, str | bytes]
Data = Mapping[str, Any]


class EndlessFixError(Exception):
    """Fixing an example does not come to an end."""


class Bench:
    """What examples are run with: all rules, and the processes by name.

    An example that names no process is read by that of `candidates` which fits its files best.
    """

    def __init__(self, rulebook: Rulebook, own: Process | None = None) -> None:
        self.rulebook = rulebook
        self.processes = {name: load_process(name) for name in process_names()}
        if own is not None:
            self.processes[own.name] = own
        self.candidates = list(self.processes.values()) if own is None else [own]

    def process(self, example: Data, tree: MemoryTree, paths: Sequence[str]) -> Process:
        """The process of an example; raises `KeyError` for one that there is not."""
        if "process" in example:
            return self.processes[example["process"]]
        return choose_process(tree, self.candidates, paths)


class Run:
    """One example on one set of files: its diagnostics, and what is needed to go on from there.

    `diagnostics` are those of the rule, `everything` those of all rules that ran: the rule, what the example names
    under ``also`` and ``with-rules`` and, if asked for, all that are on by default.
    """

    def __init__(
        self, bench: Bench, rule: Rule, example: Data, files: Files, *, everything: bool = False
    ) -> None:
        tree = MemoryTree(files)
        # The earlier version is in the form that the files are in.
        self.form = next((text for text in files.values() if isinstance(text, str)), "")
        named = example.get("lint", list(files))
        paths = [path for path in named if path in files] or list(files)
        self.process = bench.process(example, tree, list(files))
        self.collection = Collection(tree, self.process, named=list(files))
        others = [rule_from(data) for data in example.get("with-rules", ())]
        rulebook = Rulebook([*bench.rulebook, *others])
        also = [known for code in example.get("also", ()) if (known := bench.rulebook.find(code))]
        rules = select(rulebook, self.process) if everything else [rule, *also, *others]
        settings = example.get("settings", {})
        options = Options(
            today=TODAY,
            parameters=settings.get("parameters", {}),
            reasons=settings.get("suppression-reason", False),
        )
        result = lint(self.collection, paths, rules, rulebook, options, self._since(example))
        self.everything = result.diagnostics
        self.diagnostics = [d for d in result.diagnostics if d.code == rule.code]

    def _since(self, example: Data) -> Since:
        """What the example holds of an earlier version: its files, and the day of the last change to them."""
        if "base" not in example:
            return Since()
        files = {path: _in_form_of(self.form, text) for path, text in example["base"].items()}
        base = collection_at(MemoryTree(files), self.collection, named=list(files))
        change = Change(base, self.collection, lambda path: example.get("last-day"))
        gone = [pair.old.path for pair in change.pairs if pair.old and not pair.new]
        return Since(change, gone)


def _in_form_of(model: str, text: str) -> str:
    text = text if model.endswith("\n") else text.rstrip("\n")
    text = text.replace("\n", "\r\n") if "\r\n" in model else text
    return "\ufeff" + text if model.startswith("\ufeff") else text


def report(diagnostic: Diagnostic) -> str:
    """A diagnostic as an example writes it."""
    source, span = diagnostic.place.source, diagnostic.place.span
    if span is None:
        return f"{source.path} {diagnostic.message}"
    start, end = source.position(span.start), source.position(span.end)
    return f"{source.path}:{start.line}:{start.column}-{end.line}:{end.column} {diagnostic.message}"


def essence(diagnostic: Diagnostic) -> tuple[str, str, str]:
    """What must not depend on the form of a file: the code, the message, the words of the span."""
    source, span = diagnostic.place.source, diagnostic.place.span
    text = source.slice(span) if span else ""
    text = re.sub(r"`([^`<>]*?) <([^`<>]*)>`_", r"[\1](\2)", text)
    return diagnostic.code, diagnostic.message, " ".join(re.sub(r"[\"']", "", text).split())


def fix_all(bench: Bench, rule: Rule, example: Data, files: Files) -> dict[str, str | bytes]:
    """The files after every fix of the rule, one at a time, until none is left; raises `EndlessFixError`."""
    current: dict[str, Any] = dict(files)
    for _ in range(MOST_FIXES):
        run = Run(bench, rule, example, current)
        fix = next((d.fix for d in run.diagnostics if d.fix), None)
        if fix is None:
            return current
        sources = {edit.source.path: edit.source for edit in fix.edits}
        current = apply_fix(current, sources, fix)
    raise EndlessFixError(f"after {MOST_FIXES} fixes there is still one more")
