"""The rules: what each rule file says, and which of them a run uses.

In a checkout the rule files under ``rules/`` are read. A wheel carries them too, for ``zeplint rule``,
but runs from one module made of them when it was built, because reading sixty YAML files costs more
than linting a proposal.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache

from zeplint.diagnostic import SEVERITIES, Severity
from zeplint.nearest import nearest
from zeplint.process import Process
from zeplint.record import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

ALL = "ALL"
AUTO = "auto"

# Parameters of rules that hold regular expressions are called so.
PATTERN_NAMES = ("pattern", "patterns")


class Rule(NamedTuple):
    """One rule, as its file says it.

    `messages` are the wordings by variant, the plain one under ``""``; `help` says what is allowed.
    `parameters` go to the check as keyword arguments; `choices` lists the values of those that have few. `statements` are those it serves.
    `file` is the path of a project's own rule file, empty for a rule that comes with zeplint.
    """

    code: str
    name: str
    summary: str
    enabled: bool
    severity: Severity
    escalate: Mapping[str, Severity]
    scopes: tuple[str, ...]
    check: str
    parameters: Mapping[str, Any]
    choices: Mapping[str, Sequence[str]]
    messages: Mapping[str, str]
    help: str
    statements: tuple[str, ...]
    file: str = ""


def rule_from(data: Mapping[str, Any]) -> Rule:
    """The rule that a rule file's mapping describes."""
    message = data["message"]
    scope = data["scope"]
    # By place: a hundred records with a dozen names each would take longer than linting the headers of a file.
    return Rule(
        data["code"],
        data["name"],
        data["summary"],
        data["enabled"],
        SEVERITIES[data["severity"]],
        {stage: SEVERITIES[label] for stage, label in data.get("escalate", {}).items()},
        (scope,) if isinstance(scope, str) else tuple(scope),
        data["check"],
        data.get("with", {}),
        data.get("choices", {}),
        {"": message} if isinstance(message, str) else message,
        data.get("help", ""),
        tuple([source["statement"] for source in data.get("sources", ()) if "statement" in source]),
        "",
    )


class UnknownSelectorError(ValueError):
    """A word in a selection names no rule; the message names the nearest that does."""


class Rulebook:
    """Every rule, by code, in order of code."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        self.rules: dict[str, Rule] = {
            rule.code: rule for rule in sorted(rules, key=lambda rule: (len(rule.code), rule.code))
        }
        self._names = {rule.name: rule.code for rule in self.rules.values()}

    def __iter__(self) -> Iterator[Rule]:
        return iter(self.rules.values())

    def find(self, code_or_name: str) -> Rule | None:
        """The rule of a code or a name, whatever its case."""
        key = code_or_name.strip()
        return self.rules.get(key.upper()) or self.rules.get(self._names.get(key.lower(), ""))

    def specificity(self, selector: str, rule: Rule) -> int:
        """How closely a selector means a rule: 0 not at all, 1 ``ALL``, then by length of a prefix."""
        if selector.upper() == ALL:
            return 1
        if selector.lower() == rule.name:
            return 1000
        return len(selector) + 1 if rule.code.startswith(selector.upper()) else 0

    def closest(self, selectors: Iterable[str], rule: Rule) -> tuple[int, str]:
        """How closely the closest of some selectors means a rule, and which that is: 0 and "" if none does."""
        found = max(((self.specificity(selector, rule), selector) for selector in selectors), default=(0, ""))
        return found if found[0] else (0, "")

    def check_selectors(self, selectors: Iterable[str]) -> None:
        """Raise `UnknownSelectorError` for the first selector that means no rule."""
        for selector in selectors:
            if not selector.strip() or not any(self.specificity(selector, rule) for rule in self):
                raise UnknownSelectorError(self.unknown(selector))

    def unknown(self, word: str) -> str:
        """What to say of a word that means no rule; it names the nearest that does."""
        near = self.suggestion(word)
        hint = f": did you mean {near.code} ({near.name})?" if near else '; "zeplint rule" lists them'
        return f'no rule is called "{word}"{hint}'

    def suggestion(self, word: str) -> Rule | None:
        """The rule that a word that names none was most likely meant as."""
        guess = nearest(word, [*self._names, *self.rules])
        return self.find(guess) if guess else None


class Choice(NamedTuple):
    """Whether a rule is on, and what said so.

    `wanted` and `against` are the closest selectors for and against it, empty where there is none. `default`
    says whether it is on by default, and `by_process` whether the process decided that.
    """

    on: bool
    wanted: str
    against: str
    default: bool
    by_process: bool


class Selection:
    """Which rules are on: what the settings and the command line select, and the process's defaults."""

    def __init__(
        self,
        rulebook: Rulebook,
        process: Process,
        *,
        select: Iterable[str] | None = None,
        extend: Iterable[str] = (),
        ignore: Iterable[str] = (),
    ) -> None:
        self.rulebook = rulebook
        self.process = process
        self.only = select is not None
        self.wanted = [*extend, *(select or ())]
        self.ignored = list(ignore)

    def decide(self, rule: Rule) -> Choice:
        """Whether a rule is on: the closest selector decides; of equally close ones, one that ignores wins.

        Without `select`, a rule that no selector means is on by default, or as the process says.
        """
        fact = self.process.rule_fact(rule.code)
        by_process = fact is not None and fact.enabled is not None
        default = bool(fact.enabled) if fact is not None and fact.enabled is not None else rule.enabled
        for_it, wanted = self.rulebook.closest(self.wanted, rule)
        against_it, against = self.rulebook.closest(self.ignored, rule)
        on = (bool(for_it) or (default and not self.only)) and (not against_it or for_it > against_it)
        return Choice(on, wanted, against, default, by_process)


