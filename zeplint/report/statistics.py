"""How many findings each rule has, in place of the findings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from zeplint.diagnostic import Diagnostic
from zeplint.record import NamedTuple
from zeplint.report.safe import json_text
from zeplint.report.style import Style


class Line(NamedTuple):
    """A rule with its number of findings, and how many of these have a fix."""

    code: str
    name: str
    found: int
    fixable: int


def render_statistics(
    diagnostics: Sequence[Diagnostic], format_name: str, style: Style, *, unsafe: bool
) -> str:
    """The rules that found something, the most frequent first, as text or, for ``json``, as JSON.

    `unsafe` counts those fixes too that a person must agree to. The text marks a rule with ``[*]`` if all its
    findings are fixable, with ``[-]`` if some are, and has no marks where nothing is.
    """
    lines = _lines(diagnostics, unsafe=unsafe)
    if format_name == "json":
        return _json(lines)
    if not lines:
        return ""
    counts = max(len(str(line.found)) for line in lines)
    codes = max(len(line.code) for line in lines)
    marked = any(line.fixable for line in lines)
    return "".join(
        f"{line.found:>{counts}}\t{style.paint('strong', f'{line.code:{codes}}')}\t"
        f"{_mark(line) if marked else ''}{line.name}\n"
        for line in lines
    )


def _lines(diagnostics: Sequence[Diagnostic], *, unsafe: bool) -> list[Line]:
    counts = Counter((found.code, found.name) for found in diagnostics)
    fixable = Counter(found.code for found in diagnostics if found.fix and (unsafe or found.fix.safe))
    lines = [Line(code, name, count, fixable[code]) for (code, name), count in counts.items()]
    return sorted(lines, key=lambda line: (-line.found, line.code))


def _mark(line: Line) -> str:
    return "[*] " if line.fixable == line.found else "[-] " if line.fixable else "[ ] "


def _json(lines: Sequence[Line]) -> str:
    data = [
        {
            "code": line.code,
            "name": line.name,
            "count": line.found,
            "fixable": line.fixable > 0,
            "fixable_count": line.fixable,
        }
        for line in lines
    ]
    return json_text(data, indent=2)
