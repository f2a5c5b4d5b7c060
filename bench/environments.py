"""Installs zeplint as a wheel of the checkout, and its peers, below a folder of their own."""

from __future__ import annotations

import hashlib
import json
import platform
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

PEERS = ("codespell", "restructuredtext-lint", "rstcheck", "sphinx-lint")
NODE_PEERS = ("markdownlint-cli2",)

# What a wheel of the checkout is made from.
WHEEL_SOURCES = ("zeplint", "rules", "tools/hatch_build.py", "pyproject.toml", "README.md", "LICENSE")


class Programs(NamedTuple):
    """Where the programs are: zeplint, the Python it runs on, and the folders of its peers."""

    zeplint: str
    python: str
    peers: Path
    node: Path

    def peer(self, name: str) -> str:
        """The path of a peer from the Python package index."""
        return str(self.peers / "bin" / name)

    def node_peer(self, name: str) -> str:
        """The path of a peer from npm; nothing is there where npm is missing."""
        return str(self.node / "node_modules" / ".bin" / name)


def set_up(cache: Path, checkout: Path, zeplint: Path | None = None) -> Programs:
    """Install below `cache` what is not there yet or no longer current.

    `zeplint`: a program to use in place of a wheel of the checkout; the Python beside it belongs to it.
    Raises subprocess.CalledProcessError if an installation fails.
    """
    if zeplint is None:
        _install(cache / "zeplint", (f"{checkout}[lsp]",), _fingerprint(checkout))
        zeplint = cache / "zeplint" / "bin" / "zeplint"
    _install(cache / "peers", PEERS, " ".join(PEERS))
    if shutil.which("npm"):
        _install_node(cache / "node")
    else:
        print("npm is not here, and so neither is", *NODE_PEERS, file=sys.stderr)
    return Programs(str(zeplint), str(zeplint.with_name("python")), cache / "peers", cache / "node")


def versions(programs: Programs) -> dict[str, str]:
    """The version of each program and of what they run on, by name."""
    script = "import json, importlib.metadata as m; print(json.dumps({d.name: d.version for d in m.distributions()}))"
    found = {"Python": platform.python_version()}
    for python, names in (
        (programs.python, ("zeplint", "docutils", "pyromark", "pygls")),
        (programs.peer("python"), PEERS),
    ):
        installed = json.loads(_output(python, "-I", "-c", script))
        installed = {name.replace("_", "-").lower(): version for name, version in installed.items()}
        found |= {name: installed[name] for name in names if name in installed}
    for name in NODE_PEERS:
        manifest = programs.node / "node_modules" / name / "package.json"
        if manifest.exists():
            found |= {"Node": _output("node", "--version").removeprefix("v")}
            found[name] = json.loads(manifest.read_text(encoding="utf-8"))["version"]
    return found


def _output(*command: str) -> str:
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout.strip()


def _install(folder: Path, requirements: tuple[str, ...], state: str) -> None:
    """A new virtual environment with `requirements`, unless one of the same `state` is there."""
    stamp = folder / "installed"
    if stamp.is_file() and stamp.read_text() == state:
        return
    print("installing", *requirements, file=sys.stderr)
    subprocess.run((sys.executable, "-m", "venv", "--clear", folder), check=True)
    pip = (folder / "bin" / "python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check")
    subprocess.run((*pip, *requirements), check=True, stdin=subprocess.DEVNULL)
    stamp.write_text(state)


def _install_node(folder: Path) -> None:
    if (folder / "node_modules").is_dir():
        return
    print("installing", *NODE_PEERS, file=sys.stderr)
    folder.mkdir(parents=True, exist_ok=True)
    npm = ("npm", "install", "--silent", "--no-audit", "--no-fund", "--prefix", folder)
    subprocess.run((*npm, *NODE_PEERS), check=True, stdin=subprocess.DEVNULL)


def _fingerprint(checkout: Path) -> str:
    digest = hashlib.sha256(str(checkout).encode())
    for path in _wheel_files(checkout):
        digest.update(str(path.relative_to(checkout)).encode() + path.read_bytes())
    return digest.hexdigest()


def _wheel_files(checkout: Path) -> Iterator[Path]:
    for name in WHEEL_SOURCES:
        source = checkout / name
        below = sorted(source.rglob("*")) if source.is_dir() else [source]
        yield from (path for path in below if path.is_file() and path.suffix != ".pyc")
