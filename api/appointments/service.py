"""Appointments: reading what the caller may see."""

from api.appointments.schemas import AppointmentQuery
from api.auth.subject import Subject
from api.errors import NotFound
from api.kit.pagination import filters_of, listing_of
from chain.filters import AppointmentFilter
from chain.ledger import Ledger
from chain.read_model import HistoryEntry
from chain.store.rows import Appointment
from chain.visibility import RecordKind


class AppointmentService:
    """What the routes under /v1/appointments do."""

    def __init__(self, ledger: Ledger) -> None:
        self._read = ledger.read

    async def page(self, subject: Subject, query: AppointmentQuery) -> list[Appointment]:
        """The caller's appointments, in the order asked for; one more than the page to tell of a next."""
        filters = filters_of(AppointmentFilter, query)
        listing, after = listing_of(query, query.after)
        limit = query.limit + 1
        return await self._read.appointments(subject.member, filters, after, limit, listing)

    async def get(self, appointment_id: str, subject: Subject) -> Appointment:
        """An appointment. Raises NotFound, to strangers too."""
        row = await self._read.appointment(appointment_id, subject.member)
        if row is None:
            raise NotFound("appointment", "预约")
        return row

    async def time(self) -> int:
        """The time that the end of a window is judged by, in seconds since 1970 UTC."""
        return await self._read.time()

    async def history(self, appointment_id: str, subject: Subject) -> list[HistoryEntry]:
        """Its steps. Raises NotFound."""
        await self.get(appointment_id, subject)
        return await self._read.history(RecordKind.APPOINTMENT, appointment_id)
