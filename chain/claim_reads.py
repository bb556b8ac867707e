"""Queries about refund claims and their clock."""

from sqlalchemy import and_, or_, select

from chain.filters import ANY, ClaimFilter, Listing
from chain.lists import Found
from chain.queries import DEFAULT_LIMIT, Queries
from chain.store.read_model import claims
from chain.store.rows import Claim
from chain.visibility import RecordKind, visible_to


class ClaimReads(Queries):
    """Lists are newest first unless `listing` says otherwise; `visible_to` limits to what a member may read."""

    async def claim(self, claim_id: str, visible_to: int | None = None) -> Claim | None:
        """A refund claim, None if there is none or the member may not read it."""
        return await self._one(Claim, self._readable(RecordKind.CLAIM, claim_id, visible_to))

    async def claim_with(self, content: str) -> Claim | None:
        """The claim that, as last corrected, has this commitment; the first of them."""
        return await self._carrying(Claim, RecordKind.CLAIM, content)

    async def claims(
        self,
        visible_to: int | None = None,
        filters: ClaimFilter | None = None,
        after: str | None = None,
        limit: int = DEFAULT_LIMIT,
        listing: Listing = ANY,
    ) -> Found[Claim]:
        """A page of claims."""
        return await self._page(Claim, RecordKind.CLAIM, filters, visible_to, after, limit, listing)

    async def accepted_claims(self, member: int, since: int, before: int) -> list[Claim]:
        """The accepted claims that a member may read and that were concluded in a period, or are not yet."""
        concluded_at = claims.c.concluded_at
        in_time = or_(concluded_at.is_(None), and_(concluded_at >= since, concluded_at < before))
        accepted = and_(claims.c.accepted_at.is_not(None), in_time)
        return await self._all(
            Claim, select(claims).where(accepted, visible_to(RecordKind.CLAIM, member))
        )
