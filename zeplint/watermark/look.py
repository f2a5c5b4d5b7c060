"""What a watermark is, wherever it was found."""

from __future__ import annotations

from zeplint.diagnostic import Fix
from zeplint.record import NamedTuple
from zeplint.source import Span


class Watermark(NamedTuple):
    """One thing that says "draft" to a reader, and how it goes away.

    `kind` is key, look, image or notice, of what marks a whole site setting or style; `found` what there is at `span`.
    """

    kind: str
    span: Span
    found: str
    fix: Fix | None
