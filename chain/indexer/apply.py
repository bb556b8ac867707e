"""Applies events to the database: load the records in hand, project in memory, write what changed."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeVar

from sqlalchemy import Column, ColumnElement, and_, delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from chain.indexer import handlers, readers
from chain.indexer.events import LogEvent
from chain.indexer.projection import MemoryRows
from chain.store import read_model as tables
from chain.store.rows import (
    Appointment,
    Bill,
    Certificate,
    Claim,
    Consortium,
    Contract,
    Document,
    Hold,
    Inspection,
    Member,
    MilestoneBatch,
    OrderContainer,
    RecordParty,
    ReleaseOrder,
    Row,
    SharedContainer,
    SharedSlot,
    Wallet,
)
from chain.store.upsert import insert_missing, upsert

_PART = 400
"""Ids in one statement's IN list."""

T = TypeVar("T")
Record = tuple[str, str]
"""A record: its contract's name and its id."""

_RECORD_COLUMNS: Mapping[str, Mapping[type[Row], Column[Any]]] = {
    "BillOfLading": {
        Bill: tables.bills.c.bill_id,
        RecordParty: tables.record_parties.c.record_id,
    },
    "ReleaseOrder": {
        ReleaseOrder: tables.release_orders.c.order_id,
        OrderContainer: tables.order_containers.c.order_id,
        Hold: tables.holds.c.order_id,
        SharedContainer: tables.shared_containers.c.box_id,
        SharedSlot: tables.shared_slots.c.box_id,
        RecordParty: tables.record_parties.c.record_id,
    },
    "Appointments": {
        Appointment: tables.appointments.c.appointment_id,
        RecordParty: tables.record_parties.c.record_id,
    },
    "Inspections": {
        Inspection: tables.inspections.c.inspection_id,
        RecordParty: tables.record_parties.c.record_id,
    },
    "TaxRefundCertificate": {
        Certificate: tables.certificates.c.certificate_id,
        RecordParty: tables.record_parties.c.record_id,
    },
    "RefundClaim": {
        Claim: tables.claims.c.claim_id,
        RecordParty: tables.record_parties.c.record_id,
    },
    "Documents": {
        Document: tables.documents.c.document_id,
        RecordParty: tables.record_parties.c.record_id,
    },
    "Milestones": {
        MilestoneBatch: tables.milestone_batches.c.batch_id,
        RecordParty: tables.record_parties.c.record_id,
    },
    "Consortium": {
        Consortium: tables.consortium.c.number,
        Member: tables.members.c.number,
        Wallet: tables.wallets.c.member,
    },
    "Batch": {},
}
"""Where the rows of each contract's records are, and the column that names the record."""

# Importing the package registers every handler; the name makes the dependency visible.
REGISTERED = handlers.__all__


async def apply_events(
    connection: AsyncConnection, events: Sequence[LogEvent], blocks: Iterable[tuple[int, str, int]]
) -> int:
    """Applies events in chain order, each once, and remembers blocks (number, hash, seconds).

    Returns how many events were new. Raises IndexerGapError, UnknownEventError; then the caller's
    transaction must end without effect.
    """
    new = await _not_stored(connection, events)
    reached = list(dict.fromkeys(blocks))
    ended = await readers.ended(connection, max((time for _, _, time in reached), default=0))
    # Before all else: the states of the index of readers are of the newest block's time.
    marks = [{"number": n, "hash": h, "time": t} for n, h, t in reached]
    await upsert(connection, tables.blocks, marks)
    await project(connection, new)
    await readers.turn(connection, ended)
    await insert_missing(connection, tables.events, [_values(event) for event in new])
    return len(new)


async def project(connection: AsyncConnection, events: Sequence[LogEvent]) -> None:
    """Carries events, none of which was applied before, into the rows of their records."""
    rows = await _loaded(connection, {(event.contract, event.record_id) for event in events})
    for event in events:
        rows.apply(event)
    await _write(connection, rows)
    await readers.keep(connection, rows)


