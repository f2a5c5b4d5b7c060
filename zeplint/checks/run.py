"""Findings about the run itself: suppressions that do nothing, and rules that failed."""

from __future__ import annotations

from collections.abc import Iterator

from zeplint.checks import Context
from zeplint.diagnostic import Edit, Finding, Fix, Place
from zeplint.document import Document, Text
from zeplint.edits.removal import removal
from zeplint.nearest import nearest
from zeplint.rulebook import Rule
from zeplint.source import Source, Span
from zeplint.suppressions import FILE, KINDS, Outcome, Suppression, without_code


def internal_error(
    document: Document, _context: Context, *, failed: Rule, error: Exception
) -> Iterator[Finding]:
    """A rule raised: name it and what it raised, so that it can be reported and switched off."""
    # What an exception says may run over several lines; a message is one.
    reason = ": ".join(part for part in (type(error).__name__, " ".join(str(error).split())) if part)
    values = {"code": failed.code, "name": failed.name, "error": reason}
    yield Finding((Place(document.source, Span(0, 0)),), values)


def unused_suppression(document: Document, _context: Context, *, outcome: Outcome) -> Iterator[Finding]:
    """A suppression of a rule that ran and found nothing where it covers."""
    source = document.source
    for suppression in outcome.suppressions.comments:
        if suppression.kind.text not in KINDS:
            continue
        unused = [
            (index, rule)
            for index, text in enumerate(suppression.codes)
            if (rule := outcome.rulebook.find(text.text)) is not None
            and rule.code in outcome.active
            and text.span not in outcome.suppressions.used
        ]
        # Codes of one comment that all go take the comment with them.
        whole = removal(source, suppression.comment.span) if len(unused) == len(suppression.codes) else None
        where = _covered(suppression)
        for index, rule in unused:
            edit = Edit(source, whole or without_code(suppression, index), "")
            fix = Fix(f"Remove the suppression of {rule.code}", True, (edit,))
            values = {"code": rule.code, "name": rule.name, "where": where}
            yield Finding((Place(source, suppression.codes[index].span),), values, "", fix)


def _covered(suppression: Suppression) -> str:
    first, last = suppression.line, suppression.last
    if suppression.kind.text == FILE:
        return "in this file"
    return f"on line {first}" if first == last else f"on lines {first} to {last}"


def invalid_suppression(document: Document, _context: Context, *, outcome: Outcome) -> Iterator[Finding]:
    """A suppression that asks for no known thing, names no rule, or lacks a reason the settings want."""
    source = document.source
    for suppression in outcome.suppressions.comments:
        kind = suppression.kind
        if kind.text not in KINDS:
            fix = _rewrite(source, kind, nearest(kind.text, KINDS))
            yield Finding((Place(source, kind.span),), {"found": kind.text}, "kind", fix)
            continue
        if not suppression.codes:
            yield Finding((Place(source, kind.span),), {"found": kind.text}, "no-rule")
        known = False
        for text in suppression.codes:
            if outcome.rulebook.find(text.text) is not None:
                known = True
                continue
            rule = outcome.rulebook.suggestion(text.text)
            near = f": did you mean {rule.code} ({rule.name})?" if rule else ""
            fix = _rewrite(source, text, rule.code if rule else None)
            yield Finding((Place(source, text.span),), {"found": text.text, "near": near}, "unknown", fix)
        if outcome.reasons and known and not suppression.reason:
            yield Finding((Place(source, suppression.comment.span),), {}, "reason")


def _rewrite(source: Source, text: Text, meant: str | None) -> Fix | None:
    return Fix(f"Write {meant}", False, (Edit(source, text.span, meant),)) if meant else None
