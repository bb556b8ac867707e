"""Appointments and inspections on the ledger: their rows equal the chain, and the right members read them."""

import time
from typing import Any

from chain.actions import ActionRecord
from chain.filters import AppointmentFilter, InspectionFilter
from chain.ledger import ActionStatus, Ledger
from chain.rebuild import rebuild
from chain.relayer.gas import call_limit
from chain.rpc import JsonRpc
from chain.states import AppointmentState, InspectionState, ReleaseFlow
from chain.store.rows import Appointment, Inspection
from chain.visibility import RecordKind
from tests.integration.chain.port import Port, Signed, new_id, submit
from tests.integration.chain.test_projection import contents


async def final(ledger: Ledger, signed: Signed) -> ActionRecord:
    record = await submit(ledger, signed)
    assert record.status is ActionStatus.FINAL, record.error
    assert record.gas_used is not None
    # What the relayer gives is about twice of what is used; a call of its own costs the transaction more.
    assert record.gas_used < call_limit(record.name, signed.signatures)
    return record


async def ordered(ledger: Ledger, port: Port) -> str:
    """An order for three containers, of direct pick-up, that the forwarder collects; it stands at version 5."""
    order_id = new_id()
    for signed in port.to_gate(new_id(), order_id, 3, flow=int(ReleaseFlow.DIRECT_PICKUP)):
        await final(ledger, signed)
    return order_id


async def on_chain(rpc: JsonRpc, port: Port, contract: str, view: str, record_id: str) -> Any:
    target = port.deployment.addresses[contract]
    return await rpc.ask(contract, target, view, bytes.fromhex(record_id[2:]))


async def readers(ledger: Ledger, port: Port, kind: RecordKind, record_id: str) -> set[str]:
    """The personas that may read a record; the list and the single read agree."""
    found = set()
    for persona in port.members:
        number = port.no(persona)
        one: Appointment | Inspection | None
        if kind is RecordKind.APPOINTMENT:
            one = await ledger.read.appointment(record_id, number)
            rows = await ledger.read.appointments(number, limit=500)
            listed = {row.appointment_id for row in rows}
        else:
            one = await ledger.read.inspection(record_id, number)
            listed = {row.inspection_id for row in await ledger.read.inspections(number, limit=500)}
        may = await ledger.read.may_read(kind, record_id, number)
        assert may == (record_id in listed) == (one is not None)
        if may:
            found.add(persona)
    return found


PARTIES = {"carrier", "terminal", "consignee", "forwarder"}
AUTHORITIES = {"customs", "second_customs", "court", "second_court", "governor"}


async def _same_appointment(
    ledger: Ledger, port: Port, rpc: JsonRpc, appointment_id: str
) -> Appointment:
    row = await ledger.read.appointment(appointment_id)
    assert row is not None
    assert await on_chain(rpc, port, "Appointments", "appointmentOf", appointment_id) == {
        "state": row.state_at(await ledger.read.time()),
        "version": row.version,
        "orderId": row.order_id,
        "container": row.container_index,
        "collector": row.collector,
        "terminal": row.terminal,
        "opensAt": row.opens_at,
        "closesAt": row.closes_at,
    }
    return row


