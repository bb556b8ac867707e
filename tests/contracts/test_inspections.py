"""The inspection's rules beyond its state table: above all that no container leaves under it."""

from __future__ import annotations

import pytest

from tests.contracts import records
from tests.contracts.handling import (
    FAIL,
    PASS,
    SAMPLE_SENT,
    inspection,
    inspection_action,
    instruct,
)
from tests.contracts.records import ZERO, Record, gate_out, hold
from tests.support.world import World

CUSTOMS, QUARANTINE, CARRIER = range(3)


async def _out(world: World, record: Record, container: int) -> str | None:
    """What the gate says to a container of the inspection's order."""
    order = record.facts["order"]
    return await world.refusal(gate_out(world, order, container=container))


async def test_an_inspection_is_told_in_full(world: World) -> None:
    record = await inspection(world, "Scheduled")
    found = await world.read("Inspections", "inspectionOf", record.record_id)
    assert found.pop("scheduledAt") > await world.now()
    assert found == {
        "state": 4,
        "version": 4,
        "orderId": record.facts["order"].record_id,
        "containers": 0b011,
        "authority": CUSTOMS,
        "office": world.member("customs"),
        "principal": world.member("consignee"),
        "agent": world.member("forwarder"),
        "attendance": 1,
    }


@pytest.mark.parametrize(
    "state", ["Instructed", "Commissioned", "Accepted", "Scheduled", "Sampled", "Failed"]
)
async def test_no_container_leaves_under_an_open_or_failed_inspection(
    world: World, state: str
) -> None:
    record = await inspection(world, state)
    order = record.facts["order"]
    for container, error in ((0, "ReleaseOrderHeld"), (1, "ReleaseOrderHeld"), (2, None)):
        assert await _out(world, record, container) == error
    for bits in (0b01, 0b10, 0b11):
        clear = hold(order, action="ClearHold", bits=bits)
        assert await world.refusal(clear) == "ReleaseOrderUnderInspection"
    await world.act(await inspection_action(world, "CompleteInspection", record))
    assert await _out(world, record, 0) == "ReleaseOrderHeld", "a pass clears nothing by itself"
    await world.act(hold(order, action="ClearHold", bits=0b11))
    order.version += 1
    await world.act(gate_out(world, order))


async def test_holds_beside_the_inspection_are_cleared_as_ever(world: World) -> None:
    record = await inspection(world, "Instructed")
    order = record.facts["order"]
    for bits in (0, 0b100):
        for action in ("SetHold", "ClearHold"):
            await world.act(hold(order, action=action, bits=bits))
            order.version += 1
    for action in ("SetHold", "ClearHold"):
        carriers = hold(order, action=action, by="carrier", authority=CARRIER, bits=0b1)
        await world.act(carriers)
        order.version += 1
    assert await _out(world, record, 0) == "ReleaseOrderHeld"


async def test_a_new_order_does_not_shake_an_inspection_off(world: World) -> None:
    record = await inspection(world, "Failed")
    order = record.facts["order"]
    fields = {"orderId": order.record_id, "version": order.version}
    revoke = records.revoke(order).but(**fields)
    assert await world.refusal(revoke) == "ReleaseOrderHeldByOffice"


async def test_a_sample_and_a_failure_may_still_pass(world: World) -> None:
    record = await inspection(world, "Scheduled")
    for result, state in ((SAMPLE_SENT, "Sampled"), (FAIL, "Failed"), (PASS, "Passed")):
        act = await inspection_action(world, "CompleteInspection", record, result=result)
        assert await world.refusal(act.but(result=3)) == "InspectionResultUnknown"
        await world.act(act)
        record.version += 1
        assert await world.state("Inspections", record.record_id) == state


@pytest.mark.parametrize(
    ("lie", "error"),
    [
        ({"inspectionId": ZERO}, "InspectionEmptyId"),
        ({"authority": CARRIER}, "InspectionAuthority"),
        ({"authority": 255}, "InspectionAuthority"),
        ({"authority": QUARANTINE}, "InspectionNotHeld"),
        ({"containers": 0}, "InspectionContainersMissing"),
        ({"containers": 0b111}, "InspectionNotHeld"),
        ({"containers": 1 << 255}, "InspectionNotHeld"),
        ({"orderId": "0x" + "77" * 32}, "InspectionNotHeld"),
    ],
)
async def test_a_bad_instruction_is_refused_by_name(
    world: World, lie: dict[str, object], error: str
) -> None:
    record = await inspection(world, "None")
    assert await world.refusal(instruct(record, **lie)) == error


