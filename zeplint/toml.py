"""What has to be known of a text before tomllib gets it."""

from __future__ import annotations

import re

# tomllib needs the square of the length of a dotted key: 40 seconds for one of 200 kB.
MOST_PARTS = 64
_PART = r"""(?:[\w-]++|"[^"\n]*+"|'[^'\n]*+')[ \t]*+\.[ \t]*+"""


def endless_key(text: str) -> int | None:
    """The 1-based line of the first key with more than `MOST_PARTS` parts, or None."""
    match = re.search(rf"(?<![\w-])(?:{_PART}){{{MOST_PARTS}}}", text)
    return text.count("\n", 0, match.start()) + 1 if match else None
