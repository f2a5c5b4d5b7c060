"""The start of a session, what changes on disk, and the client's settings.

Those are as in a settings file, and win over it. They come with the start (``initializationOptions``), when the client is
asked, or when it says that they changed; alone, or under ``zeplint``, or under ``settings``.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Mapping
from typing import Any

from lsprotocol import types

from zeplint.rulebook import load_process, process_names
from zeplint.server.app import Server
from zeplint.server.uris import path_of, uri_of

# What findings depend on besides the texts: other documents, settings, what these name, the site's files.
WATCHED = (
    "**/*.{md,rst,markdown}",
    "**/{zeplint,pyproject}.toml",
    "**/*.{yaml,yml}",
    "**/*baseline*.json",
    "**/{.codespellrc,setup.cfg}",
    "**/{conf.py,_config.yml}",
    "**/*.{css,png,svg,jpg,jpeg,gif}",
)
SECTION = "zeplint"

_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")


def register(server: Server, params: types.InitializeParams) -> None:
    """Answer to `server`'s client."""
    initial = _own(params.initialization_options)
    server.session.overrides = {None: initial}

    # How often the client was asked for its settings.
    asked = 0

    @server.feature(types.INITIALIZED)
    async def initialized(_: types.InitializedParams) -> None:
        # A client that leaves one unanswered is asked the other.
        await asyncio.gather(_follow(server), ask_for_settings(None))

    @server.feature(types.WORKSPACE_DID_CHANGE_CONFIGURATION)
    async def change_configuration(params: types.DidChangeConfigurationParams) -> None:
        await ask_for_settings(params.settings)

    @server.feature(types.TEXT_DOCUMENT_DID_SAVE, types.SaveOptions(include_text=False))
    def save_document(params: types.DidSaveTextDocumentParams) -> None:
        server.read_anew([params.text_document.uri])

    @server.feature(types.WORKSPACE_DID_CHANGE_WATCHED_FILES)
    def change_files(params: types.DidChangeWatchedFilesParams) -> None:
        server.read_anew(change.uri for change in params.changes)

    @server.feature(types.WORKSPACE_DID_CHANGE_WORKSPACE_FOLDERS)
    async def change_folders(params: types.DidChangeWorkspaceFoldersParams) -> None:
        gone = {path_of(folder.uri) for folder in params.event.removed}
        added = [path for folder in params.event.added if (path := path_of(folder.uri))]
        server.session.folders = [path for path in server.session.folders if path not in gone] + added
        server.read_anew()
        await ask_for_settings(None)

    async def ask_for_settings(said: Any) -> None:
        """Ask the client for its settings or, if it cannot be asked, take what it said."""
        nonlocal asked
        asked += 1
        turn = asked
        workspace = server.client_capabilities.workspace
        folders = server.session.folders
        if workspace and workspace.configuration:
            items = [types.ConfigurationItem(scope, SECTION) for scope in (None, *map(uri_of, folders))]
            try:
                given = await server.workspace_configuration_async(types.ConfigurationParams(items))
            except Exception as error:  # noqa: BLE001 - a client that cannot say it after all
                server.log("asking for the settings", error)
                return
            if turn != asked:  # it has been asked again since, and may have answered that first
                return
            values = [_own(each) for each in given or ()]
        elif said is not None:
            values = [_own(said)]
        else:
            return
        overrides: dict[str | None, Mapping[str, object]] = {
            folder: {**initial, **value} for folder, value in zip((None, *folders), values, strict=False)
        }
        if overrides != server.session.overrides:
            server.session.overrides = overrides
            server.read_anew()


def _own(values: Any) -> dict[str, object]:
    """The settings for zeplint in what a client gives; ``extendSelect`` is taken for ``extend-select``."""
    values = _plain(values)
    for name in (SECTION, "settings"):
        if isinstance(values, dict) and isinstance(values.get(name), dict):
            values = values[name]
    if not isinstance(values, dict):
        return {}
    return {_HUMP.sub("-", key).lower(): value for key, value in values.items() if value is not None}


def _plain(value: Any) -> Any:
    """A value of the client, which pygls may give as an object, as dictionaries and lists."""
    if hasattr(value, "_asdict"):
        value = value._asdict()
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    return [_plain(item) for item in value] if isinstance(value, list | tuple) else value


def _folders() -> str:
    """The folders in which proposals lie, and those on the way: of one that goes, VS Code names no file in it."""
    places = (place for name in process_names() for place in load_process(name).places())
    names = {name for place in places for name in place.split("/") if name}
    return f"**/{{{','.join(sorted(names))}}}"


async def _follow(server: Server) -> None:
    """Have the client say what changes on disk and in its settings, if it can."""
    workspace = server.client_capabilities.workspace
    registrations: list[types.Registration] = []
    files = workspace.did_change_watched_files if workspace else None
    if files and files.dynamic_registration:
        watchers = [types.FileSystemWatcher(glob) for glob in (*WATCHED, _folders())]
        options = types.DidChangeWatchedFilesRegistrationOptions(watchers)
        registrations.append(types.Registration("files", types.WORKSPACE_DID_CHANGE_WATCHED_FILES, options))
    # A client that can be asked, such as VS Code, says nothing of its settings until it is told to.
    settings = workspace.did_change_configuration if workspace else None
    if settings and settings.dynamic_registration:
        section = types.DidChangeConfigurationRegistrationOptions(SECTION)
        registrations.append(
            types.Registration("settings", types.WORKSPACE_DID_CHANGE_CONFIGURATION, section)
        )
    if not registrations:
        return
    try:
        await server.client_register_capability_async(types.RegistrationParams(registrations))
        server.is_told = bool(files and files.dynamic_registration)
    except Exception as error:  # noqa: BLE001 - a client that cannot do it after all
        server.log("registering for changes", error)
