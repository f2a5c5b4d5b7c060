"""Code actions: fixes, all fixes at once, and comments that suppress a finding.

What was found in the range is looked up here: not every client says which diagnostics it shows there. Of a client that
does, only those are settled: Kate names one, and gives the whole file as the range. What takes time is worked out when it
is chosen, where the client can wait for it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from lsprotocol import types

from zeplint.assist.actions import (
    FIX_ALL,
    QUICK_FIX,
    Action,
    fix_all,
    fixes,
    found_in,
    has_safe_fixes,
    suppression,
    suppression_offers,
)
from zeplint.assist.view import View as AssistView
from zeplint.diagnostic import Diagnostic
from zeplint.server.app import Server
from zeplint.server.assisting import assisting
from zeplint.server.changes import Changes
from zeplint.server.view import View

OPTIONS = types.CodeActionOptions(code_action_kinds=[QUICK_FIX, FIX_ALL], resolve_provider=True)
# What a comment says until its author says why.
REASON = "TODO: say why"
TITLE = "Fix all safe problems in this file"


def register(server: Server, params: types.InitializeParams) -> None:
    """Answer to `server`'s client."""
    text = params.capabilities.text_document
    support = text.code_action.resolve_support if text and text.code_action else None
    waits = support is not None and "edit" in support.properties
    changes = Changes(params.capabilities)

    @server.on_document(types.TEXT_DOCUMENT_CODE_ACTION, OPTIONS, empty=[])
    def code_actions(view: View, params: types.CodeActionParams) -> list[types.CodeAction]:
        return _Request(view, params, changes, waits).actions()

    @server.feature(types.CODE_ACTION_RESOLVE)
    def resolve(action: types.CodeAction) -> types.CodeAction:
        if action.edit is not None:
            return action  # Neovim asks for every action without a command
        try:
            found = _chosen(server, changes, action)
        except Exception as error:  # noqa: BLE001 - no request stays without an answer
            server.log(types.CODE_ACTION_RESOLVE, error)
            found = None
        action.edit = found.edit if found else types.WorkspaceEdit(changes={})
        return action


def _chosen(server: Server, changes: Changes, action: types.CodeAction) -> types.CodeAction | None:
    """The action that was offered without its edit, with it; None where it has none any more."""
    uri, code, line = (_field(action.data, name) for name in ("uri", "code", "line"))
    document = server.find(uri) if isinstance(uri, str) else None
    if document is None:
        return None
    view = server.view(document)
    seen = assisting(view)
    if isinstance(code, str) and isinstance(line, int):
        found = suppression(seen, code, line, REASON)
        return _action(view, changes, found, REASON) if found else None
    all_fixed = fix_all(seen)
    return _action(view, changes, all_fixed) if all_fixed else None


def _field(data: Any, name: str) -> Any:
    """A field of what an action without an edit carries, which pygls may give as an object."""
    return data.get(name) if isinstance(data, dict) else getattr(data, name, None)


class _Request:
    def __init__(self, view: View, params: types.CodeActionParams, changes: Changes, waits: bool) -> None:
        self.view = view
        self.params = params
        self.changes = changes
        self.waits = waits
        self.only = params.context.only
        self.seen: AssistView = assisting(view)

    def actions(self) -> list[types.CodeAction]:
        """What can be done in the range of the request."""
        found = self._meant(found_in(self.seen, self.view.positions.span(self.params.range)))
        actions: list[types.CodeAction] = []
        all_fixed: list[types.CodeAction] = []
        if self._is_wanted(QUICK_FIX):
            actions += (
                _action(self.view, self.changes, action)
                for action in fixes(found)
                if not action.moves or self.changes.can_move
            )
            if any(diagnostic.fix for diagnostic in found):
                all_fixed = list(self._fix_all(QUICK_FIX))
            actions += (*all_fixed, *self._suppressions(found))
        # A client that asks for everything shows it in one list: there it is not said twice.
        if self._is_wanted(FIX_ALL) and (self.only or not all_fixed):
            actions += self._fix_all(FIX_ALL)
        return actions

    def _meant(self, found: list[Diagnostic]) -> list[Diagnostic]:
        """Those of the diagnostics in the range that the client names; all, if it names none that still holds."""
        named = {_key(each) for each in self.params.context.diagnostics or ()}
        return [each for each in found if _key(self.view.convert.diagnostic(each)) in named] or found

    def _is_wanted(self, kind: str) -> bool:
        """Whether the client asks for a kind: by itself, by one that it belongs to, or for all there are."""
        wanted = [str(getattr(each, "value", each)) for each in self.only or ()]
        return not wanted or any(kind == each or not each or kind.startswith(f"{each}.") for each in wanted)

    def _fix_all(self, kind: str) -> Iterator[types.CodeAction]:
        if not has_safe_fixes(self.seen):
            return
        # A client that asks for nothing else, as when a file is saved, is about to do it.
        if self.waits and not self.only:
            yield types.CodeAction(TITLE, kind=kind, data={"uri": self.params.text_document.uri})
        elif action := fix_all(self.seen, kind):
            yield _action(self.view, self.changes, action)

    def _suppressions(self, found: Sequence[Diagnostic]) -> Iterator[types.CodeAction]:
        for offer in suppression_offers(self.seen, found):
            if self.waits:
                data = {"uri": self.params.text_document.uri, "code": offer.code, "line": offer.line}
                settled = [self.view.convert.diagnostic(found) for found in offer.diagnostics]
                yield types.CodeAction(offer.title, kind=QUICK_FIX, diagnostics=settled, data=data)
            elif action := suppression(self.seen, offer.code, offer.line, REASON):
                yield _action(self.view, self.changes, action, REASON)


def _key(diagnostic: types.Diagnostic) -> tuple[int | str | None, int, int]:
    start = diagnostic.range.start
    return diagnostic.code, start.line, start.character


def _action(view: View, changes: Changes, action: Action, placeholder: str = "") -> types.CodeAction:
    return types.CodeAction(
        action.title,
        kind=action.kind,
        diagnostics=[view.convert.diagnostic(found) for found in action.diagnostics] or None,
        is_preferred=action.preferred or None,
        edit=changes.workspace_edit(view, action.edits, action.moves, placeholder=placeholder),
    )
