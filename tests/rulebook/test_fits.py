"""What fits a schema at first glance fits it for the library, too, and files that fit need no more than a glance."""

from __future__ import annotations

import copy
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from zeplint.rulebook import process_names, rules_directory
from zeplint.rulebook.files import read_process, read_rules
from zeplint.rulebook.fits import fits
from zeplint.rulebook.validate import PROCESS_SCHEMA, RULE_SCHEMA, load_schema

DIRECTORY = rules_directory()
RULES = [dict(data) for data in read_rules(DIRECTORY)]
PROCESSES = [dict(read_process(f"{DIRECTORY}/process/{name}.yaml", DIRECTORY)) for name in process_names()]
SCHEMAS = {name: load_schema(name) for name in (RULE_SCHEMA, PROCESS_SCHEMA)}
ODD: list[Any] = [
    None,
    0,
    1,
    1.0,
    -1,
    True,
    False,
    "",
    "x",
    "a b.",
    "error",
    [],
    {},
    [1],
    ["x"],
    ["x", "x"],
    {"x": 1},
]
ODD += [{"origin": "Something said."}, {"statement": "S1", "quote": "abc", "origin": "Something said."}]


@pytest.mark.parametrize("name", SCHEMAS)
def test_what_comes_along_fits(name: str) -> None:
    schema = SCHEMAS[name]
    for data in RULES if name == RULE_SCHEMA else PROCESSES:
        assert fits(data, schema, schema)


def places(value: Any, above: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    keys: Any = (
        list(value) if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else []
    )
    for key in keys:
        yield (*above, key)
        yield from places(value[key], (*above, key))


@hypothesis_settings(deadline=None, max_examples=150)
@given(data=st.data())
def test_what_fits_at_first_glance_fits(data: st.DataObject) -> None:
    name, originals = data.draw(st.sampled_from([(RULE_SCHEMA, RULES[:40:4]), (PROCESS_SCHEMA, PROCESSES)]))
    changed = copy.deepcopy(data.draw(st.sampled_from(originals)))
    for _ in range(data.draw(st.integers(1, 3))):
        *way, last = data.draw(st.sampled_from(list(places(changed))))
        inner: Any = changed
        for key in way:
            inner = inner[key]
        if data.draw(st.booleans()):
            inner[last] = data.draw(st.sampled_from(ODD))
        elif isinstance(inner, dict):
            inner[data.draw(st.sampled_from(["x", "name", "origin", 1]))] = data.draw(st.sampled_from(ODD))
    schema = SCHEMAS[name]
    if fits(changed, schema, schema):
        assert Draft202012Validator(schema).is_valid(changed)


def test_a_project_with_files_of_its_own_pays_for_no_library(tmp_path: Path) -> None:
    (tmp_path / "zeplint.toml").write_text('process = "own.yaml"\n', encoding="utf-8")
    (tmp_path / "own.yaml").write_text("extends: zep-2024\n", encoding="utf-8")
    code = "import sys; from zeplint.cli import main; main([]); print('jsonschema' in sys.modules)"
    path = Path(__file__).parent.parent.parent
    done = subprocess.run(
        [sys.executable, "-c", f"import sys; sys.path.insert(0, {str(path)!r}); {code}"],
        cwd=tmp_path,
        capture_output=True,
        encoding="utf-8",
    )
    assert done.stdout == "False\n", done.stderr
