"""A new proposal, written from its process: file name, front matter, headers, sections.

What only its author can write stays open, and a lint of the document names it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from zeplint.document import FIELDS, LINES, MARKDOWN
from zeplint.edits.blocks import yaml_scalar
from zeplint.new.style import Style, preferred
from zeplint.process import HeaderSpec, Process, StatusSpec
from zeplint.record import NamedTuple
from zeplint.slugs import in_file_name
from zeplint.values.date import format_day

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


class Draft(NamedTuple):
    """What a new proposal says.

    `kind` is a type of the process, `author` the value of its header, `day` an ISO day.
    """

    number: int
    title: str
    kind: str
    author: str
    day: str


def default_type(process: Process) -> str:
    """The type that a new proposal has if none is asked for."""
    return str(process.data.get("new", {}).get("type", next(iter(process.types))))


def first_status(process: Process, kind: str) -> StatusSpec:
    """The status that a proposal of a type is born with (S21)."""
    fitting = [status for status in process.statuses.values() if kind in status.types]
    return next((status for status in fitting if status.stage == "early"), fitting[0])


def draft_path(process: Process, draft: Draft, base: str) -> str:
    """Where a new proposal lies (S9, S13), below a base of the layout, relative to the collection's root."""
    directories = first_status(process, draft.kind).directories
    name = process.preferred_name(draft.number, in_file_name(draft.title))
    return "/".join(part for part in (base, directories[0] if directories else "", name) if part)


def draft_text(process: Process, draft: Draft, style: Style | None = None) -> str:
    """The text of a new proposal, if no style is asked for in the one that the process prefers."""
    facts: Mapping[str, Any] = process.data.get("new", {})
    usual = preferred(process)
    style = style or usual
    write = _Markdown() if style.markup == MARKDOWN else _Rst()
    values = {
        "number": draft.number,
        "title": draft.title,
        "noun": process.noun,
        "directory": next(iter(first_status(process, draft.kind).directories), ""),
    }
    parts = []
    if front_matter := facts.get("front-matter"):
        lines = (f"{key}: {yaml_scalar(text.format(**values))}" for key, text in front_matter.items())
        parts.append("\n".join(("---", *lines, "---")))
    if (lead := facts.get("lead")) and style.markup == usual.markup:
        parts.append(lead.format(**values))
    parts.append(write.heading(process.data["title"]["preferred"].format(**values), 1))
    parts.append(_headers(process, draft, style.form))
    for title, section in process.data.get("sections", {}).items():
        if draft.kind not in (section.get("types") or process.types):
            continue
        parts.append(write.heading(title, 2))
        if guide := section.get("guide"):
            parts.append(write.comment(guide))
        if text := section.get("text"):
            parts.append(text)
    return "\n\n".join(parts) + "\n"


def _headers(process: Process, draft: Draft, form: str) -> str:
    """The header block: what the process requires, and what a reader of a draft looks for (S51 to S58)."""
    lines = []
    for spec in process.headers.values():
        value = _value(process, spec, draft)
        if value is None:
            continue
        name = f":{spec.name}:" if form == FIELDS else f"{spec.name}:"
        lines.append(f"{name} {value}".rstrip())
    return ("\n" if form in (FIELDS, LINES) else "\n\n").join(lines)


def _value(process: Process, spec: HeaderSpec, draft: Draft) -> str | None:
    """The value of a header in a new proposal; None where it has no such header."""
    known = {
        "authors": draft.author,
        "status": first_status(process, draft.kind).name,
        "type": draft.kind,
    }
    if spec.form in known and spec.required:
        return known[spec.form]
    if spec.role == "created" and spec.dates:
        return format_day(draft.day, spec.dates[0])
    return "" if spec.required or spec.role == "discussion" else None


class _Markdown:
    def heading(self, text: str, level: int) -> str:
        return f"{'#' * level} {text}"

    def comment(self, text: str) -> str:
        return f"<!-- {text} -->"


class _Rst:
    marks: Sequence[str] = "=-"

    def heading(self, text: str, level: int) -> str:
        from docutils.utils import column_width

        return f"{text}\n{self.marks[level - 1] * column_width(text)}"

    def comment(self, text: str) -> str:
        return f".. {text}"
