"""Public verification."""

from typing import Annotated

from fastapi import APIRouter, Body, Path

from api.auth.sign_in import rfc3339
from api.bills.examples import DOCUMENT, SALT
from api.deps import Services
from api.kit.responses import problems
from api.kit.schema import Id
from api.verify.examples import FIELD, MILESTONE
from api.verify.schemas import (
    FieldVerifyRequest,
    MilestoneVerifyRequest,
    PledgeAnswer,
    VerifyAnswer,
    VerifyRequest,
)
from api.verify.service import Verdict

router = APIRouter(prefix="/v1", tags=["verification"])

_EXAMPLE = {"value": {"document": DOCUMENT, "salt": SALT, "kind": "bill"}}


@router.post("/verify", summary="Verify a document", responses=problems(400, 413, 415, 422))
async def verify_document(
    services: Services,
    body: Annotated[VerifyRequest, Body(openapi_examples={"a bill": _EXAMPLE})],
) -> VerifyAnswer:
    """Tells whether exactly this document is on the ledger and in force.

    Public: nobody who lacks the salt can ask. The document is not stored.
    """
    return _answer(await services.verify.verify(body))


@router.post(
    "/verify/milestone",
    summary="Verify one event of a batch of milestones",
    responses=problems(400, 413, 415, 422),
)
async def verify_milestone(
    services: Services,
    body: Annotated[
        MilestoneVerifyRequest, Body(openapi_examples={"a gate-out": {"value": MILESTONE}})
    ],
) -> VerifyAnswer:
    """Tells whether exactly this event is in the batch, and the batch not corrected.

    Public: nobody who lacks the event's salt and proof can ask. The event is not stored.
    """
    return _answer(await services.verify.milestone(body))


@router.post(
    "/verify/field",
    summary="Verify one field of a document",
    responses=problems(400, 413, 415, 422),
)
async def verify_field(
    services: Services,
    body: Annotated[
        FieldVerifyRequest, Body(openapi_examples={"a container number": {"value": FIELD}})
    ],
) -> VerifyAnswer:
    """Tells whether the document of a record in force says this at this place; the rest of it stays unseen.

    Public: nobody who lacks the field's salt and proof can ask. The field is not stored.
    """
    return _answer(await services.verify.field(body))


@router.get(
    "/verify/pledge/{content}", summary="Ask for a live pledge", responses=problems(404, 422, 503)
)
async def verify_pledge(
    services: Services,
    content: Annotated[
        Id, Path(description="The bill's id, or the commitment of its content as amended.")
    ],
) -> PledgeAnswer:
    """What a bank asks before it finances a bill: whether another has it in pledge. The chain itself answers.

    Public: whoever was shown the document and its salt can compute what to ask for (POST /v1/verify tells it,
    too). It does not tell whose the bill or the pledge is.
    """
    return await services.verify.pledge(content)


def _answer(verdict: Verdict) -> VerifyAnswer:
    found, remedy = verdict.found, verdict.remedy
    return VerifyAnswer(
        answer=verdict.answer,
        check=verdict.check,
        detail=verdict.detail.en,
        detail_zh=verdict.detail.zh,
        remedy=remedy.en if remedy else None,
        remedy_zh=remedy.zh if remedy else None,
        record_id=verdict.record_id,
        kind=found.kind if found else None,
        state=found.state if found else None,
        issued_by=verdict.issued_by,
        recorded_at=rfc3339(found.recorded_at) if found else None,
        as_of_block=verdict.block,
    )
