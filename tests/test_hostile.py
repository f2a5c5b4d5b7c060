"""Names and texts that mean harm, in every output of every command: nothing in them drives what reads the output.

A proposal is written by anybody, and so are the names of files, the settings of a branch and what stands in a rule's
suppression. Each is full of what a terminal, a browser, a CI system or a parser might obey.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.repositories import Repository
from zeplint.cli import main
from zeplint.report import FORMATS

pytestmark = pytest.mark.skipif(
    sys.platform != "linux", reason="needs a file system that takes any byte in a name"
)

ESCAPES = "\x1b[31m\x1b]0;owned\x07\x1b]8;;https://evil.example\x1b\\x\x9b31m\x07\x08"
BIDI = "\u202eevil\u2066\u200b\u2028\ufeff"
MARKUP = "<script>alert(1)</script><img src=x onerror=alert(1)>]]>&amp;\"'</text>-->"
COMMANDS = "::error file=x,line=1::forged ##[error]forged ##[set-output name=x]y %0A::add-mask::x"
LINKS = "[a](javascript:alert(1)) <javascript:alert(2)> ![x](data:text/html,x) @everyone | `x` $(touch owned)"
ALL = f"{ESCAPES} {BIDI} {MARKUP} {COMMANDS} {LINKS} {{0}} %s"
# Lines of a proposal end where the text ends them; everything else in it may stand in any place.
LINE = ALL.replace("\u2028", "\u2028 ")

PROPOSAL = f"""\
---
title: "{LINE.replace(chr(92), "").replace('"', "'").replace(ESCAPES, "")}"
parent: {MARKUP}
---

# ZEP {{number}} — {LINE}

Author: {LINE}
Status: {{status}}
Type: ::error::{MARKUP}
Created: 2024-13-45 {LINE}
Replaces: 1, 2, {LINE}
Replaced-By: 77 {LINE}
Require: {{number}}, 78, <b>79</b>
Resolution: javascript:alert(1)
Discussion: [{MARKUP}](javascript:alert(1))
{ESCAPES}Unknown: ::error::x
Status: Draft

## {LINE}

