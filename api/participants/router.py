"""The member organisations and their wallets."""

from typing import Annotated

from fastapi import APIRouter, Path

from api.deps import Caller, Services
from api.kit.etag import Tags
from api.kit.responses import conditional, problems
from api.participants.schemas import MemberList, MemberRead, WalletList, WalletRead

router = APIRouter(prefix="/v1/participants", tags=["participants"])

Number = Annotated[int, Path(ge=1, lt=1 << 24, description="The member's number.")]


@router.get("", summary="List members", responses=problems(401))
async def list_members(services: Services, subject: Caller) -> MemberList:
    """All member organisations by number."""
    del subject
    return MemberList(items=[MemberRead.of(row) for row in await services.participants.all()])


@router.get("/{member}", summary="Read a member", responses=conditional(401, 404, 422))
async def read_member(
    services: Services, subject: Caller, member: Number, tags: Tags
) -> MemberRead:
    """A member organisation: its roles, whether it is active."""
    del subject
    row = await services.participants.get(member)
    return tags.tagged(MemberRead.of(row), row.version)


@router.get(
    "/{member}/wallets", summary="List a member's wallets", responses=problems(401, 404, 422)
)
async def list_wallets(services: Services, subject: Caller, member: Number) -> WalletList:
    """The member's wallets: powers, expiry, revocation."""
    del subject
    found = await services.participants.wallets(member)
    return WalletList(items=[WalletRead.of(row) for row in found])
