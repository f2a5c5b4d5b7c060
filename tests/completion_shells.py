"""Ask a shell what it would complete: the real program, with the script that users get."""

from __future__ import annotations

import os
import pty
import re
import select
import shutil
import subprocess
import time
from pathlib import Path

import pytest

PATIENCE = 20.0
END = "END-OF-LINE"


def program(name: str) -> str:
    """The path of a shell; the test is skipped where it is absent."""
    found = shutil.which(name)
    if found is None:
        pytest.skip(f"{name} is not installed (Debian: apt-get install {name})")
    return found


def by_bash(script: Path, line: str, folder: Path) -> list[str]:
    """What bash is told to choose from at the end of `line`; empty where files are left to it."""
    code = f"""
        source {script}
        COMP_LINE={_quoted(line)}
        # Readline breaks words at "=" as well.
        COMP_WORDS=($(printf '%s\\n' "$COMP_LINE" | sed 's/=/ = /g'))
        [[ $COMP_LINE == *[\\ =] ]] && COMP_WORDS+=('')
        COMP_CWORD=$((${{#COMP_WORDS[@]}} - 1))
        compopt() {{ :; }}
        _zeplint
        printf '%s\\n' "${{COMPREPLY[@]}}"
    """
    done = subprocess.run(
        [program("bash"), "--norc", "-c", code], cwd=folder, capture_output=True, text=True, check=True
    )
    assert done.stderr == ""
    return [word.strip() for word in done.stdout.split("\n") if word]


def by_fish(script: Path, line: str, folder: Path, home: Path) -> list[str]:
    """What fish offers at the end of `line`."""
    code = f"source {script}; complete -C {_quoted(line)}"
    environment = {**os.environ, "HOME": str(home), "XDG_CONFIG_HOME": str(home / "config")}
    done = subprocess.run(
        [program("fish"), "--no-config", "-c", code],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stderr == ""
    return [candidate.partition("\t")[0] for candidate in done.stdout.split("\n") if candidate]


def by_zsh(script: Path, line: str, folder: Path, home: Path) -> str:
    """What zsh shows in a terminal after `line` and a tab, in black and white."""
    (home / ".zshrc").write_text(
        f"""
        PS1='> '; LISTMAX=10000; setopt no_beep; unsetopt menu_complete auto_menu zle_bracketed_paste
        TERM=dumb; zstyle ':completion:*' list-colors ''
        autoload -Uz compinit; compinit -u -D
        source {script}
        print READY
        """,
        encoding="utf-8",
    )
    environment = {**os.environ, "HOME": str(home), "ZDOTDIR": str(home), "TERM": "dumb", "COLUMNS": "200"}
    return in_terminal([program("zsh"), "-i"], line, folder, environment)


def in_terminal(command: list[str], line: str, folder: Path, environment: dict[str, str]) -> str:
    """What a shell prints from a tab behind `line` on, in a terminal."""
    child, terminal = pty.fork()
    if child == 0:
        os.chdir(folder)
        os.execvpe(command[0], command, environment)
    try:
        _read(terminal, "READY")
        os.write(terminal, line.encode())
        _read(terminal, None)
        # A second tab lists where the first one only completed; Ctrl-U and a comment end the line.
        os.write(terminal, b"\t\t")
        shown = _read(terminal, None)
        os.write(terminal, f"\x15echo {END[:3]}{END[3:]}\r".encode())
        shown += _read(terminal, END)
    finally:
        os.close(terminal)
        os.waitpid(child, 0)
    return re.sub(r"\x1b\[[0-9;?]*[A-Za-z]|[\r\x07\x08]", "", shown)


def _read(terminal: int, end: str | None) -> str:
    """What a terminal shows until `end`, or until nothing more comes for a while."""
    text, stop = "", time.monotonic() + PATIENCE
    while time.monotonic() < stop:
        ready, _, _ = select.select([terminal], [], [], 1.0 if end is None else 0.2)
        if not ready:
            if end is None:
                break
            continue
        try:
            text += os.read(terminal, 65536).decode("utf-8", "replace")
        except OSError:
            break
        if end is not None and end in text:
            break
    return text


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "'\\''") + "'"
