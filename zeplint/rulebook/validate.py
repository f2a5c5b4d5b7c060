"""Hold rule files and process files against their schemas; every error names file and line."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import yaml

from zeplint.hazards import hazard
from zeplint.nearest import nearest
from zeplint.process import normalise_name
from zeplint.rulebook import load_process, process_names
from zeplint.rulebook.files import LOADER, RuleFileError, read_text
from zeplint.rulebook.fits import fits

if TYPE_CHECKING:
    from jsonschema import ValidationError

RULE_SCHEMA = "rule.schema.json"
PROCESS_SCHEMA = "process.schema.json"
LONGEST_QUOTE = 40


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
    rules = load_schema(schema)
    if fits(data, rules, rules):
        return
    from jsonschema import Draft202012Validator

    validator = Draft202012Validator(rules)
    text = read_text(path)
    for error in sorted(validator.iter_errors(data), key=lambda error: [str(part) for part in error.path]):
        keys, what = _closest(error)
        where = ".".join(str(part) for part in keys) or "top level"
        yield f"{path}:{find_line(text, keys)}: {where}: {what}"


def _closest(error: ValidationError) -> tuple[list[str | int], str]:
    """Where a value is wrong and how: of several forms, as the one that comes closest; of a key too many, at the key."""
    from jsonschema.exceptions import best_match

    keys = list(error.absolute_path)
    if not keys and error.validator == "type":
        # A path in the settings may lead anywhere: what is no such file at all may be a secret, and is not quoted.
        return keys, "must be a mapping, with a key and a value on each line"
    known = _known_keys(error)
    if known and isinstance(error.instance, dict):
        for key in error.instance:
            if key not in known:
                meant = nearest(str(key), known)
                hint = f"did you mean {meant}?" if meant else f"the keys are {', '.join(known)}"
                return [*keys, key], f"unknown key: {hint}"
    nearer = best_match(error.context or ())
    if nearer is not None:
        return _closest(nearer)
    if error.validator in ("minLength", "minItems"):
        return keys, f"too short: at least {error.validator_value} {_UNITS[error.validator]}"
    return keys, error.message.replace(repr(error.instance), _quoted(error.instance))


def _quoted(value: object) -> str:
    """A wrong value in a few words: the file has all of it, at the place that an error names."""
    if isinstance(value, dict | list):
        kind, one = ("mapping", "key") if isinstance(value, dict) else ("list", "item")
        return f"a {kind} of {len(value)} {one}{'s' * (len(value) != 1)}"
    text = repr(value)
    return text if len(text) <= LONGEST_QUOTE else f"{text[: LONGEST_QUOTE - 2].rstrip()}…{text[-1]}"


_UNITS = {"minLength": "characters", "minItems": "items"}


def _known_keys(error: ValidationError) -> list[str]:
    """The keys that a mapping may have, in any of its forms, where that is what is wrong with it."""
    if error.validator == "additionalProperties" and isinstance(error.schema, dict):
        return list(error.schema.get("properties", ()))
    if error.validator != "oneOf":
        return []
    forms: Any = error.validator_value
    return [key for form in forms for key in form.get("properties", ())]


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
    for keys, text in expressions(data):
        if what := _no_pattern(text, PATTERNS.get(_names(keys), frozenset())):
            yield keys, what
    yield from _wrong_name(data["names"])
    yield from _wrong_forms(data["title"])
    yield from _unknown_words(data)


def expressions(data: Mapping[str, Any]) -> Iterator[Misfit]:
    """The regular expressions of a process file, each behind the path of keys to it."""
    for keys in PATTERNS:
        value: Any = data
        for key in keys:
            value = value.get(key, {})
        named = enumerate(value) if isinstance(value, list) else [("", value)]
        yield from (((*keys, index), text) for index, text in named if text)
    for index, licence in enumerate(data.get("licences", ())):
        yield ("licences", index, "pattern"), licence["pattern"]


def _names(keys: Sequence[str | int]) -> tuple[str, ...]:
    return tuple(key for key in keys if isinstance(key, str) and key)


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


def check_file(path: str, data: object, schema: str) -> None:
    """Raise `RuleFileError` for a key that is given twice, or the first thing that the schema refuses."""
    for line, key in repeated_keys(read_text(path)):
        raise RuleFileError(f"{path}:{line}: {key} is given twice: only the last would count")
    for keys in _keys_that_are_no_texts(data):
        raise error_at(path, keys, f"a key is a text, not {keys[-1]}: put it into quote marks")
    for error in errors(path, data, schema):
        raise RuleFileError(error)


def _keys_that_are_no_texts(data: object, above: tuple[object, ...] = ()) -> Iterator[tuple[object, ...]]:
    """The keys that YAML reads as something else, such as ``no`` or ``1``: each with the keys that lead to it."""
    if isinstance(data, Mapping):
        for key, value in data.items():
            if not isinstance(key, str):
                yield *above, key
            yield from _keys_that_are_no_texts(value, (*above, key))
    elif isinstance(data, list):
        for index, value in enumerate(data):
            yield from _keys_that_are_no_texts(value, (*above, index))


def error_at(path: str, keys: Iterable[object], what: str) -> RuleFileError:
    """An error to raise: the file, the line of the value at `keys`, and what is wrong there."""
    named = [key for key in keys if key != ""]
    return RuleFileError(f"{path}:{find_line(read_text(path), named)}: {'.'.join(map(str, named))}: {what}")


def check_process(path: str, data: Mapping[str, Any]) -> None:
    """Raise `RuleFileError` for the first thing wrong with a process file.

    `data` is what the file says together with what it extends. Regular expressions that stand in a process that comes
    with zeplint too are taken for harmless.
    """
    check_file(path, data, PROCESS_SCHEMA)
    for keys, what in misfits(data):
        raise error_at(path, keys, what)
    known = {text for name in process_names() for _, text in expressions(load_process(name).data)}
    for keys, text in expressions(data):
        if text not in known and (what := hazard(text)):
            raise error_at(path, keys, what)
