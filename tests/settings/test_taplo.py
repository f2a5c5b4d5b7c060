"""The schema of the settings in taplo, which checks TOML files in editors."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

SCHEMA = Path(__file__).parent.parent.parent / "zeplint/settings/settings.schema.json"


@pytest.fixture(scope="module")
def taplo(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The program, installed from the registry."""
    folder = tmp_path_factory.mktemp("taplo")
    done = subprocess.run(
        [sys.executable, "-m", "pip", "install", "--quiet", f"--target={folder}", "taplo"],
        capture_output=True,
        encoding="utf-8",
    )
    found = sorted(folder.rglob("taplo*"), key=lambda path: len(path.parts))
    program = next((path for path in found if path.is_file() and path.parent.name == "bin"), None)
    if done.returncode or program is None:
        pytest.skip(f"taplo cannot be installed: {done.stderr.strip()[-200:]}")
    return str(program)


@pytest.mark.external
@pytest.mark.parametrize(
    ("text", "accepted"),
    [
        ('select = ["ZEP2"]\n[parameters.ZEP205]\ncontact = "address"\n[applies-from]\nALL = 7\n', True),
        ("selct = []\n", False),
        ('[parameters.ZEP205]\ncontact = "adress"\n', False),
        ('fail-on = "never"\n', False),
    ],
)
def test_taplo_says_what_zeplint_says(tmp_path: Path, taplo: str, text: str, *, accepted: bool) -> None:
    path = tmp_path / "zeplint.toml"
    path.write_text(text, encoding="utf-8")
    command = [taplo, "lint", "--no-auto-config", "--schema", SCHEMA.as_uri(), str(path)]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", cwd=tmp_path)
    assert (done.returncode == 0) is accepted, done.stderr
