"""Settings files: where they are found, what they give, and what is said of one that is wrong."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from tests.bounded import ends_in_time
from zeplint.report.safe import escape_controls
from zeplint.settings import LARGEST_FILE, Settings, SettingsError, find_settings
from zeplint.settings.reading import _READERS, load_settings

COMPLETE = """\
select = ["ZEP2", "ZEP304"]
extend-select = ["header-order"]
extend-rules = ["rules", "more/rule.yaml"]
ignore = []
process = "process/ours.yaml"
zeps = "../zeps"
baseline = "known.json"
exclude = ["old/**", "*.txt"]
today = 2024-10-15
fail-on = "warning"
suppression-reason = true

[per-file-ignores]
"docs/zeps/zep-0000.md" = ["ZEP6", "ZEP206"]
"*.rst" = ["ZEP701"]

[severity]
ZEP205 = "info"
missing-resolution = "error"

[applies-from]
ZEP6 = 7
date-format = 2024-10-15
ALL = "2020-01-31"

[parameters.ZEP205]
form = "address"
accounts = ["github"]
[parameters.acceptance-date]
after = 2
"""

EXPECTED = Settings(
    select=("ZEP2", "ZEP304"),
    extend_select=("header-order",),
    extend_rules=("rules", "more/rule.yaml"),
    ignore=(),
    per_file_ignores=(("docs/zeps/zep-0000.md", ("ZEP6", "ZEP206")), ("*.rst", ("ZEP701",))),
    severity={"ZEP205": "info", "missing-resolution": "error"},
    applies_from={"ZEP6": 7, "date-format": "2024-10-15", "ALL": "2020-01-31"},
    process="process/ours.yaml",
    zeps="../zeps",
    baseline="known.json",
    exclude=("old/**", "*.txt"),
    parameters={"ZEP205": {"form": "address", "accounts": ["github"]}, "acceptance-date": {"after": 2}},
    today="2024-10-15",
    fail_on="warning",
    suppression_reason=True,
)


def in_pyproject(text: str) -> str:
    """The text of a zeplint.toml as it stands in a pyproject.toml, after other tables."""
    tables = text.replace("\n[", "\n[tool.zeplint.")
    return f'[project]\nname = "zeps"\nselect = 1\n\n[tool.zeplint]\n{tables}\n[tool.ruff]\nselect = 2\n'


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The working directory, so that messages name files without a folder."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def message(content: str | bytes, name: str = "zeplint.toml") -> str:
    """What is said of a settings file in the working directory."""
    Path(name).write_bytes(content.encode() if isinstance(content, str) else content)
    with pytest.raises(SettingsError) as caught:
        load_settings(name)
    return str(caught.value)


# Loading


def test_complete(folder: Path) -> None:
    Path("zeplint.toml").write_text(COMPLETE)
    settings = load_settings("zeplint.toml")
    assert settings == EXPECTED._replace(path="zeplint.toml", text=COMPLETE)
    assert list(settings.severity) == ["ZEP205", "missing-resolution"]
    assert settings.directory == os.getcwd()


def test_pyproject(folder: Path) -> None:
    text = in_pyproject(COMPLETE)
    Path("pyproject.toml").write_text(text)
    path = str(folder / "pyproject.toml")
    assert load_settings(path) == EXPECTED._replace(path=path, text=text, table=("tool", "zeplint"))


def test_file_of_another_name_is_read_as_zeplint_toml(folder: Path) -> None:
    Path("conf").mkdir()
    Path("conf/lint.toml").write_text('select = ["ZEP1"]')
    settings = load_settings("conf/lint.toml")
    assert settings == Settings("conf/lint.toml", select=("ZEP1",), text='select = ["ZEP1"]')
    assert settings.directory == str(Path.cwd() / "conf")


@pytest.mark.parametrize("text", ["", "# nothing\n"])
def test_empty_file_gives_the_defaults(folder: Path, text: str) -> None:
    Path("zeplint.toml").write_text(text)
    assert load_settings("zeplint.toml") == Settings("zeplint.toml", text=text)


@pytest.mark.parametrize("text", ["", "tool = 1", "[tool.ruff]\nselect = 1", "[tool.zeplint]"])
def test_pyproject_that_says_nothing_gives_the_defaults(folder: Path, text: str) -> None:
    Path("pyproject.toml").write_text(text)
    assert load_settings("pyproject.toml") == Settings("pyproject.toml", text=text, table=("tool", "zeplint"))


def test_no_file() -> None:
    assert Settings().directory == ""
    assert not any(Settings())


def test_rules_of_ones_own_may_be_one_path(folder: Path) -> None:
    Path("zeplint.toml").write_text('extend-rules = "rules"')
    assert load_settings("zeplint.toml").extend_rules == ("rules",)


def test_day_may_be_a_string(folder: Path) -> None:
    Path("zeplint.toml").write_text('today = "2024-02-29"')
    assert load_settings("zeplint.toml").today == "2024-02-29"


def test_byte_order_mark_and_line_ends_of_windows(folder: Path) -> None:
    Path("zeplint.toml").write_bytes(b'\xef\xbb\xbfselect = ["ZEP1"]\r\nignore = ["ZEP101"]\r\n')
    settings = load_settings("zeplint.toml")
    assert (settings.select, settings.ignore, settings.line_of("ignore")) == (("ZEP1",), ("ZEP101",), 2)


# Values that are wrong

KEYS = ", ".join(_READERS)
PER_FILE = '"docs/old/*.md" = ["ZEP304"]'


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('selct = ["ZEP1"]', 'unknown key "selct": did you mean "select"?'),
        ('per_file_ignores = ["ZEP1"]', 'unknown key "per_file_ignores": did you mean "per-file-ignores"?'),
        ("Fail-On = 1", 'unknown key "Fail-On": did you mean "fail-on"?'),
        (
            'rules."a\\nb" = 1',
            f'unknown key "rules": the keys are {KEYS}',
        ),
        (
            "[tool.zeplint]",
            'unknown key "tool": the table [tool.zeplint] is for pyproject.toml, here its keys stand alone',
        ),
        (
            'ignore = "ZEP304"',
            '"ignore" must be a list of strings, not a string: ignore = ["ZEP304"]',
        ),
        (
            'ignore = "ZEP304, ZEP305,"',
            '"ignore" must be a list of strings, not a string: ignore = ["ZEP304", "ZEP305"]',
        ),
        ('exclude = ""', '"exclude" must be a list of strings, not a string: exclude = []'),
        ("select = 304", '"select" must be a list of strings, not an integer: select = ["..."]'),
        ("select = { a = 1 }", '"select" must be a list of strings, not a table: select = ["..."]'),
        ('select = ["a", 1]', '"select" must be a list of strings, but item 2 is an integer'),
        ('extend-select = [["a"]]', '"extend-select" must be a list of strings, but item 1 is a list'),
        ("process = 2024", '"process" must be a string, not an integer: process = "..."'),
        ("process = 2024-10-15", '"process" must be a string, not a date: process = "..."'),
        (
            'suppression-reason = "yes"',
            '"suppression-reason" must be true or false, not a string: suppression-reason = true',
        ),
        ("fail-on = true", '"fail-on" must be "error", "warning" or "info", not a boolean'),
        ('fail-on = "never"', '"fail-on" must be "error", "warning" or "info", not "never"'),
        (
            'fail-on = "Warning"',
            '"fail-on" must be "error", "warning" or "info", not "Warning": did you mean "warning"?',
        ),
        (
            'severity.ZEP1 = "eror"',
            '"ZEP1" in [severity] must be "error", "warning" or "info", not "eror": did you mean "error"?',
        ),
        ("severity.ZEP1 = []", '"ZEP1" in [severity] must be "error", "warning" or "info", not a list'),
        (
            'severity = "error"',
            '"severity" must be a table, not a string: severity = { ZEP304 = "warning" }',
        ),
        (
            'per-file-ignores = ["ZEP1"]',
            f'"per-file-ignores" must be a table, not a list: per-file-ignores = {{ {PER_FILE} }}',
        ),
        (
            'per-file-ignores."docs/*.md" = "ZEP1"',
            '"docs/*.md" in [per-file-ignores] must be a list of strings, not a string: "docs/*.md" = ["ZEP1"]',
        ),
        (
            "per-file-ignores.a = [true]",
            '"a" in [per-file-ignores] must be a list of strings, but item 1 is a boolean',
        ),
        (
            "parameters.ZEP205 = 1.5",
            '"ZEP205" in [parameters] must be a table, not a number: ZEP205 = { ... }',
        ),
        (
            "parameters = false",
            '"parameters" must be a table, not a boolean: parameters = { ZEP205 = { ... } }',
        ),
        (
            "applies-from.ALL = -1",
            '"ALL" in [applies-from] must be the number of a proposal or a day, not -1: ALL = 7',
        ),
        (
            "applies-from.ALL = true",
            '"ALL" in [applies-from] must be the number of a proposal or a day, not a boolean: ALL = 7',
        ),
        ("applies-from = 7", '"applies-from" must be a table, not an integer: applies-from = { ZEP304 = 7 }'),
        ('today = "tomorrow"', '"today" must be a day, not "tomorrow": today = 2024-10-15'),
        ('today = "2022-14-03"', '"today" must be a day, not "2022-14-03": today = 2024-10-15'),
        ('today = "20240101"', '"today" must be a day, not "20240101": today = 2024-10-15'),
        ("today = 2024-10-15T00:00:00Z", '"today" must be a day, not a date with a time: today = 2024-10-15'),
        ("today = 07:32:00", '"today" must be a day, not a time: today = 2024-10-15'),
        ("today = 2024", '"today" must be a day, not an integer: today = 2024-10-15'),
    ],
)
def test_wrong_key_or_value(folder: Path, line: str, said: str) -> None:
    assert message(f"# {line}\n\n\n\n{line}\n") == f"zeplint.toml:5: {said}"


def test_wrong_key_or_value_in_pyproject(folder: Path) -> None:
    name = "pyproject.toml"
    assert message(in_pyproject("\nselct = []"), name) == (
        'pyproject.toml:7: unknown key "selct" in [tool.zeplint]: did you mean "select"?'
    )
    assert message(in_pyproject('ignore = "ZEP304"'), name) == (
        'pyproject.toml:6: "ignore" must be a list of strings, not a string: ignore = ["ZEP304"]'
    )
    assert message(in_pyproject('\n[severity]\nZEP1 = "off"'), name) == (
        'pyproject.toml:8: "ZEP1" in [tool.zeplint.severity] must be "error", "warning" or "info", not "off"'
    )
    assert message("[tool]\n\nzeplint = 1", name) == (
        'pyproject.toml:3: "tool.zeplint" must be a table, not an integer'
    )
    assert message("[[tool.zeplint]]", name) == (
        'pyproject.toml:1: "tool.zeplint" must be a table, not a list'
    )


def test_item_of_a_list_has_its_own_line(folder: Path) -> None:
    assert message('select = [\n  "a",\n  # 3,\n  4,\n]\n') == (
        'zeplint.toml:4: "select" must be a list of strings, but item 2 is an integer'
    )


def test_the_first_mistake_is_named(folder: Path) -> None:
    assert message("ignore = 1\nselect = 2\nnonsense = 3\n").startswith('zeplint.toml:1: "ignore" must')


def test_message_is_one_line_of_bounded_length(folder: Path) -> None:
    said = message(r'"\n\u001b[31m\"\\" = 1')
    assert said.startswith(r'zeplint.toml:1: unknown key "\n\x1b[31m\"\\": the keys are')
    assert said.isprintable()
    assert message('fail-on = "' + "x" * 5000 + '"') == (
        'zeplint.toml:1: "fail-on" must be "error", "warning" or "info", not "' + "x" * 59 + '…"'
    )
    assert len(message('select = "' + "x," * 100_000 + '"')) < 1000


def test_line_and_error_for_values_that_others_check(folder: Path) -> None:
    Path("zeplint.toml").write_text('[per-file-ignores]\n"*.md" = [\n  "ZEP1",\n  "ZEP999",\n]\n')
    settings = load_settings("zeplint.toml")
    assert settings.line_of("per-file-ignores", "*.md", 1) == 4
    assert settings.line_of("per-file-ignores", "*.md") == 2
    error = settings.error('no rule "ZEP999"', "per-file-ignores", "*.md", 1)
    assert str(error) == 'zeplint.toml:4: no rule "ZEP999"'


# Files that cannot be read


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("a = 1\nselect = [\n", "zeplint.toml:2: not valid TOML: Invalid value, at the end of the file"),
        (
            "a = 1\nselect = [[]\n\n\n",
            "zeplint.toml:2: not valid TOML: Unclosed array, at the end of the file",
        ),
        ("a = 1\n\nb c\n", "zeplint.toml:3:3: not valid TOML: Expected '=' after a key in a key/value pair"),
        ("a = 1\r\na = 2\r\n", "zeplint.toml:2:6: not valid TOML: Cannot overwrite a value"),
        ("a = " + "[" * 100_000, "zeplint.toml: not valid TOML: nested too deeply"),
        ("\na" + ".a" * 100_000 + " = 1", "zeplint.toml:2: a key of more than 64 parts"),
        ("\n[" + '"a" . ' * 100 + "a]", "zeplint.toml:2: a key of more than 64 parts"),
        (b"a = 1\n\nb = '\xff\xfe'\n", "zeplint.toml:3: not UTF-8 (byte 0xff): save the file as UTF-8"),
        (
            "select = []".encode("utf-16"),
            "zeplint.toml:1: a NUL byte, which no TOML file holds: save the file as UTF-8",
        ),
        (b"a = 1\n\0", "zeplint.toml:2: a NUL byte, which no TOML file holds: save the file as UTF-8"),
        (b"#" * (LARGEST_FILE + 1), "zeplint.toml: larger than 1 MB, so no settings file"),
    ],
    ids=lambda value: repr(value[:30]),
)
def test_file_that_is_no_toml(folder: Path, content: str | bytes, said: str) -> None:
    assert message(content) == said


def test_number_too_long_for_python(folder: Path) -> None:
    assert message("a = " + "9" * 5000).startswith("zeplint.toml:1: not valid TOML: Exceeds the limit")


def test_file_that_cannot_be_opened(folder: Path) -> None:
    Path("folder.toml").mkdir()
    Path("loop.toml").symlink_to("loop.toml")
    Path("dangling.toml").symlink_to("nowhere.toml")
    os.mkfifo("pipe.toml")
    said = {
        "folder.toml": "folder.toml: is a directory, not a settings file",
        "loop.toml": "loop.toml: cannot be read: too many levels of symbolic links",
        "dangling.toml": "dangling.toml: no such settings file",
        "pipe.toml": "pipe.toml: is not a regular file",
        "a\nb\x1b.toml": "a\\nb\\x1b.toml: no such settings file",
        "a\0.toml": "a\\x00.toml: no such settings file",
    }
    for name, expected in said.items():
        with pytest.raises(SettingsError) as caught:
            load_settings(name)
        assert str(caught.value) == expected


def test_file_without_permission(folder: Path) -> None:
    path = Path("zeplint.toml")
    path.write_text("")
    path.chmod(0)
    if os.access(path, os.R_OK):
        pytest.skip("this user may read every file")
    with pytest.raises(SettingsError, match=r"\Azeplint\.toml: cannot be read: permission denied\Z"):
        load_settings("zeplint.toml")


# Pieces that are nearly settings, so that what is drawn goes past the parser.
WORDS = [
    "select",
    "severity",
    "parameters",
    "today",
    "ZEP1",
    "per-file-ignores",
    "fail-on",
    "tool",
    "1",
    "true",
]
MARKS = [
    " = ",
    ".",
    "[",
    "]",
    "{",
    "}",
    ", ",
    "\n",
    "\r",
    '"',
    "'",
    "#",
    "\x1b",
    '"*.md"',
    '"error"',
    "[1]",
    '["a"]',
]
pieces = st.sampled_from(WORDS + MARKS)


@hypothesis_settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=st.lists(pieces, max_size=20).map("".join).map(str.encode) | st.binary(max_size=40))
def test_any_file_gives_settings_or_one_line(folder: Path, content: bytes) -> None:
    path = Path("zeplint.toml")
    path.write_bytes(content)
    said = ""
    try:
        load_settings("zeplint.toml")
    except SettingsError as error:
        said = str(error)
    assert escape_controls(said) == said
    assert not said or said.startswith("zeplint.toml:")


@pytest.mark.parametrize(
    "content",
    ["a." * (LARGEST_FILE // 2 - 2) + "b=1", '"' * (LARGEST_FILE - 10), "select = [" + "1," * 60_000 + "]"],
    ids=["key", "quotes", "list"],
)
def test_a_large_file_ends_in_time(folder: Path, content: str) -> None:
    with ends_in_time():
        message(content)


# Finding


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A folder with nested folders; no file above it is looked at by these tests."""
    (tmp_path / "top/middle/low").mkdir(parents=True)
    return tmp_path


