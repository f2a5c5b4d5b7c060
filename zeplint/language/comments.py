"""Comments that tell codespell to leave a line, or words on it, alone: ``codespell:ignore``.

With words behind it, separated by commas, it is for these words only; ``codespell:ignore-next-line`` is for
the line below. As for codespell, any mark that is no word makes it a comment.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from zeplint.patterns import pattern

MARKER = "codespell:ignore"

_COMMENT = pattern(r"[^\w\s][ \t]*codespell:ignore(?P<next>-next-line)?(?![\w-])(?:[ \t]+(?P<words>[\w,]*))?")


class Ignored:
    """The lines of one text that comments of codespell's take out, as a whole or for some words."""

    def __init__(self, text: str, line_of: Callable[[int], int]) -> None:
        """`line_of` gives the number of the line of an offset."""
        # By line, the words in lower case; empty means all.
        self.words: dict[int, set[str]] = {}
        self._line_of = line_of
        if MARKER not in text:
            return
        for match in _COMMENT.finditer(text):
            line = line_of(match.start())
            words = {word for word in (match["words"] or "").split(",") if word}
            if match["next"]:
                self._add(line + 1, words)
            if words or not match["next"]:
                self._add(line, words)

    def _add(self, line: int, words: Iterable[str]) -> None:
        known = self.words.get(line)
        added = set(words)
        self.words[line] = set() if not added or known == set() else added | (known or set())

    def covers(self, offset: int, word: str) -> bool:
        """Whether a word, in lower case, at an offset is taken out."""
        words = self.words.get(self._line_of(offset)) if self.words else None
        return words is not None and (not words or word in words)
