"""``zeplint test``: whether a project's own rules do what their examples say."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence

from zeplint.arguments import Parser
from zeplint.nearest import nearest
from zeplint.own_rules import OwnRule, own_rule_paths, read_own_rule
from zeplint.process import Process
from zeplint.report.safe import escape_controls
from zeplint.rulebook import AUTO, Rulebook, load_rulebook
from zeplint.rulebook.files import RuleFileError, read_text, read_yaml
from zeplint.rulebook.validate import find_line
from zeplint.ruletest.examples import Bench
from zeplint.ruletest.judge import Failure, judge
from zeplint.session.processes import Processes
from zeplint.session.request import RunError
from zeplint.session.rulebooks import own_paths, settings_here
from zeplint.settings import Settings

CLEAN, FAILED, BROKEN = 0, 1, 2

DESCRIPTION = """\
Run the examples of rules of your own: each must report exactly what it lists, with
other line ends and in every form of header block too; its fix must give what it
shows, and change nothing the second time. Each rule needs an example that reports
and one that is silent. Of what differs, "-" is what the file says, "+" what came out.

Exit codes: 0 all examples come out, 1 one does not, 2 a rule file cannot be used.
"""


def main(
    arguments: Sequence[str],
    working_directory: str,
    *,
    write: Callable[[str], None],
    note: Callable[[str], None],
) -> int:
    """Run the command; returns the exit code.

    `write` takes what goes to standard output, `note` a line for standard error. Raises `RunError` and
    `SettingsError`.
    """
    parser = Parser(prog="zeplint test", description=DESCRIPTION)
    parser.add_argument(
        "rules",
        metavar="RULES",
        nargs="*",
        help="rule files, folders of them, or codes of rules (default: extend-rules of the settings)",
    )
    parser.add_argument(
        "--process", metavar="auto|NAME|FILE", help="by which process examples that name none are read"
    )
    parser.add_argument("--config", metavar="FILE", help="read the settings from this TOML file")
    parser.add_argument("--isolated", action="store_true", help="read no settings file")
    options = parser.parse_args(arguments)
    settings = settings_here(working_directory, config=options.config, isolated=options.isolated)
    process, path = _process(settings, options.process, working_directory)
    statements = _statements(path)
    found = [os.path.exists(os.path.join(working_directory, word)) for word in options.rules]
    paths = [word for word, exists in zip(options.rules, found, strict=True) if exists]
    codes = [word for word, exists in zip(options.rules, found, strict=True) if not exists]
    if codes or not paths:
        paths += own_paths(settings, settings.directory or working_directory, working_directory)
    if not paths and not codes:
        raise RunError("there are no rules to test: name rule files, or set extend-rules in the settings")
    own, errors = _read(paths)
    chosen = _chosen(own, codes) if codes else own
    bench = Bench(Rulebook([*load_rulebook(), *(one.rule for one in own)]), process)
    wrong = 0
    for one in chosen:
        failures = list(judge(bench, one.rule, one.data, statements))
        wrong += bool(failures)
        write("".join(f"{escape_controls(line)}\n" for line in _told(one, failures)))
    for error in errors:
        note(error)
    note(_summary(chosen, wrong, len(errors)))
    return BROKEN if errors else FAILED if wrong else CLEAN


def _process(settings: Settings, wanted: str | None, working_directory: str) -> tuple[Process | None, str]:
    """The process of a user's own that examples are read by, and its file; nothing where they choose themselves."""
    processes = Processes(wanted, working_directory)
    process = processes.requested
    if wanted is None and settings.process and settings.process != AUTO:
        process = processes.called(settings.process, settings.directory)
    return process, processes.file_of(process) if process else ""


def _statements(path: str) -> Mapping[str, str]:
    """The texts of the statements beside a process file, ``own.statements.yaml`` by ``own.yaml``; empty without it.

    A statement is a text, or a mapping with the text under ``quote``.
    """
    beside = f"{os.path.splitext(path)[0]}.statements.yaml"
    if not path or not os.path.isfile(beside):
        return {}
    try:
        data = read_yaml(beside)
    except RuleFileError as error:
        raise RunError(str(error)) from error
    if not isinstance(data, dict):
        raise RunError(f"{beside}:1: statements are a mapping from numbers to texts")
    texts = {
        number: entry.get("quote") if isinstance(entry, dict) else entry for number, entry in data.items()
    }
    return {str(number): str(text) for number, text in texts.items()}


def _read(paths: Sequence[str]) -> tuple[list[OwnRule], list[str]]:
    """The rules in some files and folders, and what is wrong with the files that hold none."""
    own: list[OwnRule] = []
    errors: list[str] = []
    rulebook = load_rulebook()
    files: dict[str, None] = {}
    for path in paths:
        try:
            files |= dict.fromkeys(map(os.path.normpath, own_rule_paths(path)))
        except RuleFileError as error:
            errors.append(str(error))
    for file in files:
        try:
            own.append(read_own_rule(file, rulebook, own))
        except RuleFileError as error:
            errors.append(str(error))
    return own, errors


def _chosen(own: Sequence[OwnRule], words: Sequence[str]) -> list[OwnRule]:
    """The rules that are called by code or name; raises `RunError`."""
    chosen: list[OwnRule] = []
    for word in words:
        named = [one for one in own if word.upper() == one.rule.code or word.lower() == one.rule.name]
        if not named:
            near = nearest(word, [name for one in own for name in (one.rule.code, one.rule.name)])
            hint = f": did you mean {near}?" if near else ""
            raise RunError(f'no file, and no rule of your own, is called "{word}"{hint}')
        chosen += named
    return chosen


def _told(one: OwnRule, failures: Sequence[Failure]) -> Iterator[str]:
    verdict = "FAIL" if failures else "ok  "
    yield f"{verdict} {one.rule.code} {one.rule.name} ({_counted(len(one.data['examples']), 'example')})"
    text = read_text(one.path) if failures else ""
    for failure in failures:
        keys: tuple[str | int, ...] = (failure.key,)
        if failure.number >= 0:
            part = failure.what.partition(",")[0].partition(":")[0]
            keys = ("examples", failure.number, part)
        where = f"{one.path}:{find_line(text, keys)}"
        yield f"  {where}: {': '.join(part for part in (failure.example, failure.what) if part)}"
        yield from (f"    {line}" for line in _difference(failure))


def _difference(failure: Failure) -> Iterator[str]:
    """The lines of both sides: ``-`` before one that only the file has, ``+`` before one that only came out."""
    from difflib import SequenceMatcher

    expected, found = failure.expected, failure.found
    for kind, a, b, c, d in SequenceMatcher(None, expected, found, autojunk=False).get_opcodes():
        if kind == "equal":
            yield from (f"  {line}" for line in expected[a:b])
        else:
            yield from (f"- {line}" for line in expected[a:b])
            yield from (f"+ {line}" for line in found[c:d])


def _summary(chosen: Sequence[OwnRule], wrong: int, errors: int) -> str:
    examples = sum(len(one.data["examples"]) for one in chosen)
    parts = [f"{_counted(wrong, 'rule')} failed"] if wrong else []
    parts += [f"{_counted(errors, 'file')} could not be used"] if errors else []
    return f"{_counted(len(chosen), 'rule')}, {_counted(examples, 'example')}: {', '.join(parts) or 'all passed'}"


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"