def write(path: Path, text: str = "") -> str:
    path.write_text(text)
    return str(path)


def find(tree: Path, start: str = "top/middle/low", boundary: str = "top") -> str | None:
    return find_settings(str(tree / start), str(tree / boundary))


def test_none(tree: Path) -> None:
    assert find(tree) is None


def test_nearest_upwards(tree: Path) -> None:
    top = write(tree / "top/zeplint.toml")
    assert find(tree) == top
    middle = write(tree / "top/middle/pyproject.toml", "[tool.zeplint]")
    assert find(tree) == middle
    low = write(tree / "top/middle/low/zeplint.toml")
    assert find(tree) == low
    assert find(tree, "top/middle") == middle


def test_zeplint_toml_wins_in_one_folder(tree: Path) -> None:
    write(tree / "top/pyproject.toml", "[tool.zeplint]")
    path = write(tree / "top/zeplint.toml")
    assert find(tree) == path


def test_boundary(tree: Path) -> None:
    path = write(tree / "zeplint.toml")
    assert find(tree) is None
    assert find(tree, boundary=".") == path
    assert find_settings(str(tree / "top/middle"), None) == path
    assert find(tree, start="top", boundary="top/middle") is None
    assert find(tree, start=".", boundary="top") == path


def test_boundary_is_no_mere_prefix(tree: Path) -> None:
    (tree / "top-2").mkdir()
    write(tree / "zeplint.toml")
    assert find(tree, start="top-2", boundary="top") is None


