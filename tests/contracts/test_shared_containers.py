"""The rules of containers that several bills share (拼箱): what is declared, and when it leaves."""

from __future__ import annotations

import pytest

from tests.contracts import records
from tests.contracts.boxes import share, shared, unshare
from tests.contracts.records import ZERO, Record, correct_gate_out, gate_out, hold, issue_order
from tests.support.world import Intent, World

CUSTOMS, QUARANTINE, CARRIER, TERMINAL, COURT = range(5)
AUTHORITIES = {
    CUSTOMS: "customs",
    QUARANTINE: "customs",
    CARRIER: "carrier",
    TERMINAL: "terminal",
    COURT: "court",
}


async def _orders(world: World, count: int = 2, *, containers: int = 3) -> list[Record]:
    return [await records.order(world, "Active", containers=containers) for _ in range(count)]


async def _pending(world: World) -> Record:
    """An order that is not issued yet, on an accomplished bill."""
    return await records.order(world, "None")


async def _out(world: World, order: Record) -> int:
    return int((await world.read("ReleaseOrder", "orderOf", order.record_id))["gatedOut"])


async def _slots(world: World, record: Record) -> list[dict[str, object]]:
    found = await world.read("ReleaseOrder", "boxOf", record.record_id)
    return list(found["slots"])


async def _other_id(world: World, record: Record) -> Record:
    return Record("SharedContainer", world.new_id(), 0, record.facts)


async def test_a_shared_container_says_whose_it_is_and_what_it_waits_for(world: World) -> None:
    first, second = (await _orders(world, 1))[0], await _pending(world)
    box = await shared(world, first, second, container=2)
    found = await world.read("ReleaseOrder", "boxOf", box.record_id)
    assert (found["state"], found["version"], found["carrier"]) == (1, 1, world.member("carrier"))
    assert await _slots(world, box) == [
        {"billId": first.facts["billId"], "container": 2, "orderId": first.record_id},
        {"billId": second.facts["billId"], "container": 2, "orderId": ZERO},
    ]
    for order in (first, second):
        bill_id = order.facts["billId"]
        assert await world.read("ReleaseOrder", "boxOn", bill_id, 2) == box.record_id
        assert await world.read("ReleaseOrder", "boxOn", bill_id, 1) == ZERO
        assert await world.read("ReleaseOrder", "sharedOf", bill_id) == 0b100
    assert (await world.read("ReleaseOrder", "orderOf", first.record_id))["shared"] == 0b100
    assert await world.read("ReleaseOrder", "slotsWith", first.record_id, 1) == []
    assert len(await world.read("ReleaseOrder", "slotsWith", first.record_id, 2)) == 2
    await world.act(issue_order(world, second))
    assert (await world.read("ReleaseOrder", "orderOf", second.record_id))["shared"] == 0b100


async def test_it_leaves_on_all_orders_at_once_with_an_event_each(world: World) -> None:
    orders = await _orders(world, 3)
    await shared(world, *orders, container=1)
    await world.act(hold(orders[2], bits=0b001))
    orders[2].version += 1
    pickup = "0x" + "55" * 32
    reason = {"remark": "0x" + "44" * 32, "representedParty": world.member("principal")}
    events = await world.act(
        gate_out(world, orders[1], container=1, by="terminal", pickup=pickup, **reason)
    )
    gone = [event for event in events if event.name == "ContainerGatedOut"]
    assert [event.args["orderId"] for event in gone] == [order.record_id for order in orders]
    assert {event.args["pickup"] for event in gone} == {pickup}
    remarked = [event.args["recordId"] for event in events if event.name == "Remarked"]
    assert remarked == [order.record_id for order in orders]
    for order in orders:
        assert await _out(world, order) == 0b010
        again = gate_out(world, order, container=1)
        assert await world.refusal(again) == "ReleaseOrderContainerAlreadyOut"


async def test_no_container_leaves_twice_in_one_batch(world: World) -> None:
    first, second = await _orders(world)
    await shared(world, first, second)
    both = [await world.signed(gate_out(world, order)) for order in (first, second)]
    outcome = await world.batch(both, gas_limit=1_000_000)
    assert outcome == [None, "ReleaseOrderContainerAlreadyOut"]


