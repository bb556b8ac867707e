"""By what the index of readers answers lists: the values that filters name, and the states that the clock makes.

A reader's entry has a place for each value of its record that a filter of that kind names. Empty are those that name
nobody, and the reader itself: what a member is named in, the entries of all records give. Empty are, too, those
whose members have one part in all of their records: there the pairs of readers and parties say as much.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Column, ColumnElement, and_, case, func, select

from chain.states import AppointmentState, DocumentState, ReleaseOrderState
from chain.store.read_model import (
    appointments,
    blocks,
    documents,
    record_readers,
    release_orders,
)
from chain.visibility import EVERYTHING, ID_COLUMNS, RecordKind

FACETS: Final[Mapping[RecordKind, tuple[str, ...]]] = {
    RecordKind.BILL: ("kind", "carrier", "holder", "title_holder", "release_to", "pledgee"),
    RecordKind.ORDER: ("carrier", "terminal", "release_to"),
    RecordKind.BOX: ("carrier",),
    RecordKind.APPOINTMENT: ("collector", "terminal"),
    RecordKind.INSPECTION: ("office", "agent"),
    RecordKind.CERTIFICATE: ("certificate_type", "applicant", "tax_authority", "user"),
    RecordKind.CLAIM: ("management_class", "exporter", "tax_authority"),
    RecordKind.DOCUMENT: ("document_type", "issuer", "consumer"),
    RecordKind.MILESTONES: ("subject_kind", "observer"),
}
"""The columns whose values the entries of a kind have, in the order of their places."""

KINDS_OF_RECORDS: Final = frozenset(
    {"kind", "certificate_type", "management_class", "document_type", "subject_kind"}
)
"""Those of them that are no members."""

ONE_PART: Final = frozenset(
    {
        "carrier",
        "terminal",
        "office",
        "applicant",
        "tax_authority",
        "exporter",
        "issuer",
        "observer",
    }
)
"""Those of them that are, with whom they name, the same in all records of the two."""

_PLACES: Final = (
    record_readers.c.value_1,
    record_readers.c.value_2,
    record_readers.c.value_3,
    record_readers.c.value_4,
    record_readers.c.value_5,
    record_readers.c.value_6,
)


def place_of(kind: RecordKind, name: str) -> Column[int] | None:
    """Where the entries have the value of this column, None if they have not."""
    names = FACETS[kind]
    return _PLACES[names.index(name)] if name in names else None


def value_of(kind: RecordKind, name: str, member: Any) -> ColumnElement[Any]:
    """What the entry of this reader has of the column."""
    column: Column[int] = ID_COLUMNS[kind].table.c[name]
    if name in KINDS_OF_RECORDS:
        return column
    if name in ONE_PART:
        return case((and_(member == EVERYTHING, column != 0), column))
    return func.nullif(func.nullif(column, 0), member)


@dataclass(frozen=True, slots=True)
class Clock:
    """A state that a record of a kind takes by itself, `passed`, once its time `ends_at` is over.

    It does from the states `standing`; a record with the time 0 never does, where `may_last`.
    """

    ends_at: Column[int]
    standing: tuple[int, ...]
    passed: int
    may_last: bool = False

    def is_over(self, time: Any) -> ColumnElement[bool]:
        """True of the records that have taken it at a time."""
        state: Column[int] = self.ends_at.table.c.state
        over = and_(state.in_(self.standing), self.ends_at < time)
        return and_(over, self.ends_at != 0) if self.may_last else over

    def ended(self, since: Any, before: Any) -> ColumnElement[bool]:
        """True of those whose time ended in a period."""
        return and_(self.is_over(before), self.ends_at >= since)


CLOCKS: Final[Mapping[RecordKind, Clock]] = {
    RecordKind.ORDER: Clock(
        release_orders.c.valid_until, (ReleaseOrderState.ACTIVE,), ReleaseOrderState.EXPIRED
    ),
    RecordKind.APPOINTMENT: Clock(
        appointments.c.closes_at,
        (AppointmentState.REQUESTED, AppointmentState.CONFIRMED),
        AppointmentState.ENDED,
    ),
    RecordKind.DOCUMENT: Clock(
        documents.c.valid_until, (DocumentState.VALID,), DocumentState.EXPIRED, may_last=True
    ),
}
"""The kinds whose states depend on the time."""

indexed_time: Final = func.coalesce(
    select(blocks.c.time).order_by(blocks.c.number.desc()).limit(1).scalar_subquery(), 0
)
"""The time of the newest block that is indexed: the entries of readers have the states of then."""


def state_of(kind: RecordKind) -> ColumnElement[Any]:
    """The state that the entries of a record have."""
    state: Column[int] = ID_COLUMNS[kind].table.c.state
    clock = CLOCKS.get(kind)
    return (
        state if clock is None else case((clock.is_over(indexed_time), clock.passed), else_=state)
    )
