"""Brings a store's tables to the shape that this software works with.

The journal and the gateway's own store are truth: Alembic's revisions change their tables and keep what is in
them. The read model is a cache: one of another version is dropped, to be built again from the chain.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Column, Connection, Integer, MetaData, String, Table, insert, inspect, select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from chain.errors import StoreVersionError
from chain.store.engine import begin_alone
from chain.store.place import Place

_HERE: Final = Path(__file__).parent / "migrations"
_BASELINE: Final = "0001"

_versions = MetaData()
_schema = Table(
    "schema_version",
    _versions,
    Column("name", String(32), primary_key=True),
    Column("version", Integer, nullable=False),
)
_READ_MODEL: Final = "read model"


@dataclass(frozen=True, slots=True)
class Migrations:
    """The revisions of one store, each a file in `folder`; `metadata` is what they lead to."""

    store: str
    folder: Path
    metadata: MetaData

    def config(self) -> Config:
        """Alembic's settings of them."""
        config = Config()
        config.set_main_option("script_location", str(_HERE))
        config.set_main_option("version_locations", str(self.folder))
        config.set_main_option("path_separator", "newline")
        config.set_main_option("file_template", "r%%(rev)s_%%(slug)s")
        config.attributes["metadata"] = self.metadata
        return config


async def migrate(engine: AsyncEngine, place: Place, migrations: Migrations) -> None:
    """Takes a store to the newest revision, in one transaction, whatever was there.

    Raises:
        StoreVersionError: The store is at a revision that is not known here. It is left as it is.
    """
    async with engine.begin() as connection:
        await begin_alone(connection, place.schema)
        await connection.run_sync(_upgrade, migrations)


async def prepare_read_model(
    engine: AsyncEngine, place: Place, metadata: MetaData, version: int
) -> None:
    """Makes the read model's tables; those of another version are dropped, to be built again."""
    async with engine.begin() as connection:
        await begin_alone(connection, place.schema)
        await connection.run_sync(_versions.create_all)
        found = await _read_model_version(connection)
        if found not in (None, version):
            await connection.run_sync(_drop_all)
            await connection.execute(_schema.delete().where(_schema.c.name == _READ_MODEL))
        await connection.run_sync(metadata.create_all)
        if found != version:
            await connection.execute(insert(_schema).values(name=_READ_MODEL, version=version))


async def _read_model_version(connection: AsyncConnection) -> int | None:
    statement = select(_schema.c.version).where(_schema.c.name == _READ_MODEL)
    return (await connection.execute(statement)).scalar_one_or_none()


def _drop_all(connection: Connection) -> None:
    """Also what this version of the software has no name for any more."""
    found = MetaData()
    found.reflect(connection)
    for table in reversed(found.sorted_tables):
        if table.name != _schema.name:
            table.drop(connection)


@dataclass(frozen=True, slots=True)
class Revision:
    """Where a store is: `at` is None before it is made; `known` is whether this software has the revision."""

    at: str | None
    newest: str
    known: bool


def revision_of(connection: Connection, migrations: Migrations) -> Revision:
    """Where a store is; reads only."""
    script = ScriptDirectory.from_config(migrations.config())
    at = MigrationContext.configure(connection).get_current_revision()
    known = at is None or any(s.revision == at for s in script.walk_revisions())
    return Revision(at, str(script.get_current_head()), known)


def _upgrade(connection: Connection, migrations: Migrations) -> None:
    found = revision_of(connection, migrations)
    if found.at == found.newest:
        return
    if not found.known:
        raise StoreVersionError(migrations.store, str(found.at))
    config = migrations.config()
    config.attributes["connection"] = connection
    if found.at is None and _has_tables(connection, migrations):
        # Made before there were revisions, in the shape of the first one.
        command.stamp(config, _BASELINE)
    command.upgrade(config, "head")


def _has_tables(connection: Connection, migrations: Migrations) -> bool:
    present: Any = inspect(connection).get_table_names()
    return any(name in present for name in migrations.metadata.tables)
