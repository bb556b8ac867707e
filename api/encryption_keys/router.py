"""The keys that files are sealed for."""

from typing import Annotated

from fastapi import APIRouter, Path

from api.deps import Caller, Services
from api.encryption_keys.schemas import EncryptionKeyList, EncryptionKeyRead, KeyPublish
from api.kit.responses import problems

router = APIRouter(tags=["files"])
Number = Annotated[int, Path(ge=1, lt=1 << 24, description="The member's number.")]


@router.post(
    "/v1/encryption-keys",
    status_code=201,
    summary="Publish an encryption key",
    responses=problems(401, 409, 422),
)
async def publish_encryption_key(
    services: Services, subject: Caller, body: KeyPublish
) -> EncryptionKeyRead:
    """Tells the other members for which key they may seal files for your organisation.

    An admin wallet of yours signs the statement; whoever seals a file checks that again. The key stated last is used.
    """
    return EncryptionKeyRead.of(await services.encryption_keys.publish(subject, body))


@router.get(
    "/v1/participants/{member}/encryption-keys",
    summary="List a member's encryption keys",
    responses=problems(401, 422),
)
async def list_encryption_keys(
    services: Services, subject: Caller, member: Number
) -> EncryptionKeyList:
    """The member's published keys with their statements, the one stated last first.

    Check the signature and the wallet before you wrap a key: this gateway could lie.
    """
    del subject
    found = await services.encryption_keys.of_member(member)
    return EncryptionKeyList(items=[EncryptionKeyRead.of(key) for key in found])
