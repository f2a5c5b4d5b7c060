"""``zeplint server`` as a command."""

from __future__ import annotations

import json
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


def message(method: str, number: int | None = None, **parameters: object) -> bytes:
    """A message of an editor."""
    content = {"jsonrpc": "2.0", "method": method, "params": parameters}
    body = json.dumps(content if number is None else content | {"id": number}).encode()
    return b"Content-Length: %d\r\n\r\n%b" % (len(body), body)


START = message("initialize", 1, processId=None, rootUri=None, capabilities={})


@pytest.mark.slow
def test_it_ends_when_the_editor_ends_in_the_middle_of_a_message(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "zeplint", "server"]
    cut = START + b"Content-Length: 500\r\n\r\n{"
    done = subprocess.run(command, cwd=tmp_path, input=cut, capture_output=True, timeout=60)
    assert (done.returncode, done.stderr) == (1, b"")


@pytest.mark.slow
def test_it_ends_when_nobody_reads_what_it_says(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "zeplint", "server"]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, cwd=tmp_path, stdin=pipe, stdout=pipe, stderr=pipe) as server:
        assert server.stdin
        assert server.stdout
        assert server.stderr
        server.stdin.write(START)
        server.stdin.flush()
        assert server.stdout.readline()
        server.stdout.close()
        server.stdin.write(message("no/such/method", 2) * 3)
        server.stdin.flush()
        assert server.wait(60) == 1
        assert server.stderr.read() == b""
