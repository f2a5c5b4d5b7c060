"""What the server offers beside findings, asked for in the terms of the protocol."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.server.editor import Editor
from tests.server.zeps import write, zep
from zeplint.server.features.hover import plain
from zeplint.server.projects import Project

DRAFT = "docs/zeps/draft"
FILES = {f"{DRAFT}/zep-0001.md": zep(1), f"{DRAFT}/zep-0002.md": zep(2, more="Require: 1\n"), ".git/HEAD": ""}
WAITS: dict[str, Any] = {
    "textDocument": {"codeAction": {"resolveSupport": {"properties": ["edit"]}}},
    "workspace": {
        "fileOperations": {"willRename": True},
        "workspaceEdit": {
            "documentChanges": True,
            "resourceOperations": ["rename"],
            "snippetEditSupport": True,
        },
    },
}
TOP = {"start": {"line": 0, "character": 0}, "end": {"line": 0, "character": 0}}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A repository with two proposals."""
    return write(tmp_path, FILES)


@pytest.fixture(params=[None, WAITS], ids=["plain", "waits"])
def editor(request: pytest.FixtureRequest, root: Path) -> Iterator[Editor]:
    """An editor that can do next to nothing, and one that can do all."""
    with Editor(root, capabilities=request.param) as editor:
        yield editor


def line(number: int) -> dict[str, Any]:
    """The range of the beginning of a line."""
    place = {"line": number, "character": 0}
    return {"start": place, "end": place}


def actions(editor: Editor, uri: str, where: dict[str, Any], **context: Any) -> list[dict[str, Any]]:
    """The code actions at a place."""
    found: list[dict[str, Any]] = editor.ask(
        "textDocument/codeAction",
        textDocument={"uri": uri},
        range=where,
        context={"diagnostics": [], **context},
    )
    return found


def test_what_the_server_says_that_it_can(editor: Editor) -> None:
    can = editor.capabilities
    assert can["codeActionProvider"]["codeActionKinds"] == ["quickfix", "source.fixAll.zeplint"]
    assert "[" in can["completionProvider"]["triggerCharacters"]
    for name in ("hover", "definition", "references", "documentSymbol", "foldingRange"):
        assert can[f"{name}Provider"]
    assert can["documentLinkProvider"] == {"resolveProvider": False}
    assert bool(can["workspace"]["fileOperations"].get("willRename")) == _moves(editor)


def test_a_fix_that_moves_the_file(editor: Editor, root: Path) -> None:
    uri = editor.open(root / DRAFT / "zep-0001.md", zep(1, status="Active").replace("Core", "Process"))
    titles = [action["title"] for action in actions(editor, uri, line(3))]
    moving = "Move to docs/zeps/active/zep-0001.md (ZEP105, unsafe: check what it does)"
    assert (moving in titles) == _moves(editor)
    if _moves(editor):
        action = next(action for action in actions(editor, uri, line(3)) if action["title"] == moving)
        [move] = action["edit"]["documentChanges"]
        assert move["kind"] == "rename"
        assert move["newUri"] == (root / "docs/zeps/active/zep-0001.md").as_uri()


def _moves(editor: Editor) -> bool:
    workspace = editor.server.client_capabilities.workspace
    return bool(workspace and workspace.workspace_edit)


def test_a_suppression_asks_for_its_reason(editor: Editor, root: Path) -> None:
    uri = editor.open(root / DRAFT / "zep-0001.md", zep(1, status="Drft 🙂"))
    offered = [action for action in actions(editor, uri, line(3)) if "Ignore ZEP301" in action["title"]]
    assert [action["title"] for action in offered] == ["Ignore ZEP301 (status-value) here, with a reason"]
    action = offered[0]
    if "edit" not in action:
        action = editor.ask("codeAction/resolve", **action)
        [change] = action["edit"]["documentChanges"]
        assert change["textDocument"] == {"uri": uri, "version": 0}
        [edit] = change["edits"]
        assert edit["snippet"]["value"] == " <!-- zeplint: ignore[ZEP301] ${0:TODO: say why} -->"
    else:
        [edit] = action["edit"]["changes"][uri]
        assert edit["newText"] == " <!-- zeplint: ignore[ZEP301] TODO: say why -->"
    assert edit["range"]["start"] == {"line": 3, "character": len("Status: Drft ##")}


def test_an_action_that_is_out_of_date_does_nothing(root: Path) -> None:
    with Editor(root, capabilities=WAITS) as editor:
        uri = editor.open(root / DRAFT / "zep-0001.md", zep(1, status="drft"))
        offered = [action for action in actions(editor, uri, line(3)) if "edit" not in action]
        editor.change(uri, zep(1))
        for action in [*offered, {"title": "Other", "data": {"uri": "file:///none"}}, {"title": "None"}]:
            answer = editor.ask("codeAction/resolve", **action)
            assert answer["edit"] == {"changes": {}}
        assert editor.of_method("window/logMessage") == []


