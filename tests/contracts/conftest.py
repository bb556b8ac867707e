"""The contracts on an Anvil of their own: some of these tests move its clock."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from tests.support.nodes import start_node
from tests.support.world import World


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def world(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[World]:
    """The personas' ledger."""
    node = start_node("anvil", tmp_path_factory.mktemp("world"))
    made = await World.create(node.url)
    yield made
    await made.rpc.close()
    node.stop()