Teh teh [{MARKUP}](no-such-{MARKUP.replace(" ", "")}.md#{BIDI}) {LINE} [x][undefined{ESCAPES}] <https://[>

<!-- zeplint: ignore[{LINE.replace("]", "").replace("-->", "")}] {LINE.replace("-->", "")} -->

```json
{{{{"a": {ESCAPES}
```

## ::error::heading
"""
RST = f"""\
ZEP {{number}}: {LINE}
{"=" * 400}

:Author: {LINE}
:Status: {{status}}
:Type: Core

.. {ESCAPES}directive:: {MARKUP}

`unbalanced {LINE}

.. zeplint: ignore[{ESCAPES}] {BIDI}
"""
FOLDER = "docs/zeps/draft"
NAMES = (
    "zep-0003: \x1b[31mred\x07\x9b.md".encode(),
    b"zep-0004: \n::error::forged\r\n.md",
    "zep-0005: \u202e\u2066gnp\u2028.md".encode(),
    "zep-0006: <script>alert(1)<\u2044script>]]>&\"'.md".encode(),
    b"zep-0007: [a](javascript:alert(1))|`$(touch owned)`##[error]x.md",
    b"zep-0008: \xff\xfe\x80.md",
    b"::error::zep-0009.md",
    b"zep-0010: ' \" \\ %0A {0}.rst",
    b"-zep-0011.md",
)


def filled(text: str, number: int, status: str) -> str:
    return text.replace("{number}", str(number)).replace("{status}", status)


def populate(root: Path) -> None:
    """A repository, committed, and a change to it."""
    repository = Repository(root)
    status = f"Drafty {LINE}"
    for number, name in enumerate(NAMES, 3):
        path = os.path.join(os.fsencode(root / FOLDER), name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        text = RST if name.endswith(b".rst") else PROPOSAL
        with open(path, "wb") as file:
            file.write(filled(text, number, status if number % 2 else "Draft").encode())
    repository.write(
        {
            f"{FOLDER}/zep-0001.md": filled(PROPOSAL, 1, "Draft"),
            "docs/zeps/accepted/zep-0002.md": filled(PROPOSAL, 2, "Accepted"),
            "docs/v3/keys/index.rst": f"{LINE}\n{'=' * 400}\n\nCorresponding ZEP:\n    `ZEP 2 <javascript:x>`_\n\n"
            f".. warning:: draft {LINE}\n",
        }
    )
    repository.git("add", "--all")
    repository.git("commit", "--quiet", "--message=x")
    (root / FOLDER / "zep-0001.md").write_text(filled(PROPOSAL, 1, "Final"), encoding="utf-8")
    os.remove(os.path.join(os.fsencode(root / FOLDER), NAMES[1]))


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("hostile") / "repository"
    populate(root)
    return root


@pytest.fixture
def repository(
    request: pytest.FixtureRequest, template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Path:
    """The repository that a test may look at; for arguments that write, one of its own."""
    root = template
    arguments = getattr(request.node, "callspec", None)
    if arguments is None or set(WRITERS) & {*arguments.params.get("arguments", WRITERS)}:
        root = tmp_path / "repository"
        shutil.copytree(template, root, symlinks=True)
    monkeypatch.chdir(root)
    monkeypatch.setenv("COLUMNS", "60")
    for name in ("NO_COLOR", "FORCE_COLOR", "FORCE_HYPERLINK", "CI", "GITHUB_ACTIONS", "CI_PROJECT_DIR"):
        monkeypatch.delenv(name, raising=False)
    return root


def run(captured: pytest.CaptureFixture[str], *arguments: str) -> tuple[str, str]:
    """What a command writes; it ends as commands end, and never by an exception."""
    try:
        code: object = main(arguments)
    except SystemExit as exit_:
        code = exit_.code
    assert code in (0, 1, 2)
    assert not os.path.exists("owned")
    return captured.readouterr()


# The outputs for people

OSC_LINK = re.compile(r"\x1b\]8;;(?:file://[A-Za-z0-9._~%/:-]+)?\x1b\\")
COLOUR = re.compile(r"\x1b\[[0-9;]*m")


def assert_inert(text: str) -> None:
    """No character drives a terminal or hides what is there; but for line ends, colours and links of our own."""
    text = COLOUR.sub("", OSC_LINK.sub("", text))
    unsafe = {char for char in text if not char.isprintable() and char not in "\n\t"}
    assert unsafe == set()
    assert "\u200b" not in text
    text.encode()


WRITERS = ("--fix", "--add-ignore", "--add-ignore=because of reasons", "promote", "new")
CHECKS = (
    ("--output-format", "full"),
    ("--output-format", "concise"),
    ("--output-format", "concise", FOLDER + "/"),
    ("--statistics",),
    ("--verbose", "--output-format", "concise"),
    ("--since", "HEAD"),
    ("--new-only", "--output-format", "concise"),
    ("--fix", "--unsafe-fixes", "--fix-related", "--show-fixes"),
    ("--add-ignore", "--output-format", "concise"),
    ("--add-ignore=because of reasons", "--output-format", "concise"),
)
VIEWS = (
    *(("list", "--output-format", name) for name in ("table", "markdown", "json")),
    *(("graph", "--output-format", name) for name in ("mermaid", "dot", "svg")),
    *(("checklist", "2", "Final", "--output-format", name) for name in ("text", "markdown", "json")),
    ("checklist", "--since", "HEAD"),
    ("checklist", "--since", "HEAD", "--output-format", "markdown"),
    ("promote", "2", "Final", "--dry-run", "--force", "--resolution", "https://example.org/1"),
    ("promote", "2", "Final", "--force", "--resolution", "https://example.org/1"),
    ("new", "--dry-run", "A title"),
    ("config",),
    ("config", "--output-format", "json"),
    ("config", "--why", f"{FOLDER}/zep-0001.md"),
    ("config", "--why", os.fsdecode(os.path.join(FOLDER.encode(), NAMES[0])), "ZEP301"),
)
ERRORS = (
    (f"no-such-{ALL}",),
    ("--select", ALL.replace(",", "")),
    ("--select", "ZEP301", "--config", f"no-such-{ALL}"),
    ("--process", ALL),
    ("--since", ALL.replace("\x00", "")),
    ("--output-format", ALL),
    (f"--{ALL}",),
    ("--output-file", f"{FOLDER}/zep-0001.md/{BIDI}{ESCAPES}"),
    ("--stdin-filename", "x.md", ALL),
    ("rule", ALL),
    ("rule", "--output-format", ALL),
    ("list", ALL),
    ("list", "--status", ALL),
    ("graph", ALL),
    ("checklist", ALL),
    ("checklist", "2", ALL),
    ("promote", ALL, "Final"),
    ("promote", "2", "Final", "--resolution", ALL),
    ("promote", "2", "Final", "--date", ALL),
    ("promote", "2", "Final", "--replaced-by", ALL),
    ("new", "--type", ALL, "x"),
    ("new", "--number", ALL, "x"),
    ("completion", ALL),
    ("config", ALL),
    ("config", "--why", ALL),
    ("config", "--why", f"{FOLDER}/zep-0001.md", ALL),
    ("test", ALL),
)
COSTLY = {"--add-ignore", "--add-ignore=because of reasons", "--since", "--fix", "--diff"}


def cases(*lists: Sequence[tuple[str, ...]]) -> pytest.MarkDecorator:
    """Run a test with each of some command lines, those that lint more than once only where time is no matter."""
    parameters = [
        pytest.param(
            arguments,
            marks=[pytest.mark.slow] if COSTLY & {*arguments} else [],
            id=" ".join(arguments)[:40],
        )
        for listed in lists
        for arguments in listed
    ]
    return pytest.mark.parametrize("arguments", parameters)


@cases(CHECKS, VIEWS, ERRORS)
def test_nothing_drives_a_terminal(
    repository: Path, capfd: pytest.CaptureFixture[str], arguments: tuple[str, ...]
) -> None:
    out, err = run(capfd, *arguments)
    assert out or err
    assert_inert(out)
    assert_inert(err)


SETTINGS = (
    f"{json.dumps(ALL)} = 1\n",
    f"select = [{json.dumps(ALL)}]\n",
    f"process = {json.dumps(ALL)}\n",
    f"extend-rules = [{json.dumps(ALL)}]\n",
    f"fail-on = {json.dumps(ALL)}\n",
    f"[severity]\n{json.dumps(ALL)} = 'error'\n",
    f"[parameters.ZEP205]\ncontact = {json.dumps(ALL)}\n",
    f"[parameters.ZEP205]\n{json.dumps(ALL)} = 1\n",
    f"# {BIDI}\nselect = [\n",
    f"{MARKUP}{BIDI}",
)


@pytest.mark.parametrize("settings", SETTINGS, ids=range(len(SETTINGS)))
def test_nothing_in_the_settings_drives_a_terminal(
    repository: Path, capfd: pytest.CaptureFixture[str], settings: str
) -> None:
    (repository / "zeplint.toml").write_text(settings, encoding="utf-8")
    for command in ((), ("config",), ("list",)):
        out, err = run(capfd, *command)
        assert_inert(out)
        assert_inert(err)
        assert err.startswith("zeplint: error: ")


def test_nothing_drives_a_terminal_that_has_colours_and_links(
    repository: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FORCE_HYPERLINK", "1")
    for output_format in ("full", "concise"):
        out, err = run(capfd, "--color", "always", "--output-format", output_format)
        assert "\x1b]8;;file://" in out
        assert_inert(out)
        assert_inert(err)


DIFFS = (
    ("--diff", "--unsafe-fixes", "--fix-related", "--select", "ZEP2,ZEP3"),
    ("--diff", "--unsafe-fixes", "--fix-related"),
    ("--add-ignore", "--diff"),
    ("promote", "2", "Final", "--diff", "--force", "--resolution", "https://example.org/1"),
)


@cases(DIFFS)
def test_a_diff_drives_no_terminal_and_names_files_as_git_does(
    repository: Path,
    capfd: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    arguments: tuple[str, ...],
) -> None:
    out, err = run(capfd, *arguments)
    assert_inert(err)
    for line in out.split("\n"):
        if line.startswith(("diff --git", "--- ", "+++ ", "rename ")):
            assert line.rstrip("\t").isprintable()
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    assert_inert(run(capfd, *arguments)[0])


# The outputs for programs


@pytest.mark.parametrize("output_format", [name for name in FORMATS if name not in ("full", "concise")])
def test_formats_for_programs(
    repository: Path, capfd: pytest.CaptureFixture[str], output_format: str
) -> None:
    out, err = run(capfd, "--output-format", output_format)
    assert_inert(err)
    if output_format == "github":
        assert_inert(out)
        found = json.loads(run(capfd, "--output-format", "json")[0])["diagnostics"]
        commands = out.split("\n")[:-1]
        assert len(commands) == len(found)
        for command in commands:
            match = re.fullmatch(r"::(error|warning|notice) ([^:]*)::(.*)", command)
            assert match
            assert re.search(r"(?:^|,)title=ZEP\d+ [a-z-]+$", match[2])
    elif output_format == "html":
        assert_inert_html(out)
    elif output_format == "junit":
        assert out.isascii()
        root = ElementTree.fromstring(out)
        assert {element.tag for element in root.iter()} == {"testsuites", "testsuite", "testcase", "failure"}
        for element in root.iter():
            for text in (*element.attrib.values(), element.text or ""):
                assert_inert(text)
    else:
        assert out.isascii()
        assert out.count("\n") == 1
        if output_format != "json":  # which keeps texts as they are, in escapes
            for text in texts_of(json.loads(out)):
                assert "](javascript:" not in text.replace("\\](", "") or output_format != "sarif"
        uris = re.findall(r'"uri": "([^"]*)"', out)
        assert all(re.fullmatch(r"[A-Za-z0-9._~%/:-]+", uri) for uri in uris)
        assert not [uri for uri in uris if uri.startswith("javascript:")]


def texts_of(data: object, key: str = "") -> Iterator[str]:
    """The texts that a program shows to people: what is inserted and what is quoted are data."""
    if isinstance(data, dict):
        for name, value in data.items():
            if name not in ("insertedContent", "snippet", "suggestions", "markdown"):
                yield from texts_of(value, name)
    elif isinstance(data, list):
        for value in data:
            yield from texts_of(value, key)
    elif isinstance(data, str):
        yield data


class _Page(HTMLParser):
    """What a browser would obey."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [(name, value or "") for name, value in attrs]


def assert_inert_html(text: str) -> None:
    page = _Page()
    page.feed(text)
    assert not [name for name, _ in page.attributes if name.startswith("on")]
    addresses = [value for name, value in page.attributes if name in ("href", "src", "action", "xlink:href")]
    assert not [one for one in addresses if one.strip().lower().startswith(("javascript:", "data:text"))]
    assert "alert(1)</script>" not in text
    assert "<img src=x" not in text


def test_a_picture_is_a_picture(repository: Path, capfd: pytest.CaptureFixture[str]) -> None:
    out, _ = run(capfd, "graph", "--output-format", "svg")
    tags = {element.tag.rpartition("}")[2] for element in ElementTree.fromstring(out).iter()}
    assert not tags & {"script", "a", "img", "image", "foreignObject"}
    assert_inert_html(out)


@pytest.mark.parametrize("arguments", [("list",), ("checklist", "2", "Final")], ids=" ".join)
def test_markdown_has_no_markup_of_theirs(
    repository: Path, capfd: pytest.CaptureFixture[str], arguments: tuple[str, ...]
) -> None:
    out, _ = run(capfd, *arguments, "--output-format", "markdown")
    assert not re.search(r"(?<!\\)<(?:script|img|b)", out)
    assert not re.search(r"(?<!\\)\]\(\s*javascript:", out)
    assert not re.search(r"(?<!\\)@everyone", out)


# GitHub's runner


def commands_to_the_runner(text: str) -> list[str]:
    """The lines that the runner of GitHub Actions would obey, as far as it is not told to stop."""
    found, word = [], ""
    for line in text.split("\n"):
        if word:
            if line.strip() == f"::{word}::":
                word = ""
        elif line.startswith("::stop-commands::"):
            word = line.removeprefix("::stop-commands::")
        elif re.match(r"\s*::[a-z]", line, re.IGNORECASE) or "##[" in line:
            found.append(line)
    assert not word
    return found


@cases(CHECKS, VIEWS, DIFFS[:1], [("--output-format", name) for name in FORMATS if name != "github"])
def test_nothing_is_a_command_to_githubs_runner(
    repository: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    arguments: tuple[str, ...],
) -> None:
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    out, err = run(capsys, *arguments)
    assert commands_to_the_runner(out) == []
    assert commands_to_the_runner(err) == []


JSON = (
    *(("--output-format", name) for name in ("json", "sarif", "gitlab", "rdjson")),
    ("list", "--output-format", "json"),
    ("checklist", "2", "Final", "--output-format", "json"),
    ("config", "--output-format", "json"),
    ("config", "--why", f"{FOLDER}/zep-0001.md", "--output-format", "json"),
    ("rule", "ZEP301", "--output-format", "json"),
)


FOR_PROGRAMS = (
    *JSON,
    *(("--output-format", name) for name in ("junit", "html", "github")),
    *(("graph", "--output-format", name) for name in ("svg", "dot", "mermaid")),
)


@cases(FOR_PROGRAMS)
def test_a_program_reads_the_same_in_a_job_of_github(
    repository: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    arguments: tuple[str, ...],
) -> None:
    """A step reads it through a pipe, which nothing tells from the job's log: nothing may stand around it."""
    monkeypatch.delenv("GITHUB_ACTIONS", raising=False)
    outside, _ = run(capsys, *arguments)
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    out, _ = run(capsys, *arguments)
    assert out == outside
    if arguments in JSON:
        json.loads(out)
    if "github" not in arguments:
        assert commands_to_the_runner(out) == []


def test_a_file_gets_what_is_meant_for_it(
    repository: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    arguments = [sys.executable, "-m", "zeplint", "--output-format", "concise"]
    environ = {**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parents[1])}
    with open(tmp_path / "report", "wb") as file:
        subprocess.run(arguments, stdout=file, stderr=subprocess.PIPE, env=environ)
    piped = subprocess.run(arguments, capture_output=True, env=environ).stdout
    assert b"::stop-commands::" in piped
    assert b"::stop-commands::" not in (tmp_path / "report").read_bytes()


def test_git_applies_a_diff_from_the_log(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    monkeypatch.chdir(tmp_path)
    repository = Repository(tmp_path)
    text = "# ZEP 1 - A\n\nStatus: Draft\ncreated: 2024-01-02\nType: Core\n\n::error::x\n"
    repository.commit({"zep-0001.md": text})
    out, _ = run(capsys, "--diff", "--select", "ZEP213", "zep-0001.md")
    assert "::stop-commands::" in out
    subprocess.run(["git", "apply", "-"], input=out.encode(), check=True, cwd=tmp_path)
    assert "\nCreated: " in (tmp_path / "zep-0001.md").read_text("utf-8")


def test_the_runner_is_told_to_stop_only_where_there_is_a_reason(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    monkeypatch.chdir(tmp_path)
    (tmp_path / "zep-0001.md").write_text("# ZEP 1 - A\n\nStatus: Drafty::x\nType: Core\n", encoding="utf-8")
    out, err = run(capsys, "zep-0001.md")
    assert "Drafty::x" in out
    assert "stop-commands" not in out + err
