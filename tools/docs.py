#!/usr/bin/env python3
"""Writes the pages of ``docs/``, and the schema of the settings, that are made of the rules and of what they find.

    python tools/docs.py             write every page that has changed
    python tools/docs.py --check     write nothing; name the pages that are out of date, and exit with 1
    python tools/docs.py --outputs   run the console blocks of the docs, and rewrite the outputs that no longer hold
    python tools/docs.py --unjudged  list the findings in the published trees that nobody has judged yet

It runs in an environment in which zeplint runs. A page that needs the published trees (the folder that
``ZEPLINT_CORPUS`` names, else ``../shared/corpus``) is left as it is where they are absent.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tools import console  # noqa: E402 - the checkout is importable only now
from tools.checks_page import checks_page  # noqa: E402
from tools.coverage_page import coverage_page  # noqa: E402
from tools.precision_page import precision_page, unjudged  # noqa: E402
from tools.rule_pages import FOLDER, rule_pages  # noqa: E402
from tools.settings_schema import SCHEMA, settings_schema  # noqa: E402

# By path: what makes the page; None instead of a text says that what it needs is not there.
PAGES: dict[str, Callable[[Path], str | None]] = {
    "docs/checks.md": checks_page,
    "docs/coverage.md": coverage_page,
    "docs/precision.md": precision_page,
    SCHEMA: settings_schema,
}

REMEDY = "out of date: run python tools/docs.py"


def stale_pages(root: Path) -> dict[str, str]:
    """The pages of the checkout at `root` that are not as they would be made now, by path, with their new text.

    The text is empty where a page has outlived its rule.
    """
    made = {path: make(root) for path, make in PAGES.items()} | rule_pages(root)
    there = {path.relative_to(root).as_posix() for path in (root / FOLDER).glob("*.md")}
    made |= dict.fromkeys(there - made.keys(), "")
    return {path: text for path, text in made.items() if text is not None and text != _text(root / path)}


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.is_file() else ""


def _write(path: Path, text: str) -> None:
    if not text:
        path.unlink()
        return
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")


def rewrite_outputs(root: Path) -> int:
    """Run the console blocks of the docs and rewrite what no longer holds; 1 where a command itself fails."""
    failed = 0
    for path in console.pages(root):
        name, page = path.relative_to(root).as_posix(), _text(path)
        with tempfile.TemporaryDirectory() as folder:
            runs = list(console.run_page(page, root, Path(folder)))
        text = console.rewritten(page, runs)
        if text != page:
            _write(path, text)
            print(f"{name}: written")
        for run in runs:
            if run.code not in console.FINE and run.command.output is None:
                failed = 1
                print(f"{name}:{run.command.line}: {run.problem}")
    return failed


def main() -> int:
    """Run the command; the exit code is 1 where `--check` finds a page out of date."""
    parser = argparse.ArgumentParser(description="Write the generated pages of docs/.")
    parser.add_argument(
        "--check", action="store_true", help="write nothing; exit with 1 if a page is out of date"
    )
    parser.add_argument(
        "--unjudged", action="store_true", help="list the findings that nobody has judged yet"
    )
    parser.add_argument(
        "--outputs", action="store_true", help="run the console blocks, and rewrite what they print"
    )
    options = parser.parse_args()
    if options.outputs:
        return rewrite_outputs(ROOT)
    if options.unjudged:
        print("\n".join(unjudged(ROOT)))
        return 0
    check = options.check
    stale = stale_pages(ROOT)
    for path, text in stale.items():
        if not check:
            _write(ROOT / path, text)
        print(f"{path}: {REMEDY if check else 'written' if text else 'removed'}")
    return int(check and bool(stale))


if __name__ == "__main__":
    sys.exit(main())
