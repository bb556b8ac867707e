"""The read model's tables in real databases: projected, applied once, rolled back, kept without overflow."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from sqlalchemy import insert, inspect, select
from sqlalchemy.ext.asyncio import AsyncEngine

from chain.indexer.apply import apply_events, roll_back
from chain.indexer.events import LogEvent
from chain.indexer.projection import IndexerGapError
from chain.store import read_model
from chain.store.migrate import prepare_read_model
from chain.store.place import Place, Store
from chain.store.stores import open_journal, open_read_model
from tests.support.storage import settings_of
from tests.unit.chain.story import BILL, ORDER, bill_life

PROJECTED = [*read_model.TABLES.values(), read_model.record_readers, read_model.events]


@pytest.fixture(scope="module", autouse=True)
def on_each_database(storage: str) -> None:
    """All of these tests, with SQLite and with PostgreSQL."""


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return settings_of(tmp_path).place(Store.READ_MODEL)


@pytest_asyncio.fixture
async def engine(tmp_path: Path) -> AsyncIterator[AsyncEngine]:
    engine = await open_read_model(settings_of(tmp_path))
    yield engine
    await engine.dispose()


async def _apply(engine: AsyncEngine, events: Sequence[LogEvent]) -> int:
    marks = [(event.block_number, event.block_hash, event.time) for event in events]
    async with engine.begin() as connection:
        return await apply_events(connection, events, marks)


async def _contents(engine: AsyncEngine) -> dict[str, list[tuple[Any, ...]]]:
    async with engine.connect() as connection:
        return {
            table.name: [
                tuple(row)
                for row in await connection.execute(select(table).order_by(*table.primary_key))
            ]
            for table in PROJECTED
        }


def test_each_row_type_has_the_columns_of_its_table() -> None:
    for kind, table in read_model.TABLES.items():
        assert [field.name for field in fields(kind)] == [column.name for column in table.columns]
    names = [column.name for column in read_model.events.columns]
    assert sorted(names) == sorted(LogEvent.__slots__)


async def test_256_bit_maps_and_64_bit_numbers_come_back_as_they_went_in(
    engine: AsyncEngine,
) -> None:
    await _apply(engine, bill_life()[:6])
    async with engine.connect() as connection:
        orders = read_model.release_orders
        held = await connection.execute(select(orders.c.held_containers))
        assert held.scalar_one() == 1 << 255


@pytest.mark.parametrize("value", [-1, 1 << 256])
async def test_a_number_that_does_not_fit_is_refused(engine: AsyncEngine, value: int) -> None:
    await _apply(engine, bill_life()[:5])
    orders = read_model.release_orders
    with pytest.raises(Exception, match="not an unsigned 256-bit integer"):
        async with engine.begin() as connection:
            await connection.execute(orders.update().values(gated_out=value))


async def test_events_apply_once_however_often_they_come(engine: AsyncEngine) -> None:
    events = bill_life()
    assert await _apply(engine, events) == len(events)
    before = await _contents(engine)
    assert await _apply(engine, events) == 0
    assert await _apply(engine, events[3:]) == 0
    assert await _contents(engine) == before


@pytest.mark.parametrize("cut", range(1, 8))
async def test_ranges_make_no_difference(tmp_path: Path, engine: AsyncEngine, cut: int) -> None:
    other = await open_read_model(settings_of(tmp_path / "other"))
    await _apply(engine, bill_life())
    await _apply(other, bill_life()[:cut])
    await _apply(other, bill_life()[cut:])
    assert await _contents(other) == await _contents(engine)
    await other.dispose()


@pytest.mark.parametrize("ancestor", range(9))
async def test_rolled_back_is_as_if_the_rest_never_was(
    tmp_path: Path, engine: AsyncEngine, ancestor: int
) -> None:
    other = await open_read_model(settings_of(tmp_path / "other"))
    await _apply(engine, bill_life())
    async with engine.begin() as connection:
        assert await roll_back(connection, ancestor) == 8 - ancestor
    await _apply(other, bill_life()[:ancestor])
    assert await _contents(engine) == await _contents(other)
    await _apply(engine, bill_life()[ancestor:])
    await _apply(other, bill_life()[ancestor:])
    assert await _contents(engine) == await _contents(other)
    await other.dispose()


async def test_a_gap_leaves_nothing_behind(engine: AsyncEngine) -> None:
    events = bill_life()
    with pytest.raises(IndexerGapError):
        await _apply(engine, [events[0], events[2]])
    assert all(rows == [] for rows in (await _contents(engine)).values())


async def test_read_model_of_another_version_is_dropped(engine: AsyncEngine, place: Place) -> None:
    await _apply(engine, bill_life())
    async with engine.begin() as connection:
        await connection.exec_driver_sql("CREATE TABLE forgotten (number INTEGER)")
    later = read_model.SCHEMA_VERSION + 1
    await prepare_read_model(engine, place, read_model.metadata, later)
    assert all(rows == [] for rows in (await _contents(engine)).values())
    async with engine.connect() as connection:
        names = await connection.run_sync(lambda c: inspect(c).get_table_names())
    assert set(names) == {*read_model.metadata.tables, "schema_version"}


async def test_journal_commits_reach_the_disk(tmp_path: Path, storage: str) -> None:
    settings = {
        "sqlite": {
            "PRAGMA synchronous": 2,
            "PRAGMA journal_mode": "wal",
            "PRAGMA foreign_keys": 1,
            "PRAGMA busy_timeout": 10_000,
        },
        "postgresql": {"SHOW synchronous_commit": "on", "SHOW search_path": "journal"},
    }[storage]
    engine = await open_journal(settings_of(tmp_path))
    async with engine.connect() as connection:
        found = {
            asked: (await connection.exec_driver_sql(asked)).scalar_one() for asked in settings
        }
    assert found == settings
    await engine.dispose()


async def test_an_id_taken_in_another_contract_gives_no_party_to_the_bill(
    engine: AsyncEngine,
) -> None:
    await _apply(engine, bill_life())
    async with engine.begin() as connection:
        parties = read_model.record_parties
        await connection.execute(
            insert(parties).values(
                contract="TaxRefundCertificate", record_id=BILL, member=99, since=1
            )
        )
        await roll_back(connection, 3)
        found = await connection.execute(select(parties.c.contract, parties.c.member))
        assert ("TaxRefundCertificate", 99) in {tuple(row) for row in found}
    assert ORDER != BILL
