"""Text that was decoded wrongly once and saved so, such as ``â€™`` for an apostrophe."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from zeplint.checks import Context
from zeplint.checks.wording import excerpt
from zeplint.diagnostic import Edit, Finding, Fix, Place
from zeplint.document import Document
from zeplint.patterns import pattern
from zeplint.source import Span

# What UTF-8 is taken for, the likeliest first: the encodings of Windows, of old Macs, and of DOS.
_ENCODINGS = ("cp1252", "mac_roman", "latin_1", "cp1251", "cp437")

_NOT_ASCII = pattern(r"[^\x00-\x7f]")
# Each encoding has letters among the first or the following bytes; punctuation, arrows, emoji alone are what
# they look like. The patterns that tell more take longer to compile than most texts to lint.
_LETTER = pattern(r"[\x80-\u04ff]")
_SUSPICIOUS = pattern(r"[\x80-\u04ff][^\x00-\x7f]|[^\x00-\x7f][\x80-\u04ff]")


def mojibake(document: Document, _context: Context) -> Iterator[Finding]:
    """Characters that are the bytes of others, read in the wrong encoding (S50), each stretch by itself.

    Putting them right is safe where the text has no other characters beyond ASCII: it then was decoded wrongly
    as a whole, and shows no mojibake for an example.
    """
    source = document.source
    if source.text.isascii() or not _LETTER.search(source.text) or not _SUSPICIOUS.search(source.text):
        return
    found = list(_stretches(source.text))
    covered = sum(span.end - span.start for span, _ in found)
    whole = covered == len(_NOT_ASCII.findall(source.text))
    for span, meant in found:
        values = {"found": excerpt(source.slice(span)), "meant": excerpt(meant)}
        fix = Fix(f"Write {excerpt(meant)}", whole, (Edit(source, span, meant),))
        yield Finding((Place(source, span),), values, fix=fix)


def _stretches(text: str) -> Iterator[tuple[Span, str]]:
    """The wrongly decoded stretches of a text, in order, with what each was."""
    position = 0
    while match := _sequences().search(text, position):
        position = match.end()
        encoding = match.lastgroup
        assert encoding is not None
        try:
            meant = _encoded(match[0], encoding).decode()
        except UnicodeDecodeError:
            continue
        # A character of three bytes or more is no coincidence; of two it may be: "É’" closes a quotation.
        if all(character > "\u07ff" for character in meant) or _is_bad(match[0], meant):
            yield Span(*match.span()), meant


def _encoded(text: str, encoding: str) -> bytes:
    characters = _characters(encoding)
    return bytes(characters.index(character) for character in text)


@cache
def _characters(encoding: str) -> str:
    """What each byte is in an encoding; one that it leaves open is what it is in Latin 1, as in browsers."""
    known = [bytes((byte,)).decode(encoding, "ignore") for byte in range(256)]
    return "".join(character or chr(byte) for byte, character in enumerate(known))


def _is_bad(text: str, meant: str) -> bool:
    """Whether ftfy, which knows what people write, takes `text` for mojibake; its import takes 40 ms."""
    from ftfy import fix_encoding

    return fix_encoding(text) == meant


@cache
def _sequences() -> re.Pattern[str]:
    """What UTF-8 may look like in each of the encodings, one group for each."""
    return re.compile("|".join(f"(?P<{encoding}>{_sequence(encoding)})" for encoding in _ENCODINGS))


def _sequence(encoding: str) -> str:
    two, three, four, following = (
        f"[{re.escape(_characters(encoding)[first : last + 1])}]"
        for first, last in ((0xC2, 0xDF), (0xE0, 0xEF), (0xF0, 0xF4), (0x80, 0xBF))
    )
    return f"(?:{two}{following}|{three}{following}{{2}}|{four}{following}{{3}})+"
