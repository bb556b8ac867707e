"""Keeps the index of who reads which records, as their parties, states and values change.

Whoever is or was party to a record reads it. Documents and milestones are read, too, by the parties of the record
that they are about; appointments and inspections by the parties of their release order; shared containers by those
of their bills' release orders. A party stays one, so that a reader goes only with a block that is undone.
Some states come with the time alone: an entry takes them with the first block that is later.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any, Final

from sqlalchemy import (
    Column,
    ColumnElement,
    CompoundSelect,
    Select,
    Update,
    and_,
    bindparam,
    delete,
    literal,
    select,
    union_all,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from chain.facets import CLOCKS, FACETS, indexed_time, place_of, state_of, value_of
from chain.indexer.projection import MemoryRows
from chain.states import DocumentType, Role, SubjectKind
from chain.store.among import among
from chain.store.read_model import (
    appointments,
    documents,
    inspections,
    milestone_batches,
    record_pairs,
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
    Row,
    SharedContainer,
)
from chain.store.upsert import Insert, insert_into
from chain.visibility import EVERYBODY, EVERYTHING, ID_COLUMNS, MADE_AT, RecordKind, readers_of

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
_ROWS_OF: Final = {kind: row for row, kind in _ROWS}

_SUBJECTS: Final[Mapping[SubjectKind, RecordKind]] = {
    SubjectKind.BILL: RecordKind.BILL,
    SubjectKind.RELEASE_ORDER: RecordKind.ORDER,
    SubjectKind.CERTIFICATE: RecordKind.CERTIFICATE,
}
"""What a document or a batch of milestones is about, where that has parties."""


async def keep(connection: AsyncConnection, rows: MemoryRows) -> None:
    """Enters what the written rows change: new records and parties, and other states, times and values."""
    new: dict[RecordKind, set[str]] = defaultdict(set)
    changed: dict[tuple[RecordKind, tuple[str, ...]], set[str]] = defaultdict(set)
    joined: set[Record] = set()
    for row in rows.written():
        if isinstance(row, RecordParty):
            joined.add((row.contract, row.record_id))
        elif (kind := _KINDS.get(type(row))) is not None:
            before = rows.before(row)
            names = _changed(kind, before, row)
            ids = new[kind] if before is None else changed[kind, names]
            ids.add(str(getattr(row, ID_COLUMNS[kind].name)))
    for (kind, names), ids in changed.items():
        if names:
            await _update(connection, _changes(kind, names), ids)
    for kind, ids in (await attached(connection, joined)).items():
        new[kind] |= ids
    for contract, record_id in joined:
        for kind in _kinds_of(contract):
            if rows.get(_ROWS_OF[kind], record_id) is not None:
                new[kind].add(record_id)
    await enter(connection, new)


async def enter(connection: AsyncConnection, records: Records) -> None:
    """Makes the entries that these records lack, from what the tables say now."""
    for kind, ids in records.items():
        statements = _entries(connection.dialect.name, kind), _pairs(connection.dialect.name, kind)
        for part in _parts(ids):
            for statement in statements:
                await connection.execute(statement, {"ids": part})


async def forget(connection: AsyncConnection, records: Records) -> None:
    """Deletes every entry of these records, whose rows are there still."""
    keys = record_pairs.primary_key.columns
    one = delete(record_pairs).where(*(key == bindparam(f"of_{key.name}") for key in keys))
    for kind, ids in records.items():
        for part in _parts(ids):
            pairs = await connection.execute(_paired(kind), {"ids": part})
            gone = [
                {f"of_{name}": value for name, value in row.items()} for row in pairs.mappings()
            ]
            if gone:
                await connection.execute(one, gone)
            of_them = and_(record_readers.c.kind == kind.value, among(record_readers.c.record_id))
            await connection.execute(delete(record_readers).where(of_them), {"ids": part})


async def time_of(connection: AsyncConnection) -> int:
    """The time that the states of the entries are of: the newest block's."""
    return int((await connection.execute(select(indexed_time))).scalar_one())


async def ended(connection: AsyncConnection, time: int) -> dict[RecordKind, set[str]]:
    """The records whose time ends between that of the newest block and a later one."""
    found: dict[RecordKind, set[str]] = defaultdict(set)
    for kind, record_id in await connection.execute(_ended(), {"time": time}):
        found[RecordKind(kind)].add(record_id)
    return found


async def turn(connection: AsyncConnection, records: Records) -> None:
    """Gives the entries of these records the states that they have at the time of the newest block."""
    for kind, ids in records.items():
        await _update(connection, _changes(kind, ("state",)), ids)


async def _update(connection: AsyncConnection, statement: Update, ids: Iterable[str]) -> None:
    for part in _parts(ids):
        await connection.execute(statement, {"ids": part})


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


