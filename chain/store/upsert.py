"""Insert-or-replace and insert-if-absent, in the dialects of SQLite and PostgreSQL."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

Insert = sqlite.Insert | postgresql.Insert


async def upsert(
    connection: AsyncConnection, table: Table, values: Sequence[Mapping[str, Any]]
) -> None:
    """Writes rows by primary key, replacing those that are there."""
    statement = insert_into(connection.dialect.name, table)
    keys = [column.name for column in table.primary_key]
    others = {c.name: statement.excluded[c.name] for c in table.columns if c.name not in keys}
    await _execute(
        connection,
        statement.on_conflict_do_update(index_elements=keys, set_=others)
        if others
        else statement.on_conflict_do_nothing(index_elements=keys),
        values,
    )


async def insert_missing(
    connection: AsyncConnection, table: Table, values: Sequence[Mapping[str, Any]]
) -> None:
    """Writes rows whose primary or unique keys are not there yet, and leaves the others alone."""
    await _execute(
        connection, insert_into(connection.dialect.name, table).on_conflict_do_nothing(), values
    )


async def _execute(
    connection: AsyncConnection,
    statement: Insert,
    values: Sequence[Mapping[str, Any]],
) -> None:
    """One statement of one row, executed for each: its text is compiled once, whatever the number of rows."""
    if values:
        await connection.execute(statement, [dict(row) for row in values])


def insert_into(dialect: str, table: Table) -> Insert:
    """An insertion that can say what to do about rows that are there, for the dialect of this name."""
    return sqlite.insert(table) if dialect == "sqlite" else postgresql.insert(table)
