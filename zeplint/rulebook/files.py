"""Rule files and process files: from YAML to mappings."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator, Mapping
from typing import Any

import yaml

_SAFE_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
# The loader of all these files: it makes nothing but texts, numbers, lists and mappings, and of a day a text.
LOADER: Any = type(
    "Loader",
    (_SAFE_LOADER,),
    {
        "yaml_implicit_resolvers": {
            first: [(tag, form) for tag, form in resolvers if tag != "tag:yaml.org,2002:timestamp"]
            for first, resolvers in _SAFE_LOADER.yaml_implicit_resolvers.items()
        }
    },
)

PROCESS_FOLDER = "process"

# The order in which "auto" prefers processes of equal fit: the newest edition of ZEP 0 first.
PREFERENCE = ("zep-2024", "zep-2022")


# Real files nest six levels.
MOST_NESTING = 500
TOO_DEEP = "it nests too deeply to be read"
# Real files have 40 kB.
LARGEST_FILE = 1_000_000
_ALIAS = re.compile(r"(?:^|[\s\[{,:])\*[\w-]", re.MULTILINE)


class RuleFileError(ValueError):
    """A rule file or process file that cannot be used; the message names file, line and reason."""


def read_yaml(path: str) -> Any:
    """The content of a YAML file; raises `RuleFileError`."""
    try:
        text = read_text(path)
        _check_depth(path, text)
        _check_aliases(path, text)
        return yaml.load(text, Loader=LOADER)  # noqa: S506 - a safe loader, chosen for its speed
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        # Newer releases of libyaml have a limit of their own, and may reach it first.
        problem = TOO_DEEP if "nesting depth" in (error.problem or "") else error.problem
        raise RuleFileError(f"{path}:{line}: {problem or 'not YAML'}") from error
    except yaml.YAMLError as error:
        # What PyYAML says of a character runs over two lines.
        raise RuleFileError(f"{path}:1: {' '.join(str(error).split())}") from error


def read_text(path: str) -> str:
    """The text of a rule file or process file; raises `RuleFileError`."""
    try:
        details = os.stat(path)
        if not stat.S_ISREG(details.st_mode):
            raise RuleFileError(f"{path}:1: no regular file")
        if details.st_size > LARGEST_FILE:
            raise RuleFileError(f"{path}:1: larger than {LARGEST_FILE // 1_000_000} MB")
        with open(path, encoding="utf-8") as file:
            return file.read()
    except RuleFileError:
        raise
    except OSError as error:
        raise RuleFileError(f"{path}:1: {(error.strerror or 'cannot be read').lower()}") from error
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise RuleFileError(f"{path}:{line}: not UTF-8: save the file as UTF-8") from error
    except ValueError as error:  # a NUL in the path
        raise RuleFileError(f"{path}:1: no such file") from error


def _check_aliases(path: str, text: str) -> None:
    """Raise `RuleFileError` for an alias: a few lines of them can stand for more than memory holds."""
    if not _ALIAS.search(text):
        return
    for event in yaml.parse(text, Loader=LOADER):
        if isinstance(event, yaml.AliasEvent):
            line = event.start_mark.line + 1 if event.start_mark else 1
            raise RuleFileError(
                f"{path}:{line}: *{event.anchor} is an alias, which these files do not have: write it out"
            )


def _check_depth(path: str, text: str) -> None:
    """Raise `RuleFileError` for a nesting that would take the process down: PyYAML composes in C."""
    if sum(text.count(mark) for mark in ("[", "{", "- ", "? ")) <= MOST_NESTING:
        return
    depth = 0
    for event in yaml.parse(text, Loader=LOADER):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > MOST_NESTING:
            line = event.start_mark.line + 1 if event.start_mark else 1
            raise RuleFileError(f"{path}:{line}: {TOO_DEEP}")


def rule_paths(directory: str) -> Iterator[str]:
    """The rule files below `directory`, in order of path."""
    for folder in sorted(os.listdir(directory)):
        below = os.path.join(directory, folder)
        if folder == PROCESS_FOLDER or not os.path.isdir(below):
            continue
        for name in sorted(os.listdir(below)):
            if name.endswith(".yaml"):
                yield os.path.join(below, name)


def read_rules(directory: str) -> Iterator[Mapping[str, Any]]:
    """The mapping of every rule file below `directory`."""
    for path in rule_paths(directory):
        yield read_yaml(path)


def extend(base: Mapping[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    """`base` with `changes`: mappings merge key by key, null takes a key away, all else replaces."""
    merged = dict(base)
    for key, value in changes.items():
        if value is None:
            merged.pop(key, None)
        elif isinstance(value, Mapping) and isinstance(merged.get(key), Mapping):
            merged[key] = extend(merged[key], value)
        else:
            merged[key] = value
    return merged


def read_process(path: str, directory: str) -> Mapping[str, Any]:
    """The mapping of a process file, with what it extends filled in.

    A process is extended by its name (a file of `directory`'s process folder) or by the path of its
    file, seen from the extending one.
    """
    seen: list[str] = []
    layers: list[Mapping[str, Any]] = []
    following: str | None = path
    while following is not None:
        if os.path.abspath(following) in seen:
            raise RuleFileError(f"{path}:1: the process extends itself")
        seen.append(os.path.abspath(following))
        data = read_yaml(following)
        if not isinstance(data, Mapping):
            raise RuleFileError(f"{following}:1: a process file is a mapping of keys to values")
        layers.append(data)
        parent = data.get("extends")
        if parent is not None:
            own = os.path.join(os.path.dirname(following), str(parent))
            shipped = os.path.join(directory, PROCESS_FOLDER, f"{parent}.yaml")
            path_of_parent = own if os.path.isfile(own) else shipped
            if not os.path.isfile(path_of_parent):
                raise RuleFileError(f'{following}:1: extends: there is no process or file "{parent}"')
            following = path_of_parent
        else:
            following = None
    merged: Mapping[str, Any] = {}
    for layer in reversed(layers):
        merged = extend(merged, {key: value for key, value in layer.items() if key != "extends"})
    return merged


def read_processes(directory: str) -> dict[str, Mapping[str, Any]]:
    """The mapping of every process file, by name, in the order in which ``auto`` prefers them."""
    folder = os.path.join(directory, PROCESS_FOLDER)
    stems = [name[: -len(".yaml")] for name in sorted(os.listdir(folder)) if name.endswith(".yaml")]
    # What is said about a process beside it, such as zep-2024.statements.yaml, is none itself.
    names = [stem for stem in stems if "." not in stem]
    names.sort(key=lambda name: PREFERENCE.index(name) if name in PREFERENCE else len(PREFERENCE))
    return {name: read_process(os.path.join(folder, f"{name}.yaml"), directory) for name in names}
