"""Read a settings file: its TOML, and the values of its keys, each with the line of what is wrong.

Without such a file, which is the usual run on one proposal, nothing of this is imported.
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Callable, Mapping

from zeplint.diagnostic import SEVERITIES
from zeplint.settings import (
    LARGEST_FILE,
    PYPROJECT_NAME,
    PYPROJECT_TABLE,
    Settings,
    SettingsError,
    settings_error,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_LONGEST_QUOTE = 60


def setting_names() -> tuple[str, ...]:
    """The keys of the settings, in the order of the schema."""
    return tuple(_READERS)


def load_settings(path: str) -> Settings:
    """The settings in the file `path`; a ``pyproject.toml`` without ``[tool.zeplint]`` has the defaults.

    Raises `SettingsError` for a file that cannot be read or is no TOML, an unknown key or a wrong value.
    """
    text = _read(path)
    data: object = _parse(path, text)
    settings = Settings(path, text=text)
    if os.path.basename(path) == PYPROJECT_NAME:
        settings = settings._replace(table=PYPROJECT_TABLE)
        for name in PYPROJECT_TABLE:
            data = data.get(name, {}) if isinstance(data, dict) else {}
    if not isinstance(data, dict):
        raise settings.error(f'"{".".join(settings.table)}" must be a table, not {kind_of(data)}')
    values: dict[str, Any] = {}
    for key, value in data.items():
        reader = _READERS.get(key)
        if reader is None:
            raise settings.error(_unknown(settings, key), key)
        values[key.replace("-", "_")] = reader(settings, (key,), value)
    return settings._replace(**values)


def override(settings: Settings, data: Mapping[str, object]) -> Settings:
    """`settings` with those that an editor gives, by the keys of a settings file, in place of their own.

    Raises `SettingsError` for an unknown key or a wrong value.
    """
    values: dict[str, Any] = {}
    given = Settings("the editor's settings")
    for key, value in data.items():
        reader = _READERS.get(key)
        if reader is None:
            raise given.error(_unknown(given, key), key)
        values[key.replace("-", "_")] = reader(given, (key,), value)
    return settings._replace(**values)


# The file


def _read(path: str) -> str:
    try:
        details = os.stat(path)
        if stat.S_ISDIR(details.st_mode):
            raise settings_error(f"{path}: is a directory, not a settings file")
        if not stat.S_ISREG(details.st_mode):
            raise settings_error(f"{path}: is not a regular file")
        with open(path, "rb") as file:
            data = file.read(LARGEST_FILE + 1)
    except FileNotFoundError:
        raise settings_error(f"{path}: no such settings file") from None
    except OSError as error:
        raise settings_error(
            f"{path}: cannot be read: {(error.strerror or 'unknown error').lower()}"
        ) from None
    except ValueError:  # a NUL in the path
        raise settings_error(f"{path}: no such settings file") from None
    if len(data) > LARGEST_FILE:
        raise settings_error(f"{path}: larger than {LARGEST_FILE // 1_000_000} MB, so no settings file")
    if (nul := data.find(b"\0")) >= 0:
        line = data.count(b"\n", 0, nul) + 1
        raise settings_error(f"{path}:{line}: a NUL byte, which no TOML file holds: save the file as UTF-8")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        bad = error.object[error.start]
        raise settings_error(f"{path}:{line}: not UTF-8 (byte 0x{bad:02x}): save the file as UTF-8") from None


def _parse(path: str, text: str) -> dict[str, Any]:
    from zeplint.toml import MOST_PARTS, endless_key

    if line := endless_key(text):
        raise settings_error(f"{path}:{line}: a key of more than {MOST_PARTS} parts")
    import tomllib

    try:
        return tomllib.loads(text)
    except RecursionError:
        raise settings_error(f"{path}: not valid TOML: nested too deeply") from None
    except ValueError as error:
        what, place = _split_place(str(error), text)
        raise settings_error(f"{path}:{place}: not valid TOML: {what}") from None


def _split_place(message: str, text: str) -> tuple[str, str]:
    """What tomllib says and where, as ``line:column`` or, for the end of the text, its last line."""
    if match := re.fullmatch(r"(.*) \(at line (\d+), column (\d+)\)", message, re.DOTALL):
        return match[1], f"{match[2]}:{match[3]}"
    last = text.rstrip().count("\n") + 1
    return message.removesuffix(" (at end of document)") + ", at the end of the file", str(last)


# Keys and values

_Keys = tuple[str, ...]
_Reader = Callable[[Settings, _Keys, object], object]

# By name, so that datetime need not be imported for it.
_KINDS: Mapping[str, str] = {
    "bool": "a boolean",
    "date": "a date",
    "datetime": "a date with a time",
    "dict": "a table",
    "float": "a number",
    "int": "an integer",
    "NoneType": "nothing",
    "list": "a list",
    "str": "a string",
    "time": "a time",
}


def kind_of(value: object) -> str:
    """What a value of a TOML file is, as a message says it: ``a string``."""
    return _KINDS[type(value).__name__]


def _quote(text: str) -> str:
    """A string as TOML, cut where it is long."""
    if len(text) > _LONGEST_QUOTE:
        text = text[: _LONGEST_QUOTE - 1] + "…"
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _key(key: str) -> str:
    return key if re.fullmatch(rf"[A-Za-z0-9_-]{{1,{_LONGEST_QUOTE}}}", key) else _quote(key)


def _name(settings: Settings, keys: _Keys) -> str:
    """How a message names a key: alone, or with the table inside the settings that it stands in."""
    table = (*settings.table, *keys[:-1])
    return _quote(keys[-1]) + (f" in [{'.'.join(map(_key, table))}]" if len(keys) > 1 else "")


def _unknown(settings: Settings, key: str) -> str:
    from zeplint.nearest import nearest

    table = ".".join(PYPROJECT_TABLE)
    if key == PYPROJECT_TABLE[0] and not settings.table:
        hint = f"the table [{table}] is for {PYPROJECT_NAME}, here its keys stand alone"
    elif meant := nearest(key, _READERS):
        hint = f"did you mean {_quote(meant)}?"
    else:
        hint = f"the keys are {', '.join(_READERS)}"
    return f"unknown key {_quote(key)}{f' in [{table}]' if settings.table else ''}: {hint}"


def _wrong(settings: Settings, keys: _Keys, wanted: str, value: object, valid: str) -> SettingsError:
    """The error for a value of another type; `valid` is one that would do, as TOML."""
    what = f"{_name(settings, keys)} must be {wanted}, not {kind_of(value)}: {_key(keys[-1])} = {valid}"
    return settings.error(what, *keys)


def _read_strings(settings: Settings, keys: _Keys, value: object) -> tuple[str, ...]:
    if isinstance(value, str):
        items = filter(None, map(str.strip, value[: 2 * _LONGEST_QUOTE].split(",")))
        raise _wrong(settings, keys, "a list of strings", value, f"[{', '.join(map(_quote, items))}]")
    if not isinstance(value, list):
        raise _wrong(settings, keys, "a list of strings", value, '["..."]')
    for index, item in enumerate(value):
        if not isinstance(item, str):
            what = f"must be a list of strings, but item {index + 1} is {kind_of(item)}"
            raise settings.error(f"{_name(settings, keys)} {what}", *keys, index)
    return tuple(value)


def _read_paths(settings: Settings, keys: _Keys, value: object) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else _read_strings(settings, keys, value)


def _read_string(settings: Settings, keys: _Keys, value: object) -> str:
    if not isinstance(value, str):
        raise _wrong(settings, keys, "a string", value, '"..."')
    return value


def _read_boolean(settings: Settings, keys: _Keys, value: object) -> bool:
    if not isinstance(value, bool):
        raise _wrong(settings, keys, "true or false", value, "true")
    return value


def _read_table(settings: Settings, keys: _Keys, value: object, valid: str) -> dict[str, object]:
    if not isinstance(value, dict):
        raise _wrong(settings, keys, "a table", value, f"{{ {valid} }}")
    return value


def _read_severity(settings: Settings, keys: _Keys, value: object) -> str:
    if isinstance(value, str) and value in SEVERITIES:
        return value
    from zeplint.nearest import nearest

    found = _quote(value) if isinstance(value, str) else kind_of(value)
    meant = nearest(value, SEVERITIES) if isinstance(value, str) else None
    hint = f": did you mean {_quote(meant)}?" if meant else ""
    *graver, least = map(_quote, sorted(SEVERITIES, key=SEVERITIES.__getitem__, reverse=True))
    allowed = f"{', '.join(graver)} or {least}"
    raise settings.error(f"{_name(settings, keys)} must be {allowed}, not {found}{hint}", *keys)


def _read_severities(settings: Settings, keys: _Keys, value: object) -> dict[str, str]:
    table = _read_table(settings, keys, value, 'ZEP304 = "warning"')
    return {rule: _read_severity(settings, (*keys, rule), severity) for rule, severity in table.items()}


def _read_per_file(settings: Settings, keys: _Keys, value: object) -> tuple[tuple[str, tuple[str, ...]], ...]:
    table = _read_table(settings, keys, value, '"docs/old/*.md" = ["ZEP304"]')
    return tuple(
        (pattern, _read_strings(settings, (*keys, pattern), rules)) for pattern, rules in table.items()
    )


def _read_parameters(settings: Settings, keys: _Keys, value: object) -> dict[str, dict[str, object]]:
    table = _read_table(settings, keys, value, "ZEP205 = { ... }")
    return {rule: _read_table(settings, (*keys, rule), values, "...") for rule, values in table.items()}


def _read_starts(settings: Settings, keys: _Keys, value: object) -> dict[str, int | str]:
    table = _read_table(settings, keys, value, "ZEP304 = 7")
    return {rule: _read_start(settings, (*keys, rule), start) for rule, start in table.items()}


def _read_start(settings: Settings, keys: _Keys, value: object) -> int | str:
    if type(value) is int:
        if value >= 0:
            return value
        what = f"{_name(settings, keys)} must be the number of a proposal or a day, not {value}"
        raise settings.error(f"{what}: {_key(keys[-1])} = 7", *keys)
    return _read_day(settings, keys, value, "the number of a proposal or a day", "7")


def _read_day(
    settings: Settings, keys: _Keys, value: object, wanted: str = "a day", valid: str = "2024-10-15"
) -> str:
    import datetime

    if type(value) is datetime.date:
        return value.isoformat()
    if not isinstance(value, str):
        raise _wrong(settings, keys, wanted, value, valid)
    try:
        if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
            return datetime.date.fromisoformat(value).isoformat()
    except ValueError:
        pass
    what = f"{_name(settings, keys)} must be {wanted}, not {_quote(value)}: {_key(keys[-1])} = {valid}"
    raise settings.error(what, *keys)


_READERS: Mapping[str, _Reader] = {
    "select": _read_strings,
    "extend-select": _read_strings,
    "extend-rules": _read_paths,
    "ignore": _read_strings,
    "per-file-ignores": _read_per_file,
    "severity": _read_severities,
    "applies-from": _read_starts,
    "process": _read_string,
    "zeps": _read_string,
    "baseline": _read_string,
    "exclude": _read_strings,
    "parameters": _read_parameters,
    "today": _read_day,
    "fail-on": _read_severity,
    "suppression-reason": _read_boolean,
}
