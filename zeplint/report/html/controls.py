"""The filters: shown by the page's script, which alone can use them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from zeplint.diagnostic import Severity
from zeplint.report import Report
from zeplint.report.html.markup import path, text

GROUPINGS = {"file": "File", "rule": "Rule"}
FIXES = {"safe": "Safe fix", "unsafe": "Unsafe fix", "none": "No fix"}

SEARCH = (
    '<div class="search"><label for="search">Search</label>'
    '<input id="search" type="search" autocomplete="off" spellcheck="false" '
    'placeholder="Message, rule, source"><kbd aria-hidden="true">/</kbd></div>'
)


def controls(report: Report, files: Mapping[str, int]) -> str:
    """The form with the filters, as HTML; `files` gives the number of each file on the page."""
    found = report.diagnostics
    severities = Counter(diagnostic.severity for diagnostic in found)
    fixes = Counter(
        "none" if diagnostic.fix is None else "safe" if diagnostic.fix.safe else "unsafe"
        for diagnostic in found
    )
    rules = Counter((diagnostic.code, diagnostic.name) for diagnostic in found)
    per_file = Counter(diagnostic.place.source.shown for diagnostic in found)
    summaries = {rule.code: rule.summary for rule in report.rules}
    return "".join(
        (
            '<form class="controls" role="search" aria-label="Filter the findings" data-needs-script hidden>',
            SEARCH,
            _chips(
                "Severity",
                (
                    _chip("severity", severity.label, severity.label.capitalize(), severities[severity])
                    for severity in sorted(Severity, reverse=True)
                    if severities[severity]
                ),
            ),
            '<details class="more" open><summary>More filters</summary>',
            _chips(
                "Fix",
                (_chip("fix", kind, label, fixes[kind]) for kind, label in FIXES.items() if fixes[kind]),
            ),
            _chips("Group by", (_radio(value, label) for value, label in GROUPINGS.items())),
            _list(
                "Rules",
                [_rule(*rule, count, summaries.get(rule[0], "")) for rule, count in sorted(rules.items())],
            ),
            _list("Files", [_file(shown, number, per_file[shown]) for shown, number in files.items()]),
            "</details></form>",
        )
    )


def _chips(legend: str, chips: Iterable[str]) -> str:
    return f'<fieldset class="chips"><legend>{legend}</legend><div class="options">{"".join(chips)}</div></fieldset>'


def _chip(name: str, value: str, label: str, count: int) -> str:
    return (
        f'<label><input type="checkbox" name="{name}" value="{value}">{label} '
        f'<span class="number">{count}</span></label>'
    )


def _radio(value: str, label: str) -> str:
    checked = " checked" if value == "file" else ""
    return f'<label><input type="radio" name="group" value="{value}"{checked}>{label}</label>'


def _rule(code: str, name: str, count: int, summary: str) -> str:
    title = f' title="{text(summary)}"' if summary else ""
    return (
        f'<label{title}><input type="checkbox" name="rule" value="{text(code)}" data-name="{text(name)}">'
        f'<span><span class="code">{text(code)}</span> {text(name)}</span><span class="number">{count}</span></label>'
    )


def _file(shown: str, number: int, count: int) -> str:
    return (
        f'<label><input type="checkbox" name="file" value="{text(shown)}" data-key="{number}">'
        f'<span class="path">{path(shown)}</span><span class="number">{count}</span></label>'
    )


def _list(title: str, boxes: Sequence[str]) -> str:
    return (
        f'<details class="list" open><summary>{title} <span class="number">{len(boxes)}</span></summary>'
        f'<fieldset><legend class="quiet">{title}</legend><div class="options">{"".join(boxes)}</div>'
        "</fieldset></details>"
    )
