"""What both markups read alike once a stretch of visible text is found: addresses and words.

A *stretch* is text of one line that a reader sees, without the markup around it.
"""

from __future__ import annotations

from collections.abc import Sequence

from zeplint.document import Link
from zeplint.patterns import pattern
from zeplint.source import Span

SCHEME = pattern(r"[A-Za-z][A-Za-z0-9+.-]*\Z")
LONGEST_SCHEME = 20
REST_OF_URL = pattern(r"[^\s<>\"`]+")
MAILTO = "mailto:"
MAILBOX = pattern(r"[A-Za-z0-9._%+-]+\Z")
LONGEST_MAILBOX = 64
DOMAIN = pattern(r"(?:[A-Za-z0-9-]+\.)+[A-Za-z]{2,}")
LONGEST_DOMAIN = 253

# What ends a sentence or a bracket around an address belongs to the sentence, as on GitHub.
PUNCTUATION = frozenset("?!.,:;*_~'")
OPENING = {")": "(", "]": "[", "}": "{"}


def addresses(text: str, start: int, end: int) -> Sequence[Span]:
    """The naked URLs and e-mail addresses in a stretch, in order.

    Linear in the length of the stretch, whatever it holds.
    """
    found: list[Span] = []
    position = text.find("://", start, end)
    mail = text.find("@", start, end)
    while position >= 0:
        scheme = SCHEME.search(text, max(start, position - LONGEST_SCHEME), position)
        following = position + 3
        if scheme and (rest := REST_OF_URL.match(text, following, end)):
            last = _without_punctuation(text, following, rest.end())
            if last > following:
                found.append(Span(scheme.start(), last))
            following = rest.end()
        position = text.find("://", following, end)
    if mail < 0:
        return found
    while mail >= 0:
        mailbox = MAILBOX.search(text, max(start, mail - LONGEST_MAILBOX), mail)
        domain = DOMAIN.match(text, mail + 1, min(end, mail + 1 + LONGEST_DOMAIN))
        if mailbox and domain:
            first = mailbox.start()
            with_scheme = first - len(MAILTO)
            if with_scheme >= start and text.startswith(MAILTO, with_scheme):
                first = with_scheme
            found.append(Span(first, domain.end()))
        mail = text.find("@", mail + 1, end)
    return _disjoint(found)


def _disjoint(spans: list[Span]) -> list[Span]:
    """The spans in order, without those that begin inside an earlier one."""
    kept: list[Span] = []
    for span in sorted(spans):
        if not kept or span.start >= kept[-1].end:
            kept.append(span)
    return kept


def _without_punctuation(text: str, start: int, end: int) -> int:
    """Where a URL that reaches from `start` to at most `end` ends."""
    surplus: dict[str, int] = {}
    while end > start:
        last = text[end - 1]
        if last in OPENING:
            if last not in surplus:
                surplus[last] = text.count(last, start, end) - text.count(OPENING[last], start, end)
            if surplus[last] <= 0:
                break
            surplus[last] -= 1
        elif last not in PUNCTUATION:
            break
        end -= 1
    return end


def bare_link(text: str, span: Span) -> Link:
    """The link that a naked address makes."""
    address = text[span.start : span.end]
    target = mail_target(address)
    return Link(address, target, span, span, span, "bare")


def mail_target(address: str) -> str:
    """`address` as a target: an e-mail address gets its scheme."""
    return address if "@" not in address or ":" in address else MAILTO + address


def normalised_label(label: str) -> str:
    """What the names of a reference and of its target have in common, however their words are written."""
    return " ".join(label.split()).casefold()


def pieces(text: str, start: int, end: int, holes: Sequence[Span] = ()) -> list[Span]:
    """What a stretch keeps outside `holes` (in order): spans without blanks at their ends."""
    if not holes:
        words = text[start:end].strip()
        if not words:
            return []
        if len(words) != end - start:
            start = text.index(words, start)
        return [Span(start, start + len(words))]
    found: list[Span] = []
    for hole in holes:
        found += pieces(text, start, hole.start)
        start = max(start, hole.end)
    return found + pieces(text, start, end)
