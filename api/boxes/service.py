"""Shared containers: reading what the caller may see."""

from api.auth.subject import Subject
from api.boxes.schemas import BoxQuery
from api.errors import NotFound
from api.kit.pagination import filters_of, listing_of
from chain.filters import BoxFilter
from chain.ledger import Ledger
from chain.lists import Found
from chain.read_model import HistoryEntry
from chain.sharing_reads import BoxView
from chain.visibility import RecordKind


class BoxService:
    """What the routes under /v1/shared-containers do."""

    def __init__(self, ledger: Ledger) -> None:
        self._read = ledger.read

    async def page(self, subject: Subject, query: BoxQuery) -> Found[BoxView]:
        """The caller's shared containers, in the order asked for; one more than the page to tell of a next."""
        filters = filters_of(BoxFilter, query)
        listing, after = listing_of(query, query.after)
        return await self._read.boxes(subject.member, filters, after, query.limit + 1, listing)

    async def get(self, box_id: str, subject: Subject) -> BoxView:
        """A shared container. Raises NotFound, to strangers too."""
        view = await self._read.box(box_id, subject.member)
        if view is None:
            raise NotFound("shared container", "拼箱")
        return view

    async def history(self, box_id: str, subject: Subject) -> list[HistoryEntry]:
        """Its steps. Raises NotFound."""
        await self.get(box_id, subject)
        return await self._read.history(RecordKind.BOX, box_id)