def test_an_action_that_has_its_edit_keeps_it(root: Path) -> None:
    with Editor(root, capabilities=WAITS) as editor:
        uri = editor.open(root / DRAFT / "zep-0001.md", zep(1).replace("Status", "status"))
        action = next(action for action in actions(editor, uri, line(3)) if "edit" in action)
        assert editor.ask("codeAction/resolve", **action)["edit"] == action["edit"]


def test_only_the_findings_that_the_client_names(editor: Editor, root: Path) -> None:
    """Kate names the finding at the cursor, and gives the whole file as the range."""
    text = FILES[f"{DRAFT}/zep-0002.md"].replace("Status: Draft", "status: draft")
    uri = editor.open(root / DRAFT / "zep-0002.md", text)
    whole = {"start": TOP["start"], "end": line(99)["end"]}
    everything = actions(editor, uri, whole)
    about = {code: [each for each in everything if code in each["title"]] for code in ("ZEP301", "ZEP213")}
    assert all(len(found) == 2 for found in about.values()), everything
    [named] = about["ZEP301"][0]["diagnostics"]
    titles = [each["title"] for each in actions(editor, uri, whole, diagnostics=[named])]
    assert [title for title in titles if "ZEP" in title] == [each["title"] for each in about["ZEP301"]]
    elsewhere = {**named, "range": TOP}
    assert actions(editor, uri, whole, diagnostics=[elsewhere]) == everything, "what no longer holds"


def test_fix_all_is_offered_once(editor: Editor, root: Path) -> None:
    uri = editor.open(root / DRAFT / "zep-0001.md", zep(1).replace("Status", "status"))
    for where, kind in ((line(3), "quickfix"), (line(8), "source.fixAll.zeplint")):
        kinds = [each["kind"] for each in actions(editor, uri, where) if each["title"].startswith("Fix ")]
        assert kinds == [kind]


def test_fix_all_when_a_file_is_saved(editor: Editor, root: Path) -> None:
    uri = editor.open(root / DRAFT / "zep-0001.md", zep(1).replace("Status", "status"))
    [action] = actions(editor, uri, TOP, only=["source.fixAll"])
    assert action["title"] == "Fix the one safe problem in this file"
    edit = action["edit"]
    [change] = edit["changes"][uri] if "changes" in edit else edit["documentChanges"][0]["edits"]
    assert change["newText"] == "S"
    editor.change(uri, zep(1))
    assert actions(editor, uri, TOP, only=["source.fixAll"]) == []
    assert actions(editor, uri, TOP, only=["refactor"]) == []


def test_completion_sees_what_was_typed_last(editor: Editor, root: Path) -> None:
    uri = editor.open(root / DRAFT / "zep-0001.md")
    text = zep(1).replace("Status: Draft", "Status: ")
    place = {"line": 3, "character": 8}
    editor.feed(editor.change_message(uri, text))
    found = editor.ask("textDocument/completion", textDocument={"uri": uri}, position=place)
    assert [item["label"] for item in found["items"]][:2] == ["Draft", "Accepted"]
    assert found["items"][0]["textEdit"]["range"] == {"start": place, "end": place}
    assert isinstance(found["items"][0]["documentation"], str)


def test_completion_knows_what_was_typed(editor: Editor, root: Path) -> None:
    uri = editor.open(root / f"{DRAFT}/zep-0001.md", f"{zep(1)}This ZEP \n\n[x](\n")
    last = len(zep(1).split("\n")) - 1

    def offered(line: int, character: int, **context: Any) -> list[str]:
        found = editor.ask(
            "textDocument/completion",
            textDocument={"uri": uri},
            position={"line": line, "character": character},
            context=context,
        )
        return [item["label"] for item in found["items"]]

    assert offered(last, 9, triggerKind=2, triggerCharacter=" ") == []
    assert len(offered(last, 9, triggerKind=1)) == 2
    assert offered(last + 2, 4, triggerKind=2, triggerCharacter="(")[0].startswith("ZEP 2")
    assert {"(", "<", "/", "#"} < set(editor.capabilities["completionProvider"]["triggerCharacters"])


def test_a_file_that_is_in_no_collection_gets_answers(editor: Editor, tmp_path: Path) -> None:
    uri = editor.open(tmp_path / "notes.md", "# Notes\n\nSee ZEP 1.\n")
    assert (
        editor.ask("textDocument/hover", textDocument={"uri": uri}, position={"line": 0, "character": 0})
        is None
    )
    place = {"line": 2, "character": 6}
    [found] = editor.ask("textDocument/definition", textDocument={"uri": uri}, position=place)
    assert found["uri"].endswith("zep-0001.md")
    assert actions(editor, uri, TOP) == []