async def test_an_appointment_reads_as_the_chain_has_it(
    ledger: Ledger, port: Port, rpc: JsonRpc
) -> None:
    order_id, kept, given_up = await ordered(ledger, port), new_id(), new_id()
    now = int(time.time())
    window = {"opensAt": now, "closesAt": now + 3600, "pickup": new_id()}
    for place, appointment_id in enumerate((kept, given_up)):
        ids = {"appointmentId": appointment_id, "orderId": order_id, "container": place}
        await final(ledger, port.sign("RequestAppointment", "forwarder", **ids, **window))
        confirm = port.sign(
            "ConfirmAppointment", "terminal", appointmentId=appointment_id, version=1
        )
        await final(ledger, confirm)
        await _same_appointment(ledger, port, rpc, appointment_id)
    cancel = port.sign("CancelAppointment", "forwarder", appointmentId=given_up, version=2)
    await final(ledger, cancel)
    row = await _same_appointment(ledger, port, rpc, given_up)
    assert (row.state, row.pickup) == (AppointmentState.CANCELLED, window["pickup"])

    found = await ledger.read.appointments(
        None, AppointmentFilter(state=int(AppointmentState.CONFIRMED), order_id=order_id)
    )
    assert [row.appointment_id for row in found] == [kept]
    assert await readers(ledger, port, RecordKind.APPOINTMENT, kept) == PARTIES | AUTHORITIES
    history = await ledger.read.history(RecordKind.APPOINTMENT, given_up)
    assert [entry.name for entry in history] == [
        "AppointmentRequested",
        "AppointmentConfirmed",
        "AppointmentCancelled",
    ]


async def _same_inspection(
    ledger: Ledger, port: Port, rpc: JsonRpc, inspection_id: str
) -> Inspection:
    row = await ledger.read.inspection(inspection_id)
    assert row is not None
    assert await on_chain(rpc, port, "Inspections", "inspectionOf", inspection_id) == {
        "state": row.state,
        "version": row.version,
        "orderId": row.order_id,
        "containers": row.containers,
        "authority": row.authority,
        "office": row.office,
        "principal": row.principal,
        "agent": row.agent,
        "attendance": row.attendance,
        "scheduledAt": row.scheduled_at,
    }
    return row


async def test_an_inspection_reads_as_the_chain_has_it(
    ledger: Ledger, port: Port, rpc: JsonRpc
) -> None:
    order_id, inspection_id = await ordered(ledger, port), new_id()
    view = await ledger.read.order(order_id)
    assert view is not None
    assert view.flow is ReleaseFlow.DIRECT_PICKUP
    hold = {"orderId": order_id, "version": 5, "authority": 0, "containers": 0b110}
    await final(ledger, port.sign("SetHold", "customs", **hold))
    of_it = {"inspectionId": inspection_id}
    instruct = of_it | {"orderId": order_id, "authority": 0, "containers": 0b110}
    steps = [
        port.sign("InstructInspection", "customs", **instruct),
        port.sign(
            "CommissionInspection",
            "consignee",
            **of_it,
            version=1,
            agent=port.no("second_terminal"),
            attendance=1,
        ),
        port.sign("AcceptCommission", "second_terminal", **of_it, version=2),
        port.sign(
            "ScheduleInspection",
            "second_terminal",
            **of_it,
            version=3,
            scheduledAt=int(time.time()) + 3600,
        ),
        port.sign("CompleteInspection", "customs", **of_it, version=4, result=2),
        port.sign("CompleteInspection", "customs", **of_it, version=5, result=0),
    ]
    for step in steps:
        await final(ledger, step)
        await _same_inspection(ledger, port, rpc, inspection_id)
    view = await ledger.read.order(order_id)
    assert view is not None
    chain = await on_chain(rpc, port, "ReleaseOrder", "orderOf", order_id)
    assert view.flow == chain["flow"] == ReleaseFlow.YARD
    passed = InspectionFilter(state=int(InspectionState.PASSED), order_id=order_id)
    assert len(await ledger.read.inspections(None, passed)) == 1
    expected = PARTIES | AUTHORITIES | {"second_terminal"}
    assert await readers(ledger, port, RecordKind.INSPECTION, inspection_id) == expected


async def test_rebuilt_equals_live_row_by_row(ledger: Ledger, port: Port, rpc: JsonRpc) -> None:
    """Runs last: the tests above left rows of both kinds."""
    await submit(ledger, port.issue_bill(new_id()))
    await ledger.close()
    live = await contents(port.settings)
    assert all(live[name] for name in ("appointments", "inspections"))
    await rebuild(port.settings, rpc, port.deployment)
    assert await contents(port.settings) == live
