"""What is read through git, and what git is kept from doing meanwhile."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from tests.repositories import ENVIRONMENT, Repository
from tests.systems import needs_names_of_bytes
from zeplint.git.objects import RevisionError
from zeplint.git.repository import Repository as History
from zeplint.git.tree import CommitTree
from zeplint.source import Source
from zeplint.tree import LARGEST_FILE

OPENED: list[History] = []


@pytest.fixture(autouse=True)
def _close() -> Iterator[None]:
    yield
    while OPENED:
        OPENED.pop().close()


def history(
    folder: Path, environment: Mapping[str, str] = ENVIRONMENT, *, cwd: Path | None = None
) -> History:
    """The repository around a folder; the test's end closes it."""
    OPENED.append(History(str(folder), str(cwd or folder), environment))
    return OPENED[-1]


def tree_of(repository: Repository, commit: str, folder: str = "") -> CommitTree:
    def now(_path: str) -> Source | None:
        return None

    return CommitTree(history(repository.folder / folder), commit, lambda path: f"shown/{path}", now)


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    return Repository(tmp_path / "repository")


# Names, folders and texts


@needs_names_of_bytes
def test_files_are_read_whatever_they_are_called(repository: Repository) -> None:
    names = ["zep-0007: *?[a] ü\t\"'.md", "a\nb.md", "-x.md", ":(top)y.md", os.fsdecode(b"caf\xe9.md")]
    commit = repository.commit({f"d r/{name}": name.encode(errors="surrogateescape") for name in names})
    repository.commit({f"d r/{name}": b"later" for name in names})
    tree = tree_of(repository, commit)
    assert tree.names("d r") == sorted(names)
    assert tree.names("") == ["d r"]
    for name in names[:-1]:
        source = tree.read(f"d r/{name}")
        assert (source.text, source.path, source.shown) == (name, f"d r/{name}", f"shown/d r/{name}")


def test_a_collection_may_lie_in_a_folder_of_the_repository(repository: Repository) -> None:
    commit = repository.commit({"sub/x/a.md": "a", "b.md": "b"})
    tree = tree_of(repository, commit, "sub")
    assert (tree.names(""), tree.names("x"), tree.read("x/a.md").text) == (["x"], ["a.md"], "a")
    assert tree.names("..") == ["b.md", "sub"]
    assert tree.names("../..") == tree.names("x/../../..") == tree.names("nowhere") == []
    assert tree.read("../../x").problem == ("missing", "")


def test_links_lead_no_further_than_the_commit(repository: Repository) -> None:
    repository.write({"docs/a.md": "a", "secret": "b"})
    links = {
        "docs/l.md": "a.md",
        "docs/out.md": "../../../../etc/passwd",
        "docs/gone.md": "nothing",
        "docs/self.md": "self.md",
        "docs/folder.md": "../docs",
        "linked": "docs",
    }
    for name, target in links.items():
        (repository.folder / name).symlink_to(target)
    tree = tree_of(repository, repository.commit({}))
    assert tree.read("docs/l.md").text == "a"
    assert tree.is_link("docs/l.md")
    assert not tree.is_link("docs/a.md")
    problems = {name: tree.read(f"docs/{name}.md").problem for name in ("out", "gone", "self", "folder")}
    assert {name: problem and problem.kind for name, problem in problems.items()} == {
        "out": "outside",
        "gone": "dangling",
        "self": "loop",
        "folder": "directory",
    }
    assert tree.names("linked") == tree.names("docs")
    assert tree.read("linked/a.md").text == "a"


def test_what_is_no_text_has_its_problem(repository: Repository, tmp_path: Path) -> None:
    other = Repository(tmp_path / "other")
    other.commit({"x": "x"})
    repository.write({"big.md": b"x" * (LARGEST_FILE + 1), "bits.md": b"\0", "empty.md": b""})
    repository.git(
        "-c", "protocol.file.allow=always", "submodule", "--quiet", "add", str(other.folder), "sub.md"
    )
    tree = tree_of(repository, repository.commit({}))
    kinds = {name: problem.kind for name in tree.names("") if (problem := tree.read(name).problem)}
    assert kinds == {"big.md": "too-large", "bits.md": "binary", "sub.md": "not-regular"}
    assert tree.read("empty.md").text == ""


