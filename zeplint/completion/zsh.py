"""Completion for zsh, by its own `_arguments`."""

from __future__ import annotations

from collections.abc import Sequence

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
#compdef zeplint
# Completion for zeplint. As a file: zeplint completion zsh > "${fpath[1]}/_zeplint"
# Or in ~/.zshrc, below compinit: eval "$(zeplint completion zsh)"

_zeplint_rules() {
    local -a rules
    rules=(
%(rules)s
    )
    _values -s , rule $rules
}

_zeplint_revisions() {
    local -a revisions
    revisions=("$@" ${(f)"$(git for-each-ref --format='%%(refname:short)' 2>/dev/null)"})
    compadd -a revisions
}

_zeplint_or_files() {
    compadd -- "$@"
    _files
}

_zeplint() {
    local -a commands
    local command=%(default)s
    local curcontext=$curcontext state state_descr line
    typeset -A opt_args
    commands=(
%(commands)s
    )
    if (( CURRENT == 2 )) && [[ $words[2] != -* ]]; then
        _describe -t commands command commands
        _files
        return
    fi
    case $words[2] in
        (%(names)s)
            command=$words[2]
            shift words
            (( CURRENT-- ))
            ;;
    esac
    case $command in
%(cases)s
    esac
}

if [[ $zsh_eval_context[-1] == loadautofunc ]]; then
    _zeplint "$@"
else
    compdef _zeplint zeplint
fi
"""


def script(commands: Sequence[Command]) -> str:
    """The script, for a folder of `fpath` or to be read by zsh at its start."""
    rules = rule_words(commands)
    return _SCRIPT % {
        "default": DEFAULT,
        "rules": "\n".join(f"        {_quoted(f'{word}[{name}]')}" for word, name in rules),
        "commands": "\n".join(
            f"        {_quoted(f'{command.name}:{_escaped(command.help)}')}" for command in commands
        ),
        "names": "|".join(command.name for command in commands),
        "cases": "\n".join(_case(command) for command in commands),
    }


def _case(command: Command) -> str:
    specs = [spec for flag in command.flags for spec in _specs(flag)]
    specs += [_quoted(f"{place}:{_action(values)}") for place, values in enumerate(command.arguments, 1)]
    specs += [_quoted(f"*:{_action(command.rest)}")] if command.rest else []
    lines = "".join(f" \\\n                {spec}" for spec in specs)
    return f"        ({command.name})\n            _arguments -s -S :{lines}\n            ;;"


def _specs(flag: Flag) -> list[str]:
    """An option for `_arguments`: one argument for each of its names, of which a line has one."""
    others = "*" if flag.repeated else f"({' '.join(flag.names)})"
    found = []
    for name in flag.names:
        if flag.values is None:
            end = ""
        else:
            # With "-" behind it, the value is part of the same word.
            end = ("=-" if flag.optional else "=") if name.startswith("--") else "+"
        value = f":{':' if flag.optional else ''}{_action(flag.values)}" if flag.values else ""
        found.append(_quoted(f"{others}{name}{end}[{_escaped(flag.help)}]{value}"))
    return found


def _action(values: Values) -> str:
    words = " ".join(_escaped(word).replace(" ", "\\ ") for word, _ in values.words)
    return {
        NOTHING: "value: ",
        RULES: "rules:_zeplint_rules",
        # Behind a blank, a function is called without arguments of zsh's own.
        FILES: f"file: _zeplint_or_files {words}" if words else "file:_files",
        FOLDERS: "folder:_files -/",
        REVISIONS: f"revision: _zeplint_revisions {words}",
    }.get(values.kind, f"value:({words})")


def _escaped(text: str) -> str:
    """A text inside a specification: what would end it is escaped."""
    for char in "\\[]:":
        text = text.replace(char, f"\\{char}")
    return text


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "'\\''") + "'"
