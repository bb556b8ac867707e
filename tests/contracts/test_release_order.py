"""The release order's rules beyond its state table: holds, delegation, gate-out."""

from __future__ import annotations

import pytest

from tests.contracts import records
from tests.contracts.records import ZERO, Record, gate_out, hold, issue_order
from tests.support.world import Intent, World

CUSTOMS, QUARANTINE, CARRIER, TERMINAL, COURT = range(5)


async def _delegate(world: World, record: Record, by: str, to: str) -> None:
    fields = {"orderId": record.record_id, "version": record.version}
    await world.act(Intent("DelegateCollection", by, fields | {"delegate": world.member(to)}))
    await world.act(Intent("AcceptDelegation", to, fields | {"version": record.version + 1}))
    record.version += 2


@pytest.mark.parametrize(
    ("authority", "by"),
    [
        (CUSTOMS, "customs"),
        (QUARANTINE, "customs"),
        (CARRIER, "carrier"),
        (TERMINAL, "terminal"),
        (COURT, "court"),
    ],
)
async def test_each_authority_holds_and_clears_the_order(
    world: World, authority: int, by: str
) -> None:
    record = await records.order(world, "Active")
    await world.act(hold(record, by=by, authority=authority))
    record.version += 1
    assert await world.refusal(gate_out(world, record)) == "ReleaseOrderHeld"
    await world.act(hold(record, action="ClearHold", by=by, authority=authority))
    record.version += 1
    await world.act(gate_out(world, record))


async def test_a_held_container_stays_while_the_others_leave(world: World) -> None:
    record = await records.order(world, "Active")
    await world.act(hold(record, bits=0b010))
    record.version += 1
    await world.act(gate_out(world, record, container=0))
    assert await world.refusal(gate_out(world, record, container=1)) == "ReleaseOrderHeld"
    await world.act(gate_out(world, record, container=2))
    order = await world.read("ReleaseOrder", "orderOf", record.record_id)
    assert (order["gatedOut"], order["heldContainers"]) == (0b101, 0b010)
    assert order["version"] == record.version, "a gate-out does not advance the version"


async def test_a_hold_is_cleared_only_by_the_member_that_set_it(world: World) -> None:
    record = await records.order(world, "Active")
    await world.act(hold(record))
    record.version += 1
    clear = hold(record, action="ClearHold", by="second_customs")
    assert await world.refusal(clear) == "ReleaseOrderHoldOfAnother"
    assert (
        await world.refusal(hold(record, by="second_customs", bits=1))
        == "ReleaseOrderHoldOfAnother"
    )


async def test_only_the_office_holds(world: World) -> None:
    record = await records.order(world, "Active")
    assert await world.refusal(hold(record, by="bank")) == "ConsortiumMemberLacksRole"
    assert (
        await world.refusal(hold(record, by="second_carrier", authority=CARRIER))
        == "ReleaseOrderNotAuthority"
    )
    assert (
        await world.refusal(hold(record, by="second_terminal", authority=TERMINAL))
        == "ReleaseOrderNotAuthority"
    )
    assert await world.refusal(hold(record, authority=5)) == "ReleaseOrderAuthorityUnknown"


async def test_holds_name_containers_that_are_in_and_not_held(world: World) -> None:
    record = await records.order(world, "Active")
    assert await world.refusal(hold(record, bits=0b1000)) == "ReleaseOrderUnknownContainer"
    assert await world.refusal(hold(record, action="ClearHold", bits=1)) == "ReleaseOrderNotHeld"
    await world.act(gate_out(world, record, container=0))
    assert await world.refusal(hold(record, bits=1)) == "ReleaseOrderContainerAlreadyOut"
    await world.act(hold(record, bits=0b010))
    record.version += 1
    assert await world.refusal(hold(record, bits=0b010)) == "ReleaseOrderAlreadyHeld"


async def test_a_new_hold_makes_a_signed_gate_out_stale(world: World) -> None:
    record = await records.order(world, "Active")
    signed = await world.signed(gate_out(world, record))
    await world.act(hold(record))
    assert await world.refusal_of(signed) == "ReleaseOrderStaleVersion"


async def test_no_container_leaves_twice_or_through_another_gate(world: World) -> None:
    record = await records.order(world, "Active")
    assert (
        await world.refusal(gate_out(world, record, by="second_terminal"))
        == "ReleaseOrderNotTerminal"
    )
    assert (
        await world.refusal(gate_out(world, record, container=3)) == "ReleaseOrderUnknownContainer"
    )
    await world.act(gate_out(world, record))
    assert await world.refusal(gate_out(world, record)) == "ReleaseOrderContainerAlreadyOut"