async def roll_back(connection: AsyncConnection, ancestor: int) -> int:
    """Forgets every block above `ancestor`: the records touched there are made again from what is left.

    Returns how many events were undone.
    """
    above = tables.events.c.block_number > ancestor
    pair = select(tables.events.c.contract, tables.events.c.record_id).where(above).distinct()
    records = {(contract, record) for contract, record in await connection.execute(pair)}
    undone = await connection.execute(delete(tables.events).where(above))
    then = await readers.time_of(connection)
    await connection.execute(delete(tables.blocks).where(tables.blocks.c.number > ancestor))
    ended = await readers.ended(connection, then)
    besides = await readers.attached(connection, records)
    await readers.forget(connection, readers.with_kinds(records))
    await readers.forget(connection, besides)
    await _delete_rows(connection, records)
    await project(connection, await _events_of(connection, records))
    await readers.enter(connection, besides)
    await readers.turn(connection, ended)
    return undone.rowcount


def event_of(row: Mapping[str, Any]) -> LogEvent:
    """A stored event as a value."""
    return LogEvent(**{name: row[name] for name in LogEvent.__slots__})


async def _not_stored(connection: AsyncConnection, events: Sequence[LogEvent]) -> list[LogEvent]:
    if not events:
        return []
    key = (tables.events.c.block_hash, tables.events.c.log_index)
    lowest = min(event.block_number for event in events)
    found = await connection.execute(select(*key).where(tables.events.c.block_number >= lowest))
    stored = {(block_hash, log_index) for block_hash, log_index in found}
    new = {
        (e.block_hash, e.log_index): e for e in events if (e.block_hash, e.log_index) not in stored
    }
    return sorted(new.values(), key=lambda event: (event.block_number, event.log_index))


async def _loaded(connection: AsyncConnection, records: Iterable[Record]) -> MemoryRows:
    rows = MemoryRows()
    for contract, ids in _by_contract(records).items():
        for kind, column in _RECORD_COLUMNS[contract].items():
            for part in _parts(column, ids):
                statement = select(column.table).where(_belongs(contract, column, part))
                found = await connection.execute(statement)
                for row in found.mappings():
                    rows.load(kind(**row))
    return rows


async def _write(connection: AsyncConnection, rows: MemoryRows) -> None:
    written: dict[type[Row], list[dict[str, Any]]] = defaultdict(list)
    for row in rows.written():
        written[type(row)].append(_values(row))
    for kind, values in written.items():
        await upsert(connection, tables.TABLES[kind], values)
    for kind, key in rows.removed():
        columns = tables.TABLES[kind].primary_key.columns
        matches = [column == value for column, value in zip(columns, key, strict=True)]
        await connection.execute(delete(tables.TABLES[kind]).where(and_(*matches)))


def _values(row: Row | LogEvent) -> dict[str, Any]:
    """A row by column; `dataclasses.asdict` would copy what is in it as well."""
    return {name: getattr(row, name) for name in row.__slots__}


async def _delete_rows(connection: AsyncConnection, records: Iterable[Record]) -> None:
    for contract, ids in _by_contract(records).items():
        for kind, column in _RECORD_COLUMNS[contract].items():
            for part in _parts(column, ids):
                table = tables.TABLES[kind]
                await connection.execute(delete(table).where(_belongs(contract, column, part)))
        if contract == "Consortium" and "" in ids:
            await connection.execute(delete(tables.TABLES[Contract]))


async def _events_of(connection: AsyncConnection, records: set[Record]) -> list[LogEvent]:
    events: list[LogEvent] = []
    for contract, ids in _by_contract(records).items():
        of_contract = tables.events.c.contract == contract
        for part in _chunks(ids):
            found = await connection.execute(
                select(tables.events).where(of_contract, tables.events.c.record_id.in_(part))
            )
            events.extend(event_of(dict(row)) for row in found.mappings())
    return sorted(events, key=lambda event: (event.block_number, event.log_index))


def _belongs(contract: str, column: Column[Any], ids: Sequence[str | int]) -> ColumnElement[bool]:
    """The rows of these records of a contract: parties of all contracts share one table."""
    if column.table is tables.record_parties:
        return and_(tables.record_parties.c.contract == contract, column.in_(ids))
    return column.in_(ids)


def _by_contract(records: Iterable[Record]) -> dict[str, list[str]]:
    grouped: dict[str, list[str]] = defaultdict(list)
    for contract, record in records:
        grouped[contract].append(record)
    return grouped


def _parts(column: Column[Any], ids: Sequence[str]) -> list[list[str | int]]:
    """The ids as the column's type: a member is a number; "" is about no record."""
    if column.type.python_type is int:
        return _chunks([int(record) for record in ids if record])
    return _chunks([record for record in ids if record])


def _chunks(values: Sequence[T]) -> list[list[T]]:
    return [list(values[start : start + _PART]) for start in range(0, len(values), _PART)]
