from __future__ import annotations

import pytest

from tests.report.samples import diagnostic, report, source
from zeplint.diagnostic import Diagnostic, Fix, Place, Severity
from zeplint.report import Report, summary

ONE = Place(source("x", "draft/zep-0001.md"))
TWO = Place(source("x", "draft/zep-0002.md"))
ERROR = diagnostic(ONE)
OTHER_ERROR = diagnostic(TWO)
WARNING = diagnostic(ONE, severity=Severity.WARNING)
INFO = diagnostic(ONE, severity=Severity.INFO)
SAFE = diagnostic(ONE, fix=Fix("do it", safe=True))
UNSAFE = diagnostic(ONE, fix=Fix("do it", safe=False))


@pytest.mark.parametrize(
    ("result", "line"),
    [
        (report(), "All checks passed: 8 ZEPs (zep-2022)."),
        (report(files=1, proposals=1), "All checks passed: 1 ZEP (zep-2022)."),
        (report(files=9), "All checks passed: 8 ZEPs and 1 other file (zep-2022)."),
        (report(files=11), "All checks passed: 8 ZEPs and 3 other files (zep-2022)."),
        (report(files=3, proposals=0), "All checks passed: 3 files, no ZEP among them (zep-2022)."),
        (report(suppressed=2), "All checks passed: 8 ZEPs (zep-2022); 2 suppressed."),
        (report(files=0, proposals=0), "No ZEPs found: nothing was checked."),
        (report(files=0, proposals=0)._replace(noun=""), "No proposals found: nothing was checked."),
        (report(ERROR), "Found 1 error in 1 of 8 files (zep-2022)."),
        (report(ERROR, files=1), "Found 1 error in 1 file (zep-2022)."),
        (report(ERROR, files=0), "Found 1 error in 1 file (zep-2022)."),
        (report(ERROR, OTHER_ERROR, WARNING), "Found 2 errors and 1 warning in 2 of 8 files (zep-2022)."),
        (
            report(INFO, WARNING, ERROR, INFO),
            "Found 1 error, 1 warning and 2 infos in 1 of 8 files (zep-2022).",
        ),
        (report(ERROR)._replace(fixed=2), "Found 1 error in 1 of 8 files (zep-2022); 2 fixed."),
        (report()._replace(fixed=2), "All checks passed: 8 ZEPs (zep-2022); 2 fixed."),
        (report(SAFE, ERROR), "Found 2 errors in 1 of 8 files (zep-2022); 1 fixable with --fix."),
        (report(UNSAFE), "Found 1 error in 1 of 8 files (zep-2022); 1 fixable with --fix --unsafe-fixes."),
        (
            report(SAFE, UNSAFE, SAFE, suppressed=1),
            "Found 3 errors in 1 of 8 files (zep-2022); 2 fixable with --fix, 1 more with --unsafe-fixes, 1 suppressed.",
        ),
    ],
)
def test_summary(result: Report, line: str) -> None:
    assert summary(result) == line


@pytest.mark.parametrize("diagnostics", [(), (ERROR,)])
def test_no_control_character_from_a_process_name(diagnostics: tuple[Diagnostic, ...]) -> None:
    result = report(*diagnostics)._replace(process="my\x1b[2J\nprocess")
    assert r"(my\x1b[2J\nprocess)" in summary(result)
    assert summary(result).isprintable()