async def test_what_is_not_shared_leaves_alone(world: World) -> None:
    first, second = await _orders(world)
    await shared(world, first, second)
    await world.act(gate_out(world, first, container=1))
    assert (await _out(world, first), await _out(world, second)) == (0b010, 0)


async def test_a_bill_without_an_order_keeps_it_in(world: World) -> None:
    first, second = (await _orders(world, 1))[0], await _pending(world)
    await shared(world, first, second)
    leave = gate_out(world, first)
    assert await world.refusal(leave) == "ReleaseOrderSharedBillNotReleased"
    await world.act(issue_order(world, second))
    await world.act(leave)
    assert await _out(world, second) == 1


async def test_a_revoked_order_keeps_it_in_until_another_replaces_it(world: World) -> None:
    first, second = await _orders(world)
    await shared(world, first, second)
    await world.act(records.revoke(second))
    leave = gate_out(world, first)
    assert await world.refusal(leave) == "ReleaseOrderSharedBillNotReleased"
    later = Record("ReleaseOrder", world.new_id(), 0, second.facts)
    await world.act(issue_order(world, later))
    await world.act(leave)
    assert await _out(world, later) == 1


async def test_an_expired_order_keeps_it_in_from_its_last_second_on(world: World) -> None:
    first, second = (await _orders(world, 1))[0], await _pending(world)
    await shared(world, first, second)
    last = await world.now() + 60
    await world.act(issue_order(world, second, validUntil=last))
    leave = gate_out(world, first)
    assert await world.refusal_at(leave, last) is None
    assert await world.refusal_at(leave, last + 1) == "ReleaseOrderUnexpectedState"


@pytest.mark.parametrize("authority", AUTHORITIES)
@pytest.mark.parametrize("bits", [0, 0b001])
async def test_a_hold_of_any_order_keeps_it_in(world: World, authority: int, bits: int) -> None:
    first, second = await _orders(world)
    await shared(world, first, second)
    by = AUTHORITIES[authority]
    await world.act(hold(second, by=by, authority=authority, bits=bits))
    second.version += 1
    assert await world.refusal(gate_out(world, first)) == "ReleaseOrderHeld"
    await world.act(hold(second, action="ClearHold", by=by, authority=authority, bits=bits))
    await world.act(gate_out(world, first))


async def test_a_hold_of_another_container_keeps_nothing_in(world: World) -> None:
    first, second = await _orders(world)
    await shared(world, first, second)
    await world.act(hold(second, bits=0b110))
    await world.act(gate_out(world, first))


async def test_an_open_inspection_of_any_order_keeps_it_in(world: World) -> None:
    first, second = await _orders(world)
    await shared(world, first, second)
    await world.act(hold(second, bits=0b001))
    inspection = {"inspectionId": world.new_id(), "orderId": second.record_id, "authority": 0}
    await world.act(Intent("InstructInspection", "customs", inspection | {"containers": 1}))
    assert await world.refusal(gate_out(world, first)) == "ReleaseOrderHeld"


async def test_another_terminal_cannot_let_it_out(world: World) -> None:
    first, second = (await _orders(world, 1))[0], await _pending(world)
    await shared(world, first, second)
    await world.act(issue_order(world, second, terminal=world.member("second_terminal")))
    second.version = 1
    assert await world.refusal(gate_out(world, first)) == "ReleaseOrderNotTerminal"
    by_other = gate_out(world, second, by="second_terminal")
    assert await world.refusal(by_other) == "ReleaseOrderNotTerminal"


async def test_one_collector_has_the_right_to_all_of_it(world: World) -> None:
    first, second = await _orders(world)
    await shared(world, first, second)
    fields = {"orderId": second.record_id, "version": second.version}
    offer = fields | {"delegate": world.member("forwarder")}
    await world.act(Intent("DelegateCollection", "consignee", offer))
    accept = fields | {"version": second.version + 1}
    await world.act(Intent("AcceptDelegation", "forwarder", accept))
    forwarder = world.member("forwarder")
    assert await world.refusal(gate_out(world, first)) == "ReleaseOrderNotCollector"
    assert (
        await world.refusal(gate_out(world, first, collector=forwarder))
        == "ReleaseOrderNotCollector"
    )
    fields = {"orderId": first.record_id, "version": first.version}
    await world.act(Intent("DelegateCollection", "consignee", fields | {"delegate": forwarder}))
    await world.act(Intent("AcceptDelegation", "forwarder", fields | {"version": 3}))
    first.version = 4
    await world.act(gate_out(world, first, collector=forwarder))


