"""Links in the text of a header, in either markup, without a parser.

Header values are short and stand outside the body, and a run that only looks at headers must not
pay for parsing a document. No pattern here reads a stretch twice: the cost grows with the text alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

from zeplint.document import Link
from zeplint.markup.words import addresses, bare_link, mail_target, normalised_label
from zeplint.patterns import pattern
from zeplint.source import Span

_BRACKETED = r"\[(?P<{0}>(?>(?:[^\[\]]|\[[^\[\]]*+\])*))\]"
_QUOTED = r"\"[^\"]*+\"|'[^']*+'"
_MAILBOX = r"[\w.!#$%&'*+/=?^{|}~-]++@[\w.-]++"

_KINDS = {
    # [text](target "title"), ![text](target)
    "inline": rf"!?{_BRACKETED.format('inline_text')}"
    r"\(\s*+(?P<inline_target><[^<>\n]*+>|(?>(?:[^\s()]|\([^\s()]*+\))*))"
    rf"(?>(?:\s++(?:{_QUOTED}))?)\s*+\)",
    # [text][label], [text][], [text]
    "reference": rf"{_BRACKETED.format('reference_text')}(?>(?:\[(?P<label>[^\[\]]*+)\])?)",
    # `text <target>`_
    "embedded": r"`(?P<embedded_text>[^`<>]*+)<(?P<embedded_target>[^`<>]++)>`__?+",
    # :role:`text <target>`, :role:`target`
    "role": r"(?<![\w:]):[a-zA-Z][\w+.-]*+(?::[a-zA-Z][\w+.-]*+){0,2}:"
    r"`(?:(?P<role_text>[^`<>]*+)<(?P<role_target>[^`<>]++)>|(?P<role_bare>[^`]++))`",
    # `a phrase`_, word_, with two underscores for a target without a name
    "named": r"(?:`(?P<phrase>[^`<>]++)`|(?<![\w.+:-])(?P<word>[A-Za-z\d](?:[\w.+:-]*[A-Za-z\d])?))__?+(?!\w)",
    # <https://example.org>, <jane@example.org>
    "autolink": rf"<(?P<autolink_target>[a-zA-Z][a-zA-Z\d+.-]{{1,31}}:[^\s<>]*+|{_MAILBOX})>",
}
_MARKDOWN_KINDS = ("inline", "reference", "autolink")
_MARKUP = pattern("|".join(f"(?P<{kind}>{pattern})" for kind, pattern in _KINDS.items()))
_MARKDOWN = pattern("|".join(f"(?P<{kind}>{_KINDS[kind]})" for kind in _MARKDOWN_KINDS))

_MARKDOWN_DEFINITION = pattern(
    r"^[ \t]{0,3}\[(?P<label>[^\[\]\n]++)\]:[ \t]*+<?(?P<target>[^\s<>]++)", re.MULTILINE
)
_RST_DEFINITION = pattern(
    r"^[ \t]*+\.\. _(?P<mark>`?)(?P<label>[^`\n:]++)(?P=mark):[ \t]*+(?>(?:\r?\n[ \t]++)?)(?P<target>\S++)",
    re.MULTILINE,
)

# What a reference with two underscores refers to, and those references.
_ANONYMOUS_TARGET = pattern(r"^[ \t]*+(?:__|\.\. __:)[ \t]++(?P<target>\S++)", re.MULTILINE)
_ANONYMOUS_REFERENCE = pattern(r"(?:`[^`<>]++`|(?<![\w.+:-])[A-Za-z\d](?:[\w.+:-]*[A-Za-z\d])?)__(?!\w)")


def scan_links(text: str, span: Span) -> tuple[Link, ...]:
    """The links in `span` of a document's `text`, in order, with offsets into `text`.

    A reference counts as a link only if the document defines it; its target is then the one defined.
    The target of a mail address has its scheme.
    """
    links: list[Link] = []
    position = span.start
    for link in _marked_up(text, span):
        links.extend(bare_link(text, address) for address in addresses(text, position, link.span.start))
        links.append(link)
        position = link.span.end
    links.extend(bare_link(text, address) for address in addresses(text, position, span.end))
    return tuple(links)


def _marked_up(text: str, span: Span) -> Iterator[Link]:
    value = text[span.start : span.end]
    if "`" in value or "_" in value:
        markup = _MARKUP
    elif "[" in value or "<" in value:
        markup = _MARKDOWN  # which takes half as long to compile
    else:
        return
    position = span.start
    while match := markup.search(text, position, span.end):
        link = _link(text, match)
        if link is not None:
            yield link
        position = link.span.end if link is not None else match.start() + 1


def _link(text: str, match: re.Match[str]) -> Link | None:
    kind = match.lastgroup
    whole = Span(*match.span())
    if kind == "inline":
        target = Span(*match.span("inline_target"))
        if text.startswith("<", target.start) and text.endswith(">", target.start, target.end):
            target = Span(target.start + 1, target.end - 1)
        shown = Span(*match.span("inline_text"))
        return _written(text, whole, shown, target, "image" if text[whole.start] == "!" else "inline")
    if kind == "autolink":
        inner = Span(*match.span("autolink_target"))
        address = match["autolink_target"]
        return Link(address, mail_target(address), whole, inner, inner, "autolink")
    if kind == "embedded":
        target = Span(*match.span("embedded_target"))
        return _written(text, whole, _shown(match, "embedded_text") or target, target, "inline")
    if kind == "role":
        target = Span(*match.span("role_bare" if match["role_bare"] else "role_target"))
        return _written(text, whole, _shown(match, "role_text") or target, target, "role")
    group = "reference_text" if kind == "reference" else "phrase" if match["phrase"] else "word"
    if kind == "named" and match[0].endswith("__"):
        defined = _anonymous(text).get(whole.start)
    else:
        defined = _definitions(text).get(normalised_label(match["label"] or match[group]))
    if defined is None:
        return None
    return _written(text, whole, Span(*match.span(group)), defined, "reference")


def _written(text: str, whole: Span, shown: Span, target: Span, kind: str) -> Link:
    return Link(text[slice(*shown)], text[slice(*target)], whole, shown, target, kind)


def _shown(match: re.Match[str], group: str) -> Span | None:
    """The span of a group without the blanks behind it; None where there is nothing to see."""
    words = (match[group] or "").rstrip()
    return Span(match.start(group), match.start(group) + len(words)) if words else None


# A run reads all headers of one document before it turns to the next.
@lru_cache(maxsize=1)
def _definitions(text: str) -> Mapping[str, Span]:
    """Where the targets stand that a document defines, by the names of its references."""
    found: dict[str, Span] = {}
    for definition in (_MARKDOWN_DEFINITION, _RST_DEFINITION):
        for match in definition.finditer(text):
            found.setdefault(normalised_label(match["label"]), Span(*match.span("target")))
    return found


@lru_cache(maxsize=1)
def _anonymous(text: str) -> Mapping[int, Span]:
    """Where the targets without a name stand, by the offsets of the references: the first is for the first."""
    targets = [Span(*match.span("target")) for match in _ANONYMOUS_TARGET.finditer(text)]
    references = _ANONYMOUS_REFERENCE.finditer(text) if targets else ()
    return {match.start(): target for match, target in zip(references, targets, strict=False)}
