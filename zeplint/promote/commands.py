"""``zeplint checklist`` and ``zeplint promote``."""

from __future__ import annotations

import os
import re
from argparse import Namespace
from collections.abc import Callable, Mapping, Sequence

from zeplint.arguments import NUMBER, Parser, add_collection, number_of
from zeplint.nearest import nearest
from zeplint.process import Process, StatusSpec
from zeplint.promote.checklist import DONE, OPEN, Step, checklist, is_complete
from zeplint.promote.decision import Decision, Promotion, carry_out, doubt, missing, refusal, superfluous
from zeplint.promote.show import FORMATS, Checklist, render, render_all
from zeplint.promote.state import Subject
from zeplint.proposal import Proposal
from zeplint.report.diff import shown
from zeplint.report.wording import location
from zeplint.session import Request, RunError, day_here, prepare
from zeplint.session.writing import LeftAloneError, Writer
from zeplint.transitions import followers
from zeplint.values import find_date

ADDRESS = re.compile(r"https?://[^\s<>]+")

Write = Callable[[str], None]


def checklist_main(
    arguments: Sequence[str],
    environ: Mapping[str, str],
    working_directory: str,
    *,
    write: Write,
    note: Callable[[str], None],
) -> int:
    """Print what a decision asks for; 1 while a step is open. Raises `RunError` and `SettingsError`."""
    parser = Parser(
        prog="zeplint checklist",
        usage="zeplint checklist [options] PROPOSAL [STATUS]\n       zeplint checklist [options] --since REVISION",
        description="Say what a decision on a proposal asks for, what of it is done, and what is not.",
    )
    _add_subject(parser, nargs="?")
    parser.add_argument(
        "status",
        metavar="STATUS",
        nargs="?",
        help="the status decided on (default: the one it has; of a draft, the first it may be given)",
    )
    parser.add_argument(
        "--since",
        metavar="REVISION",
        help="of each proposal whose status has changed since this git revision, as check --since takes it",
    )
    parser.add_argument("--output-format", choices=FORMATS, default=FORMATS[0], help="(default: %(default)s)")
    options = parser.parse_args(arguments)
    if (options.proposal is None) is (options.since is None):
        parser.error("name a proposal, or a revision with --since")
    if options.since is not None:
        found = _changed(options, environ, working_directory)
        if not found:
            note(f"no status has changed since {options.since}")
        write(render_all(found, options.output_format))
        return 0 if all(is_complete(one.steps) for one in found) else 1
    subject = _subject(options.proposal, options, environ, working_directory)
    status = _status(options.status, subject.proposal)
    one = Checklist(checklist(subject, status), subject.proposal, status)
    write(render(one, options.output_format))
    return 0 if is_complete(one.steps) else 1


def _changed(options: Namespace, environ: Mapping[str, str], working_directory: str) -> list[Checklist]:
    """The checklists of the proposals whose status has changed."""
    from zeplint.promote.changed import turns

    request = Request(
        (options.directory,),
        process=options.process,
        zeps=_specs(options, working_directory),
        since=options.since,
    )
    plan = prepare(request, environ, working_directory)
    found = []
    for subject, before in turns(plan):
        status = subject.proposal.status
        if status is not None and (steps := checklist(subject, status)):
            found.append(Checklist(steps, subject.proposal, status, before))
    return found


def promote_main(
    arguments: Sequence[str],
    environ: Mapping[str, str],
    working_directory: str,
    *,
    write: Write,
    write_aside: Write,
    note: Callable[[str], None],
) -> int:
    """Carry a decision out; 1 where a step of the checklist is left. Raises `RunError` and `SettingsError`.

    `write` takes what goes to standard output, `write_aside` and, a line at a time, `note` what goes to standard error.
    """
    parser = _promote_parser()
    options = parser.parse_args(arguments)
    subject = _subject(options.proposal, options, environ, working_directory)
    proposal = subject.proposal
    decision = Decision(
        _status(options.status, proposal),
        _address(options.resolution),
        _day(options.date) or day_here(environ, subject.job.settings),
        options.date is not None,
        options.replaced_by,
    )
    if what := superfluous(proposal, decision):
        raise RunError(f"{decision.status.name} has no header for a {what}: leave it out")
    if why := refusal(subject, decision):
        if not options.force:
            raise RunError(f"{why} (--force does it all the same)")
        note(f"forced: {why}")
    elif why := doubt(proposal, decision):
        note(f"warning: {why}")
    before = checklist(subject, decision.status)
    promotion = carry_out(subject, decision)
    _check_headers(promotion, decision, force=options.force)
    after = checklist(promotion.subject, decision.status)
    if options.diff:
        write(shown(promotion.changes))
    elif options.dry_run:
        write(_listed(promotion))
    else:
        _write(promotion, subject)
        write(_listed(promotion))
    remark = _remark(before, done=not (options.dry_run or options.diff))
    done = Checklist(after, promotion.subject.proposal, decision.status)
    text = render(done, "text", remark=remark)
    if options.diff:
        write_aside(text)  # a diff that is applied holds nothing else
    else:
        write(f"\n{text}")
    told = {reason.text for step in after for reason in step.reasons}
    for found in promotion.fresh:
        if found.message not in told:
            note(f"{location(found.place)}: {found.code} is new: {found.message}")
    return 0 if is_complete(after) else 1


