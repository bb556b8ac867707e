"""The release order: its holds, the right to collect, and the containers that left."""

from collections.abc import Iterable
from dataclasses import replace

from chain.indexer.events import LogEvent
from chain.indexer.projection import Change, Removed, Rows, Step, existing, handles
from chain.states import ReleaseOrderState
from chain.store.rows import WHOLE_ORDER, Hold, OrderContainer, ReleaseOrder, bits


@handles(
    "ReleaseOrder",
    "ReleaseOrderIssued",
    step=Step.FIRST,
    parties=("actor", "terminal", "releaseTo"),
)
def release_order_issued(rows: Rows, event: LogEvent) -> list[Change]:
    """The carrier ordered a terminal to release containers."""
    del rows
    order = ReleaseOrder(
        order_id=event.record_id,
        bill_id=event.text("billId"),
        state=ReleaseOrderState.ACTIVE,
        version=event.version,
        carrier=event.actor,
        terminal=event.number("terminal"),
        release_to=event.number("releaseTo"),
        first_delegate=0,
        second_delegate=0,
        invited=0,
        containers=event.number("containers"),
        valid_until=event.number("validUntil"),
        flow=event.number("flow"),
        order_holds=0,
        held_containers=0,
        gated_out=0,
        issued_at=event.time,
        updated_at=event.time,
    )
    return [order, *(_still_in(order.order_id, index) for index in range(order.containers))]


@handles("ReleaseOrder", "ContainersCarriedOver", step=Step.SAME)
def containers_carried_over(rows: Rows, event: LogEvent) -> list[Change]:
    """Containers left under the bill's revoked orders: they are out from the beginning."""
    order = existing(rows, ReleaseOrder, event, event.record_id)
    former, containers = event.text("formerOrderId"), event.number("containers")
    gone = (existing(rows, OrderContainer, event, event.record_id, i) for i in bits(containers))
    return [
        replace(order, gated_out=containers),
        *(replace(container, carried_from=former) for container in gone),
    ]


@handles("ReleaseOrder", "HoldSet", parties=("actor",))
def hold_set(rows: Rows, event: LogEvent) -> list[Change]:
    """An authority holds the order or containers of it; what it held already stays as it was."""
    order = existing(rows, ReleaseOrder, event, event.record_id)
    authority, containers = event.number("authority"), event.number("containers")
    holds: list[Change] = [
        _hold(event, authority, place)
        for place in _places(containers)
        if rows.get(Hold, order.order_id, authority, place) is None
    ]
    if containers == 0:
        held = replace(order, order_holds=order.order_holds | 1 << authority)
        return [_advanced(held, event), *holds]
    held = replace(order, held_containers=order.held_containers | containers)
    marked = _marked(rows, event, containers, set_=1 << authority)
    return [_advanced(held, event), *holds, *marked]


@handles("ReleaseOrder", "HoldCleared", parties=("actor",))
def hold_cleared(rows: Rows, event: LogEvent) -> list[Change]:
    """An authority cleared its hold of the order or of containers; other authorities' holds stay."""
    order = existing(rows, ReleaseOrder, event, event.record_id)
    authority, containers = event.number("authority"), event.number("containers")
    ended: list[Change] = [
        Removed(Hold, (order.order_id, authority, place)) for place in _places(containers)
    ]
    if containers == 0:
        cleared = replace(order, order_holds=order.order_holds & ~(1 << authority))
        return [_advanced(cleared, event), *ended]
    marked = _marked(rows, event, containers, clear=1 << authority)
    free = sum(1 << container.container_index for container in marked if not container.held_by)
    cleared = replace(order, held_containers=order.held_containers & ~free)
    return [_advanced(cleared, event), *ended, *marked]


@handles("ReleaseOrder", "CollectionRightDelegated", parties=("delegate",))
def collection_right_delegated(rows: Rows, event: LogEvent) -> list[Change]:
    """The right to collect was offered; it moves when the delegate accepts."""
    order = existing(rows, ReleaseOrder, event, event.record_id)
    return [_advanced(replace(order, invited=event.number("delegate")), event)]


