"""Queries about what happens to containers before they leave: appointments and inspections."""

from collections.abc import Sequence

from sqlalchemy import select

from chain.filters import ANY, AppointmentFilter, InspectionFilter, Listing
from chain.lists import Found
from chain.queries import DEFAULT_LIMIT, Queries
from chain.states import InspectionState
from chain.store.read_model import inspections
from chain.store.rows import Appointment, Inspection
from chain.visibility import RecordKind


class HandlingReads(Queries):
    """Lists are newest first unless `listing` says otherwise; `visible_to` limits to what a member may read."""

    async def appointment(
        self, appointment_id: str, visible_to: int | None = None
    ) -> Appointment | None:
        """An appointment, None if there is none or the member may not read it."""
        readable = self._readable(RecordKind.APPOINTMENT, appointment_id, visible_to)
        return await self._one(Appointment, readable)

    async def appointments(
        self,
        visible_to: int | None = None,
        filters: AppointmentFilter | None = None,
        after: str | None = None,
        limit: int = DEFAULT_LIMIT,
        listing: Listing = ANY,
    ) -> Found[Appointment]:
        """A page of appointments."""
        kind, time = RecordKind.APPOINTMENT, await self.time()
        return await self._page(Appointment, kind, filters, visible_to, after, limit, listing, time)

    async def inspection(
        self, inspection_id: str, visible_to: int | None = None
    ) -> Inspection | None:
        """An inspection, None if there is none or the member may not read it."""
        readable = self._readable(RecordKind.INSPECTION, inspection_id, visible_to)
        return await self._one(Inspection, readable)

    async def inspections(
        self,
        visible_to: int | None = None,
        filters: InspectionFilter | None = None,
        after: str | None = None,
        limit: int = DEFAULT_LIMIT,
        listing: Listing = ANY,
    ) -> Found[Inspection]:
        """A page of inspections."""
        kind = RecordKind.INSPECTION
        return await self._page(Inspection, kind, filters, visible_to, after, limit, listing)

    async def inspected(self, orders: Sequence[str]) -> dict[str, dict[int, int]]:
        """Those of these orders that an inspection was ever instructed on.

        For each the containers (bits) under one that is not passed, by the authority that inspects.
        """
        of_them = select(inspections).where(inspections.c.order_id.in_(orders))
        found: dict[str, dict[int, int]] = {}
        for row in await self._all(Inspection, of_them):
            by_authority = found.setdefault(row.order_id, {})
            if row.state != InspectionState.PASSED:
                seen = by_authority.get(row.authority, 0)
                by_authority[row.authority] = seen | row.containers
        return found