def _promote_parser() -> Parser:
    parser = Parser(
        prog="zeplint promote",
        description="Give a proposal another status, with all that the decision asks for.",
    )
    _add_subject(parser)
    parser.add_argument("status", metavar="STATUS", help="the status decided on")
    parser.add_argument("--resolution", metavar="URL", default="", help="where it was decided")
    parser.add_argument("--date", metavar="DAY", help="the day of the decision, yyyy-mm-dd (default: today)")
    parser.add_argument("--replaced-by", metavar="N", type=number_of, help="the number of its successor")
    parser.add_argument("--diff", action="store_true", help="show the changes instead of making them")
    parser.add_argument("--dry-run", action="store_true", help="list the changes instead of making them")
    parser.add_argument("--force", action="store_true", help="do also what the process forbids")
    return parser


def _add_subject(parser: Parser, *, nargs: str | None = None) -> None:
    parser.add_argument("proposal", metavar="PROPOSAL", nargs=nargs, help="its number or its file")
    add_collection(parser, by_name=True)
    parser.add_argument("--specs", metavar="DIR", help="the repository with its specification pages")


def _specs(options: Namespace, working_directory: str) -> str | None:
    """The repository with the specification pages."""
    specs: str | None = options.specs
    if specs is not None and not os.path.isdir(os.path.join(working_directory, specs)):
        raise RunError(f"--specs: no such folder: {specs}")
    return specs


def _subject(wanted: str, options: Namespace, environ: Mapping[str, str], working_directory: str) -> Subject:
    """The proposal of that number or file."""
    directory, process, specs = options.directory, options.process, _specs(options, working_directory)
    match = NUMBER.fullmatch(wanted)
    is_file = os.path.lexists(os.path.join(working_directory, wanted)) or not match
    path = wanted if is_file else directory
    plan = prepare(Request((path,), process=process, zeps=specs), environ, working_directory)
    (job,) = plan.jobs
    collection = job.collection
    if is_file:
        own = [proposal for proposal in collection.proposals if proposal.path in job.targets]
        if not own:
            raise RunError(f"{wanted}: no {collection.process.noun}")
        return Subject(plan, job, collection, own[0].path)
    number = int(match[1]) if match else 0
    found = collection.by_number.get(number, [])
    if not found:
        raise RunError(f"there is no {collection.process.title_of(number)} here")
    if len(found) > 1:
        files = ", ".join(proposal.source.shown for proposal in found)
        raise RunError(f"{collection.process.title_of(number)} is in several files, name one: {files}")
    return Subject(plan, job, collection, found[0].path)


def _status(wanted: str | None, proposal: Proposal) -> StatusSpec:
    process = proposal.process
    if wanted is None:
        return _default_status(proposal, process)
    for name, status in process.statuses.items():
        if name.casefold() == wanted.casefold():
            return status
    near = nearest(wanted, process.statuses)
    hint = f", did you mean {near}?" if near else ""
    raise RunError(f'no status is called "{wanted}"{hint} (there are {", ".join(process.statuses)})')


def _default_status(proposal: Proposal, process: Process) -> StatusSpec:
    own = proposal.status
    if own is not None and own.stage != "early":
        return own
    kind = proposal.type.name if proposal.type else None
    names = followers(process, own.name if own else next(iter(process.statuses)), kind)
    statuses = [process.statuses[name] for name in names]
    decided = [
        status for status in statuses if status.stage == "decided" and len(status.types) == len(process.types)
    ]
    return next(iter((*decided, *statuses, *process.statuses.values())))


def _address(text: str) -> str:
    if text and not ADDRESS.fullmatch(text):
        raise RunError(f"--resolution takes an address such as https://example.org/7, not {text}")
    return text


def _day(text: str | None) -> str:
    if text is None:
        return ""
    date = find_date(text, 0, ("yyyy-mm-dd",))
    if date is None or len(date.days) != 1 or date.rest.text:
        raise RunError(f"--date takes a day such as 2024-11-05, not {text}")
    return date.days[0]


def _check_headers(promotion: Promotion, decision: Decision, *, force: bool) -> None:
    """Raise `RunError` where a header is left that only the user knows the value of."""
    proposal = promotion.subject.proposal
    for role in () if force else missing(proposal, decision.status):
        spec = proposal.process.header_for(role)
        if spec is not None:
            option = "--replaced-by N" if spec.form == "proposals" else "--resolution URL"
            raise RunError(f"{decision.status.name} asks for a {spec.name} header: give it with {option}")


def _write(promotion: Promotion, subject: Subject) -> None:
    try:
        Writer(subject.job).write(promotion.changes)
    except LeftAloneError as error:
        raise RunError(f"{subject.job.tree.show(error.path)} cannot be changed: {error.reason}") from error


def _remark(before: Sequence[Step], *, done: bool) -> Callable[[Step], str]:
    """What to say of a step: whether this run has done it."""
    states = {step.title: step.state for step in before}

    def remark(step: Step) -> str:
        if step.state != DONE:
            return ""
        if states.get(step.title) == OPEN:
            return "done now" if done else "would be done"
        return "already so"

    return remark


def _listed(promotion: Promotion) -> str:
    lines = []
    for old, new in promotion.changes:
        where = "" if old.path == new.path else f" -> {new.shown}"
        lines.append(f"{old.shown}{where}\n")
    return "".join(lines) or "nothing to change\n"