def test_a_text_that_is_there_today_is_not_read_again(repository: Repository) -> None:
    commit = repository.commit({"a.md": "\ufeffä\n", "b.md": "b\n"})
    today = {"a.md": Source.from_bytes("a.md", "\ufeffä\n".encode()), "b.md": Source("b.md", "c\n")}
    tree = CommitTree(history(repository.folder), commit, str, today.get)
    assert tree.read("a.md") is today["a.md"]
    assert tree.read("b.md").text == "b\n"


def test_before_the_first_commit_there_is_nothing(repository: Repository) -> None:
    tree = CommitTree(history(repository.folder), None, str, lambda path: None)
    assert tree.names("") == []
    assert tree.read("a.md").problem == ("missing", "")


# Which commit


def test_the_commit_where_two_branches_part(repository: Repository) -> None:
    fork = repository.commit({"a": "1"})
    repository.git("switch", "--quiet", "--create", "topic")
    tip = repository.commit({"b": "1"})
    repository.git("switch", "--quiet", "main")
    main = repository.commit({"c": "1"})
    repository.git("switch", "--quiet", "topic")
    found = history(repository.folder)
    assert [found.find_base(name) for name in ("main", main, "HEAD", "auto", "HEAD~1")] == [
        fork,
        fork,
        tip,
        tip,
        fork,
    ]
    assert (
        history(repository.folder, {**ENVIRONMENT, "PRE_COMMIT_FROM_REF": "main"}).find_base("auto") == fork
    )
    assert history(repository.folder, {**ENVIRONMENT, "PRE_COMMIT_FROM_REF": ""}).find_base("auto") == tip
    assert found.find_base("0" * 40) is None


def test_before_the_first_commit_everything_is_new(repository: Repository) -> None:
    found = history(repository.folder)
    assert [found.find_base(name) for name in ("auto", "HEAD", "main")] == [None, None, None]
    with pytest.raises(RevisionError, match='no commit is called "other" in this clone: name a branch'):
        found.find_base("other")


@pytest.mark.parametrize("name", ["nope", "--help", "-x", "a\nb", "main...HEAD", "HEAD:a", "a" * 40, "ü"])
def test_a_revision_that_is_none(repository: Repository, name: str) -> None:
    repository.commit({"a": "1"})
    with pytest.raises(RevisionError, match="no commit is called"):
        history(repository.folder).find_base(name)


def test_a_branch_that_only_the_remote_has(repository: Repository, tmp_path: Path) -> None:
    repository.commit({"a": "1"})
    repository.git("branch", "topic")
    repository.git("clone", "--quiet", str(repository.folder), str(tmp_path / "clone"))
    with pytest.raises(RevisionError, match='did you mean "origin/topic"'):
        history(tmp_path / "clone").find_base("topic")


def test_a_shallow_clone_says_how_to_get_the_rest(repository: Repository, tmp_path: Path) -> None:
    first = repository.commit({"a": "1"})
    repository.git("switch", "--quiet", "--create", "topic")
    repository.commit({"b": "1"})
    repository.git("switch", "--quiet", "main")
    repository.commit({"c": "1"})
    clone = tmp_path / "clone"
    where = f"file://{repository.folder}"
    repository.git("clone", "--quiet", "--depth=1", "--no-single-branch", where, str(clone))
    found = history(clone)
    for name, message in (
        ("HEAD~1", "git fetch --unshallow"),
        (first, "git fetch --unshallow"),
        ("origin/topic", "no commit in common in this shallow clone: git fetch --unshallow"),
    ):
        with pytest.raises(RevisionError, match=message):
            found.find_base(name)


def test_histories_that_have_nothing_in_common(repository: Repository) -> None:
    repository.commit({"a": "1"})
    repository.git("switch", "--quiet", "--orphan", "other")
    commit = repository.git("rev-parse", "main")
    assert history(repository.folder).find_base("main") == commit
    repository.commit({"b": "1"})
    with pytest.raises(RevisionError, match="have no commit in common: name a revision that HEAD stems from"):
        history(repository.folder).find_base("main")


def test_a_clone_without_the_texts_says_how_to_get_them(repository: Repository, tmp_path: Path) -> None:
    commit = repository.commit({"a.md": "1"})
    repository.commit({"a.md": "2"})
    repository.git("config", "uploadpack.allowFilter", "true")
    clone = tmp_path / "clone"
    repository.git("clone", "--quiet", "--filter=blob:none", f"file://{repository.folder}", str(clone))
    tree = CommitTree(history(clone), commit, str, lambda path: None)
    with pytest.raises(RevisionError, match="git fetch --refetch --no-filter gets all"):
        tree.read("a.md")


