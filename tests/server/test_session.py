"""What an editor is told of its open documents."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.server.editor import PULLS, RELATED, Editor
from tests.server.zeps import write, zep
from tests.test_own_rules import RULE
from zeplint.cli import main
from zeplint.linter import lint

DRAFT, ACCEPTED = "docs/zeps/draft/zep-0007.md", "docs/zeps/accepted/zep-0004.md"
NO_AUTHOR = zep(7).replace("Author: Ada Example <ada@example.org>\n", "")
SELECT = 'select = ["ZEP2", "ZEP3", "ZEP4"]\nignore = ["ZEP212"]\n'


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return write(tmp_path, {"zeplint.toml": SELECT, DRAFT: zep(7)})


def span(range_: dict[str, Any]) -> tuple[int, int, int, int]:
    start, end = range_["start"], range_["end"]
    return start["line"], start["character"], end["line"], end["character"]


def test_a_finding_is_pushed_with_the_version_that_it_is_about(root: Path) -> None:
    with Editor(root) as editor:
        uri = editor.open(root / DRAFT, zep(7, status="Drafft"))
        (published,) = editor.of_method("textDocument/publishDiagnostics")
        assert (published["uri"], published["version"]) == (uri, 0)
        (found,) = published["diagnostics"]
        assert span(found.pop("range")) == (3, 8, 3, 14)
        assert found.pop("message").startswith('"Drafft" is no ZEP status')
        assert found == {
            "severity": 1,
            "code": "ZEP301",
            "source": "zeplint",
            "data": {
                "name": "status-value",
                "fix": {"title": "Write Draft", "safe": False},
            },
        }
        editor.change(uri, zep(7))
        assert editor.of_method("textDocument/publishDiagnostics")[-1]["version"] == 1
        assert editor.shown[uri] == []


def test_only_the_latest_of_several_texts_is_linted(root: Path) -> None:
    with Editor(root) as editor:
        uri = editor.open(root / DRAFT)
        editor.sent.clear()
        editor.feed(*(editor.change_message(uri, zep(7, status=status)) for status in ("D", "Dr", "Dra")))
        editor.settle()
        (published,) = editor.of_method("textDocument/publishDiagnostics")
        assert published["version"] == 3
        assert '"Dra"' in published["diagnostics"][0]["message"]


def test_a_client_that_can_ask_is_told_nothing_unasked(root: Path) -> None:
    with Editor(root, capabilities=PULLS) as editor:
        assert editor.capabilities["diagnosticProvider"]["interFileDependencies"]
        uri = editor.open(root / DRAFT, NO_AUTHOR)
        report = editor.pull(uri)
        assert [found["code"] for found in report["items"]] == ["ZEP201"]
        assert editor.of_method("textDocument/publishDiagnostics") == []
        known = report["resultId"]
        assert editor.pull(uri, previousResultId=known) == {"kind": "unchanged", "resultId": known}
        editor.change(uri, zep(7))
        assert editor.pull(uri, previousResultId=known)["items"] == []


def test_a_client_that_cannot_ask_is_offered_nothing_to_ask_for(root: Path) -> None:
    with Editor(root) as editor:
        assert "diagnosticProvider" not in editor.capabilities


def test_a_pull_is_answered_from_the_latest_text(root: Path) -> None:
    with Editor(root, capabilities=PULLS) as editor:
        uri = editor.open(root / DRAFT, NO_AUTHOR)
        ask = {"jsonrpc": "2.0", "id": 77, "method": "textDocument/diagnostic"}
        editor.feed(ask | {"params": {"textDocument": {"uri": uri}}}, editor.change_message(uri, zep(7)))
        editor.settle()
        (answer,) = [each for each in editor.sent if each.get("id") == 77]
        assert answer["result"]["items"] == []


def test_between_two_documents_the_editor_is_heard(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[str] = []

    def note(collection: Any, paths: Any, *arguments: Any) -> Any:
        seen.extend(path.rpartition("/")[2] for path in paths)
        if len(seen) == 1:
            editor.feed(editor.change_message(uris[2], NO_AUTHOR), hover | {"id": 77})
        return lint(collection, paths, *arguments)

    with Editor(root) as editor:
        names = [f"docs/zeps/draft/zep-001{number}.md" for number in range(3)]
        uris = [editor.open(root / name, "") for name in names]
        position = {"line": 0, "character": 0}
        params = {"textDocument": {"uri": uris[0]}, "position": position}
        hover = {"jsonrpc": "2.0", "method": "textDocument/hover", "params": params}
        monkeypatch.setattr("zeplint.server.projects.lint", note)
        editor.sent.clear()
        editor.feed(*(editor.change_message(uri, zep(7)) for uri in uris))
        editor.settle()
        order = [each.get("id") or each["params"].get("version") for each in editor.sent]
        # The hover is answered after the first document, and of the last one only the latest text is linted.
        assert order[:4] == [1, 77, 1, 2]


def test_pulls_that_are_overtaken_cost_no_lint_and_each_is_answered(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    linted: list[str] = []

    def note(collection: Any, paths: Any, *arguments: Any) -> Any:
        linted.extend(collection.document(path).source.text for path in paths)
        return lint(collection, paths, *arguments)

    with Editor(root, capabilities=PULLS) as editor:
        uri = editor.open(root / DRAFT, NO_AUTHOR)
        monkeypatch.setattr("zeplint.server.projects.lint", note)
        ask = {
            "jsonrpc": "2.0",
            "method": "textDocument/diagnostic",
            "params": {"textDocument": {"uri": uri}},
        }
        cancel = {"jsonrpc": "2.0", "method": "$/cancelRequest"}
        for number, status in enumerate(("D", "Dr", "Dra"), 70):
            editor.feed(editor.change_message(uri, zep(7, status=status)), ask | {"id": number})
            if number < 72:
                editor.feed(cancel | {"params": {"id": number}})
        editor.settle()
        answers = {each["id"]: each for each in editor.sent if each.get("id") in (70, 71, 72)}
        assert [answers[number].get("error", {}).get("code") for number in (70, 71, 72)] == [
            -32800,
            -32800,
            None,
        ]
        assert '"Dra"' in answers[72]["result"]["items"][0]["message"]
        assert linted == [zep(7, status="Dra")]


def test_a_change_in_one_updates_what_is_found_in_the_other(root: Path) -> None:
    write(root, {ACCEPTED: zep(4, status="Superseded")})
    with Editor(root, capabilities=RELATED) as editor:
        old, new = editor.open(root / ACCEPTED), editor.open(root / DRAFT)
        assert editor.codes(old) == ["ZEP402"]
        editor.change(new, zep(7, more="Replaces: 4\n"))
        (found,) = editor.shown[old]
        assert found["code"] == "ZEP401"
        (related,) = found["relatedInformation"]
        assert related["location"] == {
            "uri": new,
            "range": {"start": {"line": 7, "character": 10}, "end": {"line": 7, "character": 11}},
        }
        editor.shut(new)
        assert editor.codes(old) == ["ZEP402"]


def test_a_client_that_asks_is_told_when_to_ask_again(root: Path) -> None:
    write(root, {ACCEPTED: zep(4, status="Superseded")})
    with Editor(root, capabilities=PULLS) as editor:
        old, new = editor.open(root / ACCEPTED), editor.open(root / DRAFT)
        editor.pull(new)
        assert [found["code"] for found in editor.pull(old)["items"]] == ["ZEP402"]
        editor.change(new, zep(7, more="Replaces: 4\n"))
        assert len(editor.of_method("workspace/diagnostic/refresh")) == 1
        assert [found["code"] for found in editor.pull(old)["items"]] == ["ZEP401"]
        editor.change(new, zep(7, more="Replaces: 4\n", status="Drafft"))
        assert len(editor.of_method("workspace/diagnostic/refresh")) == 1


def test_what_is_shown_goes_when_the_document_is_closed(root: Path) -> None:
    with Editor(root) as editor:
        uri = editor.open(root / DRAFT, NO_AUTHOR)
        assert editor.codes(uri) == ["ZEP201"]
        editor.shut(uri)
        assert editor.shown[uri] == []


@pytest.mark.parametrize("name", ["README.md", "docs/notes.md", "docs/zeps/draft/index.md", "src/code.py"])
def test_what_is_no_proposal_gets_no_finding(root: Path, name: str) -> None:
    with Editor(root) as editor:
        uri = editor.open(root / name, "# Read me\n\nStatus: [nowhere](nowhere.md\n")
        assert editor.shown[uri] == []
        assert editor.of_method("window/showMessage") == []


def test_a_text_becomes_a_proposal_while_it_is_written(root: Path) -> None:
    with Editor(root) as editor:
        uri = editor.open(root / "docs/zeps/draft/keys.md", "")
        assert editor.shown[uri] == []
        editor.change(uri, zep(8, status="Drafft"))
        assert "ZEP301" in editor.codes(uri)


def test_a_text_that_was_never_saved_is_linted(root: Path) -> None:
    with Editor(root) as editor:
        uri = editor.open("untitled:Untitled-1", zep(8, status="Drafft"))
        assert editor.codes(uri) == ["ZEP301"]


def test_a_file_outside_the_workspace_is_linted(root: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    other = tmp_path_factory.mktemp("a place é")
    with Editor(root) as editor:
        uri = editor.open(other / "zep-0009.md", zep(9, status="Drafft"))
        assert "%20" in uri
        assert "ZEP301" in editor.codes(uri)


def test_without_a_folder_a_file_is_linted(root: Path) -> None:
    with Editor() as editor:
        uri = editor.open(root / DRAFT, NO_AUTHOR)
        assert editor.codes(uri) == ["ZEP201"]


def test_broken_settings_are_shown_and_the_defaults_hold(root: Path) -> None:
    (root / "zeplint.toml").write_text("selekt = []\n")
    with Editor(root) as editor:
        uri = editor.open(root / DRAFT, NO_AUTHOR)
        assert "ZEP201" in editor.codes(uri)
        (shown,) = editor.of_method("window/showMessage")
        assert "zeplint.toml:1" in shown["message"]


def test_what_is_known_is_not_shown(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(root, {"zeplint.toml": f'{SELECT}baseline = "known.json"\n', DRAFT: NO_AUTHOR})
    monkeypatch.chdir(root)
    assert main(["--write-baseline"]) == 0
    with Editor(root) as editor:
        uri = editor.open(root / DRAFT, NO_AUTHOR)
        assert editor.codes(uri) == []
        editor.change(uri, NO_AUTHOR.replace("Type: Core", "Type: Kore"))
        assert editor.codes(uri) == ["ZEP302"]


def test_rules_of_a_project_are_shown(root: Path) -> None:
    write(root, {"zeplint.toml": 'extend-rules = "rules"\nselect = ["ACME"]\n', "rules/a.yaml": RULE})
    with Editor(root) as editor:
        uri = editor.open(root / DRAFT, f"{zep(7)}\nUtilise keys.\n")
        assert editor.codes(uri) == ["ACME001"]
        write(root, {"rules/a.yaml": RULE.replace("ACME001", "ACME002")})
        editor.tell("workspace/didChangeWatchedFiles", changes=[])
        assert editor.codes(uri) == ["ACME002"]


def test_settings_that_break_leave_the_last_good_ones(root: Path) -> None:
    settings = root / "zeplint.toml"
    with Editor(root) as editor:
        uri = editor.open(root / DRAFT, NO_AUTHOR)
        assert editor.codes(uri) == ["ZEP201"]
        settings.write_text('select = ["ZEP2"', "utf-8")
        for _ in range(2):
            editor.tell("workspace/didChangeWatchedFiles", changes=[])
            assert editor.codes(uri) == ["ZEP201"]
        assert len(editor.of_method("window/showMessage")) == 1
        settings.write_text('ignore = ["ALL"]\nselect = ["ZEP301"]\n', "utf-8")
        editor.tell("textDocument/didSave", textDocument={"uri": settings.as_uri()})
        assert editor.shown[uri] == []
        settings.write_text('select = ["ZEP2"', "utf-8")
        editor.tell("workspace/didChangeWatchedFiles", changes=[])
        assert len(editor.of_method("window/showMessage")) == 2


def test_the_settings_of_the_editor_win(root: Path) -> None:
    with Editor(root, initializationOptions={"settings": {"ignore": ["ZEP201"]}}) as editor:
        uri = editor.open(root / DRAFT, NO_AUTHOR)
        assert editor.shown[uri] == []
        said = {"zeplint": {"ignore": [], "severity": {"ZEP201": "info"}}}
        editor.tell("workspace/didChangeConfiguration", settings=said)
        (found,) = editor.shown[uri]
        assert (found["code"], found["severity"]) == ("ZEP201", 3)


def test_each_folder_has_its_settings(root: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    other = write(tmp_path_factory.mktemp("other"), {"zeplint.toml": SELECT, DRAFT: zep(7)})
    asks = {"workspace": {"configuration": True}}
    with Editor(root, other, capabilities=asks) as editor:
        first, second = editor.open(root / DRAFT, NO_AUTHOR), editor.open(other / DRAFT, NO_AUTHOR)
        assert editor.codes(first) == editor.codes(second) == ["ZEP201"]
        (asked,) = editor.of_method("workspace/configuration")
        assert [item.get("scopeUri") for item in asked["items"]] == [None, root.as_uri(), other.as_uri()]
        editor.answers["workspace/configuration"] = [None, {"ignore": ["ZEP201"]}, None]
        editor.tell("workspace/didChangeConfiguration", settings=None)
        assert (editor.shown[first], editor.codes(second)) == ([], ["ZEP201"])
        gone = [{"uri": root.as_uri(), "name": ""}]
        editor.tell("workspace/didChangeWorkspaceFolders", event={"added": [], "removed": gone})
        assert editor.codes(first) == ["ZEP201"]


def test_a_change_on_disk_is_seen(root: Path) -> None:
    write(root, {ACCEPTED: zep(4), "docs/zeps/draft/zep-0005.md": zep(5)})
    with Editor(root) as editor:
        uri = editor.open(root / DRAFT, zep(7, more="Require: 4\n"))
        before = editor.codes(uri)
        (root / ACCEPTED).unlink()
        change = {"uri": (root / ACCEPTED).as_uri(), "type": 3}
        editor.tell("workspace/didChangeWatchedFiles", changes=[change])
        assert editor.codes(uri) == [*before, "ZEP404"]


def test_a_change_on_disk_is_seen_even_if_the_editor_does_not_tell(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("zeplint.server.app.BETWEEN_LOOKS", 0)
    write(root, {ACCEPTED: zep(4), "docs/zeps/draft/zep-0005.md": zep(5)})
    with Editor(root) as editor:
        text = zep(7, more="Require: 4\n")
        uri = editor.open(root / DRAFT, text)
        before = editor.codes(uri)
        (root / ACCEPTED).unlink()
        editor.change(uri, text)
        assert editor.codes(uri) == [*before, "ZEP404"]
        (root / "zeplint.toml").write_text('select = ["ZEP301"]\nignore = []\n', "utf-8")
        os.utime(root / "zeplint.toml", ns=(1, 1))
        editor.change(uri, text)
        assert editor.shown[uri] == []


def test_a_folder_that_is_deleted_costs_nothing(root: Path) -> None:
    with Editor(root) as editor:
        uri = editor.open(root / DRAFT, NO_AUTHOR)
        shutil.rmtree(root)
        editor.tell("workspace/didChangeWatchedFiles", changes=[])
        editor.change(uri, NO_AUTHOR + "\nMore.\n")
        assert "ZEP201" in editor.codes(uri)
        assert editor.of_method("window/logMessage") == []


def test_a_root_that_is_gone_without_a_word_costs_nothing(root: Path) -> None:
    with Editor(root) as editor:
        first = editor.open(root / DRAFT, NO_AUTHOR)
        shutil.rmtree(root)
        second = editor.open(root / "docs/zeps/draft/zep-0008.md", NO_AUTHOR)
        editor.change(first, NO_AUTHOR + "\nMore.\n")
        assert "ZEP201" in editor.codes(first)
        assert "ZEP201" in editor.codes(second)
        assert editor.of_method("window/logMessage") == []


@pytest.mark.skipif(os.name == "nt", reason="the folder that a process works in cannot be deleted")
def test_where_the_editor_was_started_may_be_gone(
    root: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(started := tmp_path_factory.mktemp("started"))
    started.rmdir()
    with Editor(root) as editor:
        uri = editor.open(root / DRAFT, NO_AUTHOR)
        assert editor.codes(uri) == ["ZEP201"]
        assert editor.of_method("window/logMessage") == []


@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_a_client_may_send_parts_of_a_text_all_the_same(root: Path, mark: str) -> None:
    with Editor(root) as editor:
        text = mark + zep(7).replace("# ZEP 7", "# ZEP 7 🧭")
        uri = editor.open(root / DRAFT, text)
        lines = text.split("\n")
        place, unit = lines.index("Status: Draft"), len(mark)
        edits = (
            ((0, unit + 8), (0, unit + 10), "--"),
            ((place, 8), (place, 13), "Drafft"),
            ((len(lines), 0), (len(lines), 0), "The end.\n"),
        )
        changes = [
            {"text": new, "range": dict(zip(("start", "end"), map(position, ends), strict=True))}
            for *ends, new in edits
        ]
        document = {"uri": uri, "version": 1}
        editor.tell("textDocument/didChange", textDocument=document, contentChanges=changes)
        found = editor.server.find(uri)
        assert found is not None
        assert (
            found.text
            == text.removeprefix(mark).replace("🧭", "--").replace("Draft", "Drafft") + "The end.\n"
        )
        assert "ZEP301" in editor.codes(uri)


def position(place: tuple[int, int]) -> dict[str, int]:
    return {"line": place[0], "character": place[1]}


def test_a_session_begins_once_and_ends_in_silence(root: Path) -> None:
    with Editor(root) as editor:
        again = editor.request("initialize", processId=None, rootUri=None, capabilities={})
        assert again["error"]["code"] == -32600
        uri = editor.open(root / DRAFT)
        editor.sent.clear()
        shutdown = {"jsonrpc": "2.0", "id": 99, "method": "shutdown"}
        editor.feed(editor.change_message(uri, NO_AUTHOR), shutdown)
        editor.settle()
        assert [each.get("id") for each in editor.sent] == [99]


def test_folders_of_proposals_are_watched_as_well(root: Path) -> None:
    capabilities = {"workspace": {"didChangeWatchedFiles": {"dynamicRegistration": True}}}
    with Editor(root, capabilities=capabilities) as editor:
        (asked,) = editor.of_method("client/registerCapability")
        (registered,) = asked["registrations"]
        globs = [watcher["globPattern"] for watcher in registered["registerOptions"]["watchers"]]
        (folders,) = [glob for glob in globs if "accepted" in glob]
        assert {"docs", "zeps", "draft", "neps"} <= set(
            folders.removeprefix("**/{").removesuffix("}").split(",")
        )


def test_a_client_that_leaves_one_question_unanswered_is_asked_the_other(root: Path) -> None:
    dynamic = {"dynamicRegistration": True}
    capabilities = {"workspace": {"configuration": True, "didChangeWatchedFiles": dynamic}}
    with Editor(root, capabilities=capabilities, initialize=False) as editor:
        editor.silent = {"client/registerCapability"}
        editor.answers["workspace/configuration"] = [{"ignore": ["ZEP201"]}]
        editor.ask("initialize", processId=None, rootUri=root.as_uri(), capabilities=capabilities)
        editor.tell("initialized")
        uri = editor.open(root / DRAFT, NO_AUTHOR)
        assert editor.shown[uri] == []


def test_of_two_answers_about_the_settings_the_one_to_the_later_question_counts(root: Path) -> None:
    with Editor(root, capabilities={"workspace": {"configuration": True}}) as editor:
        uri = editor.open(root / DRAFT, NO_AUTHOR)
        editor.silent = {"workspace/configuration"}
        editor.sent.clear()
        for _ in range(2):
            editor.tell("workspace/didChangeConfiguration", settings=None)
        first, second = (
            each["id"] for each in editor.sent if each.get("method") == "workspace/configuration"
        )
        for number, ignored in ((second, "ZEP201"), (first, "ZEP301")):
            editor.feed({"jsonrpc": "2.0", "id": number, "result": [{"ignore": [ignored]}]})
            editor.settle()
        assert editor.shown[uri] == []


def test_a_file_that_was_renamed_for_a_text_is_not_asked_of_one_without(tmp_path: Path) -> None:
    with Editor(tmp_path) as editor:
        uri = editor.open("untitled:Untitled-1", zep(8, status="Accepted"))
        assert not {"ZEP101", "ZEP105"} & set(editor.codes(uri))
        assert "ZEP304" in editor.codes(uri)


def test_what_a_file_says_in_its_bytes_is_found(root: Path) -> None:
    (root / "zeplint.toml").write_text('select = ["ZEP106", "ZEP108", "ZEP205"]', "utf-8")
    (root / DRAFT).write_bytes("\ufeff".encode() + zep(7).replace("<ada@example.org>", "").encode())
    with Editor(root) as editor:
        uri = editor.open(root / DRAFT)
        assert editor.codes(uri) == ["ZEP108", "ZEP205"]
        line = "\ufeff" + zep(7)
        editor.change(
            uri,
            line.replace("# ZEP 7 — Shorter keys\n\nAuthor: Ada Example <ada@example.org>", "Author: Ada"),
        )
        (found,) = [each for each in editor.shown[uri] if each["code"] == "ZEP205"]
        assert span(found["range"]) == (0, 9, 0, 12)


def test_a_request_is_answered_whatever_it_is(root: Path) -> None:
    with Editor(root, initialize=False) as editor:
        assert editor.request("textDocument/hover")["error"]["code"] == -32002
        editor.ask("initialize", processId=None, rootUri=None, capabilities={})
        assert editor.request("textDocument/diagnostic", textDocument=3)["error"]["code"] == -32602
        assert editor.request("no/such/method")["error"]["code"] == -32601
        editor.ask("shutdown")
        assert editor.request("textDocument/hover")["error"]["code"] == -32600


def test_what_fails_inside_is_logged_and_costs_nothing(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("broken")

    with Editor(root) as editor:
        uri = editor.open(root / DRAFT, NO_AUTHOR)
        monkeypatch.setattr("zeplint.server.projects.lint", fail)
        editor.change(uri, zep(7))
        assert editor.shown[uri] == []
        (logged,) = editor.of_method("window/logMessage")
        assert "RuntimeError: broken" in logged["message"]
        monkeypatch.undo()
        editor.change(uri, NO_AUTHOR)
        assert editor.codes(uri) == ["ZEP201"]


def test_a_message_about_a_document_that_is_not_open_is_passed_over(root: Path) -> None:
    with Editor(root) as editor:
        document = {"uri": "file:///nowhere.md", "version": 1}
        editor.tell("textDocument/didChange", textDocument=document, contentChanges=[{"text": ""}])
        editor.tell("textDocument/didClose", textDocument=document)
        assert editor.of_method("window/showMessage") == editor.of_method("window/logMessage") == []


@pytest.mark.parametrize(("said", "end"), [(None, 16), (["utf-16"], 14)])
def test_an_editor_that_does_not_say_what_it_counts_may_count_bytes(
    root: Path, said: list[str] | None, end: int
) -> None:
    general = {"general": {"positionEncodings": said}} if said else {}
    text = zep(7).replace("Ada Example <ada@example.org>", "🧭 Ada")
    with Editor(root, capabilities=general, encoding="utf-8") as editor:
        uri = editor.open(root / DRAFT, text)
        (found,) = editor.shown[uri]
        assert found["range"]["end"]["character"] == end
