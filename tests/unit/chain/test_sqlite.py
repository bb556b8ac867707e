"""SQLite's connection: what is short is done here, what may wait elsewhere, and never both at once."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator
from pathlib import Path

import aiosqlite
import pytest

from chain.store import sqlite

HERE = threading.get_ident()


async def opened(path: Path) -> aiosqlite.Connection:
    connection = await sqlite.connect(path)
    await connection.execute("PRAGMA busy_timeout=10000")
    await connection.execute("PRAGMA journal_mode=WAL")
    await connection.create_function("thread", 0, threading.get_ident)
    return connection


@pytest.fixture
async def connection(tmp_path: Path) -> AsyncIterator[aiosqlite.Connection]:
    found = await opened(tmp_path / "a.db")
    await found.execute("CREATE TABLE t (thread INTEGER)")
    await found.commit()
    yield found
    await found.close()


async def threads(connection: aiosqlite.Connection) -> list[int]:
    cursor = await connection.execute("SELECT thread FROM t ORDER BY rowid")
    return [row[0] for row in await cursor.fetchall()]


async def test_a_read_stays_in_the_thread(connection: aiosqlite.Connection) -> None:
    cursor = await connection.execute("SELECT thread()")
    assert await cursor.fetchone() == (HERE,)


async def test_the_first_write_of_a_transaction_goes_elsewhere(
    connection: aiosqlite.Connection,
) -> None:
    for _ in range(3):
        await connection.execute("INSERT INTO t VALUES (thread())")
    await connection.executemany("INSERT INTO t SELECT thread()", [(), ()])
    await connection.commit()
    await connection.execute("INSERT INTO t VALUES (thread())")
    await connection.rollback()
    await connection.execute("INSERT INTO t VALUES (thread())")
    found = await threads(connection)
    assert [one == HERE for one in found] == [False, True, True, False, False, False]


async def test_who_waits_for_a_lock_does_not_hold_up_the_loop(
    connection: aiosqlite.Connection, tmp_path: Path
) -> None:
    other = await opened(tmp_path / "a.db")
    await connection.execute("INSERT INTO t VALUES (1)")
    waiting = asyncio.create_task(other.execute("INSERT INTO t VALUES (2)").__aenter__())
    await asyncio.sleep(0.1)
    assert not waiting.done()
    await connection.commit()
    await waiting
    await other.commit()
    assert await threads(connection) == [1, 2]
    await other.close()


async def test_a_write_that_failed_did_not_get_the_lock(
    connection: aiosqlite.Connection, tmp_path: Path
) -> None:
    other = await opened(tmp_path / "a.db")
    await other.execute("PRAGMA busy_timeout=1")
    await connection.execute("INSERT INTO t VALUES (1)")
    with pytest.raises(aiosqlite.OperationalError, match="locked"):
        await other.execute("INSERT INTO t VALUES (2)")
    await connection.commit()
    await other.execute("INSERT INTO t VALUES (thread())")
    await other.commit()
    assert (await threads(connection))[1] != HERE
    await other.close()


async def test_nothing_overtakes_a_call_that_nobody_waits_for_any_more(
    connection: aiosqlite.Connection,
) -> None:
    gate = threading.Event()

    def hold() -> int:
        gate.wait()
        return 7

    await connection.create_function("hold", 0, hold)
    writing = asyncio.create_task(connection.execute("INSERT INTO t VALUES (hold())").__aenter__())
    await asyncio.sleep(0.05)
    writing.cancel()
    with pytest.raises(asyncio.CancelledError):
        await writing
    reading = asyncio.create_task(threads(connection))
    await asyncio.sleep(0.05)
    assert not reading.done()
    gate.set()
    assert await reading == [7]
