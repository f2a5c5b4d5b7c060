from __future__ import annotations

import io
import sys

import pytest

from zeplint.report.style import Style, use_color, use_links


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("choice", "stream", "environ", "expected"),
    [
        ("always", io.StringIO(), {"NO_COLOR": "1"}, True),
        ("never", Terminal(), {"FORCE_COLOR": "1"}, False),
        ("auto", Terminal(), {}, True),
        ("auto", io.StringIO(), {}, False),
        ("auto", Terminal(), {"NO_COLOR": "1"}, False),
        ("auto", Terminal(), {"NO_COLOR": ""}, True),
        ("auto", io.StringIO(), {"FORCE_COLOR": "1"}, True),
        ("auto", io.StringIO(), {"FORCE_COLOR": ""}, False),
        ("auto", Terminal(), {"NO_COLOR": "1", "FORCE_COLOR": "1"}, False),
        ("auto", Terminal(), {"TERM": "dumb"}, False),
    ],
)
def test_use_color(
    monkeypatch: pytest.MonkeyPatch, choice: str, stream: io.StringIO, environ: dict[str, str], expected: bool
) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    assert use_color(choice, stream, environ) is expected


@pytest.mark.parametrize(("environ", "expected"), [({}, False), ({"WT_SESSION": "x"}, True)])
def test_a_bare_windows_console_gets_no_color(
    monkeypatch: pytest.MonkeyPatch, environ: dict[str, str], expected: bool
) -> None:
    monkeypatch.setattr(sys, "platform", "win32")
    assert use_color("auto", Terminal(), environ) is expected


def test_paint() -> None:
    assert Style(color=True).paint("error", "x") == "\x1b[1;31mx\x1b[0m"
    assert Style(color=True).paint("frame", "  ") == "  "
    assert Style(color=False).paint("error", "x") == "x"


TERMINAL = {"TERM": "xterm-256color", "VTE_VERSION": "6800"}


@pytest.mark.parametrize(
    ("stream", "environ", "expected"),
    [
        (Terminal(), TERMINAL, True),
        (io.StringIO(), TERMINAL, False),
        (Terminal(), {}, False),
        (Terminal(), {"TERM": "xterm-256color"}, False),
        (Terminal(), {"VTE_VERSION": "5000"}, False),
        (Terminal(), {"VTE_VERSION": "x"}, False),
        (Terminal(), {"TERM": "xterm-kitty"}, True),
        (Terminal(), {"TERM": "foot"}, True),
        (Terminal(), {"TERM": "alacritty"}, True),
        (Terminal(), {"TERM_PROGRAM": "WezTerm"}, True),
        (Terminal(), {"TERM_PROGRAM": "vscode"}, True),
        (Terminal(), {"TERM_PROGRAM": "Apple_Terminal"}, False),
        (Terminal(), {"WT_SESSION": "x"}, True),
        # A multiplexer hands the variables of the terminal on, and not what the terminal can do.
        (Terminal(), {**TERMINAL, "TERM": "screen-256color"}, False),
        (Terminal(), {**TERMINAL, "TERM": "tmux-256color"}, False),
        (Terminal(), {**TERMINAL, "TERM": "dumb"}, False),
        (Terminal(), {**TERMINAL, "CI": "true"}, False),
        (Terminal(), {**TERMINAL, "NO_COLOR": "1"}, False),
        (Terminal(), {**TERMINAL, "FORCE_COLOR": "1"}, True),
        (io.StringIO(), {**TERMINAL, "FORCE_COLOR": "1"}, False),
        (io.StringIO(), {"FORCE_HYPERLINK": "1"}, True),
        (Terminal(), {**TERMINAL, "FORCE_HYPERLINK": "0"}, False),
        (Terminal(), {**TERMINAL, "FORCE_HYPERLINK": ""}, True),
        (Terminal(), {"FORCE_HYPERLINK": "1", "NO_COLOR": "1"}, True),
    ],
)
def test_use_links(stream: io.StringIO, environ: dict[str, str], expected: bool) -> None:
    assert use_links("auto", stream, environ) is expected


def test_without_colour_there_are_no_links() -> None:
    assert not use_links("never", Terminal(), TERMINAL)
    assert use_links("never", Terminal(), {**TERMINAL, "FORCE_HYPERLINK": "1"})


def test_link() -> None:
    assert Style(color=False, links=True).link("x", "https://example.org") == (
        "\x1b]8;;https://example.org\x1b\\x\x1b]8;;\x1b\\"
    )
    assert Style(color=True).link("x", "https://example.org") == "x"
    hostile = Style(color=False, links=True).link_file("x", "\x1b]8;;\n\u202e\udcff.md")
    assert "%1B%5D8%3B%3B%0A%E2%80%AE%FF.md" in hostile
    assert hostile.isascii()
