"""Milestones: reading what the caller may see, and preparing batches."""

from api.actions.prepare import Prepared, Preparer
from api.auth.subject import Subject
from api.errors import NotFound
from api.kit.content import salt_of
from api.kit.etag import Precondition
from api.kit.milestone_event import batch_from
from api.kit.pagination import filters_of, listing_of
from api.milestones.schemas import MilestoneCorrect, MilestonePrepare, MilestoneQuery
from chain.filters import MilestoneFilter
from chain.ledger import Ledger
from chain.lists import Found
from chain.read_model import HistoryEntry
from chain.store.rows import MilestoneBatch
from chain.visibility import RecordKind


class MilestoneService:
    """What the routes under /v1/milestones do."""

    def __init__(self, ledger: Ledger, preparer: Preparer) -> None:
        self._read = ledger.read
        self._preparer = preparer

    async def page(self, subject: Subject, query: MilestoneQuery) -> Found[MilestoneBatch]:
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

    async def prepare(self, body: MilestonePrepare, subject: Subject) -> tuple[Prepared, str, str]:
        """Checks the events and makes the typed data that anchors them.

        Returns: what to sign, the batch's id and the salt as 0x-hex.

        Raises:
            InvalidInput: An event breaks a rule.
        """
        batch_id, salt, facts = _facts(body)
        intent = {"batchId": batch_id, "actor": subject.member, **facts}
        prepared = await self._preparer.prepare("AnchorMilestones", intent, subject)
        return prepared, batch_id, salt

    async def correct(
        self, batch_id: str, body: MilestoneCorrect, subject: Subject, precondition: Precondition
    ) -> tuple[Prepared, str, str]:
        """Checks the events and makes the typed data that corrects a batch by them.

        Returns: what to sign, the correction's id and the salt as 0x-hex.

        Raises:
            InvalidInput: An event breaks a rule.
            NotFound: There is no such batch, or the caller may not read it.
            PlatformError: 412: it is at another version than the caller takes it to be.
        """
        correction, salt, facts = _facts(body)
        intent = {"batchId": batch_id, "correction": correction, **facts}
        prepared = await self._preparer.prepare("CorrectMilestones", intent, subject, precondition)
        return prepared, correction, salt


def _facts(body: MilestonePrepare | MilestoneCorrect) -> tuple[str, str, dict[str, object]]:
    """A batch's id, its salt, and what an action says of it."""
    salt = salt_of(body.salt)
    batch = batch_from(body.events, salt)
    facts: dict[str, object] = {
        "events": batch.count,
        "earliestAt": batch.earliest_at,
        "latestAt": batch.latest_at,
        **body.about(),
    }
    return "0x" + batch.root.hex(), "0x" + salt.hex(), facts
