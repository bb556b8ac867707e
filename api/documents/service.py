"""Supporting documents: reading what the caller may see, and preparing their content."""

from api.actions.prepare import Prepared, Preparer
from api.auth.subject import Subject
from api.documents.schemas import DocumentPrepare, DocumentQuery, DocumentSupersede
from api.errors import NotFound
from api.kit.content import root_of, salt_of
from api.kit.etag import Precondition
from api.kit.pagination import filters_of, listing_of
from api.kit.supporting_document import check_content
from chain.filters import DocumentFilter
from chain.ledger import Ledger
from chain.lists import Found
from chain.read_model import HistoryEntry
from chain.store.rows import Document
from chain.visibility import RecordKind


class DocumentService:
    """What the routes under /v1/documents do."""

    def __init__(self, ledger: Ledger, preparer: Preparer) -> None:
        self._read = ledger.read
        self._preparer = preparer

    async def time(self) -> int:
        """The time that validity is judged by, in seconds since 1970 UTC."""
        return await self._read.time()

    async def page(self, subject: Subject, query: DocumentQuery) -> Found[Document]:
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

    async def prepare(self, body: DocumentPrepare, subject: Subject) -> tuple[Prepared, str, str]:
        """Makes the typed data of a registration: by its issuer, or of a receipt by both its sides.

        Returns: what to sign, the document's id and the salt as 0x-hex.

        Raises:
            InvalidInput: A rule of the content is broken.
        """
        check_content(body.document)
        salt = salt_of(body.salt)
        document_id = root_of(body.document, salt)
        intent: dict[str, object] = {
            "documentId": document_id,
            "actor": subject.member,
            **body.about(),
        }
        if body.haulier is not None:
            name, intent = "RegisterInterchange", intent | {"haulier": body.haulier}
        else:
            name = "RegisterDocument"
            intent |= {
                "documentType": body.document_type,
                "validUntil": body.valid_until,
                "consumer": body.consumer,
                "consumerRoles": body.roles,
            }
        prepared = await self._preparer.prepare(name, intent, subject)
        return prepared, document_id, "0x" + salt.hex()

    async def supersede(
        self,
        document_id: str,
        body: DocumentSupersede,
        subject: Subject,
        precondition: Precondition,
    ) -> tuple[Prepared, str, str]:
        """Makes the typed data that puts a successor in a document's place.

        Returns: what to sign, the successor's id and the salt as 0x-hex.

        Raises:
            InvalidInput: A rule of the content is broken.
            NotFound: There is no such document, or the caller may not read it.
            PlatformError: 412: it is at another version than the caller takes it to be.
        """
        check_content(body.document)
        salt = salt_of(body.salt)
        successor = root_of(body.document, salt)
        intent = {
            "documentId": document_id,
            "successor": successor,
            "validUntil": body.valid_until,
            **body.about(),
        }
        prepared = await self._preparer.prepare("SupersedeDocument", intent, subject, precondition)
        return prepared, successor, "0x" + salt.hex()
