"""Print diagnostics: one module per format, each a function of the same report.

`render` gives the findings, which go to standard output; `summary` the closing line, which goes to
standard error, so that the findings alone can be piped.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence

from zeplint.diagnostic import Diagnostic, Severity
from zeplint.record import NamedTuple
from zeplint.report.safe import escape_controls

TYPE_CHECKING = False
if TYPE_CHECKING:
    from zeplint.rulebook import Rule

# A module has `render(report, style, width) -> str` and is imported when its format is asked for.
_MODULES = {
    "full": "zeplint.report.full",
    "concise": "zeplint.report.concise",
    "json": "zeplint.report.jsonformat",
    "github": "zeplint.report.github",
    "gitlab": "zeplint.report.gitlab",
    "html": "zeplint.report.html",
    "junit": "zeplint.report.junit",
    "rdjson": "zeplint.report.rdjson",
    "sarif": "zeplint.report.sarif",
}

FORMATS: tuple[str, ...] = tuple(_MODULES)
STATISTICS_FORMATS = ("full", "concise", "json")

# Formats that say nothing when there is no finding; the others are documents.
_LINES = frozenset({"full", "concise", "github"})


class Picture(NamedTuple):
    """A picture for a report that can hold one.

    `svg` is an SVG element without a style of its own, which `style` gives it (the same for all pictures of a
    report); `lines` say in words what it shows. No text of a proposal stands in `svg` unescaped.
    """

    title: str
    svg: str
    style: str
    lines: Sequence[str]


class Report(NamedTuple):
    """The result of a run, with what is needed to put it into words.

    `process` names the process, or the processes, of the run. `linted` are the files that were
    linted, as people see them, `proposals` counts those among them that are proposals, `suppressed` the
    findings that a comment hid. `noun` is what the process calls a proposal (empty if none applied, or several that differ in it),
    and `cite` gives the proposal that describes the process ("ZEP 0") and the section of it in which
    a statement stands, empty where none is known. `fixed` counts the findings that this run has fixed, `known` those that the
    file of known findings hid. `rules` are
    all rules that there are, selected or not, and `exit_code` is what the run ends with. `pictures` draws the collections,
    which takes a while.
    """

    diagnostics: Sequence[Diagnostic]
    process: str
    linted: Sequence[str]
    proposals: int
    suppressed: int
    noun: str
    cite: Callable[[str], tuple[str, str]]
    fixed: int = 0
    known: int = 0
    rules: Sequence[Rule] = ()
    exit_code: int = 0
    pictures: Callable[[], Sequence[Picture]] = tuple

    @property
    def files(self) -> int:
        """The number of files that were linted."""
        return len(self.linted)

    def count(self, severity: Severity) -> int:
        """The number of diagnostics of that severity."""
        return sum(diagnostic.severity is severity for diagnostic in self.diagnostics)

    @property
    def fixable(self) -> int:
        """The number of diagnostics with a fix, safe or not."""
        return sum(diagnostic.fix is not None for diagnostic in self.diagnostics)


def render(format_name: str, report: Report, *, color: bool, width: int, links: bool = False) -> str:
    """The findings in the format of that name (one of `FORMATS`), empty or ending with ``\\n``.

    `width` is that of the terminal, in columns; `color` and `links` allow their escape sequences. All of
    them only matter to the formats for people.
    """
    if not report.diagnostics and format_name in _LINES:
        return ""
    from zeplint.report.style import Style

    # As in `find_check`: `importlib` takes longer to import than a format.
    name = _MODULES[format_name]
    __import__(name)
    text: str = sys.modules[name].render(report, Style(color=color, links=links), width)
    return text


def summary(report: Report) -> str:
    """One line about the whole run, without its line end."""
    if not report.diagnostics and not report.files:
        return f"No {report.noun or 'proposal'}s found: nothing was checked."
    text = f"{headline(report)} ({report.process})"
    details = remarks(report)
    text = f"{text}; {', '.join(details)}." if details else f"{text}."
    return escape_controls(text)


def headline(report: Report) -> str:
    """What a run of some files found: ``Found 2 errors in 1 of 3 files``, or that all checks passed."""
    if report.diagnostics:
        return f"Found {_severities(report)} in {_affected(report)}"
    return f"All checks passed: {_checked(report)}"


def remarks(report: Report) -> list[str]:
    """What else there is to say of a run: what was fixed, what can be, what is suppressed or known."""
    details = [f"{report.fixed} fixed"] if report.fixed else []
    if report.fixable:
        details.append(_fixable(report))
    if report.suppressed:
        details.append(f"{report.suppressed} suppressed")
    if report.known:
        details.append(f"{report.known} known")
    return details


def counted(count: int, noun: str) -> str:
    """So many of something, in words."""
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def _severities(report: Report) -> str:
    counts = ((report.count(severity), severity.label) for severity in sorted(Severity, reverse=True))
    parts = [counted(count, label) for count, label in counts if count]
    return " and ".join(filter(None, (", ".join(parts[:-1]), parts[-1])))


def _affected(report: Report) -> str:
    affected = len({diagnostic.place.source.shown for diagnostic in report.diagnostics})
    if affected < report.files:
        return f"{affected} of {counted(report.files, 'file')}"
    return counted(affected, "file")


def _fixable(report: Report) -> str:
    unsafe = sum(diagnostic.fix is not None and not diagnostic.fix.safe for diagnostic in report.diagnostics)
    safe = report.fixable - unsafe
    if not safe:
        return f"{unsafe} fixable with --fix --unsafe-fixes"
    return f"{safe} fixable with --fix" + (f", {unsafe} more with --unsafe-fixes" if unsafe else "")


def _checked(report: Report) -> str:
    others = report.files - report.proposals
    if not report.proposals:
        return f"{counted(others, 'file')}, no {report.noun or 'proposal'} among them"
    proposals = counted(report.proposals, report.noun or "proposal")
    return f"{proposals} and {counted(others, 'other file')}" if others else proposals
