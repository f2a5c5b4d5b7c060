"""The texts that are open in the editor."""

from __future__ import annotations

import os
from urllib.parse import unquote, urlsplit

from zeplint.collection import ENDINGS
from zeplint.patterns import pattern
from zeplint.server.uris import path_of
from zeplint.source import EncodingProblem, Source, Span

UNTITLED = "untitled"
BOM = "\ufeff"

# By the language that an editor says a text is in, the ending of a file of it.
_ENDINGS = {"markdown": ".md", "restructuredtext": ".rst", "rst": ".rst"}

_LONE_SURROGATE = pattern("[\ud800-\udfff]")


class OpenDocument:
    """A text that is open: its `uri` as the editor writes it, and the `version` that the editor counts.

    `path` is the absolute path at which it lies, or would lie if it was saved; `is_file` says whether that
    place was chosen by the user. `text` is without a byte order mark; `has_mark` says whether the editor's has one.
    """

    def __init__(self, uri: str, path: str, version: int | None, text: str, *, is_file: bool = True) -> None:
        self.uri = uri
        self.path = path
        self.is_file = is_file
        # What the bytes on disk say, which hardly any editor shows.
        self._bom_on_disk = False
        self._encoding_problem: EncodingProblem | None = None
        self.update(version, text)

    def update(self, version: int | None, text: str) -> None:
        """Take in a new text."""
        self.version = version
        self.has_mark = text.startswith(BOM)
        # Halves of characters are what no file can hold; every position stays what it is.
        text = text if text.isascii() else _LONE_SURROGATE.sub("\ufffd", text)
        self.text = text.removeprefix(BOM)

    def as_source(self, path: str) -> Source:
        """The text as if it stood in the file at `path`, which is relative to a collection's root."""
        problem, end = self._encoding_problem, len(self.text)
        if problem is not None:
            problem = problem._replace(span=Span(min(problem.span.start, end), min(problem.span.end, end)))
        return Source(path, self.text, bom=self.has_mark or self._bom_on_disk, encoding_problem=problem)

    def compare(self, saved: Source) -> None:
        """Take over from the file on disk what an editor does not show of it."""
        self._bom_on_disk = saved.bom
        self._encoding_problem = saved.encoding_problem


def place_of(uri: str, language: str, folder: str) -> tuple[str, bool] | None:
    """The absolute path of a text, and whether the user chose it; None for a text that is none of a file.

    A text that was never saved gets a place in `folder`, with the ending of its language.
    """
    path = path_of(uri)
    if path is not None:
        return path, True
    scheme, _, rest = uri.partition(":")
    if scheme.lower() != UNTITLED:
        return None
    given = unquote(urlsplit(f"file:{rest}").path)
    if os.path.isabs(given) and given.endswith(ENDINGS):
        return os.path.normpath(given), True
    ending = _ENDINGS.get(language.lower())
    if ending is None:
        return None
    name = given.replace("/", "-").replace("\0", "") or UNTITLED
    return os.path.join(folder, name if name.endswith(ending) else name + ending), False
