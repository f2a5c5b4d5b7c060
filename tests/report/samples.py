"""Diagnostics to render, shorter to write."""

from __future__ import annotations

from collections.abc import Sequence

from zeplint.diagnostic import Diagnostic, Fix, Place, Severity
from zeplint.report import Report, render
from zeplint.rulebook import load_rulebook
from zeplint.source import Source, Span

SECTIONS = {"S9": "Submitting a ZEP", "S28": "Review and Resolution", "S42": "Review and Resolution"}

# Every class of character that must not reach a terminal as it is.
CONTROLS = (
    "\x00\x07\x08\t\n\x0b\x0c\r\x1b\x7f\x80\x85\x9b\xad\u061c\u180e\u200b\u200e\u200f\u2028\u2029\u202a\u202e"
    "\u2060\u2066\u2069\u206f\ufeff\ufff9\U000e0041\ud800\udcff"
)


def source(text: str, path: str = "draft/zep-0001.md", shown: str | None = None) -> Source:
    """A file with that text, line ends as they are."""
    made = Source(path, text)
    made.shown = shown or path
    return made


def at(made: Source, text: str, note: str = "") -> Place:
    """The place of the first occurrence of `text`."""
    start = made.text.index(text)
    return Place(made, Span(start, start + len(text)), note)


def diagnostic(
    place: Place,
    message: str = "this is wrong",
    *,
    severity: Severity = Severity.ERROR,
    statements: tuple[str, ...] = (),
    related: tuple[Place, ...] = (),
    fix: Fix | None = None,
    help_text: str = "",
) -> Diagnostic:
    """A finding of the rule ZEP301."""
    return Diagnostic("ZEP301", "status-value", severity, message, statements, place, related, fix, help_text)


def report(*diagnostics: Diagnostic, files: int = 8, proposals: int = 8, suppressed: int = 0) -> Report:
    """The result of a run under zep-2022."""
    return Report(
        diagnostics=diagnostics,
        process="zep-2022",
        linted=[f"draft/zep-{number:04}.md" for number in range(1, files + 1)],
        proposals=proposals,
        suppressed=suppressed,
        noun="ZEP",
        cite=lambda statement: ("ZEP 0", SECTIONS.get(statement, "")),
        rules=tuple(load_rulebook()),
    )


def rendered(format_name: str, diagnostics: Sequence[Diagnostic], width: int = 80) -> str:
    """The findings in black and white."""
    return render(format_name, report(*diagnostics), color=False, width=width)
