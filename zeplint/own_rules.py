"""Rule files of a project's own: read, and held against all that a rule file has to be.

They are data from the repository that is linted, and so may come from anyone who can open a pull request: nothing in
them is run. A rule names one of the checks that come with zeplint; its regular expressions are refused where a text
could keep them busy for ever, and its message holds nothing but names.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from string import Formatter

import zeplint.checks
from zeplint.checks import find_check
from zeplint.checks.wording import listing
from zeplint.hazards import hazard
from zeplint.nearest import nearest
from zeplint.rulebook import PATTERN_NAMES, Rule, Rulebook, rule_from
from zeplint.rulebook.files import RuleFileError, read_yaml
from zeplint.rulebook.validate import RULE_SCHEMA, check_file, error_at

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

ENDINGS = (".yaml", ".yml")
# What a folder of rules may hold: far more than a project has.
MOST_FILES = 1_000

# What the first argument of a check that looks at one document may be, by scope.
_TAKES: Mapping[str, frozenset[str]] = {
    "document": frozenset({"Document"}),
    "proposal": frozenset({"Document", "Proposal"}),
    "spec-page": frozenset({"Document", "SpecPage"}),
}
_VALUES: Mapping[str, tuple[type, str]] = {
    "str": (str, "a string"),
    "int": (int, "an integer"),
    "bool": (bool, "true or false"),
    "Sequence[str]": (list, "a list of strings"),
}
_GENERATOR = 0x20
_NAME = re.compile(r"[a-z_]+")

Misfit = tuple[tuple[str | int, ...], str]


class OwnRule:
    """A rule of a project's own, the file that says it, as shown to people, and all that the file says."""

    def __init__(self, rule: Rule, path: str, data: Mapping[str, Any]) -> None:
        self.rule = rule
        self.path = path
        self.data = data


def own_rule_paths(path: str) -> list[str]:
    """The rule files that a path means: itself, or every YAML file below it, in order.

    Links to folders, and folders whose name begins with a dot, are passed over. Raises `RuleFileError` for a
    path at which there is nothing, or no rule file.
    """
    if not os.path.isdir(path):
        return [path]
    found: list[str] = []
    for folder, folders, files in os.walk(path):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        found += [os.path.join(folder, name) for name in sorted(files) if name.endswith(ENDINGS)]
        if len(found) > MOST_FILES:
            raise RuleFileError(f"{path}:1: more than {MOST_FILES} rule files")
    if not found:
        raise RuleFileError(f"{path}:1: there is no YAML file in this folder")
    return sorted(found)


def read_own_rules(paths: Iterable[str], rulebook: Rulebook) -> list[OwnRule]:
    """The rules in the files and folders at `paths`, to stand beside those of `rulebook`.

    Raises `RuleFileError` for the first thing wrong with one of them: its message names file and line.
    """
    own: list[OwnRule] = []
    files = dict.fromkeys(os.path.normpath(file) for path in paths for file in own_rule_paths(path))
    for file in files:
        own.append(read_own_rule(file, rulebook, own))
    return own


def read_own_rule(path: str, rulebook: Rulebook, own: Sequence[OwnRule] = ()) -> OwnRule:
    """The rule in a file, to stand beside those of `rulebook` and `own`; raises `RuleFileError`."""
    data = read_yaml(path)
    check_file(path, data, RULE_SCHEMA)
    for keys, what in misfits(data, rulebook, own):
        raise error_at(path, keys, what)
    return OwnRule(rule_from(data)._replace(file=path), path, data)


def misfits(data: Mapping[str, Any], rulebook: Rulebook, own: Sequence[OwnRule] = ()) -> Iterator[Misfit]:
    """What no schema can say of a rule file that fits its own: each with the path of keys to it."""
    yield from _clashes(data, rulebook, own)
    yield from _wrong_check(data)
    message = data["message"]
    forms = [((), message)] if isinstance(message, str) else [((key,), text) for key, text in message.items()]
    for keys, text in [
        *((("message", *keys), text) for keys, text in forms),
        (("help",), data.get("help", "")),
    ]:
        if what := _wrong_form(text):
            yield keys, what
    for name in data.get("options", {}).keys() - data.get("with", {}).keys():
        yield ("options", name), f"no parameter {name} stands under with"
    yield from _wrong_files(data["examples"])
    for name in PATTERN_NAMES:
        value = data.get("with", {}).get(name, [])
        for index, text in enumerate(value) if isinstance(value, list) else [(-1, value)]:
            if isinstance(text, str) and (what := hazard(text)):
                yield ("with", name, *((index,) if index >= 0 else ())), what


