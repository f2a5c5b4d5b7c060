"""Changes to files as a unified diff, in the form that git reads."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator

from zeplint.record import NamedTuple
from zeplint.report.safe import escape_controls
from zeplint.source import BOM_UTF8, Source

CONTEXT = 3
# A file is compared by the lines that git sees: they end at "\n".
_LINE = re.compile(r"[^\n]*\n|[^\n]+")


class Changed(NamedTuple):
    """A file before and after; paths as people see them, text with its byte order mark. None: there is no file.

    `encoded` says that the bytes change, whatever the text does.
    """

    old_path: str
    new_path: str
    before: str | None
    after: str | None
    encoded: bool = False


def between(before: Source, after: Source) -> Changed:
    """What became of a file, from its text before to its text after."""
    encoded = before.encoding_problem is not None
    return Changed(before.shown, after.shown, _whole(before), _whole(after), encoded)


def _whole(source: Source) -> str:
    return (BOM_UTF8.decode() if source.bom else "") + source.text


def render(changes: Iterable[Changed]) -> str:
    """The diff of some files; empty where nothing changes."""
    return "".join(line for change in changes for line in _file(change))


def shown(changes: Iterable[tuple[Source, Source]]) -> str:
    """The diff of files before and after, for standard output: what would drive a terminal is escaped on one."""
    diff = render(between(*change) for change in changes)
    if not sys.stdout.isatty():
        return diff
    return "\n".join(escape_controls(line) for line in diff.split("\n"))


def _file(change: Changed) -> Iterator[str]:
    import difflib

    moved = change.old_path != change.new_path
    same = change.before == change.after
    if not moved and same and not change.encoded:
        return
    old, new = _quoted(f"a/{change.old_path}"), _quoted(f"b/{change.new_path}")
    yield f"diff --git {old} {new}\n"
    if moved:
        yield f"rename from {_quoted(change.old_path)}\nrename to {_quoted(change.new_path)}\n"
    if change.before is None:
        yield "new file mode 100644\n"
    if change.after is None:
        yield "deleted file mode 100644\n"
    if same and change.encoded:
        yield f"Binary files {old} and {new} differ\n"
    before, after = _LINE.findall(change.before or ""), _LINE.findall(change.after or "")
    names = "/dev/null" if change.before is None else old, "/dev/null" if change.after is None else new
    for line in difflib.unified_diff(before, after, *names, n=CONTEXT):
        yield line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"


def _quoted(path: str) -> str:
    """A path as git writes it in a diff: in quotes, with escapes for the bytes of what is not seen as it is."""
    if path.isprintable() and '"' not in path and "\\" not in path:
        return path
    return f'"{"".join(map(_escape, path))}"'


def _escape(char: str) -> str:
    if char in '"\\':
        return f"\\{char}"
    if char.isprintable():
        return char
    # The bytes of a name that is no UTF-8 stand for themselves; half of a pair can be in a name on Windows.
    errors = "surrogateescape" if "\udc80" <= char <= "\udcff" else "surrogatepass"
    return "".join(f"\\{byte:03o}" for byte in char.encode("utf-8", errors))
