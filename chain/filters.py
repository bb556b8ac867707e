"""What lists of records can be filtered by, and the conditions that this makes."""

from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import ColumnElement, Table, and_, not_

from chain.states import AppointmentState, DocumentState, ReleaseOrderState
from chain.store.read_model import appointments, documents, release_orders


class Sort(StrEnum):
    """The order of a list: by when records were made, or last changed; with a minus the last comes first."""

    MADE = "made"
    NEWEST = "-made"
    UPDATED = "updated"
    LATEST = "-updated"

    @property
    def descends(self) -> bool:
        """Whether the last comes first."""
        return self.value.startswith("-")

    @property
    def by_update(self) -> bool:
        """Whether it goes by the last change."""
        return self in (Sort.UPDATED, Sort.LATEST)


@dataclass(frozen=True, slots=True)
class Listing:
    """What every list can be asked for; None is any. Times are in seconds since 1970 UTC.

    `made_since` to before `made_before` is when records were made; `updated_since` when last changed; `party` is a
    member that is or was a party. `place` is the last record's time in the list's order, where it goes by changes:
    the record itself may have moved since.
    """

    sort: Sort = Sort.NEWEST
    made_since: int | None = None
    made_before: int | None = None
    updated_since: int | None = None
    party: int | None = None
    place: int | None = None


ANY = Listing()


@dataclass(frozen=True, slots=True)
class BillFilter:
    """Conditions on bills; None is any. `state` and `kind` are BillState and BillKind."""

    state: int | None = None
    kind: int | None = None
    carrier: int | None = None
    holder: int | None = None
    title_holder: int | None = None
    release_to: int | None = None
    pledgee: int | None = None


@dataclass(frozen=True, slots=True)
class OrderFilter:
    """Conditions on release orders; None is any. `state` is ReleaseOrderState at the time of reading."""

    state: int | None = None
    bill_id: str | None = None
    carrier: int | None = None
    terminal: int | None = None
    release_to: int | None = None


@dataclass(frozen=True, slots=True)
class BoxFilter:
    """Conditions on shared containers; None is any. `state` is BoxState, `bill_id` one of its bills."""

    state: int | None = None
    carrier: int | None = None
    bill_id: str | None = None


@dataclass(frozen=True, slots=True)
class CertificateFilter:
    """Conditions on certificates; None is any. `state` is CertificateState."""

    state: int | None = None
    certificate_type: int | None = None
    applicant: int | None = None
    tax_authority: int | None = None
    user: int | None = None
    bill_id: str | None = None
    used_for: str | None = None


@dataclass(frozen=True, slots=True)
class ClaimFilter:
    """Conditions on claims; None is any. `state` is ClaimState, `management_class` ManagementClass."""

    state: int | None = None
    management_class: int | None = None
    exporter: int | None = None
    tax_authority: int | None = None


@dataclass(frozen=True, slots=True)
class DocumentFilter:
    """Conditions on documents; None is any. `state` is DocumentState at the time of reading."""

    state: int | None = None
    document_type: int | None = None
    issuer: int | None = None
    consumer: int | None = None
    subject: str | None = None


@dataclass(frozen=True, slots=True)
class MilestoneFilter:
    """Conditions on batches of milestones; None is any. `state` is MilestoneState."""

    state: int | None = None
    observer: int | None = None
    subject_kind: int | None = None
    subject: str | None = None


@dataclass(frozen=True, slots=True)
class AppointmentFilter:
    """Conditions on appointments; None is any. `state` is AppointmentState at the time of reading."""

    state: int | None = None
    order_id: str | None = None
    collector: int | None = None
    terminal: int | None = None


@dataclass(frozen=True, slots=True)
class InspectionFilter:
    """Conditions on inspections; None is any. `state` is InspectionState."""

    state: int | None = None
    order_id: str | None = None
    office: int | None = None
    agent: int | None = None


Filters = (
    BillFilter
    | OrderFilter
    | BoxFilter
    | AppointmentFilter
    | InspectionFilter
    | CertificateFilter
    | ClaimFilter
    | DocumentFilter
    | MilestoneFilter
)


def equal(table: Table, filters: Filters | None) -> list[ColumnElement[bool]]:
    """The conditions that a record's own columns answer."""
    if filters is None:
        return []
    wanted = ((name, getattr(filters, name)) for name in filters.__slots__)
    return [table.c[name] == value for name, value in wanted if value is not None]


def order_state(state: int, time: int) -> ColumnElement[bool]:
    """Expired is an active order whose validity has passed; it is never stored."""
    stored, valid_until = release_orders.c.state, release_orders.c.valid_until
    active = stored == ReleaseOrderState.ACTIVE
    if state == ReleaseOrderState.EXPIRED:
        return and_(active, valid_until < time)
    if state == ReleaseOrderState.ACTIVE:
        return and_(active, valid_until >= time)
    return stored == state


def appointment_state(state: int, time: int) -> ColumnElement[bool]:
    """Ended is an appointment that stands and whose window has passed; it is never stored."""
    stored, passed = appointments.c.state, appointments.c.closes_at < time
    standing = (AppointmentState.REQUESTED, AppointmentState.CONFIRMED)
    if state == AppointmentState.ENDED:
        return and_(stored.in_(standing), passed)
    return and_(stored == state, not_(passed)) if state in standing else stored == state


def document_state(state: int, time: int) -> ColumnElement[bool]:
    """Expired is a valid document whose time has passed; it is never stored."""
    stored, until = documents.c.state, documents.c.valid_until
    valid, passed = stored == DocumentState.VALID, and_(until != 0, until < time)
    if state == DocumentState.EXPIRED:
        return and_(valid, passed)
    if state == DocumentState.VALID:
        return and_(valid, not_(passed))
    return stored == state
