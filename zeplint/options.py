"""The options of ``zeplint check``: one table, read without argparse where nothing about them is unusual.

argparse takes five milliseconds of a run of forty, most of it for messages that few runs print. It is
imported for all that the plain reading leaves to it: help, mistakes, and other ways to write an option.
"""

from __future__ import annotations

from collections.abc import Sequence

from zeplint.record import NamedTuple
from zeplint.report import FORMATS, STATISTICS_FORMATS
from zeplint.report.style import COLOR_CHOICES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from zeplint.arguments import Parser


class Option(NamedTuple):
    """An option: a switch, or, with a `metavar` or `choices`, one with a value.

    `lists` says that the value is a list of words between commas, and that several such lists add up; `optional`
    that the value may be left out, and that one is given behind ``=`` alone. `short` is the option in one letter.
    """

    name: str
    help: str
    metavar: str = ""
    choices: tuple[str, ...] = ()
    default: str | None = None
    lists: bool = False
    optional: bool = False
    short: str = ""

    @property
    def is_switch(self) -> bool:
        """Whether the option has no value."""
        return not (self.metavar or self.choices)

    @property
    def field(self) -> str:
        """What the option is called in `Options`."""
        return self.name.removeprefix("--").replace("-", "_")


GROUPS: tuple[tuple[str, tuple[Option, ...]], ...] = (
    (
        "rules",
        (
            Option(
                "--select",
                "run these rules only: codes, names, prefixes such as ZEP3, or ALL",
                "RULES",
                lists=True,
            ),
            Option("--extend-select", "run these rules as well", "RULES", lists=True),
            Option("--ignore", "do not run these rules", "RULES", lists=True),
            Option("--process", "which process the proposals follow (default: auto)", "auto|NAME|FILE"),
        ),
    ),
    (
        "files and settings",
        (
            Option("--config", "read the settings from this TOML file", "FILE"),
            Option("--isolated", "read no settings file"),
            Option("--zeps", "read the proposals, or their pages, of this other repository along", "DIR"),
            Option(
                "--force-exclude",
                "skip named files that the settings exclude, or that are no proposals, in silence (for hooks)",
            ),
            Option("--stdin-filename", "lint standard input as if it were this file", "PATH"),
        ),
    ),
    (
        "fixes",
        (
            Option("--fix", "apply the fixes that are safe"),
            Option("--unsafe-fixes", "apply, or count, those too that a person must agree to"),
            Option("--fix-related", "apply also those that write files which are not linted"),
            Option("--fix-only", "apply fixes, and report nothing of what is left"),
            Option("--diff", "change nothing: show what the fixes would change, and exit with 1 if anything"),
            Option("--show-fixes", "list the fixes that were applied"),
            Option("--exit-non-zero-on-fix", "exit with 1 if a file was fixed, even if nothing is left"),
        ),
    ),
    (
        "suppressions",
        (
            Option(
                "--add-ignore",
                "suppress what is found with comments in the files; with a reason: --add-ignore=REASON",
                "REASON",
                optional=True,
            ),
            Option("--no-ignore-comments", "report what comments suppress, too"),
        ),
    ),
    (
        "changes",
        (
            Option(
                "--since",
                "also judge what became of the proposals since this git revision, or rather since HEAD parted "
                "from it; auto: since what pre-commit compares with, else HEAD",
                "REVISION",
            ),
            Option("--new-only", "report only what was not found there yet (without --since: --since auto)"),
        ),
    ),
    (
        "known findings",
        (
            Option(
                "--baseline",
                "do not report the findings in this file (default: that of the settings)",
                "FILE",
            ),
            Option("--no-baseline", "report known findings, too"),
            Option(
                "--write-baseline",
                "write what is found to the file of known findings, so that only what is new is reported from now on",
            ),
        ),
    ),
    (
        "output",
        (
            Option(
                "--output-format",
                "how to print findings (default: %(default)s)",
                choices=FORMATS,
                default=FORMATS[0],
            ),
            Option(
                "--output-file",
                "write the report to this file, and the summary to the terminal",
                "FILE",
                short="-o",
            ),
            Option("--statistics", "report only how many findings each rule has (full, concise or json)"),
            Option(
                "--color",
                "whether to colour them (default: %(default)s)",
                choices=COLOR_CHOICES,
                default="auto",
            ),
            Option(
                "--fail-on",
                "exit with 1 from this severity on (default: error)",
                choices=("error", "warning", "info"),
            ),
            Option("--exit-zero", "exit with 0 even if there are findings"),
            Option("--quiet", "print findings, and nothing else", short="-q"),
            Option("--verbose", "say what is linted, by which settings, process and rules", short="-v"),
        ),
    ),
)
_OPTIONS = {option.name: option for _, options in GROUPS for option in options}
_BY_WORD = _OPTIONS | {option.short: option for option in _OPTIONS.values() if option.short}


