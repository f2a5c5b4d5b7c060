"""A line that says how far a long run is, on a terminal, and leaves nothing behind."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from time import monotonic

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TextIO

# Seconds before anything is shown, and between two states that are.
PATIENCE = 2.0
PAUSE = 0.1
BAR = 24


class Progress:
    """Called with the number of files done, and of all, it draws a bar on `stream` once a run takes its time.

    There is no thread: who works calls it between two files, which costs a look at the clock.
    """

    def __init__(self, stream: TextIO, now: Callable[[], float] = monotonic) -> None:
        self._stream = stream
        self._now = now
        self._next = now() + PATIENCE
        self._drawn = 0

    def __call__(self, done: int, whole: int) -> None:
        """Say that `done` of `whole` files are linted."""
        now = self._now()
        if now < self._next:
            return
        self._next = now + PAUSE
        full = BAR * done // max(whole, 1)
        text = f"linting [{'#' * full}{'.' * (BAR - full)}] {done} of {whole} files"
        text = text[: self._columns() - 1]
        self._write(f"\r{text}{' ' * (self._drawn - len(text))}")
        self._drawn = len(text)

    def clear(self) -> None:
        """Take away what was drawn: other output follows."""
        if self._drawn:
            self._write(f"\r{' ' * self._drawn}\r")
            self._drawn = 0

    def _columns(self) -> int:
        try:
            return os.get_terminal_size(self._stream.fileno()).columns or 80
        except (OSError, ValueError):
            return 80

    def _write(self, text: str) -> None:
        self._stream.write(text)
        self._stream.flush()


def progress_on(stream: TextIO, environ: Mapping[str, str]) -> Progress | None:
    """The progress on a stream; None where nobody watches it: in a file or a pipe, in CI, on a ``dumb`` terminal."""
    if environ.get("CI") or environ.get("TERM") == "dumb" or not stream.isatty():
        return None
    return Progress(stream)
