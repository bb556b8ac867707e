"""SQLite without a change of threads for what is over at once.

`aiosqlite` hands each call to a thread of the connection: four changes of threads for a query that an index answers
in microseconds. Here only that goes there which may wait, for the lock of another writer or for the disk, and what
may be long. All else is done where it is asked for. WAL makes that safe: a reader waits for nobody.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import aiosqlite

_READ: Final = "SELECT"
_ROWS_AT_A_TIME: Final = 64
_IN_HAND: Final = frozenset({"fetchone", "fetchmany", "fetchall", "close"})
_WRITES: Final = frozenset({"execute", "executemany"})
_ENDS: Final = frozenset({"commit", "rollback"})

Call = Callable[..., Any]


async def connect(path: Path) -> aiosqlite.Connection:
    """Opens a file. Raises sqlite3.OperationalError if it cannot be opened."""
    connection = NearConnection(
        lambda: sqlite3.connect(path, check_same_thread=False), _ROWS_AT_A_TIME
    )
    connection._thread.daemon = True  # noqa: SLF001 - as SQLAlchemy does, which gives no other way
    return await connection


class NearConnection(aiosqlite.Connection):
    """A connection that does short calls in the thread of the event loop.

    Short are a SELECT and the fetching of its rows, which indexes bound; one write by a transaction that has the lock
    already; and the end of a transaction in which nothing was written. Never are two threads at once in a connection:
    while a call is in the other thread, all that follow queue behind it.
    """

    def __init__(self, connector: Callable[[], sqlite3.Connection], iter_chunk_size: int) -> None:
        super().__init__(connector, iter_chunk_size)
        self._sent = self._done = 0
        self._locked = False

    async def _execute(self, fn: Call, *args: Any, **kwargs: Any) -> Any:
        """Calls `fn` here or there. Whatever aiosqlite does goes through this."""
        if self._running and self._sent == self._done and self._is_short(fn, args):
            return fn(*args, **kwargs)
        self._sent += 1
        return await super()._execute(self._there, fn, args, kwargs)  # type: ignore[no-untyped-call]

    def _there(self, fn: Call, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        """Runs in the other thread, to its end even if nobody waits for it any more."""
        self._locked = False
        try:
            answer = fn(*args, **kwargs)
            # Once a write went through, the lock is the transaction's until its end.
            self._locked = fn.__name__ in _WRITES and self._conn.in_transaction
        finally:
            self._done += 1
        return answer

    def _is_short(self, fn: Call, args: tuple[Any, ...]) -> bool:
        name = fn.__name__
        if name == "execute":
            return self._locked or args[0].startswith(_READ)
        if name in _ENDS:
            return not self._conn.in_transaction
        return name == "cursor" or (name in _IN_HAND and isinstance(_owner(fn), sqlite3.Cursor))


def _owner(fn: Call) -> object:
    return getattr(fn, "__self__", None)
