"""What a bill looks like in JSON."""

from typing import Any, Literal

from pydantic import Field

from api.actions.records import ContentPrepare, RecordPrepared
from api.auth.sign_in import rfc3339
from api.auth.subject import Subject
from api.kit import spelled
from api.kit.names import name_of
from api.kit.pagination import ListQuery, Page, PageQuery
from api.kit.paths import MemberFilter
from api.kit.query import BillKindName, BillStateName
from api.kit.records import NextActionRead
from api.kit.schema import Id, MemberNumber, Output, Time, member_or_none
from chain.next_actions import bill_actions
from chain.states import BillKind, BillState, SurrenderReason
from chain.store.rows import Bill


class BillSummary(Output):
    """A bill as the ledger has it: who holds it, who has title, in which state."""

    bill_id: Id
    state: spelled.BillState = Field(
        examples=["ISSUED"], description="DCSA's transport document status."
    )
    kind: spelled.BillKind = Field(examples=["TO_ORDER"])
    version: int = Field(description="The version that the next action carries.")
    carrier: MemberNumber
    holder: MemberNumber = Field(description="In possession.")
    title_holder: MemberNumber
    surrendered_by: int | None
    release_to: int | None = Field(description="Who is to receive delivery, from the surrender on.")
    pledgee: int | None = Field(description="The bank that it is pledged to.")
    nominee: int | None = Field(
        description="Whom the title holder nominated; the holder executes it."
    )
    surrender_reason: spelled.SurrenderReason | None = Field(
        description="What it is surrendered for, if not for delivery.", examples=["SWITCH_BILL"]
    )
    content: Id = Field(description="The commitment of its content: as amended, or its id.")
    requested_content: str | None = Field(description="The amendment that the holder requested.")
    paper: str | None = Field(description="The commitment of the paper set in its place.")
    originals: int | None = Field(description="How many paper originals there are.")
    origin: str | None = Field(description="The bill that it was issued in place of.")
    successor: str | None = Field(description="The bill that was issued in its place.")
    replaced: bool = Field(description="Another bill, or several, were issued in its place.")
    frozen_by: int | None = Field(description="The court that froze it: nothing moves.")
    blank: bool = Field(description="Title follows possession.")
    restricted: bool = Field(description="The title holder may not endorse on.")
    issued_at: Time
    updated_at: Time

    @classmethod
    def of(cls, bill: Bill) -> "BillSummary":
        """From the ledger's row."""
        return cls(**_plain(bill))


class BillRead(BillSummary):
    """A bill, its live release order and what may come next."""

    release_order: str | None = Field(description="The id of the release order not revoked.")
    shared_containers: list[str] = Field(
        description="Containers that it shares with other bills (拼箱): nothing ends it while it does."
    )
    next_actions: list[NextActionRead]

    @classmethod
    def with_next(
        cls, bill: Bill, live_order: str | None, boxes: list[str], subject: Subject
    ) -> "BillRead":
        """From the ledger's row, its live order and shared containers, as this caller sees it."""
        actions = bill_actions(bill, live_order, shares=bool(boxes))
        return cls(
            **_plain(bill),
            release_order=live_order,
            shared_containers=boxes,
            next_actions=[NextActionRead.of(action, subject) for action in actions],
        )


class BillFilters(ListQuery):
    """What bills can be filtered by."""

    state: BillStateName | None = None
    kind: BillKindName | None = None
    carrier: MemberFilter = None
    holder: MemberFilter = None
    title_holder: MemberFilter = None
    release_to: MemberFilter = None
    pledgee: MemberFilter = None
    role: Literal["carrier", "holder", "title_holder", "release_to", "pledgee"] | None = Field(
        default=None, description="What your organisation is to it."
    )


class BillQuery(BillFilters, PageQuery):
    """Which page of them."""


class BillPrepare(ContentPrepare):
    """What your organisation, the carrier, issues: the document and its first parties."""

    document: dict[str, Any] = Field(
        description="A transport document in DCSA's JSON (EBL_ISS 3.0.4). It is not stored here."
    )
    holder: MemberNumber = Field(description="The first holder (issue-to party).")
    title_holder: MemberNumber | None = Field(
        default=None,
        description="The named consignee or the order party; none for a bearer bill. Default: the "
        "holder, unless the document is a bearer bill.",
    )
    kind: str | int | None = Field(
        default=None, description="Checked against the document's own kind if sent."
    )


class BillPrepared(RecordPrepared):
    """The bill's id, the salt to keep, and what to sign."""

    bill_id: Id


class BillPage(Page[BillSummary]):
    """A page of bills."""


def _plain(bill: Bill) -> dict[str, Any]:
    return {
        "bill_id": bill.bill_id,
        "state": name_of(BillState, bill.state),
        "kind": name_of(BillKind, bill.kind),
        "version": bill.version,
        "carrier": bill.carrier,
        "holder": bill.holder,
        "title_holder": bill.title_holder,
        "surrendered_by": member_or_none(bill.surrendered_by),
        "release_to": member_or_none(bill.release_to),
        "pledgee": member_or_none(bill.pledgee),
        "nominee": member_or_none(bill.nominee),
        "surrender_reason": _reason(bill.surrender_reason),
        "content": bill.content or bill.bill_id,
        "requested_content": bill.requested_content,
        "paper": bill.paper,
        "originals": bill.originals or None,
        "origin": bill.origin,
        "successor": bill.successor,
        "replaced": bill.replaced,
        "frozen_by": member_or_none(bill.frozen_by),
        "blank": bill.blank,
        "restricted": bill.restricted,
        "issued_at": rfc3339(bill.issued_at),
        "updated_at": rfc3339(bill.updated_at),
    }


def _reason(reason: int) -> str | None:
    return name_of(SurrenderReason, reason) if reason else None
