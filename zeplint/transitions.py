"""Which status may follow which, as the table of a process says (S21 to S30)."""

from __future__ import annotations

from zeplint.process import Process

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

BIRTH = "new"
ANY = "*"
OK, WARNING, ERROR = "ok", "warning", "error"


def verdict(process: Process, old: str | None, new: str, kind: str | None) -> str:
    """``ok``, ``warning`` or ``error`` for the step from one status to another; `old` None is the creation.

    `kind` is the type of the proposal, if it has one. The row that names more of the two wins, of equals the
    first; a pair that no row names is a warning. A process without a table allows everything.
    """
    rows = process.data.get("transitions", ())
    fitting = [row for row in rows if _names(row["from"], old or BIRTH) and _names(row["to"], new)]
    if not fitting:
        return WARNING if rows else OK
    row = max(fitting, key=lambda row: (row["from"] != ANY) + (row["to"] != ANY))
    if row.get("types") and kind not in row["types"]:
        return str(row.get("otherwise", WARNING))
    return str(row["verdict"])


def _names(choice: Any, status: str) -> bool:
    if isinstance(choice, str):
        return choice == status or (choice == ANY and status != BIRTH)
    return status in choice


def followers(process: Process, old: str, kind: str | None) -> list[str]:
    """The statuses that may follow `old` without a word, in the order of the process."""
    return [name for name in process.statuses if name != old and verdict(process, old, name, kind) == OK]


def births(process: Process, kind: str | None) -> list[str]:
    """The statuses that a proposal may be created with, in the order of the process."""
    return [name for name in process.statuses if verdict(process, None, name, kind) == OK]
