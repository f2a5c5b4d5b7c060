"""The list of proposals as a table for people, as Markdown and as JSON."""

from __future__ import annotations

from collections.abc import Sequence

from zeplint.diagnostic import Severity
from zeplint.listing.entries import Entry
from zeplint.process import Process
from zeplint.report.display import cells, display_width
from zeplint.report.safe import escape_controls, json_text, to_unicode

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

FORMATS = ("table", "markdown", "json")
VERSION = 1
GAP = "  "
# What Markdown reads as markup, a table's own bar included.
_MARKUP = str.maketrans({char: f"\\{char}" for char in "\\`*_[]<>|#!&~$@"})


def render(entries: Sequence[Entry], process: Process, output_format: str, *, width: int, base: str) -> str:
    """The list in one of `FORMATS`.

    `width` are the columns of the terminal. Links of Markdown are relative to the folder `base`, itself
    relative to the collection's root.
    """
    if output_format == "json":
        return _json(entries, process)
    if output_format == "markdown":
        return _markdown(entries, process, base)
    return _table(entries, process, width)


def _day_roles(entries: Sequence[Entry]) -> list[str]:
    """The roles of the dates that any proposal has, in the order of the process."""
    return list(dict.fromkeys(role for entry in entries for role in entry.days))


def _cells(entry: Entry, days: Sequence[str]) -> list[str]:
    number = "" if entry.number is None else str(entry.number)
    row = [number, entry.title, entry.status, entry.type, *(entry.days.get(role, "") for role in days)]
    return [escape_controls(text) for text in row]


def _heads(process: Process, days: Sequence[str]) -> list[str]:
    named = [process.header_for(role) for role in ("status", "type", *days)]
    return [process.noun, "Title", *(spec.name for spec in named if spec)]


def _findings(entry: Entry) -> str:
    """Findings in words: ``2 errors, 1 warning``."""
    if entry.findings is None:
        return ""
    counts = [
        (entry.findings.get(severity, 0), severity.label) for severity in sorted(Severity, reverse=True)
    ]
    return ", ".join(f"{count} {label}{'s' * (count > 1)}" for count, label in counts if count)


# For people


def _table(entries: Sequence[Entry], process: Process, width: int) -> str:
    if not entries:
        return ""
    days = _day_roles(entries)
    heads, rows = _heads(process, days), [_cells(entry, days) for entry in entries]
    if any(entry.findings is not None for entry in entries):
        heads.append("Findings")
        rows = [[*row, _findings(entry)] for row, entry in zip(rows, entries, strict=True)]
    widths = [max(map(display_width, column)) for column in zip(heads, *rows, strict=True)]
    # The title gives way, as far as it stays one that can be recognised.
    surplus = sum(widths) + len(GAP) * (len(widths) - 1) - width
    widths[1] = max(min(widths[1], 24), widths[1] - max(surplus, 0))
    lines = []
    for row in (heads, *rows):
        parts = [_fitted(text, columns) for text, columns in zip(row, widths, strict=True)]
        parts[0] = " " * (widths[0] - display_width(row[0])) + row[0]
        lines.append(GAP.join(parts).rstrip())
    return "\n".join(lines) + "\n"


def _fitted(text: str, columns: int) -> str:
    """`text` in exactly so many columns, its end cut off if it must be."""
    taken = display_width(text)
    if taken > columns:
        shown, taken = [], 0
        for cell in cells(text):
            if taken + cell.width > columns - 1:
                break
            shown.append(cell.shown)
            taken += cell.width
        text, taken = "".join(shown) + "…", taken + 1
    return text + " " * (columns - taken)


# For a page


def _markdown(entries: Sequence[Entry], process: Process, base: str) -> str:
    from posixpath import relpath
    from urllib.parse import quote

    days = _day_roles(entries)
    heads = _heads(process, days)
    if any(entry.findings is not None for entry in entries):
        heads.append("Findings")
    lines = [f"| {' | '.join(heads)} |", "|" + "---|" * len(heads)]
    for entry in entries:
        row = [text.translate(_MARKUP) for text in _cells(entry, days)]
        target = quote(relpath(f"/{entry.place}", f"/{base}"), safe="/", errors="surrogateescape")
        row[1] = f"[{row[1] or '(no title)'}]({target})"
        if "Findings" in heads[-1:]:
            row.append(_findings(entry))
        lines.append(f"| {' | '.join(row)} |")
    return "\n".join(lines) + "\n"


# For programs


def _json(entries: Sequence[Entry], process: Process) -> str:
    listed: list[dict[str, Any]] = [
        {
            "number": entry.number,
            "title": to_unicode(entry.title),
            "status": to_unicode(entry.status),
            "stage": entry.stage,
            "next": list(entry.next),
            "type": to_unicode(entry.type),
            "days": {role: to_unicode(day) for role, day in entry.days.items()},
            "authors": [to_unicode(name) for name in entry.authors],
            "relations": {role: list(numbers) for role, numbers in entry.relations.items()},
            "path": to_unicode(entry.path),
            "findings": None
            if entry.findings is None
            else {f"{severity.label}s": entry.findings.get(severity, 0) for severity in Severity},
        }
        for entry in entries
    ]
    statuses = [
        {"name": status.name, "stage": status.stage, "requires": list(status.requires)}
        for status in process.statuses.values()
    ]
    document = {"version": VERSION, "process": process.name, "statuses": statuses, "proposals": listed}
    return json_text(document, indent=2)
