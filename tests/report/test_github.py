from __future__ import annotations

import pytest

from tests.report.samples import CONTROLS, at, diagnostic, rendered, source
from zeplint.diagnostic import Place, Severity
from zeplint.source import Span

MADE = source("# ZEP 1\n\nStatus: Drafted\nType: Core\n")


@pytest.mark.parametrize(
    ("severity", "command"),
    [(Severity.ERROR, "error"), (Severity.WARNING, "warning"), (Severity.INFO, "notice")],
)
def test_one_command_each(severity: Severity, command: str) -> None:
    finding = diagnostic(
        at(MADE, "Drafted"),
        "Drafted is no status",
        severity=severity,
        help_text="allowed: Draft",
        statements=("S28",),
    )
    assert rendered("github", [finding]) == (
        f"::{command} file=draft/zep-0001.md,line=3,col=9,endLine=3,endColumn=16,title=ZEP301 status-value"
        "::Drafted is no status%0Aallowed: Draft%0AZEP 0, Review and Resolution (S28)\n"
    )


@pytest.mark.parametrize(
    ("span", "properties"),
    [
        (None, ""),
        (Span(9, 9), "line=3,col=1,endLine=3,endColumn=1,"),
        (Span(9, 35), "line=3,endLine=4,"),
        # With the line end: GitHub would put the annotation below the next line.
        (Span(9, 25), "line=3,col=1,endLine=3,endColumn=16,"),
        (Span(36, 36), "line=5,col=1,endLine=5,endColumn=1,"),
        (Span(-1, 0), "line=1,col=1,endLine=1,endColumn=1,"),
    ],
)
def test_positions(span: Span | None, properties: str) -> None:
    assert rendered("github", [diagnostic(Place(MADE, span))]) == (
        f"::error file=draft/zep-0001.md,{properties}title=ZEP301 status-value::this is wrong\n"
    )


def test_escapes_of_workflow_commands() -> None:
    made = source("x", shown="draft/zep-1: 100%,\r\nnew.md")
    finding = diagnostic(Place(made), "50% of a, b: c\r\n::error::forged")
    assert rendered("github", [finding]) == (
        "::error file=draft/zep-1%3A 100%25%2C%0D%0Anew.md,title=ZEP301 status-value"
        "::50%25 of a, b: c\\r\\n::error::forged\n"
    )


def test_nothing_ends_the_line_early() -> None:
    made = source("x", shown=f"dr{CONTROLS}aft.md")
    finding = diagnostic(Place(made), f"what {CONTROLS} ever", help_text=CONTROLS)
    text = rendered("github", [finding])
    assert text.endswith("\n")
    assert text[:-1].isprintable()
    text.encode()
