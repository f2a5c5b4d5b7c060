"""How wide a text is in a terminal.

Columns of a terminal are no code points: a Chinese character or an emoji takes two columns, a
combining accent none, and a control character is shown as an escape of several. A `Cell` is the
smallest piece of text that can be shown or cut off.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from zeplint.record import NamedTuple
from zeplint.report.safe import escape_controls, escapes

TAB = "    "  # Of one width wherever it stands, so that a part of a line can be laid out by itself.
_JOINERS = ("\u200c", "\u200d")
_ZWJ = "\u200d"
_EMOJI_PRESENTATION = "\ufe0f"
_SKIN_TONES = ("\U0001f3fb", "\U0001f3ff")
# Vowels and final consonants of a Hangul syllable written in parts: shown in the first part's place.
_JAMO = (("\u1160", "\u11ff"), ("\ud7b0", "\ud7ff"))


class Cell(NamedTuple):
    """A base character with what belongs to it: where it starts in the text, what is shown, its columns."""

    offset: int
    shown: str
    width: int


def cells(text: str) -> list[Cell]:
    """`text` in pieces, safe to show: tabs are four spaces and control characters escapes.

    Characters without a width of their own and emoji sequences are one cell with their base, as
    current terminals show them.
    """
    if text.isascii() and text.isprintable():
        return [Cell(offset, char, 1) for offset, char in enumerate(text)]
    return list(_clusters(text))


def _clusters(text: str) -> Iterator[Cell]:
    start, parts, width = 0, [""], 0
    hidden = escapes(text)
    for offset, char in enumerate(text):
        shown = TAB if char == "\t" else hidden.get(offset, char)
        columns = _columns(char) if shown == char else len(shown)
        in_emoji = width == 2 and columns == 2 and len(shown) == 1
        if columns == 0:
            if char == _EMOJI_PRESENTATION and width == 1:
                width = 2
            parts.append(char)
        elif in_emoji and (parts[-1] == _ZWJ or _SKIN_TONES[0] <= char <= _SKIN_TONES[1]):
            parts.append(char)
        else:
            if offset:
                yield Cell(start, "".join(parts), width)
            start, parts, width = offset, [shown], columns
    if text:
        yield Cell(start, "".join(parts), width)


@lru_cache(maxsize=4096)
def _columns(char: str) -> int:
    """The columns of one character that is shown as itself."""
    if char.isascii():
        return 1
    import unicodedata

    if char in _JOINERS or unicodedata.category(char) in ("Mn", "Me"):
        return 0
    if any(first <= char <= last for first, last in _JAMO):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def display_width(text: str) -> int:
    """The columns that `text` takes, as `cells` shows it."""
    if text.isascii() and text.isprintable():
        return len(text)
    return sum(cell.width for cell in cells(text))


def wrap(text: str, width: int, *, taken: int = 0) -> list[str]:
    """Lines of `text`, each at most `width` columns; the first has `taken` columns less.

    Lines break at spaces. A word longer than a line is broken within, unless it is a link, which
    stays whole so that it can be opened. Control characters are escaped. There is at least one line.
    """
    lines: list[str] = []
    line, room = "", width - taken
    shown = escape_controls(text)
    is_plain = shown.isascii() and shown.isprintable()
    if is_plain and len(shown) <= room:
        return [shown.rstrip()]
    columns_of = len if is_plain else display_width
    for index, word in enumerate(shown.split(" ")):
        lead = " " if index else ""
        columns = columns_of(word)
        if columns_of(line) + len(lead) + columns <= room:
            line += lead + word
            continue
        if index:
            lines.append(line.rstrip())
            line, room = "", width
        elif taken:
            lines.append("")
            room = width
        pieces = [word] if columns <= width or "://" in word else _broken(word, width)
        lines += pieces[:-1]
        line = pieces[-1]
    lines.append(line.rstrip())
    return [lines[0], *filter(None, lines[1:])]


def _broken(word: str, width: int) -> list[str]:
    pieces = [""]
    used = 0
    for cell in cells(word):
        if used + cell.width > width:
            pieces.append("")
            used = 0
        pieces[-1] += cell.shown
        used += cell.width
    return pieces
