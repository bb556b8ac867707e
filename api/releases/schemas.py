"""What a release order looks like in JSON."""

from typing import Any, Literal

from pydantic import Field

from api.actions.records import ContentPrepare, RecordPrepared
from api.auth.sign_in import rfc3339
from api.auth.subject import Subject
from api.kit import spelled
from api.kit.names import name_of
from api.kit.pagination import ListQuery, Page, PageQuery
from api.kit.paths import MemberFilter
from api.kit.query import OrderStateName, ReleaseFlowName
from api.kit.records import NextActionRead
from api.kit.schema import Id, MemberNumber, Output, Time, member_or_none, time_or_none
from chain.next_actions import order_actions
from chain.read_model import OrderView
from chain.sharing_reads import BoxView
from chain.states import HoldAuthority, ReleaseFlow, ReleaseOrderState
from chain.store.rows import WHOLE_ORDER, Hold, OrderContainer, bits


class SharedRead(Output):
    """The shared container that a container of the order is."""

    box_id: Id
    bills: int = Field(description="How many bills share it.")
    waits_for: list[str] = Field(
        description="What keeps it in, of all the bills, as in /v1/shared-containers; empty if nothing does."
    )

    @classmethod
    def of(cls, view: BoxView) -> "SharedRead":
        """From the ledger's rows."""
        return cls(box_id=view.box.box_id, bills=len(view.slots), waits_for=list(view.waits_for))


class ContainerRead(Output):
    """A container of the order, by its place in the order's list."""

    index: int = Field(description="From 0; the order's document tells the container number.")
    held_by: list[spelled.HoldAuthority] = Field(
        description="Authorities that hold this container on its own."
    )
    gated_out_at: Time | None
    collector: int | None
    pickup: str | None = Field(description="Commitment of truck and driver.")
    carried_from: str | None = Field(
        description="The bill's revoked order that it left under, or that carried it over already."
    )

    shared: SharedRead | None = Field(
        description="If several bills share the container: it leaves when each of them is released."
    )

    @classmethod
    def of(cls, row: OrderContainer, box: BoxView | None) -> "ContainerRead":
        """From the ledger's row, and the shared container that it is."""
        return cls(
            index=row.container_index,
            held_by=[name_of(HoldAuthority, bit) for bit in bits(row.held_by)],
            gated_out_at=time_or_none(row.gated_out_at),
            collector=member_or_none(row.collector),
            pickup=row.pickup,
            carried_from=row.carried_from,
            shared=None if box is None else SharedRead.of(box),
        )


class HoldRead(Output):
    """A live hold and the member that set it."""

    authority: spelled.HoldAuthority = Field(examples=["CUSTOMS"])
    container: int | None = Field(description="The container's place; null is the whole order.")
    member: MemberNumber
    since: Time

    @classmethod
    def of(cls, hold: Hold) -> "HoldRead":
        """From the ledger's row."""
        whole = hold.container_index == WHOLE_ORDER
        return cls(
            authority=name_of(HoldAuthority, hold.authority),
            container=None if whole else hold.container_index,
            member=hold.member,
            since=rfc3339(hold.since),
        )


class ReleaseSummary(Output):
    """A release order as the ledger has it."""

    order_id: Id
    bill_id: Id
    state: spelled.ReleaseOrderState = Field(examples=["ACTIVE"])
    version: int = Field(description="The version that the next action carries.")
    carrier: MemberNumber
    terminal: MemberNumber
    release_to: MemberNumber = Field(description="First with the right to collect.")
    collector: MemberNumber = Field(description="With the right to collect now.")
    invited: int | None = Field(description="The delegate that has not accepted yet.")
    valid_until: Time
    flow: spelled.ReleaseFlow = Field(
        description="YARD, DIRECT_PICKUP (船边直提) or DIRECT_LOADING (抵港直装); YARD with the first inspection.",
        examples=["YARD"],
    )
    container_count: int
    gated_out: int = Field(description="How many containers have left.")
    containers: list[ContainerRead]
    holds: list[HoldRead]
    issued_at: Time
    updated_at: Time

    @classmethod
    def of(cls, view: OrderView) -> "ReleaseSummary":
        """From the ledger's rows."""
        return cls(**_plain(view))


class ReleaseRead(ReleaseSummary):
    """A release order and what may come next."""

    next_actions: list[NextActionRead]

    @classmethod
    def with_next(cls, view: OrderView, subject: Subject, time: int) -> "ReleaseRead":
        """From the ledger's rows, as this caller sees them at a time (seconds since 1970 UTC)."""
        actions = order_actions(view, time)
        return cls(
            **_plain(view),
            next_actions=[NextActionRead.of(action, subject) for action in actions],
        )


class ReleaseFilters(ListQuery):
    """What release orders can be filtered by."""

    state: OrderStateName | None = None
    bill_id: Id | None = Field(default=None, description="The bill that it stands on.")
    carrier: MemberFilter = None
    terminal: MemberFilter = None
    release_to: MemberFilter = None
    role: Literal["carrier", "terminal", "release_to"] | None = Field(
        default=None, description="What your organisation is to it."
    )


class ReleaseQuery(ReleaseFilters, PageQuery):
    """Which page of them."""


class ReleasePrepare(ContentPrepare):
    """What your organisation, the carrier, orders a terminal to release."""

    document: dict[str, Any] = Field(
        description="The order's content: billId, terminal, containerNumbers, validUntil."
    )
    terminal: MemberNumber = Field(description="The member that confirms gate-out.")
    release_to: MemberNumber | None = Field(
        default=None, description="Default: the party that the bill entitles."
    )
    flow: ReleaseFlowName = Field(
        default=0, description="How the containers leave; by default YARD."
    )


class ReleasePrepared(RecordPrepared):
    """The order's id, the salt to keep, and what to sign."""

    order_id: Id


class ReleasePage(Page[ReleaseSummary]):
    """A page of release orders."""


def _plain(view: OrderView) -> dict[str, Any]:
    order = view.order
    return {
        "order_id": order.order_id,
        "bill_id": order.bill_id,
        "state": name_of(ReleaseOrderState, view.state),
        "version": order.version,
        "carrier": order.carrier,
        "terminal": order.terminal,
        "release_to": order.release_to,
        "collector": order.collector,
        "invited": member_or_none(order.invited),
        "valid_until": rfc3339(min(order.valid_until, 253_402_300_799)),
        "flow": name_of(ReleaseFlow, view.flow),
        "container_count": order.containers,
        "gated_out": order.gated_out.bit_count(),
        "containers": [
            ContainerRead.of(row, view.shared.get(row.container_index)) for row in view.containers
        ],
        "holds": [HoldRead.of(hold) for hold in view.holds],
        "issued_at": rfc3339(order.issued_at),
        "updated_at": rfc3339(order.updated_at),
    }
