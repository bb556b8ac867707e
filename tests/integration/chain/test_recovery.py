"""Nothing accepted is lost and nothing is executed twice: killed gateways, lost nodes, reorganisations."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from structlog.testing import capture_logs

from chain.ledger import ActionStatus, Ledger
from chain.node import AnvilNode
from chain.rebuild import rebuild
from chain.rpc import JsonRpc
from chain.settings import ChainSettings
from chain.states import ReleaseOrderState
from chain.visibility import RecordKind
from tests.integration.chain.port import (
    WAIT_SECONDS,
    Port,
    deploy_for_personas,
    new_id,
    send_directly,
    settings_for,
    submit,
)
from tests.integration.chain.test_projection import contents
from tests.integration.chain.waiting import (
    abandon,
    hold,
    until_quiet,
    until_told,
)
from tests.support.storage import lose_read_model


class Harbour:
    """A node and a data directory of a test's own, so that it may break them."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self.node = AnvilNode(directory).start()
        self.rpc = JsonRpc(self.node.url)

    async def found(self) -> None:
        self.deployment = await deploy_for_personas(self.rpc, self.settings())
        self.port = Port(self.deployment, self.settings())

    def settings(self) -> ChainSettings:
        return settings_for(self.directory, self.node.url, self.node.chain_id)

    async def open(self) -> Ledger:
        return await Ledger.open(self.settings(), self.deployment)

    def restart_node(self) -> None:
        """The same port, whatever state was written."""
        old = self.node.port
        self.node = AnvilNode(self.directory, port=old).start()


@pytest_asyncio.fixture
async def harbour(tmp_path: Path) -> AsyncIterator[Harbour]:
    harbour = Harbour(tmp_path)
    await harbour.found()
    yield harbour
    await harbour.rpc.close()
    harbour.node.kill()


async def _require_once(ledger: Ledger, bill_id: str, versions: list[int]) -> None:
    history = await ledger.read.history(RecordKind.BILL, bill_id)
    assert [entry.version for entry in history] == versions


async def _until_replaced(harbour: Harbour, before: dict[str, list[dict[str, Any]]]) -> None:
    """Waits until the same steps are on record again, in other blocks."""
    async with asyncio.timeout(WAIT_SECONDS):
        while True:
            now = await contents(harbour.settings())
            same = len(now["events"]) == len(before["events"])
            hashes = [{e["block_hash"] for e in found["events"]} for found in (now, before)]
            if same and hashes[0] != hashes[1]:
                return
            await asyncio.sleep(0.1)


async def test_what_was_accepted_before_a_crash_is_executed_after_it(harbour: Harbour) -> None:
    ledger = await harbour.open()
    hold(ledger)
    bill_id, order_id = new_id(), new_id()
    ids = []
    for step in harbour.port.to_gate(bill_id, order_id, 2):
        record = await ledger.submit(step.action, step.signatures)
        assert record.status is ActionStatus.ACCEPTED
        ids.append(record.action_id)
    await abandon(ledger)
    again = await harbour.open()
    settled = [await again.wait(action_id, WAIT_SECONDS) for action_id in ids]
    assert {record.status for record in settled} == {ActionStatus.FINAL}
    await _require_once(again, bill_id, [1, 2, 3, 4, 5])
    await again.close()


@pytest.mark.parametrize("after_lines", [1, 7, 20, 45])
async def test_a_killed_gateway_loses_nothing_and_doubles_nothing(
    harbour: Harbour, after_lines: int
) -> None:
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "tests.integration.chain.gateway",
        str(harbour.directory),
        harbour.node.url,
        stdout=asyncio.subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[3])},
    )
    assert process.stdout is not None
    accepted = [(await process.stdout.readline()).decode().strip() for _ in range(after_lines)]
    process.kill()
    accepted += (await process.stdout.read()).decode().split()
    await process.wait()
    ledger = await harbour.open()
    await until_quiet(ledger, harbour.rpc)
    assert len(accepted) >= after_lines
    for bill_id in accepted:
        history = await ledger.read.history(RecordKind.BILL, bill_id)
        assert [entry.version for entry in history] in ([1], [1, 2])
    wallets = [harbour.port.members[key].signer.address for key in ("carrier", "shipper")]
    records = await ledger.actions(wallets, limit=100_000)
    assert {record.status for record in records} == {ActionStatus.FINAL}
    assert {r.record_id for r in records} >= set(accepted)
    await ledger.close()


