"""Gateways, node and database killed at random instants under load: nothing accepted is lost, nothing is done twice.

Ten kills in the ordinary run, half of them with one gateway and half with two on one database and one node;
QUAY_FAULT_KILLS for more (`make faults-nightly`), QUAY_FAULT_SEED to repeat a choice.
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
from tests.faults.gateways import SecondGateway
from tests.faults.load import Load
from tests.faults.receiver import Receiver
from tests.support.rebuilt import assert_nothing_is_open, assert_rebuilt_equal, until_quiet
from tests.support.storage import PostgresqlServer, database_environment, settings_of

KILLS: Final = int(os.environ.get("QUAY_FAULT_KILLS", "10"))
SEED: Final = int(os.environ.get("QUAY_FAULT_SEED") or secrets.randbelow(1 << 32))
KILLS_EACH: Final = (KILLS + 1) // 2
TWO_AT_ONCE: Final = 0.25
LONGEST_DOWN: Final = 0.4
LONGEST_UP: Final = 1.0
SECONDS: Final = 120.0

pytestmark = [
    pytest.mark.parametrize("storage", ["postgresql"], indirect=True),
    pytest.mark.usefixtures("storage"),
    pytest.mark.timeout(300 + 30 * KILLS_EACH),
]


class Killer:
    """Kills what the seed says and starts it again."""

    def __init__(
        self, ledger: Supervisor, second: SecondGateway | None, postgresql: PostgresqlServer
    ) -> None:
        self.kills: Counter[str] = Counter()
        self._ledger, self._second, self._postgresql = ledger, second, postgresql
        self._parts = ["gateway", "node", "postgresql"]
        if second is not None:
            self._parts.append("second gateway")
        self._random = random.Random(SEED)  # noqa: S311 - for a campaign that can be repeated

    async def kill(self) -> None:
        """One or two parts, and all are up again when this returns."""
        await asyncio.sleep(self._random.uniform(0, LONGEST_UP))
        count = 2 if self._random.random() < TWO_AT_ONCE else 1
        killed = self._random.sample(self._parts, count)
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
        if "second gateway" in killed and self._second is not None:
            await self._second.start()

    async def _kill(self, part: str) -> None:
        if part == "gateway":
            await self._ledger.kill_gateway()
        elif part == "node":
            self._ledger.kill_node()
        elif part == "postgresql":
            self._postgresql.kill()
        elif self._second is not None:
            await self._second.kill()


@pytest.fixture
async def ledger(tmp_path: Path) -> AsyncIterator[Supervisor]:
    environment = database_environment(tmp_path / "first") | {
        "QUAY_API_WEBHOOK_PRIVATE_NETWORKS": '["127.0.0.0/8"]',
        "QUAY_API_SESSION_SECONDS": str(86_400),
    }
    plan = Plan(tmp_path / "first", port=0, node_port=free_port(), environment=environment)
    async with Supervisor(plan) as ledger:
        await ledger.start(genesis())
        yield ledger


@pytest.mark.parametrize("gateways", [1, 2])
async def test_whatever_is_killed_an_accepted_action_ends_exactly_once(
    ledger: Supervisor, postgresql: PostgresqlServer, tmp_path: Path, gateways: int
) -> None:
    deployment = Deployment.load(ledger.plan.deployment_path)
    assert deployment is not None
    second = None
    if gateways > 1:
        second = SecondGateway(ledger, tmp_path / "second")
        await second.start()
    urls = [ledger.url] if second is None else [ledger.url, second.url]
    killer = Killer(ledger, second, postgresql)
    async with Receiver() as receiver:
        async with QuayClient(ledger.url, signer=WALLETS["carrier"]) as client:
            token = (await client.sign_in()).token
        load = Load(deployment, urls, token)
        await load.post("/v1/webhooks", {"url": receiver.url})
        load.start()
        with Progress() as progress:
            bar = progress.add_task(f"killing, {len(urls)} up, seed {SEED}", total=KILLS_EACH)
            while killer.kills.total() < KILLS_EACH:
                await _until_more_is_accepted(load)
                await killer.kill()
                progress.update(bar, completed=killer.kills.total())
            await _until_more_is_accepted(load)
            await load.stop()
            for url in urls:
                await until_quiet(url)
            progress.console.print(f"killed {dict(killer.kills)}; {load.told}")

        on_chain = await _events_on_chain(deployment, ledger.rpc_url)
        await _assert_ended_as_told(load, on_chain)
        async with asyncio.timeout(SECONDS):
            while not set(on_chain) <= set(receiver.events):  # noqa: ASYNC110 - the receiver is asked, and tells nobody
                await asyncio.sleep(0.05)
        _assert_one_message_each(receiver)
    if second is not None:
        await second.kill()
    settings = settings_of(tmp_path / "first")
    await assert_nothing_is_open(settings, at_least=len(load.told.accepted))
    await assert_rebuilt_equal(ledger, settings)


def _assert_one_message_each(receiver: Receiver) -> None:
    """Whichever gateway told of an event, and however often: it did so under one id, which no other event has."""
    ids = [message_id for found in receiver.events.values() for message_id in found]
    assert len(ids) == len(set(ids)) == len(receiver.events)


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
    async for (bill_id, name, _), outcome in load.outcomes():
        assert outcome["status"] in {"final", "failed"}, outcome
        if outcome["status"] == "final":
            issued = name == "IssueBill"
            event = ("BillIssued", bill_id, 1) if issued else ("PossessionTransferred", bill_id, 2)
            final[event] += 1
    assert final == on_chain
    assert set(on_chain.values()) == {1}
