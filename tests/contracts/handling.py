"""Appointments and inspections brought to any state of the state tables, and the good action of every kind on them."""

from __future__ import annotations

from typing import Any, Final

from tests.contracts import records
from tests.contracts.records import Record
from tests.support.world import Intent, World

PICKUP: Final = "0x" + "55" * 32
PASS, SAMPLE_SENT, FAIL = range(3)
UNACCOMPANIED: Final = 1


async def appointment(world: World, state: str) -> Record:
    """An appointment of the consignee for the first container of an order of its own, in a state."""
    order = await records.order(world, "Active")
    now = await world.now()
    facts = {"order": order, "opensAt": now, "closesAt": now + (30 if state == "Ended" else 3600)}
    record = Record("Appointments", world.new_id(), 0, facts)
    if state == "None":
        return record
    await world.act(request(world, record))
    record.version = 1
    path = {
        "Requested": None,
        "Confirmed": "ConfirmAppointment",
        "Refused": "RefuseAppointment",
        "Cancelled": "CancelAppointment",
        "Ended": None,
    }[state]
    if path is not None:
        await world.act(appointment_action(path, record))
        record.version = 2
    if state == "Ended":
        await world.set_time(facts["closesAt"] + 1)
    return record


def request(world: World, record: Record, **changes: Any) -> Intent:
    """The consignee asks to come for the first container."""
    del world
    fields = {
        "appointmentId": record.record_id,
        "orderId": record.facts["order"].record_id,
        "container": 0,
        "opensAt": record.facts["opensAt"],
        "closesAt": record.facts["closesAt"],
        "pickup": PICKUP,
    }
    return Intent("RequestAppointment", "consignee", fields | changes)


def appointment_action(name: str, record: Record) -> Intent:
    """Confirm and refuse by the terminal, cancel by the consignee."""
    by = "consignee" if name == "CancelAppointment" else "terminal"
    return Intent(name, by, {"appointmentId": record.record_id, "version": record.version})


async def inspection(world: World, state: str, *, containers: int = 0b011) -> Record:
    """An inspection of containers that customs holds, in a state."""
    order = await records.order(world, "Active")
    await world.act(records.hold(order, bits=containers))
    order.version += 1
    record = Record("Inspections", world.new_id(), 0, {"order": order, "containers": containers})
    if state == "None":
        return record
    await world.act(instruct(record))
    record.version = 1
    if state in {"Passed", "Failed", "Sampled"}:
        result = {"Passed": PASS, "Failed": FAIL, "Sampled": SAMPLE_SENT}[state]
        await world.act(await inspection_action(world, "CompleteInspection", record, result=result))
        record.version = 2
        return record
    steps = ["CommissionInspection", "AcceptCommission", "ScheduleInspection"]
    reached = ["Instructed", "Commissioned", "Accepted", "Scheduled"].index(state)
    for name in steps[:reached]:
        await world.act(await inspection_action(world, name, record))
        record.version += 1
    return record


def instruct(record: Record, **changes: Any) -> Intent:
    """Customs instructs the inspection."""
    fields = {
        "inspectionId": record.record_id,
        "orderId": record.facts["order"].record_id,
        "authority": 0,
        "containers": record.facts["containers"],
    }
    return Intent("InstructInspection", "customs", fields | changes)


async def inspection_action(world: World, name: str, record: Record, **changes: Any) -> Intent:
    """The step by whom the table names; the forwarder is the agent."""
    fields: dict[str, Any] = {"inspectionId": record.record_id, "version": record.version}
    by = {"CommissionInspection": "consignee", "CompleteInspection": "customs"}.get(
        name, "forwarder"
    )
    if name == "CommissionInspection":
        fields |= {"agent": world.member("forwarder"), "attendance": UNACCOMPANIED}
    if name == "ScheduleInspection":
        fields["scheduledAt"] = await world.now() + 600
    if name == "CompleteInspection":
        fields["result"] = PASS
    return Intent(name, by, fields | changes)
