"""The release order's rules beyond its state table: holds, delegation, gate-out."""

from __future__ import annotations

import pytest

from tests.contracts import records
from tests.contracts.records import ZERO, Record, correct_gate_out, gate_out, hold, issue_order
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


async def test_a_declined_right_stays_and_may_be_offered_again(world: World) -> None:
    record = await records.order(world, "Active")
    fields = {"orderId": record.record_id, "delegate": world.member("forwarder")}
    offer = Intent("DelegateCollection", "consignee", fields | {"version": 1})
    await world.act(offer)
    decline = Intent("DeclineDelegation", "forwarder", {"orderId": record.record_id, "version": 2})
    await world.act(decline)
    order = await world.read("ReleaseOrder", "orderOf", record.record_id)
    assert (order["invited"], order["collector"]) == (0, world.member("consignee"))
    assert await world.refusal(decline.but(version=3)) == "ReleaseOrderNotInvited"
    await world.act(offer.but(version=3))


@pytest.mark.parametrize(
    ("by", "delegate", "collector", "error"),
    [
        ("consignee", "forwarder", "consignee", None),
        ("consignee", "haulier", "forwarder", None),
        ("forwarder", "haulier", "forwarder", None),
        ("forwarder", "forwarder", None, "ReleaseOrderNotDelegator"),
        ("haulier", "forwarder", None, "ReleaseOrderNotDelegator"),
        ("haulier", "haulier", None, "ReleaseOrderNotDelegator"),
        ("consignee", "consignee", None, "ReleaseOrderNotDelegate"),
        ("consignee", "stranger", None, "ReleaseOrderNotDelegate"),
    ],
)
async def test_the_right_is_taken_back_by_those_before_the_delegate(
    world: World, by: str, delegate: str, collector: str | None, error: str | None
) -> None:
    record = await records.order(world, "Active")
    await _delegate(world, record, "consignee", "forwarder")
    await _delegate(world, record, "forwarder", "haulier")
    out = gate_out(world, record, collector=world.member("haulier"))
    await world.act(out)
    fields = {"orderId": record.record_id, "version": record.version}
    intent = Intent("WithdrawDelegation", by, fields | {"delegate": world.member(delegate)})
    if collector is None:
        assert await world.refusal(intent) == error
        return
    await world.act(intent)
    order = await world.read("ReleaseOrder", "orderOf", record.record_id)
    assert order["collector"] == world.member(collector)
    assert (order["gatedOut"], order["version"]) == (0b1, record.version + 1)
    later = out.but(container=1)
    assert await world.refusal(later) == "ReleaseOrderStaleVersion"
    anew = later.but(version=record.version + 1)
    assert await world.refusal(anew) == "ReleaseOrderNotCollector"


async def test_an_invitation_is_taken_back_by_who_made_it_or_stands_before(world: World) -> None:
    record = await records.order(world, "Active")
    await _delegate(world, record, "consignee", "forwarder")
    fields = {"orderId": record.record_id, "delegate": world.member("haulier")}
    for by in ("forwarder", "consignee"):
        offer = Intent("DelegateCollection", "forwarder", fields | {"version": record.version})
        await world.act(offer)
        back = Intent("WithdrawDelegation", by, fields | {"version": record.version + 1})
        nobody = back.but(delegate=0)
        assert await world.refusal(nobody) == "ReleaseOrderNotDelegate"
        await world.act(back)
        record.version += 2
        order = await world.read("ReleaseOrder", "orderOf", record.record_id)
        assert (order["invited"], order["collector"]) == (0, world.member("forwarder"))


async def test_an_extension_is_later_than_the_validity_and_than_now(world: World) -> None:
    record = await records.order(world, "Active")
    order = await world.read("ReleaseOrder", "orderOf", record.record_id)
    fields = {"orderId": record.record_id, "version": 1, "validUntil": order["validUntil"]}
    extend = Intent("ExtendReleaseOrder", "carrier", fields)
    assert await world.refusal(extend) == "ReleaseOrderNotExtended"
    later = extend.but(validUntil=order["validUntil"] + 10)
    assert await world.refusal_at(later, order["validUntil"] + 10) is None
    assert await world.refusal_at(later, order["validUntil"] + 11) == "ReleaseOrderValidityPassed"
    await world.act(later.but(validUntil=2**40 - 1))
    order = await world.read("ReleaseOrder", "orderOf", record.record_id)
    assert (order["validUntil"], order["version"]) == (2**40 - 1, 2)
    assert await world.refusal(later.but(version=2)) == "ReleaseOrderNotExtended"


async def test_a_corrected_gate_out_puts_the_container_back_for_one_more(world: World) -> None:
    record = await records.order(world, "Completed")
    gone = await world.signed(gate_out(world, record, container=1))
    await world.act(correct_gate_out(world, record, container=1))
    order = await world.read("ReleaseOrder", "orderOf", record.record_id)
    assert (order["gatedOut"], order["version"]) == (0b101, 2)
    assert await world.refusal_of(gone) == "ReleaseOrderStaleVersion", "no replay of the first"
    record.version = 2
    again = correct_gate_out(world, record, container=1)
    assert await world.refusal(again) == "ReleaseOrderContainerNotOut"
    assert await world.refusal(again.but(container=255)) == "ReleaseOrderContainerNotOut"
    await world.act(gate_out(world, record, container=1))
    assert await world.state("ReleaseOrder", record.record_id) == "Completed"


