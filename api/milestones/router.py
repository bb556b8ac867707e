"""Milestones (作业节点): batches of port operation events."""

from typing import Annotated

from fastapi import APIRouter, Body, Query

from api.deps import Caller, Services
from api.kit.etag import IfMatch, Tags
from api.kit.pagination import page_of_records
from api.kit.paths import RecordId
from api.kit.records import History, HistoryEntryRead
from api.kit.responses import conditional, problems
from api.milestones.examples import CORRECT, PREPARE
from api.milestones.schemas import (
    MilestoneBatchRead,
    MilestoneBatchSummary,
    MilestoneCorrect,
    MilestonePage,
    MilestonePrepare,
    MilestonePrepared,
    MilestoneQuery,
)

router = APIRouter(prefix="/v1/milestones", tags=["milestones"])


@router.post("/prepare", summary="Prepare a batch of milestones", responses=problems(400, 401, 422))
async def prepare_milestones(
    services: Services,
    subject: Caller,
    body: Annotated[MilestonePrepare, Body(openapi_examples={"gate-outs": {"value": PREPARE}})],
) -> MilestonePrepared:
    """Checks the events, commits to them and returns what their observer's wallet is to sign.

    The batch's id is the root over the events in their order under the salt. They are not stored, but they
    do pass through here: to anchor them unseen, compute the root yourself and prepare `AnchorMilestones`
    with it at `POST /v1/actions/prepare`.
    """
    prepared, batch_id, salt = await services.milestones.prepare(body, subject)
    return MilestonePrepared(**MilestonePrepared.members_of(prepared), batch_id=batch_id, salt=salt)


@router.post(
    "/{batch_id}/correction/prepare",
    summary="Prepare a batch's correction",
    responses=problems(400, 401, 404, 412, 422),
)
async def prepare_milestones_correction(
    services: Services,
    subject: Caller,
    batch_id: RecordId,
    precondition: IfMatch,
    body: Annotated[MilestoneCorrect, Body(openapi_examples={"gate-outs": {"value": CORRECT}})],
) -> MilestonePrepared:
    """Checks the events that are right and returns what the observer's wallet is to sign."""
    prepared, correction, salt = await services.milestones.correct(
        batch_id, body, subject, precondition
    )
    return MilestonePrepared(
        **MilestonePrepared.members_of(prepared), batch_id=correction, salt=salt
    )


@router.get("", summary="List batches of milestones", responses=problems(401, 422))
async def list_milestones(
    services: Services, subject: Caller, query: Annotated[MilestoneQuery, Query()]
) -> MilestonePage:
    """The batches that your organisation may read, newest first.

    Those that it observed and those about records that it is party to; authorities see all.
    """
    found = await services.milestones.page(subject, query)
    items, cursor = page_of_records(found, query, lambda row: (row.updated_at, row.batch_id))
    return MilestonePage(items=[MilestoneBatchSummary.of(row) for row in items], next_cursor=cursor)


@router.get(
    "/{batch_id}", summary="Read a batch of milestones", responses=conditional(401, 404, 422)
)
async def read_milestones(
    services: Services, subject: Caller, batch_id: RecordId, tags: Tags
) -> MilestoneBatchRead:
    """Who observed how many events when, and whether a later batch corrects them."""
    row = await services.milestones.get(batch_id, subject)
    return tags.tagged(MilestoneBatchRead.with_next(row, subject), row.version)


@router.get(
    "/{batch_id}/history",
    summary="Read a batch's history",
    responses=problems(401, 404, 422),
)
async def read_milestones_history(
    services: Services, subject: Caller, batch_id: RecordId
) -> History:
    """Its anchoring and, if there is one, its correction, with who signed."""
    entries = await services.milestones.history(batch_id, subject)
    return History(items=[HistoryEntryRead.of(entry) for entry in entries])
