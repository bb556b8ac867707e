"""Keeps the index of who reads which records, as their parties change.

Whoever is or was party to a record reads it. Documents and milestones are read, too, by the parties of the record
that they are about; appointments and inspections by the parties of their release order; shared containers by those
of their bills' release orders. A party stays one, so that a reader goes only with a block that is undone.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any, Final

from sqlalchemy import BindParameter, Select, bindparam, delete, literal, select, true, union
from sqlalchemy.ext.asyncio import AsyncConnection

from chain.indexer.projection import MemoryRows
from chain.states import DocumentType, Role, SubjectKind
from chain.store.read_model import (
    appointments,
    documents,
    inspections,
    milestone_batches,
    record_parties,
    record_readers,
    release_orders,
    shared_slots,
)
from chain.store.rows import (
    Appointment,
    Bill,
    Certificate,
    Claim,
    Document,
    Inspection,
    MilestoneBatch,
    RecordParty,
    ReleaseOrder,
    SharedContainer,
)
from chain.store.upsert import Insert, insert_into
from chain.visibility import EVERYBODY, ID_COLUMNS, MADE_AT, RecordKind, readers_of

_PART: Final = 400
"""Ids in one statement's IN list."""

Record = tuple[str, str]
"""A record: its contract's name and its id."""

Records = Mapping[RecordKind, Iterable[str]]

_ROWS: Final = (
    (Bill, RecordKind.BILL),
    (ReleaseOrder, RecordKind.ORDER),
    (SharedContainer, RecordKind.BOX),
    (Appointment, RecordKind.APPOINTMENT),
    (Inspection, RecordKind.INSPECTION),
    (Certificate, RecordKind.CERTIFICATE),
    (Claim, RecordKind.CLAIM),
    (Document, RecordKind.DOCUMENT),
    (MilestoneBatch, RecordKind.MILESTONES),
)
_KINDS: Final = dict(_ROWS)

_SUBJECTS: Final[Mapping[SubjectKind, RecordKind]] = {
    SubjectKind.BILL: RecordKind.BILL,
    SubjectKind.RELEASE_ORDER: RecordKind.ORDER,
    SubjectKind.CERTIFICATE: RecordKind.CERTIFICATE,
}
"""What a document or a batch of milestones is about, where that has parties."""


async def keep(connection: AsyncConnection, rows: MemoryRows) -> None:
    """Enters what the written rows change: new records and parties, and another state."""
    stale: dict[RecordKind, set[str]] = defaultdict(set)
    joined: set[Record] = set()
    for row in rows.written():
        if isinstance(row, RecordParty):
            joined.add((row.contract, row.record_id))
        elif (kind := _KINDS.get(type(row))) is not None:
            before: Any = rows.before(row)
            if before is None or before.state != row.state:  # type: ignore[union-attr]
                stale[kind].add(str(getattr(row, ID_COLUMNS[kind].name)))
    for found in (with_kinds(joined), await attached(connection, joined)):
        for kind, ids in found.items():
            stale[kind] |= ids
    await enter(connection, stale)


async def enter(connection: AsyncConnection, records: Records) -> None:
    """Makes the entries of these records what the tables say now; those of nobody are left alone."""
    for kind, ids in records.items():
        statement = _entry(connection.dialect.name, kind)
        for part in _parts(ids):
            await connection.execute(statement, {"ids": part})


async def forget(connection: AsyncConnection, records: Records) -> None:
    """Deletes every entry of these records."""
    for kind, ids in records.items():
        for part in _parts(ids):
            of_them = record_readers.c.record_id.in_(part)
            await connection.execute(
                delete(record_readers).where(record_readers.c.kind == kind.value, of_them)
            )


async def attached(
    connection: AsyncConnection, records: Iterable[Record]
) -> dict[RecordKind, set[str]]:
    """The records that the parties of these read besides."""
    by_contract: dict[str, set[str]] = defaultdict(set)
    for contract, record_id in records:
        by_contract[contract].add(record_id)
    found: dict[RecordKind, set[str]] = defaultdict(set)
    for contract, ids in by_contract.items():
        for kind, statement in _attached_to(contract):
            for part in _parts(ids):
                found[kind].update(await connection.scalars(statement, {"ids": part}))
    return found


def with_kinds(records: Iterable[Record]) -> dict[RecordKind, set[str]]:
    """These records under every kind that they may be of."""
    found: dict[RecordKind, set[str]] = defaultdict(set)
    for contract, record_id in records:
        for kind in _kinds_of(contract):
            found[kind].add(record_id)
    return found