async def test_a_correction_takes_terminal_and_carrier_and_a_reason(world: World) -> None:
    record = await records.order(world, "Active")
    await world.act(gate_out(world, record))
    correct = correct_gate_out(world, record)
    terminal, carrier, other = map(world.signer, ("terminal", "carrier", "second_carrier"))
    for signers, error in (
        ([terminal], "SignatureLength"),
        ([terminal, terminal], "ConsortiumWalletOfAnotherMember"),
        ([carrier, terminal], "ConsortiumWalletOfAnotherMember"),
        ([terminal, other], "ConsortiumWalletOfAnotherMember"),
    ):
        assert await world.refusal(correct, signers=signers) == error
    elsewhere = correct.but(carrier=world.member("second_carrier"))
    assert await world.refusal(elsewhere) == "ReleaseOrderNotCarrier"
    assert await world.refusal(correct.but(remark=ZERO)) == "ReleaseOrderReasonMissing"
    assert await world.refusal(correct) is None


@pytest.mark.parametrize("flow", [0, 1, 2])
async def test_an_order_s_flow_is_on_record_and_opens_no_gate(world: World, flow: int) -> None:
    record = await records.order(world, "None")
    issue = issue_order(world, record, flow=flow)
    assert await world.refusal(issue.but(flow=3)) == "ReleaseOrderFlowUnknown"
    assert await world.refusal(issue.but(flow=255)) == "ReleaseOrderFlowUnknown"
    await world.act(issue)
    record.version = 1
    assert (await world.read("ReleaseOrder", "orderOf", record.record_id))["flow"] == flow
    await world.act(hold(record))
    record.version = 2
    assert await world.refusal(gate_out(world, record)) == "ReleaseOrderHeld"


@pytest.mark.parametrize(
    ("authority", "by", "bits", "error"),
    [
        (CUSTOMS, "customs", 0, "ReleaseOrderHeldByOffice"),
        (QUARANTINE, "customs", 0b1, "ReleaseOrderHeldByOffice"),
        (COURT, "court", 0, "ReleaseOrderHeldByOffice"),
        (CARRIER, "carrier", 0, None),
        (TERMINAL, "terminal", 0b1, None),
    ],
)
async def test_a_new_order_shakes_off_no_office_s_hold(
    world: World, authority: int, by: str, bits: int, error: str | None
) -> None:
    record = await records.order(world, "Active")
    await world.act(hold(record, by=by, authority=authority, bits=bits))
    fields = {"orderId": record.record_id, "version": 2, "billId": record.facts["billId"]}
    assert await world.refusal(Intent("RevokeReleaseOrder", "carrier", fields)) == error


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


async def test_what_left_under_a_revoked_order_is_out_in_every_later_one(world: World) -> None:
    first = await records.order(world, "Active")
    await world.act(gate_out(world, first, container=0))
    await world.act(records.revoke(first))
    assert await world.read("ReleaseOrder", "liveOrderOf", first.facts["billId"]) == ZERO
    first.version = 2
    again = gate_out(world, first, container=1)
    assert await world.refusal(again) == "ReleaseOrderUnexpectedState"

    out = 0b001
    for container in (2, 1):
        later = Record("ReleaseOrder", world.new_id(), 0, first.facts)
        issue = issue_order(world, later)
        for count in (2, 4, 256):
            assert await world.refusal(issue.but(containers=count)) == "ReleaseOrderOtherContainers"
        events = await world.act(issue)
        assert [event.name for event in events] == ["ReleaseOrderIssued", "ContainersCarriedOver"]
        later.version = 1
        order = await world.read("ReleaseOrder", "orderOf", later.record_id)
        assert order["gatedOut"] == out
        for gone in range(3):
            refusal = await world.refusal(gate_out(world, later, container=gone))
            assert refusal == ("ReleaseOrderContainerAlreadyOut" if out >> gone & 1 else None)
        await world.act(gate_out(world, later, container=container))
        out |= 1 << container
        if container == 2:
            await world.act(records.revoke(later))
    assert await world.state("ReleaseOrder", later.record_id) == "Completed"
    later.version = 1
    assert await world.refusal(records.revoke(later)) == "ReleaseOrderUnexpectedState"
    third = Record("ReleaseOrder", world.new_id(), 0, first.facts)
    assert await world.refusal(issue_order(world, third)) == "ReleaseOrderBillHasOrder"


async def test_an_order_that_nothing_left_under_is_replaced_by_any_other(world: World) -> None:
    first = await records.order(world, "Revoked")
    later = Record("ReleaseOrder", world.new_id(), 0, first.facts)
    (event,) = await world.act(issue_order(world, later, containers=7))
    assert event.name == "ReleaseOrderIssued"


async def test_a_gate_out_carried_over_is_corrected_in_the_new_order(world: World) -> None:
    first = await records.order(world, "Active")
    await world.act(gate_out(world, first, container=0))
    await world.act(records.revoke(first))
    first.version = 2
    in_the_old = correct_gate_out(world, first)
    assert await world.refusal(in_the_old) == "ReleaseOrderUnexpectedState"
    later = Record("ReleaseOrder", world.new_id(), 0, first.facts)
    await world.act(issue_order(world, later))
    later.version = 1
    await world.act(correct_gate_out(world, later))
    later.version = 2
    await world.act(gate_out(world, later, container=0))


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
