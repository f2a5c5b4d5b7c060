"""What a header's value looks like, for projects that agree on more than their process does."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from zeplint.checks import Context
from zeplint.checks.wording import excerpt
from zeplint.diagnostic import Finding, Place
from zeplint.patterns import pattern
from zeplint.process import LONGEST_PLACEHOLDER
from zeplint.proposal import Proposal


def form(proposal: Proposal, _context: Context, *, role: str, patterns: Sequence[str]) -> Iterator[Finding]:
    """A header of `role`, or an item of one, that fits none of the `patterns` from end to end.

    Its message may hold {header} and {found}. Placeholders are another rule's, and so is a header that is not there. Of a long value, the beginning is held.
    """
    process = proposal.process
    expressions = [pattern(text) for text in patterns]
    for header in proposal.by_role.get(role, []):
        values = [(item.text, item.span) for item in header.items] or [(header.value, header.value_span)]
        for text, span in values:
            words = " ".join(text[:LONGEST_PLACEHOLDER].split())
            if process.is_placeholder(text) or any(one.fullmatch(words) for one in expressions):
                continue
            found = {"header": header.name, "found": excerpt(text)}
            yield Finding((Place(proposal.source, span),), found)
