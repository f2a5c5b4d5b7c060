"""Rules of a project's own: read, refused with file and line, and then rules like any other."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from tests.bounded import ends_in_time
from tests.command_line import Done, write
from zeplint.checks import find_check
from zeplint.own_rules import (
    MOST_FILES,
    check_names,
    own_rule_paths,
    parameters_of,
    read_own_rule,
    read_own_rules,
    scopes_of,
)
from zeplint.rulebook import Rulebook, load_rulebook
from zeplint.rulebook.files import LARGEST_FILE, RuleFileError
from zeplint.ruletest.examples import Bench
from zeplint.ruletest.judge import judge

RULE = """\
code: ACME001
name: plain-words
summary: Texts say "use".
enabled: true
severity: warning
scope: document
check: prose.unwanted
with:
  patterns: ['\\b[Uu]tili[sz]e\\b']
  instead: use
message: '"{found}": write "{instead}"'
sources:
  - {origin: The style guide of ACME.}
why: |
  Plain words are read faster.
examples:
  - title: A long word
    files: {a.md: "# A\\n\\nUtilise keys.\\n"}
    reports: ['a.md:3:1-3:8 "Utilise": write "Use"']
    fixed: {a.md: "# A\\n\\nUse keys.\\n"}
  - title: A short one
    files: {a.md: "# A\\n\\nUse keys.\\n"}
    reports: []
"""
PROPOSAL = """\
# ZEP 7 — Shorter keys

Author: Ada Example <ada@example.org>
Status: Draft
Type: Core
Created: 2024-11-05
Discussion: https://example.org/thread

## Abstract

