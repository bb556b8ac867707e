"""Refund certificates: reading what the caller may see, and preparing an application."""

from api.actions.prepare import Prepared, Preparer
from api.auth.subject import Subject
from api.certificates.schemas import CertificatePrepare, CertificateQuery
from api.errors import NotFound
from api.kit.certificate_document import CertificateDocument
from api.kit.content import root_of, salt_of, validated
from api.kit.secret import GatewaySecret
from chain.filters import CertificateFilter
from chain.ledger import Ledger
from chain.read_model import HistoryEntry
from chain.store.rows import Certificate
from chain.visibility import RecordKind
from wallets.commitment import commit

_ITEM_PURPOSE = "declaration item's salt"


class CertificateService:
    """What the routes under /v1/certificates do."""

    def __init__(self, ledger: Ledger, preparer: Preparer, secret: GatewaySecret) -> None:
        self._read = ledger.read
        self._preparer = preparer
        self._secret = secret

    async def page(self, subject: Subject, query: CertificateQuery) -> list[Certificate]:
        """The caller's certificates, newest first; one more than the page to tell of a next."""
        filters = CertificateFilter(**query.model_dump(exclude={"after", "limit"}))
        after, limit = query.after, query.limit + 1
        return await self._read.certificates(subject.member, filters, after, limit)

    async def get(self, certificate_id: str, subject: Subject) -> Certificate:
        """A certificate. Raises NotFound, to strangers too."""
        row = await self._read.certificate(certificate_id, subject.member)
        if row is None:
            raise NotFound("certificate", "证明")
        return row

    async def history(self, certificate_id: str, subject: Subject) -> list[HistoryEntry]:
        """A certificate's steps. Raises NotFound."""
        await self.get(certificate_id, subject)
        return await self._read.history(RecordKind.CERTIFICATE, certificate_id)

    async def prepare(
        self, body: CertificatePrepare, subject: Subject
    ) -> tuple[Prepared, str, str]:
        """Validates the application and makes its typed data.

        Returns: what to sign, the salt and the item's salt as 0x-hex.

        Raises:
            InvalidInput: A rule of the document is broken.
        """
        document = validated(CertificateDocument, body.document)
        salt = salt_of(body.salt)
        item_salt = self._item_salt(body.item_salt, document.declaration_item)
        item = commit({"declarationItem": document.declaration_item}, item_salt)
        applicant = subject.member
        intent = {
            "certificateId": root_of(body.document, salt),
            "actor": applicant,
            "certificateType": int(document.certificate_type),
            "taxAuthority": body.tax_authority,
            "user": body.user or applicant,
            "declarationItem": "0x" + item.root.hex(),
            "quantity": document.quantity_thousandths,
            "declaredQuantity": document.declared_quantity_thousandths,
            "billId": body.bill_id,
            "representedParty": body.represented_party,
            "remark": body.remark,
        }
        prepared = await self._preparer.prepare("ApplyCertificate", intent, subject)
        return prepared, "0x" + salt.hex(), "0x" + item_salt.hex()

    def _item_salt(self, given: str | None, item: str) -> bytes:
        """One salt for one item, so that the contract can add up its certificates."""
        if given is not None:
            return bytes.fromhex(given[2:])
        return self._secret.mac(_ITEM_PURPOSE, item)
