"""The command line. Findings go to standard output, all else to standard error.

Exit codes: 0 clean, 1 findings at the failing level, 2 the run itself failed.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence

from zeplint import __version__

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TextIO

    from zeplint.arguments import Parser
    from zeplint.options import Options

FAILED = 2
COMMANDS = {
    "check": "lint files and folders (what happens without a command)",
    "rule": "explain a rule",
    "config": "show what is in force, and why",
    "test": "run the examples of rules of your own",
    "new": "write a new proposal",
    "checklist": "say what a decision asks for",
    "promote": "carry a decision out",
    "list": "list the proposals",
    "graph": "draw how the proposals refer to each other",
    "server": "serve an editor (the Language Server Protocol)",
    "completion": "print a script that completes all this in a shell",
}
EXAMPLES = """\
examples:
  zeplint                                   lint the collection that this folder belongs to
  zeplint docs/zeps/draft/zep-0007.md       lint one file, knowing the rest
  zeplint --select ZEP2,ZEP3 --ignore ZEP210 .
  zeplint rule ZEP304                       what a rule wants, why, and examples
  zeplint new "Shorter keys"                write a new proposal
"""


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line; returns the exit code."""
    # A run builds its model once and keeps it to its end: looking through it for garbage on the way
    # finds nothing, and costs more the larger the collection is.
    gc.set_threshold(50_000)
    arguments = list(sys.argv[1:] if argv is None else argv)
    _open_streams()
    try:
        return _run(arguments)
    except BrokenPipeError:
        _drop_output()
        return FAILED
    except OSError as error:  # a full disk behind standard output, a working directory that is gone
        _drop_output()
        try:
            return _fail((error.strerror or str(error)).lower())
        except OSError:  # standard error takes nothing either
            return FAILED
    except KeyboardInterrupt:
        return 130


def run() -> int:
    """The program: `main`, and an end of the process that does not take the whole model apart first.

    That would be a twentieth of a short run. Where there may be threads to wait for, Python ends as it does.
    """
    code = main()
    if "threading" not in sys.modules:
        try:
            sys.stdout.flush()
            sys.stderr.flush()
        except OSError:
            code = FAILED
        os._exit(code)
    gc.freeze()  # without this, Python looks through the whole model once more
    return code


def _run(arguments: list[str]) -> int:
    """Run the command that is named first, else a check."""
    command = arguments[0] if arguments else ""
    if command == "rule":
        return _rule(arguments[1:])
    if command == "completion":
        return _completion(arguments[1:])
    if command in COMMANDS and command != "check":
        return _run_command(command, arguments[1:])
    return _check(arguments[1:] if command == "check" else arguments)


def _open_streams() -> None:
    """Give a stream that was closed before the start, which Python has as None, an end of its own."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: SIM115 - it stays open
    if os.name == "nt":
        for stream in (sys.stdout, sys.stderr):
            settle(stream)


def settle(stream: TextIO) -> None:
    """Let a stream write texts as they are, as it does everywhere but on Windows.

    There a pipe has an encoding of the system's, and a diff whose line ends are changed fits no file.
    """
    from io import TextIOWrapper

    if isinstance(stream, TextIOWrapper):
        stream.reconfigure(encoding="utf-8", newline="\n")


def _drop_output() -> None:
    """Let what is still buffered go nowhere: it must not fail again at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _check_parser() -> Parser:
    from zeplint.arguments import Parser
    from zeplint.options import add_options

    commands = "\n".join(f"  {name:11}{what}" for name, what in COMMANDS.items())
    parser = Parser(
        prog="zeplint",
        usage="zeplint [check] [options] [PATH ...]\n       zeplint rule [CODE | NAME | --all]\n       zeplint test [RULES]\n       zeplint config [--why] [PATH] [CODE]\n       zeplint new TITLE\n       zeplint checklist ZEP [STATUS] | --since REVISION\n       zeplint promote ZEP STATUS\n       zeplint list|graph [DIR]\n       zeplint completion bash|zsh|fish",
        description="Check Zarr Enhancement Proposals against ZEP 0.",
        epilog=f"commands:\n{commands}\n\n{EXAMPLES}",
    )
    parser.add_argument("paths", metavar="PATH", nargs="*", help="files and folders (default: .)")
    parser.add_argument("--version", action="version", version=f"zeplint {__version__}")
    add_options(parser)
    return parser


def _read(arguments: list[str]) -> Options:
    from zeplint.options import Options, read_options, spelled_out

    options = read_options(arguments)
    return options or Options(vars(_check_parser().parse_intermixed_args(spelled_out(arguments))))


def _fail(message: str) -> int:
    from zeplint.output import write
    from zeplint.report.safe import escape_controls

    write(f"zeplint: error: {escape_controls(message)}\n", sys.stderr)
    return FAILED


