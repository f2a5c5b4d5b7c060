from __future__ import annotations

from tests.report.samples import CONTROLS, at, diagnostic, rendered, report, source
from zeplint.diagnostic import Place, Severity
from zeplint.report import render


def test_one_line_each() -> None:
    made = source("# ZEP 1\n\nStatus: Drafted\n", shown="../zeps/draft/zep 1.md")
    findings = [
        diagnostic(at(made, "Drafted"), "Drafted is no status: did you mean Draft?"),
        diagnostic(Place(made), "the file name is wrong", severity=Severity.WARNING),
        diagnostic(at(made, "# ZEP"), "x " * 60 + "x", severity=Severity.INFO),
    ]
    assert rendered("concise", findings) == (
        "../zeps/draft/zep 1.md:3:9: error ZEP301 Drafted is no status: did you mean Draft?\n"
        "../zeps/draft/zep 1.md: warning ZEP301 the file name is wrong\n"
        f"../zeps/draft/zep 1.md:1:1: info ZEP301 {'x ' * 60}x\n"
    )


def test_control_characters_are_escaped() -> None:
    made = source("x", shown=f"dr{CONTROLS}aft.md")
    text = rendered("concise", [diagnostic(Place(made), f"what {CONTROLS} ever")])
    assert text.endswith("\n")
    assert text[:-1].isprintable()
    assert text.count(r"\x1b") == 2
    text.encode()


def test_color() -> None:
    result = report(diagnostic(at(source("Status: X"), "X"), severity=Severity.WARNING))
    assert render("concise", result, color=True, width=80) == (
        "\x1b[1mdraft/zep-0001.md:1:9:\x1b[0m \x1b[1;33mwarning ZEP301\x1b[0m this is wrong\n"
    )
