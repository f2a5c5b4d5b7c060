from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.report.samples import report
from zeplint.report import FORMATS, render


def test_formats() -> None:
    assert FORMATS == ("full", "concise", "json", "github", "gitlab", "html", "junit", "rdjson", "sarif")


@pytest.mark.parametrize("format_name", ["full", "concise", "github"])
def test_a_clean_run_has_no_findings_to_print(format_name: str) -> None:
    assert render(format_name, report(), color=True, width=80) == ""


@pytest.mark.parametrize(
    ("format_name", "imported"),
    [
        ("full", []),
        ("concise", []),
        ("github", []),
        ("json", ["json", "zeplint.report.jsonformat", "zeplint.report.style"]),
    ],
)
def test_a_clean_run_imports_what_it_uses(checkout: Path, format_name: str, imported: list[str]) -> None:
    script = f"""
import sys
from zeplint.report import Report, render, summary
result = Report([], "p", ["a.md"], 1, 0, "ZEP", lambda statement: ("ZEP 0", ""))
render({format_name!r}, result, color=False, width=80)
summary(result)
modules = [name for name in sys.modules if name == "json" or name.startswith("zeplint.report.")]
print(*sorted(set(modules) - {{"zeplint.report.safe"}}))
print("unicodedata" in sys.modules)
"""
    done = subprocess.run(
        [sys.executable, "-I", "-c", f"import sys; sys.path.insert(0, {str(checkout)!r}){script}"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.split("\n") == [" ".join(imported), "False", ""]