@pytest.mark.parametrize("is_open", [True, False])
def test_a_rename_with_and_without_an_open_file(editor: Editor, root: Path, is_open: bool) -> None:
    old, new = root / DRAFT / "zep-0001.md", root / DRAFT / "zep-0009.md"
    other = (root / DRAFT / "zep-0002.md").as_uri()
    if is_open:
        editor.open(root / DRAFT / "zep-0002.md")
    renames = [{"oldUri": old.as_uri(), "newUri": new.as_uri()}]
    change = editor.ask("workspace/willRenameFiles", files=renames)
    edits = change.get("changes") or {
        each["textDocument"]["uri"]: each["edits"] for each in change["documentChanges"]
    }
    assert {uri: [edit["newText"] for edit in own] for uri, own in edits.items()} == {
        old.as_uri(): ["9"],
        other: ["9"],
    }


def test_renames_that_need_nothing(editor: Editor, root: Path) -> None:
    for old, new in (("none.md", "other.md"), (".git", "git"), (DRAFT, f"{DRAFT}2")):
        renames = [{"oldUri": (root / old).as_uri(), "newUri": (root / new).as_uri()}]
        assert editor.ask("workspace/willRenameFiles", files=renames) is None
    assert editor.ask("workspace/willRenameFiles", files=[]) is None
    assert editor.of_method("window/logMessage") == []


def test_names_of_parts(editor: Editor, root: Path) -> None:
    uri = editor.open(root / DRAFT / "zep-0001.md")
    found = editor.ask("textDocument/documentSymbol", textDocument={"uri": uri})
    assert [each["name"] for each in found][:2] == ["ZEP 1 — Shorter keys", "Author"]
    links = editor.ask("textDocument/documentLink", textDocument={"uri": uri})
    assert links == []
    folds = editor.ask("textDocument/foldingRange", textDocument={"uri": uri})
    assert {"startLine": 2, "endLine": 6, "kind": "region"} in folds


@pytest.mark.parametrize(
    "text", ["", "#", "---\r\n", "# ZEP 7\r\n\r\nSt", "🙂" * 40, "\ufeff# ZEP 7\u2028\r"]
)
def test_a_position_anywhere_gives_an_answer(editor: Editor, root: Path, text: str) -> None:
    uri = editor.open(root / DRAFT / "zep-0007.md", text)
    document = {"uri": uri}
    for number, character in ((0, 0), (0, 3), (2, 2), (10_000, 10_000)):
        place = {"line": number, "character": character}
        for method in ("completion", "hover", "definition"):
            editor.ask(f"textDocument/{method}", textDocument=document, position=place)
        editor.ask(
            "textDocument/references",
            textDocument=document,
            position=place,
            context={"includeDeclaration": True},
        )
        actions(editor, uri, {"start": place, "end": place})
    for method in ("documentLink", "documentSymbol", "foldingRange"):
        editor.ask(f"textDocument/{method}", textDocument=document)
    assert editor.of_method("window/logMessage") == []


def test_a_document_that_is_not_open_gets_an_empty_answer(editor: Editor, root: Path) -> None:
    document, place = {"uri": (root / "nowhere.md").as_uri()}, {"line": 0, "character": 0}
    assert editor.ask("textDocument/hover", textDocument=document, position=place) is None
    found = editor.ask("textDocument/completion", textDocument=document, position=place)
    assert found == {"isIncomplete": False, "items": []}
    assert actions(editor, document["uri"], TOP) == []


def test_a_whole_proposal_in_an_empty_file(editor: Editor, root: Path) -> None:
    uri = editor.open(root / DRAFT / "zep-0009.md", "")
    place = {"line": 0, "character": 0}
    found = editor.ask("textDocument/completion", textDocument={"uri": uri}, position=place)
    text = found["items"][0]["textEdit"]["newText"]
    assert "ZEP 9" in text
    assert "Status: Draft" in text


