"""Refund certificates: reading what the caller may see, and preparing an application."""

from collections.abc import Collection

from api.actions.prepare import Prepared, Preparer
from api.auth.subject import Subject
from api.certificates.schemas import (
    CertificateCorrect,
    CertificateFilters,
    CertificatePrepare,
    CertificateQuery,
)
from api.errors import FieldProblem, InvalidInput, NotFound
from api.kit.certificate_document import CertificateDocument, CertificateType
from api.kit.content import root_of, salt_of, validated
from api.kit.etag import Precondition
from api.kit.pagination import filters_of, listing_of
from api.kit.secret import GatewaySecret
from chain.filters import CertificateFilter
from chain.ledger import Ledger
from chain.lists import Found
from chain.read_model import HistoryEntry
from chain.states import CertificateState
from chain.store.rows import Certificate
from chain.visibility import RecordKind
from wallets.commitment import commit

_ITEM_PURPOSE = "declaration item's salt"
_ISSUED = frozenset({CertificateState.ISSUED, CertificateState.VOID_APPLIED})


class CertificateService:
    """What the routes under /v1/certificates do."""

    def __init__(
        self,
        ledger: Ledger,
        preparer: Preparer,
        secret: GatewaySecret,
        with_bill: Collection[CertificateType],
    ) -> None:
        """`with_bill` are the types of which this gateway asks for a bill of lading."""
        self._read = ledger.read
        self._preparer = preparer
        self._secret = secret
        self._with_bill = with_bill

    async def page(self, subject: Subject, query: CertificateQuery) -> Found[Certificate]:
        """The caller's certificates, in the order asked for; one more than the page to tell of a next."""
        return await self.some(subject, query, query.after, query.limit + 1)

    async def some(
        self, subject: Subject, query: CertificateFilters, after: str | None, limit: int
    ) -> Found[Certificate]:
        """So many of them after a cursor."""
        filters = filters_of(CertificateFilter, query, query.role, subject.member)
        listing, last = listing_of(query, after)
        return await self._read.certificates(subject.member, filters, last, limit, listing)

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
        self._require_bill(document, body.bill_id)
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
            **body.said(),
        }
        prepared = await self._preparer.prepare("ApplyCertificate", intent, subject)
        return prepared, "0x" + salt.hex(), "0x" + item_salt.hex()

    async def correct(
        self,
        certificate_id: str,
        body: CertificateCorrect,
        subject: Subject,
        precondition: Precondition,
    ) -> tuple[Prepared, str, str]:
        """Validates a correction and makes its typed data.

        That is a returned application's new content, or the application for another certificate in the
        place of an issued one.

        Returns: what to sign, the content's commitment and the salt as 0x-hex.

        Raises:
            NotFound: There is no such certificate, or the caller may not read it.
            PlatformError: 412: it is at another version than the caller takes it to be.
            InvalidInput: A rule of the document is broken, or it is about something else.
        """
        row = await self.get(certificate_id, subject)
        precondition.require(row.version)
        document = validated(CertificateDocument, body.document)
        _require_same(document, row)
        salt = salt_of(body.salt)
        content = root_of(body.document, salt)
        intent: dict[str, object] = {
            "certificateId": certificate_id,
            "quantity": document.quantity_thousandths,
            **body.said(),
        }
        if row.state in _ISSUED:
            self._require_bill(document, body.bill_id)
            intent |= {"replacement": content, "billId": body.bill_id}
            prepared = await self._preparer.prepare("ApplyVoid", intent, subject)
        else:
            intent |= {"content": content}
            prepared = await self._preparer.prepare("ResubmitApplication", intent, subject)
        return prepared, content, "0x" + salt.hex()

    def _require_bill(self, document: CertificateDocument, bill_id: str | None) -> None:
        if bill_id is None and document.certificate_type in self._with_bill:
            raise InvalidInput(_BILL_MISSING)

    def _item_salt(self, given: str | None, item: str) -> bytes:
        """One salt for one item, so that the contract can add up its certificates."""
        if given is not None:
            return bytes.fromhex(given[2:])
        return self._secret.mac(_ITEM_PURPOSE, item)


def _require_same(document: CertificateDocument, row: Certificate) -> None:
    """Refuses a change that the contract does not let a correction make.

    The item is compared by the tax authority: it is committed to, under a salt that is not asked for again.
    """
    stays = (
        ("certificateType", int(document.certificate_type), row.certificate_type),
        ("declaredQuantity", document.declared_quantity_thousandths, row.declared_quantity),
    )
    changed = [name for name, given, before in stays if given != before]
    if changed:
        raise InvalidInput(*(_changed(name) for name in changed))


def _changed(name: str) -> FieldProblem:
    return FieldProblem(
        f"document.{name}",
        "certificate_correction",
        "a correction leaves this as it was; withdraw and apply anew to change it",
        "更正不得改变此项；如需更改请撤回后重新申请",
    )


_BILL_MISSING = FieldProblem(
    "bill_id",
    "certificate_bill",
    "this gateway asks for the bill of lading of a certificate of this type",
    "本网关要求此类证明填写提单",
)
