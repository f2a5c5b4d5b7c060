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

_UNSAFE = (
    r"[\x00-\x1f\x7f-\x9f"  # C0, DEL, C1
    r"\xad\u200b\u2060-\u2064\ufeff\ufff9-\ufffb\U000e0000-\U000e007f"  # invisible
    r"\u061c\u180e\u200e\u200f\u202a-\u202e\u2066-\u206f"  # writing direction, deprecated formats
    r"\u2028\u2029"  # line ends to some readers
    r"\ud800-\udfff"  # lone surrogates: no encoding has them
    r"\ufffe\uffff]"  # no characters: XML has none of them
)


def escape_controls(text: str) -> str:
    r"""`text` with each character that would not show as itself written as ``\x1b``, ``\n``, ``\u202e``.

    The result has no line end and can be encoded. A text without such characters is returned as it
    is, backslashes included: the escapes are for people and cannot be read back.
    """
    if text.isprintable():
        return text
    return re.sub(_UNSAFE, _escape, text)


def _escape(match: re.Match[str]) -> str:
    return match[0].encode("unicode_escape").decode("ascii")


def to_unicode(text: str) -> str:
    r"""`text` for programs, as it is but for lone surrogates, from a file name that is no UTF-8: ``\udc80``."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def json_text(data: object, **options: Any) -> str:
    """`data` as JSON in ASCII, with a line end; `options` are those of `json.dumps`.

    GitHub's runner takes ``##[`` for the start of a command wherever it is printed: the text has another way to say it.
    """
    import json

    return json.dumps(data, **options).replace("##[", "##\\u005b") + "\n"
