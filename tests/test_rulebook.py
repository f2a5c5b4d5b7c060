"""The rule and process files: valid, quoted from their source, and the same in a wheel."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from zeplint.process import Process
from zeplint.rulebook import (
    Rulebook,
    UnknownSelectorError,
    load_process,
    load_rulebook,
    process_names,
    rule_from,
    rules_directory,
    select,
)
from zeplint.rulebook.compile import LEFT_OUT, compiled_module
from zeplint.rulebook.files import RuleFileError, extend, read_process, read_rules, read_yaml, rule_paths
from zeplint.rulebook.validate import (
    PROCESS_SCHEMA,
    RULE_SCHEMA,
    check_process,
    errors,
    misfits,
    repeated_keys,
)

RULE_FILES = list(rule_paths(rules_directory()))
PROCESS_FILES = {name: f"{rules_directory()}/process/{name}.yaml" for name in process_names()}


def words(text: str) -> str:
    """Text without white space and quote marks, which the published pages vary."""
    return re.sub(r"[\s\"'`*“”‘’]+", "", text)


@pytest.mark.parametrize("path", RULE_FILES, ids=lambda path: Path(path).stem)
def test_a_rule_file_fits_the_schema(path: str) -> None:
    assert list(errors(path, read_yaml(path), RULE_SCHEMA)) == []


@pytest.mark.parametrize("path", RULE_FILES, ids=lambda path: Path(path).stem)
def test_what_a_user_may_set_is_a_parameter(path: str) -> None:
    data = read_yaml(path)
    assert data.get("options", {}).keys() <= data.get("with", {}).keys()
    assert data.get("choices", {}).keys() <= data.get("options", {}).keys()


@pytest.mark.parametrize("path", RULE_FILES, ids=lambda path: Path(path).stem)
def test_a_rule_lies_in_the_file_of_its_name(path: str) -> None:
    assert Path(path).stem == read_yaml(path)["name"]


@pytest.mark.parametrize("name", PROCESS_FILES)
def test_a_process_file_fits_the_schema(name: str) -> None:
    path = PROCESS_FILES[name]
    assert list(errors(path, read_process(path, rules_directory()), PROCESS_SCHEMA)) == []


@pytest.mark.parametrize("path", [*RULE_FILES, *PROCESS_FILES.values()], ids=lambda path: Path(path).stem)
def test_no_key_is_given_twice(path: str) -> None:
    assert list(repeated_keys(Path(path).read_text(encoding="utf-8"))) == []


def test_a_key_that_is_given_twice_is_refused_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "own.yaml"
    path.write_text("extends: zep-2024\nrules:\n  ZEP304: {}\n  ZEP303: {}\n  ZEP304: {}\n", encoding="utf-8")
    with pytest.raises(RuleFileError, match=re.escape(f"{path}:5: ZEP304 is given twice")):
        check_process(str(path), read_process(str(path), rules_directory()))


def test_the_process_of_the_readme_is_one(tmp_path: Path, checkout: Path) -> None:
    blocks = re.findall(r"```yaml\n(.*?)```", (checkout / "README.md").read_text(encoding="utf-8"), re.DOTALL)
    (text,) = [block for block in blocks if block.startswith("extends:")]
    path = tmp_path / "own.yaml"
    path.write_text(text, encoding="utf-8")
    data = read_process(str(path), rules_directory())
    check_process(str(path), data)
    assert {"Parked", "Draft"} <= Process("own", data).statuses.keys()


def test_an_error_in_a_rule_file_names_file_line_and_place(tmp_path: Path) -> None:
    path = tmp_path / "rule.yaml"
    path.write_text("code: ZEP999\nname: x\nseverity: fatal\n", encoding="utf-8")
    found = list(errors(str(path), read_yaml(str(path)), RULE_SCHEMA))
    assert f"{path}:3: severity: 'fatal' is not one of ['error', 'warning', 'info']" in found


def test_yaml_that_does_not_parse_names_its_line(tmp_path: Path) -> None:
    path = tmp_path / "rule.yaml"
    path.write_text("code: ZEP999\nname: [x\nseverity: y\n", encoding="utf-8")
    with pytest.raises(RuleFileError, match=re.escape(f"{path}:")):
        read_yaml(str(path))


@pytest.mark.parametrize("path", RULE_FILES, ids=lambda path: Path(path).stem)
def test_every_quote_occurs_in_its_source(path: str, corpus: Path) -> None:
    source = words((corpus.parent / "zep-0.txt").read_text(encoding="utf-8"))
    quotes = [entry["quote"] for entry in read_yaml(path)["sources"] if "quote" in entry]
    assert [quote for quote in quotes if words(quote) not in source] == []


@pytest.mark.parametrize("path", RULE_FILES, ids=lambda path: Path(path).stem)
def test_every_statement_has_a_section(path: str) -> None:
    process = load_process("zep-2024")
    statements = rule_from(read_yaml(path)).statements
    assert [statement for statement in statements if process.section_of(statement) is None] == []


def test_every_statement_of_the_process_is_placed_once() -> None:
    placed = [s for statements in load_process("zep-2024").data["statements"].values() for s in statements]
    assert sorted(placed, key=lambda s: int(s[1:])) == [f"S{number}" for number in range(1, 63)]


def test_the_module_of_a_wheel_says_what_the_files_say() -> None:
    module: dict[str, Any] = {}
    exec(compiled_module(rules_directory()), module)
    rules = list(read_rules(rules_directory()))
    assert [rule_from(data) for data in module["RULES"]] == [rule_from(data) for data in rules]
    assert not any(set(data) & set(LEFT_OUT) for data in module["RULES"])
    for name, path in PROCESS_FILES.items():
        assert module["PROCESSES"][name] == read_process(path, rules_directory())
    assert tuple(module["PROCESSES"]) == process_names()


def test_extending_merges_replaces_and_removes() -> None:
    base = {"a": {"b": 1, "c": [1]}, "d": 1, "e": {"f": 1}}
    assert extend(base, {"a": {"c": [2]}, "d": None, "e": 3}) == {"a": {"b": 1, "c": [2]}, "e": 3}


@pytest.mark.parametrize("nested", ["[" * 200_000, "{a: " * 100_000, "- " * 200_000])
def test_a_file_that_nests_without_end_is_refused(tmp_path: Path, nested: str) -> None:
    path = tmp_path / "own.yaml"
    path.write_text(f"noun: ZEP\nnames:\n  {nested}", encoding="utf-8")
    with pytest.raises(RuleFileError, match=re.escape(f"{path}:3: it nests too deeply")):
        read_yaml(str(path))


def test_a_process_that_extends_itself_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("extends: b.yaml\n", encoding="utf-8")
    (tmp_path / "b.yaml").write_text("extends: a.yaml\n", encoding="utf-8")
    with pytest.raises(RuleFileError, match="extends itself"):
        read_process(str(tmp_path / "a.yaml"), rules_directory())


def test_a_process_of_ones_own_extends_one_that_comes_along(tmp_path: Path) -> None:
    path = tmp_path / "own.yaml"
    path.write_text("extends: zep-2024\nnoun: XEP\n", encoding="utf-8")
    data = read_process(str(path), rules_directory())
    check_process(str(path), data)
    assert Process("own", data).title_of(3) == "XEP 3"


def test_a_day_in_a_process_file_needs_no_quote_marks(tmp_path: Path) -> None:
    path = tmp_path / "own.yaml"
    path.write_text("extends: zep-2024\nrules:\n  ZEP304: {applies-from: 2024-06-01}\n", encoding="utf-8")
    data = read_process(str(path), rules_directory())
    check_process(str(path), data)
    fact = Process("own", data).rule_fact("ZEP304")
    assert fact is not None
    assert fact.applies_from == "2024-06-01"


def test_a_wrong_process_file_names_its_line(tmp_path: Path) -> None:
    path = tmp_path / "own.yaml"
    path.write_text("extends: zep-2024\nstatuses:\n  Draft:\n    stage: soon\n", encoding="utf-8")
    with pytest.raises(RuleFileError, match=re.escape(f"{path}:4: statuses.Draft.stage: 'soon'")):
        check_process(str(path), read_process(str(path), rules_directory()))


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ('names:\n  accepted: ["zep-("]\n', "3: names.accepted.0: no regular expression: missing )"),
        ('names:\n  accepted: ["zep.md"]\n', "3: names.accepted.0: the pattern has no group number"),
        ('title:\n  pattern: "ZEP"\n', "3: title.pattern: the pattern has no group number, title"),
        ('placeholders:\n  patterns:\n  - "x"\n  - "(("\n', "5: placeholders.patterns.1: no regular exp"),
        ('names:\n  preferred: "pep-{number}"\n', "3: names.preferred: pep-7 is no accepted name"),
        ('names:\n  preferred: "{number}{x}"\n', "3: names.preferred: no form of a file name: 'x'"),
        (
            "statuses:\n  Draft:\n    requires: [link]\n",
            "4: statuses.Draft.requires.0: link is none of author,",
        ),
        ("statuses:\n  Draft:\n    types: [Kore]\n", "4: statuses.Draft.types.0: Kore is none of Core,"),
        (
            "sections:\n  Abstract:\n    types: [Kore]\n",
            "4: sections.Abstract.types.0: Kore is none of Core,",
        ),
        ("licences:\n  - {name: free, pattern: '('}\n", "3: licences.0.pattern: no regular expression"),
        ("rules:\n  ZEP304: {applies-from: soon}\n", "3: rules.ZEP304.applies-from: 'soon'"),
        ("types: null\n", "1: top level: 'types' is a required property"),
    ],
)
def test_a_process_file_that_would_fail_later_names_its_line(tmp_path: Path, text: str, error: str) -> None:
    path = tmp_path / "own.yaml"
    path.write_text(f"extends: zep-2024\n{text}", encoding="utf-8")
    with pytest.raises(RuleFileError, match=re.escape(f"{path}:{error}")):
        check_process(str(path), read_process(str(path), rules_directory()))


@pytest.mark.parametrize("name", PROCESS_FILES)
def test_the_processes_that_come_along_hold_together(name: str) -> None:
    assert list(misfits(read_process(PROCESS_FILES[name], rules_directory()))) == []


@pytest.mark.parametrize("parent", ["nosuch", "[1]", "../rules"])
def test_a_process_that_extends_nothing_is_refused(tmp_path: Path, parent: str) -> None:
    (tmp_path / "a.yaml").write_text(f"extends: {parent}\n", encoding="utf-8")
    with pytest.raises(RuleFileError, match=r"a\.yaml:1: extends: there is no process or file"):
        read_process(str(tmp_path / "a.yaml"), rules_directory())


# Selection

RULEBOOK = load_rulebook()
PROCESS = load_process("zep-2024")


def chosen(**selectors: Any) -> list[str]:
    return [rule.code for rule in select(RULEBOOK, PROCESS, **selectors)]


def test_without_a_selection_the_rules_that_are_on() -> None:
    assert chosen() == [rule.code for rule in RULEBOOK if rule.enabled]


def test_a_rule_is_selected_by_code_name_prefix_or_all() -> None:
    assert chosen(select=["ZEP304"]) == chosen(select=["missing-resolution"]) == ["ZEP304"]
    assert chosen(select=["ZEP3"]) == [rule.code for rule in RULEBOOK if rule.code.startswith("ZEP3")]
    assert chosen(select=["ALL"]) == [rule.code for rule in RULEBOOK]


def test_the_closest_selector_decides() -> None:
    assert "ZEP304" not in chosen(select=["ZEP3"], ignore=["ZEP304"])
    assert chosen(select=["ZEP304"], ignore=["ZEP3"]) == ["ZEP304"]
    assert chosen(select=["ZEP304"], ignore=["ZEP304"]) == []


def test_an_unknown_selector_names_the_nearest() -> None:
    with pytest.raises(UnknownSelectorError, match=r'"missing-resolutoin": did you mean ZEP304'):
        RULEBOOK.check_selectors(["missing-resolutoin"])


def test_a_process_switches_a_rule_off() -> None:
    data = extend(PROCESS.data, {"rules": {"ZEP304": {"enabled": False}}})
    assert "ZEP304" not in [rule.code for rule in select(RULEBOOK, Process("own", data))]
    assert [r.code for r in select(Rulebook(RULEBOOK), Process("own", data), select=["ZEP304"])] == ["ZEP304"]