@pytest.mark.parametrize(("bills", "error"), [(1, True), (2, False), (16, False), (17, True)])
async def test_a_container_has_two_to_sixteen_bills(world: World, bills: int, error: bool) -> None:
    slots = [((await records.bill(world, "Issued")).record_id, 255) for _ in range(bills)]
    record = Record("SharedContainer", world.new_id(), 0, {"slots": slots})
    refused = await world.refusal(share(record))
    assert refused == ("SharedContainerBillCount" if error else None)
    if not error:
        await world.act(share(record))
        assert len(await _slots(world, record)) == bills


async def test_sixteen_orders_let_it_out_together(world: World) -> None:
    orders = await _orders(world, 16, containers=1)
    box = await shared(world, *orders)
    await world.act(gate_out(world, orders[15]))
    assert [await _out(world, order) for order in orders] == [1] * 16
    assert await world.state("SharedContainer", box.record_id) == "Out"
    await world.act(correct_gate_out(world, orders[0]))
    assert [await _out(world, order) for order in orders] == [0] * 16
    orders[1].version += 1
    assert await world.refusal(gate_out(world, orders[1])) is None


async def test_a_bad_declaration_is_refused_by_name(world: World) -> None:
    first, second = await _orders(world)
    one, two = first.facts["billId"], second.facts["billId"]
    record = Record("SharedContainer", world.new_id(), 0, {"slots": [(one, 0), (two, 0)]})
    declare = share(record)
    for lie, error in (
        ({"boxId": ZERO}, "SharedContainerEmptyId"),
        ({"billIds": [], "containers": []}, "SharedContainerBillCount"),
        ({"containers": [0]}, "SharedContainerNumbersMismatch"),
        ({"containers": [0, 0, 0]}, "SharedContainerNumbersMismatch"),
        ({"billIds": [one, one]}, "SharedContainerBillTwice"),
        ({"billIds": [one, one], "containers": [0, 1]}, "SharedContainerBillTwice"),
        ({"billIds": [one, "0x" + "77" * 32]}, "SharedContainerBillEnded"),
        ({"containers": [0, 3]}, "SharedContainerUnknownNumber"),
        ({"containers": [255, 0]}, "SharedContainerUnknownNumber"),
    ):
        assert await world.refusal(declare.but(**lie)) == error, lie
    assert await world.refusal(declare.but(containers=[0, 2])) is None
    assert await world.refusal(declare.signed_by("terminal")) == "SharedContainerNotCarrier"
    await world.act(declare)
    assert await world.refusal(declare) == "SharedContainerAlreadyDeclared"


async def test_a_carrier_shares_its_own_bills_alone(world: World) -> None:
    mine = await records.bill(world, "Issued")
    theirs = Record("BillOfLading", world.new_id(), 0)
    await world.act(records.issue_bill(world, theirs, by="second_carrier"))
    slots = [(mine.record_id, 0), (theirs.record_id, 0)]
    record = Record("SharedContainer", world.new_id(), 0, {"slots": slots})
    for by in ("carrier", "second_carrier"):
        assert await world.refusal(share(record).signed_by(by)) == "SharedContainerNotCarrier"


@pytest.mark.parametrize(
    ("state", "error"),
    [
        ("Issued", None),
        ("Pledged", None),
        ("Frozen", None),
        ("AmendmentRequested", None),
        ("PendingSurrenderForDelivery", None),
        ("SurrenderedForDelivery", None),
        ("PendingSurrenderForAmendment", None),
        ("SurrenderedForAmendment", None),
        ("OnPaper", None),
        ("Replaced", "SharedContainerBillEnded"),
        ("Voided", "SharedContainerBillEnded"),
        ("None", "SharedContainerBillEnded"),
    ],
)
async def test_a_bill_shares_a_container_until_it_ends(
    world: World, state: str, error: str | None
) -> None:
    one, two = await records.bill(world, "Issued"), await records.bill(world, state)
    slots = [(one.record_id, 0), (two.record_id, 0)]
    record = Record("SharedContainer", world.new_id(), 0, {"slots": slots})
    assert await world.refusal(share(record)) == error


