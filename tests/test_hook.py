"""The pre-commit hooks, installed and run by a real pre-commit in a scratch repository."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests import systems
from tests.texts import SECTIONS

pytestmark = [pytest.mark.slow, pytest.mark.external]

CHECKOUT = Path(__file__).parent.parent

GOOD = f"""\
# ZEP {{number}} — Shorter keys

Author: Ada Example <ada@example.org>
Status: Draft
Type: Core
Created: 2024-11-05
Discussion: https://github.com/zarr-developers/zarr-specs/pull/7

{SECTIONS}"""
BAD = GOOD.replace("Status: Draft", "Status: Drafty")
TITLED = f"docs/zeps/draft/{systems.TITLED}"


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """A git identity, and a cache of pre-commit's own that the tests share."""
    who = {f"GIT_{role}_{key}": "tests" for role in ("AUTHOR", "COMMITTER") for key in ("NAME", "EMAIL")}
    cache = str(tmp_path_factory.mktemp("pre-commit"))
    return {**os.environ, **who, "PRE_COMMIT_HOME": cache, "PRE_COMMIT_COLOR": "never"}


@pytest.fixture
def repository(tmp_path: Path, environment: dict[str, str]) -> Path:
    """A repository with two ZEPs, one named with its title, and a README that is none."""
    subprocess.run(["git", "init", "--quiet", str(tmp_path)], check=True, env=environment)
    write(tmp_path, "docs/zeps/draft/zep-0001.md", GOOD.format(number=1))
    write(tmp_path, TITLED, GOOD.format(number=2))
    write(tmp_path, "README.md", "# Proposals\n\nStatus: none of a ZEP.\n")
    subprocess.run(["git", "add", "."], cwd=tmp_path, check=True, env=environment)
    return tmp_path


def write(repository: Path, path: str, text: str) -> None:
    """Write a file of the repository and stage it, if there is one yet."""
    file = repository / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")


def try_hook(
    hook: str, repository: Path, environment: dict[str, str], *arguments: str
) -> subprocess.CompletedProcess[str]:
    """Let pre-commit install the checkout and run one of its hooks."""
    subprocess.run(["git", "add", "."], cwd=repository, check=True, env=environment)
    command = [sys.executable, "-m", "pre_commit", "try-repo", str(CHECKOUT), hook, *arguments]
    return subprocess.run(
        command, cwd=repository, env=environment, capture_output=True, encoding="utf-8", check=False
    )


def test_good_proposals_pass(repository: Path, environment: dict[str, str]) -> None:
    done = try_hook("zeplint", repository, environment, "--all-files", "--verbose")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Passed" in done.stdout
    assert "README" not in done.stdout


def test_a_bad_proposal_fails_and_is_shown(repository: Path, environment: dict[str, str]) -> None:
    write(repository, TITLED, BAD.format(number=2))
    done = try_hook("zeplint", repository, environment, "--all-files")
    assert done.returncode == 1, done.stdout + done.stderr
    assert "ZEP301" in done.stdout
    assert f"{TITLED}:4:9" in done.stdout
    assert "zep-0001.md" not in done.stdout
    assert "README" not in done.stdout


def test_only_the_files_of_the_change_are_reported(repository: Path, environment: dict[str, str]) -> None:
    write(repository, TITLED, BAD.format(number=2))
    done = try_hook("zeplint", repository, environment, "--files", "docs/zeps/draft/zep-0001.md", "README.md")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Passed" in done.stdout


def test_the_whole_collection_is_checked_whatever_changed(
    repository: Path, environment: dict[str, str]
) -> None:
    write(repository, TITLED, BAD.format(number=2))
    done = try_hook("zeplint-repo", repository, environment, "--files", "README.md")
    assert done.returncode == 1, done.stdout + done.stderr
    assert f"{TITLED}:4:9" in done.stdout


def test_what_a_commit_brings_is_checked_and_nothing_old(
    repository: Path, environment: dict[str, str]
) -> None:
    write(repository, TITLED, BAD.format(number=2))
    subprocess.run(["git", "add", "."], cwd=repository, check=True, env=environment)
    subprocess.run(["git", "commit", "-qm", "first"], cwd=repository, check=True, env=environment)
    write(repository, "README.md", "# More\n")
    done = try_hook("zeplint-change", repository, environment)
    assert done.returncode == 0, done.stdout + done.stderr
    (repository / "docs/zeps/draft/zep-0001.md").unlink()
    done = try_hook("zeplint-change", repository, environment)
    assert done.returncode == 1, done.stdout + done.stderr
    assert "ZEP904" in done.stdout
    assert TITLED not in done.stdout


def test_a_hook_that_fixes_fails_once(repository: Path, environment: dict[str, str]) -> None:
    head = subprocess.run(
        ["git", "rev-parse", "HEAD"], cwd=CHECKOUT, check=True, capture_output=True, text=True
    )
    settings = (
        f"- repo: {CHECKOUT}\n  rev: {head.stdout.strip()}\n  hooks:\n  - id: zeplint\n    args: [--fix]\n"
    )
    write(repository, ".pre-commit-config.yaml", f"repos:\n{settings}")
    write(repository, TITLED, GOOD.format(number=2).replace("Status:", "status:"))
    run = [sys.executable, "-m", "pre_commit", "run", "--all-files"]
    subprocess.run(["git", "add", "."], cwd=repository, check=True, env=environment)
    first = subprocess.run(run, cwd=repository, env=environment, capture_output=True, encoding="utf-8")
    assert first.returncode == 1, first.stdout + first.stderr
    assert "files were modified by this hook" in first.stdout
    assert (repository / TITLED).read_text("utf-8") == GOOD.format(number=2)
    subprocess.run(["git", "add", "."], cwd=repository, check=True, env=environment)
    again = subprocess.run(run, cwd=repository, env=environment, capture_output=True, encoding="utf-8")
    assert again.returncode == 0, again.stdout + again.stderr
