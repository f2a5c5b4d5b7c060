"""The format ``html``: one page to open, send or keep, with all findings, filters and the graph.

The page is whole without its script, which only filters, and loads nothing: its policy for content lets
nothing run or apply but the very style and script that come with zeplint.
"""

from __future__ import annotations

import base64
import hashlib
import os
import re
from collections.abc import Iterator, Sequence

from zeplint import __version__
from zeplint.diagnostic import Severity
from zeplint.report import Picture, Report, counted, headline, remarks
from zeplint.report.html.controls import controls
from zeplint.report.html.finding import Names, finding
from zeplint.report.html.markup import path, text
from zeplint.report.style import Style

OPTION = re.compile(r"--[a-z-]+")
SHORTCUTS = {
    "/": "search",
    "j": "next finding",
    "k": "previous finding",
    "?": "this list",
}


def render(report: Report, _style: Style, _width: int) -> str:
    """The page, in ASCII."""
    pictures = report.pictures()
    style = _read("report.css") + "".join(dict.fromkeys(picture.style for picture in pictures))
    script = _read("report.js")
    policy = (
        f"default-src 'none'; style-src {_digest(style)}; script-src {_digest(script)}; "
        "base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
    )
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="referrer" content="no-referrer">\n<meta name="color-scheme" content="light dark">\n'
        f"<title>{text(_title(report))}</title>\n<style>{style}</style>\n</head>\n<body>\n"
        f"{''.join(_body(report, pictures))}"
        f"<script>{script}</script>\n</body>\n</html>\n"
    )


def _read(name: str) -> str:
    with open(os.path.join(os.path.dirname(__file__), name), encoding="ascii", newline="\n") as file:
        return file.read()


def _digest(content: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()}'"


def _title(report: Report) -> str:
    counts = ((report.count(severity), severity.label) for severity in sorted(Severity, reverse=True))
    found = ", ".join(counted(count, label) for count, label in counts if count)
    return f"zeplint: {found or 'all checks passed'}"


def _body(report: Report, pictures: Sequence[Picture]) -> Iterator[str]:
    yield '<a class="skip" href="#findings">Skip to the findings</a>\n'
    yield from _top(report)
    yield '<div class="layout">\n'
    files = {
        shown: number
        for number, shown in enumerate(
            dict.fromkeys(found.place.source.shown for found in report.diagnostics)
        )
    }
    if files:
        yield controls(report, files) + "\n"
    yield '<main id="findings" tabindex="-1">\n'
    yield _bar(report, pictures)
    if files:
        yield f'<div id="groups">\n{"".join(_groups(report, files))}</div>\n'
    else:
        yield '<p class="clean"><strong>Nothing to mend</strong> Every rule that ran is content.</p>\n'
    yield from _graphs(pictures)
    yield "</main>\n</div>\n"
    yield _foot()


def _top(report: Report) -> Iterator[str]:
    empty = not report.diagnostics and not report.files
    said = f"No {report.noun or 'proposal'}s found: nothing was checked" if empty else headline(report)
    facts = [f"Process <b>{text(report.process)}</b>"] if report.process else []
    facts += [
        OPTION.sub(r"<code>\g<0></code>", text(remark[:1].upper() + remark[1:])) for remark in remarks(report)
    ]
    yield f'<header class="top">\n<p class="brand">zeplint</p>\n<h1>{text(said)}</h1>\n'
    yield f'<ul class="facts">{"".join(f"<li>{fact}</li>" for fact in facts)}</ul>\n</header>\n'


def _bar(report: Report, pictures: Sequence[Picture]) -> str:
    count = counted(len(report.diagnostics), "finding")
    jump = '<a class="jump" href="#graph">Graph</a>' if pictures else ""
    return (
        f'<div class="bar"><p class="shown" role="status">{count}</p>'
        '<button type="button" id="clear" hidden>Clear filters</button>'
        f"{jump}</div>\n"
    )


def _groups(report: Report, files: dict[str, int]) -> Iterator[str]:
    names = Names()
    groups: dict[str, list[str]] = {shown: [] for shown in files}
    for diagnostic in report.diagnostics:
        shown = diagnostic.place.source.shown
        groups[shown].append(finding(diagnostic, report, names.name(diagnostic), files[shown]))
    for shown, own in groups.items():
        yield (
            f'<section class="group">\n<h2><span class="path">{path(shown)}</span> '
            f'<span class="number">{counted(len(own), "finding")}</span></h2>\n{"".join(own)}</section>\n'
        )


def _graphs(pictures: Sequence[Picture]) -> Iterator[str]:
    for index, picture in enumerate(pictures):
        place = "graph" if not index else f"graph-{index + 1}"
        lines = "".join(f"<li>{text(line)}</li>" for line in picture.lines)
        yield (
            f'<section class="graph" id="{place}" aria-labelledby="{place}-title">\n'
            f'<h2 id="{place}-title">{text(picture.title)}</h2>\n'
            f'<div class="picture" tabindex="0" role="group" aria-labelledby="{place}-title">\n{picture.svg}</div>\n'
        )
        if lines:
            yield f"<details><summary>The same in words</summary><ul>{lines}</ul></details>\n"
        yield "</section>\n"


def _foot() -> str:
    keys = "".join(f"<dt><kbd>{key}</kbd></dt><dd>{what}</dd>" for key, what in SHORTCUTS.items())
    return (
        f'<footer class="foot"><p>Made by zeplint {text(__version__)}. <code>zeplint rule CODE</code> explains a rule. '
        '<button type="button" id="help" data-needs-script hidden>Keyboard</button></p></footer>\n'
        '<dialog id="keys" aria-labelledby="keys-title"><h2 id="keys-title">Keyboard</h2>'
        f"<dl>{keys}<dt><kbd>&#8593;</kbd> <kbd>&#8595;</kbd></dt><dd>move within a list of filters</dd>"
        "<dt><kbd>Space</kbd> <kbd>Enter</kbd></dt><dd>switch a filter on or off</dd></dl>"
        '<p><label><input type="checkbox" id="single" checked> Shortcuts of a single key</label></p>'
        '<button type="button">Close</button></dialog>\n'
    )
