"""``zeplint test``: what it says of a project's rules that do, and do not, what their examples say."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.command_line import Done, write
from tests.test_own_rules import RULE

HEADERS = """\
code: ACME002
name: on-github
summary: Proposals are discussed on GitHub.
enabled: true
severity: error
scope: proposal
check: value.form
with: {role: discussion, patterns: ['https://github\\.com/\\S+']}
message: '{header} is "{found}"'
sources:
  - {statement: S58, quote: "Link to discussion thread"}
why: |
  What is said there is found again.
examples:
  - title: Elsewhere
    files:
      docs/zeps/draft/zep-0007.md: |
        # ZEP 7 — Shorter keys

        Status: Draft
        Discussion: https://example.org/7
    reports: ['docs/zeps/draft/zep-0007.md:4:13-4:34 Discussion is "https://example.org/7"']
  - title: There
    files:
      docs/zeps/draft/zep-0007.md: |
        # ZEP 7 — Shorter keys

        Status: Draft
        Discussion: https://github.com/zarr-developers/zeps/issues/7
    reports: []
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    write(tmp_path, "zeplint.toml", 'extend-rules = "rules"\n')
    write(tmp_path, "rules/a.yaml", RULE)
    write(tmp_path, "rules/b.yaml", HEADERS)
    return tmp_path


