from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from chain.node import ChildNode
from tests.integration.api.gateway import Gateway
from tests.support.world import World


@pytest.fixture(scope="session")
async def gateway(
    anvil: ChildNode, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Gateway]:
    """One gateway for all tests of the room; each makes records of its own."""
    world = await World.create(anvil.url)
    try:
        async with Gateway.open(world, anvil.url, tmp_path_factory.mktemp("gateway")) as opened:
            yield opened
    finally:
        await world.rpc.close()


@pytest.fixture(autouse=True)
def clock_is_right(gateway: Gateway) -> None:
    """No test leaves the clock ahead for the next."""
    gateway.clock.ahead = 0.0
