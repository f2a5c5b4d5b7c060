"""``zeplint server`` as a command."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from zeplint.cli import main


def test_without_pygls_it_says_how_to_install_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delitem(sys.modules, "zeplint.server.app", raising=False)
    monkeypatch.setitem(sys.modules, "pygls.lsp.server", None)
    assert main(["server", "--stdio"]) == 2
    output = capsys.readouterr()
    assert output.out == ""
    assert output.err == 'zeplint: error: the language server needs pygls: pip install "zeplint[lsp]"\n'


def test_an_unknown_option_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["server", "--port", "7"])
    assert ended.value.code == 2
    assert "--port" in capsys.readouterr().err


@pytest.mark.slow
def test_it_ends_when_the_editor_is_gone(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "zeplint", "server"],
        cwd=tmp_path,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=60,
    )
    assert (done.returncode, done.stdout, done.stderr) == (1, b"", b"")
