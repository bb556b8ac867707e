"""Who may read a record: its parties, now or before, and the authorities for its kind. One statement."""

from enum import StrEnum

from sqlalchemy import Column, ColumnElement, exists, or_, select

from chain.states import Role
from chain.store.read_model import bills, certificates, members, record_parties, release_orders


class RecordKind(StrEnum):
    """What a record is, by the name of its contract."""

    BILL = "BillOfLading"
    ORDER = "ReleaseOrder"
    CERTIFICATE = "TaxRefundCertificate"
    MEMBER = "Consortium"


ID_COLUMNS: dict[RecordKind, Column[str]] = {
    RecordKind.BILL: bills.c.bill_id,
    RecordKind.ORDER: release_orders.c.order_id,
    RecordKind.CERTIFICATE: certificates.c.certificate_id,
}
"""The column with the id of each kind that has parties."""

AUTHORITIES: dict[RecordKind, Role] = {
    RecordKind.BILL: Role.CUSTOMS | Role.COURT | Role.PORT_AUTHORITY,
    RecordKind.ORDER: Role.CUSTOMS | Role.COURT | Role.PORT_AUTHORITY,
    RecordKind.CERTIFICATE: Role.TAX_AUTHORITY | Role.CUSTOMS,
}
"""The roles whose members read every record of a kind."""


def visible_to(kind: RecordKind, member: int) -> ColumnElement[bool]:
    """True of the records of this kind that a member may read."""
    theirs = select(record_parties.c.record_id).where(
        record_parties.c.contract == kind.value, record_parties.c.member == member
    )
    office = exists().where(
        members.c.number == member,
        members.c.active,
        members.c.roles.bitwise_and(int(AUTHORITIES[kind])) != 0,
    )
    return or_(ID_COLUMNS[kind].in_(theirs), office)
