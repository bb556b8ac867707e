"""Inspections: reading what the caller may see, and preparing one."""

from api.actions.prepare import Prepared, Preparer
from api.auth.subject import Subject
from api.errors import NotFound
from api.inspections.schemas import InspectionPrepare, InspectionQuery
from api.kit.content import root_of, salt_of, validated
from api.kit.handling_documents import InspectionDocument, require_places
from api.kit.pagination import filters_of, listing_of
from chain.filters import InspectionFilter
from chain.ledger import Ledger
from chain.lists import Found
from chain.read_model import HistoryEntry
from chain.store.rows import Inspection, ReleaseOrder
from chain.visibility import RecordKind


class InspectionService:
    """What the routes under /v1/inspections do."""

    def __init__(self, ledger: Ledger, preparer: Preparer) -> None:
        self._read = ledger.read
        self._preparer = preparer

    async def page(self, subject: Subject, query: InspectionQuery) -> Found[Inspection]:
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

    async def prepare(self, body: InspectionPrepare, subject: Subject) -> tuple[Prepared, str]:
        """Validates the instruction and makes its typed data.

        Returns: what to sign, and the salt as 0x-hex.

        Raises:
            InvalidInput: A rule of the document is broken, or the order has no such container.
            NotFound: There is no such release order, or the caller may not read it.
        """
        document = validated(InspectionDocument, body.document)
        view = await self._read.order(document.order_id, subject.member)
        if view is None:
            raise NotFound("release order", "放货指令")
        require_places("document.containers", document.containers, view.order.containers)
        salt = salt_of(body.salt)
        intent = {
            "inspectionId": root_of(body.document, salt),
            "actor": subject.member,
            "orderId": document.order_id,
            "authority": document.authority,
            "containers": document.containers,
            **body.said(),
        }
        prepared = await self._preparer.prepare("InstructInspection", intent, subject)
        return prepared, "0x" + salt.hex()
