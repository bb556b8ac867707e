"""Several nodes as one: a way that breaks, a node of another chain, a node that is behind."""

import asyncio
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from chain import endpoints
from chain.errors import NodeUnavailableError, WrongChainError
from chain.ledger import ActionStatus, Ledger
from chain.node import AnvilNode
from chain.rpc import JsonRpc
from tests.integration.chain.port import WAIT_SECONDS, Port, new_id, settings_for, submit
from tests.integration.chain.test_projection import contents
from tests.support.forwarder import Forwarder


@pytest_asyncio.fixture
async def ways(port: Port) -> AsyncIterator[list[Forwarder]]:
    """Two ways to the one node."""
    ways = [await Forwarder(str(port.settings.rpc_url)).mend() for _ in range(2)]
    yield ways
    for way in ways:
        await way.cut()


@pytest.fixture(autouse=True)
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(endpoints, "BACK_SECONDS", 0.2)


async def _answering(ledger: Ledger) -> str:
    return next(node.name for node in (await ledger.status()).nodes if node.answering)


async def _until_answering(ledger: Ledger, way: Forwarder) -> None:
    async with asyncio.timeout(WAIT_SECONDS):
        while await _answering(ledger) != way.url:  # noqa: ASYNC110 - nothing to wait on
            await asyncio.sleep(0.05)


async def test_a_broken_way_is_left_and_gone_back_to(
    port: Port, ways: list[Forwarder], tmp_path: Path
) -> None:
    urls = ", ".join(way.url for way in ways)
    settings = settings_for(tmp_path, urls, port.deployment.chain_id)
    ledger = await Ledger.open(settings, port.deployment)
    assert (await submit(ledger, port.issue_bill(new_id()))).status is ActionStatus.FINAL
    assert await _answering(ledger) == ways[0].url

    await ways[0].cut()
    assert (await submit(ledger, port.issue_bill(new_id()))).status is ActionStatus.FINAL
    states = (await ledger.status()).nodes
    assert [(n.name, n.up, n.answering) for n in states] == [
        (ways[0].url, False, False),
        (ways[1].url, True, True),
    ]
    await ways[0].mend()
    await _until_answering(ledger, ways[0])
    await ways[1].cut()
    assert (await submit(ledger, port.issue_bill(new_id()))).status is ActionStatus.FINAL
    await ledger.close()


@pytest.fixture
def stranger(tmp_path: Path) -> AnvilNode:
    """A node of another chain."""
    return AnvilNode(tmp_path / "stranger", chain_id=4242)


async def test_a_node_of_another_chain_is_refused_and_the_next_one_asked(
    port: Port, ways: list[Forwarder], stranger: AnvilNode, tmp_path: Path
) -> None:
    with stranger:
        settings = settings_for(tmp_path, f"{stranger.url},{ways[0].url}", port.deployment.chain_id)
        ledger = await Ledger.open(settings, port.deployment)
        assert (await submit(ledger, port.issue_bill(new_id()))).status is ActionStatus.FINAL
        wrong, right = (await ledger.status()).nodes
        assert (wrong.up, right.answering) == (False, True)
        assert wrong.refused is not None
        assert "chain is 4242, the deployment's 1337" in wrong.refused
        await ledger.close()
        alone = settings_for(tmp_path, stranger.url, port.deployment.chain_id)
        with pytest.raises(WrongChainError, match="chain is 4242"):
            await Ledger.open(alone, port.deployment)


async def test_a_node_with_another_genesis_is_refused(
    port: Port, ways: list[Forwarder], tmp_path: Path
) -> None:
    younger = AnvilNode(tmp_path / "younger")
    younger.data_dir.mkdir()
    (younger.data_dir / "genesis-time").write_text("1700000000", "ascii")
    with younger:
        settings = settings_for(tmp_path, younger.url, port.deployment.chain_id)
        with pytest.raises(WrongChainError, match="another genesis"):
            await Ledger.open(settings, port.deployment)


async def test_what_a_node_that_is_behind_has_not_got_is_not_taken_for_missing(
    port: Port, ways: list[Forwarder], node: AnvilNode, tmp_path: Path
) -> None:
    late = AnvilNode(tmp_path / "late")
    late.data_dir.mkdir()
    shutil.copy(node.data_dir / "genesis-time", late.data_dir)
    with late:
        urls = f"{ways[0].url},{late.url}"
        settings = settings_for(tmp_path, urls, port.deployment.chain_id)
        ledger = await Ledger.open(settings, port.deployment)
        record = await submit(ledger, port.issue_bill(new_id()))
        head = (await ledger.status()).head_block
        assert head is not None
        before = await contents(settings)

        await ways[0].cut()
        async with JsonRpc(urls, retry_for=0) as rpc:
            rpc.nodes._all[0].told_head(head)
            assert await rpc.block_number() == 0
            for answer in (
                rpc.receipt(str(record.transaction_hash)),
                rpc.block(head),
                rpc.code(port.deployment.addresses["Batch"]),
                rpc.logs([port.deployment.addresses["BillOfLading"]], 0, head),
            ):
                with pytest.raises(NodeUnavailableError, match="the chain has been at"):
                    await answer
        assert await contents(settings) == before
        await ways[0].mend()
        await _until_answering(ledger, ways[0])
        assert (await submit(ledger, port.issue_bill(new_id()))).status is ActionStatus.FINAL
        await ledger.close()
