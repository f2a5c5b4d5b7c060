"""What a server asks of its client after the start."""

from __future__ import annotations

import asyncio

import pytest
from lsprotocol import types

from tests.server.conftest import Client

pytestmark = [pytest.mark.slow, pytest.mark.asyncio]


async def test_a_client_that_can_is_to_say_what_changes(client: Client) -> None:
    assert client.capabilities is not None
    workspace = client.capabilities.workspace or types.WorkspaceClientCapabilities()
    abilities = {
        types.WORKSPACE_DID_CHANGE_WATCHED_FILES: workspace.did_change_watched_files,
        types.WORKSPACE_DID_CHANGE_CONFIGURATION: workspace.did_change_configuration,
    }
    wanted = {method for method, ability in abilities.items() if ability and ability.dynamic_registration}
    for _ in range(100):
        if client.registered == wanted:
            break
        await asyncio.sleep(0.05)
    assert client.registered == wanted