async def test_a_node_that_lost_everything_comes_back_block_by_block(harbour: Harbour) -> None:
    ledger = await harbour.open()
    bill_id, order_id = new_id(), new_id()
    steps = harbour.port.to_gate(bill_id, order_id, 2)
    for step in steps:
        await submit(ledger, step)
    await send_directly(harbour.rpc, harbour.port, harbour.port.issue_bill(new_id()))
    await until_quiet(ledger, harbour.rpc)
    head = await harbour.rpc.block("latest")
    before = await contents(harbour.settings())
    harbour.node.kill()
    assert not harbour.node.state_path.exists()
    harbour.restart_node()
    gate = harbour.port.gate_out(order_id, 0)
    await until_quiet(ledger, harbour.rpc, head)
    assert (await submit(ledger, gate)).status is ActionStatus.FINAL
    await until_quiet(ledger, harbour.rpc)
    after = await contents(harbour.settings())
    assert after["bills"] == before["bills"]
    assert after["events"][: len(before["events"])] == before["events"]
    await ledger.close()


async def test_a_node_lost_together_with_the_gateway_comes_back_too(harbour: Harbour) -> None:
    ledger = await harbour.open()
    bill_id, order_id = new_id(), new_id()
    for step in harbour.port.to_gate(bill_id, order_id, 1):
        await submit(ledger, step)
    await until_quiet(ledger, harbour.rpc)
    head, before = await harbour.rpc.block("latest"), await contents(harbour.settings())
    await abandon(ledger)
    harbour.node.kill()
    harbour.restart_node()
    again = await harbour.open()
    await until_quiet(again, harbour.rpc, head)
    assert (await submit(again, harbour.port.gate_out(order_id, 0))).status is ActionStatus.FINAL
    view = await again.read.order(order_id)
    assert view is not None
    assert view.state is ReleaseOrderState.COMPLETED
    after = await contents(harbour.settings())
    assert after["bills"] == before["bills"]
    await again.close()


async def test_a_rebuild_brings_a_lost_node_back_first(harbour: Harbour) -> None:
    ledger = await harbour.open()
    for step in harbour.port.to_gate(new_id(), new_id(), 2):
        await submit(ledger, step)
    await until_quiet(ledger, harbour.rpc)
    before = await contents(harbour.settings())
    await abandon(ledger)
    harbour.node.kill()
    await lose_read_model(harbour.settings())
    harbour.restart_node()
    await rebuild(harbour.settings(), harbour.rpc, harbour.deployment)
    assert await contents(harbour.settings()) == before


async def test_actions_wait_for_a_node_that_is_away(harbour: Harbour) -> None:
    ledger = await harbour.open()
    await harbour.rpc.raw("evm_setAutomine", False)
    issued = harbour.port.issue_bill(new_id())
    record = await ledger.submit(issued.action, issued.signatures)
    with capture_logs() as told:
        harbour.node.stop()
        await until_told(told, "relayer.waits")
    waiting = await ledger.action(record.action_id)
    assert waiting is not None
    assert not waiting.settled
    status = await ledger.status()
    assert (status.head_block, status.lag, status.outbox_depth) == (None, None, 1)
    harbour.restart_node()
    assert (await ledger.wait(record.action_id, WAIT_SECONDS)).status is ActionStatus.FINAL
    await ledger.close()


@pytest.mark.parametrize("depth", [1, 4])
async def test_a_reorganisation_is_followed_and_its_actions_go_out_again(
    harbour: Harbour, depth: int
) -> None:
    ledger = await harbour.open()
    bill_id, order_id = new_id(), new_id()
    for step in harbour.port.to_gate(bill_id, order_id, 1):
        await submit(ledger, step)
    before = await contents(harbour.settings())
    await harbour.rpc.raw("anvil_reorg", depth, [])
    await _until_replaced(harbour, before)
    gate = await submit(ledger, harbour.port.gate_out(order_id, 0))
    assert gate.status is ActionStatus.FINAL
    await until_quiet(ledger, harbour.rpc)
    live = await contents(harbour.settings())
    await ledger.close()
    await rebuild(harbour.settings(), harbour.rpc, harbour.deployment)
    assert await contents(harbour.settings()) == live


async def test_a_chain_set_back_to_a_snapshot_gets_its_actions_again(harbour: Harbour) -> None:
    ledger = await harbour.open()
    first, second = new_id(), new_id()
    await submit(ledger, harbour.port.issue_bill(first))
    snapshot = await harbour.rpc.raw("evm_snapshot")
    record = await submit(ledger, harbour.port.issue_bill(second))
    await submit(ledger, harbour.port.endorse(first, 1, "shipper", "bank"))
    await until_quiet(ledger, harbour.rpc)
    head, before = await harbour.rpc.block("latest"), await contents(harbour.settings())
    assert await harbour.rpc.raw("evm_revert", snapshot)
    await until_quiet(ledger, harbour.rpc, head)
    assert await contents(harbour.settings()) == before
    await submit(ledger, harbour.port.endorse(second, 1, "shipper", "bank"))
    await until_quiet(ledger, harbour.rpc)
    await _require_once(ledger, first, [1, 2])
    await _require_once(ledger, second, [1, 2])
    found = await ledger.action(record.action_id)
    assert found is not None
    assert found.status is ActionStatus.FINAL
    await ledger.close()