async def test_a_slot_is_part_of_one_container(world: World) -> None:
    first, second = await _orders(world)
    box = await shared(world, first, second)
    again = await _other_id(world, box)
    assert await world.refusal(share(again)) == "SharedContainerSlotTaken"
    assert await world.refusal(share(again).but(containers=[1, 0])) == "SharedContainerSlotTaken"
    await world.act(share(again).but(containers=[1, 1]))
    for order in (first, second):
        assert (await world.read("ReleaseOrder", "orderOf", order.record_id))["shared"] == 0b011


async def test_what_has_left_cannot_be_shared(world: World) -> None:
    first, second = await _orders(world)
    await world.act(gate_out(world, second))
    slots = [(first.facts["billId"], 0), (second.facts["billId"], 0)]
    record = Record("SharedContainer", world.new_id(), 0, {"slots": slots})
    assert await world.refusal(share(record)) == "SharedContainerSlotOut"
    await world.act(records.revoke(second))
    assert await world.refusal(share(record)) == "SharedContainerSlotOut"
    later = Record("ReleaseOrder", world.new_id(), 0, second.facts)
    await world.act(issue_order(world, later))
    assert await world.refusal(share(record)) == "SharedContainerSlotOut"
    assert await world.refusal(share(record).but(containers=[0, 1])) is None


async def test_who_signed_for_the_gate_before_the_sharing_did_not_see_it(world: World) -> None:
    first, second = await _orders(world)
    before = gate_out(world, first)
    box = await shared(world, first, second)
    assert await world.refusal(before) == "ReleaseOrderStaleVersion"
    between = gate_out(world, first)
    await world.act(unshare(box))
    assert await world.refusal(between) == "ReleaseOrderStaleVersion"
    first.version += 1
    await world.act(gate_out(world, first))
    assert await _out(world, second) == 0


@pytest.mark.parametrize(("containers", "error"), [(1, True), (2, True), (3, False), (256, False)])
async def test_an_order_has_the_containers_that_its_bill_shares(
    world: World, containers: int, error: bool
) -> None:
    first, second = (await _orders(world, 1))[0], await _pending(world)
    await shared(world, first, second, container=2)
    issue = issue_order(world, second, containers=containers)
    assert await world.refusal(issue) == ("ReleaseOrderSharedContainerMissing" if error else None)


async def test_the_256th_container_is_shared_like_the_first(world: World) -> None:
    orders = await _orders(world, containers=256)
    await shared(world, *orders, container=255)
    await world.act(gate_out(world, orders[0], container=255))
    assert [await _out(world, order) for order in orders] == [1 << 255] * 2


async def test_a_bill_on_paper_keeps_it_in(world: World) -> None:
    first, paper = (await _orders(world, 1))[0], await records.bill(world, "OnPaper")
    slots = [(first.facts["billId"], 0), (paper.record_id, 0)]
    await world.act(share(Record("SharedContainer", world.new_id(), 0, {"slots": slots})))
    first.version += 1
    leave = gate_out(world, first)
    assert await world.refusal(leave) == "ReleaseOrderSharedBillNotReleased"


@pytest.mark.parametrize("authority", AUTHORITIES)
@pytest.mark.parametrize("bits", [0, 0b100])
async def test_no_office_loses_its_hold_by_the_end_of_a_sharing(
    world: World, authority: int, bits: int
) -> None:
    first, second = await _orders(world)
    box = await shared(world, first, second)
    by = AUTHORITIES[authority]
    await world.act(hold(second, by=by, authority=authority, bits=bits))
    office = authority in {CUSTOMS, QUARANTINE, COURT}
    expected = "SharedContainerHeldByOffice" if office else None
    assert await world.refusal(unshare(box)) == expected


