"""Hold rule files and process files against their schemas; every error names file and line."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import yaml

from zeplint.process import normalise_name
from zeplint.rulebook.files import LOADER, RuleFileError

RULE_SCHEMA = "rule.schema.json"
PROCESS_SCHEMA = "process.schema.json"


def load_schema(name: str) -> Mapping[str, Any]:
    """One of the JSON schemas that lie beside this module."""
    with open(os.path.join(os.path.dirname(__file__), name), encoding="utf-8") as file:
        schema: Mapping[str, Any] = json.load(file)
    return schema


def find_line(text: str, path: Iterable[object]) -> int:
    """The 1-based line of a YAML text on which the value at `path` (keys and indices) starts.

    Where the path leads out of the text, the line of the last part that is there.
    """
    node = yaml.compose(text, Loader=LOADER)
    line = 1
    for step in path:
        if isinstance(node, yaml.MappingNode):
            pair = next((pair for pair in node.value if pair[0].value == str(step)), None)
            if pair is None:
                break
            line, node = pair[0].start_mark.line + 1, pair[1]
        elif isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
            node = node.value[step]
            line = node.start_mark.line + 1
        else:
            break
    return line


def repeated_keys(text: str) -> Iterator[tuple[int, str]]:
    """The keys of a YAML text that a mapping has already, each with its 1-based line: YAML keeps only the last."""
    pending = [yaml.compose(text, Loader=LOADER)]
    while pending:
        node = pending.pop()
        if isinstance(node, yaml.SequenceNode):
            pending.extend(node.value)
        elif isinstance(node, yaml.MappingNode):
            seen: set[str] = set()
            for key, value in node.value:
                if key.value in seen:
                    yield key.start_mark.line + 1, key.value
                if isinstance(key, yaml.ScalarNode):
                    seen.add(key.value)
                pending.append(value)


def errors(path: str, data: object, schema: str) -> Iterator[str]:
    """What is wrong with the content of a file, one line each: ``file:line: where: what``."""
    from jsonschema import Draft202012Validator

    validator = Draft202012Validator(load_schema(schema))
    with open(path, encoding="utf-8") as file:
        text = file.read()
    for error in sorted(validator.iter_errors(data), key=lambda error: [str(part) for part in error.path]):
        where = ".".join(str(part) for part in error.absolute_path) or "top level"
        yield f"{path}:{find_line(text, error.absolute_path)}: {where}: {_shorten(error.message)}"


def _shorten(message: str, longest: int = 160) -> str:
    # jsonschema quotes the whole value, which may be a page of examples.
    return message if len(message) <= longest else f"{message[: longest // 2]} ... {message[-longest // 2 :]}"


# Where a process file holds regular expressions, and the groups that are read from their matches.
PATTERNS: Mapping[tuple[str, ...], frozenset[str]] = {
    ("names", "accepted"): frozenset(("number",)),
    ("names", "similar"): frozenset(("number",)),
    ("names", "ignored"): frozenset(),
    ("title", "pattern"): frozenset(("number", "title")),
    ("placeholders", "patterns"): frozenset(),
    ("spec-places", "state"): frozenset(("number", "state", "date", "link")),
    ("watermarks", "images"): frozenset(),
    ("watermarks", "notices"): frozenset(),
}

Misfit = tuple[tuple[str | int, ...], str]


def misfits(data: Mapping[str, Any]) -> Iterator[Misfit]:
    """What no schema can say of a process file that fits its own: each with the path of keys to it.

    Patterns that are none or lack a group, a preferred file name that is not accepted, and roles, types and
    statuses that the file names and does not have.
    """
    for keys, groups in PATTERNS.items():
        value: Any = data
        for key in keys:
            value = value.get(key, {})
        named = enumerate(value) if isinstance(value, list) else [("", value)]
        for index, text in named:
            if text and (what := _no_pattern(text, groups)):
                yield (*keys, index), what
    for index, licence in enumerate(data.get("licences", ())):
        if what := _no_pattern(licence["pattern"], frozenset()):
            yield ("licences", index, "pattern"), what
    yield from _wrong_name(data["names"])
    yield from _wrong_forms(data["title"])
    yield from _unknown_words(data)


def _no_pattern(text: str, groups: frozenset[str]) -> str:
    try:
        missing = groups - re.compile(text).groupindex.keys()
    except (re.error, RecursionError, OverflowError) as error:
        return f"no regular expression: {error}"
    return f"the pattern has no group {', '.join(sorted(missing))}" if missing else ""


def _wrong_name(names: Mapping[str, Any]) -> Iterator[Misfit]:
    place = ("names", "preferred")
    try:
        name = names["preferred"].format(number=7, slug="a-title")
    except (LookupError, ValueError, AttributeError) as error:
        yield place, f"no form of a file name: {error}"
        return
    patterns = [text for text in names["accepted"] if not _no_pattern(text, frozenset())]
    if not any(re.fullmatch(text, name) for text in patterns):
        yield place, f"{name} is no accepted name"


def _wrong_forms(title: Mapping[str, Any]) -> Iterator[Misfit]:
    for key in ("preferred", "reference"):
        try:
            title.get(key, "").format(noun="", number=7, title="")
        except (LookupError, ValueError, AttributeError) as error:
            yield ("title", key), f"no form of a title: {error}"


def _unknown_words(data: Mapping[str, Any]) -> Iterator[Misfit]:
    roles = [spec.get("role", normalise_name(title)) for title, spec in data["headers"].items()]
    for title, section in data.get("sections", {}).items():
        for index, word in enumerate(section.get("types", ())):
            if word not in data["types"]:
                yield ("sections", title, "types", index), f"{word} is none of {', '.join(data['types'])}"
    for title, status in data["statuses"].items():
        for key, known in (("requires", roles), ("allows", roles), ("types", list(data["types"]))):
            for index, word in enumerate(status.get(key, ())):
                if word not in known:
                    yield ("statuses", title, key, index), f"{word} is none of {', '.join(known)}"


def check_process(path: str, data: Mapping[str, Any]) -> None:
    """Raise `RuleFileError` for the first thing wrong with a process file.

    `data` is what the file says together with what it extends.
    """
    with open(path, encoding="utf-8") as file:
        text = file.read()
    for line, key in repeated_keys(text):
        raise RuleFileError(f"{path}:{line}: {key} is given twice: only the last would count")
    for error in errors(path, data, PROCESS_SCHEMA):
        raise RuleFileError(error)
    for keys, what in misfits(data):
        line = find_line(text, keys)
        raise RuleFileError(f"{path}:{line}: {'.'.join(str(key) for key in keys if key != '')}: {what}")
