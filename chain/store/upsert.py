"""Insert-or-replace and insert-if-absent, in the dialects of SQLite and PostgreSQL."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

_MAX_VARIABLES = 30_000


async def upsert(
    connection: AsyncConnection, table: Table, values: Sequence[Mapping[str, Any]]
) -> None:
    """Writes rows by primary key, replacing those that are there."""
    for part in _parts(table, values):
        statement = _insert(connection, table).values(part)
        keys = [column.name for column in table.primary_key]
        others = {c.name: statement.excluded[c.name] for c in table.columns if c.name not in keys}
        await connection.execute(
            statement.on_conflict_do_update(index_elements=keys, set_=others)
            if others
            else statement.on_conflict_do_nothing(index_elements=keys)
        )


async def insert_missing(
    connection: AsyncConnection, table: Table, values: Sequence[Mapping[str, Any]]
) -> None:
    """Writes rows whose primary or unique keys are not there yet, and leaves the others alone."""
    for part in _parts(table, values):
        await connection.execute(_insert(connection, table).values(part).on_conflict_do_nothing())


def _insert(connection: AsyncConnection, table: Table) -> sqlite.Insert | postgresql.Insert:
    if connection.dialect.name == "sqlite":
        return sqlite.insert(table)
    return postgresql.insert(table)


def _parts(table: Table, values: Sequence[Mapping[str, Any]]) -> list[Sequence[Mapping[str, Any]]]:
    """Cuts into statements that stay below the driver's limit of bound values."""
    size = max(1, _MAX_VARIABLES // len(table.columns))
    return [values[start : start + size] for start in range(0, len(values), size)]
