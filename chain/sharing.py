"""What keeps a container in that several bills share: pure functions of its bills' orders."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from chain.states import ReleaseOrderState
from chain.store.rows import OrderContainer, ReleaseOrder


class Lack(StrEnum):
    """What keeps a shared container in; the contract's requirements of each order, in its order."""

    NO_ORDER = "NO_ORDER"
    """A bill has no live release order."""
    EXPIRED = "EXPIRED"
    """An order has expired."""
    HELD = "HELD"
    """An authority holds an order, or this container of it."""
    TERMINALS_DIFFER = "TERMINALS_DIFFER"
    """The orders do not name one terminal."""
    COLLECTORS_DIFFER = "COLLECTORS_DIFFER"
    """The right to collect is not with one member."""


@dataclass(frozen=True, slots=True)
class Sharer:
    """One bill's live order with the container that it shares; None where there is none."""

    order: ReleaseOrder | None
    container: OrderContainer | None

    @property
    def order_id(self) -> str | None:
        """The order's id."""
        return None if self.order is None else self.order.order_id


def lacks_of(
    sharers: Sequence[Sharer], time: int
) -> tuple[tuple[Lack | None, ...], tuple[Lack, ...]]:
    """What each of the bills lacks at a time (seconds since 1970 UTC), and what the container waits for."""
    each = tuple(_lack(sharer, time) for sharer in sharers)
    found = {lack for lack in each if lack is not None}
    orders = [sharer.order for sharer in sharers if sharer.order is not None]
    if len({order.terminal for order in orders}) > 1:
        found.add(Lack.TERMINALS_DIFFER)
    if len({order.collector for order in orders}) > 1:
        found.add(Lack.COLLECTORS_DIFFER)
    return each, tuple(lack for lack in Lack if lack in found)


def _lack(sharer: Sharer, time: int) -> Lack | None:
    order, container = sharer.order, sharer.container
    if order is None or container is None:
        return Lack.NO_ORDER
    if order.state_at(time) == ReleaseOrderState.EXPIRED:
        return Lack.EXPIRED
    return Lack.HELD if order.order_holds or container.held_by else None