def test_all_is_well(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    done = Done(capsys, "test")
    assert done.out == "ok   ACME001 plain-words (2 examples)\nok   ACME002 on-github (2 examples)\n"
    assert (done.code, done.err) == (0, "zeplint: 2 rules, 4 examples: all passed\n")


def test_what_to_test_is_named(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for word in ("rules/b.yaml", "ACME002", "on-github"):
        assert Done(capsys, "test", word).out == "ok   ACME002 on-github (2 examples)\n"
    assert Done(capsys, "test", "--isolated", "rules").out.count("ok") == 2
    done = Done(capsys, "test", "ACME003")
    assert (done.code, done.out) == (2, "")
    assert 'no file, and no rule of your own, is called "ACME003": did you mean ACME001?' in done.err
    (folder / "zeplint.toml").unlink()
    done = Done(capsys, "test")
    assert (done.code, done.err.count("\n")) == (2, 1)
    assert "there are no rules to test: name rule files, or set extend-rules" in done.err


def test_a_wrong_report_is_shown_as_a_difference(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(folder, "rules/a.yaml", RULE.replace('"Use"\'', '"use"\''))
    done = Done(capsys, "test")
    assert done.code == 1
    assert done.out == (
        "FAIL ACME001 plain-words (2 examples)\n"
        "  rules/a.yaml:19: A long word: reports\n"
        '    - a.md:3:1-3:8 "Utilise": write "use"\n'
        '    + a.md:3:1-3:8 "Utilise": write "Use"\n'
        "ok   ACME002 on-github (2 examples)\n"
    )
    assert done.err == "zeplint: 2 rules, 4 examples: 1 rule failed\n"


def test_of_two_examples_with_one_title_the_wrong_one_is_named(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = HEADERS.replace("title: There", "title: Elsewhere").replace("reports: []", "reports: [nothing]")
    write(folder, "rules/b.yaml", text)
    line = 1 + text.split("\n").index("    reports: [nothing]")
    assert f"  rules/b.yaml:{line}: Elsewhere: reports\n" in Done(capsys, "test", "ACME002").out


def test_of_a_fix_only_the_lines_that_differ_are_marked(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(folder, "rules/a.yaml", RULE.replace("Use keys.\\n", "Used keys.\\n", 1))
    assert Done(capsys, "test", "ACME001").out == (
        "FAIL ACME001 plain-words (2 examples)\n"
        "  rules/a.yaml:20: A long word: fixed\n"
        "      a.md:\n"
        "      # A\n"
        "      \n"
        "    - Used keys.\n"
        "    + Use keys.\n"
        "      \n"
    )


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            '    fixed: {a.md: "# A\\n\\nUse keys.\\n"}\n',
            "",
            "it offers a fix, and does not say what comes of it",
        ),
        (
            'instead: use\nmessage: \'"{found}": write "{instead}"\'',
            'instead: utilise\nmessage: \'"{found}": write "Use"\'',
            "fixed: after 30 fixes there is still one more",
        ),
        ('"{found}": write', '"{foundd}": write', "rule ACME001 (plain-words) failed: KeyError: 'foundd'"),
        (
            "    reports: []",
            "    process: nosuch\n    reports: []",
            "no process is called 'nosuch': there are zep-2024",
        ),
    ],
)
def test_other_mistakes_are_named(
    folder: Path, capsys: pytest.CaptureFixture[str], old: str, new: str, said: str
) -> None:
    assert old in RULE
    write(folder, "rules/a.yaml", RULE.replace(old, new))
    done = Done(capsys, "test", "ACME001")
    assert done.code == 1
    assert said in done.out


def test_a_rule_needs_an_example_of_either_kind(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    line = HEADERS[HEADERS.index("reports: ['") :].split("\n", maxsplit=1)[0]
    write(folder, "rules/b.yaml", HEADERS.replace(line, "reports: []"))
    done = Done(capsys, "test", "rules/b.yaml")
    assert done.code == 1
    assert done.out == (
        "FAIL ACME002 on-github (2 examples)\n"
        "  rules/b.yaml:14: no example reports anything: show a file in which the rule finds something\n"
        "  rules/b.yaml:22: Elsewhere: reports\n"
        f"    + {line[11:-2]}\n"
    )


def test_a_form_in_which_it_finds_something_else_is_named(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = RULE.replace("document", "proposal").replace("prose.unwanted", "header.block")
    text = (
        text[: text.index("with:")]
        + "message: {'': no block, wrong: 'a {x}'}\n"
        + text[text.index("sources:") :]
    )
    write(folder, "rules/a.yaml", text)
    assert Done(capsys, "test", "ACME001").code == 1


def test_the_process_of_the_settings_and_its_statements_count(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(folder, "zeplint.toml", 'extend-rules = "rules/b.yaml"\nprocess = "own.yaml"\n')
    write(folder, "own.yaml", "extends: zep-2024\nheaders:\n  Thread: {role: discussion, form: links}\n")
    assert Done(capsys, "test").code == 0
    write(folder, "own.statements.yaml", "S58: {quote: 'Discussion: “Link to discussion thread”'}\n")
    assert Done(capsys, "test").code == 0
    write(folder, "own.statements.yaml", "S58: Another text\n")
    done = Done(capsys, "test")
    assert done.code == 1
    assert "rules/b.yaml:10: the quote does not stand in S58\n" in done.out
    assert "    - Link to discussion thread\n    + Another text\n" in done.out
    write(folder, "own.statements.yaml", "S57: Another text\n")
    assert "no statement is called S58: there are S57" in Done(capsys, "test").out
    write(folder, "own.statements.yaml", "- x\n")
    assert Done(capsys, "test").code == 2


def test_a_statement_that_no_process_has_is_named(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(folder, "rules/b.yaml", HEADERS.replace("statement: S58", "statement: S580"))
    assert (
        "rules/b.yaml:10: no statement is called S580 in zep-2024, zep-2022, nep\n"
        in Done(capsys, "test").out
    )


def test_a_rule_may_cite_a_statement_of_its_own_process(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    write(folder, "zeplint.toml", 'extend-rules = "rules/b.yaml"\nprocess = "own.yaml"\nselect = ["ACME"]\n')
    write(folder, "own.yaml", "extends: zep-2024\nstatements:\n  Talking:\n    R4: [S58]\n")
    write(folder, "rules/b.yaml", HEADERS.replace("statement: S58", "statement: R4"))
    assert Done(capsys, "test").code == 0
    path = "docs/zeps/draft/zep-0007.md"
    write(folder, path, "# ZEP 7 — Keys\n\nStatus: Draft\nDiscussion: https://example.org/7\n")
    assert "see: ZEP 0, Talking (R4)" in Done(capsys).out
    assert "ZEP 0, Talking (R4):" in Done(capsys, "rule", "ACME002").out


def test_a_file_that_is_no_rule_costs_the_others_nothing(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(folder, "rules/a.yaml", RULE.replace("severity: warning", "severity: fatal"))
    done = Done(capsys, "test")
    assert (done.code, done.out) == (2, "ok   ACME002 on-github (2 examples)\n")
    assert "zeplint: rules/a.yaml:5: severity: 'fatal' is not one of" in done.err
    assert done.err.endswith("zeplint: 1 rule, 2 examples: 1 file could not be used\n")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("files: {a.md:", "files: {/a.md:", "examples.0.files./a.md: the path of a file is relative"),
        ("files: {a.md:", "files: {../a.md:", "examples.0.files.../a.md: the path of a file is relative"),
        (
            'files: {a.md: "# A\\n\\nUtilise keys.\\n"}',
            "files: {a.md: 1}",
            "examples.0.files.a.md: the content",
        ),
    ],
)
def test_files_of_an_example_lie_in_a_repository(
    folder: Path, capsys: pytest.CaptureFixture[str], old: str, new: str, said: str
) -> None:
    write(folder, "rules/a.yaml", RULE.replace(old, new, 1))
    done = Done(capsys, "test", "rules/a.yaml")
    assert (done.code, said in done.err) == (2, True)


def test_control_characters_of_a_rule_do_not_reach_the_terminal(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(
        folder,
        "rules/a.yaml",
        RULE.replace("title: A long word", 'title: "A \\e[31mlong word"').replace('"Use"', "x"),
    )
    out = Done(capsys, "test", "rules/a.yaml").out
    assert "\x1b" not in out
    assert "long word" in out