async def test_a_hold_of_the_whole_order_is_not_enough(world: World) -> None:
    order = await records.order(world, "Active")
    await world.act(hold(order))
    record = Record("Inspections", world.new_id(), 0, {"order": order, "containers": 0b1})
    assert await world.refusal(instruct(record)) == "InspectionNotHeld"


async def test_a_container_is_under_one_inspection_of_an_authority(world: World) -> None:
    record = await inspection(world, "Instructed")
    again = Record("Inspections", world.new_id(), 0, record.facts)
    assert await world.refusal(instruct(again, containers=0b10)) == "InspectionAlreadyOpen"
    order = record.facts["order"]
    await world.act(hold(order, authority=QUARANTINE, bits=0b10))
    quarantine = instruct(again, authority=QUARANTINE, containers=0b10)
    await world.act(quarantine)
    await world.act(await inspection_action(world, "CompleteInspection", record))
    order.version += 1
    await world.act(hold(order, action="ClearHold", bits=0b11))
    order.version += 1
    assert await _out(world, record, 1) == "ReleaseOrderHeld"
    clear = hold(order, action="ClearHold", authority=QUARANTINE, bits=0b10)
    assert await world.refusal(clear) == "ReleaseOrderUnderInspection"


async def test_who_may_commission_whom(world: World) -> None:
    record = await inspection(world, "Instructed")
    commission = await inspection_action(world, "CommissionInspection", record)
    for agent, error in (
        ("terminal", None),
        ("forwarder", None),
        ("haulier", "ConsortiumMemberLacksRole"),
    ):
        assert await world.refusal(commission.but(agent=world.member(agent))) == error
    assert await world.refusal(commission.but(agent=0)) == "ConsortiumUnknownMember"
    assert await world.refusal(commission.but(attendance=2)) == "InspectionAttendanceUnknown"
    assert await world.refusal(commission.signed_by("carrier")) == "InspectionNotPrincipal"
    assert await world.refusal(commission.but(version=2)) == "InspectionStaleVersion"


async def test_a_commission_that_was_not_accepted_is_given_to_another(world: World) -> None:
    record = await inspection(world, "Commissioned")
    terminal = world.member("terminal")
    again = await inspection_action(
        world, "CommissionInspection", record, agent=terminal, attendance=0
    )
    await world.act(again)
    record.version += 1
    found = await world.read("Inspections", "inspectionOf", record.record_id)
    assert (found["agent"], found["attendance"]) == (terminal, 0)
    accept = await inspection_action(world, "AcceptCommission", record)
    assert await world.refusal(accept) == "InspectionNotAgent"
    await world.act(accept.signed_by("terminal"))


async def test_an_inspection_is_scheduled_for_a_time_that_is_not_past(world: World) -> None:
    record = await inspection(world, "Accepted")
    schedule = await inspection_action(world, "ScheduleInspection", record)
    time = schedule.fields["scheduledAt"]
    assert await world.refusal_at(schedule, time) is None
    assert await world.refusal_at(schedule, time + 1) == "InspectionTimePassed"
    await world.act(schedule.but(scheduledAt=2**40 - 1))
    found = await world.read("Inspections", "inspectionOf", record.record_id)
    assert found["scheduledAt"] == 2**40 - 1


async def test_a_direct_flow_falls_back_to_the_yard_with_the_first_inspection(
    world: World,
) -> None:
    record = await records.order(world, "None")
    await world.act(records.issue_order(world, record, flow=1))
    record.version = 1
    await world.act(hold(record, bits=0b1))
    assert (await world.read("ReleaseOrder", "orderOf", record.record_id))["flow"] == 1
    inspected = Record("Inspections", world.new_id(), 0, {"order": record, "containers": 0b1})
    await world.act(instruct(inspected))
    assert (await world.read("ReleaseOrder", "orderOf", record.record_id))["flow"] == 0
    inspected.version = 1
    await world.act(await inspection_action(world, "CompleteInspection", inspected))
    assert (await world.read("ReleaseOrder", "orderOf", record.record_id))["flow"] == 0
