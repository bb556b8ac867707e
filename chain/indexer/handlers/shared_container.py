"""Containers that several bills share: what the carrier declared, and that they left on all orders at once."""

from dataclasses import replace

from chain.indexer.events import LogEvent
from chain.indexer.projection import Change, Rows, Step, existing, handles
from chain.states import BoxState
from chain.store.rows import ReleaseOrder, SharedContainer, SharedSlot


@handles("ReleaseOrder", "SharedContainerDeclared", step=Step.FIRST, parties=("actor",))
def shared_container_declared(rows: Rows, event: LogEvent) -> list[Change]:
    """The carrier declared which bills share the container."""
    del rows
    box = SharedContainer(
        box_id=event.record_id,
        state=BoxState.SHARED,
        version=event.version,
        carrier=event.actor,
        declared_at=event.time,
        updated_at=event.time,
    )
    slots = zip(event.args["billIds"], event.args["containers"], strict=True)
    return [
        box,
        *(
            SharedSlot(box.box_id, place, str(bill_id), int(container))
            for place, (bill_id, container) in enumerate(slots)
        ),
    ]


@handles("ReleaseOrder", "SharedContainerDissolved")
def shared_container_dissolved(rows: Rows, event: LogEvent) -> list[Change]:
    """It is shared no more; what it was stays on record."""
    box = existing(rows, SharedContainer, event, event.record_id)
    after = replace(box, state=BoxState.DISSOLVED, version=event.version, updated_at=event.time)
    return [after]


@handles("ReleaseOrder", "SharedContainerLeft", step=Step.SAME)
def shared_container_left(rows: Rows, event: LogEvent) -> list[Change]:
    """It left; each of its orders has an event of its own, too."""
    box = existing(rows, SharedContainer, event, event.record_id)
    return [replace(box, state=BoxState.OUT, updated_at=event.time)]


@handles("ReleaseOrder", "SharedContainerReturned", step=Step.SAME)
def shared_container_returned(rows: Rows, event: LogEvent) -> list[Change]:
    """It is in after all."""
    box = existing(rows, SharedContainer, event, event.record_id)
    return [replace(box, state=BoxState.SHARED, updated_at=event.time)]


@handles("ReleaseOrder", "ContainerShared")
@handles("ReleaseOrder", "ContainerUnshared")
def sharing_changed(rows: Rows, event: LogEvent) -> list[Change]:
    """An order's terms changed; which container is shared, the shared container tells."""
    order = existing(rows, ReleaseOrder, event, event.record_id)
    return [replace(order, version=event.version, updated_at=event.time)]
