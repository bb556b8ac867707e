"""What the operator's handbook promises of a backup that is old, and of a gas payer's key that is changed."""

from pathlib import Path

import pytest
import pytest_asyncio
from sqlalchemy import delete, insert

from chain.errors import ContractRefusal
from chain.ledger import ActionStatus, Ledger
from chain.rebuild import rebuild
from chain.rpc import JsonRpc
from chain.store.engine import open_engine
from chain.store.journal import metadata
from chain.store.place import Store
from chain.visibility import RecordKind
from tests.integration.chain.port import WAIT_SECONDS, Port, new_id, settings_for, submit
from tests.integration.chain.test_projection import contents
from tests.integration.chain.waiting import hold, until_quiet
from tests.support.storage import lose_read_model, rows_of


@pytest_asyncio.fixture
async def fresh(port: Port, tmp_path: Path) -> Port:
    """The chain as it is, with stores of the test's own."""
    url = str(port.settings.rpc_url)
    return Port(port.deployment, settings_for(tmp_path, url, port.deployment.chain_id))


async def _restore(port: Port, backup: dict[str, list[dict[str, object]]]) -> None:
    engine = open_engine(port.settings.place(Store.JOURNAL), durable=True)
    async with engine.begin() as connection:
        for name, table in metadata.tables.items():
            await connection.execute(delete(table))
            if backup[name]:
                await connection.execute(insert(table), backup[name])
    await engine.dispose()


async def test_an_old_backup_goes_on_where_the_chain_is(fresh: Port, rpc: JsonRpc) -> None:
    ledger = await Ledger.open(fresh.settings, fresh.deployment)
    first, second = new_id(), new_id()
    await submit(ledger, fresh.issue_bill(first))
    await until_quiet(ledger, rpc)
    await ledger.close()
    backup = await rows_of(fresh.settings, Store.JOURNAL)

    ledger = await Ledger.open(fresh.settings, fresh.deployment)
    moved = fresh.endorse(first, 1, "shipper", "bank")
    await submit(ledger, moved)
    await submit(ledger, fresh.issue_bill(second))
    await until_quiet(ledger, rpc)
    live = await contents(fresh.settings)
    await ledger.close()

    await _restore(fresh, backup)
    await lose_read_model(fresh.settings)
    await rebuild(fresh.settings, rpc, fresh.deployment)
    assert await contents(fresh.settings) == live
    ledger = await Ledger.open(fresh.settings, fresh.deployment)
    with pytest.raises(ContractRefusal, match="BillStaleVersion"):
        await ledger.submit(moved.action, moved.signatures)
    onward = await submit(ledger, fresh.endorse(second, 1, "shipper", "bank"))
    assert onward.status is ActionStatus.FINAL
    await ledger.close()


async def test_a_new_gas_payer_sends_what_the_old_one_had_accepted(
    fresh: Port, rpc: JsonRpc
) -> None:
    ledger = await Ledger.open(fresh.settings, fresh.deployment)
    bill_id = new_id()
    await submit(ledger, fresh.issue_bill(bill_id))
    hold(ledger)
    moved = fresh.endorse(bill_id, 1, "shipper", "bank")
    record = await ledger.submit(moved.action, moved.signatures)
    await ledger.close()
    old = fresh.settings.relayer_key_path.read_bytes()
    fresh.settings.relayer_key_path.unlink()

    ledger = await Ledger.open(fresh.settings, fresh.deployment)
    assert (await ledger.wait(record.action_id, WAIT_SECONDS)).status is ActionStatus.FINAL
    assert fresh.settings.relayer_key_path.read_bytes() != old
    history = await ledger.read.history(RecordKind.BILL, bill_id)
    assert [entry.version for entry in history] == [1, 2]
    await ledger.close()
