"""Runs of the command line in the tests' own process."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from zeplint.cli import main


def write(folder: Path, path: str, text: str) -> None:
    (folder / path).parent.mkdir(parents=True, exist_ok=True)
    (folder / path).write_text(text, encoding="utf-8")


class Done:
    """What a run wrote and returned."""

    def __init__(self, capsys: pytest.CaptureFixture[str], *arguments: str) -> None:
        try:
            self.code: object = main(arguments)
        except SystemExit as exit_:
            self.code = exit_.code
        self.out, self.err = capsys.readouterr()

    def __repr__(self) -> str:
        return f"exit {self.code}\n{self.out}\n{self.err}"

    @property
    def lines(self) -> list[str]:
        return self.out.split("\n")[:-1]

    @property
    def found(self) -> list[tuple[str, str]]:
        report: dict[str, Any] = json.loads(self.out)
        return [(diagnostic["code"], diagnostic["path"]) for diagnostic in report["diagnostics"]]
