"""Appointments: reading what the caller may see, and preparing one."""

from api.actions.prepare import Prepared, Preparer
from api.appointments.schemas import AppointmentPrepare, AppointmentQuery
from api.auth.subject import Subject
from api.errors import NotFound
from api.kit.content import root_of, salt_of, validated
from api.kit.handling_documents import AppointmentDocument, require_places
from api.kit.pagination import filters_of, listing_of
from chain.filters import AppointmentFilter
from chain.ledger import Ledger
from chain.lists import Found
from chain.read_model import HistoryEntry
from chain.store.rows import Appointment
from chain.visibility import RecordKind


class AppointmentService:
    """What the routes under /v1/appointments do."""

    def __init__(self, ledger: Ledger, preparer: Preparer) -> None:
        self._read = ledger.read
        self._preparer = preparer

    async def page(self, subject: Subject, query: AppointmentQuery) -> Found[Appointment]:
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

    async def prepare(self, body: AppointmentPrepare, subject: Subject) -> tuple[Prepared, str]:
        """Validates the appointment and makes its typed data.

        Returns: what to sign, and the salt as 0x-hex.

        Raises:
            InvalidInput: A rule of the document is broken, or the order has no such container.
            NotFound: There is no such release order, or the caller may not read it.
        """
        document = validated(AppointmentDocument, body.document)
        view = await self._read.order(document.order_id, subject.member)
        if view is None:
            raise NotFound("release order", "放货指令")
        require_places("document.container", [document.container], view.order.containers)
        salt = salt_of(body.salt)
        intent = {
            "appointmentId": root_of(body.document, salt),
            "actor": subject.member,
            "orderId": document.order_id,
            "container": document.container,
            "opensAt": int(document.opens_at.timestamp()),
            "closesAt": int(document.closes_at.timestamp()),
            "pickup": root_of(body.document["pickup"], salt, "document.pickup"),
            **body.said(),
        }
        prepared = await self._preparer.prepare("RequestAppointment", intent, subject)
        return prepared, "0x" + salt.hex()
