"""The format ``full``: each finding with its source, what is allowed, its fix and its statement."""

from __future__ import annotations

from collections.abc import Iterator

from zeplint.diagnostic import Diagnostic
from zeplint.report import Report
from zeplint.report.display import wrap
from zeplint.report.frame import PRIMARY, RELATED, Frame
from zeplint.report.style import Style
from zeplint.report.wording import citation, label_of

# Narrower than this, a frame has no room for the source.
_NARROWEST = 40
_INDENT = "  "


def render(report: Report, style: Style, width: int) -> str:
    """The findings, with an empty line between two, laid out for `width` columns (40 at least)."""
    width = max(width, _NARROWEST)
    return "\n".join(
        "".join(f"{line}\n" for line in _lines(diagnostic, report, style, width))
        for diagnostic in report.diagnostics
    )


def _lines(diagnostic: Diagnostic, report: Report, style: Style, width: int) -> list[str]:
    frame = Frame((diagnostic.place, *diagnostic.related), style, width)
    lines = [*_header(diagnostic, style, width), *_places(diagnostic, frame)]
    for label, text in _remarks(diagnostic, report):
        lines += frame.remark(label, text)
    if lines[-1] == frame.bar():
        lines.pop()
    return lines


def _header(diagnostic: Diagnostic, style: Style, width: int) -> Iterator[str]:
    severity = diagnostic.severity.label
    label = f"{severity}[{diagnostic.code}]"
    taken = len(f"{label} {diagnostic.name}: ") - len(_INDENT)
    first, *more = wrap(diagnostic.message, width - len(_INDENT), taken=taken)
    painted = style.link_rule(style.paint(severity, label), diagnostic)
    yield f"{painted} {diagnostic.name}: {style.paint('strong', first)}".rstrip()
    for line in more:
        yield _INDENT + style.paint("strong", line)


def _places(diagnostic: Diagnostic, frame: Frame) -> Iterator[str]:
    places = [("-->", diagnostic.place, PRIMARY, diagnostic.severity.label)]
    places += [(":::", place, RELATED, "frame") for place in diagnostic.related]
    for arrow, place, mark, role in places:
        yield frame.locator(arrow, place)
        if source := frame.source(place, mark, role):
            yield from (frame.bar(), *source, frame.bar())
        elif place.note:
            yield from frame.remark("note", place.note)


def _remarks(diagnostic: Diagnostic, report: Report) -> Iterator[tuple[str, str]]:
    """What stands below the source, each text with its label."""
    if diagnostic.help:
        yield label_of(diagnostic.help)
    if diagnostic.fix is not None:
        yield "fix" if diagnostic.fix.safe else "unsafe fix", diagnostic.fix.title
    if cited := citation(diagnostic.statements, report):
        yield "see", cited
