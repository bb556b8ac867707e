"""Opens a store's database: SQLite in a file by default, PostgreSQL where its address is set."""

import json
from typing import Any

import asyncpg
import orjson
from sqlalchemy import event, text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from chain.errors import DatabaseUnavailableError
from chain.store import sqlite
from chain.store.place import Place

_BUSY_TIMEOUT_MS = 10_000
_FILE_CONNECTIONS = 32
"""Connections that are kept open: one that is opened anew costs a thread and six pragmas."""

_CACHE_KIBIBYTES = 8_192
"""Of a connection at most, of which there are many. SQLite's own 2 MiB hold less than one range of blocks changes."""

_LOG_PAGES = 10_000
"""Pages of the log, 40 MB, after which it is carried over: the ends of indexes are written many times before."""

_IN_ORDER = {"enable_sort": "off", "enable_bitmapscan": "off", "jit": "off"}
"""A page of a list comes from the end of an index: a planner that takes it for short would read and sort all."""

_SERVER_CONNECTIONS = 8
"""A server gives a hundred by default, and three stores share them, with as many again at peaks."""


def open_engine(place: Place, *, durable: bool) -> AsyncEngine:
    """Opens a store. `durable`: a commit that returned survives a loss of power.

    Whatever needs a connection to a server raises DatabaseUnavailableError if there is none to be had.
    """
    if (path := place.path) is not None:
        engine = create_async_engine(
            place.url,
            async_creator=lambda: sqlite.connect(path),
            pool_size=_FILE_CONNECTIONS,
            max_overflow=_FILE_CONNECTIONS,
            hide_parameters=True,
            json_serializer=_json,
        )
        _set_pragmas(engine, durable=durable)
        return engine
    settings = {
        "application_name": "quayledger",
        "search_path": str(place.schema),
        "synchronous_commit": "on" if durable else "off",
    }
    if not durable:
        settings |= _IN_ORDER

    async def connect() -> Any:
        try:
            return await asyncpg.connect(str(place.address), server_settings=settings)
        except (OSError, asyncpg.PostgresError) as error:
            raise DatabaseUnavailableError(place.name, str(error)) from error

    return create_async_engine(
        place.url,
        async_creator=connect,
        pool_size=_SERVER_CONNECTIONS,
        max_overflow=_SERVER_CONNECTIONS,
        # A server that was restarted has closed what the pool holds.
        pool_pre_ping=True,
        # What is in the stores belongs in no log.
        hide_parameters=True,
        json_serializer=_json,
    )


def _json(value: Any) -> str:
    """The quick way, which has no integers beyond 64 bits."""
    try:
        return orjson.dumps(value).decode()
    except TypeError:
        return json.dumps(value, separators=(",", ":"), ensure_ascii=False)


def is_server(engine: AsyncEngine | AsyncConnection) -> bool:
    """Whether the database is a server's, and not a file."""
    return engine.dialect.name == "postgresql"


async def begin_alone(connection: AsyncConnection, schema: str | None) -> None:
    """Makes the transaction the only one that changes tables' shape, and all of it one change.

    Makes the schema where there is one and it is missing.
    """
    if schema is None:
        # Without this the driver commits at each statement that makes a table.
        await connection.exec_driver_sql("BEGIN IMMEDIATE")
        return
    await connection.execute(
        text("SELECT pg_advisory_xact_lock(hashtext(:key))"), {"key": f"quayledger.{schema}"}
    )
    # A cache may lose its last rows with the server, and fills up again; without its tables it would not.
    await connection.exec_driver_sql("SET LOCAL synchronous_commit = on")
    await connection.exec_driver_sql(f'CREATE SCHEMA IF NOT EXISTS "{schema}"')


def _set_pragmas(engine: AsyncEngine, *, durable: bool) -> None:
    """WAL lets readers work beside the writer; FULL makes each commit reach the disk."""
    pragmas = (
        f"PRAGMA busy_timeout={_BUSY_TIMEOUT_MS}",
        "PRAGMA journal_mode=WAL",
        f"PRAGMA synchronous={'FULL' if durable else 'NORMAL'}",
        "PRAGMA foreign_keys=ON",
        f"PRAGMA cache_size=-{_CACHE_KIBIBYTES}",
        f"PRAGMA wal_autocheckpoint={_LOG_PAGES}",
    )

    @event.listens_for(engine.sync_engine, "connect")
    def _on_connect(connection: Any, _record: object) -> None:
        cursor = connection.cursor()
        for pragma in pragmas:
            cursor.execute(pragma)
        cursor.close()
