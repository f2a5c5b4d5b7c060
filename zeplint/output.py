"""What a check prints, and where: the report, the summary and notes, for a terminal, a pipe or a file."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Mapping, Sequence

from zeplint.options import Options
from zeplint.report import Report, render, summary
from zeplint.report.safe import escape_controls
from zeplint.report.style import Style, use_color, use_links
from zeplint.terminal import terminal_width

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TextIO

    from zeplint.progress import Progress
    from zeplint.report import Picture
    from zeplint.session import Outcome

# In a file there is no terminal to fit into.
FILE_WIDTH = 100
# All other formats are for programs, byte for byte.
FOR_PEOPLE = ("full", "concise")


def write(text: str, stream: TextIO | None = None, *, commands: bool = False) -> None:
    """Write to standard output, or a stream, whatever its encoding; a character it lacks becomes an escape.

    In a job of GitHub Actions nothing in the text is a command to the runner, unless these `commands` are meant: what
    goes to its log that could be one stands between the runner's own words for stop and go on.
    """
    if not text:
        return
    stream = stream or sys.stdout
    encoding = stream.encoding or "utf-8"
    if not commands and os.environ.get("GITHUB_ACTIONS") and _has_command(text) and not _is_file(stream):
        # The runner's own way to print what is not to be trusted: nobody can guess the word that ends it.
        word = os.urandom(16).hex()
        end = "" if text.endswith("\n") else "\n"
        text = f"::stop-commands::{word}\n{text}{end}::{word}::\n"
    stream.write(text.encode(encoding, "backslashreplace").decode(encoding))
    stream.flush()


def _is_file(stream: TextIO) -> bool:
    """Whether a stream goes to a file, and so to no log."""
    try:
        return stat.S_ISREG(os.fstat(stream.fileno()).st_mode)
    except (OSError, ValueError):
        return False


def _has_command(text: str) -> bool:
    """Whether GitHub's runner could take something for a command: at the start of a line, the older form anywhere."""
    if "##[" in text:
        return True
    lines = text.split("\n") if "::" in text else []
    # The lines of a report that name a further place begin with three colons.
    return any(start[:2] == "::" and start[2:3].isalpha() for line in lines if (start := line.lstrip()))


def note(message: str) -> None:
    """Print a line on standard error."""
    write(f"zeplint: {escape_controls(message)}\n", sys.stderr)


class Output:
    """Prints as the options of a check and the environment ask."""

    def __init__(self, options: Options, environ: Mapping[str, str]) -> None:
        self.options = options
        self.environ = environ
        self.progress: Progress | None = None
        if sys.stderr.isatty() and not options.quiet:
            from zeplint.progress import progress_on

            self.progress = progress_on(sys.stderr, environ)
        if options.verbose:
            import time

            self.now = time.perf_counter
            self.start = self.now()

    def clear(self) -> None:
        """Take away what says how far the run is."""
        if self.progress is not None:
            self.progress.clear()

    def write(self, text: str) -> None:
        """Write to standard output."""
        self.clear()
        write(text)

    def note(self, message: str) -> None:
        """Print a line on standard error, unless nothing but findings is wanted."""
        self.clear()
        if not self.options.quiet:
            note(message)

    def report(self, outcome: Outcome, fixed: int = 0) -> None:
        """Print what was found, and how many findings were fixed; raises `RunError` where a file cannot be written."""
        self.clear()
        options = self.options
        report = self._report(outcome, fixed)
        for message in outcome.notes:
            self.note(message)
        if options.verbose:
            self._say_what_was_done(outcome)
        if options.output_file is not None:
            from zeplint.disk.replace import replace_file
            from zeplint.session import RunError

            try:
                replace_file(options.output_file, self._text(report, None))
            except OSError as error:
                reason = (error.strerror or str(error)).lower()
                raise RunError(f"--output-file: {options.output_file}: {reason}") from error
        else:
            # A text from standard input that is fixed goes to standard output.
            echoed = bool(options.stdin_filename and (options.fix or options.fix_only))
            stream = sys.stderr if echoed else sys.stdout
            # A log cannot be told from a pipe to a program: what is for one says nothing that the runner would obey.
            write(self._text(report, stream), stream, commands=options.output_format not in FOR_PEOPLE)
        summed_up = options.output_format in (*FOR_PEOPLE, "html") or options.output_file is not None
        if summed_up and not options.quiet and not (options.force_exclude and not outcome.linted):
            write(f"{summary(report)}\n", sys.stderr)

    def _report(self, outcome: Outcome, fixed: int) -> Report:
        from functools import partial

        from zeplint.process import cite

        nouns = {process.noun for process in outcome.processes}
        return Report(
            diagnostics=outcome.diagnostics,
            process=", ".join(process.name for process in outcome.processes),
            linted=outcome.linted,
            proposals=outcome.proposals,
            suppressed=outcome.suppressed,
            known=outcome.known,
            noun=nouns.pop() if len(nouns) == 1 else "",
            cite=partial(cite, outcome.processes),
            fixed=fixed,
            rules=outcome.rules,
            exit_code=self.options.exit_code(outcome.failed, fixed),
            pictures=partial(_pictures, outcome),
        )

    def _text(self, report: Report, stream: TextIO | None) -> str:
        """The report for a stream; None for a file, which has neither colour nor links."""
        options = self.options
        color = stream is not None and use_color(options.color, stream, self.environ)
        if options.statistics:
            from zeplint.report.statistics import render_statistics

            return render_statistics(
                report.diagnostics,
                options.output_format,
                Style(color=color),
                unsafe=options.unsafe_fixes,
            )
        return render(
            options.output_format,
            report,
            color=color,
            width=FILE_WIDTH if stream is None else terminal_width(),
            links=stream is not None and use_links(options.color, stream, self.environ),
        )

    def _say_what_was_done(self, outcome: Outcome) -> None:
        for job in outcome.jobs:
            settings = f"settings from {job.settings.path}" if job.settings.path else "no settings"
            self.note(f"collection {job.tree.root.replace(os.sep, '/')}: {settings}")
            collection, codes = job.collection, [rule.code for rule in job.rules]
            self.note(f"process {collection.process.name}, {len(codes)} rules: {' '.join(codes)}")
            for path in job.targets:
                self.note(f"linted {collection.document(path).source.shown}")
            noun = collection.process.noun
            files = f"{len(job.targets)} file{'s were' if len(job.targets) != 1 else ' was'} linted"
            self.note(
                f"{len(collection.proposals)} {noun}s and {len(collection.spec_pages)} other pages "
                f"are in the collection, {files}"
            )
        self.note(f"it took {self.now() - self.start:.2f} s")


def _pictures(outcome: Outcome) -> Sequence[Picture]:
    """The graphs of the collections, which one format shows."""
    from zeplint.listing.pictures import pictures

    return pictures([job.collection for job in outcome.jobs], outcome.rules, outcome.diagnostics)
