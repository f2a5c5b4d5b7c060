"""What the server offers beside findings, end to end, to clients of different abilities."""

from __future__ import annotations

from pathlib import Path

import pytest
from lsprotocol import types

from tests.server.conftest import Client, uri
from tests.server.test_diagnostics import Editor

pytestmark = [pytest.mark.slow, pytest.mark.asyncio]

HEAD = "# ZEP 7 - Keys 🙂\r\n\r\nAuthor: A. Writer <a@example.org>\r\n"
TEXT = (
    f"{HEAD}status: Drft\r\nType: Process\r\nCreated: 2024-10-15\r\nDiscussion: https://example.org/7\r\n"
    "Require: ZEP 2\r\n\r\n## Abstract\r\n\r\n🙂 See ZEP 2 and [one](zep-0001.md).\r\n"
)


@pytest.fixture
def editor(client: Client) -> Editor:
    """The editor of a client."""
    return Editor(client)


@pytest.fixture
def seventh(root: Path) -> Path:
    """A file of the repository that is only open in the editor."""
    return root / "docs/zeps/draft/zep-0007.md"


def position(text: str, words: str, behind: int = 0, *, encoding: str = "utf-16") -> types.Position:
    """The position of some words in a text, or of a place in them."""
    start = text.index(words) + behind
    lines = text[:start].split("\r\n")
    units = {"utf-8": len(lines[-1].encode()), "utf-32": len(lines[-1])}
    return types.Position(len(lines) - 1, units.get(encoding, len(lines[-1].encode("utf-16-le")) // 2))


def encoding_of(client: Client) -> str:
    """The encoding that the server takes of those that the client offers: its first."""
    general = client.capabilities.general if client.capabilities else None
    encodings = general.position_encodings if general else None
    return (
        str(encodings[0].value if hasattr(encodings[0], "value") else encodings[0]) if encodings else "utf-16"
    )


def applied(text: str, edits: list[types.TextEdit], encoding: str) -> str:
    """A text with edits made as a client makes them."""

    def offset(place: types.Position) -> int:
        lines = text.split("\r\n")
        start = sum(len(line) + 2 for line in lines[: place.line])
        units = 0
        for index, character in enumerate(lines[place.line]):
            if units >= place.character:
                return start + index
            size = {"utf-8": len(character.encode()), "utf-32": 1}
            units += size.get(encoding, len(character.encode("utf-16-le")) // 2)
        return start + len(lines[place.line])

    for edit in sorted(
        edits, key=lambda edit: (edit.range.start.line, edit.range.start.character), reverse=True
    ):
        text = text[: offset(edit.range.start)] + edit.new_text + text[offset(edit.range.end) :]
    return text


def edits_of(change: types.WorkspaceEdit | None) -> dict[str, list[types.TextEdit]]:
    """The edits of a change by URI, however they are given."""
    assert change is not None
    found = {key: list(edits) for key, edits in (change.changes or {}).items()}
    for document in change.document_changes or ():
        if isinstance(document, types.TextDocumentEdit):
            for edit in document.edits:
                assert isinstance(edit, types.TextEdit)
                found.setdefault(document.text_document.uri, []).append(edit)
    return found


async def actions(
    editor: Editor, path: Path, where: types.Position, only: list[str] | None = None
) -> list[types.CodeAction]:
    """The code actions at a place, asked for without the diagnostics there."""
    context = types.CodeActionContext([], only=only)
    params = types.CodeActionParams(
        types.TextDocumentIdentifier(uri(path)), types.Range(where, where), context
    )
    found = await editor.client.text_document_code_action_async(params)
    return [action for action in found or () if isinstance(action, types.CodeAction)]


async def test_fixes_and_suppressions(editor: Editor, seventh: Path) -> None:
    encoding = encoding_of(editor.client)
    editor.open(seventh, TEXT)
    await editor.found(seventh, ["ZEP213", "ZEP301"])
    found = await actions(editor, seventh, position(TEXT, "status", encoding=encoding))
    fix = found[0]
    assert (fix.title, fix.kind, fix.is_preferred) == ("Write Status (ZEP213)", "quickfix", True)
    [edits] = edits_of(fix.edit).values()
    assert applied(TEXT, edits, encoding) == TEXT.replace("status", "Status")
    titles = [action.title for action in found]
    assert "Ignore ZEP213 (header-name) here, with a reason" in titles
    ignored = found[titles.index("Ignore ZEP213 (header-name) here, with a reason")]
    if ignored.edit is None:
        ignored = await editor.client.code_action_resolve_async(ignored)
    [edits] = edits_of(ignored.edit).values()
    text = applied(TEXT, edits, encoding)
    assert "status: Drft <!-- zeplint: ignore[ZEP213] TODO: say why -->\r\n" in text
    editor.change(seventh, text)
    await editor.found(seventh, ["ZEP301"])


async def test_all_fixes(editor: Editor, seventh: Path) -> None:
    encoding = encoding_of(editor.client)
    text = TEXT.replace("Created", "created").replace("Drft", "Draft")
    editor.open(seventh, text)
    await editor.found(seventh, ["ZEP213", "ZEP213"])
    top = types.Position(0, 0)
    assert await actions(editor, seventh, top, ["refactor"]) == []
    for only in (["source.fixAll"], ["source"], ["source.fixAll.zeplint"]):
        [action] = await actions(editor, seventh, top, only)
        if action.edit is None:
            action = await editor.client.code_action_resolve_async(action)
        [edits] = edits_of(action.edit).values()
        assert applied(text, edits, encoding) == text.replace("created", "Created").replace(
            "status", "Status"
        )
    [quick] = [
        action
        for action in await actions(editor, seventh, position(text, "status"))
        if action.title.startswith("Fix all") and action.kind == "quickfix"
    ]
    if quick.edit is None:
        quick = await editor.client.code_action_resolve_async(quick)
    [edits] = edits_of(quick.edit).values()
    editor.change(seventh, applied(text, edits, encoding))
    await editor.found(seventh, [])


async def test_hover(editor: Editor, seventh: Path) -> None:
    encoding = encoding_of(editor.client)
    editor.open(seventh, TEXT)
    document = types.TextDocumentIdentifier(uri(seventh))

    async def said(words: str, behind: int) -> str:
        where = position(TEXT, words, behind, encoding=encoding)
        found = await editor.client.text_document_hover_async(types.HoverParams(document, where))
        assert found is not None
        assert found.range is not None
        assert found.range.start.line == where.line
        assert isinstance(found.contents, types.MarkupContent)
        return found.contents.value

    assert "ZEP 2" in await said("ZEP 2", 5)
    assert "zep-0001.md" in await said("[one]", 2)
    assert "What kind of ZEP it is." in await said("Type", 1)
    assert "status-value" in await said("Drft", 2)
    nowhere = await editor.client.text_document_hover_async(types.HoverParams(document, types.Position(1, 0)))
    assert nowhere is None


async def test_completion(editor: Editor, seventh: Path) -> None:
    encoding = encoding_of(editor.client)
    text = TEXT.replace("🙂 See ZEP 2", "🙂 See ZEP ").replace("Type: Process", "Type: ") + "\r\n"
    editor.open(seventh, text)
    document = types.TextDocumentIdentifier(uri(seventh))

    async def offered(words: str) -> dict[str, types.CompletionItem]:
        where = position(text, words, len(words), encoding=encoding)
        found = await editor.client.text_document_completion_async(types.CompletionParams(document, where))
        assert isinstance(found, types.CompletionList)
        return {item.label: item for item in found.items}

    found = await offered("🙂 See ZEP ")
    assert list(found) == ["ZEP 1: A title", "ZEP 2: A title", "ZEP 7: Keys 🙂"]
    edit = found["ZEP 2: A title"].text_edit
    assert isinstance(edit, types.TextEdit)
    assert applied(text, [edit], encoding) == text.replace("See ZEP ", "See ZEP 2")
    assert "Process" in await offered("Type: ")
    assert "Copyright" in await offered("(zep-0001.md).\r\n\r\n")


async def test_navigation(editor: Editor, root: Path, seventh: Path) -> None:
    encoding = encoding_of(editor.client)
    editor.open(seventh, TEXT)
    document = types.TextDocumentIdentifier(uri(seventh))
    where = position(TEXT, "[one]", 2, encoding=encoding)
    found = await editor.client.text_document_definition_async(types.DefinitionParams(document, where))
    assert isinstance(found, list)
    assert [(each.uri, each.range.start) for each in found if isinstance(each, types.Location)] == [
        (uri(root / "docs/zeps/draft/zep-0001.md"), types.Position(0, 2))
    ]
    context = types.ReferenceContext(include_declaration=False)
    references = await editor.client.text_document_references_async(
        types.ReferenceParams(context, document, where)
    )
    assert [each.uri.rpartition("/")[2] for each in references or ()] == [
        "zep-0002.md",
        "zep-0007.md",
    ]
    links = await editor.client.text_document_document_link_async(types.DocumentLinkParams(document))
    assert [(link.target or "").rpartition("/")[2] for link in links or ()] == [
        "zep-0002.md",
        "zep-0002.md",
        "zep-0001.md",
    ]


async def test_structure(editor: Editor, seventh: Path) -> None:
    editor.open(seventh, TEXT)
    document = types.TextDocumentIdentifier(uri(seventh))
    found = await editor.client.text_document_document_symbol_async(types.DocumentSymbolParams(document))
    assert found
    assert found[0].name == "ZEP 7 - Keys 🙂"
    first = found[0]
    names = (
        [child.name for child in first.children or ()]
        if isinstance(first, types.DocumentSymbol)
        else [each.name for each in found[1:]]
    )
    assert names == ["Author", "status", "Type", "Created", "Discussion", "Require", "Abstract"]
    folds = await editor.client.text_document_folding_range_async(types.FoldingRangeParams(document))
    assert [(fold.start_line, fold.end_line) for fold in folds or ()] == [(0, 11), (2, 7), (9, 11)]


async def test_the_rename_of_a_file(editor: Editor, root: Path, seventh: Path) -> None:
    encoding = encoding_of(editor.client)
    editor.open(seventh, TEXT)
    old, new = root / "docs/zeps/draft/zep-0002.md", root / "docs/zeps/draft/zep-0010.md"
    renames = types.RenameFilesParams([types.FileRename(uri(old), uri(new))])
    edits = edits_of(await editor.client.workspace_will_rename_files_async(renames))
    assert {key.rpartition("/")[2] for key in edits} == {"zep-0002.md", "zep-0007.md"}
    assert applied(TEXT, edits[uri(seventh)], encoding) == TEXT.replace("ZEP 2", "ZEP 10")
