"""What there is to complete: the commands, their options, and what each takes for a value."""

from __future__ import annotations

from argparse import SUPPRESS, Action
from collections.abc import Iterable, Mapping, Sequence

from zeplint.arguments import Parser
from zeplint.diagnostic import SEVERITIES
from zeplint.process import Process
from zeplint.record import NamedTuple
from zeplint.rulebook import ALL, AUTO, Rulebook

# Kinds of values.
NOTHING, WORDS, RULES, FILES, FOLDERS, REVISIONS = (
    "nothing",
    "words",
    "rules",
    "files",
    "folders",
    "revisions",
)

# The command that runs where none is named.
DEFAULT = "check"


class Values(NamedTuple):
    """What may be given: one of the kinds above.

    `words` are values with a description each; with FILES and REVISIONS they stand beside these. RULES are the words
    in a list between commas.
    """

    kind: str
    words: tuple[tuple[str, str], ...] = ()


class Flag(NamedTuple):
    """An option: its names, what it does, and its values; None for a switch.

    `optional` says that a value may be left out and otherwise stands behind ``=``, `repeated` that the option may be given several times.
    """

    names: tuple[str, ...]
    help: str
    values: Values | None
    optional: bool = False
    repeated: bool = False


class Command(NamedTuple):
    """A command: its options, and the values of its arguments in order; `rest` are those of all further ones."""

    name: str
    help: str
    flags: tuple[Flag, ...]
    arguments: tuple[Values, ...]
    rest: Values | None = None


class Vocabulary:
    """The words that a value may be, by what the help calls the value."""

    def __init__(self, rulebook: Rulebook, processes: Sequence[Process]) -> None:
        codes = [(rule.code, rule.name) for rule in rulebook]
        names = [(rule.name, rule.code) for rule in rulebook]
        self._values = {
            "RULES": Values(RULES, ((ALL, "every rule"), *codes)),
            "CODE | NAME": Values(WORDS, (*codes, *names)),
            "STATUS": Values(WORDS, _distinct(name for process in processes for name in process.statuses)),
            "TYPE": Values(WORDS, _distinct(name for process in processes for name in process.types)),
            "auto|NAME|FILE": Values(FILES, _distinct([AUTO, *(process.name for process in processes)])),
            "SEVERITY": Values(WORDS, _distinct(SEVERITIES)),
            "REVISION": Values(REVISIONS, _distinct([AUTO])),
            "FILE": Values(FILES),
            "PATH": Values(FILES),
            "PROPOSAL": Values(FILES),
            "DIR": Values(FOLDERS),
        }

    def argument(self, action: Action) -> Values:
        """The values of an argument; one that is called rules names their files."""
        values = self.values(action)
        return Values(FILES) if values.kind == RULES else values

    def values(self, action: Action) -> Values:
        """The values of an option."""
        if action.choices is not None:
            return Values(WORDS, _distinct(action.choices))
        metavar = action.metavar if isinstance(action.metavar, str) else ""
        return self._values.get(metavar, Values(NOTHING))


def _distinct(words: Iterable[str]) -> tuple[tuple[str, str], ...]:
    return tuple((word, "") for word in dict.fromkeys(words))


def read_commands(
    parsers: Mapping[str, Parser], helps: Mapping[str, str], vocabulary: Vocabulary
) -> list[Command]:
    """The commands of these names, as their parsers say what they take."""
    return [_command(name, parser, helps[name], vocabulary) for name, parser in parsers.items()]


def _command(name: str, parser: Parser, what: str, vocabulary: Vocabulary) -> Command:
    flags: list[Flag] = []
    arguments: list[Values] = []
    rest: Values | None = None
    for action in parser.actions():
        if action.help == SUPPRESS:
            continue
        if action.option_strings:
            flags.append(_flag(action, parser, vocabulary))
        elif action.nargs in ("*", "+"):
            rest = vocabulary.argument(action)
        else:
            arguments.append(vocabulary.argument(action))
    return Command(name, what, tuple(flags), tuple(arguments), rest)


def _flag(action: Action, parser: Parser, vocabulary: Vocabulary) -> Flag:
    text = (action.help or "") % {"prog": parser.prog, **vars(action)}
    values = None if action.nargs == 0 else vocabulary.values(action)
    return Flag(
        tuple(action.option_strings),
        " ".join(text.split()),
        values,
        optional=action.nargs == "?",
        repeated=type(action).__name__ in ("_AppendAction", "_ExtendAction"),
    )


def rule_words(commands: Iterable[Command]) -> tuple[tuple[str, str], ...]:
    """The words that an option for rules takes, each with what it means: the same for every such option."""
    return next(
        flag.values.words
        for command in commands
        for flag in command.flags
        if flag.values and flag.values.kind == RULES
    )
