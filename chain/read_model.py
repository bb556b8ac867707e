"""Queries of the read model: what the gateway answers from."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Table, func, select

from chain.claim_reads import ClaimReads
from chain.filters import (
    ANY,
    BillFilter,
    CertificateFilter,
    DocumentFilter,
    Listing,
    MilestoneFilter,
    OrderFilter,
)
from chain.handling_reads import HandlingReads
from chain.lists import Found
from chain.queries import DEFAULT_LIMIT
from chain.sharing_reads import BoxView, SharingReads
from chain.states import ReleaseFlow, ReleaseOrderState
from chain.store.read_model import (
    consortium,
    contracts,
    events,
    holds,
    members,
    order_containers,
    record_parties,
    release_orders,
    wallets,
)
from chain.store.rows import (
    Bill,
    Certificate,
    Document,
    Hold,
    Member,
    MilestoneBatch,
    OrderContainer,
    ReleaseOrder,
    Wallet,
)
from chain.visibility import ID_COLUMNS, RecordKind


@dataclass(frozen=True, slots=True)
class OrderView:
    """A release order with its containers (by index) and live holds; `state` at the time of reading.

    `flow` is the order's, but a direct flow fell back to the yard with the first inspection. `inspected` has
    the containers (bits) under an inspection that is not passed, by authority; `shared` the shared container
    that a container is, by its index.
    """

    order: ReleaseOrder
    state: ReleaseOrderState
    flow: ReleaseFlow
    containers: tuple[OrderContainer, ...]
    holds: tuple[Hold, ...]
    inspected: Mapping[int, int]
    shared: Mapping[int, BoxView]


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """One step of a record's life.

    `version` is the record's version after it; `time` is the block's, in seconds since 1970 UTC;
    `represented_party` is the member that it was done for and `remark` the commitment of its encrypted
    remark, where there are any.
    """

    name: str
    version: int
    actor: int
    wallet: str
    time: int
    block_number: int
    transaction_hash: str
    log_index: int
    args: Mapping[str, Any]
    represented_party: int | None
    remark: str | None


class ReadModel(HandlingReads, SharingReads, ClaimReads):
    """Reads only. Ids come as 0x-hex in lower case; `visible_to` limits to what a member may read.

    Lists are newest first unless `listing` says otherwise; `after` is the id of the last record of the page before.
    """

    async def contracts(self) -> dict[str, str]:
        """The directory on chain: addresses by contract name."""
        async with self._engine.connect() as connection:
            found = await connection.execute(select(contracts))
            return {row.name: row.address for row in found}

    async def member(self, number: int) -> Member | None:
        """The member of this number."""
        return await self._one(Member, members.c.number == number)

    async def members(self) -> list[Member]:
        """All members by number."""
        return await self._all(Member, select(members).order_by(members.c.number))

    async def wallets(self, member: int) -> list[Wallet]:
        """A member's wallets, in the order of their enrolment."""
        of_member = select(wallets).where(wallets.c.member == member)
        return await self._all(Wallet, of_member.order_by(wallets.c.enrolled_at, wallets.c.address))

    async def wallet(self, address: str) -> Wallet | None:
        """The wallet of this address, in any case of letters."""
        return await self._one(Wallet, func.lower(wallets.c.address) == address.lower())

    async def bill(self, bill_id: str, visible_to: int | None = None) -> Bill | None:
        """A bill, None if there is none or the member may not read it."""
        return await self._one(Bill, self._readable(RecordKind.BILL, bill_id, visible_to))

    async def bill_with(self, content: str) -> Bill | None:
        """The bill whose content, as last amended, has this commitment; the first of them."""
        return await self._carrying(Bill, RecordKind.BILL, content)

    async def bills(
        self,
        visible_to: int | None = None,
        filters: BillFilter | None = None,
        after: str | None = None,
        limit: int = DEFAULT_LIMIT,
        listing: Listing = ANY,
    ) -> Found[Bill]:
        """A page of bills."""
        return await self._page(Bill, RecordKind.BILL, filters, visible_to, after, limit, listing)

    async def live_order(self, bill_id: str) -> str | None:
        """The id of the release order of a bill that is not revoked."""
        live = release_orders.c.state != ReleaseOrderState.REVOKED
        statement = select(release_orders.c.order_id).where(
            release_orders.c.bill_id == bill_id, live
        )
        found: str | None = await self._value(statement)
        return found

    async def order(self, order_id: str, visible_to: int | None = None) -> OrderView | None:
        """A release order, None if there is none or the member may not read it."""
        order = await self._one(
            ReleaseOrder, self._readable(RecordKind.ORDER, order_id, visible_to)
        )
        return (await self._views([order], await self.time()))[0] if order else None

    async def orders(
        self,
        visible_to: int | None = None,
        filters: OrderFilter | None = None,
        after: str | None = None,
        limit: int = DEFAULT_LIMIT,
        listing: Listing = ANY,
    ) -> Found[OrderView]:
        """A page of release orders."""
        time = await self.time()
        found = await self._page(
            ReleaseOrder, RecordKind.ORDER, filters, visible_to, after, limit, listing, time
        )
        return found.shown(await self._views(found, time))

    async def certificate(
        self, certificate_id: str, visible_to: int | None = None
    ) -> Certificate | None:
        """A certificate, None if there is none or the member may not read it."""
        readable = self._readable(RecordKind.CERTIFICATE, certificate_id, visible_to)
        return await self._one(Certificate, readable)

    async def certificate_with(self, content: str) -> Certificate | None:
        """The certificate whose application, as last corrected, has this commitment; the first of them."""
        return await self._carrying(Certificate, RecordKind.CERTIFICATE, content)

    async def certificates(
        self,
        visible_to: int | None = None,
        filters: CertificateFilter | None = None,
        after: str | None = None,
        limit: int = DEFAULT_LIMIT,
        listing: Listing = ANY,
    ) -> Found[Certificate]:
        """A page of certificates."""
        kind = RecordKind.CERTIFICATE
        return await self._page(Certificate, kind, filters, visible_to, after, limit, listing)

    async def document(self, document_id: str, visible_to: int | None = None) -> Document | None:
        """A supporting document, None if there is none or the member may not read it."""
        readable = self._readable(RecordKind.DOCUMENT, document_id, visible_to)
        return await self._one(Document, readable)

    async def documents(
        self,
        visible_to: int | None = None,
        filters: DocumentFilter | None = None,
        after: str | None = None,
        limit: int = DEFAULT_LIMIT,
        listing: Listing = ANY,
    ) -> Found[Document]:
        """A page of supporting documents."""
        kind, time = RecordKind.DOCUMENT, await self.time()
        return await self._page(Document, kind, filters, visible_to, after, limit, listing, time)

    async def milestones(
        self, batch_id: str, visible_to: int | None = None
    ) -> MilestoneBatch | None:
        """A batch of milestones, None if there is none or the member may not read it."""
        readable = self._readable(RecordKind.MILESTONES, batch_id, visible_to)
        return await self._one(MilestoneBatch, readable)

    async def milestone_batches(
        self,
        visible_to: int | None = None,
        filters: MilestoneFilter | None = None,
        after: str | None = None,
        limit: int = DEFAULT_LIMIT,
        listing: Listing = ANY,
    ) -> Found[MilestoneBatch]:
        """A page of batches of milestones."""
        kind = RecordKind.MILESTONES
        return await self._page(MilestoneBatch, kind, filters, visible_to, after, limit, listing)

    async def history(self, kind: RecordKind, record_id: str) -> list[HistoryEntry]:
        """A record's steps in order; a remark is part of the step that it was made with."""
        statement = (
            select(events)
            .where(events.c.contract == kind.contract, events.c.record_id == record_id)
            .order_by(events.c.block_number, events.c.log_index)
        )
        async with self._engine.connect() as connection:
            found = await connection.execute(statement)
            return _steps(found.mappings())

    async def parties(self, kind: RecordKind, record_id: str) -> set[int]:
        """The members that are or were party to a record."""
        statement = select(record_parties.c.member).where(
            record_parties.c.contract == kind.contract, record_parties.c.record_id == record_id
        )
        async with self._engine.connect() as connection:
            return set((await connection.execute(statement)).scalars())

    async def threshold(self) -> int:
        """How many governors have to sign; 0 before the deployment is read."""
        found: int | None = await self._value(select(consortium.c.threshold))
        return found or 0

    async def may_read(self, kind: RecordKind, record_id: str, member: int) -> bool:
        """Whether there is a record of this kind and id that the member may read."""
        found = select(ID_COLUMNS[kind]).where(self._readable(kind, record_id, member))
        return await self._value(found) is not None

    async def version_of(self, kind: RecordKind, record_id: str | int) -> int | None:
        """The version that the next action must carry, None if there is no such record."""
        if kind is RecordKind.MEMBER:
            table = members if int(record_id) else consortium
            column, key = table.c.version, table.c.number == int(record_id)
        else:
            column, key = ID_COLUMNS[kind].table.c.version, ID_COLUMNS[kind] == record_id
        version: int | None = await self._value(select(column).where(key))
        return version

    async def _views(self, orders: Sequence[ReleaseOrder], time: int) -> list[OrderView]:
        ids = [order.order_id for order in orders]
        containers = await self._by_order(OrderContainer, order_containers, ids)
        live = await self._by_order(Hold, holds, ids)
        inspected = await self.inspected(ids)
        shared = await self.shared_by(order.bill_id for order in orders)
        return [
            OrderView(
                order,
                order.state_at(time),
                ReleaseFlow.YARD if order.order_id in inspected else ReleaseFlow(order.flow),
                tuple(containers.get(order.order_id, ())),
                tuple(live.get(order.order_id, ())),
                inspected.get(order.order_id, {}),
                {} if order.state == ReleaseOrderState.REVOKED else shared.get(order.bill_id, {}),
            )
            for order in orders
        ]

    async def _by_order(
        self, kind: type[OrderContainer] | type[Hold], table: Table, ids: Sequence[str]
    ) -> dict[str, list[Any]]:
        statement = select(table).where(table.c.order_id.in_(ids)).order_by(*table.primary_key)
        grouped: dict[str, list[Any]] = {}
        for row in await self._all(kind, statement):
            grouped.setdefault(row.order_id, []).append(row)
        return grouped


def _steps(rows: Iterable[Mapping[Any, Any]]) -> list[HistoryEntry]:
    steps: list[HistoryEntry] = []
    for row in rows:
        if row["name"] == "Remarked" and steps:
            steps[-1] = _remarked(steps[-1], row["args"])
            continue
        steps.append(_step(row))
    return steps


def _step(row: Mapping[Any, Any]) -> HistoryEntry:
    plain = {
        name: row[name]
        for name in HistoryEntry.__slots__
        if name not in ("represented_party", "remark")
    }
    return HistoryEntry(**plain, represented_party=None, remark=None)


def _remarked(step: HistoryEntry, args: Mapping[str, Any]) -> HistoryEntry:
    party, remark = int(args["representedParty"]), str(args["remark"])
    return replace(
        step,
        represented_party=party or None,
        remark=remark if int(remark, 16) else None,
    )
