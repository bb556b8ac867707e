"""Queries about what happens to containers before they leave: appointments and inspections."""

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import select

from chain.filters import (
    ANY,
    AppointmentFilter,
    InspectionFilter,
    Listing,
    appointment_state,
    equal,
)
from chain.queries import DEFAULT_LIMIT, Queries, page
from chain.states import InspectionState
from chain.store.read_model import appointments, inspections
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
    ) -> list[Appointment]:
        """A page of appointments."""
        filters = filters or AppointmentFilter()
        conditions = equal(appointments, replace(filters, state=None))
        if filters.state is not None:
            conditions.append(appointment_state(filters.state, await self.time()))
        made_at = appointments.c.requested_at
        statement = page(
            RecordKind.APPOINTMENT, made_at, conditions, visible_to, after, limit, listing
        )
        return await self._all(Appointment, statement)

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
    ) -> list[Inspection]:
        """A page of inspections."""
        conditions = equal(inspections, filters)
        made_at = inspections.c.instructed_at
        statement = page(
            RecordKind.INSPECTION, made_at, conditions, visible_to, after, limit, listing
        )
        return await self._all(Inspection, statement)

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
