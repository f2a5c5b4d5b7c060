from __future__ import annotations

import io
import sys

import pytest

from zeplint.report.style import Style, use_color


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
