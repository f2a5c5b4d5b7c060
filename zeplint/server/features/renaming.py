"""The rename of files and of headings: what else must change."""

from __future__ import annotations

import os
from itertools import islice

from lsprotocol import types

from zeplint.addresses import TEXTS
from zeplint.assist.headings import edits_of_heading, heading_at
from zeplint.assist.renaming import edits_of_renames
from zeplint.server.app import Server
from zeplint.server.assisting import assisting
from zeplint.server.changes import Changes
from zeplint.server.convert import Converter
from zeplint.server.projects import Project
from zeplint.server.uris import path_of
from zeplint.server.view import View
from zeplint.source import NEWLINE

# Of an image, too: proposals show it.
FILES = types.FileOperationPattern("**", types.FileOperationPatternKind.File)
FOLDERS = types.FileOperationPattern("**", types.FileOperationPatternKind.Folder)
# A folder of more is no part of a collection.
MOST_FILES = 20_000
OPTIONS = types.FileOperationRegistrationOptions(
    [types.FileOperationFilter(pattern, "file") for pattern in (FILES, FOLDERS)]
)


def register(server: Server, params: types.InitializeParams) -> None:
    """Answer to `server`'s client."""
    changes = Changes(params.capabilities)
    text = params.capabilities.text_document
    prepares = bool(text and text.rename and text.rename.prepare_support)

    if prepares:

        @server.on_document(types.TEXT_DOCUMENT_PREPARE_RENAME)
        def prepare(view: View, params: types.PrepareRenameParams) -> types.PrepareRenamePlaceholder | None:
            section = heading_at(assisting(view), view.offset(params.position))
            if section is None:
                return None
            written = view.source.slice(section.title_span)
            return types.PrepareRenamePlaceholder(view.range(section.title_span), written)

    @server.on_document(types.TEXT_DOCUMENT_RENAME, types.RenameOptions(prepare_provider=prepares))
    def rename(view: View, params: types.RenameParams) -> types.WorkspaceEdit | None:
        seen, title = assisting(view), params.new_name.strip()
        section = heading_at(seen, view.offset(params.position))
        if section is None or not title or NEWLINE.search(title):
            return None
        return changes.workspace_edit(view, edits_of_heading(seen, section, title))

    @server.feature(types.WORKSPACE_WILL_RENAME_FILES, OPTIONS)
    def will_rename(params: types.RenameFilesParams) -> types.WorkspaceEdit | None:
        try:
            return _renamed(server, changes, params)
        except Exception as error:  # noqa: BLE001 - no request stays without an answer
            server.log(types.WORKSPACE_WILL_RENAME_FILES, error)
            return None


def _renamed(server: Server, changes: Changes, params: types.RenameFilesParams) -> types.WorkspaceEdit | None:
    """The change that goes with some renames, in the project that the first file belongs to."""
    renames = [
        (old, new)
        for each in params.files
        if (old := path_of(each.old_uri)) is not None and (new := path_of(each.new_uri)) is not None
    ]
    project = _project(server, renames[0][0]) if renames else None
    if project is None:
        return None
    view = View(
        project.documents[0],
        project,
        Converter(project, server.encoding, server.documents.get, related=False),
    )
    moves: dict[str, str] = {}
    for old, new in renames:
        moves.update(_moves(project, project.relative(old), project.relative(new)))
    edits = edits_of_renames(assisting(view), moves)
    return changes.workspace_edit(view, edits) if edits else None


def _project(server: Server, path: str) -> Project | None:
    """The project of a text or a folder: of any other file, and a folder without a text, that of what is around it."""
    limit = server.session.folder_of(path)
    if not path.endswith(TEXTS) and not os.path.isdir(path):
        path = os.path.dirname(path)  # it may be large, and is not read
    project = server.projects.around(path)
    while project is None and limit is not None and path != limit:
        path = os.path.dirname(path)
        project = server.projects.around(path)
    return project


def _moves(project: Project, old: str, new: str) -> dict[str, str]:
    """The renames of files that the rename of a file or a folder amounts to."""
    full = project.full(old)
    if not os.path.isdir(full):
        return {old: new}
    found = (os.path.join(at, name) for at, _, names in os.walk(full) for name in names)
    inside = [project.relative(path)[len(old) :] for path in islice(found, MOST_FILES)]
    return {f"{old}{rest}": f"{new}{rest}" for rest in inside}
