"""What a step says to the runner of a workflow: outputs, annotations, the summary and the log.

Whatever people wrote is inert here: an output cannot end early, an annotation is one line, and a line of
the log is no command.
"""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TextIO

# A step whose summary is larger than a mebibyte has none.
LARGEST_SUMMARY = 1 << 20
CUT = "\n\nThe rest is left out: a summary has no room for it.\n"

_DATA = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
_PROPERTY = _DATA | str.maketrans({":": "%3A", ",": "%2C"})
# What would drive a reader's terminal, where the log is read in one; a line end and a colour stay.
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1a\x1c-\x1f\x7f-\x9f]|\x1b(?!\[[0-9;]*m)")


class StepError(Exception):
    """A step cannot do its work; the message is one line that says what helps."""


class Workflow:
    """The runner of a workflow, as the environment of a step describes it; `log` is the step's output."""

    def __init__(self, environ: Mapping[str, str], log: TextIO) -> None:
        self.environ = environ
        self._log = log

    def given(self, name: str) -> str:
        """A variable of the environment, without white space around it; empty if it is not set."""
        return self.environ.get(name, "").strip()

    def folder(self) -> str:
        """The folder that the inputs are relative to, without links; raises `StepError`."""
        start = self.environ.get("GITHUB_WORKSPACE") or os.getcwd()
        wanted = self.given("INPUT_WORKING_DIRECTORY") or "."
        folder = os.path.realpath(os.path.join(start, wanted))
        if not os.path.isdir(folder):
            raise StepError(f"working-directory: no such folder in the checkout: {wanted}")
        return folder

    def output(self, **values: object) -> None:
        """Set outputs of the step; an underscore in a name stands for a hyphen."""
        with self._file("GITHUB_OUTPUT") as file:
            for name, value in values.items():
                end = secrets.token_hex(16)
                file.write(f"{name.replace('_', '-')}<<{end}\n{value}\n{end}\n")

    def summarise(self, text: str) -> None:
        """Set the summary of the step, cut where there is no more room for it."""
        data = text.encode("utf-8", "backslashreplace")
        if len(data) > LARGEST_SUMMARY:
            data = data[: LARGEST_SUMMARY - len(CUT.encode())]
            data = data[: data.rfind(b"\n")] + CUT.encode()
        with self._file("GITHUB_STEP_SUMMARY") as file:
            file.write(data.decode("utf-8", "replace"))

    @contextmanager
    def _file(self, name: str) -> Iterator[TextIO]:
        with open(self.environ.get(name) or os.devnull, "a", encoding="utf-8", newline="\n") as file:
            yield file

    def annotate(self, kind: str, message: str, **properties: str) -> None:
        """Let the runner show a message, of kind error, warning or notice."""
        told = ",".join(f"{name}={value.translate(_PROPERTY)}" for name, value in properties.items())
        self._write(f"::{kind} {told}".rstrip() + f"::{_tame(message).translate(_DATA)}")

    def command(self, line: str) -> None:
        """Pass on a line that is a command as it stands."""
        self._write(line)

    def say(self, text: str) -> None:
        """Write lines to the log, none of which is a command."""
        text = text.replace("\r\n", "\n")
        if text.strip():
            end = secrets.token_hex(16)
            self._write(f"::stop-commands::{end}\n{_tame(text).rstrip()}\n::{end}::")

    @contextmanager
    def group(self, title: str) -> Iterator[None]:
        """Let what is written fold away under a title."""
        self._write(f"::group::{title}")
        try:
            yield
        finally:
            self._write("::endgroup::")

    def _write(self, text: str) -> None:
        self._log.write(f"{text.encode('utf-8', 'backslashreplace').decode('utf-8')}\n")
        self._log.flush()


def _tame(text: str) -> str:
    return _CONTROL.sub(lambda match: f"\\x{ord(match[0]):02x}", text)
