"""The text of one file, and positions in it.

Everything later in the pipeline speaks of *offsets*: indices into `Source.text`, in code points,
ends exclusive. A `Position` is what people and other programs read: 1-based line and column, in
code points. Lines end at ``\\n``, ``\\r\\n`` or ``\\r`` and nowhere else, because that is what editors,
git and both markups count; `str.splitlines` would also break at U+2028, form feed and NEL.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping

from zeplint.record import NamedTuple

NEWLINE = re.compile(r"\r\n?|\n")

BOM_UTF8 = b"\xef\xbb\xbf"
BOM_UTF16 = (b"\xff\xfe", b"\xfe\xff")


class Span(NamedTuple):
    """A stretch of text: offsets, the end exclusive.

    A byte order mark is not part of the text. It is the character *before* offset 0, so an edit
    that removes it has the span -1 to 0.
    """

    start: int
    end: int


class Position(NamedTuple):
    """A place in a file as a person counts: 1-based line and column, in code points."""

    line: int
    column: int


class ReadProblem(NamedTuple):
    """Why a file gave no text: `kind` is a stable word (a message's variant), `detail` says more."""

    kind: str
    detail: str = ""


class EncodingProblem(NamedTuple):
    """Where the bytes of a file stop being UTF-8, and what they seem to be instead.

    `meant` is the text read in the encoding that it seems to be in, as long as the text that was read; empty
    where nothing speaks for one.
    """

    kind: str
    span: Span
    detail: str
    meant: str = ""


def strip(text: str, start: int, end: int) -> Span:
    """The stretch of `text` from `start` to `end` without white space at its ends; a blank one is empty."""
    piece = text[start:end]
    words = piece.strip()
    if words:
        start += len(piece) - len(piece.lstrip())
    return Span(start, start + len(words))


class Source:
    """The decoded text of one file.

    `path` is relative to the collection's root, with ``/``; `shown` is the same file as people see it
    in output, relative to the working directory. `mount` is the way from that root to the root of the
    repository that the file was joined from; empty where both are one. A file that could not be read has
    `problem` set and no text. `stamp` tells whether the file on disk is still the same; None for a text from elsewhere.
    """

    __slots__ = (
        "_newlines",
        "_starts",
        "bom",
        "encoding_problem",
        "mount",
        "path",
        "problem",
        "shown",
        "stamp",
        "text",
    )

    def __init__(
        self,
        path: str,
        text: str,
        *,
        bom: bool = False,
        problem: ReadProblem | None = None,
        encoding_problem: EncodingProblem | None = None,
    ) -> None:
        self.path = path
        self.mount = ""
        self.shown = path
        self.text = text
        self.bom = bom
        self.problem = problem
        self.encoding_problem = encoding_problem
        self.stamp: tuple[int, ...] | None = None
        self._starts: list[int] | None = None
        self._newlines: dict[str, int] | None = None

    @classmethod
    def unreadable(cls, path: str, kind: str, detail: str = "") -> Source:
        """A file without text; `kind` and `detail` as in `ReadProblem`."""
        return cls(path, "", problem=ReadProblem(kind, detail))

    @classmethod
    def from_bytes(cls, path: str, data: bytes) -> Source:
        """Decode `data`; never raises.

        What is not UTF-8 is decoded as far as it can be (a bad byte becomes U+FFFD), so that the
        other rules still have a text to read, and is described in `encoding_problem` (S50).
        """
        if data.startswith(BOM_UTF16) and len(data) % 2 == 0:
            try:
                text = data.decode("utf-16")
            except UnicodeDecodeError:
                return cls.unreadable(path, "binary")
            if "\0" in text:  # UTF-32 starts with the same two bytes
                return cls.unreadable(path, "binary")
            return cls(path, text, encoding_problem=EncodingProblem("utf-16", Span(0, 0), "UTF-16", text))
        if b"\0" in data:
            return cls.unreadable(path, "binary")
        bom = data.startswith(BOM_UTF8)
        if bom:
            data = data[len(BOM_UTF8) :]
        try:
            return cls(path, data.decode("utf-8"), bom=bom)
        except UnicodeDecodeError as error:
            text = data.decode("utf-8", "replace")
            start = len(data[: error.start].decode("utf-8"))
            bad = data[error.start : error.end]
            detail = " ".join(f"0x{byte:02x}" for byte in bad)
            meant = _as_windows_1252(data) if len(text) == len(data) else ""
            problem = EncodingProblem("not-utf-8", Span(start, start + 1), detail, meant)
            return cls(path, text, bom=bom, encoding_problem=problem)

    def show(self, path: str) -> str:
        """Another file of the collection, given by its path, as people see it in output.

        `path` and `shown` name this file from the collection's root and from the working directory, which
        tells where the two lie to each other.
        """
        if self.shown.endswith(self.path):
            return self.shown.removesuffix(self.path) + path
        # The working directory lies inside the collection.
        inside, up = self.shown, ""
        while inside.startswith("../"):
            inside, up = inside[3:], up + "../"
        base = self.path.removesuffix(inside)
        if base == self.path:
            return path
        import posixpath

        return up + posixpath.relpath(f"/{path}", f"/{base}")

    @property
    def local_path(self) -> str:
        """The file relative to the root of its own repository: what its place says there."""
        return self.path[len(self.mount) + 1 :] if self.mount else self.path

    @property
    def newline(self) -> str:
        """The line end the file uses (of several the most frequent); ``\\n`` where it has none."""
        ends = self.newlines
        return max(ends, key=lambda end: (ends[end], end == "\n")) if ends else "\n"

    @property
    def newlines(self) -> Mapping[str, int]:
        """Each kind of line end in the text, with how often it occurs."""
        if self._newlines is None:
            text = self.text
            crlf = text.count("\r\n")
            counts = {"\n": text.count("\n") - crlf, "\r\n": crlf, "\r": text.count("\r") - crlf}
            self._newlines = {end: count for end, count in counts.items() if count}
        return self._newlines

    @property
    def line_starts(self) -> list[int]:
        """The offset at which each line starts; line *n* of `Position` starts at ``[n - 1]``."""
        if self._starts is None:
            self._starts = [0, *(match.end() for match in NEWLINE.finditer(self.text))]
        return self._starts

    def position(self, offset: int) -> Position:
        """The position of an offset; offsets outside the text go to its nearest end."""
        offset = min(max(offset, 0), len(self.text))
        starts = self.line_starts
        line = bisect_right(starts, offset)
        return Position(line, offset - starts[line - 1] + 1)

    def line_span(self, line: int) -> Span:
        """The span of 1-based line `line`, without its line end."""
        starts = self.line_starts
        start = starts[line - 1]
        if line == len(starts):
            return Span(start, len(self.text))
        end = starts[line] - 1
        if end > start and self.text[end] == "\n" and self.text[end - 1] == "\r":
            end -= 1
        return Span(start, end)

    def slice(self, span: Span) -> str:
        """The text of a span."""
        return self.text[span.start : span.end]

    def strip(self, span: Span) -> Span:
        """`span` without the white space at its ends; an all-blank span shrinks to its start."""
        return strip(self.text, *span)


def _as_windows_1252(data: bytes) -> str:
    """The text of bytes none of which is part of a character in UTF-8; empty if one of them has no meaning."""
    try:
        return data.decode("cp1252")
    except UnicodeDecodeError:
        return ""


def is_same_text(old: Source, new: Source) -> bool:
    """Whether a file is what it was, but for the line ends that git writes on some systems."""
    if old is new:
        return True
    if old.problem or new.problem or old.bom != new.bom or old.encoding_problem != new.encoding_problem:
        return False
    if len(new.text) != len(old.text) and "\r\n" in new.text and "\r" not in old.text:
        return "\n" not in new.text.replace("\r\n", "") and new.text.replace("\r\n", "\n") == old.text
    return old.text == new.text