class Options:
    """What the command line asks of a check, by the names of the options."""

    paths: list[str]
    select: list[str] | None
    extend_select: list[str] | None
    ignore: list[str] | None
    process: str | None
    config: str | None
    isolated: bool
    zeps: str | None
    force_exclude: bool
    stdin_filename: str | None
    fix: bool
    unsafe_fixes: bool
    fix_related: bool
    fix_only: bool
    diff: bool
    show_fixes: bool
    exit_non_zero_on_fix: bool
    add_ignore: str | None
    since: str | None
    new_only: bool
    baseline: str | None
    no_baseline: bool
    no_ignore_comments: bool
    write_baseline: bool
    output_format: str
    output_file: str | None
    statistics: bool
    color: str
    fail_on: str | None
    exit_zero: bool
    quiet: bool
    verbose: bool

    def __init__(self, values: dict[str, Any]) -> None:
        self.__dict__.update(values)

    def contradiction(self) -> str:
        """What of these options does not go together, in words; empty if all does."""
        if self.quiet and self.verbose:
            return "--quiet and --verbose contradict each other: leave out one of them"
        if self.statistics and self.output_format not in STATISTICS_FORMATS:
            return f"--statistics has the formats full, concise and json, not {self.output_format}"
        silent = "--diff" if self.diff else "--fix-only" if self.fix_only else ""
        if self.output_file is not None and silent:
            return f"--output-file takes the report, and {silent} makes none: leave out one of them"
        return ""

    def exit_code(self, failed: bool, fixed: int = 0) -> int:
        """What a run ends with that found something grave, if it `failed`, and that fixed so many findings."""
        return int((failed or (self.exit_non_zero_on_fix and fixed > 0)) and not self.exit_zero)


def read_options(arguments: Sequence[str]) -> Options | None:
    """The options in `arguments`; None where argparse has to read them: they are unusual, or wrong."""
    values: dict[str, Any] = {
        option.field: False if option.is_switch else option.default for option in _OPTIONS.values()
    }
    paths = values["paths"] = []
    remaining = iter(arguments)
    for argument in remaining:
        if not argument.startswith("-"):
            paths.append(argument)
            continue
        option = _BY_WORD.get(argument)
        if option is None:
            return None
        if option.is_switch:
            values[option.field] = True
            continue
        if option.optional:
            values[option.field] = ""
            continue
        value = next(remaining, "")
        words = words_of(value) if option.lists else []
        if not value or value.startswith("-") or (option.lists and not words):
            return None
        if option.choices and value not in option.choices:
            return None
        values[option.field] = [*(values[option.field] or ()), *words] if option.lists else value
    return Options(values)


def words_of(text: str) -> list[str]:
    """The words between the commas of a list."""
    return [word.strip() for word in text.split(",") if word.strip()]


def spelled_out(arguments: Sequence[str]) -> list[str]:
    """Arguments for argparse, which takes the next one for a value where one may be left out."""
    optional = {option.name for option in _OPTIONS.values() if option.optional}
    return [f"{argument}=" if argument in optional else argument for argument in arguments]


def add_options(parser: Parser) -> None:
    """Give argparse's parser the options of the table."""
    for title, options in GROUPS:
        group = parser.add_argument_group(title)
        for option in options:
            keywords: dict[str, Any] = {"help": option.help}
            if option.is_switch:
                keywords["action"] = "store_true"
            else:
                keywords |= {
                    "metavar": option.metavar or None,
                    "choices": option.choices or None,
                    "default": option.default,
                }
            if option.optional:
                keywords["nargs"] = "?"
            if option.lists:
                keywords |= {"type": _words, "action": "extend"}
            group.add_argument(*filter(None, (option.short, option.name)), **keywords)


def _words(text: str) -> list[str]:
    from argparse import ArgumentTypeError

    words = words_of(text)
    if not words:
        raise ArgumentTypeError("no rule is named")
    return words
