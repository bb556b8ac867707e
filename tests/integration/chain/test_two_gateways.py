"""Two gateways on one PostgreSQL and one chain: they share the work, and the one takes over what the other left."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from structlog.testing import capture_logs

from chain.deploy import load_or_create_key
from chain.errors import NodeUnavailableError
from chain.ledger import ActionStatus, Ledger
from chain.rebuild import rebuild
from chain.rpc import JsonRpc
from chain.store.place import Store
from chain.visibility import RecordKind
from tests.integration.chain.port import WAIT_SECONDS, Port, new_id, settings_for, submit
from tests.integration.chain.test_projection import contents
from tests.integration.chain.waiting import abandon, hold, until_quiet, until_told
from tests.support.storage import rows_of

pytestmark = pytest.mark.parametrize("storage", ["postgresql"], indirect=True)


@pytest.fixture
def two(port: Port, tmp_path: Path) -> list[Port]:
    """The chain as it is, and one database of the test's own for two data directories."""
    shared = settings_for(tmp_path, str(port.settings.rpc_url), port.deployment.chain_id)
    ports = []
    for name in ("first", "second"):
        settings = shared.model_copy(update={"data_dir": tmp_path / name, "lanes": 2})
        port.deployment.save(settings.deployment_path)
        ports.append(Port(port.deployment, settings))
    return ports


@pytest_asyncio.fixture
async def pair(two: list[Port]) -> AsyncIterator[list[Ledger]]:
    """Both open, the first of which leads."""
    ledgers = [await Ledger.open(one.settings, one.deployment) for one in two]
    yield ledgers
    for ledger in ledgers:
        await ledger.close()


async def test_one_leads_and_both_know_what_happened(
    pair: list[Ledger], two: list[Port], rpc: JsonRpc
) -> None:
    assert [ledger.leads for ledger in pair] == [True, False]
    bill_id = new_id()
    steps = two[0].to_gate(bill_id, new_id(), 1)
    for place, step in enumerate(steps):
        here, there = pair[place % 2], pair[(place + 1) % 2]
        record = await here.submit(step.action, step.signatures)
        seen = await there.wait(record.action_id, WAIT_SECONDS)
        assert seen.status is ActionStatus.FINAL, seen.error
        versions = [e.version for e in await there.read.history(RecordKind.BILL, bill_id)]
        assert versions[-1] == min(place + 1, 5)
    rows = await rows_of(two[0].settings, Store.JOURNAL)
    senders = {row["sender"] for row in rows["transactions"]}
    for one in two:
        assert senders & {load_or_create_key(key).address for key in one.settings.lane_key_paths}


