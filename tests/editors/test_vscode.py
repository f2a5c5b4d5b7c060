"""The extension for VS Code: checked, tested and packaged as its README says."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from zeplint import __version__

OLDEST_NODE = 20


@pytest.fixture(scope="session")
def extension(checkout: Path) -> Path:
    return checkout / "editors" / "vscode"


def test_it_has_the_version_of_zeplint(extension: Path) -> None:
    for name in ("package.json", "package-lock.json"):
        assert json.loads((extension / name).read_text("utf-8"))["version"] == __version__


def test_its_lock_file_names_no_registry(extension: Path) -> None:
    packages = json.loads((extension / "package-lock.json").read_text("utf-8"))["packages"]
    assert len(packages) > 1
    assert [name for name, package in packages.items() if "resolved" in package] == []


@pytest.mark.slow
@pytest.mark.external
def test_it_is_checked_tested_and_packaged(extension: Path) -> None:
    npm, node = shutil.which("npm"), shutil.which("node")
    if not npm or not node:
        pytest.skip("needs Node.js with npm: https://nodejs.org")
    version = subprocess.run((node, "--version"), capture_output=True, text=True, check=True).stdout
    if int(version.removeprefix("v").partition(".")[0]) < OLDEST_NODE:
        pytest.skip(f"needs Node.js {OLDEST_NODE} or newer, and this is {version.strip()}")

    def run(*arguments: str) -> None:
        environment = {**os.environ, "ZEPLINT": str(Path(sys.executable).with_name("zeplint"))}
        done = subprocess.run(
            (npm, *arguments), cwd=extension, env=environment, capture_output=True, text=True, timeout=600
        )
        assert done.returncode == 0, done.stdout + done.stderr

    installed = extension / "node_modules" / ".package-lock.json"
    if (
        not installed.exists()
        or installed.stat().st_mtime < (extension / "package-lock.json").stat().st_mtime
    ):
        run("ci", "--no-audit", "--no-fund")
    run("run", "check")
    run("test")
    run("run", "package")
    with zipfile.ZipFile(extension / "zeplint.vsix") as package:
        names = {name for name in package.namelist() if name.startswith("extension/")}
    assert names == {
        f"extension/{name}"
        for name in ("package.json", "readme.md", "LICENSE.txt", "dist/extension.js", "dist/NOTICES.txt")
    }
