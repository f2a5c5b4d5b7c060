"""Text from a file, its name or a message, made safe to show.

A proposal is written by anybody. Escape sequences in it would drive the reader's terminal, line
breaks would forge lines of output, and bidirectional or invisible characters would make a finding
read as something else. Every text that zeplint prints goes through `escape_controls`.
"""

from __future__ import annotations

import re

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

# Letters, marks and symbols without a look of their own, all of which Python calls printable.
_FILLERS = "\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0"
_VARIATIONS = "\u180b-\u180d\u180f\ufe00-\ufe0f\U000e0100-\U000e01ef"
# What can be shown in one of several ways, and what is said by which of them.
_SYMBOL = (
    r"\xa9\xae\u203c\u2049\u2122\u2139\u2190-\u21ff\u2300-\u23ff\u24c2\u25a0-\u27bf\u2900-\u297f\u2b00-\u2bff"
    r"\u3030\u303d\u3297\u3299\U0001f000-\U0001faff"
)
_IDEOGRAPH = r"\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_VARIED = (
    rf"(?<=[{_SYMBOL}])[\ufe0e\ufe0f]"
    r"|(?<=[#*0-9])\ufe0f(?=\u20e3)"
    r"|(?<=[\u2200-\u22ff\u2a00-\u2aff])\ufe00"
    rf"|(?<=[{_IDEOGRAPH}])[\ufe00-\ufe02\U000e0100-\U000e01ef]"
    r"|(?<=[\u1820-\u18aa])[\u180b-\u180d\u180f]"
)
# Two letters are joined, or kept apart, in scripts that do so; no Latin letter and no number is.
_JOINED = r"(?<=[\u0300-\u1fff\u2190-\ufdff\ufe0e\ufe0f\ufe70-\ufeef\U00010000-\U000dffff])[\u200c\u200d]"
_UNSAFE = (
    r"[\x00-\x1f\x7f-\x9f"  # C0, DEL, C1
    r"\xad\u200b-\u200d\u2060-\u2064\ufeff\ufff9-\ufffb\U0001d173-\U0001d17a\U000e0000-\U000e007f"  # invisible
    rf"{_FILLERS}{_VARIATIONS}"
    r"\u061c\u180e\u200e\u200f\u202a-\u202e\u2066-\u206f"  # writing direction, deprecated formats
    r"\u2028\u2029"  # line ends to some readers
    r"\ud800-\udfff"  # lone surrogates: no encoding has them
    r"\ufffe\uffff]"  # no characters: XML has none of them
)
_HIDDEN = f"(?!{_VARIED}|{_JOINED}){_UNSAFE}"
_SUSPICIOUS = frozenset(_FILLERS) | frozenset(map(chr, (*range(0x180B, 0x1810), *range(0xFE00, 0xFE10))))
_FIRST_SELECTOR = "\U000e0100"


def escape_controls(text: str) -> str:
    r"""`text` with each character that would not show as itself written as ``\x1b``, ``\n``, ``\u202e``.

    What chooses the look of the character before it, such as that of an emoji, stays. The result has no line end and
    can be encoded. A text without such characters is returned as it is, backslashes included: the escapes are for
    people and cannot be read back.
    """
    return re.sub(_HIDDEN, _escape, text) if _may_hide(text) else text


def escapes(text: str) -> dict[int, str]:
    """By offset, what `escape_controls` writes in the place of a character."""
    return {match.start(): _escape(match) for match in re.finditer(_HIDDEN, text)} if _may_hide(text) else {}


def _may_hide(text: str) -> bool:
    """Whether a text has to be looked through; most have not, and need no pattern."""
    if not text.isprintable():
        return True
    return not text.isascii() and (not _SUSPICIOUS.isdisjoint(text) or max(text) >= _FIRST_SELECTOR)


def _escape(match: re.Match[str]) -> str:
    return match[0].encode("unicode_escape").decode("ascii")


def to_unicode(text: str) -> str:
    r"""`text` for programs, as it is but for lone surrogates, from a file name that is no UTF-8: ``\udc80``."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def markup_text(markup: str) -> str:
    """XML, HTML or a label of Graphviz, with another way to say what GitHub's runner takes for the start of a command.

    The runner takes ``##[`` wherever it is printed, and two colons at the start of a line.
    """
    return re.sub(r"(?m)##\[|^[ \t]*::", lambda match: f"{match[0][:-1]}&#{ord(match[0][-1])};", markup)


def json_text(data: object, **options: Any) -> str:
    """`data` as JSON in ASCII, with a line end; `options` are those of `json.dumps`.

    GitHub's runner takes ``##[`` for the start of a command wherever it is printed: the text has another way to say it.
    """
    import json

    return json.dumps(data, **options).replace("##[", "##\\u005b") + "\n"
