"""``zeplint check --add-ignore``: what is written, shown and said."""

from __future__ import annotations

from collections.abc import Mapping

from zeplint.add_ignore.jobs import Ignored, ignore_findings
from zeplint.output import Output
from zeplint.report import counted
from zeplint.report.diff import shown
from zeplint.report.wording import location
from zeplint.session import Request, RunError, prepare, run


def check_and_ignore(
    request: Request, output: Output, environ: Mapping[str, str], working_directory: str
) -> int:
    """Suppress what `request` finds with comments, and report what is left; returns the exit code.

    Raises `RunError` and `SettingsError`.
    """
    options, note, write = output.options, output.note, output.write
    if options.fix or options.fix_only:
        raise RunError("--add-ignore is for what no fix is wanted for: first --fix, then --add-ignore")
    if request.no_ignore_comments:
        raise RunError("--add-ignore leaves out what is suppressed already: leave out --no-ignore-comments")
    if request.stdin is not None:
        raise RunError("--add-ignore writes into files: it has no use for --stdin-filename")
    assert options.add_ignore is not None
    reason = " ".join(options.add_ignore.split())
    plan = prepare(request, environ, working_directory)
    if not reason and any(job.settings.suppression_reason for job in plan.jobs):
        raise RunError("the settings ask why a finding is suppressed: --add-ignore=REASON")
    ignored = ignore_findings(plan, reason, write=not options.diff)
    for path, why in ignored.left_alone:
        note(f"{path}: left alone: {why}")
    for diagnostic, why in ignored.left:
        note(f"{location(diagnostic.place)}: {diagnostic.code} is not suppressed: {why}")
    if options.diff:
        write(shown(ignored.changes))
        note(_said("would suppress", ignored))
        return int(bool(ignored.changes) and not options.exit_zero)
    note(_said("suppressed", ignored))
    outcome = run(request, environ, working_directory)
    output.report(outcome)
    return options.exit_code(outcome.failed)


def _said(verb: str, ignored: Ignored) -> str:
    if not ignored.done:
        return "nothing to suppress"
    files = counted(len(ignored.changes), "file")
    return f"{verb} {counted(ignored.done, 'finding')} in {files}"
