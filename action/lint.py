"""Lint the change: annotations for its lines, a summary for its reader, outputs for the steps that follow."""

from __future__ import annotations

import json
import os
import shlex
import subprocess
import sys
import tempfile
from collections import Counter
from typing import Any

from action.git import SAFE, Git
from action.summary import Change, summary
from action.workflow import StepError, Workflow

# GitHub shows so many annotations of each kind of one step, and drops the others.
MOST_ANNOTATIONS = 10
CLEAN, FINDINGS, FAILED = 0, 1, 2
SEVERITIES = ("errors", "warnings", "infos")


def report_findings(workflow: Workflow) -> int:
    """Lint, and tell of it in every way; the exit code of zeplint."""
    lint = Lint(workflow)
    code, report = lint.findings()
    counts = report["summary"]
    workflow.output(
        exit_code=code,
        findings=sum(counts[name] for name in SEVERITIES),
        **{name: counts[name] for name in SEVERITIES},
        report=lint.write("report.json", json.dumps(report)),
        sarif=lint.write("report.sarif", lint.read("--output-format", "sarif")),
    )
    if report["diagnostics"]:
        workflow.say(lint.read("--output-format", "full", "--color", "always"))
        annotate(workflow, lint.read("--output-format", "github"))
    change = Change.of(workflow.environ, lint.git.commit("HEAD"), lint.since)
    workflow.summarise(summary(report, lint.checklists(), change))
    return code


class Lint:
    """What the inputs ask of zeplint.

    It runs where the repository begins: so GitHub finds the files that it names.
    """

    def __init__(self, workflow: Workflow) -> None:
        self.workflow = workflow
        self.folder = workflow.folder()
        self.git = Git(self.folder, workflow.environ)
        self.top = self.git.top or self.folder
        self.since = workflow.given("SINCE")
        self.scratch = tempfile.mkdtemp(prefix="zeplint-", dir=workflow.given("RUNNER_TEMP") or None)
        paths = [line.strip() for line in workflow.given("INPUT_PATHS").split("\n")]
        self.paths = [self._place(path) for path in paths if path] or [self._place(".")]
        self.options = self._options()

    def write(self, name: str, text: str) -> str:
        """Write a file for the steps that follow; its path."""
        path = os.path.join(self.scratch, name)
        with open(path, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
        return path

    def _place(self, path: str) -> str:
        """A path of the inputs as it is called from where the repository begins."""
        return os.path.relpath(os.path.join(self.folder, path), self.top)

    def _options(self) -> list[str]:
        """The options of ``zeplint check`` that the inputs stand for."""
        options = self._shared("--zeps")
        if self.since:
            options += ["--since", self.since]
            if is_true(self.workflow.given("INPUT_NEW_ONLY"), "new-only"):
                options.append("--new-only")
        if level := self.workflow.given("INPUT_FAIL_ON"):
            options += ["--fail-on", level]
        try:
            return [*options, *shlex.split(self.workflow.given("INPUT_ARGS"))]
        except ValueError as error:
            raise StepError(f"args: they are not written as in a shell: {str(error).lower()}") from error

    def _shared(self, other: str) -> list[str]:
        """The options that every command has; `other` is its own one for the repository that is read along."""
        options = []
        if process := self.workflow.given("INPUT_PROCESS"):
            is_file = os.path.isfile(os.path.join(self.folder, process))
            options += ["--process", self._place(process) if is_file else process]
        if zeps := self.workflow.given("INPUT_ZEPS"):
            options += [other, self._place(zeps)]
        return options

    def _run(self, *arguments: str) -> tuple[int, str, str]:
        # -I: what lies in the checkout is no module of zeplint.
        command = [sys.executable, "-I", "-X", "utf8", "-m", "zeplint", *arguments]
        environ = {**self.workflow.environ, **SAFE}
        done = subprocess.run(
            command, cwd=self.top, env=environ, stdin=subprocess.DEVNULL, capture_output=True, check=False
        )
        return done.returncode, _text(done.stdout), _text(done.stderr)

    def _check(self, *options: str) -> tuple[int, str, str]:
        return self._run("check", *self.options, *options, "--", *self.paths)

    def findings(self) -> tuple[int, dict[str, Any]]:
        """The exit code, and the report as zeplint's JSON; raises `StepError` where there is none."""
        code, output, said = self._check("--output-format", "json")
        self.workflow.say(said)
        try:
            report = json.loads(output)
        except ValueError:
            report = None
        if code not in (CLEAN, FINDINGS) or not isinstance(report, dict):
            lines = [line for line in said.split("\n") if line.strip()]
            reason = lines[-1].removeprefix("zeplint: error: ") if lines else "args leave no report to read"
            self.workflow.output(exit_code=FAILED)
            self.workflow.summarise("## zeplint failed\n\nThe log of the step says why.\n")
            raise StepError(f"zeplint cannot lint this: {reason}")
        return code, report

    def read(self, *options: str) -> str:
        """What a check with more options prints."""
        return self._check(*options)[1]

    def checklists(self) -> list[str]:
        """The checklist of each proposal whose status the change sets, as Markdown."""
        if not self.since:
            return []
        full = [os.path.join(self.top, path) for path in self.paths]
        folders = [path if os.path.isdir(path) else os.path.dirname(path) for path in full]
        found = []
        for folder in dict.fromkeys(path for path in folders if os.path.isdir(path)):
            where = ("--directory", os.path.relpath(folder, self.top))
            code, text, said = self._run(
                "checklist",
                "--since",
                self.since,
                *where,
                *self._shared("--specs"),
                "--output-format",
                "markdown",
            )
            if code not in (CLEAN, FINDINGS):
                self.workflow.say(said)
            found.append(text)
        return [text for text in dict.fromkeys(found) if text.strip()]


def is_true(text: str, name: str) -> bool:
    """Whether an input that is a switch is on; raises `StepError` where it is neither on nor off."""
    if text.lower() not in ("true", "false"):
        raise StepError(f"{name}: it is true or false, not {text or 'empty'}")
    return text.lower() == "true"


def annotate(workflow: Workflow, commands: str) -> None:
    """Let GitHub show the annotations that it has room for."""
    told: Counter[str] = Counter()
    for line in commands.split("\n"):
        kind = line.removeprefix("::").partition(" ")[0]
        if kind and told[kind] < MOST_ANNOTATIONS:
            workflow.command(line)
        told[kind] += 1
    for kind, count in told.items():
        if count > MOST_ANNOTATIONS:
            left = count - MOST_ANNOTATIONS
            workflow.say(
                f"GitHub shows {MOST_ANNOTATIONS} of a kind: {left} more of kind {kind} are in this log alone."
            )


def _text(data: bytes) -> str:
    return data.decode("utf-8", "replace").replace("\r\n", "\n")
