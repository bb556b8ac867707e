"""The inspection of containers, from the instruction to what was found."""

from dataclasses import replace

from chain.indexer.events import LogEvent
from chain.indexer.projection import Change, Rows, Step, existing, handles
from chain.states import InspectionResult, InspectionState
from chain.store.rows import Inspection

_AFTER = {
    InspectionResult.PASS: InspectionState.PASSED,
    InspectionResult.SAMPLE_SENT: InspectionState.SAMPLED,
    InspectionResult.FAIL: InspectionState.FAILED,
}


@handles("Inspections", "InspectionInstructed", step=Step.FIRST, parties=("actor",))
def inspection_instructed(rows: Rows, event: LogEvent) -> list[Change]:
    """The office inspects containers that it holds."""
    del rows
    return [
        Inspection(
            inspection_id=event.record_id,
            order_id=event.text("orderId"),
            containers=event.number("containers"),
            authority=event.number("authority"),
            state=InspectionState.INSTRUCTED,
            version=event.version,
            office=event.actor,
            principal=0,
            agent=0,
            attendance=0,
            scheduled_at=0,
            instructed_at=event.time,
            updated_at=event.time,
        )
    ]


@handles("Inspections", "InspectionCommissioned", parties=("actor", "agent"))
def inspection_commissioned(rows: Rows, event: LogEvent) -> list[Change]:
    """The consignee's side commissioned an agent; an earlier one that did not accept is out."""
    after = replace(
        _moved(rows, event, InspectionState.COMMISSIONED),
        principal=event.actor,
        agent=event.number("agent"),
        attendance=event.number("attendance"),
    )
    return [after]


@handles("Inspections", "CommissionAccepted")
def commission_accepted(rows: Rows, event: LogEvent) -> list[Change]:
    """The agent accepted."""
    return [_moved(rows, event, InspectionState.ACCEPTED)]


@handles("Inspections", "InspectionScheduled")
def inspection_scheduled(rows: Rows, event: LogEvent) -> list[Change]:
    """It is to be at this time, whatever was said before."""
    after = _moved(rows, event, InspectionState.SCHEDULED)
    return [replace(after, scheduled_at=event.number("scheduledAt"))]


@handles("Inspections", "InspectionCompleted")
def inspection_completed(rows: Rows, event: LogEvent) -> list[Change]:
    """The office said what it found."""
    return [_moved(rows, event, _AFTER[InspectionResult(event.number("result"))])]


def _moved(rows: Rows, event: LogEvent, state: InspectionState) -> Inspection:
    before = existing(rows, Inspection, event, event.record_id)
    return replace(before, state=state, version=event.version, updated_at=event.time)
