"""Inspections of containers (查验)."""

from typing import Annotated

from fastapi import APIRouter, Body, Query

from api.deps import Caller, Services
from api.inspections.examples import PREPARE
from api.inspections.schemas import (
    InspectionPage,
    InspectionPrepare,
    InspectionPrepared,
    InspectionQuery,
    InspectionRead,
    InspectionSummary,
)
from api.kit.etag import Tags
from api.kit.pagination import page_of_records
from api.kit.paths import RecordId
from api.kit.records import History, HistoryEntryRead
from api.kit.responses import conditional, problems

router = APIRouter(prefix="/v1/inspections", tags=["inspections"])


@router.post("/prepare", summary="Prepare an inspection", responses=problems(400, 401, 404, 422))
async def prepare_inspection(
    services: Services,
    subject: Caller,
    body: Annotated[
        InspectionPrepare, Body(openapi_examples={"one container": {"value": PREPARE}})
    ],
) -> InspectionPrepared:
    """Validates the instruction and returns what the authority's wallet is to sign.

    The id is computed from the document and the salt. The document is not stored.
    """
    prepared, salt = await services.inspections.prepare(body, subject)
    return InspectionPrepared(
        **InspectionPrepared.members_of(prepared),
        inspection_id=str(prepared.action.message["inspectionId"]),
        salt=salt,
    )


@router.get("", summary="List inspections", responses=problems(401, 422))
async def list_inspections(
    services: Services, subject: Caller, query: Annotated[InspectionQuery, Query()]
) -> InspectionPage:
    """Those of your organisation and of the release orders that it is a party to, newest first."""
    found = await services.inspections.page(subject, query)
    items, cursor = page_of_records(found, query, lambda row: (row.updated_at, row.inspection_id))
    return InspectionPage(items=[InspectionSummary.of(row) for row in items], next_cursor=cursor)


@router.get("/{inspection_id}", summary="Read an inspection", responses=conditional(401, 404, 422))
async def read_inspection(
    services: Services, subject: Caller, inspection_id: RecordId, tags: Tags
) -> InspectionRead:
    """Its state, and which actions come next for whom."""
    row = await services.inspections.get(inspection_id, subject)
    return tags.tagged(
        InspectionRead.with_next(row, await services.inspections.order(row), subject), row.version
    )


@router.get(
    "/{inspection_id}/history",
    summary="Read an inspection's history",
    responses=problems(401, 404, 422),
)
async def read_inspection_history(
    services: Services, subject: Caller, inspection_id: RecordId
) -> History:
    """Every step, with who signed."""
    entries = await services.inspections.history(inspection_id, subject)
    return History(items=[HistoryEntryRead.of(entry) for entry in entries])
