"""Inspections: reading what the caller may see."""

from api.auth.subject import Subject
from api.errors import NotFound
from api.inspections.schemas import InspectionQuery
from api.kit.pagination import filters_of, listing_of
from chain.filters import InspectionFilter
from chain.ledger import Ledger
from chain.read_model import HistoryEntry
from chain.store.rows import Inspection, ReleaseOrder
from chain.visibility import RecordKind


class InspectionService:
    """What the routes under /v1/inspections do."""

    def __init__(self, ledger: Ledger) -> None:
        self._read = ledger.read

    async def page(self, subject: Subject, query: InspectionQuery) -> list[Inspection]:
        """The caller's inspections, in the order asked for; one more than the page to tell of a next."""
        filters = filters_of(InspectionFilter, query)
        listing, after = listing_of(query, query.after)
        limit = query.limit + 1
        return await self._read.inspections(subject.member, filters, after, limit, listing)

    async def get(self, inspection_id: str, subject: Subject) -> Inspection:
        """An inspection. Raises NotFound, to strangers too."""
        row = await self._read.inspection(inspection_id, subject.member)
        if row is None:
            raise NotFound("inspection", "查验")
        return row

    async def order(self, inspection: Inspection) -> ReleaseOrder:
        """The release order whose containers are inspected. Raises NotFound."""
        view = await self._read.order(inspection.order_id)
        if view is None:
            raise NotFound("release order", "放货指令")
        return view.order

    async def history(self, inspection_id: str, subject: Subject) -> list[HistoryEntry]:
        """Its steps. Raises NotFound."""
        await self.get(inspection_id, subject)
        return await self._read.history(RecordKind.INSPECTION, inspection_id)