def test_what_is_no_text_is_not_read(editor: Editor, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    image = root / DRAFT / "large.png"
    image.write_bytes(b"")
    image.chmod(0)
    asked: list[str] = []
    around = editor.server.projects.around

    def note(path: str) -> Project | None:
        asked.append(path)
        return around(path)

    monkeypatch.setattr(editor.server.projects, "around", note)
    renames = [{"oldUri": image.as_uri(), "newUri": image.with_name("other.png").as_uri()}]
    assert editor.ask("workspace/willRenameFiles", files=renames) is None
    assert asked == [str(root / DRAFT)]


def test_plain_words_have_no_marks() -> None:
    assert plain("**A** `b` c\\_d\n\n> e\n\n```text\n---\nf\n```\ng") == "A b c_d\n\ne\n\n---\nf\ng"
    assert plain("```text\n---\nf\n```") == "---\nf\n"


def test_the_rename_of_a_folder(editor: Editor, root: Path) -> None:
    (root / "docs/page.md").write_text("# Page\n", "utf-8")
    uri = editor.open(root / DRAFT / "zep-0001.md", zep(1) + "[page](../../page.md)\n")
    renames = [{"oldUri": (root / DRAFT).as_uri(), "newUri": (root / "docs/zeps/a/draft").as_uri()}]
    change = editor.ask("workspace/willRenameFiles", files=renames)
    edits = change.get("changes") or {
        each["textDocument"]["uri"]: each["edits"] for each in change["documentChanges"]
    }
    assert [edit["newText"] for edit in edits[uri]] == ["../../../page.md"]


def test_the_rename_of_images(editor: Editor, root: Path) -> None:
    assets = root / "docs/zeps/assets"
    (assets / "more").mkdir(parents=True)
    (assets / "more/keys.png").write_bytes(b"\x89PNG")
    (root / DRAFT / "zep-0001.md").write_text(zep(1) + "![keys](../assets/more/keys.png)\n", "utf-8")
    for old, new in (
        (assets / "more", assets / "less"),
        (assets / "more/keys.png", assets / "less/keys.png"),
    ):
        renames = [{"oldUri": old.as_uri(), "newUri": new.as_uri()}]
        change = editor.ask("workspace/willRenameFiles", files=renames)
        edits = change.get("changes") or {
            each["textDocument"]["uri"]: each["edits"] for each in change["documentChanges"]
        }
        (own,) = edits.values()
        assert [edit["newText"] for edit in own] == ["../assets/less/keys.png"]
    wanted = editor.capabilities["workspace"]["fileOperations"].get("willRename", {"filters": []})["filters"]
    assert not wanted or [each["pattern"]["glob"] for each in wanted] == ["**", "**"]


@pytest.mark.parametrize("is_open", [True, False])
def test_the_proposals_of_the_workspace(editor: Editor, root: Path, is_open: bool) -> None:
    if is_open:
        editor.open(root / DRAFT / "zep-0001.md", zep(1).replace("ZEP 1", "ZEP 1 🙂"))
    found = editor.ask("workspace/symbol", query="zep1")
    assert [(each["name"][:5], each["containerName"]) for each in found] == [
        ("ZEP 1", f"{DRAFT}/zep-0001.md")
    ]
    assert found[0]["location"]["uri"] == (root / DRAFT / "zep-0001.md").as_uri()
    assert len(editor.ask("workspace/symbol", query="")) == 2


def test_highlights(editor: Editor, root: Path) -> None:
    uri = editor.open(root / DRAFT / "zep-0002.md", zep(2, more="Require: 1\n") + "🙂 ZEP 1\n")
    last = len(zep(2, more="Require: 1\n").split("\n")) - 1
    found = editor.ask(
        "textDocument/documentHighlight", textDocument={"uri": uri}, position={"line": last, "character": 5}
    )
    assert [each["range"]["start"] for each in found] == [
        {"line": 7, "character": 9},
        {"line": last, "character": 3},
    ]


def test_without_a_folder_there_are_no_proposals() -> None:
    with Editor() as editor:
        assert editor.ask("workspace/symbol", query="") == []


def test_the_rename_of_a_heading(root: Path) -> None:
    capabilities = {"textDocument": {"rename": {"prepareSupport": True}}}
    with Editor(root, capabilities=capabilities) as editor:
        uri = editor.open(root / DRAFT / "zep-0001.md", zep(1) + "## 🙂 Why\n\n[x](#-why)\n")
        place = {"line": zep(1).count("\n"), "character": 4}
        where: dict[str, Any] = {"textDocument": {"uri": uri}, "position": place}
        found = editor.ask("textDocument/prepareRename", **where)
        assert found["placeholder"] == "🙂 Why"
        assert found["range"]["end"]["character"] == 9
        changes = editor.ask("textDocument/rename", newName=" What ", **where)["changes"][uri]
        assert [each["newText"] for each in changes] == ["What", "what"]
        for name in (" ", "two\nlines"):
            assert editor.ask("textDocument/rename", newName=name, **where) is None
        where["position"] = {"line": 0, "character": 3}
        assert editor.ask("textDocument/prepareRename", **where) is None
        assert editor.capabilities["renameProvider"] == {"prepareProvider": True}
    with Editor(root) as editor:
        assert editor.capabilities["renameProvider"] in (True, {"prepareProvider": False})
