"""Findings in the editor, end to end."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from lsprotocol import types

from tests.server.conftest import Client, uri

pytestmark = [pytest.mark.slow, pytest.mark.asyncio]


class Editor:
    """What a test does with a client, whether it asks for diagnostics or is told."""

    def __init__(self, client: Client) -> None:
        self.client = client
        assert client.capabilities is not None
        text_document = client.capabilities.text_document
        self.encoding = str(client.server.position_encoding)
        self.asks = text_document is not None and text_document.diagnostic is not None
        self.versions: dict[str, int] = {}

    def open(self, path: Path, text: str | None = None, language: str = "markdown") -> str:
        """Open a file with what it holds, or with another text."""
        if text is None:
            text = path.read_bytes().decode("utf-8")
        self.versions[uri(path)] = 0
        self.client.text_document_did_open(
            types.DidOpenTextDocumentParams(types.TextDocumentItem(uri(path), language, 0, text))
        )
        return text

    def change(self, path: Path, text: str) -> None:
        """Have the buffer of a file hold another text."""
        self.versions[uri(path)] += 1
        document = types.VersionedTextDocumentIdentifier(self.versions[uri(path)], uri(path))
        change = types.TextDocumentContentChangeWholeDocument(text)
        self.client.text_document_did_change(types.DidChangeTextDocumentParams(document, [change]))

    async def found(self, path: Path, wanted: list[str]) -> list[types.Diagnostic]:
        """The diagnostics of a file, once they are of the codes `wanted`, or what there is after ten seconds."""
        diagnostics: list[types.Diagnostic] = []
        for _ in range(200):
            if self.asks:
                document = types.TextDocumentIdentifier(uri(path))
                report = await self.client.text_document_diagnostic_async(
                    types.DocumentDiagnosticParams(document)
                )
                assert isinstance(report, types.RelatedFullDocumentDiagnosticReport)
                diagnostics = list(report.items)
            else:
                diagnostics = list(self.client.diagnostics.get(uri(path), []))
            if [found.code for found in diagnostics] == wanted:
                break
            await asyncio.sleep(0.05)
        assert [found.code for found in diagnostics] == wanted
        if self.asks:
            assert self.client.diagnostics.get(uri(path), []) == []
        return diagnostics


@pytest.fixture
def editor(client: Client) -> Editor:
    """The editor of a client."""
    return Editor(client)


async def test_the_unsaved_text_is_linted(editor: Editor, root: Path) -> None:
    first = root / "docs/zeps/draft/zep-0001.md"
    text = editor.open(first)
    await editor.found(first, [])
    editor.change(first, text.replace("Status: Draft", "Status: Darft"))
    (found,) = await editor.found(first, ["ZEP301"])
    assert found.range == types.Range(types.Position(3, 8), types.Position(3, 13))
    assert found.message.startswith('"Darft" is no ZEP status: did you mean "Draft"?')
    editor.change(first, text)
    await editor.found(first, [])


async def test_a_change_in_one_updates_the_other(editor: Editor, root: Path) -> None:
    first, second = root / "docs/zeps/draft/zep-0001.md", root / "docs/zeps/draft/zep-0002.md"
    text = editor.open(first)
    editor.open(second)
    await editor.found(second, [])
    editor.change(first, text.replace("Status: Draft", "Status: Withdrawn"))
    await editor.found(second, ["ZEP407"])
    editor.change(first, text)
    await editor.found(second, [])


async def test_other_files_of_the_repository_get_no_findings(editor: Editor, root: Path) -> None:
    editor.open(root / "README.md", "Status: Nonsense\n")
    await editor.found(root / "README.md", [])


async def test_a_file_in_no_repository_and_a_strange_name_are_served(editor: Editor, root: Path) -> None:
    folder = root / "nested" / "a ä folder"
    folder.mkdir(parents=True)
    (folder / ".git").mkdir()
    stray = folder / "zep-0009.md"
    editor.open(stray, "# ZEP 9 - A title\n\nStatus: Nonsense\n", language="unheard-of")
    found = [d.code for d in await editor.found(stray, [*_default_codes(stray)])]
    assert "ZEP301" in found


def _default_codes(path: Path) -> list[str]:
    from zeplint.session import Request, run

    request = Request((str(path),), buffers={str(path): "# ZEP 9 - A title\n\nStatus: Nonsense\n"})
    return [found.code for found in run(request, {}, str(path.parent)).diagnostics]


async def test_a_finding_behind_a_character_of_several_units_is_where_it_is(
    editor: Editor, root: Path
) -> None:
    first = root / "docs/zeps/draft/zep-0001.md"
    text = first.read_text("utf-8").replace("A. Writer <a@example.org>", "😀 B. Writer\u2028")
    editor.open(first, text.replace("\n", "\r\n"))
    (found,) = await editor.found(first, ["ZEP205"])
    units = {"utf-8": 4, "utf-16": 2, "utf-32": 1}[editor.encoding]
    assert found.range.start == types.Position(2, 8)
    assert found.range.end == types.Position(2, 8 + units + len(" B. Writer"))
