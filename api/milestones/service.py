"""Milestones: reading what the caller may see."""

from api.auth.subject import Subject
from api.errors import NotFound
from api.kit.pagination import filters_of, listing_of
from api.milestones.schemas import MilestoneQuery
from chain.filters import MilestoneFilter
from chain.ledger import Ledger
from chain.read_model import HistoryEntry
from chain.store.rows import MilestoneBatch
from chain.visibility import RecordKind


class MilestoneService:
    """What the routes under /v1/milestones do."""

    def __init__(self, ledger: Ledger) -> None:
        self._read = ledger.read

    async def page(self, subject: Subject, query: MilestoneQuery) -> list[MilestoneBatch]:
        """The batches that the caller may read, in the order asked for; one more than the page to tell of a next."""
        filters = filters_of(MilestoneFilter, query)
        listing, after = listing_of(query, query.after)
        limit = query.limit + 1
        return await self._read.milestone_batches(subject.member, filters, after, limit, listing)

    async def get(self, batch_id: str, subject: Subject) -> MilestoneBatch:
        """A batch. Raises NotFound, to strangers too."""
        row = await self._read.milestones(batch_id, subject.member)
        if row is None:
            raise NotFound("batch of milestones", "节点批次")
        return row

    async def history(self, batch_id: str, subject: Subject) -> list[HistoryEntry]:
        """A batch's steps. Raises NotFound."""
        await self.get(batch_id, subject)
        return await self._read.history(RecordKind.MILESTONES, batch_id)
