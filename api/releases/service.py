"""Release orders: reading what the caller may see, and preparing the issue of one."""

from api.actions.prepare import Prepared, Preparer
from api.auth.subject import Subject
from api.errors import NotFound
from api.kit.content import root_of, salt_of, validated
from api.kit.pagination import filters_of, listing_of
from api.kit.release_document import ReleaseDocument
from api.releases.schemas import ReleaseFilters, ReleasePrepare, ReleaseQuery
from chain.filters import OrderFilter
from chain.ledger import Ledger
from chain.lists import Found
from chain.read_model import HistoryEntry, OrderView
from chain.states import BillKind
from chain.store.rows import Bill
from chain.visibility import RecordKind


class ReleaseService:
    """What the routes under /v1/releases do."""

    def __init__(self, ledger: Ledger, preparer: Preparer) -> None:
        self._read = ledger.read
        self._preparer = preparer

    async def page(self, subject: Subject, query: ReleaseQuery) -> Found[OrderView]:
        """The caller's orders, in the order asked for; one more than the page to tell of a next."""
        return await self.some(subject, query, query.after, query.limit + 1)

    async def some(
        self, subject: Subject, query: ReleaseFilters, after: str | None, limit: int
    ) -> Found[OrderView]:
        """So many of them after a cursor."""
        filters = filters_of(OrderFilter, query, query.role, subject.member)
        listing, last = listing_of(query, after)
        return await self._read.orders(subject.member, filters, last, limit, listing)

    async def get(self, order_id: str, subject: Subject) -> OrderView:
        """A release order. Raises NotFound, to strangers too."""
        view = await self._read.order(order_id, subject.member)
        if view is None:
            raise NotFound("release order", "放货指令")
        return view

    async def time(self) -> int:
        """The time that expiry is judged by, in seconds since 1970 UTC."""
        return await self._read.time()

    async def history(self, order_id: str, subject: Subject) -> list[HistoryEntry]:
        """An order's steps. Raises NotFound."""
        await self.get(order_id, subject)
        return await self._read.history(RecordKind.ORDER, order_id)

    async def prepare(self, body: ReleasePrepare, subject: Subject) -> tuple[Prepared, str]:
        """Validates the order's content and makes the issue's typed data.

        Returns: what to sign, and the salt as 0x-hex.

        Raises:
            InvalidInput: A rule of the document is broken.
            NotFound: There is no such bill, or the caller may not read it.
        """
        document = validated(ReleaseDocument, body.document)
        bill = await self._read.bill(document.bill_id, subject.member)
        if bill is None:
            raise NotFound("bill", "提单")
        salt = salt_of(body.salt)
        intent = {
            "orderId": root_of(body.document, salt),
            "actor": subject.member,
            "billId": document.bill_id,
            "terminal": body.terminal,
            "releaseTo": body.release_to or _entitled(bill),
            "containers": len(document.container_numbers),
            "validUntil": int(document.valid_until.timestamp()),
            "flow": body.flow,
            **body.said(),
        }
        prepared = await self._preparer.prepare("IssueReleaseOrder", intent, subject)
        return prepared, "0x" + salt.hex()


def _entitled(bill: Bill) -> int:
    """A sea waybill's named consignee; else the party named at the surrender (0 before it)."""
    return bill.title_holder if bill.kind == BillKind.SEA_WAYBILL else bill.release_to
