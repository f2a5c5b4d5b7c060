"""What several formats say in the same words: where a finding is, and which statement it serves."""

from __future__ import annotations

from collections.abc import Iterable

from zeplint.diagnostic import Place
from zeplint.report import Report
from zeplint.report.safe import escape_controls


def location(place: Place) -> str:
    """``path:line:column`` as people see it; the path alone for a place without a span."""
    path = escape_controls(place.source.shown)
    if place.span is None:
        return path
    line, column = place.source.position(place.span.start)
    return f"{path}:{line}:{column}"


def citation(statements: Iterable[str], report: Report) -> str:
    """The statements behind a finding or rule: ``ZEP 0, Review and Resolution (S28)``; empty if there are none.

    Statements of one section are named together; sections stand in the order of the statements.
    """
    sections: dict[str, list[str]] = {}
    document = ""
    for statement in statements:
        document, section = report.cite(statement)
        sections.setdefault(section, []).append(statement)
    if not sections:
        return ""
    parts = [f"{section} ({', '.join(statements)})".strip() for section, statements in sections.items()]
    comma = "," if next(iter(sections)) else ""
    return escape_controls(f"{document}{comma} {'; '.join(parts)}")


def label_of(text: str) -> tuple[str, str]:
    """A help's label and text: ``allowed: A, B`` brings its own label."""
    label, colon, rest = text.partition(": ")
    return (label, rest) if colon and label.isalpha() and label.islower() else ("help", text)
