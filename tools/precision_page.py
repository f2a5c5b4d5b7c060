"""``docs/precision.md``: what the rules find in published trees, and whether it is right.

The counts are made by running zeplint; the judgements are kept by hand in ``docs/precision.yaml``.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import yaml

DATA = "docs/precision.yaml"
# A verdict is its first word; what follows says why.
VERDICTS = ("right", "wrong")
# The day of every run: what is in the future does not change.
EPOCH = "1785000000"

INTRODUCTION = """\
# Precision

What the rules that are on by default find in published trees, each finding read and judged by a person: *right* if an
editor of these proposals would take the correction, *wrong* if not. The counts are made by `python tools/docs.py`, the
judgements are kept in [precision.yaml](precision.yaml), and a test holds both against the trees.
"""


class Found(NamedTuple):
    """A finding: its place as a judgement names it, its rule, how grave it is, and what it says."""

    place: str
    code: str
    name: str
    severity: str
    message: str

    @property
    def key(self) -> str:
        """What a judgement calls it."""
        return f"{self.place} {self.code}"


def corpus_folder(root: Path) -> Path:
    """The folder of the published trees: `ZEPLINT_CORPUS`, else a neighbour of the checkout."""
    return Path(os.environ.get("ZEPLINT_CORPUS") or root.parent / "shared" / "corpus")


def read_data(root: Path) -> dict[str, Any]:
    """The trees, the runs and the judgements."""
    data: dict[str, Any] = yaml.safe_load((root / DATA).read_text(encoding="utf-8"))
    return data


def findings(root: Path, arguments: Sequence[str]) -> list[Found]:
    """What zeplint finds when it is run with `arguments` in the folder of the trees."""
    command = [sys.executable, "-m", "zeplint", "--exit-zero", "--output-format", "json", *arguments]
    environ = {**os.environ, "PYTHONPATH": str(root), "SOURCE_DATE_EPOCH": EPOCH}
    done = subprocess.run(
        command, cwd=corpus_folder(root), env=environ, capture_output=True, check=True, encoding="utf-8"
    )
    return [_found(entry) for entry in json.loads(done.stdout)["diagnostics"]]


def _found(entry: Mapping[str, Any]) -> Found:
    start = entry["start"]
    place = f"{entry['path']}:{start['line']}:{start['column']}" if start else entry["path"]
    return Found(place, entry["code"], entry["name"], entry["severity"], entry["message"])


def verdict_of(judgement: str) -> str:
    """``right`` or ``wrong``; empty where there is no judgement."""
    word = judgement.partition(":")[0].strip()
    return word if word in VERDICTS else ""


def precision_page(root: Path) -> str | None:
    """The page as Markdown; None where the published trees are not there."""
    if not corpus_folder(root).is_dir():
        return None
    data = read_data(root)
    parts = [INTRODUCTION, "## The trees\n", *_trees(data["trees"]), ""]
    for name, run in data["runs"].items():
        parts += _run(name, run, findings(root, run["arguments"]))
    return "\n".join(parts)


def _trees(trees: Mapping[str, Any]) -> Iterator[str]:
    for name, tree in trees.items():
        yield f"- `{name}`: {tree['what']}, {tree['repository']} at commit `{tree['commit']}`."
        yield f"  `{tree['fetch'].format(**tree)}`"


def _run(name: str, run: Mapping[str, Any], found: Sequence[Found]) -> Iterator[str]:
    judgements: Mapping[str, str] = run.get("judgements") or {}
    yield f"## {name}\n"
    yield f"`zeplint {' '.join(run['arguments'])}`\n"
    if not found:
        yield "Nothing.\n"
        return
    yield "| rule | severity | findings | right | wrong | not judged |"
    yield "|---|---|---|---|---|---|"
    for code in sorted({one.code for one in found}):
        own = [one for one in found if one.code == code]
        verdicts = Counter(verdict_of(judgements.get(one.key, "")) for one in own)
        severities = ", ".join(dict.fromkeys(one.severity for one in own))
        counts = [len(own), *(verdicts[verdict] for verdict in (*VERDICTS, ""))]
        yield f"| {code} {own[0].name} | {severities} | {' | '.join(map(str, counts))} |"
    yield f"| all | | {len(found)} | {_totals(found, judgements)} |\n"
    yield from (f"- {one.key}: {judgements[one.key]}" for one in found if one.key in judgements)
    if judgements:
        yield ""


def _totals(found: Sequence[Found], judgements: Mapping[str, str]) -> str:
    verdicts = Counter(verdict_of(judgements.get(one.key, "")) for one in found)
    return " | ".join(str(verdicts[verdict]) for verdict in (*VERDICTS, ""))


def unjudged(root: Path) -> Iterator[str]:
    """The findings without a judgement, as lines to fill in and put into the data."""
    for name, run in read_data(root)["runs"].items():
        judgements = run.get("judgements") or {}
        todo = [
            one for one in findings(root, run["arguments"]) if not verdict_of(judgements.get(one.key, ""))
        ]
        if todo:
            yield f"# {name}"
        for one in todo:
            yield f"      # {one.severity}: {one.message}"
            yield f"      {json.dumps(one.key, ensure_ascii=False)}: "


def outlived(root: Path) -> list[str]:
    """The judgements on what is found no more."""
    left = []
    for name, run in read_data(root)["runs"].items():
        known = {one.key for one in findings(root, run["arguments"])}
        left += [f"{name}: {key}" for key in run.get("judgements") or {} if key not in known]
    return left
