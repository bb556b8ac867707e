"""Shared containers brought to any state of the state tables, and the good action of every kind on them."""

from __future__ import annotations

from typing import Any

from tests.contracts import records
from tests.contracts.records import Record
from tests.support.world import Intent, World


async def box(world: World, state: str) -> Record:
    """The first container of two bills with an order each, as a shared container in a state."""
    orders = [await records.order(world, "Active") for _ in range(2)]
    record = await shared(world, *orders)
    if state == "Out":
        await world.act(records.gate_out(world, orders[0]))
    if state == "Dissolved":
        await world.act(unshare(record))
        record.version = 2
    if state != "None":
        return record
    return Record("SharedContainer", world.new_id(), 0, {"slots": await _unreleased(world, 2)})


async def _unreleased(world: World, count: int) -> list[tuple[str, int]]:
    bills = [await records.bill(world, "Issued") for _ in range(count)]
    return [(bill.record_id, 0) for bill in bills]


async def shared(world: World, *orders: Record, container: int = 0) -> Record:
    """These orders' containers of one number as one shared container; the orders go on at the next version."""
    slots = [(order.facts["billId"], container) for order in orders]
    record = Record("SharedContainer", world.new_id(), 0, {"slots": slots})
    await world.act(share(record))
    record.version = 1
    for order in orders:
        if order.version:
            order.version += 1
    return record


def share(record: Record, **changes: Any) -> Intent:
    """The carrier's declaration that these slots are one container."""
    slots = record.facts["slots"]
    fields = {
        "boxId": record.record_id,
        "billIds": [bill_id for bill_id, _ in slots],
        "containers": [container for _, container in slots],
    }
    return Intent("ShareContainer", "carrier", fields | changes)


def unshare(record: Record, **changes: Any) -> Intent:
    """The carrier's declaration that the container is shared no more."""
    fields = {"boxId": record.record_id, "version": record.version}
    return Intent("UnshareContainer", "carrier", fields | changes)
