"""What lists of records can be filtered by, and what each filter asks of the tables."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, not_, select

from chain.states import AppointmentState, DocumentState, ReleaseOrderState
from chain.store.read_model import appointments, documents, release_orders, shared_slots


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


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a list is of, in the terms of its indexes.

    `equal` are columns and their values, `states` the stored states that come into question, None for all.
    `also` is judged record by record. `ids` is a short list of the only records that come into question.
    """

    equal: Mapping[str, Any] = field(default_factory=dict)
    states: tuple[int, ...] | None = None
    also: tuple[ColumnElement[bool], ...] = ()
    ids: Select[tuple[str]] | None = None


def wanted(filters: Filters | None, time: int = 0) -> Wanted:
    """What these filters ask for at a time (seconds since 1970 UTC), which some states depend on."""
    if filters is None:
        return Wanted()
    values = {name: getattr(filters, name) for name in filters.__slots__}
    equal = {name: value for name, value in values.items() if value is not None}
    state = equal.pop("state", None)
    if isinstance(filters, BoxFilter) and filters.bill_id is not None:
        slots = select(shared_slots.c.box_id).where(shared_slots.c.bill_id == equal.pop("bill_id"))
        return Wanted(equal, None if state is None else (state,), ids=slots.distinct())
    if state is None:
        return Wanted(equal)
    stored, also = _CLOCKS.get(type(filters), _timeless)(state, time)
    return Wanted(equal, stored, also)


Stored = tuple[tuple[int, ...], tuple[ColumnElement[bool], ...]]
"""The stored states that a state may be, and what else has to be true."""


def _timeless(state: int, _time: int) -> Stored:
    return (state,), ()


def _order_state(state: int, time: int) -> Stored:
    """Expired is an active order whose validity has passed; it is never stored."""
    valid_until = release_orders.c.valid_until
    if state == ReleaseOrderState.EXPIRED:
        return (ReleaseOrderState.ACTIVE,), (valid_until < time,)
    return (state,), (valid_until >= time,) if state == ReleaseOrderState.ACTIVE else ()


def _appointment_state(state: int, time: int) -> Stored:
    """Ended is an appointment that stands and whose window has passed; it is never stored."""
    standing = (AppointmentState.REQUESTED, AppointmentState.CONFIRMED)
    if state == AppointmentState.ENDED:
        return standing, (appointments.c.closes_at < time,)
    return (state,), (appointments.c.closes_at >= time,) if state in standing else ()


def _document_state(state: int, time: int) -> Stored:
    """Expired is a valid document whose time has passed; it is never stored."""
    until = documents.c.valid_until
    passed = and_(until != 0, until < time)
    if state == DocumentState.EXPIRED:
        return (DocumentState.VALID,), (passed,)
    return (state,), (not_(passed),) if state == DocumentState.VALID else ()


_CLOCKS: Mapping[type, Callable[[int, int], Stored]] = {
    OrderFilter: _order_state,
    AppointmentFilter: _appointment_state,
    DocumentFilter: _document_state,
}
"""The kinds whose states depend on the time of reading."""
