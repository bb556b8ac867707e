"""Supporting documents (随附单证)."""

from typing import Annotated

from fastapi import APIRouter, Query

from api.deps import Caller, Services
from api.documents.schemas import DocumentPage, DocumentQuery, DocumentRead, DocumentSummary
from api.kit.etag import Tags
from api.kit.pagination import cursor_of, page_of
from api.kit.paths import RecordId
from api.kit.records import History, HistoryEntryRead
from api.kit.responses import conditional, problems

router = APIRouter(prefix="/v1/documents", tags=["documents"])


@router.get("", summary="List supporting documents", responses=problems(401, 422))
async def list_documents(
    services: Services, subject: Caller, query: Annotated[DocumentQuery, Query()]
) -> DocumentPage:
    """The documents that your organisation may read, newest first.

    Those that it issued or may use up, those about records that it is party to, and published
    tariffs; authorities see all.
    """
    time = await services.documents.time()
    found = await services.documents.page(subject, query)
    items, cursor = page_of(
        found, query.limit, lambda row: cursor_of(query, row.document_id, row.updated_at)
    )
    return DocumentPage(items=[DocumentSummary.of(row, time) for row in items], next_cursor=cursor)


@router.get(
    "/{document_id}", summary="Read a supporting document", responses=conditional(401, 404, 422)
)
async def read_document(
    services: Services, subject: Caller, document_id: RecordId, tags: Tags
) -> DocumentRead:
    """Whether it is still good, and which actions come next for whom."""
    row = await services.documents.get(document_id, subject)
    return tags.tagged(
        DocumentRead.with_next(row, await services.documents.time(), subject), row.version
    )


@router.get(
    "/{document_id}/history",
    summary="Read a supporting document's history",
    responses=problems(401, 404, 422),
)
async def read_document_history(
    services: Services, subject: Caller, document_id: RecordId
) -> History:
    """Every step since its registration, with who signed."""
    entries = await services.documents.history(document_id, subject)
    return History(items=[HistoryEntryRead.of(entry) for entry in entries])