def _clashes(data: Mapping[str, Any], rulebook: Rulebook, own: Sequence[OwnRule]) -> Iterator[Misfit]:
    code, name = data["code"], data["name"]
    family = code.rstrip("0123456789")
    for rule in rulebook:
        if family == rule.code.rstrip("0123456789"):
            yield (
                ("code",),
                f"codes that begin with {family} are zeplint's own: take a prefix of your own, such as ACME001",
            )
        if name == rule.name:
            yield ("name",), f"{name} is the name of {rule.code} already"
    for other in own:
        if code == other.rule.code:
            yield ("code",), f"{code} is the code of {other.path} already"
        if name == other.rule.name:
            yield ("name",), f"{name} is the name of {other.path} already"


def _wrong_files(examples: Sequence[Mapping[str, Any]]) -> Iterator[Misfit]:
    """Files of examples that are no texts, or lie nowhere in a repository."""
    for index, example in enumerate(examples):
        for key in ("files", "base", "fixed"):
            for path, content in example.get(key, {}).items():
                parts = str(path).split("/")
                if not isinstance(path, str) or not all(parts) or {".", ".."} & set(parts):
                    yield (
                        ("examples", index, key, path),
                        "the path of a file is relative to the root of the repository",
                    )
                elif not isinstance(content, str | bytes):
                    yield ("examples", index, key, path), "the content of a file is a text"


def check_names() -> list[str]:
    """The checks that a rule file may name, in order."""
    names = []
    folder = os.path.dirname(zeplint.checks.__file__)
    for file in sorted(os.listdir(folder)):
        module = file.removesuffix(".py")
        if file.endswith(".py") and not module.startswith("_") and module != "run":
            members = vars(_module(module))
            names += sorted(f"{module}.{name}" for name in members if _is_check(module, name, members[name]))
    return names


def _module(name: str) -> Any:
    from importlib import import_module

    return import_module(f"{zeplint.checks.__name__}.{name}")


def _is_check(module: str, name: str, value: object) -> bool:
    """Whether a member of a module of checks is one: a public generator that is at home there, and takes a context."""
    code = getattr(value, "__code__", None)
    at_home = getattr(value, "__module__", "") == f"{zeplint.checks.__name__}.{module}"
    return bool(
        code
        and at_home
        and not name.startswith("_")
        and code.co_flags & _GENERATOR
        and any("Context" in str(kind) for kind in value.__annotations__.values())
    )


def _wrong_check(data: Mapping[str, Any]) -> Iterator[Misfit]:
    name = data["check"]
    module, _, function = name.partition(".")
    try:
        check: Any = find_check(name)
    except LookupError:
        check = None
    if module == "run" or check is None or not _is_check(module, function, check):
        near = nearest(name, check_names())
        hint = f": did you mean {near}?" if near else "; docs/checks.md lists them"
        yield ("check",), f"there is no check {name}{hint}"
        return
    fitting = scopes_of(check)
    for scope in [data["scope"]] if isinstance(data["scope"], str) else data["scope"]:
        if scope not in fitting:
            yield ("scope",), f"{name} cannot have the scope {scope}: it takes {listing(fitting, 'or')}"
    yield from _wrong_parameters(name, check, data.get("with", {}))


def scopes_of(check: Any) -> list[str]:
    """The scopes that a rule with this check may have."""
    takes = check.__annotations__[check.__code__.co_varnames[0]]
    if takes == "Context":
        return ["change" if check.__module__.endswith(".change") else "collection"]
    return [scope for scope, kinds in _TAKES.items() if takes in kinds]


def parameters_of(check: Any) -> tuple[list[str], list[str]]:
    """The parameters of a check, and those of them that a rule has to give."""
    code = check.__code__
    names = list(code.co_varnames[code.co_argcount : code.co_argcount + code.co_kwonlyargcount])
    return names, [name for name in names if name not in (check.__kwdefaults__ or {})]


def _wrong_parameters(name: str, check: Any, given: Mapping[str, object]) -> Iterator[Misfit]:
    names, needed = parameters_of(check)
    for key, value in given.items():
        if key not in names:
            near = nearest(key, names)
            there = f"it has {', '.join(names)}" if names else "it has none"
            yield (
                ("with", key),
                f"{name} has no parameter {key}: {f'did you mean {near}?' if near else there}",
            )
        else:
            kind, wanted = _VALUES.get(check.__annotations__[key], (dict, "a mapping"))
            strings = not isinstance(value, list) or all(isinstance(item, str) for item in value)
            if type(value) is not kind or not strings:
                yield ("with", key), f"must be {wanted}"
    if missing := [key for key in needed if key not in given]:
        yield ("with",), f"{name} needs {', '.join(missing)}"


def _wrong_form(text: str) -> str:
    """What is wrong with a message: only plain names in braces, which ask nothing of what they stand for."""
    try:
        fields = [parts for parts in Formatter().parse(text) if parts[1] is not None]
    except ValueError as error:
        return f"{error}: a brace that is meant is doubled"
    for _, field, spec, conversion in fields:
        if spec or conversion or not _NAME.fullmatch(field or ""):
            return f"{{{field}}} is no plain name: write {{found}}, or what else the check gives"
    return ""
