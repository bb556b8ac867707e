"""What a handler sees and returns, the registry of handlers, and the pure application of an event."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Protocol, TypeVar, cast

from chain.indexer.events import LogEvent
from chain.store.read_model import TABLES
from chain.store.rows import (
    Appointment,
    Bill,
    Certificate,
    Claim,
    Consortium,
    Document,
    Inspection,
    Member,
    MilestoneBatch,
    RecordParty,
    ReleaseOrder,
    Row,
    SharedContainer,
)

R = TypeVar("R", bound=Row)
Key = tuple[type[Row], tuple[object, ...]]


class IndexerError(Exception):
    """The index cannot go on."""


class IndexerGapError(IndexerError):
    """An event does not follow the row that it changes: one before it is missing, so nothing is guessed."""

    def __init__(self, event: LogEvent, found: int | None) -> None:
        """Names the event and the version that the row has (None if there is no row)."""
        super().__init__(
            f"{event.name} of {event.record_id} at block {event.block_number} makes version "
            f"{event.version}, but the read model has {'none' if found is None else found}"
        )
        self.event, self.found = event, found


class UnknownEventError(IndexerError):
    """There is no handler for an event: the contracts are newer than this software."""

    def __init__(self, event: LogEvent) -> None:
        """Names the event."""
        super().__init__(f"no handler for the event {event.contract}.{event.name}")
        self.event = event


class Step(Enum):
    """How an event's version follows the row's version."""

    FIRST = "first"
    """It makes the record, at version 1."""
    NEXT = "next"
    """It advances the version by one."""
    SAME = "same"
    """It leaves the version: a gate-out, a remark, the first wallet of a member."""
    NONE = "none"
    """It is about no record with a version."""


class Rows(Protocol):
    """The rows of the records in hand, as they are before an event."""

    def get(self, kind: type[R], *key: object) -> R | None:
        """The row of this primary key, None if there is none."""
        ...


@dataclass(frozen=True, slots=True)
class Removed:
    """A row that is there no more."""

    kind: type[Row]
    key: tuple[object, ...]


Change = Row | Removed
Handler = Callable[[Rows, LogEvent], Iterable[Change]]


@dataclass(frozen=True, slots=True)
class Registered:
    """A handler with the rule of its version and the arguments that name parties to the record."""

    handler: Handler
    step: Step | Callable[[LogEvent], Step]
    parties: tuple[str, ...]

    def step_of(self, event: LogEvent) -> Step:
        """How this event's version follows."""
        return self.step if isinstance(self.step, Step) else self.step(event)


HANDLERS: dict[tuple[str, str], Registered] = {}
"""The handler of each event, by contract and event name."""

_KEYS: Mapping[type[Row], tuple[str, ...]] = {
    kind: tuple(column.name for column in table.primary_key) for kind, table in TABLES.items()
}

Versioned = (
    Bill
    | ReleaseOrder
    | SharedContainer
    | Appointment
    | Inspection
    | Certificate
    | Claim
    | Document
    | MilestoneBatch
    | Member
    | Consortium
)

_VERSIONED: Mapping[str, tuple[type[Versioned], ...]] = {
    "BillOfLading": (Bill,),
    "ReleaseOrder": (ReleaseOrder, SharedContainer),
    "Appointments": (Appointment,),
    "Inspections": (Inspection,),
    "TaxRefundCertificate": (Certificate,),
    "RefundClaim": (Claim,),
    "Documents": (Document,),
    "Milestones": (MilestoneBatch,),
}
"""The kinds of a contract's records but the consortium's: an id is of one record, of whichever kind."""


def handles(
    contract: str,
    name: str,
    *,
    step: Step | Callable[[LogEvent], Step] = Step.NEXT,
    parties: tuple[str, ...] = (),
) -> Callable[[Handler], Handler]:
    """Registers a handler. `parties` name the arguments whose members may read the record from then on."""

    def register(handler: Handler) -> Handler:
        HANDLERS[contract, name] = Registered(handler, step, parties)
        return handler

    return register


def key_of(row: Row) -> Key:
    """A row's type and primary key."""
    kind = type(row)
    return kind, tuple([getattr(row, name) for name in _KEYS[kind]])


def changes_of(rows: Rows, event: LogEvent) -> list[Change]:
    """What an event changes. Raises IndexerGapError if one is missing before it, UnknownEventError."""
    registered = HANDLERS.get((event.contract, event.name))
    if registered is None:
        raise UnknownEventError(event)
    _require_step(rows, event, registered.step_of(event))
    changes = list(registered.handler(rows, event))
    return changes + _new_parties(rows, event, registered.parties)


def existing(rows: Rows, kind: type[R], event: LogEvent, *key: object) -> R:
    """The row that an event needs. Raises IndexerGapError if it is not there."""
    row = rows.get(kind, *key)
    if row is None:
        raise IndexerGapError(event, None)
    return row


def _record(rows: Rows, event: LogEvent) -> Versioned | None:
    """The row that carries the version of the event's record, None if there is none."""
    if event.contract == "Consortium":
        number = int(event.record_id)
        return rows.get(Member, number) if number else rows.get(Consortium, number)
    for kind in _VERSIONED[event.contract]:
        row: Versioned | None = rows.get(kind, event.record_id)
        if row is not None:
            return row
    return None


def _require_step(rows: Rows, event: LogEvent, step: Step) -> None:
    if step is Step.NONE:
        return
    row = _record(rows, event)
    found = None if row is None else row.version
    expected = {
        Step.FIRST: 1 if found is None else None,
        Step.NEXT: None if found is None else found + 1,
        Step.SAME: found,
    }[step]
    if event.version != expected:
        raise IndexerGapError(event, found)


def _new_parties(rows: Rows, event: LogEvent, names: tuple[str, ...]) -> list[Change]:
    members = dict.fromkeys(event.number(name) for name in names)
    return [
        RecordParty(event.contract, event.record_id, member, event.time)
        for member in members
        if member and rows.get(RecordParty, event.contract, event.record_id, member) is None
    ]


class MemoryRows:
    """Rows in memory: the working set of a range of events, and all that a pure test needs."""

    def __init__(self) -> None:
        """Starts empty."""
        self._rows: dict[Key, Row] = {}
        self._loaded: dict[Key, Row] = {}
        self.touched: dict[Key, None] = {}

    def get(self, kind: type[R], *key: object) -> R | None:
        """The row of this primary key, None if there is none."""
        return cast("R | None", self._rows.get((cast("type[Row]", kind), key)))

    def load(self, row: Row) -> None:
        """Takes a row as the database has it."""
        key = key_of(row)
        self._rows[key] = self._loaded[key] = row

    def before(self, row: Row) -> Row | None:
        """The row as it was loaded, None if it was not there."""
        return self._loaded.get(key_of(row))

    def apply(self, event: LogEvent) -> None:
        """Applies one event. Raises as `changes_of` does."""
        for change in changes_of(self, event):
            if isinstance(change, Removed):
                key: Key = (change.kind, change.key)
                self._rows.pop(key, None)
            else:
                key = key_of(change)
                self._rows[key] = change
            self.touched[key] = None

    def all(self, kind: type[R]) -> list[R]:
        """Every row of a type, in no particular order."""
        return [cast("R", row) for (found, _), row in self._rows.items() if found is kind]

    def written(self) -> list[Row]:
        """The rows that changed and are there."""
        return [self._rows[key] for key in self.touched if key in self._rows]

    def removed(self) -> list[Key]:
        """The keys that changed and are there no more."""
        return [key for key in self.touched if key not in self._rows]
