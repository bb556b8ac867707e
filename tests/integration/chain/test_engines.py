"""The same life on every engine that we know; and what only some situations show."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from chain.deploy import Deployment
from chain.errors import (
    ContractRefusal,
    DeploymentError,
    DirectoryInUseError,
    NodeUnavailableError,
    WrongChainError,
)
from chain.ledger import ActionStatus, Ledger
from chain.node import ChildNode
from chain.rebuild import rebuild
from chain.relayer import gas
from chain.rpc import JsonRpc
from chain.states import ReleaseOrderState
from tests.integration.chain.port import Port, deploy_for_personas, new_id, settings_for, submit
from tests.integration.chain.test_projection import contents
from tests.support.storage import database_environment, lose_read_model


@pytest_asyncio.fixture
async def port(any_node: ChildNode, tmp_path: Path) -> Port:
    settings = settings_for(tmp_path, any_node.url, any_node.chain_id)
    async with JsonRpc(any_node.url) as rpc:
        return Port(await deploy_for_personas(rpc, settings), settings)


@pytest_asyncio.fixture
async def ledger(port: Port) -> AsyncIterator[Ledger]:
    ledger = await Ledger.open(port.settings, port.deployment)
    yield ledger
    await ledger.close()


async def test_a_bills_life_and_the_rebuilt_read_model(ledger: Ledger, port: Port) -> None:
    bill_id, order_id = new_id(), new_id()
    for step in port.to_gate(bill_id, order_id, 2):
        assert (await submit(ledger, step)).status is ActionStatus.FINAL
    twice = port.gate_out(order_id, 1)
    assert (await submit(ledger, twice)).status is ActionStatus.FINAL
    other = port.sign("GateOut", "terminal", **{**twice.action.message, "pickup": new_id()})
    with pytest.raises(ContractRefusal, match="ReleaseOrderContainerAlreadyOut"):
        await ledger.submit(other.action, other.signatures)
    assert (await submit(ledger, port.gate_out(order_id, 0))).status is ActionStatus.FINAL
    view = await ledger.read.order(order_id)
    assert view is not None
    assert view.state is ReleaseOrderState.COMPLETED
    await ledger.close()
    live = await contents(port.settings)
    async with JsonRpc(str(port.settings.rpc_url)) as rpc:
        await rebuild(port.settings, rpc, port.deployment)
    assert await contents(port.settings) == live


async def test_an_action_that_ran_dry_is_repeated_with_more_gas(
    ledger: Ledger, port: Port, monkeypatch: pytest.MonkeyPatch
) -> None:
    signed = port.issue_bill(new_id())
    monkeypatch.setattr(gas, "_USUAL", 32_000)
    record = await submit(ledger, signed)
    assert record.status is ActionStatus.FINAL, record.error
    assert record.attempts > 1


async def test_a_node_of_another_chain_is_refused(port: Port) -> None:
    elsewhere = Deployment(
        port.deployment.chain_id + 1,
        port.deployment.genesis_hash,
        port.deployment.first_block,
        port.deployment.addresses,
        port.deployment.source_hash,
    )
    with pytest.raises(WrongChainError, match="chain is 1337"):
        await Ledger.open(port.settings, elsewhere)


async def test_one_ledger_works_on_a_data_directory(ledger: Ledger, port: Port) -> None:
    with pytest.raises(DirectoryInUseError, match=f"in use by process {os.getpid()}"):
        await Ledger.open(port.settings, port.deployment)
    await ledger.close()
    again = await Ledger.open(port.settings, port.deployment)
    assert (await submit(again, port.issue_bill(new_id()))).status is ActionStatus.FINAL
    await again.close()


async def test_without_a_node_there_is_no_ledger(port: Port, tmp_path: Path) -> None:
    settings = port.settings.model_copy(update={"rpc_url": None})
    with pytest.raises(NodeUnavailableError, match="QUAY_CHAIN_RPC_URL"):
        await Ledger.open(settings, port.deployment)


async def test_a_rebuild_that_fails_leaves_the_old_read_model(ledger: Ledger, port: Port) -> None:
    await submit(ledger, port.issue_bill(new_id()))
    await ledger.close()
    before = await contents(port.settings)
    nowhere = dict.fromkeys(port.deployment.addresses, "0x" + "11" * 20)
    lost = Deployment(
        port.deployment.chain_id,
        port.deployment.genesis_hash,
        port.deployment.first_block,
        nowhere,
        port.deployment.source_hash,
    )
    async with JsonRpc(str(port.settings.rpc_url)) as rpc:
        with pytest.raises(DeploymentError):
            await rebuild(port.settings, rpc, lost)
    assert await contents(port.settings) == before


async def test_the_command_rebuilds_a_deleted_read_model(
    port: Port, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    ledger = await Ledger.open(port.settings, port.deployment)
    for step in port.to_gate(new_id(), new_id(), 3):
        await submit(ledger, step)
    live = await contents(port.settings)
    await ledger.close()
    await lose_read_model(port.settings)
    assert await _run("rebuild", tmp_path, str(port.settings.rpc_url)) == 0
    assert "rebuilt up to block" in capfd.readouterr().out
    assert await contents(port.settings) == live
    assert await _run("rebuild", tmp_path / "nothing", str(port.settings.rpc_url)) == 1
    assert "no deployment recorded" in capfd.readouterr().err


async def _run(command: str, directory: Path, url: str) -> int:
    environment = {
        **os.environ,
        "QUAY_CHAIN_DATA_DIR": str(directory),
        "QUAY_CHAIN_RPC_URL": url,
        **database_environment(directory),
    }
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "chain", command, env=environment, cwd=Path(__file__).parents[3]
    )
    return await process.wait()