def test_relative_folders_give_an_absolute_path(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write(tree / "top/zeplint.toml")
    monkeypatch.chdir(tree / "top/middle")
    assert find_settings("low", "..") == path
    assert find_settings("", "..") == path


def test_root_as_boundary(tree: Path) -> None:
    path = write(tree / "zeplint.toml")
    assert find_settings(str(tree / "top"), os.sep) == path


@pytest.mark.parametrize(
    "text",
    [
        "[tool.zeplint]",
        "[tool.zeplint.severity]\n",
        "[tool]\nzeplint = { select = [] }",
        "tool.zeplint.ignore = []",
        '["tool" . zeplint ]',
        "\ufeff[tool.zeplint]",
        "[tool.zeplint]\nselect = [\n",
        "[tool.zeplint]\n[tool.zeplint]\n",
        "[tool]\nzeplint = 1",
    ],
)
def test_pyproject_with_a_table(tree: Path, text: str) -> None:
    path = write(tree / "top/pyproject.toml", text)
    assert find(tree) == path


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[tool.ruff]",
        '[dependency-groups]\ndev = ["zeplint"]',
        "# [tool.zeplint]",
        'text = """\n[tool.zeplint]\n"""',
        "[tool.zeplint-other]",
        "[zeplint]",
    ],
)
def test_pyproject_without_a_table(tree: Path, text: str) -> None:
    write(tree / "top/pyproject.toml", text)
    assert find(tree) is None


