"""Links in a line of header text, in either markup, without a parser.

Header values are short and stand outside the body, and a run that only looks at headers must not
pay for parsing a document.
"""

from __future__ import annotations

import re

from zeplint.document import Link
from zeplint.source import Span

_BRACKETED = r"\[(?P<{0}>(?:[^\[\]]|\[[^\[\]]*\])*)\]"

LINK = re.compile(
    "|".join(
        (
            rf"(?P<md>!?{_BRACKETED.format('md_text')}"
            r"\(\s*(?P<md_target><[^<>\n]*>|(?:[^\s()]|\([^\s()]*\))*)(?:\s+(?:\"[^\"]*\"|'[^']*'))?\s*\))",
            rf"(?P<ref>{_BRACKETED.format('ref_text')}(?:\[(?P<ref_label>[^\[\]]*)\])?)(?!\()",
            r"(?P<rst>`(?P<rst_text>[^`<>]*?)\s*<(?P<rst_target>[^`<>]+)>`__?)",
            r"(?P<role>:(?P<role_name>[a-zA-Z][\w:+.-]*):`(?:(?P<role_text>[^`<>]+?)\s*<(?P<role_target>[^`<>]+)>|(?P<role_bare>[^`]+))`)",
            r"(?P<rstref>`(?P<rstref_text>[^`<>]+)`__?)",
            r"(?P<auto><(?P<auto_target>(?:[a-zA-Z][a-zA-Z0-9+.-]{1,31}:[^\s<>]*)|[\w.!#$%&'*+/=?^`{|}~-]+@[\w.-]+)>)",
            r"(?P<bare>\b(?:https?|ftp)://[^\s<>`\"]+)",
        )
    )
)

DEFINITION = re.compile(r"^[ \t]{0,3}\[(?P<label>[^\[\]\n]+)\]:[ \t]*(?P<open><?)(?P<target>[^\s<>]+)", re.MULTILINE)
RST_TARGET = re.compile(
    r"^[ \t]*\.\. _`?(?P<label>[^`\n:]+)`?:[ \t]*(?:\r?\n[ \t]+)?(?P<target>[^\s]+)", re.MULTILINE
)

# A header value is a few lines; what is longer is none, and is not worth a quadratic search.
LONGEST_VALUE = 5000

_CLOSERS = {")": "(", "]": "[", "}": "{"}


def trim_url(url: str) -> str:
    """A bare URL without the punctuation of the sentence it stands in; balanced brackets stay."""
    while url:
        last = url[-1]
        if last in ".,;:!?'*_" or (last in _CLOSERS and url.count(last) > url.count(_CLOSERS[last])):
            url = url[:-1]
        else:
            break
    return url


def _label(text: str) -> str:
    return " ".join(text.split()).casefold()


def scan_links(text: str, span: Span) -> tuple[Link, ...]:
    """The links in `span` of a document's `text`, in order, with offsets into `text`.

    A reference counts as a link only if the document defines it; its target is then the one defined.
    """
    links: list[Link] = []
    position = span.start
    end = min(span.end, span.start + LONGEST_VALUE)
    while match := LINK.search(text, position, end):
        link = _link(text, match)
        if link is None:
            position = match.start() + 1
            continue
        links.append(link)
        position = max(link.span.end, match.start() + 1)
    return tuple(links)


def _link(text: str, match: re.Match[str]) -> Link | None:
    whole = Span(*match.span())
    if match["md"] is not None:
        target, target_span = match["md_target"], Span(*match.span("md_target"))
        if target.startswith("<"):
            target, target_span = target[1:-1], Span(target_span.start + 1, target_span.end - 1)
        kind = "image" if match["md"].startswith("!") else "inline"
        return Link(match["md_text"], target, whole, Span(*match.span("md_text")), target_span, kind)
    if match["rst"] is not None:
        spans = Span(*match.span("rst_text")), Span(*match.span("rst_target"))
        if not match["rst_text"]:
            spans = spans[1], spans[1]
        return Link(text[slice(*spans[0])], match["rst_target"], whole, *spans, "inline")
    if match["auto"] is not None:
        inner = Span(*match.span("auto_target"))
        return Link(match["auto_target"], match["auto_target"], whole, inner, inner, "autolink")
    if match["bare"] is not None:
        url = trim_url(match["bare"])
        inner = Span(whole.start, whole.start + len(url))
        return Link(url, url, inner, inner, inner, "bare") if "://" in url.rstrip("/") else None
    if match["role"] is not None:
        bare = match["role_bare"] is not None
        text_group, target_group = ("role_bare", "role_bare") if bare else ("role_text", "role_target")
        spans = Span(*match.span(text_group)), Span(*match.span(target_group))
        return Link(match[text_group], match[target_group], whole, *spans, "role")
    name = "ref_text" if match["ref"] is not None else "rstref_text"
    definitions, label = (DEFINITION, match["ref_label"]) if name == "ref_text" else (RST_TARGET, None)
    label = label or match[name]
    for definition in definitions.finditer(text):
        if _label(definition["label"]) == _label(label):
            target_span = Span(*definition.span("target"))
            return Link(match[name], definition["target"], whole, Span(*match.span(name)), target_span, "reference")
    return None
