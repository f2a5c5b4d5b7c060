"""``zeplint list`` and ``zeplint graph``."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence

from zeplint.arguments import Parser, add_collection
from zeplint.listing import tables
from zeplint.listing.entries import Entry, entries
from zeplint.session import Job, Plan, Request, RunError, lint_jobs, prepare
from zeplint.terminal import terminal_width

GRAPHS = ("mermaid", "dot", "svg")

Write = Callable[[str], None]


def list_main(
    arguments: Sequence[str], environ: Mapping[str, str], working_directory: str, *, write: Write, note: Write
) -> int:
    """Print the list of proposals with `write`, and with `note` that it is empty; raises `RunError` and `SettingsError`."""
    parser = Parser(
        prog="zeplint list", description="List the proposals of a collection, with what a lint finds in each."
    )
    add_collection(parser)
    parser.add_argument(
        "--status", metavar="STATUS", action="append", help="only those with this status (may be repeated)"
    )
    parser.add_argument(
        "--type", metavar="TYPE", action="append", help="only those of this type (may be repeated)"
    )
    parser.add_argument("--no-findings", action="store_true", help="lint nothing, and leave findings out")
    parser.add_argument(
        "--output-format", choices=tables.FORMATS, default=tables.FORMATS[0], help="(default: %(default)s)"
    )
    options = parser.parse_args(arguments)
    plan = _plan(options.directory, options.process, environ, working_directory)
    (job,) = plan.jobs
    process = job.collection.process
    for role, wanted in (("status", options.status), ("type", options.type)):
        choices = {name.casefold() for name in process.choices(role)}
        for word in wanted or ():
            if word.casefold() not in choices:
                known = ", ".join(process.choices(role))
                raise RunError(f'no {role} is called "{word}": there are {known}')
    everything = _entries(plan, job, lint=not options.no_findings)
    found = [
        entry
        for entry in everything
        if _is_wanted(entry.status, options.status) and _is_wanted(entry.type, options.type)
    ]
    if not everything:
        note(_said_of_none(job))
    elif not found:
        asked = [" or ".join(words) for words in (options.status, options.type) if words]
        note(f"no {process.noun} is {' and '.join(asked)}")
    write(tables.render(found, process, options.output_format, width=_width(environ), base=""))
    return 0


def graph_main(
    arguments: Sequence[str], environ: Mapping[str, str], working_directory: str, *, write: Write, note: Write
) -> int:
    """Print the graph of proposals with `write`, and with `note` that it is empty; raises `RunError` and `SettingsError`."""
    parser = Parser(
        prog="zeplint graph",
        description="Draw which proposals require, replace or otherwise name each other.",
    )
    add_collection(parser)
    parser.add_argument(
        "--connected", action="store_true", help="leave out proposals that no other one is connected with"
    )
    parser.add_argument("--output-format", choices=GRAPHS, default=GRAPHS[0], help="(default: %(default)s)")
    options = parser.parse_args(arguments)
    from zeplint.listing import drawing
    from zeplint.listing.graph import build
    from zeplint.listing.svg import svg

    plan = _plan(options.directory, options.process, environ, working_directory)
    (job,) = plan.jobs
    process = job.collection.process
    found = _entries(plan, job, lint=False)
    if not found:
        note(_said_of_none(job))
    graph = build(found, process, job.rulebook, connected=options.connected)
    draw = {"mermaid": drawing.mermaid, "dot": drawing.dot, "svg": svg}[options.output_format]
    write(draw(graph, process))
    return 0


def _said_of_none(job: Job) -> str:
    """That a collection is empty, and where its proposals would be: for each base, the first folder in it."""
    process = job.collection.process
    first = process.directory_names[0]
    places = ["/".join(filter(None, (base, first))) or "." for base in process.bases]
    return f"no {process.noun}s found: {process.name} has them in folders such as {' or '.join(places)}"


def _width(environ: Mapping[str, str]) -> int:
    """How wide a table may be: a terminal has so many columns, a file or a pipe has room for every title."""
    return terminal_width() if environ.get("COLUMNS") or sys.stdout.isatty() else sys.maxsize


def _plan(directory: str, process: str | None, environ: Mapping[str, str], working_directory: str) -> Plan:
    return prepare(Request((directory,), process=process), environ, working_directory)


def _entries(plan: Plan, job: Job, *, lint: bool) -> list[Entry]:
    return entries(job.collection, lint_jobs(plan).diagnostics if lint else None)


def _is_wanted(value: str, wanted: Sequence[str] | None) -> bool:
    return not wanted or value.casefold() in {word.casefold() for word in wanted}
