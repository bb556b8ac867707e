"""Containers that several bills share (拼箱): reading; they are declared and dissolved by signed actions."""

from typing import Annotated

from fastapi import APIRouter, Query

from api.boxes.schemas import BoxPage, BoxQuery, BoxRead, BoxSummary
from api.deps import Caller, Services
from api.kit.etag import Tags
from api.kit.pagination import page_of_records
from api.kit.paths import RecordId
from api.kit.records import History, HistoryEntryRead
from api.kit.responses import conditional, problems

router = APIRouter(prefix="/v1/shared-containers", tags=["shared containers"])


@router.get("", summary="List shared containers", responses=problems(401, 422))
async def list_shared_containers(
    services: Services, subject: Caller, query: Annotated[BoxQuery, Query()]
) -> BoxPage:
    """Those that your organisation declared, and those of the release orders that it is a party to."""
    found = await services.boxes.page(subject, query)
    items, cursor = page_of_records(
        found, query, lambda view: (view.box.updated_at, view.box.box_id)
    )
    return BoxPage(items=[BoxSummary.of(view) for view in items], next_cursor=cursor)


@router.get("/{box_id}", summary="Read a shared container", responses=conditional(401, 404, 422))
async def read_shared_container(
    services: Services, subject: Caller, box_id: RecordId, tags: Tags
) -> BoxRead:
    """The bills that share it, what keeps it in, and which actions come next for whom."""
    view = await services.boxes.get(box_id, subject)
    return tags.tagged(BoxRead.with_next(view, subject), view.box.version)


@router.get(
    "/{box_id}/history",
    summary="Read a shared container's history",
    responses=problems(401, 404, 422),
)
async def read_shared_container_history(
    services: Services, subject: Caller, box_id: RecordId
) -> History:
    """Every step since the declaration, with who signed."""
    entries = await services.boxes.history(box_id, subject)
    return History(items=[HistoryEntryRead.of(entry) for entry in entries])
