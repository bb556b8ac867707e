"""Supporting documents: reading what the caller may see."""

from api.auth.subject import Subject
from api.documents.schemas import DocumentQuery
from api.errors import NotFound
from api.kit.pagination import filters_of, listing_of
from chain.filters import DocumentFilter
from chain.ledger import Ledger
from chain.read_model import HistoryEntry
from chain.store.rows import Document
from chain.visibility import RecordKind


class DocumentService:
    """What the routes under /v1/documents do."""

    def __init__(self, ledger: Ledger) -> None:
        self._read = ledger.read

    async def time(self) -> int:
        """The time that validity is judged by, in seconds since 1970 UTC."""
        return await self._read.time()

    async def page(self, subject: Subject, query: DocumentQuery) -> list[Document]:
        """The documents that the caller may read, in the order asked for; one more than the page to tell of a next."""
        filters = filters_of(DocumentFilter, query)
        listing, after = listing_of(query, query.after)
        limit = query.limit + 1
        return await self._read.documents(subject.member, filters, after, limit, listing)

    async def get(self, document_id: str, subject: Subject) -> Document:
        """A document. Raises NotFound, to strangers too."""
        row = await self._read.document(document_id, subject.member)
        if row is None:
            raise NotFound("document", "单证")
        return row

    async def history(self, document_id: str, subject: Subject) -> list[HistoryEntry]:
        """A document's steps. Raises NotFound."""
        await self.get(document_id, subject)
        return await self._read.history(RecordKind.DOCUMENT, document_id)
