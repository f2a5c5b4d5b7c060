"""What a check finds and what a reader of findings gets.

A check yields `Finding`s: places, the values of its message, perhaps a `Fix`. The linter adds what
the rule file says (code, severity, wording) and so makes `Diagnostic`s, the one list that terminal,
JSON, GitHub, fixer and editor take.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import IntEnum

from zeplint.record import NamedTuple
from zeplint.source import Source, Span


class Severity(IntEnum):
    """How grave a finding is; a greater value is graver, so that thresholds compare."""

    INFO = 1
    WARNING = 2
    ERROR = 3

    @property
    def label(self) -> str:
        """The word for it in settings, rule files and output."""
        return self.name.lower()


SEVERITIES: Mapping[str, Severity] = {severity.label: severity for severity in Severity}


class Place(NamedTuple):
    """A span in a file; `span` is None for the file as a whole. `note` says what is there.

    `stands_in` says that what the finding is about is not there: the span is only where that is shown.
    """

    source: Source
    span: Span | None = None
    note: str = ""
    stands_in: bool = False


class Edit(NamedTuple):
    """Replace `span` of `source` by `text`; an empty span inserts.

    `text` uses ``\\n``; whoever applies the edit writes the file's own line end.
    """

    source: Source
    span: Span
    text: str


class Move(NamedTuple):
    """Rename a file; both paths are relative to the collection's root, with ``/``."""

    old: str
    new: str


class Fix(NamedTuple):
    """A change that makes the finding go away.

    `safe` says that its meaning is certain; otherwise a person must agree. Edits come before moves.
    """

    title: str
    safe: bool
    edits: tuple[Edit, ...] = ()
    moves: tuple[Move, ...] = ()


class Finding(NamedTuple):
    """What a check yields.

    `places`: of several, the first in a linted file is reported and the others are related.
    `values` fill the rule's message; `variant` names which of its messages is meant where a rule
    has several. `severity` is this finding's own, where a rule's findings differ in it.
    """

    places: tuple[Place, ...]
    values: Mapping[str, object] = {}
    variant: str = ""
    fix: Fix | None = None
    severity: Severity | None = None


class Diagnostic(NamedTuple):
    """One finding, complete: what every output format, the fixer and the editor read."""

    code: str
    name: str
    severity: Severity
    message: str
    statements: tuple[str, ...]
    place: Place
    related: tuple[Place, ...] = ()
    fix: Fix | None = None
    help: str = ""
    url: str | None = None

    @property
    def path(self) -> str:
        """The file, relative to the collection's root."""
        return self.place.source.path
