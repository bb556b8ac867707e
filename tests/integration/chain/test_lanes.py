"""Several lanes on one chain: all is executed once and in order, and one that cannot send holds up no other."""

import asyncio
import itertools
import math
import stat
from collections import Counter
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from structlog.testing import capture_logs

from chain.deploy import load_or_create_key
from chain.ledger import ActionRecord, ActionStatus, Ledger
from chain.relayer import send
from chain.relayer.fees import GWEI, Offer, read
from chain.rpc import JsonRpc
from chain.settings import ChainSettings
from chain.store.place import Store
from chain.visibility import RecordKind
from tests.integration.chain.port import WAIT_SECONDS, Port, new_id, settings_for
from tests.integration.chain.waiting import abandon, until_told
from tests.support.storage import rows_of

LANES = 3


@pytest_asyncio.fixture
async def wide(port: Port, tmp_path: Path) -> Port:
    """The chain as it is, for a gateway of several lanes."""
    url, chain_id = str(port.settings.rpc_url), port.deployment.chain_id
    settings = settings_for(tmp_path, url, chain_id)
    narrow = {"lanes": LANES, "batch_size": 4, "batch_least": 2}
    return Port(port.deployment, settings.model_copy(update=narrow))


async def _live(ledger: Ledger, port: Port) -> tuple[str, list[str]]:
    """A bill's life, accepted all at once; returns its id and those of the actions."""
    bill_id = new_id()
    steps = port.to_gate(bill_id, new_id(), 1)
    records = [await ledger.submit(step.action, step.signatures) for step in steps]
    return bill_id, [record.action_id for record in records]


async def _require_all_final(ledger: Ledger, lives: list[tuple[str, list[str]]]) -> None:
    for bill_id, ids in lives:
        settled = [await ledger.wait(action_id, WAIT_SECONDS) for action_id in ids]
        assert {r.status for r in settled} == {ActionStatus.FINAL}, settled
        history = await ledger.read.history(RecordKind.BILL, bill_id)
        assert [entry.version for entry in history] == [1, 2, 3, 4, 5]


async def _senders(settings: ChainSettings) -> Counter[str]:
    rows = await rows_of(settings, Store.JOURNAL)
    return Counter(row["sender"] for row in rows["transactions"] if row["status"] == "mined")


async def test_lanes_work_side_by_side_and_keep_each_records_order(
    wide: Port, rpc: JsonRpc
) -> None:
    ledger = await Ledger.open(wide.settings, wide.deployment)
    await rpc.raw("evm_setAutomine", False)
    lives = await asyncio.gather(*(_live(ledger, wide) for _ in range(6)))
    await rpc.raw("evm_setAutomine", True)
    await rpc.raw("evm_mine")
    await _require_all_final(ledger, list(lives))
    await ledger.close()
    keys = wide.settings.lane_key_paths
    assert [path.name for path in keys] == ["relayer.key", "relayer-2.key", "relayer-3.key"]
    assert {stat.S_IMODE(path.stat().st_mode) for path in keys} == {0o600}
    assert (await _senders(wide.settings)).keys() <= {load_or_create_key(k).address for k in keys}


async def test_after_a_crash_each_lane_goes_on_where_it_was(wide: Port, rpc: JsonRpc) -> None:
    ledger = await Ledger.open(wide.settings, wide.deployment)
    await rpc.raw("evm_setAutomine", False)
    lives = await asyncio.gather(*(_live(ledger, wide) for _ in range(4)))
    await abandon(ledger)
    await rpc.raw("evm_setAutomine", True)
    again = await Ledger.open(wide.settings, wide.deployment)
    await rpc.raw("evm_mine")
    await _require_all_final(again, list(lives))
    await again.close()


@pytest_asyncio.fixture
async def costly(rpc: JsonRpc) -> AsyncIterator[None]:
    """Gas costs something, and a key that is new has nothing."""
    await rpc.raw("anvil_setNextBlockBaseFeePerGas", hex(10**9))
    await rpc.raw("evm_mine")
    yield
    await rpc.raw("anvil_setNextBlockBaseFeePerGas", "0x0")
    await rpc.raw("evm_mine")


async def test_a_lane_that_cannot_pay_leaves_its_actions_to_the_others(
    wide: Port, rpc: JsonRpc, costly: None
) -> None:
    payer = load_or_create_key(wide.settings.lane_key_paths[1]).address
    await rpc.raw("anvil_setBalance", payer, hex(10**20))
    with capture_logs() as told:
        ledger = await Ledger.open(wide.settings, wide.deployment)
        lives = await asyncio.gather(*(_live(ledger, wide) for _ in range(4)))
        await _require_all_final(ledger, list(lives))
        await until_told(told, "relayer.rejected")
    await ledger.close()
    assert (await _senders(wide.settings)).keys() == {payer}


