"""Apply fixes to texts in memory: edits first, then moves."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from zeplint.diagnostic import Edit, Fix
from zeplint.record import NamedTuple
from zeplint.source import BOM_UTF8, NEWLINE, Source


class Rewrite(NamedTuple):
    """A file before and after; the path of `after` is another one if the file moves."""

    before: Source
    after: Source


def apply_edits(source: Source, edits: Iterable[Edit]) -> str:
    """The text of `source` with the edits made, its byte order mark first if it keeps one.

    Inserted lines end as the file's own do. Raises ValueError if two edits overlap.
    """
    mark = BOM_UTF8.decode() if source.bom else ""
    text = mark + source.text
    shift = len(mark)
    newline = source.newline
    pieces: list[str] = []
    position = 0
    for edit in sorted(edits, key=lambda edit: edit.span):
        start, end = edit.span.start + shift, edit.span.end + shift
        if start < position:
            raise ValueError(f"two edits of {source.path} overlap")
        pieces += text[position:start], NEWLINE.sub(newline, edit.text)
        position = end
    pieces.append(text[position:])
    return "".join(pieces)


def rewritten(source: Source, edits: Iterable[Edit], path: str) -> Source:
    """The file at `path` that `source` becomes, as it is going to be read."""
    after = Source.from_bytes(path, apply_edits(source, edits).encode())
    after.shown = source.show(path)
    return after


def apply_fix(files: Mapping[str, str], sources: Mapping[str, Source], fix: Fix) -> dict[str, str]:
    """`files` (path to text) after one fix: its edits made on `sources`, then its moves.

    Raises ValueError if edits overlap, or if a move would overwrite a file.
    """
    changed = dict(files)
    paths = dict.fromkeys(edit.source.path for edit in fix.edits)
    for path in paths:
        edits = [edit for edit in fix.edits if edit.source.path == path]
        changed[path] = apply_edits(sources[path], edits)
    for move in fix.moves:
        if move.new in changed and move.new != move.old:
            raise ValueError(f"{move.new} exists already")
        changed[move.new] = changed.pop(move.old)
    return changed