async def test_a_frozen_bill_stays_with_the_others(world: World) -> None:
    first, frozen = (await _orders(world, 1))[0], await records.bill(world, "Frozen")
    slots = [(first.facts["billId"], 0), (frozen.record_id, 0)]
    box = Record("SharedContainer", world.new_id(), 0, {"slots": slots})
    await world.act(share(box))
    box.version = 1
    assert await world.refusal(unshare(box)) == "SharedContainerBillFrozen"
    await world.act(records.of_bill("UnfreezeBill", "court", frozen))
    await world.act(unshare(box))


async def test_after_the_sharing_each_leaves_alone_and_may_be_shared_anew(world: World) -> None:
    first, second = await _orders(world)
    box = await shared(world, first, second)
    other = await _other_id(world, box)
    await world.act(share(other).but(containers=[1, 1]))
    stale = unshare(box, version=2)
    assert await world.refusal(stale) == "SharedContainerStaleVersion"
    events = await world.act(unshare(box))
    assert [event.name for event in events] == ["ContainerUnshared"] * 2 + [
        "SharedContainerDissolved"
    ]
    for order in (first, second):
        order.version = 4
        found = await world.read("ReleaseOrder", "orderOf", order.record_id)
        assert (found["shared"], found["version"]) == (0b010, 4)
        assert await world.read("ReleaseOrder", "boxOn", order.facts["billId"], 0) == ZERO
    assert await world.refusal(share(box)) == "SharedContainerAlreadyDeclared"
    await world.act(gate_out(world, first))
    assert (await _out(world, first), await _out(world, second)) == (1, 0)
    await world.act(gate_out(world, first, container=1))
    assert (await _out(world, first), await _out(world, second)) == (0b011, 0b010)
    third = (await _orders(world, 1))[0]
    slots = [(second.facts["billId"], 0), (third.facts["billId"], 0)]
    anew = Record("SharedContainer", world.new_id(), 0, {"slots": slots})
    await world.act(share(anew))
    second.version = 5
    await world.act(gate_out(world, second))
    assert await _out(world, third) == 1


async def test_a_correction_brings_it_back_on_all_orders(world: World) -> None:
    first, second = await _orders(world, containers=1)
    box = await shared(world, first, second)
    await world.act(gate_out(world, first))
    assert await world.state("ReleaseOrder", second.record_id) == "Completed"
    assert await world.state("SharedContainer", box.record_id) == "Out"
    events = await world.act(correct_gate_out(world, second))
    corrected = [event for event in events if event.name == "GateOutCorrected"]
    assert [event.args["orderId"] for event in corrected] == [first.record_id, second.record_id]
    for order in (first, second):
        order.version += 1
        found = await world.read("ReleaseOrder", "orderOf", order.record_id)
        assert (found["gatedOut"], found["version"]) == (0, order.version)
    assert await world.state("SharedContainer", box.record_id) == "Shared"
    stale = gate_out(world, first).but(version=first.version - 1)
    assert await world.refusal(stale) == "ReleaseOrderStaleVersion"
    await world.act(gate_out(world, first))


async def test_what_left_stays_out_under_the_orders_that_follow(world: World) -> None:
    first, second = await _orders(world)
    box = await shared(world, first, second)
    await world.act(gate_out(world, first))
    await world.act(records.revoke(second))
    assert await world.state("SharedContainer", box.record_id) == "Out"
    correct = correct_gate_out(world, first)
    assert await world.refusal(correct) == "ReleaseOrderSharedBillNotReleased"
    later = Record("ReleaseOrder", world.new_id(), 0, second.facts)
    elsewhere = {"terminal": world.member("second_terminal")}
    events = await world.act(issue_order(world, later, **elsewhere))
    assert [event.name for event in events] == ["ReleaseOrderIssued", "ContainersCarriedOver"]
    later.version = 1
    again = gate_out(world, later, by="second_terminal")
    assert await world.refusal(again) == "ReleaseOrderContainerAlreadyOut"
    await world.act(correct)
    assert (await _out(world, first), await _out(world, later)) == (0, 0)


