"""What a run imports: the parsers and servers that one Markdown proposal does not need stay out."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

TEXT = """\
# ZEP 7 — Shorter keys

Author: Ada Example <ada@example.org>
Status: {status}
Type: Core
Created: 2024-11-05
Resolution: https://example.org/7
Discussion: https://example.org/8

This document is a draft. [Keys](https://example.org) are short.
"""
HEAVY = (
    "argparse",
    "codespell_lib",
    "configparser",
    "docutils",
    "ftfy",
    "importlib",
    "zeplint.change",
    "zeplint.suppressions",
    "zeplint.workers",
    "pygls",
    "lsprotocol",
    "jsonschema",
    "tomllib",
    "json",
    "subprocess",
    "pathlib",
    "asyncio",
)
CODE = f"""\
import sys
before = set(sys.modules)
from zeplint.cli import main
main(sys.argv[1:])
print([name for name in {HEAVY} if name in set(sys.modules) - before], "pyromark" in sys.modules, file=sys.stderr)
"""


def imported(folder: Path, *arguments: str) -> str:
    """Which heavy modules a run imported, and whether the Markdown parser was one."""
    path = os.pathsep.join([str(Path(__file__).parent.parent), *filter(None, sys.path)])
    done = subprocess.run(
        [sys.executable, "-c", CODE, *arguments],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": path},
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    return done.stderr.strip().rpartition("\n")[2]


@pytest.fixture
def proposal(tmp_path: Path) -> Path:
    """A proposal whose body must be parsed: it left its early stage and speaks of a draft."""
    path = tmp_path / "docs/zeps/rejected/zep-0007.md"
    path.parent.mkdir(parents=True)
    path.write_text(TEXT.format(status="Rejected"), encoding="utf-8")
    return path


def test_a_markdown_proposal_needs_no_other_parser(proposal: Path) -> None:
    assert imported(proposal.parent, proposal.name) == "[] True"


def test_its_headers_need_no_parser_at_all(proposal: Path) -> None:
    assert imported(proposal.parent, "--select", "ZEP2,ZEP3", proposal.name) == "[] False"


def test_pages_that_agree_are_not_parsed(proposal: Path) -> None:
    page = proposal.parents[3] / "docs/v3/keys/index.rst"
    page.parent.mkdir(parents=True)
    link = "`ZEP 7 <https://zarr.dev/zeps/draft/ZEP0007.html>`_"
    page.write_text(f"Keys\n====\n\nCorresponding ZEP:\n    {link}\n", encoding="utf-8")
    proposal.write_text(TEXT.format(status="Accepted"), encoding="utf-8")
    assert imported(proposal.parent, proposal.name) == "[] True"
