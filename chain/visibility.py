"""Who may read a record: its parties, now or before, and the authorities for its kind. One statement.

Documents and milestones are read, too, by the parties of the record that they are about; appointments and
inspections by the parties of their release order; shared containers by those of their bills' release orders.
"""

from collections.abc import Iterator, Mapping
from enum import StrEnum

from sqlalchemy import Column, ColumnElement, Select, Table, and_, exists, or_, select

from chain.states import DocumentType, Role, SubjectKind
from chain.store.read_model import (
    appointments,
    bills,
    certificates,
    claims,
    documents,
    inspections,
    members,
    milestone_batches,
    record_parties,
    release_orders,
    shared_containers,
    shared_slots,
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

_SUBJECTS: Mapping[SubjectKind, RecordKind] = {
    SubjectKind.BILL: RecordKind.BILL,
    SubjectKind.RELEASE_ORDER: RecordKind.ORDER,
    SubjectKind.CERTIFICATE: RecordKind.CERTIFICATE,
}


def visible_to(kind: RecordKind, member: int) -> ColumnElement[bool]:
    """True of the records of this kind that a member may read."""
    office = _holds(member, members.c.roles.bitwise_and(int(AUTHORITIES[kind])) != 0)
    return or_(ID_COLUMNS[kind].in_(party_to(kind, member)), office, *_besides(kind, member))


def party_to(kind: RecordKind, member: int) -> Select[tuple[str]]:
    """The ids of the records that a member is or was a party to."""
    return select(record_parties.c.record_id).where(
        record_parties.c.contract == kind.contract, record_parties.c.member == member
    )


def _holds(member: int, role: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists().where(members.c.number == member, members.c.active, role)


def _besides(kind: RecordKind, member: int) -> Iterator[ColumnElement[bool]]:
    """Who else reads a record that belongs to another."""
    if kind in (RecordKind.APPOINTMENT, RecordKind.INSPECTION):
        yield ID_COLUMNS[kind].table.c.order_id.in_(party_to(RecordKind.ORDER, member))
    if kind is RecordKind.BOX:
        theirs = select(release_orders.c.bill_id).where(
            release_orders.c.order_id.in_(party_to(RecordKind.ORDER, member))
        )
        slots = select(shared_slots.c.box_id).where(shared_slots.c.bill_id.in_(theirs))
        yield shared_containers.c.box_id.in_(slots)
    if kind is RecordKind.MILESTONES:
        yield from _of_subject(milestone_batches, member)
    if kind is RecordKind.DOCUMENT:
        yield from _of_subject(documents, member)
        # Whoever may use it up has to see it first; charges are published to all members (收费公示).
        role = members.c.roles.bitwise_and(documents.c.consumer_roles) != 0
        yield and_(documents.c.consumer == 0, _holds(member, role))
        yield documents.c.document_type == DocumentType.TARIFF


def _of_subject(table: Table, member: int) -> Iterator[ColumnElement[bool]]:
    for subject_kind, kind in _SUBJECTS.items():
        of_theirs = table.c.subject.in_(party_to(kind, member))
        yield and_(table.c.subject_kind == subject_kind, of_theirs)
