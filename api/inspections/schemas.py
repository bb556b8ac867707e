"""What an inspection looks like in JSON."""

from typing import Any

from pydantic import Field

from api.actions.records import ContentPrepare, RecordPrepared
from api.auth.sign_in import rfc3339
from api.auth.subject import Subject
from api.kit import spelled
from api.kit.names import name_of
from api.kit.pagination import Page, PageQuery
from api.kit.paths import MemberFilter
from api.kit.query import InspectionStateName
from api.kit.records import NextActionRead
from api.kit.schema import LATEST, Id, MemberNumber, Output, Time, member_or_none
from chain.next_actions import inspection_actions
from chain.states import Attendance, HoldAuthority, InspectionState
from chain.store.rows import Inspection, ReleaseOrder, bits


class InspectionSummary(Output):
    """An inspection as the ledger has it."""

    inspection_id: Id
    order_id: Id
    containers: list[int] = Field(description="The containers' places in the order.")
    authority: spelled.HoldAuthority = Field(
        description="Whose hold keeps them in.", examples=["CUSTOMS"]
    )
    state: spelled.InspectionState = Field(examples=["INSTRUCTED"])
    version: int = Field(description="The version that the next action carries.")
    office: MemberNumber = Field(description="Who instructed it.")
    principal: int | None = Field(description="Who commissioned it.")
    agent: int | None = Field(description="The terminal or forwarder that is commissioned.")
    attendance: spelled.Attendance | None = Field(
        description="ACCOMPANIED (陪同) or UNACCOMPANIED (无陪同)."
    )
    scheduled_at: Time | None
    instructed_at: Time
    updated_at: Time

    @classmethod
    def of(cls, row: Inspection) -> "InspectionSummary":
        """From the ledger's row."""
        return cls(**_plain(row))


class InspectionRead(InspectionSummary):
    """An inspection and what may come next."""

    next_actions: list[NextActionRead]

    @classmethod
    def with_next(cls, row: Inspection, order: ReleaseOrder, subject: Subject) -> "InspectionRead":
        """From the ledger's rows, as this caller sees them."""
        actions = inspection_actions(row, order)
        return cls(
            **_plain(row),
            next_actions=[NextActionRead.of(action, subject) for action in actions],
        )


class InspectionQuery(PageQuery):
    """What inspections can be filtered by."""

    state: InspectionStateName | None = None
    order_id: Id | None = Field(default=None, description="The release order.")
    office: MemberFilter = None
    agent: MemberFilter = None


class InspectionPrepare(ContentPrepare):
    """What your organisation, the authority, instructs."""

    document: dict[str, Any] = Field(
        description="The instruction: orderId, authority, containers, containerNumbers, …"
    )


class InspectionPrepared(RecordPrepared):
    """The inspection's id, the salt to keep, and what to sign."""

    inspection_id: Id


class InspectionPage(Page[InspectionSummary]):
    """A page of inspections."""


def _plain(row: Inspection) -> dict[str, Any]:
    attendance = name_of(Attendance, row.attendance) if row.agent else None
    scheduled_at = rfc3339(min(row.scheduled_at, LATEST)) if row.scheduled_at else None
    return {
        "inspection_id": row.inspection_id,
        "order_id": row.order_id,
        "containers": list(bits(row.containers)),
        "authority": name_of(HoldAuthority, row.authority),
        "state": name_of(InspectionState, row.state),
        "version": row.version,
        "office": row.office,
        "principal": member_or_none(row.principal),
        "agent": member_or_none(row.agent),
        "attendance": attendance,
        "scheduled_at": scheduled_at,
        "instructed_at": rfc3339(row.instructed_at),
        "updated_at": rfc3339(row.updated_at),
    }
