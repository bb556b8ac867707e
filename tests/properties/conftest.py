"""A node of its own for each model."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator

import pytest

from tests.properties.life import Life
from tests.support.nodes import start_node
from tests.support.world import World


@pytest.fixture
def on_a_node(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[type[Life]], None]]:
    """Gives a model a world on a node, and an event loop."""
    node = start_node("anvil", tmp_path_factory.mktemp("properties"))
    loop = asyncio.new_event_loop()
    world = loop.run_until_complete(World.create(node.url))

    def settle(machine: type[Life]) -> None:
        machine.loop, machine.world = loop, world

    yield settle
    loop.run_until_complete(world.rpc.close())
    loop.close()
    node.stop()
