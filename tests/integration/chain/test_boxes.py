"""Shared containers on the ledger: their rows equal the chain, and the right members read them."""

import time
from typing import Any

from chain.filters import BoxFilter
from chain.ledger import ActionStatus, Ledger
from chain.rebuild import rebuild
from chain.rpc import JsonRpc
from chain.sharing import Lack
from chain.sharing_reads import BoxView
from chain.states import BoxState
from chain.visibility import RecordKind
from tests.integration.chain.port import Port, new_id, submit
from tests.integration.chain.test_handling import final, on_chain
from tests.integration.chain.test_projection import contents

ZERO = "0x" + "00" * 32


async def released(ledger: Ledger, port: Port) -> tuple[str, str]:
    """A bill and its order for three containers, that the forwarder collects; it stands at version 5."""
    bill_id, order_id = new_id(), new_id()
    for signed in port.to_gate(bill_id, order_id, 3):
        await final(ledger, signed)
    return bill_id, order_id


async def waybill(ledger: Ledger, port: Port) -> str:
    """A sea waybill to the forwarder, without a release order."""
    bill_id = new_id()
    await final(ledger, port.issue_bill(bill_id, kind=3, titleHolder=port.no("forwarder")))
    return bill_id


async def release(ledger: Ledger, port: Port, bill_id: str) -> str:
    """The order on a sea waybill."""
    order_id = new_id()
    fields = {
        "orderId": order_id,
        "billId": bill_id,
        "terminal": port.no("terminal"),
        "releaseTo": port.no("forwarder"),
        "containers": 3,
        "validUntil": int(time.time()) + 86_400,
    }
    await final(ledger, port.sign("IssueReleaseOrder", "carrier", **fields))
    return order_id


async def shared(ledger: Ledger, port: Port, *bills: str, container: int = 1) -> str:
    """These bills' containers of one number as one shared container."""
    box_id = new_id()
    fields = {"boxId": box_id, "billIds": list(bills), "containers": [container] * len(bills)}
    await final(ledger, port.sign("ShareContainer", "carrier", **fields))
    return box_id


async def same_box(ledger: Ledger, port: Port, rpc: JsonRpc, box_id: str) -> BoxView:
    view = await ledger.read.box(box_id)
    assert view is not None
    assert await on_chain(rpc, port, "ReleaseOrder", "boxOf", box_id) == {
        "state": view.box.state,
        "version": view.box.version,
        "carrier": view.box.carrier,
        "slots": [
            {
                "billId": part.slot.bill_id,
                "container": part.slot.container_index,
                "orderId": part.order_id or ZERO,
            }
            for part in view.slots
        ],
    }
    return view


async def same_shared(ledger: Ledger, port: Port, rpc: JsonRpc, order_id: str) -> int:
    view = await ledger.read.order(order_id)
    assert view is not None
    found: dict[str, Any] = await on_chain(rpc, port, "ReleaseOrder", "orderOf", order_id)
    assert found["shared"] == sum(1 << index for index in view.shared)
    assert found["version"] == view.order.version
    return int(found["shared"])


