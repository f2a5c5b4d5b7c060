"""Comments that switch a rule off for a line or a file, and what is wrong with them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from zeplint.diagnostic import Diagnostic
from zeplint.document import Comment, Document, Text
from zeplint.source import Source, Span

MARKER = "zeplint:"
_DIRECTIVE = re.compile(
    r"^\s*zeplint:\s*(?P<kind>[\w-]+)\s*(?:\[(?P<codes>[^\]]*)\])?[ \t]*(?P<reason>.*?)\s*$", re.DOTALL
)
KINDS = ("ignore", "ignore-file")


class Suppression(NamedTuple):
    """One suppression comment.

    `kind` is what it asks for, right or wrong; `codes` the codes and names as written. `line` is the
    1-based line that it covers, 0 for the whole file.
    """

    comment: Comment
    kind: Text
    codes: tuple[Text, ...]
    reason: str
    line: int


def read_suppressions(document: Document) -> tuple[Suppression, ...]:
    """The suppression comments of a document; a text without the marker is not parsed for them."""
    if MARKER not in document.source.text:
        return ()
    found = (_read(comment, document.source) for comment in document.comments)
    return tuple(suppression for suppression in found if suppression)


def _read(comment: Comment, source: Source) -> Suppression | None:
    text = source.slice(comment.span)
    start = text.find(MARKER)
    match = _DIRECTIVE.match(comment.text)
    if start < 0 or not match:
        return None
    # The comment's text as the document has it, so that each part has its place.
    base = comment.span.start + start - comment.text.index(MARKER)
    kind = Text(match["kind"], Span(base + match.start("kind"), base + match.end("kind")))
    codes = []
    if match["codes"] is not None:
        for code in re.finditer(r"[^,\s]+", match["codes"]):
            at = base + match.start("codes") + code.start()
            codes.append(Text(code[0], Span(at, at + len(code[0]))))
    line = 0 if kind.text == "ignore-file" else _covered_line(comment.span, source)
    return Suppression(comment, kind, tuple(codes), match["reason"], line)


def _covered_line(span: Span, source: Source) -> int:
    first = source.position(span.start).line
    last = source.position(max(span.start, span.end - 1)).line
    before = source.text[source.line_span(first).start : span.start]
    after = source.text[span.end : source.line_span(last).end]
    if before.strip() or after.strip():
        return first
    for line in range(last + 1, len(source.line_starts) + 1):
        if source.slice(source.line_span(line)).strip():
            return line
    return last + 1


def covers(suppression: Suppression, diagnostic: Diagnostic) -> bool:
    """Whether a suppression stands where it would cover a diagnostic, whatever its codes."""
    if suppression.line == 0:
        return True
    span = diagnostic.place.span
    return span is not None and diagnostic.place.source.position(span.start).line == suppression.line


def names(suppression: Suppression, code: str, name: str) -> list[Text]:
    """The codes of a suppression that mean the rule of that code and name."""
    return [text for text in suppression.codes if text.text.upper() == code or text.text.lower() == name]


def removal(suppression: Suppression, unused: Sequence[Text], source: Source) -> Span:
    """What to delete so that the `unused` codes are gone: single codes, or the comment with its line."""
    if len(unused) < len(suppression.codes):
        only = unused[0].span
        following = re.compile(r"\s*,\s*").match(source.text, only.end)
        if following:
            return Span(only.start, following.end())
        before = re.compile(r"\s*,\s*$").search(source.text[: only.start])
        return Span(before.start() if before else only.start, only.end)
    span = suppression.comment.span
    line = source.position(span.start).line
    whole = source.line_span(line)
    if source.slice(whole).strip() != source.slice(span).strip():
        start = span.start
        while start > whole.start and source.text[start - 1] in " \t":
            start -= 1
        return Span(start, span.end)
    following_start = source.line_starts[line] if line < len(source.line_starts) else whole.end
    # With the line goes the blank line that set it apart.
    before_blank = line == 1 or not source.slice(source.line_span(line - 1)).strip()
    if before_blank and line < len(source.line_starts) and not source.slice(source.line_span(line + 1)).strip():
        after = line + 1
        following_start = source.line_starts[after] if after < len(source.line_starts) else len(source.text)
    return Span(whole.start, following_start)
