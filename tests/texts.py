"""Texts that tests write into files."""

from __future__ import annotations

import re

# What every proposal has below its headers: no rule says anything of it.
SECTIONS = """
## Abstract

Keys become short.

## Motivation and Scope

Long keys cost room.

## Usage and Impact

Nobody types a key.

## Backward Compatibility

Old keys are still read.

## Detailed description

A key is one letter.

## Implementation

A first one is under way.

## Discussion

See <https://github.com/zarr-developers/zarr-specs/pull/7>.

## Copyright

This document is placed in the public domain.
"""


def as_rst(text: str) -> str:
    """A Markdown text, of which no more than the headings are Markdown, as reStructuredText."""
    return re.sub(
        r"^(#+) (.*)$",
        lambda match: f"{match[2]}\n{'=-~'[len(match[1]) - 1] * len(match[2])}",
        text,
        flags=re.MULTILINE,
    )
