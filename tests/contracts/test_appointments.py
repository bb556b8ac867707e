"""The appointment's rules beyond its state table: who may have a window, and for what."""

from __future__ import annotations

import pytest

from tests.contracts import records
from tests.contracts.boxes import shared
from tests.contracts.handling import PICKUP, appointment, appointment_action, request
from tests.contracts.records import ZERO, Record, gate_out, hold
from tests.support.world import Intent, World


async def _delegate(world: World, order: Record) -> None:
    fields = {"orderId": order.record_id, "version": order.version}
    offer = fields | {"delegate": world.member("forwarder")}
    await world.act(Intent("DelegateCollection", "consignee", offer))
    await world.act(
        Intent("AcceptDelegation", "forwarder", fields | {"version": order.version + 1})
    )
    order.version += 2


async def test_an_appointment_says_who_comes_when_for_which_container(world: World) -> None:
    record = await appointment(world, "None")
    (event,) = await world.act(request(world, record, container=2))
    assert event.args["pickup"] == PICKUP
    assert await world.read("Appointments", "appointmentOf", record.record_id) == {
        "state": 1,
        "version": 1,
        "orderId": record.facts["order"].record_id,
        "container": 2,
        "collector": world.member("consignee"),
        "terminal": world.member("terminal"),
        "opensAt": record.facts["opensAt"],
        "closesAt": record.facts["closesAt"],
    }


@pytest.mark.parametrize(
    ("lie", "error"),
    [
        ({"appointmentId": ZERO}, "AppointmentEmptyId"),
        ({"opensAt": 2**40 - 1}, "AppointmentWindow"),
        ({"opensAt": 1, "closesAt": 2}, "AppointmentWindowPassed"),
        ({"closesAt": 2**40 - 1}, "AppointmentBeyondValidity"),
        ({"pickup": ZERO}, "AppointmentPickupMissing"),
        ({"orderId": "0x" + "77" * 32}, "AppointmentOrderNotActive"),
        ({"container": 3}, "AppointmentUnknownContainer"),
        ({"container": 255}, "AppointmentUnknownContainer"),
    ],
)
async def test_a_bad_request_is_refused_by_name(
    world: World, lie: dict[str, object], error: str
) -> None:
    record = await appointment(world, "None")
    assert await world.refusal(request(world, record, **lie)) == error


async def test_a_window_and_an_appointment_end_after_their_last_second(world: World) -> None:
    record = await appointment(world, "None")
    last = record.facts["closesAt"]
    ask = request(world, record)
    assert await world.refusal_at(ask, last) is None
    assert await world.refusal_at(ask, last + 1) == "AppointmentWindowPassed"
    order = await world.read("ReleaseOrder", "orderOf", record.facts["order"].record_id)
    to_the_end = ask.but(closesAt=order["validUntil"])
    assert await world.refusal(to_the_end) is None
    later = ask.but(closesAt=order["validUntil"] + 1)
    assert await world.refusal(later) == "AppointmentBeyondValidity"
    await world.act(ask)
    record.version = 1
    confirm = appointment_action("ConfirmAppointment", record)
    assert await world.refusal_at(confirm, last) is None
    assert await world.refusal_at(confirm, last + 1) == "AppointmentUnexpectedState"


@pytest.mark.parametrize("bits", [0, 0b001])
async def test_no_window_for_what_is_held(world: World, bits: int) -> None:
    record = await appointment(world, "Requested")
    order = record.facts["order"]
    await world.act(hold(order, bits=bits))
    confirm = appointment_action("ConfirmAppointment", record)
    assert await world.refusal(confirm) == "AppointmentHeld"
    another = Record("Appointments", world.new_id(), 0, record.facts)
    refused = request(world, another, container=0)
    assert await world.refusal(refused) == "AppointmentHeld"
    free = "AppointmentHeld" if bits == 0 else None
    assert await world.refusal(request(world, another, container=1)) == free


async def test_no_window_for_what_has_left(world: World) -> None:
    record = await appointment(world, "Requested")
    order = record.facts["order"]
    await world.act(gate_out(world, order))
    confirm = appointment_action("ConfirmAppointment", record)
    assert await world.refusal(confirm) == "AppointmentContainerOut"
    await world.act(appointment_action("RefuseAppointment", record))


async def test_one_window_a_container_until_it_ends_or_is_given_up(world: World) -> None:
    record = await appointment(world, "Confirmed")
    again = Record("Appointments", world.new_id(), 0, record.facts)
    assert await world.refusal(request(world, again)) == "AppointmentContainerTaken"
    order = await world.read("ReleaseOrder", "orderOf", record.facts["order"].record_id)
    later = request(world, again, closesAt=order["validUntil"])
    assert await world.refusal_at(later, record.facts["closesAt"]) == "AppointmentContainerTaken"
    assert await world.refusal_at(later, record.facts["closesAt"] + 1) is None
    await world.act(appointment_action("CancelAppointment", record))
    await world.act(request(world, again))


