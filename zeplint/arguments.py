"""What every command has in common in reading its arguments: safe errors, help in the terminal's width."""

from __future__ import annotations

import argparse

from zeplint.terminal import terminal_width

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, NoReturn


class Parser(argparse.ArgumentParser):
    """A parser that knows options by their full names only, and escapes control characters it quotes."""

    def __init__(self, **options: Any) -> None:
        super().__init__(formatter_class=_Formatter, allow_abbrev=False, **options)

    def error(self, message: str) -> NoReturn:
        """Say what is wrong with the arguments on standard error, and exit with 2."""
        from zeplint.report.safe import escape_controls

        super().error(escape_controls(message))


class _Formatter(argparse.RawDescriptionHelpFormatter):
    """Help in the terminal's width, found without `shutil`: argparse asks at every option it adds."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, width=terminal_width() - 2)
