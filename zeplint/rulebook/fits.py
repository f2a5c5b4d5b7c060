"""Whether a rule or process file fits its schema, without the library that says why not.

Importing that takes longer than linting a proposal, at every run of a project with files of its own; files that fit,
which is nearly always, need none of it. In doubt the answer is no, and the library has the last word.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

_TYPES: Mapping[str, Callable[[Any], bool]] = {
    "object": lambda value: isinstance(value, dict),
    "array": lambda value: isinstance(value, list),
    "string": lambda value: isinstance(value, str),
    "boolean": lambda value: isinstance(value, bool),
    "integer": lambda value: isinstance(value, int) and not isinstance(value, bool),
}
_SILENT = frozenset({"$schema", "$defs", "title", "description"})


def fits(value: Any, schema: Any, root: Mapping[str, Any]) -> bool:
    """Whether `value` certainly fits `schema`, a part of the schema `root`."""
    if isinstance(schema, bool):
        return schema
    return all(
        keyword in _SILENT or _holds(keyword, wanted, value, schema, root)
        for keyword, wanted in schema.items()
    )


def _holds(keyword: str, wanted: Any, value: Any, schema: Mapping[str, Any], root: Mapping[str, Any]) -> bool:
    if keyword == "$ref":
        return fits(value, root["$defs"][wanted.removeprefix("#/$defs/")], root)
    if keyword == "type":
        return any(_TYPES[kind](value) for kind in ([wanted] if isinstance(wanted, str) else wanted))
    if keyword == "enum":
        return isinstance(value, str | list) and value in wanted
    if keyword == "oneOf":
        return sum(fits(value, form, root) for form in wanted) == 1 and not _in_doubt(value, wanted)
    if isinstance(value, dict):
        return _holds_for_mapping(keyword, wanted, value, schema, root)
    if isinstance(value, list):
        return _holds_for_list(keyword, wanted, value, root)
    if isinstance(value, str):
        return _holds_for_text(keyword, wanted, value)
    return keyword == "minimum" and isinstance(value, int) and value >= wanted


def _in_doubt(value: Any, forms: list[Any]) -> bool:
    """Whether several forms might fit, so that what is certain of one says nothing of the others."""
    if isinstance(value, dict):
        keys = [set(form.get("required", ())) for form in forms]
        return sum(needed <= value.keys() for needed in keys if needed) > 1
    return False


def _holds_for_mapping(
    keyword: str, wanted: Any, value: dict[Any, Any], schema: Mapping[str, Any], root: Mapping[str, Any]
) -> bool:
    if keyword == "required":
        return all(key in value for key in wanted)
    if keyword == "properties":
        return all(fits(value[key], part, root) for key, part in wanted.items() if key in value)
    if keyword == "additionalProperties":
        known = schema.get("properties", {})
        return all(fits(part, wanted, root) for key, part in value.items() if key not in known)
    if keyword == "propertyNames":
        return all(fits(key, wanted, root) for key in value)
    return keyword == "minProperties" and len(value) >= wanted


def _holds_for_list(keyword: str, wanted: Any, value: list[Any], root: Mapping[str, Any]) -> bool:
    if keyword == "items":
        return all(fits(item, wanted, root) for item in value)
    if keyword == "uniqueItems":
        return len({str(item) for item in value}) == len(value)
    return keyword == "minItems" and len(value) >= wanted


def _holds_for_text(keyword: str, wanted: Any, value: str) -> bool:
    if keyword == "pattern":
        return re.search(wanted, value) is not None
    return keyword == "minLength" and len(value) >= wanted
