"""The file of known findings: JSON, sorted, a finding a line, so that a person can review it and git can merge it.

    {
      "version": 1,
      "findings": {
        "docs/zeps/accepted/zep-0001.md": [
          {"code": "ZEP205", "message": "...", "text": "the marked words"},
          {"code": "ZEP802", "message": "...", "text": "the the", "count": 2}
        ]
      }
    }

Paths are relative to the folder of the file. There are no line numbers in it: a finding is known wherever it stands.
"""

from __future__ import annotations

import json
import os
import stat
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from zeplint.disk.replace import replace_file
from zeplint.record import NamedTuple

NAME = "zeplint-baseline.json"
VERSION = 1
LARGEST_FILE = 50_000_000


class BaselineError(ValueError):
    """A file of known findings that cannot be used; the message is one line that names it."""


class Known(NamedTuple):
    """What a finding is known by: the code of its rule, its message without places, and the words that it marks."""

    code: str
    message: str
    text: str


class Entry(NamedTuple):
    """A known finding, and the file that it is in."""

    path: str
    known: Known


def read_baseline(path: str) -> Counter[Entry]:
    """The findings in the file at `path`, counted; raises `BaselineError`, or `FileNotFoundError`."""
    try:
        mode = os.stat(path).st_mode
        # A pipe might never end, and a device neither. What a folder is, opening it says best.
        if not stat.S_ISREG(mode) and not stat.S_ISDIR(mode):
            raise BaselineError(f"{path}: no regular file")
        with open(path, encoding="utf-8") as file:
            text = file.read(LARGEST_FILE + 1)
    except (BaselineError, FileNotFoundError):
        raise
    except OSError as error:
        raise BaselineError(
            f"{path}: cannot be read: {(error.strerror or 'unknown error').lower()}"
        ) from error
    except UnicodeDecodeError as error:
        raise BaselineError(f"{path}: not UTF-8") from error
    except ValueError as error:  # a NUL in the path
        raise BaselineError(f"{path}: cannot be read: {error}") from error
    if len(text) > LARGEST_FILE:
        raise BaselineError(f"{path}: larger than {LARGEST_FILE // 1_000_000} MB")
    try:
        data = json.loads(text)
    except json.JSONDecodeError as error:
        conflict = "<<<<<<<" in text
        what = (
            "a merge that is not resolved: keep the lines of both sides"
            if conflict
            else f"not JSON: {error.msg}"
        )
        raise BaselineError(f"{path}:{error.lineno}: {what}") from error
    except (RecursionError, ValueError) as error:  # a number of more digits than Python reads
        raise BaselineError(f"{path}: no file of known findings") from error
    entries: Counter[Entry] = Counter()
    for entry, count in _entries(path, data):
        entries[entry] += count
    return entries


def _entries(path: str, data: object) -> Iterator[tuple[Entry, int]]:
    version = data.get("version") if isinstance(data, dict) else None
    if type(version) is int and version > VERSION:
        raise BaselineError(
            f"{path}: version {version} of known findings, and this zeplint reads version {VERSION}: take a newer zeplint"
        )
    if not isinstance(data, dict) or version != VERSION or not isinstance(data.get("findings"), dict):
        raise BaselineError(
            f"{path}: no file of known findings of version {VERSION}: "
            "remove it, and zeplint --write-baseline writes it anew"
        )
    for file, items in data["findings"].items():
        for item in items if isinstance(items, list) else [None]:
            values = [item.get(key) for key in Known._fields] if isinstance(item, dict) else [None]
            count = item.get("count", 1) if isinstance(item, dict) else 0
            if not all(isinstance(value, str) for value in values) or type(count) is not int or count < 1:
                raise BaselineError(
                    f'{path}: under "{file}" stands something that is no finding: {json.dumps(item)[:80]}'
                )
            yield Entry(file, Known(*map(str, values))), count


def written(entries: Mapping[Entry, int]) -> str:
    """The text of the file that holds these findings: the same for the same findings."""
    files: dict[str, list[str]] = {}
    for entry in sorted(entry for entry, count in entries.items() if count > 0):
        item: dict[str, object] = dict(zip(Known._fields, map(clean, entry.known), strict=True))
        if entries[entry] > 1:
            item["count"] = entries[entry]
        files.setdefault(clean(entry.path), []).append(_json(item))
    blocks = [f"    {_json(file)}: [\n      {_lines(items)}\n    ]" for file, items in files.items()]
    inside = ",\n".join(blocks)
    found = f"{{\n{inside}\n  }}" if blocks else "{}"
    return f'{{\n  "version": {VERSION},\n  "findings": {found}\n}}\n'


def _lines(items: Iterable[str]) -> str:
    return ",\n      ".join(items)


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def clean(text: str) -> str:
    r"""`text` as UTF-8 can hold it: a lone surrogate, from a file name that is no UTF-8, as ``\udc80``."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def write_baseline(path: str, entries: Mapping[Entry, int]) -> None:
    """Write the file at `path`, whole or not at all; raises `OSError`."""
    replace_file(path, written(entries))
