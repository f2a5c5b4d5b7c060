"""Install the zeplint that this action comes with, into an environment of its own."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from action.workflow import StepError, Workflow

OLDEST = (3, 11)


def install(workflow: Workflow) -> int:
    """Make the environment, unless an earlier use in this job has, and say which Python is in it."""
    if sys.version_info < OLDEST:
        version = sys.version.split()[0]
        raise StepError(f"zeplint needs Python 3.11 or newer, and this is {version}: set the input python")
    source = Path(__file__).resolve().parent.parent
    key = hashlib.sha256(f"{source} {sys.executable} {sys.version}".encode()).hexdigest()[:16]
    folder = Path(workflow.given("RUNNER_TEMP") or tempfile.gettempdir(), f"zeplint-{key}")
    python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    done = folder / "installed"
    if not done.is_file():
        # -I: what lies in the working directory is no module of this run.
        with workflow.group("zeplint is installed"):
            _run(workflow, sys.executable, "-I", "-m", "venv", "--clear", str(folder))
            pip = ("-I", "-m", "pip", "install", "--no-input", "--disable-pip-version-check")
            _run(workflow, str(python), *pip, str(source))
        done.touch()
    workflow.output(python=python)
    return 0


def _run(workflow: Workflow, *command: str) -> None:
    done = subprocess.run(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False
    )
    text = done.stdout.decode("utf-8", "replace")
    workflow.say(text)
    if done.returncode:
        last = next((line for line in reversed(text.split("\n")) if line.strip()), "it says not why")
        raise StepError(f"zeplint cannot be installed: {last.strip()}")
