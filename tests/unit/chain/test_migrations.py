"""The revisions of the stores that are truth: what they lead to, where from, and what they never do."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, inspect, text
from sqlalchemy.ext.asyncio import AsyncEngine

from api.store import MIGRATIONS as GATEWAY
from chain.errors import StoreVersionError
from chain.store.engine import open_engine
from chain.store.migrate import Migrations, migrate
from chain.store.place import Place, Store
from chain.store.stores import JOURNAL
from tests.support.storage import settings_of

STORES = {Store.JOURNAL: JOURNAL, Store.GATEWAY: GATEWAY}
FAULTY = """
from alembic import op
import sqlalchemy as sa
revision, down_revision = "0001", None
def upgrade():
    op.create_table("first", sa.Column("number", sa.Integer()))
    raise RuntimeError("half way")
"""


@pytest.fixture(scope="module", autouse=True)
def on_each_database(storage: str) -> None:
    """All of these tests, with SQLite and with PostgreSQL."""


@pytest.fixture(params=STORES, ids=str)
def store(request: pytest.FixtureRequest) -> Store:
    return Store(request.param)


@pytest.fixture
def place(tmp_path: Path, store: Store) -> Place:
    return settings_of(tmp_path).place(store)


@pytest_asyncio.fixture
async def engine(place: Place) -> AsyncIterator[AsyncEngine]:
    engine = open_engine(place, durable=True)
    yield engine
    await engine.dispose()


async def _tables(engine: AsyncEngine) -> set[str]:
    async with engine.connect() as connection:
        return set(await connection.run_sync(lambda c: inspect(c).get_table_names()))


async def _at(engine: AsyncEngine) -> str:
    async with engine.connect() as connection:
        found = await connection.execute(text("SELECT version_num FROM alembic_version"))
        return str(found.scalar_one())


async def test_the_revisions_lead_to_the_tables_that_the_code_works_with(
    engine: AsyncEngine, place: Place, store: Store
) -> None:
    await migrate(engine, place, STORES[store])

    def differences(connection: Connection) -> list[object]:
        options = {"compare_type": True}
        context = MigrationContext.configure(connection, opts=options)
        return list(compare_metadata(context, STORES[store].metadata))

    async with engine.connect() as connection:
        assert await connection.run_sync(differences) == []


async def test_a_store_from_before_the_revisions_keeps_what_it_has(
    engine: AsyncEngine, place: Place
) -> None:
    await migrate(engine, place, JOURNAL)
    async with engine.begin() as connection:
        await connection.execute(text("DROP TABLE alembic_version"))
        for table in ("actions", "transactions"):  # As they were then.
            await connection.execute(text(f"ALTER TABLE {table} DROP COLUMN owner"))
        await connection.execute(
            text("INSERT INTO foreign_transactions VALUES ('0x01', :raw)"), {"raw": b"kept"}
        )
    await migrate(engine, place, JOURNAL)
    assert await _at(engine) == "0002"
    async with engine.connect() as connection:
        found = await connection.execute(text("SELECT raw FROM foreign_transactions"))
        assert found.scalar_one() == b"kept"


async def test_a_store_of_a_later_version_is_left_alone(engine: AsyncEngine, place: Place) -> None:
    await migrate(engine, place, JOURNAL)
    async with engine.begin() as connection:
        await connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(StoreVersionError, match="at revision 9999, which this software does not"):
        await migrate(engine, place, JOURNAL)
    assert await _at(engine) == "9999"


async def test_a_revision_that_fails_changes_nothing(
    engine: AsyncEngine, place: Place, tmp_path: Path
) -> None:
    folder = tmp_path / "revisions"
    folder.mkdir()
    (folder / "r0001_faulty.py").write_text(FAULTY)
    with pytest.raises(RuntimeError, match="half way"):
        await migrate(engine, place, Migrations("journal", folder, JOURNAL.metadata))
    assert await _tables(engine) == set()
