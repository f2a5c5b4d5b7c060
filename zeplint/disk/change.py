"""A change to a file on disk, and how it can fail."""

from __future__ import annotations

from collections.abc import Sequence

from zeplint.record import NamedTuple


class Change(NamedTuple):
    """What becomes of one file; both paths are absolute.

    `before` is what the file has to hold for the change to be right, None where there is to be no file yet;
    `after` is what it is to hold, None where it is to go. `target` is where it is to lie, empty where it stays.
    """

    path: str
    before: bytes | None
    after: bytes | None
    target: str = ""


class RefusedError(Exception):
    """Nothing was changed, because `path` is to be left alone: `reason` says why."""

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(f"{path}: {reason}")
        self.path = path
        self.reason = reason


class CommitError(Exception):
    """The changes failed on the way. All was taken back but what `kept` names: a file and where its old text is."""

    def __init__(self, reason: str, kept: Sequence[tuple[str, str]] = ()) -> None:
        super().__init__(reason)
        self.reason = reason
        self.kept = tuple(kept)
