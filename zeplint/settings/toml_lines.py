"""On which line of a TOML text a key or an item stands: `tomllib` gives values without places.

The scan knows the shape of TOML, not its values. It is right for every text that is TOML (of a table
declared several times the first line counts, and the tables of a ``[[list]]`` are one), makes the best of
one that is not, and never fails.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from zeplint.patterns import pattern

Path = tuple[str | int, ...]

_TOKEN = pattern(
    r"""
      (?P<blank> [ \t\r]++ | \#[^\n]*+ )
    | (?P<newline> \n )
    | (?P<string> "{3} (?> (?: [^"\\] | \\. | "(?!"") )* ) (?: "{3,5} | \Z )
                | '{3} (?> (?: [^'] | '(?!'') )* ) (?: '{3,5} | \Z )
                | " (?> (?: [^"\\\n] | \\[^\n] )* ) "?
                | ' [^'\n]*+ '? )
    | (?P<bare> [\w+:-]++ )
    | (?P<mark> . )
    """,
    re.VERBOSE | re.DOTALL,
)

# Nothing that is read by key lies deeper; without a bound, nesting would cost its square.
_MOST_PARTS = 12


def line_of(text: str, path: Path) -> int:
    """The 1-based line of a key, or of an item of a list by its index; else that of what encloses it."""
    lines = key_lines(text)
    return next((lines[path[:end]] for end in range(len(path), 0, -1) if path[:end] in lines), 1)


@lru_cache(maxsize=4)
def key_lines(text: str) -> Mapping[Path, int]:
    """The 1-based line of each key, table and item of a list, in the order of the text."""
    scan = _Scan()
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup
        if kind == "newline":
            scan.end_line()
        elif kind == "mark":
            scan.mark(match[0])
        elif kind == "bare":
            scan.word(match[0])
        elif kind == "string":
            scan.word(_unquote(match[0]))
            scan.line += match[0].count("\n")
    return scan.lines


def _unquote(text: str) -> str:
    r"""The key that a string on one line is; of the escapes, those of ``"`` and ``\`` are known."""
    inner = text[1:-1]
    return re.sub(r'\\(["\\])', r"\1", inner) if text[0] == '"' else inner


class _Open:
    """A ``[`` or ``{`` whose end has not come: the path of the value and, for a list, of which item."""

    __slots__ = ("index", "is_list", "path")

    def __init__(self, path: Path, *, is_list: bool) -> None:
        self.path = path
        self.is_list = is_list
        self.index = 0


class _Scan:
    """Where the scan is: in a table's header, in a key, or in the value of one."""

    __slots__ = ("_in_header", "_in_key", "_key", "_open", "_path", "_table", "line", "lines")

    def __init__(self) -> None:
        self.line = 1
        self.lines: dict[Path, int] = {}
        self._table: Path = ()
        self._path: Path = ()
        self._key: list[str] = []
        self._in_key = True
        self._in_header = False
        self._open: list[_Open] = []

    def end_line(self) -> None:
        self.line += 1
        if not self._open:
            self._expect_key()
            self._in_header = False

    def word(self, text: str) -> None:
        if self._in_key:
            self._key.append(text)
        else:
            self._start_value()

    def mark(self, mark: str) -> None:
        if self._in_key:
            self._mark_in_key(mark)
        elif mark in "[{":
            self._path = self._start_value()
            self._open.append(_Open(self._path, is_list=mark == "["))
            if mark == "{":
                self._expect_key()
        elif self._open and mark in "]}":
            self._close()
        elif self._open and mark == ",":
            if self._open[-1].is_list:
                self._open[-1].index += 1
            else:
                self._expect_key()

    def _mark_in_key(self, mark: str) -> None:
        if mark == "=":
            self._path = self._record(self._open[-1].path if self._open else self._table)
        elif mark == "[" and not self._open and not self._key:
            self._in_header = True
        elif mark == "]" and self._in_header:
            self._table = self._record(())
        elif mark == "}" and self._open:
            self._close()

    def _expect_key(self) -> None:
        self._in_key = True
        self._key.clear()

    def _record(self, above: Path) -> Path:
        """Note the key that has been read, below `above`; its path."""
        self._in_key = False
        path = (above + tuple(self._key[:_MOST_PARTS]))[:_MOST_PARTS]
        for end in range(len(above) + 1, len(path) + 1):
            self.lines.setdefault(path[:end], self.line)
        return path

    def _start_value(self) -> Path:
        """Note that a value starts here if it is an item of a list; its path."""
        if not self._open or not self._open[-1].is_list:
            return self._path
        path = (*self._open[-1].path, self._open[-1].index)[:_MOST_PARTS]
        self.lines.setdefault(path, self.line)
        return path

    def _close(self) -> None:
        self._in_key = False
        self._path = self._open.pop().path
