"""The GitHub Action, its steps run in checkouts such as actions/checkout makes."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from action.summary import fixable
from tests.action_runner import Action, Ran
from tests.repositories import ENVIRONMENT, Repository
from tests.systems import WINDOWS
from tests.texts import SECTIONS

pytestmark = [
    pytest.mark.slow,
    pytest.mark.external,
    pytest.mark.skipif(WINDOWS, reason="bash of another system than GitHub's runner has"),
]

ZEP = f"""\
# ZEP {{number}} — Keys of part {{number}}

Author: Ada Example <ada@example.org>
Status: {{status}}
Type: Core
Created: 2024-11-05
Discussion: https://github.com/zarr-developers/zarr-specs/pull/7

{SECTIONS}"""
DRAFTS = "docs/zeps/draft"
NOTHING = "0" * 40

Files = Mapping[str, str | bytes | None]


def zep(number: int, status: str = "Draft") -> str:
    return ZEP.format(number=number, status=status)


def name(number: int) -> str:
    return f"{DRAFTS}/zep-{number:04}.md"


@pytest.fixture(scope="module")
def action(tmp_path_factory: pytest.TempPathFactory) -> Action:
    """The action, with a scratch folder in which it installs zeplint once."""
    return Action(tmp_path_factory.mktemp("runner"))


class Site(NamedTuple):
    """A repository on GitHub, and a folder for checkouts of it."""

    remote: Repository
    folder: Path
    action: Action

    def checkout(self, commit: str, *, depth: int | None = 1) -> Path:
        """Check a commit out as actions/checkout does: alone, with none of the others."""
        clone = Repository(self.folder / "work")
        clone.git("remote", "add", "origin", f"file://{self.remote.folder}")
        shallow = [f"--depth={depth}"] if depth else []
        clone.git("fetch", "--quiet", "--no-tags", *shallow, "origin", commit)
        clone.git("checkout", "--quiet", "--force", "--detach", commit)
        return clone.folder

    def run(self, workspace: Path, event: str, payload: Mapping[str, Any], ref: str, **inputs: str) -> Ran:
        head = Repository(workspace, new=False).git("rev-parse", "HEAD")
        told = {
            "GITHUB_SHA": head,
            "GITHUB_REF": ref,
            "GITHUB_SERVER_URL": "https://github.com",
            "GITHUB_REPOSITORY": "zarr-developers/zarr-specs",
        }
        repository = {"repository": {"default_branch": "main"}}
        environ = {**ENVIRONMENT, **told}
        return self.action.run(workspace, environ, event=event, payload={**repository, **payload}, **inputs)

    def pull_request(
        self, files: Files, *, later: Files | None = None, title: str = "Keys", **inputs: str
    ) -> Ran:
        """Run the action on a pull request; `later` comes to the main branch after it was opened."""
        git = self.remote.git
        base = git("rev-parse", "main")
        git("checkout", "--quiet", "-b", "topic")
        head = self.remote.commit(files)
        git("checkout", "--quiet", "main")
        if later:
            self.remote.commit(later)
        git("merge", "--quiet", "--no-ff", "--message=merge", "topic")
        merge = git("rev-parse", "HEAD")
        git("update-ref", "refs/pull/1/merge", merge)
        git("reset", "--quiet", "--hard", "HEAD~1")
        payload = {
            "pull_request": {"base": {"sha": base}, "head": {"sha": head, "ref": title}, "title": title}
        }
        return self.run(self.checkout(merge), "pull_request", payload, "refs/pull/1/merge", **inputs)


@pytest.fixture
def site(tmp_path: Path, action: Action) -> Site:
    """A repository with a good ZEP, and one with an old defect."""
    remote = Repository(tmp_path / "remote")
    remote.commit({name(1): zep(1), name(2): zep(2, "Drafty")})
    return Site(remote, tmp_path, action)


def test_a_bad_line_of_a_pull_request_is_annotated(site: Site) -> None:
    ran = site.pull_request({name(3): zep(3, "Drafty")}, later={name(4): zep(4, "Drafty")})
    assert ran.code == 1, ran.log
    (told,) = ran.commands("error", "warning", "notice")
    command, _, message = told.partition('::"')
    assert command == (
        f"::error file={name(3)},line=4,col=9,endLine=4,endColumn=15,title=ZEP301 status-value"
    )
    assert message.startswith('Drafty" is no ZEP status: did you mean "Draft"?%0Athe status of a ZEP is')
    report = ran.outputs.pop("report")
    assert len(json.loads(Path(report).read_text("utf-8"))["diagnostics"]) == 1
    (result,) = json.loads(Path(ran.outputs.pop("sarif")).read_text("utf-8"))["runs"][0]["results"]
    assert result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == name(3)
    since = ran.outputs.pop("since")
    assert since == site.remote.git("rev-parse", "main")
    assert ran.outputs == {"exit-code": "1", "findings": "1", "errors": "1", "warnings": "0", "infos": "0"}
    head = Repository(site.folder / "work", new=False).git("rev-parse", "HEAD")
    address = "https://github.com/zarr-developers/zarr-specs"
    assert ran.summary == (
        "## zeplint: 1 error\n\n"
        f"Compared with [{since[:7]}]({address}/commit/{since}).\n\n"
        "| | Where | Rule | Finding |\n|---|---|---|---|\n"
        f"| ❌ error | [docs/zeps/draft/zep-0003.md\\:4]({address}/blob/{head}/{name(3)}?plain=1#L4) "
        '| ZEP301 status-value | "Drafty" is no ZEP status\\: did you mean "Draft"? |\n\n'
        "`zeplint --fix --unsafe-fixes` mends 1 of them.\n"
    )
    assert "docs/zeps/draft/zep-0003.md:4:9\n" in re.sub(r"\x1b\[[0-9;]*m", "", ran.log)


def test_a_clean_change_passes_whatever_was_there_before(site: Site) -> None:
    ran = site.pull_request({name(3): zep(3)})
    assert (ran.code, ran.outputs["findings"], ran.outputs["exit-code"]) == (0, "0", "0"), ran.log
    assert not ran.commands("error", "warning", "notice")
    assert json.loads(Path(ran.outputs["sarif"]).read_text("utf-8"))["runs"][0]["results"] == []
    assert ran.summary.startswith("## zeplint: nothing found in 3 files\n\nCompared with [")


def test_a_change_to_a_branch_is_compared_with_what_it_was(site: Site) -> None:
    before = site.remote.git("rev-parse", "main")
    for number in (3, 4, 5):
        site.remote.commit({name(number): zep(number, "Drafty")})
    work = site.checkout(site.remote.git("rev-parse", "main"))
    ran = site.run(work, "push", {"before": before}, "refs/heads/main")
    assert (ran.code, ran.outputs["errors"], ran.outputs["since"]) == (1, "3", before), ran.log


def test_a_deep_history_is_fetched_as_far_as_needed(site: Site) -> None:
    before = site.remote.git("rev-parse", "main")
    for number in range(130):
        site.remote.commit({"README.md": str(number)})
    head = site.remote.commit({name(3): zep(3, "Drafty")})
    ran = site.run(site.checkout(head), "push", {"before": before}, "refs/heads/main")
    assert (ran.outputs["errors"], ran.outputs["since"]) == ("1", before), ran.log


def test_the_first_commit_brings_everything(site: Site) -> None:
    work = site.checkout(site.remote.git("rev-parse", "main"))
    ran = site.run(work, "push", {"before": NOTHING}, "refs/heads/main")
    assert (ran.code, ran.outputs["errors"], ran.outputs["since"]) == (1, "1", NOTHING), ran.log
    assert "Compared with the empty repository." in ran.summary


def test_a_new_branch_is_compared_with_the_main_one(site: Site) -> None:
    base = site.remote.git("rev-parse", "main")
    site.remote.git("checkout", "--quiet", "-b", "topic")
    head = site.remote.commit({name(3): zep(3)})
    ran = site.run(site.checkout(head), "push", {"before": NOTHING}, "refs/heads/topic")
    assert (ran.code, ran.outputs["since"]) == (0, base), ran.log


def test_a_commit_that_a_forced_push_has_lost_is_no_failure(site: Site) -> None:
    work = site.checkout(site.remote.commit({name(3): zep(3)}))
    ran = site.run(work, "push", {"before": "a" * 40}, "refs/heads/main")
    assert (ran.code, ran.outputs["since"]) == (0, site.remote.git("rev-parse", "main~1")), ran.log
    assert f"not compared with {'a' * 40}" in ran.log


def test_a_merge_queue_is_compared_with_what_it_starts_from(site: Site) -> None:
    base = site.remote.git("rev-parse", "main")
    work = site.checkout(site.remote.commit({name(3): zep(3)}))
    payload = {"merge_group": {"base_sha": base}}
    ran = site.run(work, "merge_group", payload, "refs/heads/gh-readonly-queue/main/pr-1")
    assert (ran.code, ran.outputs["since"]) == (0, base), ran.log


def test_the_head_of_a_pull_request_is_compared_with_where_it_parted(site: Site) -> None:
    parted = site.remote.git("rev-parse", "main")
    site.remote.git("checkout", "--quiet", "-b", "topic")
    head = site.remote.commit({name(3): zep(3)})
    site.remote.git("checkout", "--quiet", "main")
    base = site.remote.commit({name(4): zep(4, "Drafty")})
    payload = {"pull_request": {"base": {"sha": base}}}
    ran = site.run(site.checkout(head), "pull_request_target", payload, "refs/heads/main")
    assert (ran.code, ran.outputs["findings"]) == (0, "0"), ran.log
    assert ran.outputs["since"] in (base, parted)


def test_what_changes_nothing_is_linted_as_a_whole(site: Site) -> None:
    work = site.checkout(site.remote.git("rev-parse", "main"))
    ran = site.run(work, "schedule", {}, "refs/heads/main")
    assert (ran.code, ran.outputs["errors"], ran.outputs["since"]) == (1, "1", ""), ran.log
    assert "Compared" not in ran.summary


def test_a_clone_without_the_texts_gets_them(site: Site) -> None:
    base = site.remote.git("rev-parse", "main")
    site.remote.git("config", "uploadpack.allowFilter", "true")
    head = site.remote.commit({name(1): zep(1, "Drafty"), name(3): zep(3)})
    clone = Repository(site.folder)
    clone.git("clone", "--quiet", "--filter=blob:none", f"file://{site.remote.folder}", "work")
    ran = site.run(site.folder / "work", "push", {"before": base}, "refs/heads/main")
    assert head == Repository(site.folder / "work", new=False).git("rev-parse", "HEAD")
    assert (ran.code, ran.outputs["errors"], ran.outputs["since"]) == (1, "1", base), ran.log


@pytest.mark.parametrize("since", ["main", "refs/heads/main", "HEAD~1", "v1"])
def test_a_revision_of_the_users_own(site: Site, since: str) -> None:
    site.remote.git("tag", "v1")
    base = site.remote.git("rev-parse", "main")
    site.remote.git("checkout", "--quiet", "-b", "topic")
    work = site.checkout(site.remote.commit({name(3): zep(3)}))
    ran = site.run(work, "workflow_dispatch", {}, "refs/heads/topic", since=since)
    assert (ran.code, ran.outputs["since"]) == (0, base), ran.log


@pytest.mark.parametrize("since", ["nowhere", "--upload-pack=touch pwned", "main:refs/heads/other", "-h"])
def test_a_revision_that_is_none_is_said(site: Site, since: str) -> None:
    work = site.checkout(site.remote.git("rev-parse", "main"))
    ran = site.run(work, "push", {}, "refs/heads/main", since=since)
    (told,) = ran.commands("error")
    assert ran.code == 2
    assert f"since: there is no {since} to compare with" in told
    assert "fetch-depth: 0" in told
    assert sorted(path.name for path in work.iterdir()) == [".git", "docs"]


def test_history_that_cannot_be_fetched_is_said(site: Site) -> None:
    work = site.checkout(site.remote.commit({name(3): zep(3)}))
    Repository(work, new=False).git("remote", "set-url", "origin", f"file://{site.folder}/gone")
    payload = {"pull_request": {"base": {"sha": site.remote.git("rev-parse", "main~1")}}}
    ran = site.run(work, "pull_request", payload, "refs/pull/1/merge")
    (told,) = ran.commands("error")
    assert (ran.code, "fetch-depth: 0" in told) == (2, True), ran.log


def test_a_proposal_that_is_deleted_is_missed(site: Site) -> None:
    ran = site.pull_request({name(1): None})
    assert ran.code == 1
    (told,) = ran.commands("error")
    assert told.startswith(f"::error file={name(1)},title=ZEP904 zep-deleted::")
    assert "| docs/zeps/draft/zep-0001.md | ZEP904 zep-deleted |" in ran.summary


def test_the_summary_has_the_checklist_of_what_is_decided(site: Site) -> None:
    accepted = zep(1, "Accepted").replace("Discussion:", "Accepted: 2025-01-07\nDiscussion:", 1)
    ran = site.pull_request({name(1): None, "docs/zeps/accepted/zep-0001.md": accepted})
    assert ran.code == 1
    checklist = ran.summary[ran.summary.index("## What the change decides") :].split("\n")
    assert checklist[2].startswith("### ZEP 1 became Accepted (it was Draft): ")
    assert "- [x] The status is Accepted (S42)" in checklist
    assert "- [ ] Resolution links the decision (S28, S42)" in checklist
    assert any(line.startswith("  - docs/zeps/accepted/zep-0001.md:4:1: ") for line in checklist)


HOSTILE = 'x"; touch pwned; $(touch pwned) `touch pwned` ${{ github.token }}\n::error::pwned'


def test_what_people_write_is_never_run(site: Site) -> None:
    """A title, names of files and modules in the checkout: what a pull request brings."""
    trap = 'import pathlib\npathlib.Path("pwned").touch()\n'
    modules = (
        "zeplint",
        "json",
        "venv",
        "pip",
        "encodings",
        "sitecustomize",
        "action/__init__",
        "action/__main__",
    )
    odd = (
        f"{DRAFTS}/zep-0003: ::error,title=x::$(touch pwned)`touch pwned`<script>|\n::error::pwned\x1b[31m.md"
    )
    text = zep(3, "Drafty ::error:: <script>alert(1)</script> | [x](javascript:y)")
    files: dict[str, str] = {odd: text, **{f"{module}.py": trap for module in modules}}
    ran = site.pull_request(files, title=HOSTILE)
    assert ran.code == 1, ran.log
    assert not list(site.folder.rglob("pwned"))
    assert all(line.startswith("::error file=docs/zeps/draft/zep-0003") for line in ran.commands("error"))
    assert all("title=ZEP" in line for line in ran.commands("error", "warning", "notice"))
    assert not [line for line in ran.summary.split("\n") if line.startswith("::")]
    rows = [line for line in ran.summary.split("\n") if line.startswith("| ❌")]
    assert rows
    for row in rows:
        assert "<script>" not in row.replace("\\<script\\>", "")
        assert "\x1b" not in row
        assert "javascript:" not in row
        assert len(row.replace("\\|", "").split("|")) == 6


@pytest.mark.parametrize("argument", ["paths", "args", "process", "zeps", "fail-on", "since"])
def test_no_input_is_run(site: Site, argument: str) -> None:
    work = site.checkout(site.remote.git("rev-parse", "main"))
    given = {argument.replace("-", "_"): HOSTILE}
    ran = site.run(work, "schedule", {}, "refs/heads/main", **given)
    assert ran.code == 2
    assert not list(site.folder.rglob("pwned"))
    (told,) = ran.commands("error")
    assert told.startswith(("::error::zeplint cannot lint this: ", "::error::args: ", "::error::since: "))


def test_more_findings_than_github_shows(site: Site) -> None:
    ran = site.pull_request({name(number): zep(number, "Drafty") for number in range(3, 63)})
    assert ran.outputs["errors"] == "60"
    assert len(ran.commands("error")) == 10
    assert "GitHub shows 10 of a kind: 50 more of kind error are in this log alone." in ran.log
    assert ran.summary.count("| ❌ error |") == 50
    assert "10 more are in the log of the step." in ran.summary


def test_paths_are_relative_to_the_working_directory(site: Site) -> None:
    ran = site.pull_request(
        {name(3): zep(3, "Drafty"), name(4): zep(4, "Drafty"), name(5): zep(5, "Drafty")},
        working_directory="docs",
        paths="zeps/draft/zep-0003.md\n\n zeps/draft/zep-0005.md ",
        args="--ignore 'ZEP2, ZEP6'",
    )
    told = [line.partition(",")[0] for line in ran.commands("error")]
    assert told == [f"::error file={name(3)}", f"::error file={name(5)}"], ran.log


def test_settings_of_the_step(site: Site) -> None:
    work = site.checkout(site.remote.commit({name(3): zep(3).replace("Author:", "Authors:")}))
    ran = site.run(
        work,
        "push",
        {"before": site.remote.git("rev-parse", "main~1")},
        "refs/heads/main",
        fail_on="warning",
        new_only="false",
    )
    assert (ran.code, ran.outputs["errors"], ran.outputs["warnings"]) == (1, "1", "1"), ran.log
    ran = site.run(work, "schedule", {}, "refs/heads/main", new_only="perhaps", since="HEAD")
    assert (ran.code, ran.commands("error")) == (2, ["::error::new-only: it is true or false, not perhaps"])
    ran = site.run(work, "schedule", {}, "refs/heads/main", working_directory="nowhere")
    assert ran.commands("error") == ["::error::working-directory: no such folder in the checkout: nowhere"]


def test_the_specification_pages_of_another_checkout(site: Site) -> None:
    specs = Repository(site.folder / "work" / "specs")
    page = "Keys\n====\n\nCorresponding ZEP:\n    ZEP0001\n\nStatus of this document\n=======================\n\nMore.\n"
    specs.commit({"docs/v3/keys/index.rst": page})
    ran = site.pull_request({name(1): zep(1, "Accepted")}, zeps="specs")
    assert "- [ ] Its specification pages say what was decided" in ran.summary, ran.log


def test_a_folder_that_is_no_repository_is_linted_as_a_whole(site: Site) -> None:
    folder = site.folder / "plain"
    Repository(folder, new=False).folder.mkdir()
    Repository(folder, new=False).write({name(1): zep(1, "Drafty")})
    ran = site.action.run(folder, ENVIRONMENT, event="workflow_dispatch", payload={})
    assert (ran.code, ran.outputs["errors"]) == (1, "1"), ran.log


def test_a_checkout_of_another_owner_is_read(site: Site) -> None:
    """Such as a job in a container has."""
    base = site.remote.git("rev-parse", "main")
    work = site.checkout(site.remote.commit({name(3): zep(3)}), depth=None)
    environ = {**ENVIRONMENT, "GIT_TEST_ASSUME_DIFFERENT_OWNER": "1"}
    with pytest.raises(subprocess.CalledProcessError):
        Repository(work, new=False).git("status", environment=environ)
    ran = site.action.run(work, environ, event="push", payload={"before": base})
    assert (ran.code, ran.outputs["since"], ran.outputs["findings"]) == (0, base, "0"), ran.log


def test_which_fixes_are_told_of() -> None:
    def found(*safety: str | None) -> list[dict[str, Any]]:
        return [{"fix": {"safety": one} if one else None} for one in safety]

    assert fixable(found(None)) == []
    assert fixable(found("safe", None, "safe")) == ["", "`zeplint --fix` mends 2 of them."]
    assert fixable(found("unsafe", None)) == ["", "`zeplint --fix --unsafe-fixes` mends 1 of them."]
    assert fixable(found("safe", "unsafe")) == [
        "",
        "`zeplint --fix` mends 1 of them, `--unsafe-fixes` 1 more.",
    ]
