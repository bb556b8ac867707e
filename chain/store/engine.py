"""Opens a database: SQLite in a file by default, anything SQLAlchemy drives asynchronously by URL."""

from pathlib import Path
from typing import Any

from sqlalchemy import Column, Integer, MetaData, String, Table, event, insert, select
from sqlalchemy.engine import make_url
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

_BUSY_TIMEOUT_MS = 10_000
_CONNECTIONS = 32
"""Connections that are kept open: one that is opened anew costs a thread and four pragmas."""

_versions = MetaData()
_schema = Table(
    "schema_version",
    _versions,
    Column("name", String(32), primary_key=True),
    Column("version", Integer, nullable=False),
)


class StoreVersionError(Exception):
    """A database was written by another version of the software."""

    def __init__(self, name: str, found: int, expected: int) -> None:
        """Names the store and both versions."""
        super().__init__(f"the {name} has schema version {found}, this software has {expected}")
        self.name, self.found, self.expected = name, found, expected


def sqlite_url(path: Path) -> str:
    """The URL of an SQLite database in a file."""
    return f"sqlite+aiosqlite:///{path}"


def open_engine(url: str, *, durable: bool) -> AsyncEngine:
    """Opens a database. `durable`: a commit that returned survives a loss of power (SQLite)."""
    engine = create_async_engine(url, pool_size=_CONNECTIONS, max_overflow=_CONNECTIONS)
    if make_url(url).get_backend_name() == "sqlite":
        _set_pragmas(engine, durable=durable)
    return engine


def _set_pragmas(engine: AsyncEngine, *, durable: bool) -> None:
    """WAL lets readers work beside the writer; FULL makes each commit reach the disk."""
    pragmas = (
        f"PRAGMA busy_timeout={_BUSY_TIMEOUT_MS}",
        "PRAGMA journal_mode=WAL",
        f"PRAGMA synchronous={'FULL' if durable else 'NORMAL'}",
        "PRAGMA foreign_keys=ON",
    )

    @event.listens_for(engine.sync_engine, "connect")
    def _on_connect(connection: Any, _record: object) -> None:
        cursor = connection.cursor()
        for pragma in pragmas:
            cursor.execute(pragma)
        cursor.close()


async def migrate_journal(engine: AsyncEngine, metadata: MetaData, version: int) -> None:
    """Makes the journal's tables where they are missing. Raises StoreVersionError: never guesses."""
    async with engine.begin() as connection:
        found = await _version_of(connection, "journal")
        if found not in (None, version):
            raise StoreVersionError("journal", found, version)
        await connection.run_sync(metadata.create_all)
        if found is None:
            await connection.execute(insert(_schema).values(name="journal", version=version))


async def migrate_read_model(engine: AsyncEngine, metadata: MetaData, version: int) -> None:
    """Makes the read model's tables; those of another version are dropped, to be built again."""
    async with engine.begin() as connection:
        found = await _version_of(connection, "read model")
        if found not in (None, version):
            await connection.run_sync(metadata.drop_all)
            await connection.execute(_schema.delete().where(_schema.c.name == "read model"))
        await connection.run_sync(metadata.create_all)
        if found != version:
            await connection.execute(insert(_schema).values(name="read model", version=version))


async def _version_of(connection: AsyncConnection, name: str) -> int | None:
    await connection.run_sync(_versions.create_all)
    statement = select(_schema.c.version).where(_schema.c.name == name)
    return (await connection.execute(statement)).scalar_one_or_none()
