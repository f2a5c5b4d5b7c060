"""The server: the client's messages in, diagnostics and answers out.

The main thread reads messages and never lints: it keeps the texts of the open buffers. One worker thread lints, always the
latest texts: while it is busy, what arrives only replaces what it will lint next. So there is no fixed delay, and
no result is sent of a text that the client no longer has.
"""

from __future__ import annotations

import asyncio
import logging
import os
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TypeVar

from lsprotocol import types
from pygls.lsp.server import LanguageServer
from pygls.uris import to_fs_path

from zeplint import __version__
from zeplint.server.convert import diagnostics_of
from zeplint.server.workbench import Buffer, Findings, Workbench

logger = logging.getLogger(__name__)

Result = TypeVar("Result")


class Server(LanguageServer):
    """A language server and the state of its one client."""

    def __init__(self) -> None:
        super().__init__("zeplint", __version__, types.TextDocumentSyncKind.Full)
        self.buffers: dict[str, Buffer] = {}
        self.uris: dict[str, str] = {}
        self.bench = Workbench(os.environ, _working_directory())
        self.root = self.bench.working_directory
        self._worker = ThreadPoolExecutor(1, "lint")
        self._linting: asyncio.Task[None] | None = None
        self._is_stale = False
        self._latest: dict[str, Findings] = {}
        # By URI, what the client was last given: the version and the diagnostics.
        self._given: dict[str, tuple[int | None, list[types.Diagnostic]]] = {}
        self._said: tuple[str, ...] = ()

    # What the client can

    @property
    def encoding(self) -> str:
        """The unit that the client counts characters in."""
        return self.server_capabilities.position_encoding or types.PositionEncodingKind.Utf16

    @property
    def pulls(self) -> bool:
        """Whether the client asks for diagnostics: then none are pushed."""
        text_document = self.client_capabilities.text_document
        return text_document is not None and text_document.diagnostic is not None

    # The buffers

    def path_of(self, uri: str) -> str:
        """The absolute path of a document; one that is no file is taken to lie in the first folder."""
        path = to_fs_path(uri) if uri.startswith("file:") else None
        if not path:
            path = os.path.join(self.root, os.path.basename(uri.partition(":")[2]) or "untitled")
        return os.path.normpath(path)

    def open(self, uri: str, version: int | None, text: str) -> None:
        """Take in the text of a document, and lint it."""
        path = self.path_of(uri)
        self.uris[path] = uri
        self.buffers[path] = Buffer(path, version, text)
        self.refresh()

    def close_document(self, uri: str) -> None:
        """Forget a document: its file holds again."""
        path = self.path_of(uri)
        self.buffers.pop(path, None)
        self.uris.pop(path, None)
        if self._given.pop(uri, None) and not self.pulls:
            self.text_document_publish_diagnostics(types.PublishDiagnosticsParams(uri, []))
        self.refresh()

    # The worker

    async def work(self, task: Callable[[Workbench], Result]) -> Result:
        """Have the worker do something with the bench, after what it was given before."""
        return await asyncio.get_running_loop().run_in_executor(self._worker, task, self.bench)

    async def settled(self) -> dict[str, Findings]:
        """The findings in the texts that the client has now, by path."""
        while self._linting is not None:
            await asyncio.shield(self._linting)
        return self._latest

    def forget_disk(self) -> None:
        """Read settings and files anew, and lint."""
        self._worker.submit(self.bench.forget_disk)
        self.refresh()

    def refresh(self) -> None:
        """Lint what the client has now: at once, or as soon as the worker is free."""
        self._is_stale = True
        if self._linting is None:
            self._linting = asyncio.ensure_future(self._lint())

    async def _lint(self) -> None:
        try:
            while self._is_stale:
                self._is_stale = False
                buffers = dict(self.buffers)
                try:
                    self._latest = await self.work(partial(_update, buffers))
                except Exception:
                    logger.exception("linting failed")
                    self._latest = {}
                self._deliver()
        finally:
            self._linting = None

    def _deliver(self) -> None:
        """Push what is new to a client that does not ask; tell one that does if other documents changed."""
        changed = False
        for path, found in self._latest.items():
            uri, now = self.uris.get(path), self.buffers.get(path)
            if (
                uri is None
                or now is None
                or now.version != found.buffer.version
                or now.text != found.buffer.text
            ):
                continue  # closed, or a later text is to be linted
            diagnostics = diagnostics_of(found, self.encoding)
            version, given = self._given.get(uri, (None, None))
            if not self.pulls:
                if given != diagnostics or version != now.version:
                    self._given[uri] = now.version, diagnostics
                    self.text_document_publish_diagnostics(
                        types.PublishDiagnosticsParams(uri, diagnostics, now.version)
                    )
            elif given is not None and given != diagnostics and version == now.version:
                changed = True
        if changed and self._can_refresh:
            self.workspace_diagnostic_refresh(None)
        self._say(self.bench.problems)

    @property
    def _can_refresh(self) -> bool:
        workspace = self.client_capabilities.workspace
        return bool(workspace and workspace.diagnostics and workspace.diagnostics.refresh_support)

    def _say(self, problems: tuple[str, ...]) -> None:
        """Show what is wrong with the settings, once."""
        for problem in problems:
            if problem not in self._said:
                self.window_show_message(
                    types.ShowMessageParams(types.MessageType.Warning, f"zeplint: {problem}")
                )
        self._said = problems

    async def report(self, uri: str, known: str | None) -> types.DocumentDiagnosticReport:
        """The answer to a client that asks for the diagnostics of a document and has those with the id `known`."""
        found = (await self.settled()).get(self.path_of(uri))
        diagnostics = diagnostics_of(found, self.encoding) if found else []
        self._given[uri] = found.buffer.version if found else None, diagnostics
        identity = format(hash(repr(diagnostics)) & (2**64 - 1), "x")
        if identity == known:
            return types.RelatedUnchangedDocumentDiagnosticReport(identity)
        return types.RelatedFullDocumentDiagnosticReport(diagnostics, result_id=identity)

    # The client's settings

    def override(self, overrides: Mapping[str, object]) -> None:
        """Let settings of the client, by the keys of a settings file, win over those of the files."""

        def replace(bench: Workbench) -> None:
            if bench.overrides != overrides:
                bench.overrides = overrides
                bench.forget_disk()

        self._worker.submit(replace, self.bench)


def _working_directory() -> str:
    """Where the server runs; one that is gone would fail whatever is asked of a relative path."""
    try:
        return os.getcwd()
    except OSError:
        os.chdir(os.sep)
        return os.getcwd()


def _update(buffers: Mapping[str, Buffer], bench: Workbench) -> dict[str, Findings]:
    return bench.update(buffers)
