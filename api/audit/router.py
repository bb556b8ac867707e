"""The audit log: for a member's admin wallets, about their own member."""

from typing import Annotated

from fastapi import APIRouter, Query

from api.audit.schemas import (
    AnchorPage,
    AnchorRead,
    AuditPage,
    AuditQuery,
    AuditRead,
    ChainPage,
    ChainQuery,
    LinkedRead,
)
from api.deps import Caller, Services
from api.kit.pagination import page_of
from api.kit.responses import problems

router = APIRouter(prefix="/v1/audit", tags=["audit"])


@router.get("", summary="Who read what", responses=problems(401, 403, 422))
async def list_audit_entries(
    services: Services, subject: Caller, query: Annotated[AuditQuery, Query()]
) -> AuditPage:
    """Reads of files and changes of access by your member, or of what is yours, newest first.

    Needs a session of a wallet with the power ADMIN.
    """
    found = await services.audit.entries(subject, query.after, query.limit + 1)
    items, cursor = page_of(found, query.limit, lambda one: str(one.number))
    return AuditPage(items=[AuditRead.of(one) for one in items], next_cursor=cursor)


@router.get("/chain", summary="The whole chain of hashes", responses=problems(401, 403, 422))
async def read_audit_chain(
    services: Services, subject: Caller, query: Annotated[ChainQuery, Query()]
) -> ChainPage:
    """Every entry in order, so that you can prove that yours are whole; those of others are shown as hashes.

    `quay audit export` keeps it in a file, and `quay audit verify` checks it without a gateway.
    """
    found = await services.audit.chain(subject, query.after, query.limit + 1)
    items, cursor = page_of(found, query.limit, lambda one: str(one.number))
    shown = [LinkedRead.of(one, subject.member) for one in items]
    return ChainPage(items=shown, next_cursor=cursor)


@router.get("/anchors", summary="Where the chain is anchored", responses=problems(401, 403, 422))
async def list_audit_anchors(
    services: Services, subject: Caller, query: Annotated[ChainQuery, Query()]
) -> AnchorPage:
    """The transactions on the ledger that hold the chain's end, oldest first."""
    found = await services.audit.anchors(subject, query.after, query.limit + 1)
    items, cursor = page_of(found, query.limit, lambda one: str(one.anchor.count))
    return AnchorPage(items=[AnchorRead.of(one) for one in items], next_cursor=cursor)
