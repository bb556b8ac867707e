"""Who may read a record: its readers by the index of readers, and the authorities for its kind. One statement."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import Column, ColumnElement, and_, exists, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from chain.states import DocumentType, Role
from chain.store.read_model import (
    appointments,
    bills,
    certificates,
    claims,
    documents,
    inspections,
    members,
    milestone_batches,
    record_readers,
    release_orders,
    shared_containers,
)


class RecordKind(StrEnum):
    """What a record is, by the name of its contract, or of the half of it that is about such records."""

    BILL = "BillOfLading"
    ORDER = "ReleaseOrder"
    BOX = "SharedContainers"
    APPOINTMENT = "Appointments"
    INSPECTION = "Inspections"
    CERTIFICATE = "TaxRefundCertificate"
    CLAIM = "RefundClaim"
    DOCUMENT = "Documents"
    MILESTONES = "Milestones"
    MEMBER = "Consortium"

    @property
    def contract(self) -> str:
        """The contract that keeps such records, under which events and parties are stored."""
        return "ReleaseOrder" if self is RecordKind.BOX else self.value

    @classmethod
    def of(cls, contract: str, field: str) -> "RecordKind":
        """What a contract's action is about: the record that its first field names."""
        return cls.BOX if field == "boxId" else cls(contract)


ID_COLUMNS: dict[RecordKind, Column[str]] = {
    RecordKind.BILL: bills.c.bill_id,
    RecordKind.ORDER: release_orders.c.order_id,
    RecordKind.BOX: shared_containers.c.box_id,
    RecordKind.APPOINTMENT: appointments.c.appointment_id,
    RecordKind.INSPECTION: inspections.c.inspection_id,
    RecordKind.CERTIFICATE: certificates.c.certificate_id,
    RecordKind.CLAIM: claims.c.claim_id,
    RecordKind.DOCUMENT: documents.c.document_id,
    RecordKind.MILESTONES: milestone_batches.c.batch_id,
}
"""The column with the id of each kind that has parties."""

MADE_AT: dict[RecordKind, Column[int]] = {
    RecordKind.BILL: bills.c.issued_at,
    RecordKind.ORDER: release_orders.c.issued_at,
    RecordKind.BOX: shared_containers.c.declared_at,
    RecordKind.APPOINTMENT: appointments.c.requested_at,
    RecordKind.INSPECTION: inspections.c.instructed_at,
    RecordKind.CERTIFICATE: certificates.c.applied_at,
    RecordKind.CLAIM: claims.c.filed_at,
    RecordKind.DOCUMENT: documents.c.registered_at,
    RecordKind.MILESTONES: milestone_batches.c.anchored_at,
}
"""The column with the time that a record was made at, by which lists are ordered."""

AUTHORITIES: dict[RecordKind, Role] = {
    RecordKind.BILL: Role.CUSTOMS | Role.COURT | Role.PORT_AUTHORITY,
    RecordKind.ORDER: Role.CUSTOMS | Role.COURT | Role.PORT_AUTHORITY,
    RecordKind.BOX: Role.CUSTOMS | Role.COURT | Role.PORT_AUTHORITY,
    RecordKind.APPOINTMENT: Role.CUSTOMS | Role.COURT | Role.PORT_AUTHORITY,
    RecordKind.INSPECTION: Role.CUSTOMS | Role.COURT | Role.PORT_AUTHORITY,
    RecordKind.CERTIFICATE: Role.TAX_AUTHORITY | Role.CUSTOMS,
    RecordKind.CLAIM: Role.TAX_AUTHORITY,
    RecordKind.DOCUMENT: Role.CUSTOMS | Role.COURT,
    RecordKind.MILESTONES: Role.CUSTOMS | Role.COURT | Role.PORT_AUTHORITY,
}
"""The roles whose members read every record of a kind."""

EVERYBODY: Final = 0
"""The reader that stands for all members."""

EVERYTHING: Final = -1_000
"""The reader of all records: it stands for the offices that read every one of a kind."""


def readers_of(roles: int) -> Iterator[int]:
    """The readers that stand for the members of each of these roles."""
    return (-role.bit_length() for role in Role if roles & role)


@dataclass(frozen=True, slots=True)
class Access:
    """What a member reads now: all records of the kinds that it is an authority for, and those of its readers.

    `readers` are the member itself and what stands for it.
    """

    member: int
    offices: frozenset[RecordKind]
    readers: tuple[int, ...]

    def to(self, kind: RecordKind) -> tuple[int, ...] | None:
        """The readers by which records of this kind are read, None if all are."""
        if kind in self.offices:
            return None
        return self.readers if kind is RecordKind.DOCUMENT else self.readers[:1]


async def access(connection: AsyncConnection, member: int) -> Access:
    """What a member reads by its roles, which count while it is active."""
    active = select(members.c.roles).where(members.c.number == member, members.c.active)
    roles: int = (await connection.execute(active)).scalar_one_or_none() or 0
    offices = frozenset(kind for kind, office in AUTHORITIES.items() if roles & office)
    return Access(member, offices, (member, EVERYBODY, *readers_of(roles)))


def visible_to(kind: RecordKind, member: int) -> ColumnElement[bool]:
    """True of the records of this kind that a member may read, probed for each: find the records otherwise."""
    conditions = [
        exists().where(
            record_readers.c.kind == kind.value,
            record_readers.c.record_id == ID_COLUMNS[kind],
            record_readers.c.member == member,
        ),
        _holds(member, int(AUTHORITIES[kind])),
    ]
    if kind is RecordKind.DOCUMENT:
        # Whoever may use it up has to see it first; charges are published to all members (收费公示).
        may_use = _holds(member, documents.c.consumer_roles)
        conditions.append(and_(documents.c.consumer == 0, may_use))
        conditions.append(documents.c.document_type == DocumentType.TARIFF)
    return or_(*conditions)


def _holds(member: int, roles: Any) -> ColumnElement[bool]:
    role = members.c.roles.bitwise_and(roles) != 0
    return exists().where(members.c.number == member, members.c.active, role)
