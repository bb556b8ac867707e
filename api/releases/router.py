"""Release orders (无纸化放货)."""

from typing import Annotated

from fastapi import APIRouter, Body, Query

from api.deps import Caller, Services
from api.exports import add_export
from api.kit.etag import Tags
from api.kit.pagination import page_of_records
from api.kit.paths import RecordId
from api.kit.records import History, HistoryEntryRead
from api.kit.responses import conditional, problems
from api.releases.examples import PREPARE
from api.releases.schemas import (
    ReleaseFilters,
    ReleasePage,
    ReleasePrepare,
    ReleasePrepared,
    ReleaseQuery,
    ReleaseRead,
    ReleaseSummary,
)

router = APIRouter(prefix="/v1/releases", tags=["releases"])


@router.post(
    "/prepare",
    summary="Prepare a release order",
    responses=problems(400, 401, 404, 422),
)
async def prepare_release(
    services: Services,
    subject: Caller,
    body: Annotated[ReleasePrepare, Body(openapi_examples={"two containers": {"value": PREPARE}})],
) -> ReleasePrepared:
    """Validates the order's content and returns what the carrier's wallet is to sign.

    The order's id is computed from the document and the salt. The document is not stored.
    """
    prepared, salt = await services.releases.prepare(body, subject)
    return ReleasePrepared(
        **ReleasePrepared.members_of(prepared),
        order_id=str(prepared.action.message["orderId"]),
        salt=salt,
    )


@router.get("", summary="List release orders", responses=problems(401, 422))
async def list_releases(
    services: Services, subject: Caller, query: Annotated[ReleaseQuery, Query()]
) -> ReleasePage:
    """The orders that your organisation is or was a party to, newest first; authorities see all."""
    found = await services.releases.page(subject, query)
    items, cursor = page_of_records(
        found, query, lambda view: (view.order.updated_at, view.order.order_id)
    )
    return ReleasePage(items=[ReleaseSummary.of(view) for view in items], next_cursor=cursor)


add_export(
    router,
    "release orders",
    ReleaseFilters,
    lambda services: services.releases.some,
    lambda view: (view.order.updated_at, view.order.order_id),
    ReleaseSummary.of,
    ReleaseSummary,
)


@router.get("/{order_id}", summary="Read a release order", responses=conditional(401, 404, 422))
async def read_release(
    services: Services, subject: Caller, order_id: RecordId, tags: Tags
) -> ReleaseRead:
    """Its holds, its containers, who may collect, and which actions come next for whom."""
    view = await services.releases.get(order_id, subject)
    return tags.tagged(
        ReleaseRead.with_next(view, subject, await services.releases.time()), view.order.version
    )


@router.get(
    "/{order_id}/history",
    summary="Read a release order's history",
    responses=problems(401, 404, 422),
)
async def read_release_history(services: Services, subject: Caller, order_id: RecordId) -> History:
    """Every step since the issue, with who signed."""
    entries = await services.releases.history(order_id, subject)
    return History(items=[HistoryEntryRead.of(entry) for entry in entries])