def _check(arguments: list[str]) -> int:
    # Options may stand between paths, which argparse allows only where no "--" does.
    end = arguments.index("--") if "--" in arguments else len(arguments)
    options = _read(arguments[:end])
    if wrong := options.contradiction():
        return _fail(wrong)
    paths = [*options.paths, *arguments[end + 1 :]] or ["."]
    from zeplint.output import Output
    from zeplint.session import Request, RunError, run
    from zeplint.settings import SettingsError
    from zeplint.tree import LARGEST_FILE

    output = Output(options, os.environ)
    if options.write_baseline and (other := _other_than_known(options)):
        return _fail(f"--write-baseline makes all that is found known, and nothing else: leave out {other}")
    stdin: tuple[str, bytes] | None = None
    if options.stdin_filename is not None:
        if others := [path for path in paths if path not in ("-", ".")]:
            return _fail(f"--stdin-filename lints standard input only: leave out {others[0]}")
        stdin = options.stdin_filename, sys.stdin.buffer.read(LARGEST_FILE + 1)
    elif "-" in paths:
        return _fail("to lint standard input, say what file it is: --stdin-filename PATH")
    request = Request(
        paths=tuple(paths),
        select=tuple(options.select) if options.select is not None else None,
        extend_select=tuple(options.extend_select or ()),
        ignore=tuple(options.ignore or ()),
        process=options.process,
        config=options.config,
        isolated=options.isolated,
        force_exclude=options.force_exclude,
        stdin=stdin,
        fail_on=options.fail_on,
        zeps=options.zeps,
        since=options.since if options.since is not None or not options.new_only else "auto",
        new_only=options.new_only,
        baseline=options.baseline,
        no_baseline=options.no_baseline,
        write_baseline=options.write_baseline,
        no_ignore_comments=options.no_ignore_comments,
        processes=0,
        progress=output.progress,
    )
    try:
        if options.add_ignore is not None:
            from zeplint.add_ignore.command import check_and_ignore

            return check_and_ignore(request, output, os.environ, os.getcwd())
        if options.fix or options.fix_only or options.diff:
            from zeplint.fixing.command import check_and_fix

            return check_and_fix(request, output, os.environ, os.getcwd())
        outcome = run(request, os.environ, os.getcwd())
        output.report(outcome)
    except (RunError, SettingsError) as error:
        output.clear()
        return _fail(str(error))
    except BaseException:
        output.clear()
        raise
    return options.exit_code(outcome.failed)


def _other_than_known(options: Options) -> str:
    """The first option that asks for something else than that what is found becomes known."""
    for name in ("fix", "fix_only", "diff", "add_ignore", "new_only", "stdin_filename", "no_baseline"):
        if getattr(options, name) not in (None, False):
            return f"--{name.replace('_', '-')}"
    return ""


def _rule(arguments: Sequence[str]) -> int:
    from zeplint.explain.command import main as explain
    from zeplint.output import write
    from zeplint.session import RunError
    from zeplint.settings import SettingsError

    try:
        return explain(arguments, os.getcwd(), write=write, fail=_fail)
    except (RunError, SettingsError) as error:
        return _fail(str(error))


def _completion(arguments: Sequence[str]) -> int:
    from functools import partial

    from zeplint.arguments import parser_of
    from zeplint.completion.command import main as completion
    from zeplint.output import write

    def parsers() -> dict[str, Parser]:
        return {name: parser_of(partial(_run, [name, "--help"])) for name in COMMANDS}

    return completion(arguments, parsers, COMMANDS, write=write)


def _run_command(name: str, arguments: Sequence[str]) -> int:
    """Run a command that reads a collection."""
    from zeplint.output import note, write
    from zeplint.session import RunError
    from zeplint.settings import SettingsError

    try:
        if name == "config":
            from zeplint.config.command import main as config

            return config(arguments, os.environ, os.getcwd(), write=write)
        if name == "test":
            from zeplint.ruletest.command import main as test

            return test(arguments, os.getcwd(), write=write, note=note)
        if name == "new":
            from zeplint.new.command import main as new

            return new(arguments, os.environ, os.getcwd(), write=write, note=note)
        if name == "server":
            from zeplint.server import main as server

            return server(arguments, fail=_fail)
        if name in ("checklist", "promote"):
            from zeplint.promote.commands import checklist_main, promote_main

            if name == "checklist":
                return checklist_main(arguments, os.environ, os.getcwd(), write=write, note=note)
            return promote_main(
                arguments,
                os.environ,
                os.getcwd(),
                write=write,
                write_aside=lambda text: write(text, sys.stderr),
                note=note,
            )
        from zeplint.listing import commands

        command = commands.list_main if name == "list" else commands.graph_main
        return command(arguments, os.environ, os.getcwd(), write=write, note=note)
    except (RunError, SettingsError) as error:
        return _fail(str(error))