async def test_one_lane_has_several_transactions_in_a_block(port: Port, tmp_path: Path) -> None:
    """Where blocks are rare, a full batch does not wait for the one before."""
    url, chain_id = str(port.settings.rpc_url), port.deployment.chain_id
    settings = settings_for(tmp_path, url, chain_id)
    narrow = settings.model_copy(update={"batch_size": 4, "batch_least": 4})
    ledger = await Ledger.open(narrow, port.deployment)
    async with JsonRpc(url) as rpc:
        await rpc.raw("evm_setAutomine", False)
        before = await rpc.block_number()
        issues = [port.issue_bill(new_id()) for _ in range(16)]
        records = [await ledger.submit(one.action, one.signatures) for one in issues]
        payer = load_or_create_key(narrow.relayer_key_path).address
        async with asyncio.timeout(WAIT_SECONDS):
            while await rpc.nonce(payer, "pending") < await _sent(ledger, records):  # noqa: ASYNC110 - both are asked, and tell nobody
                await asyncio.sleep(0.02)
        await rpc.raw("evm_mine")
        await rpc.raw("evm_setAutomine", True)
        settled = [await ledger.wait(record.action_id, WAIT_SECONDS) for record in records]
    assert {record.status for record in settled} == {ActionStatus.FINAL}
    assert {record.block_number for record in settled} == {before + 1}
    assert len({record.transaction_hash for record in settled}) >= 4
    await ledger.close()


async def _sent(ledger: Ledger, records: list[ActionRecord]) -> float:
    """In how many transactions these are; infinitely many while one is in none."""
    found = [await ledger.action(record.action_id) for record in records]
    hashes = {record.transaction_hash for record in found if record is not None}
    return math.inf if None in hashes else len(hashes)


async def _offers(settings: ChainSettings) -> list[tuple[str, Offer]]:
    """What was sent and what became of it, in the order of sending."""
    rows = (await rows_of(settings, Store.JOURNAL))["transactions"]
    in_order = sorted(rows, key=lambda row: row["sent_at"])
    return [(row["status"], read(row["raw"], settings.chain_id)[1]) for row in in_order]


async def test_a_transaction_that_is_not_mined_pays_more_until_it_is(
    wide: Port, rpc: JsonRpc, costly: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(send, "_RESEND_SECONDS", 0.1)
    monkeypatch.setattr(send, "_RAISE_SECONDS", 0.3)
    settings = wide.settings.model_copy(update={"lanes": 1, "max_fee_gwei": 4})
    payer = load_or_create_key(settings.relayer_key_path).address
    await rpc.raw("anvil_setBalance", payer, hex(10**20))
    ledger = await Ledger.open(settings, wide.deployment)
    await rpc.raw("evm_setAutomine", False)
    issued = wide.issue_bill(new_id())
    record = await ledger.submit(issued.action, issued.signatures)
    async with asyncio.timeout(WAIT_SECONDS):
        while len(await _offers(settings)) < 3:  # noqa: ASYNC110 - nothing to wait on
            await asyncio.sleep(0.05)
    await rpc.raw("evm_setAutomine", True)
    await rpc.raw("evm_mine")
    assert (await ledger.wait(record.action_id, WAIT_SECONDS)).status is ActionStatus.FINAL
    await ledger.close()
    sent = await _offers(settings)
    assert Counter(status for status, _ in sent)["mined"] == 1
    assert {status for status, _ in sent} == {"mined", "dropped"}
    most = [offer.most for _, offer in sent]
    assert all(later * 10 >= sooner * 11 for sooner, later in itertools.pairwise(most))
    assert most[0] > GWEI
    assert most[-1] <= 4 * GWEI


async def test_after_a_crash_the_dearer_of_two_is_seen_through_all_the_same(
    wide: Port, rpc: JsonRpc, costly: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(send, "_RESEND_SECONDS", 0.1)
    monkeypatch.setattr(send, "_RAISE_SECONDS", 0.3)
    settings = wide.settings.model_copy(update={"lanes": 1})
    payer = load_or_create_key(settings.relayer_key_path).address
    await rpc.raw("anvil_setBalance", payer, hex(10**20))
    ledger = await Ledger.open(settings, wide.deployment)
    await rpc.raw("evm_setAutomine", False)
    issued = wide.issue_bill(new_id())
    record = await ledger.submit(issued.action, issued.signatures)
    async with asyncio.timeout(WAIT_SECONDS):
        while len(await _offers(settings)) < 2:  # noqa: ASYNC110 - nothing to wait on
            await asyncio.sleep(0.05)
    await abandon(ledger)
    await rpc.raw("evm_setAutomine", True)
    await rpc.raw("evm_mine")
    again = await Ledger.open(settings, wide.deployment)
    assert (await again.wait(record.action_id, WAIT_SECONDS)).status is ActionStatus.FINAL
    await again.close()
    assert Counter(status for status, _ in await _offers(settings))["mined"] == 1