Utilise `utilise` to say "utilise".
"""
PATH = "docs/zeps/draft/zep-0007.md"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1767225600")
    write(tmp_path, "zeplint.toml", 'extend-rules = "rules"\nselect = ["ACME"]\n')
    write(tmp_path, "rules/plain-words.yaml", RULE)
    write(tmp_path, PATH, PROPOSAL)
    return tmp_path


def found(capsys: pytest.CaptureFixture[str], *arguments: str) -> Any:
    return json.loads(Done(capsys, "--output-format", "json", *arguments).out)["diagnostics"]


# A rule like any other


def test_it_is_found(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    done = Done(capsys, "--output-format", "concise")
    assert (
        done.out
        == f'{PATH}:11:1: warning[ACME001] plain-words: "Utilise": write "Use" (fixable with --unsafe-fixes)\n'
        or ("ACME001" in done.out and "11:1" in done.out and done.out.count("\n") == 1)
    )


def test_it_is_selected_ignored_and_graded(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert [one["code"] for one in found(capsys, "--select", "plain-words")] == ["ACME001"]
    assert found(capsys, "--select", "ACME,ZEP101", "--ignore", "ACME001") == []
    write(folder, "zeplint.toml", 'extend-rules = ["rules"]\n[severity]\nACME001 = "error"\n')
    assert [one["severity"] for one in found(capsys) if one["code"] == "ACME001"] == ["error"]
    write(folder, "zeplint.toml", 'extend-rules = ["rules"]\n[per-file-ignores]\n"docs/*" = ["ACME"]\n')
    assert "ACME001" not in [one["code"] for one in found(capsys)]
    write(folder, "zeplint.toml", 'extend-rules = ["rules"]\n[applies-from]\nACME001 = 8\n')
    assert "ACME001" not in [one["code"] for one in found(capsys)]


def test_its_parameters_are_set_and_checked(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(folder, "zeplint.toml", 'extend-rules = "rules"\n[parameters.plain-words]\npatterns = ["zebra"]\n')
    assert "ACME001" not in [one["code"] for one in found(capsys)]
    write(folder, "zeplint.toml", 'extend-rules = "rules"\n[parameters.plain-words]\npattrens = ["keys"]\n')
    done = Done(capsys)
    assert (done.code, done.out) == (2, "")
    assert (
        'zeplint.toml:3: "parameters": plain-words has no parameter "pattrens": did you mean "patterns"?'
        in done.err
    )


def test_it_is_suppressed(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = PROPOSAL.replace("Utilise `", "<!-- zeplint: ignore[ACME001] quoted -->\nUtilise `")
    write(folder, PATH, text)
    assert found(capsys, "--select", "ACME,ZEP0") == []
    write(folder, PATH, PROPOSAL.replace("Utilise `", "<!-- zeplint: ignore[plain-words] -->\nUse `"))
    assert [one["code"] for one in found(capsys, "--select", "ACME,ZEP0")] == ["ZEP001"]


def test_it_is_fixed(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert Done(capsys, "--fix").code == 0
    assert "Utilise `" in (folder / PATH).read_text("utf-8")
    assert Done(capsys, "--fix", "--unsafe-fixes").code == 0
    assert 'Use `utilise` to say "utilise".' in (folder / PATH).read_text("utf-8")


def test_it_is_explained_and_listed(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = Done(capsys, "rule", "ACME001").out
    assert page.startswith("ACME001 plain-words (warning, on by default)\n")
    assert "The style guide of ACME." in page
    assert "ACME001  plain-words" in Done(capsys, "rule").out
    assert json.loads(Done(capsys, "rule", "acme", "--output-format", "json").out)[0]["name"] == "plain-words"
    assert "# plain-words (ACME001)" in Done(capsys, "rule", "--all", "--output-format", "markdown").out
    assert Done(capsys, "rule", "--isolated", "ACME001").code == 2
    write(folder, "other.toml", 'extend-rules = "rules/plain-words.yaml"\n')
    (folder / "zeplint.toml").unlink()
    assert Done(capsys, "rule", "--config", "other.toml", "ACME001").out == page


def test_what_comes_along_is_explained_whatever_the_rules(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(folder, "rules/plain-words.yaml", "code: [\n")
    assert Done(capsys, "rule", "ZEP304").code == 0
    done = Done(capsys, "rule", "ACME001")
    assert (done.code, done.out) == (2, "")
    assert "rules/plain-words.yaml:" in done.err


def test_a_process_file_may_decide_about_it(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(folder, "zeplint.toml", 'extend-rules = "rules"\nprocess = "own.yaml"\nselect = ["ACME"]\n')
    write(folder, "own.yaml", "extends: zep-2024\nrules:\n  ACME001: {severity: error}\n")
    assert [one["severity"] for one in found(capsys)] == ["error"]
    for text, error in (
        ("ACME002: {severity: error}", '3: rules.ACME002: no rule is called "ACME002": did you mean ACME001'),
        (
            "ACME001:\n    parameters:\n      insted: x",
            '5: rules.ACME001.parameters.insted: ACME001 has no parameter "insted": did you mean "instead"?',
        ),
        ("ZEP205:\n    parameters: {contact: x}", "rules.ZEP205.parameters.contact: "),
    ):
        write(folder, "own.yaml", f"extends: zep-2024\nrules:\n  {text}\n")
        done = Done(capsys)
        assert done.code == 2
        assert error in done.err


def test_it_is_relative_to_the_settings(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder / "docs/zeps/draft")
    assert [one["code"] for one in found(capsys)] == ["ACME001"]
    write(folder, "rules/plain-words.yaml", "name: x\n")
    assert "../../../rules/plain-words.yaml:1: " in Done(capsys).err


def test_each_collection_has_its_own(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name, code in (("a", "AAA001"), ("b", "BBB001")):
        write(folder, f"{name}/zeplint.toml", 'extend-rules = "rules"\n')
        write(folder, f"{name}/rules/x.yaml", RULE.replace("ACME001", code))
        write(folder, f"{name}/{PATH}", PROPOSAL)
    codes = [one["code"] for one in found(capsys, "--select", "AAA,BBB001", "a", "b")]
    assert codes == ["AAA001", "BBB001"]
    assert Done(capsys, "--select", "BBB", "a").code == 2


# What is refused


def said(folder: Path, text: str) -> str:
    path = folder / "rule.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(RuleFileError) as caught:
        read_own_rules([str(path)], load_rulebook())
    message = str(caught.value)
    assert message.startswith(f"{path}:")
    assert "\n" not in message
    return message.removeprefix(f"{path}:")


@pytest.mark.parametrize(
    ("old", "new", "error"),
    [
        ("severity: warning", "severity: fatal", "5: severity: 'fatal' is not one of"),
        ("severity: warning", "sevrity: warning\nseverity: info", "5: sevrity: unknown key: did you mean severity?"),
        ("name: plain-words", "", "1: top level: 'name' is a required property"),
        ("name: plain-words", "name: Plain Words", "2: name: 'Plain Words' does not match"),
        ("name: plain-words", "name: filename", "2: name: filename is the name of ZEP101 already"),
        ("code: ACME001", "code: ZEP999", "1: code: codes that begin with ZEP are zeplint's own"),
        ("code: ACME001", "code: ACME001\ncode: ACME001", "2: code is given twice"),
        ("check: prose.unwanted", "check: prose.unwantd", "7: check: there is no check prose.unwantd: did you mean prose.unwanted?"),
        ("check: prose.unwanted", "check: prose.pattern", "7: check: there is no check prose.pattern"),
        ("check: prose.unwanted", "check: prose.bisect_right", "7: check: there is no check"),
        ("check: prose.unwanted", "check: run.internal_error", "7: check: there is no check run.internal_error"),
        ("scope: document", "scope: collection", "6: scope: prose.unwanted cannot have the scope collection: it takes document, proposal or spec-page"),
        ("scope: document", "scope: [document, run]", "6: scope: prose.unwanted cannot have the scope run"),
        ("scope: document", "scope: document\noptions: {insted: what to write in its place}", "7: options.insted: no parameter insted stands under with"),
        ("scope: document", "scope: pages", "6: scope: 'pages' is not one of"),
        ("severity: warning", f"severity: {'fatal ' * 50}", "5: severity: 'fatal fatal fatal fatal fatal fatal f…' is not one of"),
        ("scope: document", "scope: {document: [a, b], page: c}", "6: scope: a mapping of 2 keys is not "),
        ("    reports: []", "    reports: [[a, b]]", "23: examples.1.reports.0: a list of 2 items is not of type 'string'"),
        ("  instead: use", "  insted: use", "10: with.insted: prose.unwanted has no parameter insted: did you mean instead?"),
        ("  instead: use", "  instead: [use]", "10: with.instead: must be a string"),
        ("  patterns: ['\\b[Uu]tili[sz]e\\b']", "", "8: with: prose.unwanted needs patterns"),
        ("['\\b[Uu]tili[sz]e\\b']", "['a', '(']", "9: with.patterns.1: no regular expression"),
        ("['\\b[Uu]tili[sz]e\\b']", "['(a|a)+b']", "9: with.patterns.0: alternatives that may begin alike in a repeat"),
        ("['\\b[Uu]tili[sz]e\\b']", "[1]", "9: with.patterns: must be a list of strings"),
        ('write "{instead}"', "{found.__class__}", "11: message: {found.__class__} is no plain name"),
        ('write "{instead}"', "{found:>99999999}", "11: message: {found} is no plain name"),
        ('write "{instead}"', "{found!r}", "11: message: {found} is no plain name"),
        ('write "{instead}"', "{", "11: message: "),
        ("  - {origin: The style guide of ACME.}", "  - {origins: x}", "13: sources.0.origins: unknown key: did you mean origin?"),
        ("    reports: []", "    reports: [1]", "23: examples.1.reports.0: 1 is not of type 'string'"),
        ("severity: warning", "severity: &a warning\nescalate: {early: *a}", "6: *a is an alias"),
        ("  instead: use", "  instead: use\n  on: x", "8: with.True: a key is a text, not True: put it into quote marks"),
        ("severity: warning", "severity: [", "7: did not find"),
    ],
)  # fmt: skip
def test_a_wrong_rule_names_its_line(tmp_path: Path, old: str, new: str, error: str) -> None:
    assert old in RULE
    assert said(tmp_path, RULE.replace(old, new, 1)).startswith(error)


@pytest.mark.parametrize("text", ["", "https://me:token@example.org\n", "- token\n"])
def test_a_file_that_is_none_is_not_quoted(tmp_path: Path, text: str) -> None:
    assert said(tmp_path, text) == "1: top level: must be a mapping, with a key and a value on each line"


VALUES: st.SearchStrategy[Any] = st.sampled_from(
    [
        None,
        1,
        1.5,
        True,
        "x",
        "",
        [],
        {},
        [1],
        ["x"],
        {"x": 1},
        {1: 2},
        [[]],
        -1,
        b"x",
        "{",
        "{found}",
        "\\",
        "(",
    ]
)


@hypothesis_settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60
)
@given(data=st.data())
def test_any_rule_file_is_a_rule_or_one_line(tmp_path: Path, data: st.DataObject) -> None:
    content = yaml.safe_load(RULE)
    place: Any = content
    while isinstance(place, dict | list) and place:
        keys = list(place) if isinstance(place, dict) else list(range(len(place)))
        key = data.draw(st.sampled_from(keys))
        if not place[key] or not isinstance(place[key], dict | list) or data.draw(st.booleans()):
            place[key] = data.draw(VALUES)
            break
        place = place[key]
    path = tmp_path / "rule.yaml"
    path.write_text(yaml.safe_dump(content), encoding="utf-8")
    try:
        own = read_own_rule(str(path), load_rulebook())
    except RuleFileError as error:
        said = str(error)
    else:
        said = f"{path}:"
        list(judge(Bench(Rulebook([*load_rulebook(), own.rule])), own.rule, own.data, {}))
    assert (said.startswith(f"{path}:"), "\n" in said) == (True, False)


def test_a_clash_names_the_other_file(tmp_path: Path) -> None:
    for name, text in (("a", RULE), ("b", RULE.replace("plain-words", "other"))):
        write(tmp_path, f"{name}.yaml", text)
    with pytest.raises(RuleFileError, match=r"b\.yaml:1: code: ACME001 is the code of .*a\.yaml already"):
        read_own_rules([str(tmp_path)], load_rulebook())
    write(tmp_path, "b.yaml", RULE.replace("ACME001", "ACME002"))
    with pytest.raises(RuleFileError, match=r"b\.yaml:2: name: plain-words is the name of .*a\.yaml already"):
        read_own_rules([str(tmp_path)], load_rulebook())


def test_a_file_that_is_named_twice_is_one_rule(tmp_path: Path) -> None:
    write(tmp_path, "rules/a.yaml", RULE)
    paths = [str(tmp_path / "rules"), str(tmp_path / "rules/a.yaml")]
    assert [own.rule.code for own in read_own_rules(paths, load_rulebook())] == ["ACME001"]


def test_folders_are_read_in_order_but_for_hidden_ones_and_links(tmp_path: Path) -> None:
    for name in ("b.yaml", "a/z.yml", "a/README.md", ".git/c.yaml"):
        write(tmp_path, f"rules/{name}", RULE)
    (tmp_path / "rules/self").symlink_to(tmp_path / "rules")
    assert own_rule_paths(str(tmp_path / "rules")) == [
        str(tmp_path / "rules" / n) for n in ("a/z.yml", "b.yaml")
    ]


@pytest.mark.parametrize("name", ["nosuch", "empty", "dev"])
def test_where_there_is_no_rule(folder: Path, capsys: pytest.CaptureFixture[str], name: str) -> None:
    (folder / "empty").mkdir()
    given = "/dev/zero" if name == "dev" else name
    write(folder, "zeplint.toml", f'extend-rules = [\n"rules",\n"{given}"]\n')
    with ends_in_time():
        done = Done(capsys)
    assert (done.code, done.out) == (2, "")
    said = {
        "nosuch": 'zeplint.toml:3: "extend-rules": no such file or folder: nosuch',
        "empty": "empty:1: there is no YAML file in this folder",
        "dev": "zero:1: no regular file",
    }
    assert said[name] in done.err


def test_more_than_anyone_writes_is_refused(tmp_path: Path) -> None:
    assert "larger than 1 MB" in said(tmp_path, RULE + "#" * LARGEST_FILE)
    for number in range(MOST_FILES + 1):
        write(tmp_path, f"rules/{number}.yaml", "")
    with pytest.raises(RuleFileError, match="more than 1000 rule files"):
        own_rule_paths(str(tmp_path / "rules"))


def test_a_few_lines_of_aliases_do_not_fill_the_memory(tmp_path: Path) -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 12)]
    with ends_in_time():
        assert said(tmp_path, "\n".join(lines)).startswith("2: *a0 is an alias")


def test_no_pattern_of_a_rule_hangs_a_run(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(folder, "rules/plain-words.yaml", RULE.replace("['\\b[Uu]tili[sz]e\\b']", "['a.*a.*!!']"))
    write(folder, PATH, PROPOSAL + "\n" + "a" * 20_000 + "\n")
    with ends_in_time():
        assert found(capsys) == []


# The checks


def test_every_rule_that_comes_along_has_a_check_that_one_may_name() -> None:
    known = set(check_names())
    rulebook: Rulebook = load_rulebook()
    assert {rule.check for rule in rulebook if rule.scopes != ("run",)} - known == set()
    for rule in rulebook:
        if rule.scopes != ("run",):
            names, needed = parameters_of(find_check(rule.check))
            assert set(needed) <= rule.parameters.keys() <= set(names)


def test_a_check_has_the_scopes_of_the_rules_that_come_along() -> None:
    for rule in load_rulebook():
        if rule.scopes != ("run",):
            assert set(rule.scopes) <= set(scopes_of(find_check(rule.check))), rule.code


def test_every_check_says_what_it_finds() -> None:
    for name in check_names():
        assert re.match(r"[A-Z]", find_check(name).__doc__ or ""), name
