"""Supporting documents (随附单证)."""

from typing import Annotated, Final

from fastapi import APIRouter, Body, Query

from api.deps import Caller, Services
from api.documents.examples import PREPARE, RECEIPT, SUPERSEDE
from api.documents.schemas import (
    DocumentPage,
    DocumentPrepare,
    DocumentPrepared,
    DocumentQuery,
    DocumentRead,
    DocumentSummary,
    DocumentSupersede,
)
from api.kit.etag import IfMatch, Tags
from api.kit.pagination import page_of_records
from api.kit.paths import RecordId
from api.kit.records import History, HistoryEntryRead
from api.kit.responses import conditional, problems

router = APIRouter(prefix="/v1/documents", tags=["documents"])


_EXAMPLES: Final = {"invoice": {"value": PREPARE}, "interchange receipt": {"value": RECEIPT}}


@router.post("/prepare", summary="Prepare a supporting document", responses=problems(400, 401, 422))
async def prepare_document(
    services: Services,
    subject: Caller,
    body: Annotated[DocumentPrepare, Body(openapi_examples=_EXAMPLES)],
) -> DocumentPrepared:
    """Commits to the document and returns what its issuer's wallet is to sign.

    The id is computed from the document, or the card of its file, and the salt. It is not stored, but it does
    pass through here: to register it unseen, compute its id yourself and prepare `RegisterDocument` with it
    at `POST /v1/actions/prepare`.
    """
    prepared, document_id, salt = await services.documents.prepare(body, subject)
    return DocumentPrepared(
        **DocumentPrepared.members_of(prepared), document_id=document_id, salt=salt
    )


@router.post(
    "/{document_id}/successor/prepare",
    summary="Prepare a document's successor",
    responses=problems(400, 401, 404, 412, 422),
)
async def prepare_document_successor(
    services: Services,
    subject: Caller,
    document_id: RecordId,
    precondition: IfMatch,
    body: Annotated[DocumentSupersede, Body(openapi_examples={"invoice": {"value": SUPERSEDE}})],
) -> DocumentPrepared:
    """Commits to what takes a document's place and returns what its issuer's wallet is to sign."""
    prepared, successor, salt = await services.documents.supersede(
        document_id, body, subject, precondition
    )
    return DocumentPrepared(
        **DocumentPrepared.members_of(prepared), document_id=successor, salt=salt
    )


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
    items, cursor = page_of_records(found, query, lambda row: (row.updated_at, row.document_id))
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
