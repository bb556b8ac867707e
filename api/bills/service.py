"""Bills: reading what the caller may see, and preparing the issue of one."""

from collections.abc import Mapping
from dataclasses import dataclass

from api.actions.prepare import Prepared, Preparer
from api.auth.subject import Subject
from api.bills.reservations import Reservations
from api.bills.schemas import BillFilters, BillPrepare, BillQuery
from api.errors import FieldProblem, InvalidInput, NotFound
from api.kit.content import root_of, salt_of, validated
from api.kit.pagination import filters_of, listing_of
from api.kit.transport_document import BillKind, TransportDocument
from chain.filters import BillFilter
from chain.ledger import Ledger
from chain.lists import Found
from chain.read_model import HistoryEntry
from chain.store.rows import Bill
from chain.visibility import RecordKind
from wallets.spelling import letters, value_named


class BillService:
    """What the routes under /v1/bills do."""

    def __init__(self, ledger: Ledger, preparer: Preparer, reservations: Reservations) -> None:
        self._read = ledger.read
        self._preparer = preparer
        self._reservations = reservations

    async def page(self, subject: Subject, query: BillQuery) -> Found[Bill]:
        """The caller's bills, in the order asked for; one more than the page to tell of a next."""
        return await self.some(subject, query, query.after, query.limit + 1)

    async def some(
        self, subject: Subject, query: BillFilters, after: str | None, limit: int
    ) -> Found[Bill]:
        """So many of them after a cursor."""
        filters = filters_of(BillFilter, query, query.role, subject.member)
        listing, last = listing_of(query, after)
        return await self._read.bills(subject.member, filters, last, limit, listing)

    async def get(self, bill_id: str, subject: Subject) -> tuple[Bill, str | None, list[str]]:
        """A bill, its live release order and its shared containers. Raises NotFound, to strangers too."""
        bill = await self._read.bill(bill_id, subject.member)
        if bill is None:
            raise NotFound("bill", "提单")
        boxes = (await self._read.shared_by([bill_id])).get(bill_id, {})
        live_order = await self._read.live_order(bill_id)
        return bill, live_order, [boxes[place].box.box_id for place in sorted(boxes)]

    async def history(self, bill_id: str, subject: Subject) -> list[HistoryEntry]:
        """A bill's steps. Raises NotFound."""
        await self.get(bill_id, subject)
        return await self._read.history(RecordKind.BILL, bill_id)

    async def prepare(self, body: BillPrepare, subject: Subject) -> tuple[Prepared, str]:
        """Validates the document, reserves its number and makes the issue's typed data.

        Returns: what to sign, and the salt as 0x-hex.

        Raises:
            InvalidInput: A rule of the document is broken, or it disagrees with the intent.
            Conflict: The carrier's B/L number went to another bill.
        """
        salt = salt_of(body.salt)
        issue = issue_of(body, salt, subject.member)
        await self._reservations.reserve(subject.member, issue.number, issue.bill_id)
        return await self._preparer.prepare("IssueBill", issue.intent, subject), "0x" + salt.hex()


@dataclass(frozen=True)
class Issue:
    """The issue of a bill as its document and terms ask for it: B/L number, bill's id, the action's fields."""

    number: str
    bill_id: str
    intent: Mapping[str, object]


def issue_of(body: BillPrepare, salt: bytes, carrier: int) -> Issue:
    """Validates a document and its terms. Raises InvalidInput."""
    document = validated(TransportDocument, body.document)
    _require_agreement(document, body)
    bill_id = root_of(body.document, salt)
    intent = {
        "billId": bill_id,
        "actor": carrier,
        "kind": int(document.kind),
        "holder": body.holder,
        "titleHolder": _title_holder(document, body),
        **body.said(),
    }
    return Issue(document.transport_document_reference, bill_id, intent)


def _title_holder(document: TransportDocument, body: BillPrepare) -> int:
    if document.kind is BillKind.BEARER:
        return 0
    return body.title_holder or body.holder


def _require_agreement(document: TransportDocument, body: BillPrepare) -> None:
    errors = []
    if body.kind is not None and _kind(body.kind) != document.kind:
        name = document.kind.name
        errors.append(
            FieldProblem(
                "kind",
                "kind_agrees_with_document",
                f"must be {name}, the document's own kind",
                f"应为单证自身的种类 {name}",
            )
        )
    if document.kind is BillKind.BEARER and body.title_holder is not None:
        errors.append(
            FieldProblem(
                "title_holder",
                "bearer_names_no_title_holder",
                "must be left out: a bearer bill names no title holder",
                "不记名提单不得指定权利人",
            )
        )
    if errors:
        raise InvalidInput(*errors)


def _kind(value: str | int) -> int | None:
    if isinstance(value, int):
        return value
    return int(value) if value.isdigit() else value_named("BillKind", letters(value))
