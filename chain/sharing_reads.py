"""Queries about containers that several bills share, and what each of them waits for."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import and_, select

from chain.filters import ANY, BoxFilter, Listing
from chain.lists import Found
from chain.queries import DEFAULT_LIMIT, Queries
from chain.sharing import Lack, Sharer, lacks_of
from chain.states import BoxState, ReleaseOrderState
from chain.store.read_model import order_containers, release_orders, shared_containers, shared_slots
from chain.store.rows import OrderContainer, ReleaseOrder, SharedContainer, SharedSlot
from chain.visibility import RecordKind


@dataclass(frozen=True, slots=True)
class SlotView:
    """One bill's part in a shared container.

    `order_id` is the bill's live release order, None if there is none; `lacks` what keeps the container
    in on it alone, None if nothing does.
    """

    slot: SharedSlot
    order_id: str | None
    lacks: Lack | None


@dataclass(frozen=True, slots=True)
class BoxView:
    """A shared container with its parts, and what keeps it in: nothing, if it can leave now."""

    box: SharedContainer
    slots: tuple[SlotView, ...]
    waits_for: tuple[Lack, ...]


class SharingReads(Queries):
    """Lists are newest first unless `listing` says otherwise; `visible_to` limits to what a member may read."""

    async def box(self, box_id: str, visible_to: int | None = None) -> BoxView | None:
        """A shared container, None if there is none or the member may not read it."""
        readable = self._readable(RecordKind.BOX, box_id, visible_to)
        box = await self._one(SharedContainer, readable)
        return (await self._box_views([box]))[0] if box else None

    async def boxes(
        self,
        visible_to: int | None = None,
        filters: BoxFilter | None = None,
        after: str | None = None,
        limit: int = DEFAULT_LIMIT,
        listing: Listing = ANY,
    ) -> Found[BoxView]:
        """A page of shared containers."""
        kind = RecordKind.BOX
        found = await self._page(SharedContainer, kind, filters, visible_to, after, limit, listing)
        return found.shown(await self._box_views(found))

    async def shared_by(self, bills: Iterable[str]) -> dict[str, dict[int, BoxView]]:
        """The live shared containers of these bills, by bill and by the container's index on its order."""
        wanted = set(bills)
        of_them = select(shared_slots.c.box_id).where(shared_slots.c.bill_id.in_(wanted))
        live = and_(
            shared_containers.c.state != BoxState.DISSOLVED, shared_containers.c.box_id.in_(of_them)
        )
        rows = await self._all(SharedContainer, select(shared_containers).where(live))
        found: dict[str, dict[int, BoxView]] = {}
        for view in await self._box_views(rows):
            for part in view.slots:
                if part.slot.bill_id in wanted:
                    found.setdefault(part.slot.bill_id, {})[part.slot.container_index] = view
        return found

    async def _box_views(self, boxes: Sequence[SharedContainer]) -> list[BoxView]:
        if not boxes:
            return []
        ids = [box.box_id for box in boxes]
        parts = await self._all(
            SharedSlot,
            select(shared_slots)
            .where(shared_slots.c.box_id.in_(ids))
            .order_by(shared_slots.c.box_id, shared_slots.c.place),
        )
        sharers = await self._sharers(parts)
        time = await self.time()
        views = []
        for box in boxes:
            slots = [part for part in parts if part.box_id == box.box_id]
            each, together = lacks_of([sharers[part] for part in slots], time)
            shown = tuple(
                SlotView(part, sharers[part].order_id, lack)
                for part, lack in zip(slots, each, strict=True)
            )
            views.append(BoxView(box, shown, together if box.state == BoxState.SHARED else ()))
        return views

    async def _sharers(self, parts: Sequence[SharedSlot]) -> Mapping[SharedSlot, Sharer]:
        """The live order and the container of each part."""
        of_bills = release_orders.c.bill_id.in_({part.bill_id for part in parts})
        live = and_(of_bills, release_orders.c.state != ReleaseOrderState.REVOKED)
        rows = await self._all(ReleaseOrder, select(release_orders).where(live))
        orders = {row.bill_id: row for row in rows}
        places = {part.container_index for part in parts}
        wanted = and_(
            order_containers.c.order_id.in_([row.order_id for row in rows]),
            order_containers.c.container_index.in_(places),
        )
        containers = {
            (row.order_id, row.container_index): row
            for row in await self._all(OrderContainer, select(order_containers).where(wanted))
        }
        return {part: _sharer(part, orders, containers) for part in parts}


def _sharer(
    part: SharedSlot,
    orders: Mapping[str, ReleaseOrder],
    containers: Mapping[tuple[str, int], OrderContainer],
) -> Sharer:
    order = orders.get(part.bill_id)
    if order is None:
        return Sharer(None, None)
    return Sharer(order, containers.get((order.order_id, part.container_index)))
