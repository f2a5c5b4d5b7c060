"""``zeplint completion``: what the real shells then offer."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.completion_shells import by_bash, by_fish, by_zsh, in_terminal, program
from tests.repositories import Repository
from zeplint.arguments import Parser, parser_of
from zeplint.cli import COMMANDS, main
from zeplint.options import GROUPS
from zeplint.report import FORMATS
from zeplint.rulebook import load_process, load_rulebook, process_names

SHELLS = ("bash", "zsh", "fish")
STATUSES = {status for name in process_names() for status in load_process(name).statuses}
TYPES = {kind for name in process_names() for kind in load_process(name).types}
needs_posix = pytest.mark.skipif(sys.platform == "win32", reason="needs a POSIX shell")


def printed(capsys: pytest.CaptureFixture[str], shell: str) -> str:
    assert main(["completion", shell]) == 0
    return capsys.readouterr().out


@pytest.mark.parametrize("shell", SHELLS)
def test_every_command_option_and_rule_is_there(capsys: pytest.CaptureFixture[str], shell: str) -> None:
    script = printed(capsys, shell)
    names = set(COMMANDS) | {rule.code for rule in load_rulebook()}
    names |= {option.name.removeprefix("--") for _, options in GROUPS for option in options}
    assert {name for name in names if not re.search(rf"(?<![\w]){re.escape(name)}(?![\w])", script)} == set()


def test_a_shell_must_be_named(capsys: pytest.CaptureFixture[str]) -> None:
    for arguments in (["completion"], ["completion", "tcsh"]):
        with pytest.raises(SystemExit) as caught:
            main(arguments)
        assert caught.value.code == 2
    assert "invalid choice" in capsys.readouterr().err


def test_a_parser_that_is_asked_for_reads_nothing() -> None:
    parser = Parser(prog="x")
    assert parser_of(lambda: parser.parse_args(["--no-such-option"])) is parser
    assert Parser.is_read


# With the programs


class Shells:
    """The shells in a repository with a file, a folder and a branch."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder = folder / "repository"
        self.home = folder / "home"
        self.home.mkdir()
        Repository(self.folder).commit({"zep-0001.md": "x", "docs/a.md": "x"})
        self.scripts: dict[str, Path] = {}
        for shell in SHELLS:
            self.scripts[shell] = folder / f"zeplint.{shell}"
            self.scripts[shell].write_text(printed(capsys, shell), encoding="utf-8")

    def offered(self, shell: str, line: str) -> set[str]:
        if shell == "bash":
            return set(by_bash(self.scripts[shell], line, self.folder))
        return set(by_fish(self.scripts[shell], line, self.folder, self.home))

    def in_zsh(self, line: str) -> str:
        return by_zsh(self.scripts["zsh"], line, self.folder, self.home)


@pytest.fixture
def shells(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Shells:
    return Shells(tmp_path, capsys)


@pytest.mark.external
@needs_posix
@pytest.mark.parametrize("shell", SHELLS)
def test_the_script_is_one(shells: Shells, shell: str) -> None:
    subprocess.run([program(shell), "-n", shells.scripts[shell]], check=True)


@pytest.mark.external
@needs_posix
@pytest.mark.parametrize("shell", ["bash", "fish"])
def test_what_bash_and_fish_offer(shells: Shells, shell: str) -> None:
    def offered(line: str) -> set[str]:
        return shells.offered(shell, line)

    assert offered("zeplint ") >= {*COMMANDS, "zep-0001.md"}
    assert offered("zeplint che") == {"check", "checklist"}
    assert offered("zeplint --output-f") == {"--output-format", "--output-file"}
    assert offered("zeplint --output-format ") == set(FORMATS)
    assert offered("zeplint check --fail-on w") == {"warning"}
    whole = "--output-format=" if shell == "fish" else ""
    assert offered("zeplint --output-format=s") == {f"{whole}sarif"}
    assert offered("zeplint --select ZEP10") == {f"ZEP10{digit}" for digit in range(9)}
    assert offered("zeplint --ignore ZEP301,ZEP302,ZEP30") == {
        f"ZEP301,ZEP302,ZEP30{digit}" for digit in range(3, 10)
    }
    assert offered("zeplint rule missing-res") == {"missing-resolution"}
    assert offered("zeplint promote 7 ") == STATUSES
    assert offered("zeplint promote --resolution https://x 7 Acc") == {"Accepted"}
    assert offered("zeplint checklist 7 Fin") == {"Final"}
    assert offered("zeplint promote --") >= {"--resolution", "--replaced-by", "--force"}
    assert not offered("zeplint promote --") & {"--select", "--connected"}
    assert {word.replace("\\", "") for word in offered("zeplint new x --type ")} == TYPES
    assert offered("zeplint --since ") == {"auto", "main"}
    assert offered("zeplint --process ") >= {"auto", *process_names(), "zep-0001.md"}
    assert offered("zeplint graph --output-format ") == {"mermaid", "dot", "svg"}
    assert offered("zeplint completion ") == set(SHELLS)
    assert offered("zeplint config --fail-on ") == {"error", "warning", "info"}
    assert offered("zeplint config --why zep-0001.md ZEP30") == {f"ZEP30{digit}" for digit in range(1, 10)}
    assert not {word for word in offered("zeplint test ") if word.startswith("ZEP")}
    assert {word.strip("/") for word in offered("zeplint list d")} == {"docs"}


@pytest.mark.external
@needs_posix
def test_what_zsh_offers(shells: Shells) -> None:
    commands = shells.in_zsh("zeplint ")
    assert set(COMMANDS) <= set(commands.split())
    assert "-- carry a decision out" in commands
    assert "print findings, and nothing else" in shells.in_zsh("zeplint -")
    assert set(FORMATS) <= set(shells.in_zsh("zeplint --output-format ").split())
    rules = shells.in_zsh("zeplint --select ZEP301,ZEP30")
    assert "ZEP304  -- missing-resolution" in rules
    assert "ZEP301  -- status-value" not in rules
    assert set(STATUSES) <= set(shells.in_zsh("zeplint promote 7 ").split())
    assert "auto" in shells.in_zsh("zeplint --since ").split()
    assert "docs/" in shells.in_zsh("zeplint --zeps ")


@pytest.mark.external
@needs_posix
def test_bash_in_a_terminal(shells: Shells) -> None:
    start = shells.home / "bashrc"
    start.write_text(
        f"PS1='> '; bind 'set enable-bracketed-paste off'; source {shells.scripts['bash']}; echo READY\n",
        encoding="utf-8",
    )

    def after(line: str) -> str:
        command = [program("bash"), "--rcfile", str(start), "-i"]
        environment = {**os.environ, "TERM": "dumb", "HOME": str(shells.home)}
        return in_terminal(command, line, shells.folder, environment)

    assert after("zeplint promote 7 Acc").startswith("epted ")
    assert after("zeplint --config zep").startswith("-0001.md ")
    assert "ZEP301,ZEP304" in after("zeplint --select=ZEP301,ZEP30").split()
