"""Completion for bash, 3.2 and newer, without the package bash-completion."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from shlex import quote

from zeplint.completion.commands import (
    DEFAULT,
    FILES,
    FOLDERS,
    NOTHING,
    REVISIONS,
    RULES,
    Command,
    Flag,
    Values,
    rule_words,
)

_SCRIPT = """\
# Completion for zeplint. In ~/.bashrc: eval "$(zeplint completion bash)"

# Each function takes the words to choose from, one a line. Where it finds none, bash goes on with files.
_zeplint_words() {
    local IFS=$'\\n' word
    for word in $1; do
        [[ $word == "$cur"* ]] && COMPREPLY+=("$(printf '%%q' "$word")")
    done
    compopt +o default +o bashdefault 2>/dev/null
}

_zeplint_list() {
    local IFS=$'\\n' word before=''
    [[ $cur == *,* ]] && before=${cur%%,*},
    for word in $1; do
        [[ $before$word == "$cur"* && ,$before != *,$word,* ]] && COMPREPLY+=("$before$word")
    done
    compopt -o nospace +o default +o bashdefault 2>/dev/null
}

_zeplint_or_files() {
    local IFS=$'\\n' word
    compopt -o filenames 2>/dev/null
    for word in $1; do
        [[ $word == "$cur"* ]] && COMPREPLY+=("$word")
    done
    COMPREPLY+=($(compgen -f -- "$cur"))
}

_zeplint_folders() {
    local IFS=$'\\n'
    compopt -o filenames 2>/dev/null
    COMPREPLY=($(compgen -d -- "$cur"))
}

_zeplint_revisions() {
    _zeplint_words "$1"$'\\n'"$(git for-each-ref --format='%%(refname:short)' 2>/dev/null)"
}

_zeplint() {
    local cur=${COMP_WORDS[COMP_CWORD]} option='' command=%(default)s start=1 place=0 i
    local rules=%(rules)s
    COMPREPLY=()
    (( COMP_CWORD > 0 )) && option=${COMP_WORDS[COMP_CWORD-1]}
    # An option with "=" comes as three words.
    if [[ $cur == = ]]; then
        cur=''
    elif [[ $option == = ]] && (( COMP_CWORD > 1 )); then
        option=${COMP_WORDS[COMP_CWORD-2]}
    fi
    if (( COMP_CWORD > 1 )); then
        case ${COMP_WORDS[1]} in
            %(names)s) command=${COMP_WORDS[1]} start=2 ;;
        esac
    fi
    for (( i = start; i < COMP_CWORD; i++ )); do
        case "$command ${COMP_WORDS[i]}" in
            %(valued)s) [[ ${COMP_WORDS[i+1]} == = ]] && i=$((i + 2)) || i=$((i + 1)) ;;
            *' '-*) ;;
            *) place=$((place + 1)) ;;
        esac
    done
    case "$command $option" in
%(values)s
    esac
    if [[ $cur == -* ]]; then
        case $command in
%(options)s
        esac
        compopt -o nospace 2>/dev/null
        (( ${#COMPREPLY[@]} == 1 )) && [[ ${COMPREPLY[0]} != *= ]] && COMPREPLY[0]+=' '
        return
    fi
    if (( COMP_CWORD == 1 )); then
        _zeplint_or_files %(commands)s
        return
    fi
    case "$command $place" in
%(arguments)s
    esac
}

complete -o bashdefault -o default -F _zeplint zeplint
"""


def script(commands: Sequence[Command]) -> str:
    """The script, to be read by bash at its start."""
    rules = rule_words(commands)
    valued = [
        pattern
        for command in commands
        for flag in command.flags
        if _takes(flag)
        for pattern in _patterns(command, flag)
    ]
    values = [
        _case(_patterns(command, flag), flag.values)
        for command in commands
        for flag in command.flags
        if flag.values is not None and not flag.optional
    ]
    options = [
        f"            {command.name}) _zeplint_words {_lines(_names(command))} ;;" for command in commands
    ]
    arguments = []
    for command in commands:
        arguments += [
            _case([quote(f"{command.name} {place}")], given) for place, given in enumerate(command.arguments)
        ]
        arguments += [_case([f"{quote(command.name)}' '*"], command.rest)] if command.rest else []
    return _SCRIPT % {
        "default": DEFAULT,
        "rules": _lines(word for word, _ in rules),
        "names": "|".join(command.name for command in commands),
        "valued": "|".join(valued),
        "values": "\n".join(values),
        "options": "\n".join(options),
        "commands": _lines(command.name for command in commands),
        "arguments": "\n".join(arguments),
    }


def _takes(flag: Flag) -> bool:
    return flag.values is not None and not flag.optional


def _patterns(command: Command, flag: Flag) -> list[str]:
    return [quote(f"{command.name} {name}") for name in flag.names]


def _names(command: Command) -> list[str]:
    return [name for flag in command.flags for name in flag.names]


def _lines(words: Iterable[str]) -> str:
    """Words as one argument of the shell, a line each."""
    return quote("\n".join(words))


def _case(patterns: Sequence[str], values: Values) -> str:
    words = _lines(word for word, _ in values.words)
    do = {
        NOTHING: "compopt +o default +o bashdefault 2>/dev/null",
        RULES: '_zeplint_list "$rules"',
        FILES: f"_zeplint_or_files {words}" if values.words else ":",
        FOLDERS: "_zeplint_folders",
        REVISIONS: f"_zeplint_revisions {words}",
    }.get(values.kind, f"_zeplint_words {words}")
    return f"        {'|'.join(patterns)}) {do}; return ;;"
