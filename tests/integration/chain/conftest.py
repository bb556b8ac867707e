"""One Anvil and one deployment a module; a ledger for each test that asks for one."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import pytest_asyncio

from chain.ledger import Ledger
from chain.node import AnvilNode
from chain.rpc import JsonRpc
from tests.integration.chain.port import Port, deploy_for_personas, settings_for
from tests.integration.chain.waiting import SlowLedger


@pytest.fixture(scope="session", autouse=True)
def on_each_database(storage: str) -> None:
    """All of the room's tests, with SQLite and with PostgreSQL."""


@pytest.fixture(scope="module")
def data_dir(tmp_path_factory: pytest.TempPathFactory, storage: str) -> Path:
    """A directory for each database: a module that runs alone begins anew with the next one."""
    del storage
    return tmp_path_factory.mktemp("ledger")


@pytest.fixture(scope="module")
def node(data_dir: Path) -> Iterator[AnvilNode]:
    with AnvilNode(data_dir) as node:
        yield node


@pytest_asyncio.fixture(scope="module")
async def rpc(node: AnvilNode) -> AsyncIterator[JsonRpc]:
    async with JsonRpc(node.url) as rpc:
        yield rpc


@pytest_asyncio.fixture(scope="module")
async def port(node: AnvilNode, rpc: JsonRpc, data_dir: Path) -> Port:
    settings = settings_for(data_dir, node.url, node.chain_id)
    return Port(await deploy_for_personas(rpc, settings), settings)


@pytest_asyncio.fixture(scope="module")
async def ledger(port: Port) -> AsyncIterator[Ledger]:
    ledger = await Ledger.open(port.settings, port.deployment)
    yield ledger
    await ledger.close()


@pytest_asyncio.fixture
async def slow(port: Port, tmp_path: Path) -> AsyncIterator[SlowLedger]:
    """Another gateway on the same chain, which sends nothing before it is told to."""
    settings = settings_for(tmp_path, str(port.settings.rpc_url), port.deployment.chain_id)
    theirs = Port(port.deployment, settings)
    slow = SlowLedger(theirs, await Ledger.open(settings, port.deployment))
    yield slow
    await slow.ledger.close()