@handles("ReleaseOrder", "DelegationAccepted", parties=("actor",))
def delegation_accepted(rows: Rows, event: LogEvent) -> list[Change]:
    """The delegate has the right to collect now."""
    order = existing(rows, ReleaseOrder, event, event.record_id)
    if order.first_delegate == 0:
        seated = replace(order, first_delegate=event.actor, invited=0)
    else:
        seated = replace(order, second_delegate=event.actor, invited=0)
    return [_advanced(seated, event)]


@handles("ReleaseOrder", "DelegationDeclined")
def delegation_declined(rows: Rows, event: LogEvent) -> list[Change]:
    """The right to collect stays where it is."""
    order = existing(rows, ReleaseOrder, event, event.record_id)
    return [_advanced(replace(order, invited=0), event)]


@handles("ReleaseOrder", "DelegationWithdrawn")
def delegation_withdrawn(rows: Rows, event: LogEvent) -> list[Change]:
    """The delegate lost the right or the invitation, and so did all that had it through the delegate."""
    order = existing(rows, ReleaseOrder, event, event.record_id)
    if event.number("delegate") == order.first_delegate:
        order = replace(order, first_delegate=0)
    return [_advanced(replace(order, second_delegate=0, invited=0), event)]


@handles("ReleaseOrder", "ReleaseOrderExtended")
def release_order_extended(rows: Rows, event: LogEvent) -> list[Change]:
    """The order is valid until later; if it had expired it is active again."""
    order = existing(rows, ReleaseOrder, event, event.record_id)
    return [_advanced(replace(order, valid_until=event.number("validUntil")), event)]


@handles("ReleaseOrder", "ContainerGatedOut", step=Step.SAME, parties=("collector",))
def container_gated_out(rows: Rows, event: LogEvent) -> list[Change]:
    """A container left; with the last one the order is completed. The version stays."""
    order = existing(rows, ReleaseOrder, event, event.record_id)
    index = event.number("container")
    container = existing(rows, OrderContainer, event, order.order_id, index)
    gated_out = order.gated_out | 1 << index
    complete = gated_out == (1 << order.containers) - 1
    state = ReleaseOrderState.COMPLETED if complete else ReleaseOrderState.ACTIVE
    left = replace(
        container,
        gated_out_at=event.time,
        collector=event.number("collector"),
        pickup=event.id_or_none("pickup"),
    )
    return [replace(order, gated_out=gated_out, state=state, updated_at=event.time), left]


@handles("ReleaseOrder", "GateOutCorrected")
def gate_out_corrected(rows: Rows, event: LogEvent) -> list[Change]:
    """A container is in after all; a completed order is active again."""
    order = existing(rows, ReleaseOrder, event, event.record_id)
    index = event.number("container")
    existing(rows, OrderContainer, event, order.order_id, index)
    after = replace(
        order, gated_out=order.gated_out & ~(1 << index), state=ReleaseOrderState.ACTIVE
    )
    return [_advanced(after, event), _still_in(order.order_id, index)]


@handles("ReleaseOrder", "ReleaseOrderRevoked")
def release_order_revoked(rows: Rows, event: LogEvent) -> list[Change]:
    """The carrier revoked the order; its holds stay on record as they were."""
    order = existing(rows, ReleaseOrder, event, event.record_id)
    return [_advanced(replace(order, state=ReleaseOrderState.REVOKED), event)]


def _still_in(order_id: str, index: int) -> OrderContainer:
    return OrderContainer(
        order_id=order_id,
        container_index=index,
        held_by=0,
        gated_out_at=None,
        collector=0,
        pickup=None,
        carried_from=None,
    )


def _places(containers: int) -> Iterable[int]:
    return bits(containers) if containers else (WHOLE_ORDER,)


def _hold(event: LogEvent, authority: int, place: int) -> Hold:
    return Hold(
        order_id=event.record_id,
        authority=authority,
        container_index=place,
        member=event.actor,
        version=event.version,
        since=event.time,
    )


def _marked(
    rows: Rows, event: LogEvent, containers: int, *, set_: int = 0, clear: int = 0
) -> list[OrderContainer]:
    found = (existing(rows, OrderContainer, event, event.record_id, i) for i in bits(containers))
    return [replace(row, held_by=(row.held_by | set_) & ~clear) for row in found]


def _advanced(order: ReleaseOrder, event: LogEvent) -> ReleaseOrder:
    return replace(order, version=event.version, updated_at=event.time)
