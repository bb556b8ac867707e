"""Export refund claims (出口退税申报) and their clock."""

from typing import Annotated

from fastapi import APIRouter, Body, Query

from api.claims.examples import PREPARE
from api.claims.schemas import (
    ClaimClock,
    ClaimPage,
    ClaimPrepare,
    ClaimPrepared,
    ClaimQuery,
    ClaimRead,
    ClaimSummary,
    ClassClock,
    ClockQuery,
)
from api.deps import Caller, Services
from api.kit.etag import Tags
from api.kit.pagination import page_of_records
from api.kit.paths import RecordId
from api.kit.records import History, HistoryEntryRead
from api.kit.responses import conditional, problems
from api.kit.working_days import LEGAL_TIME

router = APIRouter(prefix="/v1/claims", tags=["claims"])


@router.post("/prepare", summary="Prepare a claim", responses=problems(400, 401, 422))
async def prepare_claim(
    services: Services,
    subject: Caller,
    body: Annotated[ClaimPrepare, Body(openapi_examples={"one item": {"value": PREPARE}})],
) -> ClaimPrepared:
    """Validates the claim and returns what the exporter's wallet is to sign.

    The claim's id is computed from the document and the salt. The document is not stored.
    """
    prepared, salt = await services.claims.prepare(body, subject)
    claim_id = str(prepared.action.message["claimId"])
    return ClaimPrepared(**ClaimPrepared.members_of(prepared), claim_id=claim_id, salt=salt)


@router.get("", summary="List claims", responses=problems(401, 422))
async def list_claims(
    services: Services, subject: Caller, query: Annotated[ClaimQuery, Query()]
) -> ClaimPage:
    """The claims that your organisation is a party to, newest first; tax authorities see all."""
    found = await services.claims.page(subject, query)
    items, cursor = page_of_records(found, query, lambda row: (row.updated_at, row.claim_id))
    return ClaimPage(items=[ClaimSummary.of(row) for row in items], next_cursor=cursor)


@router.get("/clock", summary="Read the clock of claims", responses=problems(401, 422, 503))
async def read_claim_clock(
    services: Services, subject: Caller, query: Annotated[ClockQuery, Query()]
) -> ClaimClock:
    """Working days from acceptance to conclusion over the claims that you may read: mean and percentiles.

    By the official calendar, make-up workdays included; the day of acceptance does not count. A year whose
    calendar is not published yet is an error, never a guess.
    """
    *by_class, first_two = await services.claims.clock(query, subject)
    return ClaimClock(
        time_zone=str(LEGAL_TIME),
        by_class=[ClassClock.of(reading) for reading in by_class],
        classes_1_and_2=ClassClock.of(first_two),
    )


@router.get("/{claim_id}", summary="Read a claim", responses=conditional(401, 404, 422))
async def read_claim(
    services: Services, subject: Caller, claim_id: RecordId, tags: Tags
) -> ClaimRead:
    """Its state, the time of each step, its certificates, and which actions come next for whom."""
    row = await services.claims.get(claim_id, subject)
    certificates = await services.claims.certificates_of(row, subject)
    return tags.tagged(ClaimRead.with_next(row, certificates, subject), row.version)


@router.get(
    "/{claim_id}/history", summary="Read a claim's history", responses=problems(401, 404, 422)
)
async def read_claim_history(services: Services, subject: Caller, claim_id: RecordId) -> History:
    """Every step since the filing, with who signed."""
    entries = await services.claims.history(claim_id, subject)
    return History(items=[HistoryEntryRead.of(entry) for entry in entries])
