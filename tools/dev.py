#!/usr/bin/env python3
"""Sets up a checkout and works in it, with nothing but Python and the package registries.

    python3 tools/dev.py try     set up zeplint and lint examples/
    python3 tools/dev.py test    set up everything, then check style and types and run all tests
    python3 tools/dev.py test STEP ...

Both work in ``.venv`` of the checkout and install only what changed since the last time. `try` exits
as zeplint does (1: it found something, 2: it failed), `test` with 1 if any step failed. Its steps are style,
format, types and tests; two more are parts of the last: fast, and installed (the hook and the wheel).
"""

from __future__ import annotations

import argparse
import hashlib
import os
import subprocess
import sys
from pathlib import Path

if sys.version_info < (3, 11):  # noqa: UP036 - any Python can be the first to run this file
    sys.exit("zeplint needs Python 3.11 or newer, and this is Python " + sys.version.split()[0])

import tomllib

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PROGRAMS = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = PROGRAMS / ("python.exe" if os.name == "nt" else "python")

# What an editable installation depends on; the rest of the checkout it reads as it is.
INSTALLED_FROM = ("pyproject.toml", "zeplint/__init__.py", "tools/hatch_build.py")

STEPS = {
    "style": ("ruff", "check", "."),
    "format": ("ruff", "format", "--check", "."),
    "types": ("mypy",),
    "tests": ("pytest", "-n", "2", "-m", ""),
}
PARTS = {
    "fast": ("pytest", "-n", "2"),
    "installed": ("pytest", "-m", "", "tests/test_hook.py", "tests/test_packaging.py"),
}


def run(command: tuple[str, ...]) -> int:
    """Run a command in the checkout, shown as a person would type it; its exit code."""
    print("$", *(part or "''" for part in command), file=sys.stderr, flush=True)
    return subprocess.run(command, cwd=ROOT, stdin=subprocess.DEVNULL, check=False).returncode


def run_module(*arguments: str) -> int:
    """Run ``python -m`` of the environment; its exit code."""
    return run((os.path.relpath(PYTHON, ROOT), "-m", *arguments))


def fingerprint() -> str:
    """What an installation of the checkout is made from, as a digest."""
    digest = hashlib.sha256(str(ROOT).encode())
    for name in INSTALLED_FROM:
        digest.update((ROOT / name).read_bytes())
    return digest.hexdigest()


def requirements_of(groups: tuple[str, ...]) -> list[str]:
    """The requirements in dependency groups of pyproject.toml (pip before 25.1 cannot read them)."""
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["dependency-groups"]
    return [requirement for group in groups for requirement in declared[group]]


def set_up(*groups: str) -> None:
    """Make ``.venv`` and install zeplint into it, together with dependency groups of pyproject.toml.

    Exits with a message if that fails.
    """
    stamp = VENV / "installed"
    if PYTHON.exists() and stamp.is_file():
        digest, *installed = stamp.read_text().split() or [""]
        if digest == fingerprint() and set(groups) <= set(installed):
            return
    if not PYTHON.exists() and run((sys.executable, "-m", "venv", "--clear", str(VENV))):
        sys.exit("no virtual environment could be made")
    pip = ("pip", "install", "--quiet", "--disable-pip-version-check")
    stamp.unlink(missing_ok=True)
    if run_module(*pip, "--editable", ".", *requirements_of(groups)):
        sys.exit("the installation failed; if it does not say why, remove .venv and try again")
    stamp.write_text(" ".join((fingerprint(), *groups)))


def try_out() -> int:
    """Lint the examples; zeplint's exit code."""
    set_up()
    return run((os.path.relpath(PROGRAMS / "zeplint", ROOT), "examples"))


def test(wanted: list[str]) -> int:
    """Run the steps of these names, else every one, also after one failed; 1 if any did."""
    set_up("dev")
    commands = STEPS | PARTS
    failed = [name for name in wanted or STEPS if run_module(*commands[name])]
    if failed:
        print("failed:", ", ".join(failed), file=sys.stderr)
    return 1 if failed else 0


def main() -> int:
    """Do what the command line asks; the exit code."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    tasks = parser.add_subparsers(dest="task", required=True, metavar="{try,test}")
    tasks.add_parser("try")
    tasks.add_parser("test").add_argument("steps", nargs="*", metavar="STEP")
    arguments = parser.parse_args()
    if arguments.task == "try":
        return try_out()
    if unknown := set(arguments.steps) - {*STEPS, *PARTS}:
        parser.error(f"no step is called {', '.join(sorted(unknown))}")
    return test(arguments.steps)


if __name__ == "__main__":
    sys.exit(main())