async def test_the_right_to_collect_goes_from_consignee_to_forwarder_to_haulier(
    world: World,
) -> None:
    record = await records.order(world, "Active")
    await _delegate(world, record, "consignee", "forwarder")
    wrong = gate_out(world, record)
    assert await world.refusal(wrong) == "ReleaseOrderNotCollector"
    await _delegate(world, record, "forwarder", "haulier")
    await world.act(wrong.but(version=record.version, collector=world.member("haulier")))
    fields = {
        "orderId": record.record_id,
        "version": record.version,
        "delegate": world.member("second_carrier"),
    }
    again = Intent("DelegateCollection", "haulier", fields)
    assert await world.refusal(again) == "ReleaseOrderDelegationExhausted"


async def test_nobody_delegates_twice_or_back(world: World) -> None:
    record = await records.order(world, "Active")
    fields = {"orderId": record.record_id, "version": 1}
    offer = Intent(
        "DelegateCollection", "consignee", fields | {"delegate": world.member("forwarder")}
    )
    own = offer.but(delegate=world.member("consignee"))
    assert await world.refusal(own) == "ReleaseOrderDelegateUnchanged"
    assert await world.refusal(offer.but(delegate=0)) == "ReleaseOrderDelegateMissing"
    assert (
        await world.refusal(offer.but(delegate=world.member("bank"))) == "ConsortiumMemberLacksRole"
    )
    await world.act(offer)
    assert await world.refusal(offer.but(version=2)) == "ReleaseOrderDelegationPending"
    accept = Intent("AcceptDelegation", "haulier", fields | {"version": 2})
    assert await world.refusal(accept) == "ReleaseOrderNotInvited"


async def test_an_order_ends_one_second_after_its_validity(world: World) -> None:
    record = await records.order(world, "Active")
    order = await world.read("ReleaseOrder", "orderOf", record.record_id)
    last = gate_out(world, record)
    assert await world.refusal_at(last, order["validUntil"]) is None
    assert await world.refusal_at(last, order["validUntil"] + 1) == "ReleaseOrderUnexpectedState"


@pytest.mark.parametrize(
    ("lie", "error"),
    [
        ({"orderId": ZERO}, "ReleaseOrderEmptyId"),
        ({"containers": 0}, "ReleaseOrderContainerCount"),
        ({"containers": 257}, "ReleaseOrderContainerCount"),
        ({"validUntil": 1}, "ReleaseOrderValidityPassed"),
        ({"billId": ZERO}, "ReleaseOrderBillNotReleasable"),
        ({"releaseTo": 999}, "ReleaseOrderWrongReleaseTo"),
        ({"terminal": 0}, "ConsortiumUnknownMember"),
        ({"terminal": 999}, "ConsortiumUnknownMember"),
        ({"terminal": 3}, "ConsortiumMemberLacksRole"),
    ],
)
async def test_a_bad_order_is_refused_by_name(
    world: World, lie: dict[str, object], error: str
) -> None:
    record = await records.order(world, "None")
    assert await world.refusal(issue_order(world, record).but(**lie)) == error


async def test_256_containers_leave_one_by_one_bit(world: World) -> None:
    record = await records.order(world, "None")
    await world.act(issue_order(world, record).but(containers=256))
    record.version = 1
    await world.act(gate_out(world, record, container=255))
    order = await world.read("ReleaseOrder", "orderOf", record.record_id)
    assert order["containers"] == 256
    assert order["gatedOut"] == 1 << 255


async def test_a_bill_has_one_live_order_and_a_revoked_one_is_replaced(world: World) -> None:
    record = await records.order(world, "Active")
    second = Record("ReleaseOrder", world.new_id(), 0, record.facts)
    assert await world.refusal(issue_order(world, second)) == "ReleaseOrderBillHasOrder"
    fields = {"orderId": record.record_id, "version": 1, "billId": record.facts["billId"]}
    revoke = Intent("RevokeReleaseOrder", "carrier", fields)
    assert await world.refusal(revoke.but(billId=world.new_id())) == "ReleaseOrderOfAnotherBill"
    await world.act(revoke)
    await world.act(issue_order(world, second))


async def test_an_order_with_a_container_out_cannot_be_revoked(world: World) -> None:
    record = await records.order(world, "Active")
    await world.act(gate_out(world, record))
    fields = {"orderId": record.record_id, "version": 1, "billId": record.facts["billId"]}
    assert (
        await world.refusal(Intent("RevokeReleaseOrder", "carrier", fields))
        == "ReleaseOrderContainerAlreadyOut"
    )


async def test_a_sea_waybill_is_released_without_surrender_to_its_consignee(world: World) -> None:
    waybill = await records.bill(world, "Issued", kind=3, with_bank=False)
    record = Record("ReleaseOrder", world.new_id(), 0, {"billId": waybill.record_id})
    to_shipper = issue_order(world, record).but(releaseTo=world.member("shipper"))
    assert await world.refusal(to_shipper) == "ReleaseOrderWrongReleaseTo"
    await world.act(issue_order(world, record))


async def test_a_bill_in_circulation_is_not_released(world: World) -> None:
    bill = await records.bill(world, "Issued")
    record = Record("ReleaseOrder", world.new_id(), 0, {"billId": bill.record_id})
    assert await world.refusal(issue_order(world, record)) == "ReleaseOrderBillNotReleasable"
