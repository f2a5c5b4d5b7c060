"""No option of a directive runs, opens or reaches what it names, as Python's audit sees it."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from docutils.parsers.rst import directives
from docutils.parsers.rst.directives import misc
from docutils.parsers.rst.languages import en

from tests.markup.bodies import NO_PREAMBLE
from zeplint.markup.rst import parse_body
from zeplint.source import Source

CANARY = "zeplint_canary"
# What a document might make a program do, as Python's audit calls it. Folders are listed by every import.
EVENTS = frozenset(
    (
        "open",
        "os.scandir",
        "os.system",
        "socket.connect",
        "socket.getaddrinfo",
        "subprocess.Popen",
    )
)


class Audit:
    """What happens while a document is read; a hook, once added, stays for the life of the process."""

    def __init__(self) -> None:
        self.watching = False
        self.seen: list[str] = []
        sys.addaudithook(self)

    def __call__(self, event: str, arguments: tuple[Any, ...]) -> None:
        if self.watching and event in EVENTS and (event != "open" or not _is_code(str(arguments[0]))):
            self.seen.append(f"{event} {arguments[0]}")

    def read(self, text: str) -> None:
        """Read a text with the audit on."""
        self.watching = True
        try:
            parse_body(Source("zep-0001.rst", text), NO_PREAMBLE)
        finally:
            self.watching = False


def _is_code(path: str) -> bool:
    """Whether a file is one that an import opens."""
    return path.endswith((".py", ".pyc", ".so", ".pyd")) and CANARY not in path


AUDIT = Audit()


@pytest.fixture
def audit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Audit]:
    """The audit, in a folder where each file that a document may name exists, and is importable."""
    for suffix in ("csv", "html", "png", "py", "txt"):
        (tmp_path / f"{CANARY}.{suffix}").write_text("x = 1\n")
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend(str(tmp_path))
    _every_directive()  # imports what docutils imports late
    AUDIT.read(".. include::\n.. csv-table::\n.. raw:: html\n.. figure:: x\n")
    AUDIT.seen.clear()
    yield AUDIT
    sys.modules.pop(CANARY, None)


def _every_directive() -> dict[str, Any]:
    """Docutils' directives by name, none of the stand-ins among them."""
    document: Any = None
    english: Any = en
    found = {}
    for name in en.directives:
        try:
            found[name], _ = directives.directive(name, english, document)
        except (AttributeError, ImportError):  # one that this docutils names and has not
            continue
    return {name: directive for name, directive in found.items() if directive}


def test_no_option_of_any_directive_runs_or_opens_what_it_names(audit: Audit) -> None:
    for name, directive in _every_directive().items():
        for option in directive.option_spec or {}:
            for value in (CANARY, f"{CANARY}.py", f"./{CANARY}.txt"):
                audit.read(f".. {name}:: {value}\n   :{option}: {value}\n\n   {value}\n")
                audit.read(f".. |x| {name}:: {value}\n   :{option}: {value}\n")
    assert audit.seen == []
    assert CANARY not in sys.modules


def test_a_parser_that_a_document_names_would_run(audit: Audit) -> None:
    """What the test above guards against: docutils' own directive imports the module."""
    options: Any = misc.Include.option_spec
    audit.watching = True
    with pytest.raises(AttributeError, match="Parser"):
        options["parser"](CANARY)
    audit.watching = False
    assert any(CANARY in event for event in audit.seen)
