"""The projection of appointments and inspections, on rows in memory."""

from typing import Any

import pytest

from chain.indexer import handlers
from chain.indexer.events import LogEvent
from chain.indexer.projection import IndexerGapError, MemoryRows
from chain.next_actions import appointment_actions, inspection_actions, order_actions
from chain.read_model import OrderView
from chain.states import (
    AppointmentState,
    Attendance,
    HoldAuthority,
    InspectionResult,
    InspectionState,
    ReleaseFlow,
    ReleaseOrderState,
)
from chain.store.rows import WHOLE_ORDER, Appointment, Hold, Inspection, RecordParty, ReleaseOrder
from tests.unit.chain.story import (
    CONSIGNEE,
    CUSTOMS,
    FORWARDER,
    ORDER,
    TERMINAL,
    bill_life,
    event,
)

APPOINTMENT = "0x" + "a9" * 32
INSPECTION = "0x" + "15" * 32
PICKUP = "0x" + "77" * 32

assert handlers.__all__  # importing the package registered the handlers


def _told(*events: LogEvent) -> MemoryRows:
    rows = MemoryRows()
    for one in (*bill_life()[:6], *events):
        rows.apply(one)
    return rows


def _requested() -> LogEvent:
    return event(
        20,
        "Appointments",
        "AppointmentRequested",
        appointmentId=APPOINTMENT,
        orderId=ORDER,
        actor=CONSIGNEE,
        version=1,
        terminal=TERMINAL,
        container=3,
        opensAt=2000,
        closesAt=3000,
        pickup=PICKUP,
    )


def _step(contract: str, name: str, version: int, **args: Any) -> LogEvent:
    key = {"Appointments": "appointmentId", "Inspections": "inspectionId"}[contract]
    record = {"Appointments": APPOINTMENT, "Inspections": INSPECTION}[contract]
    return event(20 + version, contract, name, **{key: record}, version=version, **args)


def _appointment(rows: MemoryRows) -> Appointment:
    found = rows.get(Appointment, APPOINTMENT)
    assert found is not None
    return found


def _parties(rows: MemoryRows, contract: str) -> set[int]:
    return {row.member for row in rows.all(RecordParty) if row.contract == contract}


def test_an_appointment_is_the_collector_s_and_the_terminal_s() -> None:
    rows = _told(_requested())
    assert _appointment(rows) == Appointment(
        APPOINTMENT, ORDER, 3, 1, 1, CONSIGNEE, TERMINAL, 2000, 3000, PICKUP, 1020, 1020
    )
    assert _parties(rows, "Appointments") == {CONSIGNEE, TERMINAL}


@pytest.mark.parametrize(
    ("name", "state", "later"),
    [
        ("AppointmentConfirmed", AppointmentState.CONFIRMED, AppointmentState.ENDED),
        ("AppointmentRefused", AppointmentState.REFUSED, AppointmentState.REFUSED),
        ("AppointmentCancelled", AppointmentState.CANCELLED, AppointmentState.CANCELLED),
    ],
)
def test_an_appointment_ends_with_its_window_if_it_stands(
    name: str, state: AppointmentState, later: AppointmentState
) -> None:
    row = _appointment(_told(_requested(), _step("Appointments", name, 2, actor=TERMINAL)))
    assert (row.state_at(3000), row.state_at(3001), row.version) == (state, later, 2)


def test_what_follows_on_an_appointment() -> None:
    row = _appointment(_told(_requested()))
    offered = [(a.action, a.members) for a in appointment_actions(row, 3000)]
    assert offered == [
        ("ConfirmAppointment", (TERMINAL,)),
        ("RefuseAppointment", (TERMINAL,)),
        ("CancelAppointment", (CONSIGNEE,)),
    ]
    assert appointment_actions(row, 3001) == []


def test_a_missing_step_of_an_appointment_is_a_gap() -> None:
    with pytest.raises(IndexerGapError):
        _told(_requested(), _step("Appointments", "AppointmentConfirmed", 3, actor=TERMINAL))


