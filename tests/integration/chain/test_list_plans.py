"""Every filter and every order of the lists is served by an index, on both databases: the plans say so."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import fields
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Boolean, Column, Select, String, Table, insert
from sqlalchemy.ext.asyncio import AsyncEngine

from chain.filters import (
    AppointmentFilter,
    BillFilter,
    BoxFilter,
    CertificateFilter,
    ClaimFilter,
    DocumentFilter,
    InspectionFilter,
    Listing,
    MilestoneFilter,
    OrderFilter,
    Sort,
    equal,
)
from chain.queries import page
from chain.store.read_model import record_parties
from chain.store.stores import open_read_model
from chain.visibility import ID_COLUMNS, RecordKind
from tests.support.storage import settings_of

ROWS = 3000
LISTS: dict[RecordKind, tuple[str, type[Any]]] = {
    RecordKind.BILL: ("issued_at", BillFilter),
    RecordKind.ORDER: ("issued_at", OrderFilter),
    RecordKind.BOX: ("declared_at", BoxFilter),
    RecordKind.APPOINTMENT: ("requested_at", AppointmentFilter),
    RecordKind.INSPECTION: ("instructed_at", InspectionFilter),
    RecordKind.CERTIFICATE: ("applied_at", CertificateFilter),
    RecordKind.CLAIM: ("filed_at", ClaimFilter),
    RecordKind.DOCUMENT: ("registered_at", DocumentFilter),
    RecordKind.MILESTONES: ("anchored_at", MilestoneFilter),
}
FILTERED = [
    (kind, field.name)
    for kind, (_, of_kind) in LISTS.items()
    for field in fields(of_kind)
    if field.name in ID_COLUMNS[kind].table.c
]
"""A box's bill is found by its slots, by an index of theirs."""


@pytest.fixture(scope="module")
async def filled(
    storage: str, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[AsyncEngine]:
    """A read model with some thousand rows a table, of which the database knows the statistics."""
    del storage
    folder: Path = tmp_path_factory.mktemp("plans")
    engine = await open_read_model(settings_of(folder))
    async with engine.begin() as db:
        for kind, (made, _) in LISTS.items():
            table = ID_COLUMNS[kind].table
            rows = [_made_up(table, place, made, kind) for place in range(ROWS)]
            await db.execute(insert(table), rows)
            if (
                kind is RecordKind.BOX
            ):  # Its parties are kept with those of orders, of the same ids here.
                continue
            ids = [row[ID_COLUMNS[kind].name] for row in rows]
            parties = [
                {"contract": kind.contract, "record_id": one, "member": place % 50, "since": 0}
                for place, one in enumerate(ids)
            ]
            await db.execute(insert(record_parties), parties)
    async with engine.connect() as db:
        await db.exec_driver_sql("ANALYZE")
        await db.commit()
    yield engine
    await engine.dispose()


@pytest.mark.parametrize(("kind", "name"), FILTERED)
async def test_every_filter_has_an_index(filled: AsyncEngine, kind: RecordKind, name: str) -> None:
    made, of_kind = LISTS[kind]
    table = ID_COLUMNS[kind].table
    column = table.c[name]
    rare = _id(7) if isinstance(column.type, String) else 49
    conditions = equal(table, of_kind(**{name: rare}))
    plan = await _plan(filled, page(kind, table.c[made], conditions, None, None, 51))
    assert _index_used(plan) in {f"{table.name}_{name}", f"ix_{table.name}_{name}"}, plan
    assert not _whole(plan, table), plan


@pytest.mark.parametrize("sort", Sort)
@pytest.mark.parametrize("kind", LISTS)
async def test_every_order_is_an_index_s(filled: AsyncEngine, kind: RecordKind, sort: Sort) -> None:
    made, _ = LISTS[kind]
    table = ID_COLUMNS[kind].table
    since = {"updated_since": ROWS - 60} if sort.by_update else {"made_since": ROWS - 60}
    listing = Listing(sort=sort, place=ROWS - 30 if sort.by_update else None, **since)
    after = _id(ROWS - 30)
    plan = await _plan(filled, page(kind, table.c[made], [], None, after, 51, listing))
    index = f"{table.name}_{'updated' if sort.by_update else 'newest'}"
    assert _index_used(plan) == index, plan
    assert not _whole(plan, table), plan
    assert "TEMP B-TREE" not in plan, plan
    assert "Sort" not in plan, plan


@pytest.mark.parametrize("kind", LISTS)
async def test_a_counterparty_is_found_by_an_index(filled: AsyncEngine, kind: RecordKind) -> None:
    made, _ = LISTS[kind]
    table = ID_COLUMNS[kind].table
    listing = Listing(party=49)
    plan = await _plan(filled, page(kind, table.c[made], [], None, None, 51, listing))
    assert "record_parties_member" in plan, plan
    assert "Seq Scan" not in plan, plan


async def _plan(engine: AsyncEngine, statement: Select[Any]) -> str:
    compiled = statement.compile(engine.sync_engine, compile_kwargs={"literal_binds": True})
    async with engine.connect() as db:
        if engine.dialect.name == "sqlite":
            found = await db.exec_driver_sql(f"EXPLAIN QUERY PLAN {compiled}")
            return "\n".join(str(row[3]) for row in found)
        # With so few rows it would rather read them all, or sort: whether it need not is the question.
        for other in ("seqscan", "bitmapscan"):
            await db.exec_driver_sql(f"SET enable_{other} = off")
        found = await db.exec_driver_sql(f"EXPLAIN {compiled}")
        return "\n".join(str(row[0]) for row in found)


def _index_used(plan: str) -> str:
    """The first index that the plan names: the record's table comes first."""
    words = plan.replace("(", " ").split()
    for before, word in pairwise(words):
        if before == "INDEX" or (before in {"using", "on"} and _is_index(word)):
            return word
    return ""


def _is_index(word: str) -> bool:
    return any(word in {index.name for index in ID_COLUMNS[kind].table.indexes} for kind in LISTS)


def _whole(plan: str, table: Table) -> bool:
    """Whether the plan reads the whole table."""
    lines = [line.strip() for line in plan.splitlines()]
    return any(
        line == f"SCAN {table.name}" or f"Seq Scan on {table.name}" in line for line in lines
    )


def _made_up(table: Table, place: int, made: str, kind: RecordKind) -> dict[str, Any]:
    values = {
        column.name: _value(column, place) for column in table.columns if not column.nullable
    } | {
        column.name: _id(place)
        for column in table.columns
        if column.nullable and isinstance(column.type, String)
    }
    return values | {made: place, "updated_at": place, ID_COLUMNS[kind].name: _id(place)}


def _value(column: Column[Any], place: int) -> Any:
    if isinstance(column.type, String):
        return _id(place)
    return place % 2 == 0 if isinstance(column.type, Boolean) else place % 50


def _id(place: int) -> str:
    return f"0x{place:064x}"
