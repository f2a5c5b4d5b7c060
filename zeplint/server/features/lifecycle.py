"""The start of a session, and the client's settings: as in a settings file, and they win over it.

They come with the start (`initializationOptions`), when the client is asked, or when it says that they changed; alone, or
under ``zeplint``, or under ``settings``.
"""

from __future__ import annotations

import logging
import os
from typing import Any

from lsprotocol import types
from pygls.uris import to_fs_path

from zeplint.server.app import Server

logger = logging.getLogger(__name__)

# What findings depend on besides the texts: other documents, settings, the site's files.
WATCHED = (
    "**/*.{md,rst,markdown}",
    "**/{zeplint,pyproject}.toml",
    "**/{.codespellrc,setup.cfg}",
    "**/{conf.py,_config.yml}",
    "**/*.{css,png,svg,jpg,jpeg,gif}",
)
SECTION = "zeplint"


def register(server: Server) -> None:
    """Answer to `server`'s client."""

    @server.feature(types.INITIALIZE)
    def initialize(params: types.InitializeParams) -> None:
        folders = [folder.uri for folder in params.workspace_folders or ()]
        roots = [*folders, params.root_uri or ""]
        root = next((path for uri in roots if uri and (path := to_fs_path(uri))), params.root_path)
        if root and os.path.isdir(root):
            server.root = root
        server.override(_own(params.initialization_options))

    @server.feature(types.INITIALIZED)
    async def initialized(params: types.InitializedParams) -> None:
        await _follow(server)
        await _ask_for_settings(server)

    @server.feature(types.WORKSPACE_DID_CHANGE_CONFIGURATION)
    async def change_configuration(params: types.DidChangeConfigurationParams) -> None:
        if not await _ask_for_settings(server):
            server.override(_own(params.settings))
            server.refresh()


def _own(values: Any) -> dict[str, object]:
    """The settings for zeplint in what a client gives."""
    values = _plain(values)
    for name in (SECTION, "settings"):
        if isinstance(values, dict) and isinstance(values.get(name), dict):
            values = values[name]
    return (
        {key: value for key, value in values.items() if value is not None} if isinstance(values, dict) else {}
    )


def _plain(value: Any) -> Any:
    """A value of the client, which pygls may give as an object, as dictionaries and lists."""
    if hasattr(value, "_asdict"):
        value = value._asdict()
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    return [_plain(item) for item in value] if isinstance(value, list | tuple) else value


async def _follow(server: Server) -> None:
    """Have the client say what changes on disk and in its settings, if it can."""
    workspace = server.client_capabilities.workspace
    registrations: list[types.Registration] = []
    files = workspace.did_change_watched_files if workspace else None
    if files and files.dynamic_registration:
        watchers = [types.FileSystemWatcher(glob) for glob in WATCHED]
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
    except Exception:
        logger.exception("the client does not say what changes")


async def _ask_for_settings(server: Server) -> bool:
    """Ask the client for its settings, if it can be asked; whether it was."""
    workspace = server.client_capabilities.workspace
    if not (workspace and workspace.configuration):
        return False
    try:
        items = [types.ConfigurationItem(section=SECTION)]
        values = await server.workspace_configuration_async(types.ConfigurationParams(items))
    except Exception:
        logger.exception("the client gives no settings")
        return False
    server.override(_own(values[0] if values else None))
    server.refresh()
    return True