INSTRUCTED = event(
    20,
    "Inspections",
    "InspectionInstructed",
    inspectionId=INSPECTION,
    orderId=ORDER,
    actor=CUSTOMS,
    version=1,
    authority=HoldAuthority.QUARANTINE,
    containers=1 << 255,
)
STEPS = (
    _step(
        "Inspections",
        "InspectionCommissioned",
        2,
        actor=CONSIGNEE,
        agent=FORWARDER,
        attendance=Attendance.UNACCOMPANIED,
    ),
    _step("Inspections", "CommissionAccepted", 3, actor=FORWARDER),
    _step("Inspections", "InspectionScheduled", 4, actor=FORWARDER, scheduledAt=5000),
)


def _inspection(rows: MemoryRows) -> Inspection:
    found = rows.get(Inspection, INSPECTION)
    assert found is not None
    return found


@pytest.mark.parametrize("steps", range(4))
def test_an_inspection_tells_how_far_it_is_and_what_follows(steps: int) -> None:
    rows = _told(INSTRUCTED, *STEPS[:steps])
    row, order = _inspection(rows), rows.get(ReleaseOrder, ORDER)
    assert order is not None
    assert (row.state, row.version) == (InspectionState.INSTRUCTED + steps, steps + 1)
    follow = [
        {"CommissionInspection": (CONSIGNEE,)},
        {"CommissionInspection": (CONSIGNEE,), "AcceptCommission": (FORWARDER,)},
        {"ScheduleInspection": (FORWARDER,)},
        {"ScheduleInspection": (FORWARDER,)},
    ][steps]
    offered = {a.action: a.members for a in inspection_actions(row, order)}
    assert offered == {"CompleteInspection": (CUSTOMS,)} | follow
    assert _parties(rows, "Inspections") == (
        {CUSTOMS, CONSIGNEE, FORWARDER} if steps else {CUSTOMS}
    )


@pytest.mark.parametrize(
    ("result", "state", "ended"),
    [
        (InspectionResult.PASS, InspectionState.PASSED, True),
        (InspectionResult.SAMPLE_SENT, InspectionState.SAMPLED, False),
        (InspectionResult.FAIL, InspectionState.FAILED, False),
    ],
)
def test_an_inspection_ends_with_a_pass_alone(
    result: InspectionResult, state: InspectionState, ended: bool
) -> None:
    completed = _step("Inspections", "InspectionCompleted", 5, actor=CUSTOMS, result=int(result))
    rows = _told(INSTRUCTED, *STEPS, completed)
    row, order = _inspection(rows), rows.get(ReleaseOrder, ORDER)
    assert order is not None
    assert row == Inspection(
        INSPECTION,
        ORDER,
        1 << 255,
        HoldAuthority.QUARANTINE,
        state,
        5,
        CUSTOMS,
        CONSIGNEE,
        FORWARDER,
        Attendance.UNACCOMPANIED,
        5000,
        1020,
        1025,
    )
    assert (inspection_actions(row, order) == []) is ended


@pytest.mark.parametrize(
    ("held", "inspected", "offered"),
    [
        ([0], {}, True),
        ([0], {HoldAuthority.CUSTOMS: 0b1}, False),
        ([0, 1], {HoldAuthority.CUSTOMS: 0b1}, True),
        ([0, 1], {HoldAuthority.CUSTOMS: 0b11}, False),
        ([0], {HoldAuthority.QUARANTINE: 0b1}, True),
        ([WHOLE_ORDER, 0], {HoldAuthority.CUSTOMS: 0b1}, True),
        ([255], {HoldAuthority.CUSTOMS: 1 << 255}, False),
    ],
)
def test_a_hold_that_an_inspection_needs_is_not_offered_to_be_cleared(
    held: list[int], inspected: dict[int, int], *, offered: bool
) -> None:
    order = _told().get(ReleaseOrder, ORDER)
    assert order is not None
    holds = tuple(Hold(ORDER, HoldAuthority.CUSTOMS, place, CUSTOMS, 2, 1006) for place in held)
    active, yard = ReleaseOrderState.ACTIVE, ReleaseFlow.YARD
    view = OrderView(order, active, yard, (), holds, inspected, {})
    assert ("ClearHold" in {action.action for action in order_actions(view, 2000)}) is offered