def select(
    rulebook: Rulebook,
    process: Process,
    *,
    select: Iterable[str] | None = None,
    extend: Iterable[str] = (),
    ignore: Iterable[str] = (),
) -> list[Rule]:
    """The rules of a run, in order of code, as `Selection` decides."""
    selection = Selection(rulebook, process, select=select, extend=extend, ignore=ignore)
    return [rule for rule in rulebook if selection.decide(rule).on]


def rules_directory() -> str:
    """Where the rule files are: inside an installed package, or at the top of a checkout."""
    package = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    inside = os.path.join(package, "rules")
    return inside if os.path.isdir(inside) else os.path.join(os.path.dirname(package), "rules")


def rule_file(name: str) -> str:
    """The path of the file of a rule that comes with zeplint, by the rule's name; empty if there is none."""
    return _rule_files().get(name, "")


@cache
def _rule_files() -> dict[str, str]:
    directory = rules_directory()
    folders = [entry.path for entry in os.scandir(directory) if entry.is_dir()]
    return {
        name.removesuffix(".yaml"): os.path.join(folder, name)
        for folder in folders
        for name in os.listdir(folder)
    }


def _compiled() -> tuple[tuple[Mapping[str, Any], ...], Mapping[str, Mapping[str, Any]]] | None:
    try:
        from zeplint._compiled import PROCESSES, RULES
    except ImportError:
        return None
    return RULES, PROCESSES


@cache
def _load() -> tuple[tuple[Mapping[str, Any], ...], Mapping[str, Mapping[str, Any]]]:
    compiled = _compiled()
    if compiled is not None:
        return compiled
    from zeplint.rulebook.files import read_processes, read_rules

    directory = rules_directory()
    return tuple(read_rules(directory)), read_processes(directory)


def load_rulebook() -> Rulebook:
    """The rules that come with zeplint."""
    return Rulebook(rule_from(data) for data in _load()[0])


def process_names() -> tuple[str, ...]:
    """The names of the processes that come with zeplint, in the order in which ``auto`` prefers them."""
    return tuple(_load()[1])


def load_process(name: str) -> Process:
    """The process of that name, one of `process_names`."""
    return Process(name, _load()[1][name])
