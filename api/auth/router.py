"""Sign-in with a wallet, and API keys."""

from typing import Annotated

from fastapi import APIRouter, Body, Header, Path, Response

from api.auth.schemas import (
    ApiKeyCreate,
    ApiKeyCreated,
    ApiKeyList,
    ApiKeyRead,
    ApiKeyRotate,
    CallerRead,
    NonceCreate,
    NonceRead,
    SessionCreate,
    SessionRead,
)
from api.deps import Caller, Services
from api.kit.responses import problems

router = APIRouter(prefix="/v1", tags=["sign-in"])
KeyId = Annotated[str, Path(description="The key's id.", pattern="^[0-9a-f]{16}$")]


@router.post(
    "/auth/nonce",
    summary="Ask what to sign",
    responses=problems(422),
    openapi_extra={"x-example-safe": True},
)
async def create_nonce(
    services: Services,
    body: Annotated[
        NonceCreate | None,
        Body(examples=[{"wallet": "0x70997970C51812dc3A010C7d01b50e0d17dc79C8"}]),
    ] = None,
) -> NonceRead:
    """Gives a nonce, good once and for five minutes, and the message to sign (EIP-4361)."""
    return NonceRead.of(await services.auth.challenge(body.wallet if body else None))


@router.post("/auth/session", status_code=201, summary="Sign in", responses=problems(401, 422))
async def create_session(services: Services, body: SessionCreate) -> SessionRead:
    """Opens a session of one hour for an enrolled wallet that signed the message."""
    return SessionRead.of(await services.auth.sign_in(body.message, body.signature))


@router.get("/auth/session", summary="Who am I", responses=problems(401))
async def read_session(subject: Caller) -> CallerRead:
    """The member and the wallet that this session or key stands for."""
    return CallerRead.of(subject)


@router.delete("/auth/session", status_code=204, summary="Sign out", responses=problems(401))
async def end_session(
    services: Services, subject: Caller, authorization: Annotated[str, Header()]
) -> Response:
    """Ends this session."""
    await services.auth.sign_out(subject, authorization)
    return Response(status_code=204)


@router.post(
    "/api-keys", status_code=201, summary="Make an API key", responses=problems(401, 403, 422)
)
async def create_api_key(services: Services, subject: Caller, body: ApiKeyCreate) -> ApiKeyCreated:
    """Makes a key for your member, with this wallet's powers or some of them. Needs a wallet session.

    The key ends with the wallet, and has no power that the wallet has no more.
    """
    text, key = await services.auth.create_key(subject, body.label, body.powers)
    return ApiKeyCreated(**ApiKeyRead.of(key).model_dump(), key=text)


@router.get("/api-keys", summary="List API keys", responses=problems(401, 403))
async def list_api_keys(services: Services, subject: Caller) -> ApiKeyList:
    """Your member's keys, newest first. Needs a wallet session."""
    return ApiKeyList(items=[ApiKeyRead.of(k) for k in await services.auth.keys(subject)])


@router.post(
    "/api-keys/{key_id}/rotate",
    status_code=201,
    summary="Rotate an API key",
    responses=problems(401, 403, 404, 409, 422),
)
async def rotate_api_key(
    services: Services,
    subject: Caller,
    key_id: KeyId,
    body: Annotated[ApiKeyRotate | None, Body(examples=[{"overlap_seconds": 3600}])] = None,
) -> ApiKeyCreated:
    """Gives a key a new secret, told here once; the old one stays good for a day, or as long as you say.

    A second rotation ends the secret before the first one. Needs a session of the wallet that made the key, or of
    one with the power ADMIN.
    """
    overlap = (body or ApiKeyRotate()).overlap_seconds
    text, key = await services.auth.rotate_key(subject, key_id, overlap)
    return ApiKeyCreated(**ApiKeyRead.of(key).model_dump(), key=text)


@router.delete(
    "/api-keys/{key_id}",
    status_code=204,
    summary="Revoke an API key",
    responses=problems(401, 403, 404),
)
async def revoke_api_key(
    services: Services,
    subject: Caller,
    key_id: KeyId,
) -> Response:
    """Revokes a key of your member for good. Needs a wallet session."""
    await services.auth.revoke_key(subject, key_id)
    return Response(status_code=204)
