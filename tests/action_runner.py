"""Runs the steps of ``action.yml`` as GitHub's runner does, as far as that goes without GitHub."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

import yaml

CHECKOUT = Path(__file__).resolve().parent.parent
SHELLS = {"bash": ("bash", "--noprofile", "--norc", "-e", "-o", "pipefail")}
EXPRESSION = re.compile(r"\$\{\{ *([\w.-]+) *\}\}")
CONDITION = re.compile(r"([\w.-]+) != ''")


class Ran(NamedTuple):
    """What a run of the action came to; `log` is the output of all its steps."""

    code: int
    outputs: dict[str, str]
    log: str
    summary: str

    def commands(self, *kinds: str) -> list[str]:
        """The workflow commands of the log that a runner obeys."""
        found, stopped = [], ""
        for line in self.log.split("\n"):
            command = re.match(r"\s*::([\w-]+)(?: [^:]*)?::(.*)", line)
            if stopped:
                stopped = "" if line == f"::{stopped}::" else stopped
            elif line.startswith("::stop-commands::"):
                stopped = line.removeprefix("::stop-commands::")
            elif command and command[1] in kinds:
                found.append(line)
        assert not stopped
        return found


class Action:
    """The action of the checkout; `scratch` is kept from run to run, as within a job."""

    def __init__(self, scratch: Path, path: Path = CHECKOUT) -> None:
        self.path = path
        self.scratch = scratch
        self.data: dict[str, Any] = yaml.safe_load((path / "action.yml").read_text("utf-8"))

    def run(
        self,
        workspace: Path,
        environ: Mapping[str, str],
        *,
        event: str,
        payload: Mapping[str, Any],
        **inputs: str,
    ) -> Ran:
        """Run every step until one fails; in `inputs` an underscore stands for a hyphen."""
        (self.scratch / "event.json").write_text(json.dumps(payload), encoding="utf-8")
        given = {name.replace("_", "-"): value for name, value in inputs.items()}
        assert given.keys() <= self.data["inputs"].keys()
        values = {
            f"inputs.{name}": given.get(name, fact.get("default", ""))
            for name, fact in self.data["inputs"].items()
        }
        log = summary = ""
        code = 0
        for step in self.data["runs"]["steps"]:
            condition = step.get("if")
            if condition and not values[CONDITION.fullmatch(condition)[1]]:  # type: ignore[index]
                continue
            if "uses" in step:
                assert step["uses"].startswith("actions/setup-python@")
                values[f"steps.{step['id']}.outputs.python-path"] = sys.executable
                continue
            done, said, outputs = self._run(step, values, workspace, environ, event)
            log += said
            summary += outputs.pop("", "")
            values |= {f"steps.{step['id']}.outputs.{name}": value for name, value in outputs.items()}
            if done:
                code = done
                break
        told = {name: _filled(fact["value"], values) for name, fact in self.data["outputs"].items()}
        return Ran(code, told, log, summary)

    def _run(
        self,
        step: Mapping[str, Any],
        values: Mapping[str, str],
        workspace: Path,
        environ: Mapping[str, str],
        event: str,
    ) -> tuple[int, str, dict[str, str]]:
        assert "${{" not in step["run"]
        files = {name: self.scratch / name.lower() for name in ("GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY")}
        for file in files.values():
            file.write_text("", encoding="utf-8")
        script = self.scratch / "step.sh"
        script.write_text(step["run"], encoding="utf-8")
        done = subprocess.run(
            [*SHELLS[step["shell"]], script],
            cwd=workspace,
            env={
                **os.environ,
                "GITHUB_ACTIONS": "true",
                "GITHUB_ACTION_PATH": str(self.path),
                "GITHUB_EVENT_NAME": event,
                "GITHUB_EVENT_PATH": str(self.scratch / "event.json"),
                "GITHUB_WORKSPACE": str(workspace),
                "RUNNER_TEMP": str(self.scratch),
                **{name: str(file) for name, file in files.items()},
                **environ,
                **{name: _filled(value, values) for name, value in step.get("env", {}).items()},
            },
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        outputs = _outputs(files["GITHUB_OUTPUT"].read_text("utf-8"))
        outputs[""] = files["GITHUB_STEP_SUMMARY"].read_text("utf-8")
        return done.returncode, done.stdout.decode("utf-8"), outputs


def _filled(text: str, values: Mapping[str, str]) -> str:
    filled = EXPRESSION.sub(lambda match: values.get(match[1], ""), text)
    assert "${{" not in EXPRESSION.sub("", text)
    return filled


def _outputs(text: str) -> dict[str, str]:
    found: dict[str, str] = {}
    lines = iter(text.split("\n"))
    for line in lines:
        if not line:
            continue
        name, _, end = line.partition("<<")
        assert end, f"no name of an output: {line}"
        value = []
        while (part := next(lines)) != end:
            value.append(part)
        found[name] = "\n".join(value)
    return found
