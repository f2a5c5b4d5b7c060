"""The wheel: built from the source distribution, complete, and at work in an environment of its own."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
import tarfile
import venv
import zipfile
from pathlib import Path

import pytest
import yaml

pytestmark = [pytest.mark.slow, pytest.mark.external]

# What a person needs who has the source distribution and no checkout.
IN_SDIST = ("bench", "examples", "rules", "tests", "tools", "zeplint")


def clean_environment() -> dict[str, str]:
    """The environment without what would make an installed zeplint read the checkout's files."""
    return {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "ZEPLINT"))}


def run(*command: str | Path, cwd: Path) -> str:
    """The standard output of a command that must exit with 0."""
    done = subprocess.run(
        command, cwd=cwd, env=clean_environment(), stdin=subprocess.DEVNULL, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def files_below(folder: Path) -> set[str]:
    """The files below a folder of the checkout, relative to it, without what Python caches there."""
    return {
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }


@pytest.fixture(scope="module")
def distributions(checkout: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the source distribution, and the wheel built from that."""
    folder = tmp_path_factory.mktemp("dist")
    run(sys.executable, "-m", "build", "--outdir", folder, checkout, cwd=folder)
    return folder


@pytest.fixture(scope="module")
def wheel(distributions: Path) -> Path:
    """The wheel."""
    (path,) = distributions.glob("*.whl")
    return path


@pytest.fixture(scope="module")
def compiled(wheel: Path) -> str:
    """The source of the module that holds the rules in the wheel."""
    with zipfile.ZipFile(wheel) as archive:
        return archive.read("zeplint/_compiled.py").decode()


@pytest.fixture(scope="module")
def programs(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of programs of a new environment in which the wheel is installed."""
    folder = tmp_path_factory.mktemp("environment")
    venv.create(folder, with_pip=True)
    programs = folder / ("Scripts" if os.name == "nt" else "bin")
    run(programs / "python", "-m", "pip", "install", "--quiet", wheel, cwd=folder)
    return programs


@pytest.fixture(scope="module")
def rules(checkout: Path) -> list[dict[str, object]]:
    """The rule files of the checkout."""
    paths = sorted((checkout / "rules").glob("*/*.yaml"))
    return [yaml.safe_load(path.read_bytes()) for path in paths if path.parent.name != "process"]


def test_wheel_holds_the_package_and_the_rules(checkout: Path, wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = {name for name in archive.namelist() if ".dist-info/" not in name}
    package = {f"zeplint/{name}" for name in files_below(checkout / "zeplint")}
    rule_files = {f"zeplint/rules/{name}" for name in files_below(checkout / "rules")}
    assert names == package | rule_files | {"zeplint/_compiled.py"}
    assert "zeplint/py.typed" in names


def test_checkout_holds_no_compiled_rules(checkout: Path, wheel: Path) -> None:
    assert wheel.exists()
    assert not (checkout / "zeplint/_compiled.py").exists()


def test_sdist_holds_what_the_tests_need(checkout: Path, distributions: Path) -> None:
    (path,) = distributions.glob("*.tar.gz")
    with tarfile.open(path) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    wanted = {
        f"{folder}/{name}"
        for folder in IN_SDIST
        for name in files_below(checkout / folder)
        if not name.startswith(".env/")
    }
    assert wanted - names == set()


def test_compiled_rules_hold_only_what_a_run_needs(
    checkout: Path, compiled: str, rules: list[dict[str, object]]
) -> None:
    values = {
        target.id: ast.literal_eval(node.value)
        for node in ast.parse(compiled).body
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    stems = {path.stem for path in (checkout / "rules/process").glob("*.yaml")}
    # What is said about a process beside it stays out.
    processes = {stem for stem in stems if "." not in stem}
    assert set(values) == {"RULES", "PROCESSES"}
    assert len(values["RULES"]) == len(rules)
    assert set(values["PROCESSES"]) == processes
    assert [rule["code"] for rule in rules if repr(rule["why"])[1:-1] in compiled] == []
    assert [word for word in ("'why'", "'examples'", '"why"', '"examples"') if word in compiled] == []


def test_installed_zeplint_lists_the_rules(
    programs: Path, tmp_path: Path, rules: list[dict[str, object]]
) -> None:
    listing = run(programs / "zeplint", "rule", "--all", cwd=tmp_path)
    assert rules
    assert {rule["code"] for rule in rules} - set(re.findall(r"\bZEP\d{3}\b", listing)) == set()
    assert run(programs / "python", "-m", "zeplint", "rule", "--all", cwd=tmp_path) == listing


def test_installed_zeplint_reads_a_process_file(programs: Path, checkout: Path, tmp_path: Path) -> None:
    process = tmp_path / "own.yaml"
    process.write_text("extends: zep-2024\nnoun: XEP\n", encoding="utf-8")
    zep = checkout / "examples/docs/zeps/accepted/zep-0001.md"
    run(programs / "zeplint", "--process", process, "--exit-zero", zep, cwd=tmp_path)
