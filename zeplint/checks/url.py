"""The check of addresses that cannot work as they are written, and of links that are none for a slip."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping

from zeplint.checks import Context
from zeplint.checks.stale import place_of, targets, written
from zeplint.checks.wording import excerpt
from zeplint.diagnostic import Edit, Finding, Fix, Place, Severity
from zeplint.document import Document, Link, LinkSlip
from zeplint.patterns import pattern
from zeplint.proposal import Proposal
from zeplint.source import Source, Span
from zeplint.values.address import find_fault

_TEMPLATE = pattern(r"@@\w+@@")
# owner, repository, a word and the number of an issue
_NUMBERED = pattern(
    r"https?://(?:www\.)?(?P<host>[\w.-]+)/[\w.-]+/[\w.-]+/(?P<word>[a-z]+)/\d+(?=[/?#]|\Z)", re.IGNORECASE
)


def malformed(
    document: Document, context: Context, *, words: Mapping[str, Mapping[str, str]]
) -> Iterator[Finding]:
    """What keeps an address from working, or a link from being one (S16).

    `words` are by host what people write for the word before the number of an issue, with the right one.
    """
    slips = document.body.slips
    for slip in slips:
        yield _slip(document.source, slip)
    for link in targets(document):
        if link.kind in ("role", "file") or (link.kind == "bare" and _is_in(link.span, slips)):
            continue
        if finding := _address(document, link) or _word(document, link, words):
            yield finding
        elif _is_open(document, context, link):
            place = Place(document.source, link.target_span if link.target else link.span)
            yield Finding(
                (place,),
                {"target": excerpt(link.target)},
                "open" if link.target else "empty",
                severity=Severity.WARNING,
            )


def _is_in(span: Span, slips: tuple[LinkSlip, ...]) -> bool:
    index = bisect_right(slips, span.start, key=lambda slip: slip.span.start) - 1
    return index >= 0 and span.start < slips[index].span.end


def _slip(source: Source, slip: LinkSlip) -> Finding:
    text, target = source.slice(slip.text_span), source.slice(slip.target_span)
    values = {"text": excerpt(text), "target": excerpt(target)}
    start, end = slip.target_span
    safe = True
    severity = None
    if slip.kind == "spaced":
        edit = Edit(source, Span(slip.text_span.end + 1, start - 1), "")
    elif slip.kind == "reversed":
        edit = Edit(source, slip.span, f"[{text}]({target})")
    elif slip.kind == "angle":
        edit = Edit(source, Span(start - 1, start), "")
    elif slip.kind == "blank":
        edit, safe = Edit(source, slip.target_span, re.sub(r"\s", "%20", target)), False
    else:
        # What follows may have been meant as a part of the address.
        following = source.text[end : end + 1]
        safe = slip.kind == "parenthesis" or following in ("", "\n", "\r")
        edit = Edit(source, Span(end, end), ")")
        severity = Severity.WARNING if slip.kind == "parenthesis" else None
    titles = {
        "blank": "Encode the blanks",
        "unclosed": "Close the link",
        "parenthesis": "Close the parenthesis",
    }
    fix = Fix(titles.get(slip.kind, f"Write [{excerpt(text)}]({excerpt(target)})"), safe, (edit,))
    return Finding((Place(source, slip.span),), values, slip.kind, fix, severity)


def _address(document: Document, link: Link) -> Finding | None:
    fault = find_fault(link.target)
    if fault is None:
        return None
    values = {"target": excerpt(link.target), "found": excerpt(fault.found), "meant": excerpt(fault.meant)}
    fix = None
    span = written(document, link)
    if fault.meant and span:
        fix = Fix(f"Write {excerpt(fault.meant)}", True, (Edit(document.source, span, fault.meant),))
    variant = f"{fault.kind}-meant" if fault.meant else fault.kind
    return Finding((place_of(document, link),), values, variant, fix)


def _word(document: Document, link: Link, words: Mapping[str, Mapping[str, str]]) -> Finding | None:
    """An issue's address with a word in it that its site does not know."""
    if not any(f"/{word}/" in link.target for wrong in words.values() for word in wrong):
        return None
    match = _NUMBERED.match(link.target)
    right = words.get(match["host"].lower(), {}).get(match["word"].lower()) if match else None
    if match is None or right is None:
        return None
    values = {"host": match["host"], "found": f"/{match['word']}/", "meant": f"/{right}/"}
    fix = None
    if span := written(document, link):
        part = Span(span.start + match.start("word"), span.start + match.end("word"))
        fix = Fix(f"Write /{right}/", True, (Edit(document.source, part, right),))
    return Finding((place_of(document, link),), values, "word", fix)


def _is_open(document: Document, context: Context, link: Link) -> bool:
    """Whether a target only holds the place of one. Of those in a proposal's headers another rule speaks."""
    if "@@" in link.target and _TEMPLATE.search(link.target):
        return True
    block = document.preamble.block
    if isinstance(document, Proposal) and block.start <= link.span.start < block.end:
        return False
    return context.process.is_placeholder(link.target)
