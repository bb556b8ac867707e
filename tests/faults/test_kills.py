"""Gateway, node and database killed at random instants under load: nothing accepted is lost, nothing is done twice.

Ten kills in the ordinary run; QUAY_FAULT_KILLS for more (`make faults-nightly`), QUAY_FAULT_SEED to repeat a choice.
"""

from __future__ import annotations

import asyncio
import os
import random
import secrets
from collections import Counter
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Final

import pytest
from rich.progress import Progress

from api.client.aio import QuayClient
from chain import abi
from chain.deploy import Deployment
from chain.node import free_port
from chain.rpc import JsonRpc
from scripts.bench.cast import WALLETS, genesis
from scripts.quay.supervise import Plan, Supervisor
from tests.faults.load import Load
from tests.faults.receiver import Receiver
from tests.support.rebuilt import assert_nothing_is_open, assert_rebuilt_equal, until_quiet
from tests.support.storage import PostgresqlServer, database_environment, settings_of

KILLS: Final = int(os.environ.get("QUAY_FAULT_KILLS", "10"))
SEED: Final = int(os.environ.get("QUAY_FAULT_SEED") or secrets.randbelow(1 << 32))
PARTS: Final = ("gateway", "node", "postgresql")
TWO_AT_ONCE: Final = 0.25
LONGEST_DOWN: Final = 0.4
LONGEST_UP: Final = 1.0
SECONDS: Final = 120.0

pytestmark = [
    pytest.mark.parametrize("storage", ["postgresql"], indirect=True),
    pytest.mark.usefixtures("storage"),
    pytest.mark.timeout(300 + 30 * KILLS),
]


class Killer:
    """Kills what the seed says and starts it again."""

    def __init__(self, ledger: Supervisor, postgresql: PostgresqlServer) -> None:
        self.kills: Counter[str] = Counter()
        self._ledger, self._postgresql = ledger, postgresql
        self._random = random.Random(SEED)  # noqa: S311 - for a campaign that can be repeated

    async def kill(self) -> None:
        """One or two parts, and all are up again when this returns."""
        await asyncio.sleep(self._random.uniform(0, LONGEST_UP))
        count = 2 if self._random.random() < TWO_AT_ONCE else 1
        killed = self._random.sample(PARTS, count)
        for part in killed:
            await self._kill(part)
        self.kills.update(killed)
        await asyncio.sleep(self._random.uniform(0, LONGEST_DOWN))
        if "postgresql" in killed:
            self._postgresql.start()
        if "node" in killed:
            self._ledger.start_node()
        if "gateway" in killed:
            await self._ledger.start_gateway()

    async def _kill(self, part: str) -> None:
        if part == "gateway":
            await self._ledger.kill_gateway()
        elif part == "node":
            self._ledger.kill_node()
        else:
            self._postgresql.kill()


@pytest.fixture
async def ledger(tmp_path: Path) -> AsyncIterator[Supervisor]:
    environment = database_environment(tmp_path) | {
        "QUAY_API_WEBHOOK_PRIVATE_NETWORKS": '["127.0.0.0/8"]',
        "QUAY_API_SESSION_SECONDS": str(86_400),
    }
    plan = Plan(tmp_path, port=0, node_port=free_port(), environment=environment)
    async with Supervisor(plan) as ledger:
        await ledger.start(genesis())
        yield ledger


async def test_whatever_is_killed_an_accepted_action_ends_exactly_once(
    ledger: Supervisor, postgresql: PostgresqlServer, tmp_path: Path
) -> None:
    deployment = Deployment.load(ledger.plan.deployment_path)
    assert deployment is not None
    killer = Killer(ledger, postgresql)
    async with Receiver() as receiver:
        async with QuayClient(ledger.url, signer=WALLETS["carrier"]) as client:
            token = (await client.sign_in()).token
        load = Load(deployment, ledger.url, token)
        await load.post("/v1/webhooks", {"url": receiver.url})
        load.start()
        with Progress() as progress:
            bar = progress.add_task(f"killing, seed {SEED}", total=KILLS)
            while killer.kills.total() < KILLS:
                await _until_more_is_accepted(load)
                await killer.kill()
                progress.update(bar, completed=killer.kills.total())
            await _until_more_is_accepted(load)
            await load.stop()
            await until_quiet(ledger.url)
            progress.console.print(f"killed {dict(killer.kills)}; {load.told}")

        on_chain = await _events_on_chain(deployment, ledger.rpc_url)
        await _assert_ended_as_told(load, on_chain)
        async with asyncio.timeout(SECONDS):
            while not set(on_chain) <= receiver.events:  # noqa: ASYNC110 - the receiver is asked, and tells nobody
                await asyncio.sleep(0.05)
    settings = settings_of(tmp_path)
    await assert_nothing_is_open(settings, at_least=len(load.told.accepted))
    await assert_rebuilt_equal(ledger, settings)


async def _until_more_is_accepted(load: Load) -> None:
    before = len(load.told.accepted)
    async with asyncio.timeout(SECONDS):
        while len(load.told.accepted) < before + 5:
            load.require_running()
            await asyncio.sleep(0.02)


async def _events_on_chain(deployment: Deployment, rpc_url: str) -> Counter[tuple[str, str, int]]:
    """How often each event of a bill was emitted, by (event, bill, version), read from the node itself."""
    async with JsonRpc(rpc_url) as rpc:
        logs = await rpc.logs([deployment.addresses["BillOfLading"]], 0, await rpc.block_number())
    found: Counter[tuple[str, str, int]] = Counter()
    for log in logs:
        event = abi.decode_log("BillOfLading", log["topics"], log["data"])
        assert event is not None
        found[event.name, event.args["billId"], event.args["version"]] += 1
    return found


async def _assert_ended_as_told(load: Load, on_chain: Counter[tuple[str, str, int]]) -> None:
    """Each accepted action is final or failed; the final ones are on chain once, and nothing else is."""
    final: Counter[tuple[str, str, int]] = Counter()
    for (bill_id, name, _), action_id in load.told.accepted.items():
        outcome = await load.outcome(action_id)
        assert outcome["status"] in {"final", "failed"}, outcome
        if outcome["status"] == "final":
            issued = name == "IssueBill"
            event = ("BillIssued", bill_id, 1) if issued else ("PossessionTransferred", bill_id, 2)
            final[event] += 1
    assert final == on_chain
    assert set(on_chain.values()) == {1}
