"""What can be done about findings: apply a fix, apply all, or write a comment that suppresses one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from zeplint.assist.difference import edits_between
from zeplint.assist.view import View
from zeplint.diagnostic import Diagnostic, Edit, Fix, Move
from zeplint.fixing.rounds import plan_fixes
from zeplint.record import NamedTuple
from zeplint.source import Span
from zeplint.suppressions.writing import is_suppressible, may_stand_on_line, suppress

QUICK_FIX = "quickfix"
FIX_ALL = "source.fixAll.zeplint"


class Action(NamedTuple):
    """Something to do, under a title for people.

    `diagnostics` are those that it settles; `preferred` says that it is what most would do. Edits come first,
    then moves.
    """

    title: str
    kind: str
    edits: tuple[Edit, ...]
    moves: tuple[Move, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
    preferred: bool = False


def found_in(view: View, span: Span) -> list[Diagnostic]:
    """The diagnostics that a range touches; where it is a place that none touches, those on its line."""
    touched = [found for found in view.diagnostics if _touches(_shown(found), span)]
    if touched or span.start != span.end:
        return touched
    line = view.source.line_span(view.source.position(span.start).line)
    return [found for found in view.diagnostics if _touches(_shown(found), line)]


def _shown(diagnostic: Diagnostic) -> Span:
    """Where an editor shows a finding; of one about the file, on the first line."""
    place = diagnostic.place
    return place.source.line_span(1) if place.span is None else Span(max(place.span.start, 0), place.span.end)


def _touches(one: Span, other: Span) -> bool:
    return one.start <= other.end and other.start <= one.end


def fixes(found: Sequence[Diagnostic]) -> list[Action]:
    """The fixes of some diagnostics, each once, the safe ones first."""
    by_fix: dict[Fix, list[Diagnostic]] = {}
    for diagnostic in found:
        if diagnostic.fix and all(edit.span.start >= 0 for edit in diagnostic.fix.edits):
            by_fix.setdefault(diagnostic.fix, []).append(diagnostic)
    actions = [
        Action(
            f"{fix.title} ({_codes(settled)}{'' if fix.safe else ', unsafe: check what it does'})",
            QUICK_FIX,
            fix.edits,
            fix.moves,
            tuple(settled),
            fix.safe,
        )
        for fix, settled in by_fix.items()
    ]
    return sorted(actions, key=lambda action: not action.preferred)


def _codes(found: Sequence[Diagnostic]) -> str:
    return ", ".join(dict.fromkeys(diagnostic.code for diagnostic in found))


def has_safe_fixes(view: View) -> bool:
    """Whether `fix_all` may have something to do."""
    return view.lint is not None and any(_is_safe_here(view, found) for found in view.diagnostics)


def _is_safe_here(view: View, diagnostic: Diagnostic) -> bool:
    fix = diagnostic.fix
    return (
        fix is not None
        and fix.safe
        and not fix.moves
        and all(edit.source.path == view.document.path for edit in fix.edits)
    )


def fix_all(view: View, kind: str = FIX_ALL) -> Action | None:
    """All safe fixes of the document at once, as ``--fix`` applies them; None where there are none."""
    if view.lint is None or not has_safe_fixes(view):
        return None
    path = view.document.path

    def allowed(diagnostic: Diagnostic, writes: frozenset[str]) -> bool:
        return (
            diagnostic.fix is not None
            and diagnostic.fix.safe
            and not diagnostic.fix.moves
            and writes <= {path}
        )

    plan = plan_fixes(view.collection, [path], view.lint, allowed)
    edits = [
        edit
        for change in plan.changes
        if change.after.path == path
        for edit in edits_between(view.source, change.after.text)
    ]
    if not edits:
        return None
    count = len(plan.applied)
    title = (
        f"Fix all {count} safe problems in this file"
        if count > 1
        else "Fix the one safe problem in this file"
    )
    codes = {diagnostic.code for diagnostic in plan.applied}
    settled = tuple(d for d in view.diagnostics if d.code in codes and _is_safe_here(view, d))
    return Action(title, kind, tuple(edits), (), settled)


class Offer(NamedTuple):
    """A suppression that can be had, not worked out yet: of the findings of one code on a 1-based line."""

    title: str
    code: str
    line: int
    diagnostics: tuple[Diagnostic, ...]


def suppression_offers(view: View, found: Sequence[Diagnostic]) -> Iterator[Offer]:
    """What can be suppressed of some diagnostics, each code of a line by itself. Reads no text again."""
    seen: set[tuple[str, int]] = set()
    for diagnostic in found:
        key = diagnostic.code, _line(view, diagnostic)
        if key in seen or not is_suppressible(view.document, diagnostic, view.rulebook):
            continue
        seen.add(key)
        of_line = _of_line(view, *key)
        here = may_stand_on_line(view.document, of_line)
        yield Offer(_title(diagnostic, whole_file=not here), *key, of_line)


def suppression(view: View, code: str, line: int, reason: str) -> Action | None:
    """The comment that suppresses the findings of one code on a line; None where there is nothing to suppress."""
    of_line = _of_line(view, code, line)
    result = suppress(view.document, of_line, view.process, view.rulebook, reason)
    if not result.edits or not of_line or result.left:
        return None
    title = _title(of_line[0], whole_file=bool(result.for_file))
    return Action(title, QUICK_FIX, result.edits, (), of_line)


def suppressions(view: View, found: Sequence[Diagnostic], reason: str) -> Iterator[Action]:
    """The comments that suppress some diagnostics, with a reason."""
    for offer in suppression_offers(view, found):
        if action := suppression(view, offer.code, offer.line, reason):
            yield action


def _line(view: View, diagnostic: Diagnostic) -> int:
    return view.source.position(_shown(diagnostic).start).line


def _of_line(view: View, code: str, line: int) -> tuple[Diagnostic, ...]:
    return tuple(found for found in view.diagnostics if found.code == code and _line(view, found) == line)


def _title(diagnostic: Diagnostic, *, whole_file: bool) -> str:
    where = "in this whole file" if whole_file else "here"
    return f"Ignore {diagnostic.code} ({diagnostic.name}) {where}, with a reason"
