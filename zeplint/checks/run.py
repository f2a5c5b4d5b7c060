"""Findings about the run itself: suppressions that do nothing, and rules that failed."""

from __future__ import annotations

from collections.abc import Iterator

from zeplint.checks import Context
from zeplint.diagnostic import Edit, Finding, Fix, Place
from zeplint.document import Document
from zeplint.linter import Outcome
from zeplint.rulebook import Rule
from zeplint.source import Span
from zeplint.suppression import KINDS, removal


def internal_error(document: Document, _context: Context, *, failed: Rule, error: Exception) -> Iterator[Finding]:
    """A rule raised: name it and what it raised, so that it can be reported and switched off."""
    detail = str(error).strip()
    reason = f"{type(error).__name__}: {detail}" if detail else type(error).__name__
    values = {"code": failed.code, "name": failed.name, "error": reason}
    yield Finding((Place(document.source, Span(0, 0)),), values)


def unused_suppression(document: Document, _context: Context, *, outcome: Outcome) -> Iterator[Finding]:
    """A suppression whose rule ran and found nothing there."""
    for suppression in outcome.suppressions:
        if suppression.kind.text not in KINDS:
            continue
        unused = [
            (text, rule)
            for text in suppression.codes
            if (rule := outcome.rulebook.find(text.text)) is not None
            and rule.code in outcome.active
            and (suppression.comment.span, text.span) not in outcome.used
        ]
        for text, rule in unused:
            # Codes of one comment that all go take the comment with them.
            gone = [text] if len(unused) < len(suppression.codes) else [item for item, _ in unused]
            edit = Edit(document.source, removal(suppression, gone, document.source), "")
            values = {"code": rule.code, "name": rule.name, "where": "file" if suppression.line == 0 else "line"}
            yield Finding(
                (Place(document.source, text.span),),
                values,
                fix=Fix(f"Remove the suppression of {rule.code}", True, (edit,)),
            )


def invalid_suppression(document: Document, _context: Context, *, outcome: Outcome) -> Iterator[Finding]:
    """A suppression that names no rule, asks for no known thing, or lacks a reason the settings want."""
    for suppression in outcome.suppressions:
        kind = suppression.kind
        if kind.text not in KINDS:
            yield Finding((Place(document.source, kind.span),), {"found": kind.text}, "kind")
            continue
        if not suppression.codes:
            yield Finding((Place(document.source, kind.span),), {"kind": kind.text}, "no-rule")
        for text in suppression.codes:
            if outcome.rulebook.find(text.text) is None:
                rule = outcome.rulebook.suggestion(text.text)
                edits = (Edit(document.source, text.span, rule.code),) if rule else ()
                fix = Fix(f"Write {rule.code}", False, edits) if rule else None
                near = f"; did you mean {rule.code} ({rule.name})?" if rule else ""
                yield Finding((Place(document.source, text.span),), {"found": text.text, "near": near}, "unknown", fix)
        known = [text for text in suppression.codes if outcome.rulebook.find(text.text)]
        if outcome.reasons and known and not suppression.reason:
            yield Finding((Place(document.source, suppression.comment.span),), {}, "reason")
