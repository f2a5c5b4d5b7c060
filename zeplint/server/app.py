"""The server: what is open, when it is linted, and how the findings reach the editor.

Everything runs on one thread, in the order in which the editor sent it. A change only notes that there is something
to lint; the lint comes when all that has arrived is read, so it sees the latest text. An editor that can ask for the
findings of a document (`pulls`) is told nothing unasked; to all others they are pushed.
"""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import Callable, Iterable, Mapping, Sequence

from lsprotocol import types
from pygls.lsp.server import LanguageServer

from zeplint import __version__
from zeplint.server.convert import Converter
from zeplint.server.documents import BOM, OpenDocument, place_of
from zeplint.server.positions import Positions
from zeplint.server.projects import Projects, Session
from zeplint.server.protocol import Protocol
from zeplint.server.uris import path_of, uri_of
from zeplint.server.view import View

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, TypeVar

    Params = TypeVar("Params")
    Answer = TypeVar("Answer")

# So many seconds lie between two looks at the files, while somebody types in an editor that does not watch them.
BETWEEN_LOOKS = 2.0


class Server(LanguageServer):
    """A session with one editor.

    `environ` is that of the process; `unsaid` is what an editor counts characters in that does not say so.
    """

    protocol: Protocol

    def __init__(self, environ: Mapping[str, str], unsaid: str | None = None) -> None:
        super().__init__(
            "zeplint",
            __version__,
            text_document_sync_kind=types.TextDocumentSyncKind.Full,
            protocol_cls=Protocol,
        )
        self._unsaid = unsaid
        self.session = Session(environ, self._complain)
        self.projects = Projects(self.session)
        # By absolute path.
        self.documents: dict[str, OpenDocument] = {}
        self.pulls = False
        # Whether the editor tells what changes on disk.
        self.is_told = False
        self._next_look = 0.0
        self._scheduled = False
        self._waiting: list[OpenDocument] = []
        # The documents whose text is new since the last lint, in order.
        self._touched: dict[OpenDocument, None] = {}
        # What the editor shows, and by which number it was given that.
        self._shown: dict[OpenDocument, tuple[int, list[types.Diagnostic]]] = {}
        self._count = 0
        self._refreshing = False
        self._complaints: list[str] = []
        self._said: list[str] = []

    # What the editor is

    def meet(self, params: types.InitializeParams) -> None:
        """Note what the client is, and add the features that it can use."""
        from zeplint.server import features

        folders = [folder.uri for folder in params.workspace_folders or ()]
        if not folders and (root := params.root_uri or params.root_path):
            folders = [root if params.root_uri else uri_of(os.path.abspath(root))]
        self.session.folders = [path for path in map(path_of, folders) if path is not None]
        text = params.capabilities.text_document
        self.pulls = text is not None and text.diagnostic is not None
        features.register(self, params)

    @property
    def encoding(self) -> str:
        """The unit of a position's character."""
        said = self.client_capabilities.general
        if self._unsaid and not (said and said.position_encodings):
            return self._unsaid
        return str(self.workspace.position_encoding)

    # What is open

    def is_open(self, document: OpenDocument) -> bool:
        """Whether a document is still open."""
        return self.documents.get(document.path) is document

    def find(self, uri: str) -> OpenDocument | None:
        """The open document of a URI."""
        path = path_of(uri)
        if path is not None:
            return self.documents.get(path)
        return next((document for document in self.documents.values() if document.uri == uri), None)

    def open(self, uri: str, language: str, version: int | None, text: str) -> None:
        """Take in a document that was opened."""
        place = place_of(uri, language, next(iter(self.session.folders), os.sep))
        if place is None:
            return
        self.close(uri)
        path, is_file = place
        document = self.documents[path] = OpenDocument(uri, path, version, text, is_file=is_file)
        self.projects.open(document)
        self.lint_soon(document)

    def change(
        self, uri: str, version: int | None, changes: Sequence[types.TextDocumentContentChangeEvent]
    ) -> None:
        """Take in changes of an open document, one after another."""
        document = self.find(uri)
        if document is not None and changes:
            for change in changes:
                document.update(version, self._changed(document, change))
            self.lint_soon(document)

    def _changed(self, document: OpenDocument, change: types.TextDocumentContentChangeEvent) -> str:
        """The text of a document after a change: the whole, or a part from a client that does not do as it is told."""
        if isinstance(change, types.TextDocumentContentChangeWholeDocument):
            return change.text
        source = document.as_source(document.path)
        start, end = Positions(source, self.encoding, marked=document.has_mark).span(change.range)
        return (BOM if document.has_mark else "") + source.text[:start] + change.text + source.text[end:]

    def close(self, uri: str) -> None:
        """Let go of a document: the editor shows nothing of it any more."""
        document = self.find(uri)
        if document is None:
            return
        del self.documents[document.path]
        self.projects.close(document)
        self._touched.pop(document, None)
        _, shown = self._shown.pop(document, (0, []))
        if shown and not self.pulls:
            self.text_document_publish_diagnostics(types.PublishDiagnosticsParams(document.uri, []))
        self.lint_soon()

    def read_anew(self, uris: Iterable[str] = ()) -> None:
        """Read settings anew, and the files that have changed: those of `uris`, and those that have on disk."""
        self._complaints.clear()
        self.projects.forget([path for uri in uris if (path := path_of(uri))])
        self.lint_soon()

    def view(self, document: OpenDocument) -> View:
        """An open document, as features see it."""
        project = self.projects.of(document)
        text = self.client_capabilities.text_document
        published = text.publish_diagnostics if text else None
        related = bool(published and published.related_information)
        return View(document, project, Converter(project, self.encoding, self.documents.get, related=related))

    # What is found

    def lint_soon(self, document: OpenDocument | None = None) -> None:
        """Lint once all that has arrived is read; `document` has a new text."""
        if document is not None:
            self._touched[document] = None
        if not self._scheduled:
            self._scheduled = True
            asyncio.get_running_loop().call_soon(self._lint)

    def _lint(self) -> None:
        """Lint one by one what has a new text, and then what else may have other findings now."""
        self._scheduled = False
        if self.protocol.is_ending:
            return
        self._look_at_disk()
        others = [document for document in self.documents.values() if document not in self._touched]
        self._waiting = [*self._touched, *others]
        self._lint_next()

    def _look_at_disk(self) -> None:
        """See what has changed on disk, now and then, if the editor does not tell."""
        now = time.monotonic()
        if not self.is_told and now >= self._next_look:
            self._next_look = now + BETWEEN_LOOKS
            try:
                self.projects.check_disk()
            except Exception as error:  # noqa: BLE001 - whatever fails, the editor goes on
                self.log("looking at the files", error)

    def _lint_next(self) -> None:
        """Lint the next document; what the editor sends in the meantime is read before the one after it."""
        if self._scheduled:  # all begins anew
            return
        if not self._waiting:
            self._say()
            return
        document = self._waiting.pop(0)
        is_new = document in self._touched
        self._touched.pop(document, None)
        self._deliver(document, is_new=is_new)
        asyncio.get_running_loop().call_soon(self._lint_next)

    def _deliver(self, document: OpenDocument, *, is_new: bool) -> None:
        """Lint a document; give the editor what is found if it does not ask, else tell it to ask again."""
        if not self.is_open(document):
            return
        found = self._diagnostics(document)
        _, shown = self._shown.get(document, (0, None))
        if not self.pulls:
            # A new text is given its findings in any case: the editor may have moved the old ones with it.
            if is_new or shown != found:
                self._note(document, found)
                self.text_document_publish_diagnostics(
                    types.PublishDiagnosticsParams(document.uri, found, document.version)
                )
        elif not is_new and shown is not None and shown != found:
            self._refresh()

    def _diagnostics(self, document: OpenDocument) -> list[types.Diagnostic]:
        """The findings in a document as it is now."""
        try:
            view = self.view(document)
            return [view.convert.diagnostic(found) for found in view.findings]
        except Exception as error:  # noqa: BLE001 - whatever fails, the editor goes on
            self.log(f"linting {document.uri}", error)
            return []

    def _note(self, document: OpenDocument, found: list[types.Diagnostic]) -> int:
        """Note that the editor has these findings now; returns their number."""
        number, shown = self._shown.get(document, (0, None))
        if shown != found:
            self._count += 1
            number = self._count
        self._shown[document] = number, found
        return number

    def report(self, uri: str, known: str | None) -> types.DocumentDiagnosticReport:
        """What an editor gets that asks for the findings of a document; `known` is the number of those it has."""
        document = self.find(uri)
        if document is None:
            return types.RelatedFullDocumentDiagnosticReport([])
        found = self._diagnostics(document)
        self._refreshing = False
        number = str(self._note(document, found))
        if number == known:
            return types.RelatedUnchangedDocumentDiagnosticReport(number)
        return types.RelatedFullDocumentDiagnosticReport(found, result_id=number)

    def _refresh(self) -> None:
        """Have the editor ask again: what it has of a document is out of date."""
        if self._can_refresh and not self._refreshing:
            self._refreshing = True
            self.workspace_diagnostic_refresh(None)

    @property
    def _can_refresh(self) -> bool:
        workspace = self.client_capabilities.workspace
        return bool(workspace and workspace.diagnostics and workspace.diagnostics.refresh_support)

    # How features are added, and what becomes of what goes wrong

    def on_document(
        self, method: str, options: Any = None, *, empty: Any = None
    ) -> Callable[[Callable[[View, Params], Answer]], Callable[[View, Params], Answer]]:
        """Answer requests of a method that are about an open document.

        What is decorated takes a `View` of it and the parameters of the request. `empty` is the answer for a
        document that is not open, and where something goes wrong.
        """

        def register(answer: Callable[[View, Params], Answer]) -> Callable[[View, Params], Answer]:
            def handle(params: Any) -> Any:
                try:
                    document = self.find(params.text_document.uri)
                    return empty if document is None else answer(self.view(document), params)
                except Exception as error:  # noqa: BLE001 - no request stays without an answer
                    self.log(method, error)
                    return empty

            self.feature(method, options)(handle)
            return answer

        return register

    def log(self, what: str, error: BaseException) -> None:
        """Say in the editor's log what went wrong, and where."""
        last = error.__traceback__
        while last is not None and last.tb_next is not None:
            last = last.tb_next
        where = f" ({os.path.basename(last.tb_frame.f_code.co_filename)}:{last.tb_lineno})" if last else ""
        message = f"{what}: {type(error).__name__}: {error}{where}"
        self.window_log_message(types.LogMessageParams(types.MessageType.Error, message))

    def report_server_error(self, error: Exception, source: Any) -> None:
        """Log what pygls comes across; it would show it to the user otherwise."""
        self.log(getattr(source, "__name__", "zeplint"), error)

    def _complain(self, message: str) -> None:
        if message not in self._complaints:
            self._complaints.append(message)

    def _say(self) -> None:
        """Show what is wrong with the settings, once for as long as it stays so."""
        for message in self._complaints:
            if message not in self._said:
                self.window_show_message(
                    types.ShowMessageParams(types.MessageType.Warning, f"zeplint: {message}")
                )
        self._said = list(self._complaints)
