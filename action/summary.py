"""The summary of a job: the findings in short, then the checklists."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple
from urllib.parse import quote

# So many findings are in short; the log has the others.
MOST_FINDINGS = 50
MARKS = {"error": "❌ error", "warning": "⚠️ warning", "info": "ℹ️ info"}
LABELS = {"errors": "error", "warnings": "warning", "infos": "info"}

# All that Markdown or GitHub reads as more than text.
_MARKUP = str.maketrans({char: f"\\{char}" for char in "\\`*_{}[]<>()#+!|&~$@:"})


class Change(NamedTuple):
    """What is linted: the address of the repository, the commit that is checked out, and the one compared with.

    Each is empty where it is not known.
    """

    address: str
    head: str
    since: str

    @classmethod
    def of(cls, environ: Mapping[str, str], head: str | None, since: str) -> Change:
        """The change as the environment of a step tells it."""
        server, name = environ.get("GITHUB_SERVER_URL", ""), environ.get("GITHUB_REPOSITORY", "")
        return cls(f"{server}/{name}" if server and name else "", head or "", since)

    def link(self, path: str, line: int | None) -> str:
        """The address of a line; empty where there is none."""
        if not self.address or not self.head or path.startswith(("../", "/")) or line is None:
            return ""
        # Without plain=1, GitHub shows a Markdown file without its lines.
        return f"{self.address}/blob/{self.head}/{quote(path)}?plain=1#L{line}"


def summary(report: Mapping[str, Any], checklists: Sequence[str], change: Change) -> str:
    """Both as Markdown, from zeplint's JSON and its checklists in Markdown."""
    parts = [f"## zeplint: {_head(report)}", _compared(change), _findings(report["diagnostics"], change)]
    if checklists:
        parts += ["## What the change decides", *checklists]
    return "\n\n".join(part.strip("\n") for part in parts if part) + "\n"


def plain(text: str) -> str:
    """A text that Markdown shows as it is, on one line."""
    shown = "".join(char if char.isprintable() else char.encode("unicode_escape").decode() for char in text)
    return shown.translate(_MARKUP)


def _head(report: Mapping[str, Any]) -> str:
    counts = report["summary"]
    found = [_counted(counts[name], label) for name, label in LABELS.items() if counts[name]]
    if not found:
        return f"nothing found in {_counted(counts['files'], 'file')}"
    return " and ".join(part for part in (", ".join(found[:-1]), found[-1]) if part)


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def _compared(change: Change) -> str:
    if not change.since:
        return ""
    if not change.since.strip("0"):
        return "Compared with the empty repository."
    short = change.since[:7]
    link = f"[{short}]({change.address}/commit/{change.since})" if change.address else short
    return f"Compared with {link}."


def _findings(diagnostics: Sequence[Mapping[str, Any]], change: Change) -> str:
    if not diagnostics:
        return ""
    lines = ["| | Where | Rule | Finding |", "|---|---|---|---|"]
    ordered = sorted(diagnostics, key=lambda one: list(MARKS).index(one["severity"]))
    lines += [_row(one, change) for one in ordered[:MOST_FINDINGS]]
    if (left := len(diagnostics) - MOST_FINDINGS) > 0:
        lines += ["", f"{left} more are in the log of the step."]
    return "\n".join([*lines, *fixable(diagnostics)])


def fixable(diagnostics: Sequence[Mapping[str, Any]]) -> list[str]:
    """Lines on which of some findings a machine can mend."""
    fixes = [one["fix"]["safety"] for one in diagnostics if one["fix"] is not None]
    safe, unsafe = fixes.count("safe"), len(fixes) - fixes.count("safe")
    parts = [f"`zeplint --fix` mends {safe} of them"] if safe else []
    if unsafe:
        more = f"{unsafe} more" if safe else f"{unsafe} of them"
        parts.append(f"`--unsafe-fixes` {more}" if safe else f"`zeplint --fix --unsafe-fixes` mends {more}")
    return ["", f"{', '.join(parts)}."] if parts else []


def _row(one: Mapping[str, Any], change: Change) -> str:
    line = one["start"]["line"] if one["start"] else None
    where = plain(one["path"] if line is None else f"{one['path']}:{line}")
    if link := change.link(one["path"], line):
        where = f"[{where}]({link})"
    message = plain(one["message"])
    return f"| {MARKS[one['severity']]} | {where} | {one['code']} {one['name']} | {message} |"
