"""What an appointment looks like in JSON."""

from typing import Any

from pydantic import Field

from api.actions.records import ContentPrepare, RecordPrepared
from api.auth.sign_in import rfc3339
from api.auth.subject import Subject
from api.kit import spelled
from api.kit.names import name_of
from api.kit.pagination import Page, PageQuery
from api.kit.paths import MemberFilter
from api.kit.query import AppointmentStateName
from api.kit.records import NextActionRead
from api.kit.schema import LATEST, Id, MemberNumber, Output, Time
from chain.next_actions import appointment_actions
from chain.states import AppointmentState
from chain.store.rows import Appointment


class AppointmentSummary(Output):
    """An appointment as the ledger has it."""

    appointment_id: Id
    order_id: Id
    container: int = Field(description="The container's place in the order.")
    state: spelled.AppointmentState = Field(examples=["REQUESTED"])
    version: int = Field(description="The version that the next action carries.")
    collector: MemberNumber = Field(description="Who asked for it.")
    terminal: MemberNumber
    opens_at: Time
    closes_at: Time = Field(description="Inclusive; afterwards the appointment has ended.")
    pickup: Id = Field(description="Salted commitment of truck and driver.")
    requested_at: Time
    updated_at: Time

    @classmethod
    def of(cls, row: Appointment, time: int) -> "AppointmentSummary":
        """From the ledger's row, at a time (seconds since 1970 UTC)."""
        return cls(**_plain(row, time))


class AppointmentRead(AppointmentSummary):
    """An appointment and what may come next."""

    next_actions: list[NextActionRead]

    @classmethod
    def with_next(cls, row: Appointment, subject: Subject, time: int) -> "AppointmentRead":
        """From the ledger's row, as this caller sees it at a time (seconds since 1970 UTC)."""
        actions = appointment_actions(row, time)
        return cls(
            **_plain(row, time),
            next_actions=[NextActionRead.of(action, subject) for action in actions],
        )


class AppointmentQuery(PageQuery):
    """What appointments can be filtered by."""

    state: AppointmentStateName | None = None
    order_id: Id | None = Field(default=None, description="The release order.")
    collector: MemberFilter = None
    terminal: MemberFilter = None


class AppointmentPrepare(ContentPrepare):
    """What your organisation asks of the terminal."""

    document: dict[str, Any] = Field(
        description="The appointment: orderId, container, containerNumber, opensAt, closesAt, pickup."
    )


class AppointmentPrepared(RecordPrepared):
    """The appointment's id, the salt to keep, and what to sign."""

    appointment_id: Id


class AppointmentPage(Page[AppointmentSummary]):
    """A page of appointments."""


def _plain(row: Appointment, time: int) -> dict[str, Any]:
    return {
        "appointment_id": row.appointment_id,
        "order_id": row.order_id,
        "container": row.container_index,
        "state": name_of(AppointmentState, row.state_at(time)),
        "version": row.version,
        "collector": row.collector,
        "terminal": row.terminal,
        "opens_at": rfc3339(min(row.opens_at, LATEST)),
        "closes_at": rfc3339(min(row.closes_at, LATEST)),
        "pickup": row.pickup,
        "requested_at": rfc3339(row.requested_at),
        "updated_at": rfc3339(row.updated_at),
    }
