"""Bills of lading."""

from typing import Annotated

from fastapi import APIRouter, Body, Query

from api.bills.examples import PREPARE
from api.bills.schemas import (
    BillFilters,
    BillPage,
    BillPrepare,
    BillPrepared,
    BillQuery,
    BillRead,
    BillSummary,
)
from api.deps import Caller, Services
from api.exports import add_export
from api.kit.etag import Tags
from api.kit.pagination import page_of_records
from api.kit.paths import RecordId
from api.kit.records import History, HistoryEntryRead
from api.kit.responses import conditional, problems

router = APIRouter(prefix="/v1/bills", tags=["bills"])


@router.post(
    "/prepare",
    summary="Prepare the issue of a bill",
    responses=problems(400, 401, 409, 422),
)
async def prepare_bill(
    services: Services,
    subject: Caller,
    body: Annotated[BillPrepare, Body(openapi_examples={"to order": {"value": PREPARE}})],
) -> BillPrepared:
    """Validates the transport document and returns what the carrier's wallet is to sign.

    The bill's id is computed from the document and the salt, and the carrier's B/L number is
    reserved for it. The document is not stored, but it does pass through here: this is a convenience
    for a carrier that runs this gateway itself. To issue a bill unseen, compute its id yourself and
    prepare `IssueBill` with it at `POST /v1/actions/prepare`.
    """
    prepared, salt = await services.bills.prepare(body, subject)
    return BillPrepared(
        **BillPrepared.members_of(prepared),
        bill_id=str(prepared.action.message["billId"]),
        salt=salt,
    )


@router.get("", summary="List bills", responses=problems(401, 422))
async def list_bills(
    services: Services, subject: Caller, query: Annotated[BillQuery, Query()]
) -> BillPage:
    """The bills that your organisation is or was a party to, newest first; authorities see all."""
    found = await services.bills.page(subject, query)
    items, cursor = page_of_records(found, query, lambda bill: (bill.updated_at, bill.bill_id))
    return BillPage(items=[BillSummary.of(bill) for bill in items], next_cursor=cursor)


add_export(
    router,
    "bills",
    BillFilters,
    lambda services: services.bills.some,
    lambda bill: (bill.updated_at, bill.bill_id),
    BillSummary.of,
    BillSummary,
)


@router.get("/{bill_id}", summary="Read a bill", responses=conditional(401, 404, 422))
async def read_bill(services: Services, subject: Caller, bill_id: RecordId, tags: Tags) -> BillRead:
    """Who holds it, who has title, its state, and which actions come next for whom."""
    bill, live_order, boxes = await services.bills.get(bill_id, subject)
    return tags.tagged(BillRead.with_next(bill, live_order, boxes, subject), bill.version)


@router.get(
    "/{bill_id}/history", summary="Read a bill's history", responses=problems(401, 404, 422)
)
async def read_bill_history(services: Services, subject: Caller, bill_id: RecordId) -> History:
    """Every step since the issue, with who signed."""
    entries = await services.bills.history(bill_id, subject)
    return History(items=[HistoryEntryRead.of(entry) for entry in entries])
