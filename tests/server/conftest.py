"""A real server, spoken to over its standard input and output as an editor would."""

from __future__ import annotations

import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_lsp
from lsprotocol import types
from pygls.protocol import default_converter
from pytest_lsp import ClientServerConfig, LanguageClient, client_capabilities
from pytest_lsp.client import register_lsp_features

COMMAND = [sys.executable, "-m", "zeplint", "server"]

# What pytest-lsp has recorded of editors, and one that says next to nothing of itself.
EDITORS = ("visual_studio_code", "neovim", "emacs", "silent")


def capabilities(editor: str) -> types.ClientCapabilities:
    """What an editor says that it can."""
    if editor == "silent":
        return types.ClientCapabilities()
    return client_capabilities(editor)


def uri(path: Path) -> str:
    """The URI of a file."""
    return path.as_uri()


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A repository with two proposals of which one requires the other."""
    proposals = ((1, ""), (2, "Require: 1\n"))
    for number, relation in proposals:
        folder = tmp_path / "docs" / "zeps" / "draft"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"zep-000{number}.md").write_text(
            f"# ZEP {number} - A title\n\nAuthor: A. Writer <a@example.org>\nStatus: Draft\nType: Process\n"
            f"Created: 2024-10-15\nDiscussion: https://example.org/{number}\n{relation}\n## Abstract\n\nText.\n",
            "utf-8",
        )
    (tmp_path / ".git").mkdir()
    (tmp_path / "zeplint.toml").write_text(
        'select = ["ZEP2", "ZEP3", "ZEP4", "ZEP001"]\nignore = ["ZEP212"]\ntoday = 2025-01-01\n', "utf-8"
    )
    return tmp_path


class Client(LanguageClient):
    """A client that knows what its server can."""

    server: types.ServerCapabilities

    def __init__(self) -> None:
        super().__init__(converter_factory=default_converter)
        # The methods that the server has registered after the start.
        self.registered: set[str] = set()

    async def initialize_session(self, params: types.InitializeParams) -> types.InitializeResult:
        """Begin the session."""
        result = await super().initialize_session(params)
        self.server = result.capabilities
        return result


def make_client() -> Client:
    """A client that takes what a server registers."""
    client = Client()
    register_lsp_features(client)

    def register(params: types.RegistrationParams) -> None:
        client.registered.update(one.method for one in params.registrations)

    client.feature(types.CLIENT_REGISTER_CAPABILITY)(register)
    return client


@pytest_lsp.fixture(  # type: ignore[untyped-decorator]
    config=ClientServerConfig(COMMAND, client_factory=make_client), params=EDITORS
)
async def client(request: pytest.FixtureRequest, lsp_client: Client, root: Path) -> AsyncIterator[None]:
    """A client of a running server, as an editor that has opened the repository."""
    params = types.InitializeParams(capabilities=capabilities(request.param), root_uri=uri(root))
    await lsp_client.initialize_session(params)
    yield
    await lsp_client.shutdown_session()
