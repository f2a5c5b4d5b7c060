"""Hold rule files and process files against their schemas; every error names file and line."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import yaml

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


def check_process(path: str, data: object) -> None:
    """Raise `RuleFileError` for the first thing wrong with a process file.

    `data` is what the file says together with what it extends.
    """
    for error in errors(path, data, PROCESS_SCHEMA):
        raise RuleFileError(error)
