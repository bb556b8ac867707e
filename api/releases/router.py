"""Release orders (无纸化放货)."""

from typing import Annotated

from fastapi import APIRouter, Body, Query, Response

from api.deps import Caller, Services
from api.kit.etag import set_entity_tag
from api.kit.pagination import DEFAULT_LIMIT, Limit, page_of
from api.kit.paths import After, Member, RecordId
from api.kit.query import OrderStateName
from api.kit.records import History, HistoryEntryRead
from api.kit.responses import problems
from api.kit.schema import Id
from api.releases.examples import PREPARE
from api.releases.schemas import (
    ReleasePage,
    ReleasePrepare,
    ReleasePrepared,
    ReleaseRead,
    ReleaseSummary,
)
from chain.read_model import OrderFilter

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
    """Validates the order's content, computes the order's id from it and the salt, and returns what
    the carrier's wallet is to sign. The document is not stored.
    """
    prepared, salt = await services.releases.prepare(body, subject)
    return ReleasePrepared(
        **ReleasePrepared.members_of(prepared),
        order_id=str(prepared.action.message["orderId"]),
        salt=salt,
    )


@router.get("", summary="List release orders", responses=problems(401, 422))
async def list_releases(  # noqa: PLR0913: a filter each
    services: Services,
    subject: Caller,
    state: OrderStateName | None = None,
    bill_id: Annotated[Id | None, Query(description="The bill that it stands on.")] = None,
    carrier: Member = None,
    terminal: Member = None,
    after: After = None,
    limit: Limit = DEFAULT_LIMIT,
) -> ReleasePage:
    """The orders that your organisation is or was a party to, newest first; authorities see all."""
    filters = OrderFilter(state, bill_id, carrier, terminal)
    found = await services.releases.page(subject, filters, after, limit)
    items, cursor = page_of(found, limit, lambda view: view.order.order_id)
    return ReleasePage(items=[ReleaseSummary.of(view) for view in items], next_cursor=cursor)


@router.get("/{order_id}", summary="Read a release order", responses=problems(401, 404, 422))
async def read_release(
    services: Services, subject: Caller, order_id: RecordId, response: Response
) -> ReleaseRead:
    """Its holds, its containers, who may collect, and which actions come next for whom."""
    view = await services.releases.get(order_id, subject)
    set_entity_tag(response, view.order.version)
    return ReleaseRead.with_next(view, subject, await services.releases.time())


@router.get(
    "/{order_id}/history",
    summary="Read a release order's history",
    responses=problems(401, 404, 422),
)
async def read_release_history(services: Services, subject: Caller, order_id: RecordId) -> History:
    """Every step since the issue, with who signed."""
    entries = await services.releases.history(order_id, subject)
    return History(items=[HistoryEntryRead.of(entry) for entry in entries])
