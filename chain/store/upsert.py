"""Insert-or-replace and insert-if-absent, in the dialects of SQLite and PostgreSQL."""

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any, Final

from sqlalchemy import Dialect, Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

Insert = sqlite.Insert | postgresql.Insert

_REMEMBERED: Final = 256
"""Statements: one for each table and engine that is open."""


async def upsert(
    connection: AsyncConnection, table: Table, values: Sequence[Mapping[str, Any]]
) -> None:
    """Writes rows by primary key, replacing those that are there."""
    await _execute(connection, table, values, replacing=True)


async def insert_missing(
    connection: AsyncConnection, table: Table, values: Sequence[Mapping[str, Any]]
) -> None:
    """Writes rows whose primary or unique keys are not there yet, and leaves the others alone."""
    await _execute(connection, table, values, replacing=False)


async def _execute(
    connection: AsyncConnection,
    table: Table,
    values: Sequence[Mapping[str, Any]],
    *,
    replacing: bool,
) -> None:
    """One statement of one row, executed for each, past what SQLAlchemy does anew for each."""
    if not values:
        return
    text, columns = _prepared(connection.dialect, table, tuple(values[0]), replacing=replacing)
    rows = [
        tuple([row[name] if write is None else write(row[name]) for name, write in columns])
        for row in values
    ]
    await connection.exec_driver_sql(text, rows)


_Columns = tuple[tuple[str, Callable[[Any], Any] | None], ...]


@lru_cache(_REMEMBERED)
def _prepared(
    dialect: Dialect, table: Table, names: tuple[str, ...], *, replacing: bool
) -> tuple[str, _Columns]:
    """The statement's text, and the columns in the order of its parameters with what writes their values."""
    statement = insert_into(dialect.name, table)
    keys = [column.name for column in table.primary_key]
    others = {c.name: statement.excluded[c.name] for c in table.columns if c.name not in keys}
    if replacing and others:
        statement = statement.on_conflict_do_update(index_elements=keys, set_=others)
    else:
        statement = statement.on_conflict_do_nothing(index_elements=keys if replacing else None)
    compiled = statement.compile(dialect=dialect, column_keys=list(names))
    columns = tuple(
        (name, table.c[name].type.dialect_impl(dialect).bind_processor(dialect))
        for name in compiled.positiontup or ()
    )
    return str(compiled), columns


def insert_into(dialect: str, table: Table) -> Insert:
    """An insertion that can say what to do about rows that are there, for the dialect of this name."""
    return sqlite.insert(table) if dialect == "sqlite" else postgresql.insert(table)