def _changed(kind: RecordKind, before: Row | None, row: Row) -> tuple[str, ...]:
    """The columns that entries have something of, and that are others than before."""
    return tuple(n for n in _watched(kind) if getattr(before, n, None) != getattr(row, n))


@cache
def _watched(kind: RecordKind) -> tuple[str, ...]:
    """The columns that entries have something of."""
    ends = (CLOCKS[kind].ends_at.name,) if kind in CLOCKS else ()
    return ("state", "updated_at", *ends, *FACETS[kind])


@cache
def _entries(dialect: str, kind: RecordKind) -> Insert:
    """Writes the entries of the records `ids` that are not there: one statement, whatever their number."""
    read = union_all(*_readers(kind)).subquery()
    record_id = ID_COLUMNS[kind]
    values = {name: value_of(kind, name, read.c.member) for name in FACETS[kind]}
    entries = (
        select(
            literal(kind.value),
            record_id,
            read.c.member,
            state_of(kind),
            MADE_AT[kind],
            record_id.table.c.updated_at,
            *values.values(),
        )
        .join_from(read, record_id.table, record_id == read.c.record_id)
        .where(among(record_id))
    )
    columns = ["kind", "record_id", "member", "state", "made_at", "updated_at"]
    columns += [str(_place(kind, name).name) for name in values]
    return (
        insert_into(dialect, record_readers).from_select(columns, entries).on_conflict_do_nothing()
    )


@cache
def _changes(kind: RecordKind, names: tuple[str, ...]) -> Update:
    """Carries these columns of the records `ids` into their entries, and no other: each has an index of its own."""
    record_id, entry = ID_COLUMNS[kind], record_readers.c
    values: dict[Column[Any], ColumnElement[Any]] = {}
    for name in names:
        if name == "updated_at":
            values[entry.updated_at] = record_id.table.c.updated_at
        elif name in FACETS[kind]:
            values[_place(kind, name)] = value_of(kind, name, entry.member)
        else:
            values[entry.state] = state_of(kind)
    return (
        update(record_readers)
        .values(values)
        .where(entry.kind == kind.value, entry.record_id == record_id, among(entry.record_id))
    )


@cache
def _pairs(dialect: str, kind: RecordKind) -> Insert:
    """Writes the pairs of the records `ids` that are not there."""
    columns = [column.name for column in record_pairs.columns]
    pairs = _paired(kind)
    return insert_into(dialect, record_pairs).from_select(columns, pairs).on_conflict_do_nothing()


@cache
def _paired(kind: RecordKind) -> Select[Any]:
    """Each reader of the records `ids` with each other party."""
    reader, party = record_readers.c, record_parties.c
    of_reader = and_(reader.kind == kind.value, reader.member.not_in((party.member, EVERYTHING)))
    return (
        select(
            reader.member,
            party.member.label("party"),
            reader.kind,
            reader.made_at,
            reader.record_id,
        )
        .join_from(record_readers, record_parties, _parties(kind, reader.record_id))
        .where(of_reader, among(reader.record_id))
    )


@cache
def _ended() -> CompoundSelect[Any]:
    return union_all(
        *(
            select(literal(kind.value), ID_COLUMNS[kind]).where(
                clock.ended(indexed_time, bindparam("time"))
            )
            for kind, clock in CLOCKS.items()
        )
    )


def _place(kind: RecordKind, name: str) -> Column[int]:
    place = place_of(kind, name)
    if place is None:
        raise LookupError(name)
    return place


def _readers(kind: RecordKind) -> Iterator[Select[Any]]:
    """Who reads a record, each of the ways."""
    record_id = ID_COLUMNS[kind]
    yield _by(kind, literal(EVERYTHING))
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
    row = (record_id.label("record_id"), member.label("member"))
    return select(*row).where(among(record_id))


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
            found.append((kind, select(ID_COLUMNS[kind]).where(among(table.c.order_id))))
        boxes = select(shared_slots.c.box_id).join(
            release_orders, release_orders.c.bill_id == shared_slots.c.bill_id
        )
        found.append((RecordKind.BOX, boxes.where(among(release_orders.c.order_id))))
    for subject_kind, kind in _SUBJECTS.items():
        if kind.contract == contract:
            for about, table in (
                (RecordKind.DOCUMENT, documents),
                (RecordKind.MILESTONES, milestone_batches),
            ):
                of_them = among(table.c.subject)
                on_such = table.c.subject_kind == subject_kind
                found.append((about, select(ID_COLUMNS[about]).where(of_them, on_such)))
    return tuple(found)


def _parts(ids: Iterable[str]) -> Iterator[list[str]]:
    ordered = sorted(ids)
    return (ordered[start : start + _PART] for start in range(0, len(ordered), _PART))
