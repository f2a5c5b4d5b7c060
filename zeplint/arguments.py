"""What every command has in common in reading its arguments: safe errors, help in the terminal's width."""

from __future__ import annotations

import argparse
import re

from zeplint.terminal import terminal_width

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any, NoReturn


NUMBER = re.compile(r"(?:[A-Za-z]+[ -]?)?0*(\d{1,6})", re.ASCII)


class _MadeError(Exception):
    """A parser is made, and it is all that is wanted."""

    def __init__(self, parser: Parser) -> None:
        super().__init__()
        self.parser = parser


class Parser(argparse.ArgumentParser):
    """A parser that knows options by their full names only, and escapes control characters it quotes."""

    is_read = True

    def __init__(self, **options: Any) -> None:
        super().__init__(formatter_class=_Formatter, allow_abbrev=False, **options)

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> Any:
        """Read arguments, as every way to read them does in the end."""
        if not self.is_read:
            raise _MadeError(self)
        return super().parse_known_args(args, namespace)

    def actions(self) -> Sequence[argparse.Action]:
        """The options and arguments that it reads, in order."""
        return self._actions

    def error(self, message: str) -> NoReturn:
        """Say what is wrong with the arguments on standard error, and exit with 2."""
        from zeplint.report.safe import escape_controls

        super().error(escape_controls(message))


FOLDER: dict[str, Any] = {
    "metavar": "DIR",
    "default": ".",
    "help": "a folder of the collection (default: .)",
}
PROCESS: dict[str, Any] = {
    "metavar": "auto|NAME|FILE",
    "help": "which process it follows (default: auto)",
}


def add_collection(parser: argparse.ArgumentParser, *, by_name: bool = False) -> None:
    """Let a command be told which collection it is about: `directory`, an option if `by_name`, and `process`."""
    if by_name:
        parser.add_argument("--directory", **FOLDER)
    else:
        parser.add_argument("directory", nargs="?", **FOLDER)
    parser.add_argument("--process", **PROCESS)


def number_of(text: str) -> int:
    """The number of a proposal, with or without what it is called in front: ``7``, ``0007``, ``ZEP 7``."""
    match = NUMBER.fullmatch(text)
    if match is None:
        raise argparse.ArgumentTypeError(f"a number such as 7 is expected, not {text}")
    return int(match[1])


def parser_of(command: Callable[[], object]) -> Parser:
    """The parser with which `command` would read its arguments, had it gone on."""
    Parser.is_read = False
    try:
        command()
    except _MadeError as made:
        return made.parser
    finally:
        Parser.is_read = True
    raise AssertionError("the command reads no arguments")


class _Formatter(argparse.RawDescriptionHelpFormatter):
    """Help in the terminal's width, found without `shutil`: argparse asks at every option it adds."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, width=terminal_width() - 2)
