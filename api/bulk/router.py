"""Bulk issue: a carrier's whole voyage in one upload, under one signature."""

from typing import Annotated, Any

from fastapi import APIRouter, Header, Path, Query, Request, Response
from fastapi.responses import JSONResponse, StreamingResponse

from api.bulk import examples
from api.bulk.reading import Bad
from api.bulk.schemas import (
    BadRowRead,
    BulkChecked,
    BulkCreateQuery,
    BulkId,
    BulkPage,
    BulkQuery,
    BulkRead,
    BulkRowPage,
    BulkRowQuery,
    BulkRowRead,
    BulkSign,
    BulkSummary,
)
from api.bulk.store import Bulk
from api.client.rows import CSV, NDJSON
from api.deps import Caller, Services
from api.errors import FieldProblem, PlatformError, Words
from api.kit.pagination import page_of
from api.kit.responses import FieldProblemRead, problems
from api.services import GatewayServices

router = APIRouter(prefix="/v1", tags=["bulk issue"])

Which = Annotated[BulkId, Path(description="The voyage's id.")]
_MOST_BAD = 1000
_UPLOAD: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "description": "A row for each bill: what POST /v1/bills/prepare takes, with a salt of your own. "
        "CSV's columns are JSON paths; a name that ends in `:json` says that its cells are JSON.",
        "content": {
            NDJSON: {"schema": {"type": "string"}, "example": examples.NDJSON},
            CSV: {"schema": {"type": "string"}, "example": examples.CSV},
        },
    }
}


@router.post(
    "/bulk-checks",
    summary="Check a voyage",
    responses=problems(400, 401, 408, 413, 415, 422),
    openapi_extra=_UPLOAD,
)
async def check_bulk(request: Request, services: Services, subject: Caller) -> BulkChecked:
    """Says of every row whether it can be issued; keeps nothing and reserves no number."""
    rows = await services.bulk.read(request.stream(), _media_type(request), subject)
    bad = [row for row in rows if isinstance(row, Bad)]
    return BulkChecked(
        rows=len(rows),
        good=len(rows) - len(bad),
        bad_rows=[
            BadRowRead(line=row.line, errors=[FieldProblemRead(**e.as_json()) for e in row.errors])
            for row in bad[:_MOST_BAD]
        ],
    )


@router.post(
    "/bulk-issues",
    status_code=201,
    summary="Prepare a voyage",
    responses=problems(400, 401, 408, 409, 413, 415, 422),
    openapi_extra=_UPLOAD,
)
async def create_bulk(
    request: Request,
    services: Services,
    subject: Caller,
    query: Annotated[BulkCreateQuery, Query()],
) -> BulkRead:
    """Checks every row and keeps the voyage to be signed: all of it, or nothing.

    One signature over the whole set issues all bills: a set has at most 65,536. The documents are not stored. The
    same upload again is the same voyage.
    """
    rows = await services.bulk.read(request.stream(), _media_type(request), subject)
    bulk = await services.bulk.create(rows, subject, skip_bad=query.skip_bad)
    return await _read(services, bulk)


@router.get("/bulk-issues", summary="List voyages", responses=problems(401, 422))
async def list_bulks(
    services: Services, subject: Caller, query: Annotated[BulkQuery, Query()]
) -> BulkPage:
    """Your organisation's voyages, newest first; those done are forgotten after 30 days."""
    found = await services.bulk.page(subject, query.after, query.limit)
    items, cursor = page_of(found, query.limit, lambda bulk: bulk.bulk_id)
    return BulkPage(items=[BulkSummary.of(bulk) for bulk in items], next_cursor=cursor)


@router.get(
    "/bulk-issues/{bulk_id}", summary="Read a voyage's progress", responses=problems(401, 404, 422)
)
async def read_bulk(services: Services, subject: Caller, bulk_id: Which) -> BulkRead:
    """How many rows have come how far."""
    return await _read(services, await services.bulk.get(bulk_id, subject))


@router.get(
    "/bulk-issues/{bulk_id}/rows",
    summary="Read what became of each row",
    response_model=BulkRowPage,
    responses={
        200: {"content": {NDJSON: {"schema": {"type": "string"}}}},
        **problems(401, 404, 422),
    },
)
async def list_bulk_rows(
    services: Services,
    subject: Caller,
    bulk_id: Which,
    query: Annotated[BulkRowQuery, Query()],
    accept: Annotated[str | None, Header(description=f"`{NDJSON}`: all rows, a line each.")] = None,
) -> BulkRowPage | Response:
    """The rows by line: page by page, or all of them as lines of JSON."""
    bulk = await services.bulk.get(bulk_id, subject)
    if accept is not None and NDJSON in accept:
        lines = (
            BulkRowRead.of(row).model_dump_json() + "\n"
            async for row in services.bulk.every_row(bulk)
        )
        return StreamingResponse(lines, media_type=NDJSON)
    found = await services.bulk.rows(bulk, query.status, query.after, query.limit)
    items, cursor = page_of(found, query.limit, lambda row: str(row.line))
    return BulkRowPage(items=[BulkRowRead.of(row) for row in items], next_cursor=cursor)


@router.get(
    "/bulk-issues/{bulk_id}/typed-data",
    summary="Read what is to be signed",
    response_model=dict[str, Any],
    responses=problems(401, 404, 422),
)
async def read_bulk_typed_data(services: Services, subject: Caller, bulk_id: Which) -> Response:
    """The whole set for `eth_signTypedData_v4`: every bill of the voyage is in it."""
    bulk = await services.bulk.get(bulk_id, subject)
    return JSONResponse(await services.bulk.typed_data(bulk))


@router.post(
    "/bulk-issues/{bulk_id}/signature",
    status_code=202,
    summary="Sign a voyage",
    responses=problems(401, 403, 404, 409, 422, 503),
)
async def sign_bulk(
    services: Services, subject: Caller, bulk_id: Which, body: BulkSign
) -> BulkRead:
    """Takes the signature over all rows: it is durable when you hear 202, and the rows follow by themselves.

    A row that the contract would refuse as things stand is refused alone; the others go on.
    """
    bulk = await services.bulk.get(bulk_id, subject)
    return await _read(services, await services.bulk.sign(bulk, body.signatures))


@router.delete(
    "/bulk-issues/{bulk_id}",
    status_code=204,
    summary="Give a voyage up",
    responses=problems(401, 404, 409, 422),
)
async def delete_bulk(services: Services, subject: Caller, bulk_id: Which) -> Response:
    """Forgets a voyage that nobody signed; its B/L numbers stay reserved for a day."""
    await services.bulk.remove(await services.bulk.get(bulk_id, subject))
    return Response(status_code=204)


async def _read(services: GatewayServices, bulk: Bulk) -> BulkRead:
    counts = await services.bulk.counts(bulk)
    return BulkRead.of(bulk, counts, await services.bulk.signatures_needed(bulk))


def _media_type(request: Request) -> str:
    """Raises PlatformError: 415."""
    media = request.headers.get("content-type", "").split(";", maxsplit=1)[0].strip().lower()
    if media in {NDJSON, CSV}:
        return media
    raise PlatformError(
        "unsupported_media_type",
        415,
        "Unsupported media type",
        Words(f"An upload must be {NDJSON} or {CSV}.", f"上传内容应为 {NDJSON} 或 {CSV}。"),
        remedy=Words("Send the header `Content-Type`.", "请发送请求头 `Content-Type`。"),
        errors=(
            FieldProblem(
                "headers.Content-Type",
                "media_type",
                f"must be {NDJSON} or {CSV}",
                f"应为 {NDJSON} 或 {CSV}",
            ),
        ),
    )
