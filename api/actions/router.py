"""Signed actions: prepare, submit, wait."""

from typing import Annotated

from fastapi import APIRouter, Body, Header, Path, Query, Response

from api.actions.examples import PREPARE, SUBMIT
from api.actions.prefer import wait_of
from api.actions.schemas import (
    ActionPage,
    ActionPrepare,
    ActionQuery,
    ActionRead,
    ActionSubmit,
    PreparedAction,
)
from api.actions.service import error_of
from api.deps import Caller, Services
from api.kit.etag import IfMatch
from api.kit.pagination import page_of
from api.kit.responses import problems
from api.kit.schema import Id
from chain.actions import ActionRecord

router = APIRouter(prefix="/v1/actions", tags=["actions"])

_DONE, _ACCEPTED = 200, 202


@router.post(
    "/prepare",
    summary="Prepare an action",
    responses=problems(400, 401, 404, 412, 422),
)
async def prepare_action(
    services: Services,
    subject: Caller,
    precondition: IfMatch,
    body: Annotated[ActionPrepare, Body(openapi_examples=PREPARE)],
) -> PreparedAction:
    """Turns an intent into the typed data to sign, at the record's current version."""
    prepared = await services.actions.prepare(body.action, body.intent, subject, precondition)
    return PreparedAction(**PreparedAction.members_of(prepared))


@router.post(
    "",
    summary="Submit a signed action",
    status_code=_ACCEPTED,
    responses={
        _DONE: {"model": ActionRead, "description": "It is settled: final, or failed."},
        **problems(400, 401, 403, 409, 412, 422, 429, 503),
    },
)
async def submit_action(
    services: Services,
    subject: Caller,
    response: Response,
    precondition: IfMatch,
    body: Annotated[ActionSubmit, Body(openapi_examples=SUBMIT)],
    prefer: Annotated[
        str | None, Header(description="`wait=5`: answer after its end, or after 5 s.")
    ] = None,
) -> ActionRead:
    """Takes a signed action in: it is durable when you hear 202.

    What the contract would refuse as things stand is refused here with the contract's own error.
    Submitting again is no error.
    """
    record = await services.actions.submit(
        body.action, body.message, body.signatures, wait_of(prefer), subject, precondition
    )
    response.status_code = _DONE if record.settled else _ACCEPTED
    return _read(record)


@router.get("", summary="List my actions", responses=problems(401, 422))
async def list_actions(
    services: Services, subject: Caller, query: Annotated[ActionQuery, Query()]
) -> ActionPage:
    """The actions that your organisation's wallets signed, newest first."""
    found = await services.actions.mine(subject, query.after, query.limit)
    items, cursor = page_of(found, query.limit, lambda record: str(record.sequence))
    return ActionPage(items=[_read(record) for record in items], next_cursor=cursor)


@router.get("/{action_id}", summary="Read an action", responses=problems(401, 404, 422))
async def read_action(
    services: Services,
    subject: Caller,
    action_id: Annotated[Id, Path(description="The EIP-712 digest.")],
    wait: Annotated[
        float, Query(ge=0, le=3600, allow_inf_nan=False, description="Seconds to wait for its end.")
    ] = 0.0,
) -> ActionRead:
    """How far it has come; with `wait`, after its end or so many seconds (60 at most)."""
    return _read(await services.actions.get(action_id, wait, subject))


def _read(record: ActionRecord) -> ActionRead:
    return ActionRead.of(record, error_of(record))
