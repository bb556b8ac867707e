"""Appointments to collect containers (提箱预约)."""

from typing import Annotated

from fastapi import APIRouter, Body, Query

from api.appointments.examples import PREPARE
from api.appointments.schemas import (
    AppointmentPage,
    AppointmentPrepare,
    AppointmentPrepared,
    AppointmentQuery,
    AppointmentRead,
    AppointmentSummary,
)
from api.deps import Caller, Services
from api.kit.etag import Tags
from api.kit.pagination import page_of_records
from api.kit.paths import RecordId
from api.kit.records import History, HistoryEntryRead
from api.kit.responses import conditional, problems

router = APIRouter(prefix="/v1/appointments", tags=["appointments"])


@router.post("/prepare", summary="Prepare an appointment", responses=problems(400, 401, 404, 422))
async def prepare_appointment(
    services: Services,
    subject: Caller,
    body: Annotated[
        AppointmentPrepare, Body(openapi_examples={"one container": {"value": PREPARE}})
    ],
) -> AppointmentPrepared:
    """Validates the appointment and returns what the collector's wallet is to sign.

    The id is computed from the document and the salt; so is the commitment of its `pickup` (truck and driver),
    which the ledger has beside it. The document is not stored.
    """
    prepared, salt = await services.appointments.prepare(body, subject)
    return AppointmentPrepared(
        **AppointmentPrepared.members_of(prepared),
        appointment_id=str(prepared.action.message["appointmentId"]),
        salt=salt,
    )


@router.get("", summary="List appointments", responses=problems(401, 422))
async def list_appointments(
    services: Services, subject: Caller, query: Annotated[AppointmentQuery, Query()]
) -> AppointmentPage:
    """Those of your organisation and of the release orders that it is a party to, newest first."""
    found = await services.appointments.page(subject, query)
    items, cursor = page_of_records(found, query, lambda row: (row.updated_at, row.appointment_id))
    time = await services.appointments.time()
    return AppointmentPage(
        items=[AppointmentSummary.of(row, time) for row in items], next_cursor=cursor
    )


@router.get(
    "/{appointment_id}", summary="Read an appointment", responses=conditional(401, 404, 422)
)
async def read_appointment(
    services: Services, subject: Caller, appointment_id: RecordId, tags: Tags
) -> AppointmentRead:
    """Its state, and which actions come next for whom."""
    row = await services.appointments.get(appointment_id, subject)
    return tags.tagged(
        AppointmentRead.with_next(row, subject, await services.appointments.time()), row.version
    )


@router.get(
    "/{appointment_id}/history",
    summary="Read an appointment's history",
    responses=problems(401, 404, 422),
)
async def read_appointment_history(
    services: Services, subject: Caller, appointment_id: RecordId
) -> History:
    """Every step, with who signed."""
    entries = await services.appointments.history(appointment_id, subject)
    return History(items=[HistoryEntryRead.of(entry) for entry in entries])
