"""The build step: all rule and process files as one Python module, for the wheel."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from zeplint.rulebook.files import read_processes, read_rules

# What only ``zeplint rule`` and the tests read; it stays in the rule files that the wheel carries.
LEFT_OUT = ("why", "examples", "options")


def compiled_module(directory: str) -> str:
    """The source of a module that holds what the files below `directory` say, as literals.

    It defines `RULES`, a tuple of mappings without `why`, examples, options and quotes, and `PROCESSES`, a
    mapping from name to process.
    """
    rules = tuple(_trimmed(data) for data in read_rules(directory))
    processes = read_processes(directory)
    return (
        f'"""Made from rules/ when the wheel was built."""\n\nRULES = {rules!r}\nPROCESSES = {processes!r}\n'
    )


def _trimmed(data: Mapping[str, Any]) -> dict[str, Any]:
    trimmed = {key: value for key, value in data.items() if key not in LEFT_OUT}
    if "sources" in trimmed:
        trimmed["sources"] = [
            {"statement": source["statement"]} for source in trimmed["sources"] if "statement" in source
        ]
    return trimmed
