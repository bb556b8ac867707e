"""The appointment to collect a container."""

from dataclasses import replace

from chain.indexer.events import LogEvent
from chain.indexer.projection import Change, Rows, Step, existing, handles
from chain.states import AppointmentState
from chain.store.rows import Appointment


@handles("Appointments", "AppointmentRequested", step=Step.FIRST, parties=("actor", "terminal"))
def appointment_requested(rows: Rows, event: LogEvent) -> list[Change]:
    """Whoever has the right to collect asked the terminal for a window."""
    del rows
    return [
        Appointment(
            appointment_id=event.record_id,
            order_id=event.text("orderId"),
            container_index=event.number("container"),
            state=AppointmentState.REQUESTED,
            version=event.version,
            collector=event.actor,
            terminal=event.number("terminal"),
            opens_at=event.number("opensAt"),
            closes_at=event.number("closesAt"),
            pickup=event.text("pickup"),
            requested_at=event.time,
            updated_at=event.time,
        )
    ]


@handles("Appointments", "AppointmentConfirmed")
def appointment_confirmed(rows: Rows, event: LogEvent) -> list[Change]:
    """The terminal expects the truck."""
    return [_moved(rows, event, AppointmentState.CONFIRMED)]


@handles("Appointments", "AppointmentRefused")
def appointment_refused(rows: Rows, event: LogEvent) -> list[Change]:
    """The terminal has no place in that window."""
    return [_moved(rows, event, AppointmentState.REFUSED)]


@handles("Appointments", "AppointmentCancelled")
def appointment_cancelled(rows: Rows, event: LogEvent) -> list[Change]:
    """The truck will not come."""
    return [_moved(rows, event, AppointmentState.CANCELLED)]


def _moved(rows: Rows, event: LogEvent, state: AppointmentState) -> Appointment:
    before = existing(rows, Appointment, event, event.record_id)
    return replace(before, state=state, version=event.version, updated_at=event.time)