async def test_what_stands_on_the_others_action_waits_for_it(
    pair: list[Ledger], two: list[Port], monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = pair
    hold(first)
    bill_id = new_id()
    issued, moved = two[0].issue_bill(bill_id), two[0].endorse(bill_id, 1, "shipper", "bank")
    await first.submit(issued.action, issued.signatures)
    monkeypatch.setattr("chain.ledger._ELSEWHERE_SECONDS", 0.3)
    with pytest.raises(NodeUnavailableError, match="another gateway"):
        await second.submit(moved.action, moved.signatures)
    shipper = two[0].members["shipper"].signer.address
    assert await second.actions([shipper]) == []


async def test_the_same_action_at_both_is_one_action(pair: list[Ledger], two: list[Port]) -> None:
    signed = two[0].issue_bill(new_id())
    records = await asyncio.gather(
        *(ledger.submit(signed.action, signed.signatures) for ledger in pair)
    )
    assert len({(record.action_id, record.sequence, record.owner) for record in records}) == 1
    settled = [await ledger.wait(records[0].action_id, WAIT_SECONDS) for ledger in pair]
    assert {record.status for record in settled} == {ActionStatus.FINAL}


async def test_the_survivor_leads_and_settles_what_the_other_had_accepted_and_sent(
    two: list[Port], rpc: JsonRpc
) -> None:
    first = await Ledger.open(two[0].settings, two[0].deployment)
    second = await Ledger.open(two[1].settings, two[1].deployment)
    await rpc.raw("evm_setAutomine", False)
    lives = [two[0].to_gate(new_id(), new_id(), 1) for _ in range(3)]
    records = [await first.submit(s.action, s.signatures) for steps in lives for s in steps]
    async with asyncio.timeout(WAIT_SECONDS):
        while not (await first._parts.outbox.in_flight()):  # noqa: ASYNC110 - nothing to wait on
            await asyncio.sleep(0.02)
    with capture_logs() as told:
        await abandon(first)
        await until_told(told, "relayer.takes_over")
    await rpc.raw("evm_setAutomine", True)
    await rpc.raw("evm_mine")
    settled = [await second.wait(record.action_id, WAIT_SECONDS) for record in records]
    assert {record.status for record in settled} == {ActionStatus.FINAL}
    assert second.leads
    assert (await submit(second, two[1].issue_bill(new_id()))).status is ActionStatus.FINAL

    back = await Ledger.open(two[0].settings, two[0].deployment)
    assert (await submit(back, two[0].issue_bill(new_id()))).status is ActionStatus.FINAL
    assert not back.leads
    await back.close()
    await second.close()


async def test_a_reorganisation_is_followed_by_both(
    pair: list[Ledger], two: list[Port], rpc: JsonRpc
) -> None:
    snapshot = await rpc.raw("evm_snapshot")
    bills = [new_id() for _ in pair]
    for ledger, one, bill_id in zip(pair, two, bills, strict=True):
        await submit(ledger, one.issue_bill(bill_id))
    await until_quiet(pair[0], rpc)
    before = await contents(two[0].settings)
    with capture_logs() as told:
        assert await rpc.raw("evm_revert", snapshot)
        await until_told(told, "indexer.reorganised")
    async with asyncio.timeout(WAIT_SECONDS):
        # In the same blocks again or in others: that depends on who is first, the journal or the other gateway.
        while (await contents(two[0].settings))["bills"] != before["bills"]:  # noqa: ASYNC110 - another task
            await asyncio.sleep(0.05)
    await until_quiet(pair[0], rpc)
    for bill_id in bills:
        history = await pair[1].read.history(RecordKind.BILL, bill_id)
        assert [entry.version for entry in history] == [1]


async def test_either_may_be_killed_under_load(two: list[Port], rpc: JsonRpc) -> None:
    processes = [
        await asyncio.create_subprocess_exec(
            sys.executable,
            *("-m", "tests.integration.chain.gateway"),
            str(one.settings.data_dir),
            str(one.settings.rpc_url),
            stdout=asyncio.subprocess.PIPE,
            env={
                **os.environ,
                "PYTHONPATH": str(Path(__file__).parents[3]),
                "QUAY_TEST_DATABASE": one.settings.database_url.get_secret_value(),  # type: ignore[union-attr]
            },
        )
        for one in two
    ]
    accepted: list[str] = []
    for process in (*processes, *reversed(processes)):
        assert process.stdout is not None
        accepted += [(await process.stdout.readline()).decode().strip() for _ in range(10)]
    processes[0].kill()
    assert processes[1].stdout is not None
    accepted += [(await processes[1].stdout.readline()).decode().strip() for _ in range(40)]
    processes[1].kill()
    for process in processes:
        assert process.stdout is not None
        accepted += (await process.stdout.read()).decode().split()
        await process.wait()

    ledger = await Ledger.open(two[1].settings, two[1].deployment)
    await until_quiet(ledger, rpc)
    # What they logged is in between.
    accepted = [word for word in accepted if len(word) == len(new_id()) and word.startswith("0x")]
    for bill_id in accepted:
        history = await ledger.read.history(RecordKind.BILL, bill_id)
        assert [entry.version for entry in history] in ([1], [1, 2])
    rows = (await rows_of(two[1].settings, Store.JOURNAL))["actions"]
    assert {row["status"] for row in rows} == {"final"}
    assert {row["record_id"] for row in rows} >= set(accepted)
    live = await contents(two[1].settings)
    await ledger.close()
    await rebuild(two[1].settings, rpc, two[1].deployment)
    assert await contents(two[1].settings) == live