def test_no_repository_and_no_git(tmp_path: Path) -> None:
    with pytest.raises(RevisionError, match="is in no git repository"):
        history(tmp_path)
    with pytest.raises(RevisionError, match="there is no git on the PATH"):
        history(tmp_path, {**ENVIRONMENT, "PATH": str(tmp_path)})


def test_what_git_refuses_is_said_with_its_advice(repository: Repository) -> None:
    with pytest.raises(
        RevisionError, match=r"git: detected dubious ownership.*git config --global --add safe"
    ):
        history(repository.folder, {**ENVIRONMENT, "GIT_TEST_ASSUME_DIFFERENT_OWNER": "1"})


# As hooks run


def test_a_hook_says_where_the_repository_is(repository: Repository, tmp_path: Path) -> None:
    commit = repository.commit({"sub/a.md": "1"})
    linked = tmp_path / "linked"
    repository.git("worktree", "add", "--quiet", str(linked))
    environment = {**ENVIRONMENT, "GIT_DIR": str(repository.folder / ".git/worktrees/linked")}
    environment["GIT_INDEX_FILE"] = str(tmp_path / "nothing")
    found = history(linked / "sub", environment, cwd=linked)
    assert (found.find_base("HEAD"), found.prefix) == (commit, "sub/")
    assert history(linked).find_base("HEAD") == commit


def test_a_hook_of_another_repository_is_no_help(repository: Repository, tmp_path: Path) -> None:
    commit = repository.commit({"a.md": "1"})
    other = Repository(tmp_path / "other")
    other.commit({"b.md": "1"})
    environment = {**ENVIRONMENT, "GIT_DIR": ".git"}
    found = history(repository.folder, environment, cwd=other.folder)
    assert found.find_base("HEAD") == commit


# What a hostile repository would have run


def test_nothing_that_the_repository_names_is_run(repository: Repository, tmp_path: Path) -> None:
    commit = repository.commit({"a.md": "1\n", ".gitattributes": "* filter=evil diff=evil\n"})
    repository.commit({"a.md": "2\n"})
    ran = tmp_path / "ran"
    script = tmp_path / "evil"
    script.write_text(f"#!{sys.executable}\nopen({str(ran)!r}, 'a').write('x')\n", encoding="utf-8")
    script.chmod(0o755)
    for key in (
        *("core.fsmonitor", "core.pager", "core.sshCommand", "core.editor", "core.askPass", "gpg.program"),
        *(
            "filter.evil.clean",
            "filter.evil.smudge",
            "diff.external",
            "diff.evil.textconv",
            "diff.evil.command",
        ),
        *("alias.log", "alias.cat-file", "alias.rev-parse", "remote.origin.uploadpack"),
    ):
        value = f"!{script}" if key.startswith("alias") else str(script)
        repository.git("config", key, value)
    repository.git("config", "log.showSignature", "true")
    for hook in ("post-checkout", "post-index-change", "reference-transaction", "pre-commit"):
        shutil.copy(script, repository.folder / ".git/hooks" / hook)
    ran.unlink(missing_ok=True)
    found = history(repository.folder)
    tree = CommitTree(found, found.find_base("HEAD~1"), str, lambda path: None)
    assert tree.read("a.md").text == "1\n"
    assert found.last_days(commit, ["a.md"]) == {"a.md": "2026-01-02"}
    assert not ran.exists()


# When


def test_the_day_of_the_last_commit(repository: Repository) -> None:
    odd = 'x "\n\t.md'
    repository.commit({"sub/a.md": "1", f"sub/{odd}": "1", "sub/b.md": "1"}, when="2024-02-03T00:00:00Z")
    repository.commit({"sub/a.md": "2", "c.md": "1"}, when="2025-03-04T00:00:00Z")
    commit = repository.commit({"sub/b.md": None}, when="2026-01-02T00:00:00Z")
    found = history(repository.folder / "sub").last_days(commit, ["a.md", odd, "never.md"])
    assert found == {"a.md": "2025-03-04", odd: "2024-02-03"}