async def test_a_shared_container_reads_as_the_chain_has_it(
    ledger: Ledger, port: Port, rpc: JsonRpc
) -> None:
    bill_id, order_id = await released(ledger, port)
    other = await waybill(ledger, port)
    box_id = await shared(ledger, port, bill_id, other)
    view = await same_box(ledger, port, rpc, box_id)
    assert (view.box.state, view.waits_for) == (BoxState.SHARED, (Lack.NO_ORDER,))
    assert [part.lacks for part in view.slots] == [None, Lack.NO_ORDER]
    assert await same_shared(ledger, port, rpc, order_id) == 0b010

    other_order = await release(ledger, port, other)
    assert (await same_box(ledger, port, rpc, box_id)).waits_for == ()
    assert await same_shared(ledger, port, rpc, other_order) == 0b010
    await final(ledger, port.gate_out(order_id, 1, version=6))
    view = await same_box(ledger, port, rpc, box_id)
    assert (view.box.state, view.waits_for) == (BoxState.OUT, ())
    for each in (order_id, other_order):
        order = await ledger.read.order(each)
        assert order is not None
        assert [row.container_index for row in order.containers if row.is_out] == [1]

    fields = {"orderId": other_order, "version": 1, "container": 1, "remark": new_id()}
    correct = port.sign(
        "CorrectGateOut", "terminal", beside="carrier", carrier=port.no("carrier"), **fields
    )
    await final(ledger, correct)
    assert (await same_box(ledger, port, rpc, box_id)).box.state == BoxState.SHARED
    await final(ledger, port.sign("UnshareContainer", "carrier", boxId=box_id, version=1))
    view = await same_box(ledger, port, rpc, box_id)
    assert (view.box.state, view.box.version) == (BoxState.DISSOLVED, 2)
    for each in (order_id, other_order):
        assert await same_shared(ledger, port, rpc, each) == 0
    history = await ledger.read.history(RecordKind.BOX, box_id)
    assert [entry.name for entry in history] == [
        "SharedContainerDeclared",
        "SharedContainerLeft",
        "SharedContainerReturned",
        "SharedContainerDissolved",
    ]
    assert await ledger.read.version_of(RecordKind.BOX, box_id) == 2


async def test_an_order_that_replaces_a_revoked_one_shares_in_its_place(
    ledger: Ledger, port: Port, rpc: JsonRpc
) -> None:
    first, second = await waybill(ledger, port), await waybill(ledger, port)
    box_id = await shared(ledger, port, first, second)
    order_id = await release(ledger, port, first)
    revoke = {"orderId": order_id, "version": 1, "billId": first}
    await final(ledger, port.sign("RevokeReleaseOrder", "carrier", **revoke))
    assert await same_shared(ledger, port, rpc, order_id) == 0
    assert [part.order_id for part in (await same_box(ledger, port, rpc, box_id)).slots] == [
        None,
        None,
    ]
    later = await release(ledger, port, first)
    assert await same_shared(ledger, port, rpc, later) == 0b010
    await same_box(ledger, port, rpc, box_id)


async def test_a_container_of_sixteen_bills_leaves_through_the_relayer(
    ledger: Ledger, port: Port, rpc: JsonRpc
) -> None:
    """It takes more gas than a gate-out is given at first."""
    bills = [await waybill(ledger, port) for _ in range(16)]
    box_id = await shared(ledger, port, *bills)
    orders = [await release(ledger, port, bill_id) for bill_id in bills]
    leave = await submit(ledger, port.gate_out(orders[7], 1, version=1))
    assert leave.status is ActionStatus.FINAL, leave.error
    assert (await same_box(ledger, port, rpc, box_id)).box.state == BoxState.OUT


async def test_the_parties_of_its_orders_and_the_authorities_read_it(
    ledger: Ledger, port: Port
) -> None:
    bill_id, _ = await released(ledger, port)
    other = await waybill(ledger, port)
    box_id = await shared(ledger, port, bill_id, other)
    readers = set()
    for persona in port.members:
        number = port.no(persona)
        view = await ledger.read.box(box_id, number)
        listed = {each.box.box_id for each in await ledger.read.boxes(number, limit=500)}
        may = await ledger.read.may_read(RecordKind.BOX, box_id, number)
        assert may == (view is not None) == (box_id in listed)
        if may:
            readers.add(persona)
    authorities = {"customs", "second_customs", "court", "second_court", "governor"}
    assert readers == {"carrier", "terminal", "consignee", "forwarder"} | authorities
    of_bill = await ledger.read.boxes(None, BoxFilter(bill_id=other))
    assert [view.box.box_id for view in of_bill] == [box_id]
    out = BoxFilter(state=int(BoxState.OUT), bill_id=other)
    assert await ledger.read.boxes(None, out) == []


async def test_rebuilt_equals_live_row_by_row(ledger: Ledger, port: Port, rpc: JsonRpc) -> None:
    """Runs last: the tests above left rows of both kinds."""
    await submit(ledger, port.issue_bill(new_id()))
    await ledger.close()
    live = await contents(port.settings)
    assert all(live[name] for name in ("shared_containers", "shared_slots"))
    await rebuild(port.settings, rpc, port.deployment)
    assert await contents(port.settings) == live
