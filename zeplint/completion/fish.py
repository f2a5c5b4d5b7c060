"""Completion for fish."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from zeplint.completion.commands import (
    DEFAULT,
    FILES,
    FOLDERS,
    REVISIONS,
    RULES,
    Command,
    Flag,
    Values,
    rule_words,
)

_SCRIPT = """\
# Completion for zeplint: zeplint completion fish > ~/.config/fish/completions/zeplint.fish

function __zeplint_is -d 'Whether this is the command of the line'
    set -l words (commandline -opc)
    set -l command %(default)s
    if set -q words[2]; and contains -- $words[2] %(names)s
        set command $words[2]
    end
    test $command = $argv[1]
end

function __zeplint_at -d 'Whether so many arguments of the command stand before the cursor'
    set -l words (commandline -opc)
    set -l place 0
    set -l skip 0
    set -e words[1]
    if set -q words[1]; and contains -- $words[1] %(names)s
        set -e words[1]
    end
    for word in $words
        if test $skip = 1
            set skip 0
        else if contains -- $word %(valued)s
            set skip 1
        else if not string match -q -- '-*' $word
            set place (math $place + 1)
        end
    end
    test $place = $argv[1]
end

function __zeplint_rules -d 'The rules, for a list between commas'
    set -l word (string replace -r -- '^--[a-z-]+=' '' (commandline -ct))
    set -l before (string match -r -- '^.*,' $word; or echo '')
    set -l given (string split -- , $before)
    for line in %(rules)s
        contains -- (string split -f 1 -- \\t $line) $given; or echo "$before$line"
    end
end

function __zeplint_revisions -d 'What git can compare with'
    git for-each-ref --format='%%(refname:short)' 2>/dev/null
end

complete -c zeplint -f
complete -c zeplint -n 'test (count (commandline -opc)) = 1' -F
%(completions)s
"""


def script(commands: Sequence[Command]) -> str:
    """The script, for fish's folder of completions."""
    rules = rule_words(commands)
    valued = {
        name: None
        for command in commands
        for flag in command.flags
        if flag.values is not None and not flag.optional
        for name in flag.names
    }
    return _SCRIPT % {
        "default": DEFAULT,
        "names": " ".join(command.name for command in commands),
        "valued": " ".join(valued),
        "rules": " ".join(f"{word}\\t{_bare(name)}" for word, name in rules),
        "completions": "\n".join(line for command in commands for line in _lines(command)),
    }


def _lines(command: Command) -> Iterator[str]:
    first = _quoted("test (count (commandline -opc)) = 1")
    yield f"complete -c zeplint -n {first} -a {command.name} -d {_quoted(command.help)}"
    condition = _quoted(f"__zeplint_is {command.name}")
    for flag in command.flags:
        yield f"complete -c zeplint -n {condition} {_names(flag)} -d {_quoted(flag.help)}{_value(flag)}"
    for place, values in enumerate(command.arguments):
        where = _quoted(f"__zeplint_is {command.name}; and __zeplint_at {place}")
        if given := _given(values):
            yield f"complete -c zeplint -n {where}{given}"
    if command.rest and (given := _given(command.rest)):
        yield f"complete -c zeplint -n {condition}{given}"


def _names(flag: Flag) -> str:
    return " ".join(f"-l {name[2:]}" if name.startswith("--") else f"-s {name[1:]}" for name in flag.names)


def _value(flag: Flag) -> str:
    if flag.values is None or flag.optional:
        return ""
    return f" -r{_given(flag.values)}" if flag.values.kind == FILES else f" -x{_given(flag.values)}"


def _given(values: Values) -> str:
    """The options of ``complete`` that say what there is to choose from."""
    files = " -F" if values.kind == FILES else ""
    command = {
        RULES: "__zeplint_rules",
        FOLDERS: "__fish_complete_directories",
        REVISIONS: "__zeplint_revisions",
    }.get(values.kind, "")
    if values.kind != RULES and values.words:
        words = " ".join(_bare(word) + (f"\\t{_bare(name)}" if name else "") for word, name in values.words)
        command = f"printf '%s\\n' {words}" + (f"; {command}" if command else "")
    return files + (f' -a "({command})"' if command else "")


def _bare(text: str) -> str:
    """A word outside quotes."""
    return text.replace("\\", "\\\\").replace(" ", "\\ ")


def _quoted(text: str) -> str:
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"
