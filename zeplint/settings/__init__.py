"""What a project decides for itself: ``zeplint.toml``, or ``[tool.zeplint]`` in ``pyproject.toml``.

`reading` reads such a file and checks its keys for their type and for values that stand in no other file. Whether a
rule, a process or a rule's parameter exists is for those who know them; `Settings.error` words what they find.
"""

from __future__ import annotations

import os
from collections.abc import Mapping

from zeplint.record import NamedTuple

FILE_NAME = "zeplint.toml"
PYPROJECT_NAME = "pyproject.toml"
PYPROJECT_TABLE = ("tool", "zeplint")

# Far more than a person writes; what is larger was not meant as settings.
LARGEST_FILE = 1_000_000


class SettingsError(Exception):
    """Why settings cannot be used: one line, which names file, line and key and says what would be valid."""


class Settings(NamedTuple):
    """The settings of one file; the defaults are those of a project without any.

    `path` is the file as it was given. `severity` maps a rule's code or name to ``error``, ``warning``
    or ``info``; `parameters` maps it to values for the rule. `per_file_ignores` pairs a pattern of
    `zeplint.globs` with rules, in the order of the file. `process` is as written: a name, or a file
    relative to `directory`; so are `zeps`, the folder of a repository to join, `baseline`, the file of known findings, and `extend_rules`, files and
    folders of rules of the project's own. `applies_from` maps a selector
    of rules to the number, or the day as yyyy-mm-dd, from which on proposals are held to them. `today` is a
    day as yyyy-mm-dd. `text` and `table` are what was read.
    """

    path: str | None = None
    select: tuple[str, ...] | None = None
    extend_select: tuple[str, ...] = ()
    extend_rules: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    per_file_ignores: tuple[tuple[str, tuple[str, ...]], ...] = ()
    severity: Mapping[str, str] = {}
    applies_from: Mapping[str, int | str] = {}
    process: str | None = None
    zeps: str | None = None
    baseline: str | None = None
    exclude: tuple[str, ...] = ()
    parameters: Mapping[str, Mapping[str, object]] = {}
    today: str | None = None
    fail_on: str | None = None
    suppression_reason: bool = False
    text: str = ""
    table: tuple[str, ...] = ()

    @property
    def directory(self) -> str:
        """The absolute path of the folder that holds the file; empty without one."""
        return "" if self.path is None else os.path.dirname(os.path.abspath(self.path))

    def line_of(self, *keys: str | int) -> int:
        """The 1-based line of a key, spelled as in the file, or of an item of its list by index.

        ``line_of("select", 2)``, ``line_of("per-file-ignores", "docs/*.md")``. What is not found has the
        line of what encloses it.
        """
        from zeplint.settings.toml_lines import line_of

        return line_of(self.text, (*self.table, *keys))

    def error(self, what: str, *keys: str | int) -> SettingsError:
        """An error to raise: the file, the line of `keys` as in `line_of`, and `what` is wrong there."""
        return settings_error(f"{self.path}:{self.line_of(*keys)}: {what}")


def schema_text() -> str:
    """The JSON schema of the settings, for editors that complete and check them."""
    with open(os.path.join(os.path.dirname(__file__), "settings.schema.json"), encoding="utf-8") as file:
        return file.read()


def find_settings(directory: str, boundary: str | None) -> str | None:
    """The settings file that holds for `directory`: the nearest one upwards, or None.

    In one folder ``zeplint.toml`` wins; a ``pyproject.toml`` counts only with a table for zeplint. No
    folder above `boundary` is looked at, and none above `directory` if that is not inside it. What
    cannot be read is passed over. The path is absolute.
    """
    folder = os.path.abspath(directory)
    inside = None if boundary is None else os.path.abspath(boundary).rstrip(os.sep) + os.sep
    while True:
        path = os.path.join(folder, FILE_NAME)
        if os.path.isfile(path):
            return path
        path = os.path.join(folder, PYPROJECT_NAME)
        if os.path.isfile(path) and _has_table(path):
            return path
        parent = os.path.dirname(folder)
        if parent == folder or (inside is not None and not folder.startswith(inside)):
            return None
        folder = parent


def _has_table(path: str) -> bool:
    try:
        with open(path, "rb") as file:
            data = file.read(LARGEST_FILE)
    except OSError:
        return False
    if b"zeplint" not in data:
        return False
    from zeplint.settings.toml_lines import key_lines

    # The scan costs less than importing tomllib, and sees the table in a file with mistakes too.
    return PYPROJECT_TABLE in key_lines(data.decode("utf-8", "replace"))


def settings_error(message: str) -> SettingsError:
    """An error to raise, with what it quotes made safe to show."""
    from zeplint.report.safe import escape_controls

    return SettingsError(escape_controls(message))