@cache
def _kinds_of(contract: str) -> tuple[RecordKind, ...]:
    return tuple(kind for kind in ID_COLUMNS if kind.contract == contract)


@cache
def _entry(dialect: str, kind: RecordKind) -> Insert:
    """Writes the entries of the records `ids`: one statement, whatever their number."""
    read = union(*_readers(kind)).subquery()
    entries = select(literal(kind.value), *read.c).where(true())
    columns = ["kind", "record_id", "member", "state", "made_at"]
    statement = insert_into(dialect, record_readers).from_select(columns, entries)
    return statement.on_conflict_do_update(
        index_elements=columns[:3],
        set_={"state": statement.excluded.state},
        where=record_readers.c.state != statement.excluded.state,
    )


def _readers(kind: RecordKind) -> Iterator[Select[Any]]:
    """Who reads a record, each of the ways."""
    record_id = ID_COLUMNS[kind]
    yield _by(kind, record_parties.c.member).join_from(
        record_id.table, record_parties, _parties(kind, record_id)
    )
    if kind in (RecordKind.APPOINTMENT, RecordKind.INSPECTION):
        order_id = record_id.table.c.order_id
        yield _by(kind, record_parties.c.member).join_from(
            record_id.table, record_parties, _parties(RecordKind.ORDER, order_id)
        )
    if kind is RecordKind.BOX:
        yield (
            _by(kind, record_parties.c.member)
            .join_from(record_id.table, shared_slots, shared_slots.c.box_id == record_id)
            .join(release_orders, release_orders.c.bill_id == shared_slots.c.bill_id)
            .join(record_parties, _parties(RecordKind.ORDER, release_orders.c.order_id))
        )
    if kind in (RecordKind.DOCUMENT, RecordKind.MILESTONES):
        for subject_kind, of_subject in _SUBJECTS.items():
            yield (
                _by(kind, record_parties.c.member)
                .join_from(
                    record_id.table,
                    record_parties,
                    _parties(of_subject, record_id.table.c.subject),
                )
                .where(record_id.table.c.subject_kind == subject_kind)
            )
    if kind is RecordKind.DOCUMENT:
        # Whoever may use it up has to see it first; charges are published to all members (收费公示).
        tariff = documents.c.document_type == DocumentType.TARIFF
        yield _by(kind, literal(EVERYBODY)).where(tariff)
        for role in Role:
            may_use = documents.c.consumer_roles.bitwise_and(int(role)) != 0
            [reader] = readers_of(role)
            yield _by(kind, literal(reader)).where(documents.c.consumer == 0, may_use)


def _by(kind: RecordKind, member: Any) -> Select[Any]:
    record_id = ID_COLUMNS[kind]
    row = (record_id.label("record_id"), member.label("member"), record_id.table.c.state)
    return select(*row, MADE_AT[kind].label("made_at")).where(record_id.in_(_ids()))


def _parties(kind: RecordKind, record_id: Any) -> Any:
    return (record_parties.c.contract == kind.contract) & (record_parties.c.record_id == record_id)


@cache
def _attached_to(contract: str) -> tuple[tuple[RecordKind, Select[Any]], ...]:
    found: list[tuple[RecordKind, Select[Any]]] = []
    if contract == RecordKind.ORDER.contract:
        for kind, table in (
            (RecordKind.APPOINTMENT, appointments),
            (RecordKind.INSPECTION, inspections),
        ):
            found.append((kind, select(ID_COLUMNS[kind]).where(table.c.order_id.in_(_ids()))))
        boxes = select(shared_slots.c.box_id).join(
            release_orders, release_orders.c.bill_id == shared_slots.c.bill_id
        )
        found.append((RecordKind.BOX, boxes.where(release_orders.c.order_id.in_(_ids()))))
    for subject_kind, kind in _SUBJECTS.items():
        if kind.contract == contract:
            for about, table in (
                (RecordKind.DOCUMENT, documents),
                (RecordKind.MILESTONES, milestone_batches),
            ):
                of_them = table.c.subject.in_(_ids())
                on_such = table.c.subject_kind == subject_kind
                found.append((about, select(ID_COLUMNS[about]).where(of_them, on_such)))
    return tuple(found)


def _ids() -> BindParameter[Sequence[str]]:
    return bindparam("ids", expanding=True)


def _parts(ids: Iterable[str]) -> Iterator[list[str]]:
    ordered = sorted(ids)
    return (ordered[start : start + _PART] for start in range(0, len(ordered), _PART))
