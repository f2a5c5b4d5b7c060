"""Run the examples of rule files: as they stand, in every form of header block, and fixed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from zeplint.change import Change, collection_at
from zeplint.collection import Collection, choose_process
from zeplint.diagnostic import Diagnostic
from zeplint.document import FENCE, FIELDS, FRONT_MATTER, LINES, PARAGRAPHS, Header
from zeplint.fixer import apply_fix
from zeplint.linter import Options, Since, lint
from zeplint.markup.preamble import scan_preamble
from zeplint.process import Process
from zeplint.rulebook import Rule, Rulebook, load_process, load_rulebook, process_names, rule_from, select
from zeplint.source import Source
from zeplint.tree import MemoryTree

TODAY = "2026-06-15"
RULEBOOK = load_rulebook()
PROCESSES = {name: load_process(name) for name in process_names()}

Files = Mapping[str, str | bytes]


class Run:
    """One example on one set of files: its diagnostics, and what is needed to go on from there."""

    def __init__(
        self, rule: Rule, example: Mapping[str, Any], files: Files, *, everything: bool = False
    ) -> None:
        tree = MemoryTree(files)
        # The earlier version is in the form that the files are in.
        self.form = next((text for text in files.values() if isinstance(text, str)), "")
        named = example.get("lint", list(files))
        paths = [path for path in named if path in files] or list(files)
        self.process = self._process(example, tree, list(files))
        self.collection = Collection(tree, self.process, named=list(files))
        others = [rule_from(data) for data in example.get("with-rules", ())]
        rulebook = Rulebook([*RULEBOOK, *others])
        also = [known for code in example.get("also", ()) if (known := RULEBOOK.find(code))]
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

    def _since(self, example: Mapping[str, Any]) -> Since:
        """What the example holds of an earlier version: its files, and the day of the last change to them."""
        if "base" not in example:
            return Since()
        files = {path: _in_form_of(self.form, text) for path, text in example["base"].items()}
        base = collection_at(MemoryTree(files), self.collection, named=list(files))
        change = Change(base, self.collection, lambda path: example.get("last-day"))
        gone = [pair.old.path for pair in change.pairs if pair.old and not pair.new]
        return Since(change, gone)

    @staticmethod
    def _process(example: Mapping[str, Any], tree: MemoryTree, paths: list[str]) -> Process:
        if "process" in example:
            return PROCESSES[example["process"]]
        return choose_process(tree, PROCESSES.values(), paths)


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


def fix_all(rule: Rule, example: Mapping[str, Any], files: Files) -> dict[str, str | bytes]:
    """The files after every fix of the rule, one at a time, until none is left."""
    current: dict[str, Any] = dict(files)
    for _ in range(30):
        run = Run(rule, example, current)
        fix = next((d.fix for d in run.diagnostics if d.fix), None)
        if fix is None:
            return current
        sources = {edit.source.path: edit.source for edit in fix.edits}
        current = apply_fix(current, sources, fix)
    raise AssertionError("fixing does not come to an end")


# The same file in other forms


def encodings(files: Files) -> Iterator[tuple[str, dict[str, str | bytes]]]:
    """The files with other line ends, a byte order mark, and without a final newline."""
    texts = {path: text for path, text in files.items() if isinstance(text, str)}
    if len(texts) != len(files):
        return
    yield "crlf", {path: text.replace("\n", "\r\n") for path, text in texts.items()}
    yield "bom", {path: "\ufeff" + text for path, text in texts.items()}
    yield "no final newline", {path: text.rstrip("\n") for path, text in texts.items()}


FORMS = {
    "paragraphs": (PARAGRAPHS, False),
    "lines": (LINES, False),
    "fields": (FIELDS, False),
    "fence": (FENCE, False),
    "front matter": (FRONT_MATTER, False),
    "rst paragraphs": (PARAGRAPHS, True),
    "rst lines": (LINES, True),
    "rst fields": (FIELDS, True),
}


def header_forms(
    example: Mapping[str, Any], process: Process
) -> Iterator[tuple[str, dict[str, str | bytes]]]:
    """The files with their header blocks in each form of both markups."""
    files: Files = example["files"]
    for name, (form, rst) in FORMS.items():
        if name in example.get("not-as", ()):
            continue
        texts = {path: rewrite(path, text, process, form, rst) for path, text in files.items()}
        if all(text is not None for text in texts.values()):
            yield name, {path: text for path, text in texts.items() if text is not None}


def rewrite(path: str, text: str | bytes, process: Process, form: str, rst: bool) -> str | None:
    """A file with its header block in another form; None where it has none that can be rewritten."""
    if isinstance(text, bytes):
        return None
    source = Source(path, text)
    preamble = scan_preamble(source, process.known_names)
    if (
        preamble.misplaced
        or not preamble.headers
        or preamble.heading is None
        or preamble.form == FRONT_MATTER
    ):
        return None
    if form == FRONT_MATTER and preamble.front_matter:
        return None
    before = source.text[: preamble.heading.whole.start]
    body = source.text[preamble.end :].lstrip("`").lstrip("\n")
    if rst:
        if "```" in body:
            return None
        body = re.sub(r"^(#+) (.*)$", _underlined, body, flags=re.MULTILINE)
    block = _block(preamble.headers, form, rst)
    title = preamble.heading.text
    heading = f"{title}\n{'=' * (len(title) + 2)}" if rst else f"# {title}"
    if form == FRONT_MATTER:
        return f"---\n{block}\n---\n\n{before}{heading}\n\n{body}"
    return f"{before}{heading}\n\n{block}\n\n{body}"


def _underlined(match: re.Match[str]) -> str:
    return f"{match[2]}\n{'=-~^+*'[len(match[1]) - 1] * (len(match[2]) + 2)}"


def _block(headers: tuple[Header, ...], form: str, rst: bool) -> str:
    lines = []
    for header in headers:
        name = f":{header.name}:" if form == FIELDS else f"{header.name}:"
        if header.items:
            texts = [_rst_links(item.text) if rst else item.text for item in header.items]
            quoted = [_quoted(text) for text in texts] if form == FRONT_MATTER else texts
            indent = "   " if form in (FIELDS, FRONT_MATTER) else ""
            blank = "\n" if form == PARAGRAPHS else ""
            lines.append(name + blank + "".join(f"\n{indent}- {text}" for text in quoted))
            continue
        value = _rst_links(header.value) if rst else header.value
        if form == FRONT_MATTER:
            value = _quoted(" ".join(value.split()))
        lines.append(f"{name} {value}".rstrip())
    block = ("\n\n" if form == PARAGRAPHS else "\n").join(lines)
    return f"```\n{block}\n```" if form == FENCE else block


def _quoted(text: str) -> str:
    return f"'{text}'" if text and "'" not in text else text


def _rst_links(text: str) -> str:
    return re.sub(r"\[([^\[\]]*)\]\(([^()\s]*)\)", r"`\1 <\2>`_", text)
