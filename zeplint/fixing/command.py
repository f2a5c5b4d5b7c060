"""``zeplint check`` with ``--fix``, ``--fix-only`` or ``--diff``: what is written, shown and said."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterable, Mapping

from zeplint.fixing.jobs import Fixed, FixOptions, fix_jobs, outcome_of
from zeplint.output import Output
from zeplint.report import counted
from zeplint.report.diff import shown
from zeplint.session import Request, prepare, run
from zeplint.session.writing import encoded


def check_and_fix(
    request: Request, output: Output, environ: Mapping[str, str], working_directory: str
) -> int:
    """Fix what `request` names and report what is left; returns the exit code.

    Raises `RunError` and `SettingsError`.
    """
    options, note, write = output.options, output.note, output.write
    # What became of the proposals is judged when all is done: a change has no fix.
    plan = prepare(request if request.new_only else request._replace(since=None), environ, working_directory)
    stdin = request.stdin is not None
    wanted = FixOptions(
        unsafe=options.unsafe_fixes,
        related=options.fix_related,
        write=not (options.diff or stdin),
        text_only=stdin,
    )
    fixed = fix_jobs(plan, wanted)
    applied = [diagnostic for one in fixed for diagnostic in one.plan.applied]
    _say_what_was_not_done(fixed, note)
    if options.show_fixes:
        _show(fixed, note)
    if options.diff:
        write(diff := shown(change for one in fixed for change in one.plan.changes))
        note(_would(len(applied), fixed))
        return int(bool(diff) and not options.exit_zero)
    if request.stdin is not None:
        output.clear()
        _echo(fixed, request.stdin[1])
    if request.since is not None and not stdin:
        outcome = run(request, environ, working_directory)
    else:
        outcome = outcome_of(plan, fixed)
    if options.fix_only:
        note(f"fixed {counted(len(applied), 'finding')}")
        failed = False
    else:
        output.report(outcome, len(applied))
        failed = outcome.failed
    return options.exit_code(failed, len(applied))


def _would(findings: int, fixed: Iterable[Fixed]) -> str:
    files = sum(len(one.plan.changes) for one in fixed)
    return f"would fix {counted(findings, 'finding')} in {counted(files, 'file')}"


def _say_what_was_not_done(fixed: Iterable[Fixed], note: Callable[[str], None]) -> None:
    for one in fixed:
        for path, reason in one.left_alone:
            note(f"{path}: left alone: {reason}")
        for refusal in one.plan.refused:
            found = refusal.diagnostic
            line = found.place.source.position(found.place.span.start).line if found.place.span else 1
            note(f"{found.place.source.shown}:{line}: {found.code} is not fixed: {refusal.reason}")


def _show(fixed: Iterable[Fixed], note: Callable[[str], None]) -> None:
    for one in fixed:
        counts: Counter[tuple[str, str, str, str]] = Counter()
        for found in one.plan.applied:
            title = found.fix.title if found.fix else ""
            counts[found.place.source.shown, found.code, found.name, title] += 1
        for (path, code, name, title), count in sorted(counts.items()):
            times = f" ({count} times)" if count > 1 else ""
            note(f"fixed {path}: {code} {name}: {title}{times}")


def _echo(fixed: Iterable[Fixed], given: bytes) -> None:
    """Write the fixed text of standard input to standard output; where nothing is fixed, the very bytes."""
    after = next((change.after for one in fixed for change in one.plan.changes), None)
    sys.stdout.flush()
    sys.stdout.buffer.write(given if after is None else encoded(after))
    sys.stdout.buffer.flush()
