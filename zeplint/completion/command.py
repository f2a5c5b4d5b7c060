"""The command itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from importlib import import_module

from zeplint.arguments import Parser
from zeplint.completion.commands import Vocabulary, read_commands
from zeplint.rulebook import load_process, load_rulebook, process_names

SHELLS = ("bash", "zsh", "fish")
INSTALL = """\
to have it in every new shell:
  bash   echo 'eval "$(zeplint completion bash)"' >> ~/.bashrc
  zsh    echo 'eval "$(zeplint completion zsh)"' >> ~/.zshrc   (below compinit)
  fish   zeplint completion fish > ~/.config/fish/completions/zeplint.fish
"""


def main(
    arguments: Sequence[str],
    parsers: Callable[[], Mapping[str, Parser]],
    helps: Mapping[str, str],
    *,
    write: Callable[[str], None],
) -> int:
    """Print the script of a shell with `write`; `parsers` gives those of all commands, `helps` says what each does."""
    parser = Parser(
        prog="zeplint completion", description="Print a script that completes in a shell.", epilog=INSTALL
    )
    parser.add_argument("shell", metavar="SHELL", choices=SHELLS, help="bash, zsh or fish")
    options = parser.parse_args(arguments)
    vocabulary = Vocabulary(load_rulebook(), [load_process(name) for name in process_names()])
    commands = read_commands(parsers(), helps, vocabulary)
    text: str = import_module(f"zeplint.completion.{options.shell}").script(commands)
    write(text)
    return 0