def test_what_cannot_be_read_is_passed_over(tree: Path) -> None:
    path = write(tree / "top/zeplint.toml")
    (tree / "top/middle/zeplint.toml").mkdir()
    (tree / "top/middle/pyproject.toml").symlink_to("pyproject.toml")
    (tree / "top/middle/low/zeplint.toml").symlink_to("nowhere")
    os.mkfifo(tree / "top/middle/low/pyproject.toml")
    assert find(tree) == path


def test_link_to_settings(tree: Path) -> None:
    write(tree / "shared.toml")
    (tree / "top/zeplint.toml").symlink_to("../shared.toml")
    assert find(tree) == str(tree / "top/zeplint.toml")


def test_nothing_heavy_is_imported_to_find_that_there_is_none(tree: Path, checkout: Path) -> None:
    write(tree / "top/pyproject.toml", "[tool.ruff]")
    program = (
        f"import sys; sys.path.insert(0, {str(checkout)!r}); from zeplint.settings import find_settings; "
        f"print(find_settings({str(tree / 'top/middle')!r}, {str(tree / 'top')!r})); "
        "print(sorted({'tomllib', 'pathlib', 'datetime', 'json', 'dataclasses', 'zeplint.settings.toml_lines', 'zeplint.settings.reading'} "
        "& set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout == "None\n[]\n"
