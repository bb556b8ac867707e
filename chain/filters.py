"""What lists of records can be filtered by, and what each filter asks of the tables."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, not_, select

from chain.facets import CLOCKS, indexed_time
from chain.store.read_model import shared_slots
from chain.visibility import ID_COLUMNS, RecordKind


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

    `equal` are columns and their values. `state` is one of the states that the entries of readers have, which are of
    the newest block's time: `stays` is true of the records that have not lost it since, `since` gives the ids of
    those that took it since. `is_in` is true of the records that are in the state, however they were found.
    `ids` is a short list of the only records that come into question.
    """

    equal: Mapping[str, Any] = field(default_factory=dict)
    state: int | None = None
    stays: ColumnElement[bool] | None = None
    since: Select[Any] | None = None
    is_in: ColumnElement[bool] | None = None
    ids: Select[Any] | None = None


def wanted(kind: RecordKind, filters: Filters | None, time: int = 0) -> Wanted:
    """What these filters ask of records of a kind at a time (seconds since 1970 UTC), which some states depend on."""
    if filters is None:
        return Wanted()
    values = {name: getattr(filters, name) for name in filters.__slots__}
    equal = {name: value for name, value in values.items() if value is not None}
    state = equal.pop("state", None)
    ids = None
    if isinstance(filters, BoxFilter) and filters.bill_id is not None:
        slots = select(shared_slots.c.box_id).where(shared_slots.c.bill_id == equal.pop("bill_id"))
        ids = slots.distinct()
    found = Wanted(equal, ids=ids)
    return found if state is None else _in_state(found, kind, state, time)


def _in_state(found: Wanted, kind: RecordKind, state: int, time: int) -> Wanted:
    record_id = ID_COLUMNS[kind]
    stored = record_id.table.c.state == state
    clock = CLOCKS.get(kind)
    if clock is None:
        return replace(found, state=state, is_in=stored)
    if state == clock.passed:
        since = select(record_id).where(clock.ended(indexed_time, time))
        return replace(found, state=state, since=since, is_in=clock.is_over(time))
    if state not in clock.standing:
        return replace(found, state=state, is_in=stored)
    stays = not_(clock.is_over(time))
    return replace(found, state=state, stays=stays, is_in=and_(stored, stays))
