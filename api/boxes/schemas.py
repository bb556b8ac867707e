"""What a shared container looks like in JSON."""

from typing import Any

from pydantic import Field

from api.auth.sign_in import rfc3339
from api.auth.subject import Subject
from api.kit import spelled
from api.kit.names import name_of
from api.kit.pagination import Page, PageQuery
from api.kit.paths import MemberFilter
from api.kit.query import BoxStateName
from api.kit.records import NextActionRead
from api.kit.schema import Id, MemberNumber, Output, Time
from chain.next_actions import box_actions
from chain.sharing_reads import BoxView, SlotView
from chain.states import BoxState

_LACKS = "NO_ORDER, EXPIRED or HELD"


class SlotRead(Output):
    """One bill's part in the container."""

    bill_id: Id
    container: int = Field(description="The container's place in the bill's release order.")
    order_id: str | None = Field(description="The bill's live release order.")
    lacks: str | None = Field(
        description=f"What keeps the container in on this bill: {_LACKS}.", examples=["NO_ORDER"]
    )

    @classmethod
    def of(cls, view: SlotView) -> "SlotRead":
        """From the ledger's rows."""
        return cls(
            bill_id=view.slot.bill_id,
            container=view.slot.container_index,
            order_id=view.order_id,
            lacks=view.lacks,
        )


class BoxSummary(Output):
    """A container that several bills share, as the ledger has it."""

    box_id: Id
    state: spelled.BoxState = Field(examples=["SHARED"])
    version: int = Field(description="The version that the next action carries.")
    carrier: MemberNumber = Field(description="Who declared it.")
    slots: list[SlotRead] = Field(description="The bills that share it.")
    waits_for: list[str] = Field(
        description=f"What keeps it in: {_LACKS} of one of the bills, TERMINALS_DIFFER or "
        "COLLECTORS_DIFFER between their orders; empty if it can leave now.",
        examples=[["NO_ORDER"]],
    )
    declared_at: Time
    updated_at: Time

    @classmethod
    def of(cls, view: BoxView) -> "BoxSummary":
        """From the ledger's rows."""
        return cls(**_plain(view))


class BoxRead(BoxSummary):
    """A shared container and what may come next."""

    next_actions: list[NextActionRead]

    @classmethod
    def with_next(cls, view: BoxView, subject: Subject) -> "BoxRead":
        """From the ledger's rows, as this caller sees them."""
        next_actions = [NextActionRead.of(action, subject) for action in box_actions(view)]
        return cls(**_plain(view), next_actions=next_actions)


class BoxQuery(PageQuery):
    """What shared containers can be filtered by."""

    state: BoxStateName | None = None
    carrier: MemberFilter = None
    bill_id: Id | None = Field(default=None, description="One of the bills that share it.")


class BoxPage(Page[BoxSummary]):
    """A page of shared containers."""


def _plain(view: BoxView) -> dict[str, Any]:
    box = view.box
    return {
        "box_id": box.box_id,
        "state": name_of(BoxState, box.state),
        "version": box.version,
        "carrier": box.carrier,
        "slots": [SlotRead.of(slot) for slot in view.slots],
        "waits_for": list(view.waits_for),
        "declared_at": rfc3339(box.declared_at),
        "updated_at": rfc3339(box.updated_at),
    }