@pytest.mark.parametrize("reason", [records.AMENDMENT, records.SPLIT, records.COMBINE])
async def test_nothing_takes_the_place_of_a_bill_that_shares(world: World, reason: int) -> None:
    """What takes its place is no part of the container, and would let it out without the others."""
    first = (await _orders(world, 1))[0]
    ending = await records.bill(world, "SurrenderedForAmendment", reason=reason)
    slots = [(first.facts["billId"], 0), (ending.record_id, 0)]
    box = Record("SharedContainer", world.new_id(), 0, {"slots": slots})
    await world.act(share(box))
    box.version = 1
    children = [world.new_id(), world.new_id()]
    if reason == records.COMBINE:
        other = await records.bill(world, "SurrenderedForAmendment", reason=reason)
        replace = records.combine(world, other, ending)
    elif reason == records.SPLIT:
        replace = records.of_bill("SplitBill", "carrier", ending, children=children)
    else:
        replace = records.of_bill("Reissue", "carrier", ending, newBillId=children[0])
    assert await world.refusal(replace) == "BillSharesContainers"
    # The three actions in one batch leave no moment in which the container could leave alone.
    signed = [await world.signed(intent) for intent in (unshare(box), replace)]
    successor = replace.fields["billId"] if reason == records.COMBINE else children[0]
    slots = [(first.facts["billId"], 0), (successor, 0)]
    anew = Record("SharedContainer", world.new_id(), 0, {"slots": slots})
    signed.append(await world.signed(share(anew)))
    assert await world.batch(signed, gas_limit=1_500_000) == [None] * 3
    first.version += 2 + 1
    leave = gate_out(world, first)
    assert await world.refusal(leave) == "ReleaseOrderSharedBillNotReleased"


async def test_a_bill_that_shares_is_not_voided(world: World) -> None:
    first = (await _orders(world, 1))[0]
    young = await records.bill(world, "Issued", with_bank=False)
    slots = [(first.facts["billId"], 0), (young.record_id, 0)]
    box = Record("SharedContainer", world.new_id(), 0, {"slots": slots})
    await world.act(share(box))
    box.version = 1
    assert await world.refusal(records.void(world, young)) == "BillSharesContainers"
    await world.act(unshare(box))
    await world.act(records.void(world, young))


async def test_a_sea_waybill_with_a_live_order_is_not_voided(world: World) -> None:
    waybill = await records.bill(world, "Issued", kind=3, with_bank=False)
    order = Record("ReleaseOrder", world.new_id(), 0, {"billId": waybill.record_id})
    await world.act(issue_order(world, order))
    order.version = 1
    assert await world.refusal(records.void(world, waybill)) == "BillHasReleaseOrder"
    await world.act(records.revoke(order))
    await world.act(records.void(world, waybill))
    again = Record("ReleaseOrder", world.new_id(), 0, {"billId": waybill.record_id})
    assert await world.refusal(issue_order(world, again)) == "ReleaseOrderBillNotReleasable"


async def test_orders_and_shared_containers_have_one_space_of_ids(world: World) -> None:
    """They are records of one contract: who may read one must not become party to another of its id."""
    first, second = (await _orders(world, 1))[0], await _pending(world)
    box = await shared(world, first, second)
    taken = issue_order(world, second).but(orderId=box.record_id)
    assert await world.refusal(taken) == "ReleaseOrderAlreadyIssued"
    slots = [(first.facts["billId"], 1), (second.facts["billId"], 1)]
    other = Record("SharedContainer", first.record_id, 0, {"slots": slots})
    assert await world.refusal(share(other)) == "SharedContainerAlreadyDeclared"


async def test_the_containers_own_events_tell_that_it_left_and_came_back(world: World) -> None:
    first, second = await _orders(world)
    box = await shared(world, first, second)
    events = await world.act(gate_out(world, first))
    left = next(event for event in events if event.name == "SharedContainerLeft")
    assert (left.args["boxId"], left.args["version"]) == (box.record_id, 1)
    assert left.args["collector"] == world.member("consignee")
    events = await world.act(correct_gate_out(world, first))
    back = next(event for event in events if event.name == "SharedContainerReturned")
    assert (back.args["boxId"], back.args["version"]) == (box.record_id, 1)
    assert back.args["carrier"] == world.member("carrier")
