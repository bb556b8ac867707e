"""The ledger against a real Anvil with the real contracts and real signatures."""

import asyncio

import pytest

from chain.errors import ContractRefusal
from chain.ledger import ActionStatus, Ledger
from chain.states import BillState, CertificateState, ReleaseOrderState
from chain.visibility import RecordKind
from tests.integration.chain.port import WAIT_SECONDS, Port, new_id, submit

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_a_bills_whole_life_from_issue_to_the_last_gate_out(
    ledger: Ledger, port: Port
) -> None:
    bill_id, order_id = new_id(), new_id()
    for step in [*port.to_gate(bill_id, order_id, 3), port.gate_out(order_id, 0)]:
        record = await submit(ledger, step)
        assert record.status is ActionStatus.FINAL, record.error
        assert record.gas_used is not None
        assert 20_000 < record.gas_used < 400_000
    await asyncio.gather(*(submit(ledger, port.gate_out(order_id, i)) for i in (1, 2)))
    bill = await ledger.read.bill(bill_id)
    view = await ledger.read.order(order_id)
    assert bill is not None
    assert bill.state == BillState.SURRENDERED_FOR_DELIVERY
    assert view is not None
    assert view.state is ReleaseOrderState.COMPLETED
    assert [c.collector for c in view.containers] == [port.no("forwarder")] * 3
    history = await ledger.read.history(RecordKind.BILL, bill_id)
    assert [entry.version for entry in history] == [1, 2, 3, 4, 5]
    assert history[1].wallet == port.members["shipper"].signer.address