async def test_a_window_goes_with_the_right_to_collect(world: World) -> None:
    record = await appointment(world, "Requested")
    await _delegate(world, record.facts["order"])
    confirm = appointment_action("ConfirmAppointment", record)
    assert await world.refusal(confirm) == "AppointmentNotCollector"
    new = Record("Appointments", world.new_id(), 0, record.facts)
    ask = request(world, new)
    assert await world.refusal(ask) == "AppointmentNotCollector"
    await world.act(ask.signed_by("forwarder"))
    new.version = 1
    stale = appointment_action("ConfirmAppointment", new).but(version=2)
    assert await world.refusal(stale) == "AppointmentStaleVersion"
    await world.act(appointment_action("ConfirmAppointment", new))
    new.version = 2
    by_consignee = appointment_action("CancelAppointment", new)
    assert await world.refusal(by_consignee) == "AppointmentNotRequester"


async def test_a_window_comes_back_with_the_right_to_collect(world: World) -> None:
    """A collector that lends its right has one window all the same, whatever the other booked meanwhile."""
    record = await appointment(world, "Confirmed")
    order = record.facts["order"]
    await _delegate(world, order)
    lent = Record("Appointments", world.new_id(), 0, record.facts)
    await world.act(request(world, lent).signed_by("forwarder"))
    back = {"orderId": order.record_id, "version": order.version}
    forwarder = world.member("forwarder")
    await world.act(Intent("WithdrawDelegation", "consignee", back | {"delegate": forwarder}))
    again = Record("Appointments", world.new_id(), 0, record.facts)
    assert await world.refusal(request(world, again)) == "AppointmentContainerTaken"
    await world.act(appointment_action("CancelAppointment", record))
    await world.act(request(world, again))


async def test_no_window_on_an_order_that_is_not_active(world: World) -> None:
    for state in ("Revoked", "Completed"):
        order = await records.order(world, state)
        now = await world.now()
        facts = {"order": order, "opensAt": now, "closesAt": now + 60}
        record = Record("Appointments", world.new_id(), 0, facts)
        assert await world.refusal(request(world, record)) == "AppointmentOrderNotActive"


async def _shared(world: World, **second: int) -> tuple[Record, Record, Record]:
    """An appointment to come for a container that its order's bill shares with another, and both orders."""
    record = await appointment(world, "None")
    one, two = record.facts["order"], await records.order(world, "None")
    await shared(world, one, two)
    await world.act(records.issue_order(world, two, **second))
    two.version = 1
    return record, one, two


async def test_a_shared_container_is_awaited_by_all_its_bills(world: World) -> None:
    record = await appointment(world, "None")
    one, two = record.facts["order"], await records.order(world, "None")
    await shared(world, one, two)
    ask = request(world, record)
    assert await world.refusal(ask) == "AppointmentSharedBillNotReleased"
    assert await world.refusal(ask.but(container=1)) is None
    await world.act(records.issue_order(world, two))
    two.version = 1
    await world.act(hold(two, bits=0b001))
    assert await world.refusal(ask) == "AppointmentHeld"
    two.version = 2
    await world.act(hold(two, action="ClearHold", bits=0b001))
    await world.act(ask)
    record.version = 1
    two.version = 3
    await world.act(records.revoke(two))
    confirm = appointment_action("ConfirmAppointment", record)
    assert await world.refusal(confirm) == "AppointmentSharedBillNotReleased"


async def test_a_shared_container_has_one_terminal_and_one_collector(world: World) -> None:
    record, _, _ = await _shared(world, terminal=world.member("second_terminal"))
    assert await world.refusal(request(world, record)) == "AppointmentSharedElsewhere"
    record, one, _ = await _shared(world)
    await _delegate(world, one)
    ask = request(world, record).signed_by("forwarder")
    assert await world.refusal(ask) == "AppointmentNotCollector"


async def test_a_window_for_a_shared_container_ends_with_the_first_of_its_orders(
    world: World,
) -> None:
    record, _, _ = await _shared(world, validUntil=await world.now() + 1800)
    last = await world.now() + 1700
    assert await world.refusal(request(world, record, closesAt=last)) is None
    beyond = request(world, record, closesAt=last + 200)
    assert await world.refusal(beyond) == "AppointmentBeyondValidity"


async def test_one_window_for_a_shared_container_on_whichever_order(world: World) -> None:
    record, _, two = await _shared(world)
    await world.act(request(world, record))
    facts = record.facts | {"order": two}
    again = Record("Appointments", world.new_id(), 0, facts)
    assert await world.refusal(request(world, again)) == "AppointmentContainerTaken"
    assert await world.refusal(request(world, again, container=1)) is None
