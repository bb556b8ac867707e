"""Opens the ledger's two stores, and puts a read model that was made anew into its place."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from typing import Final, Self

from sqlalchemy import text
from sqlalchemy.exc import OperationalError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from chain.errors import DatabaseInUseError, DatabaseUnavailableError
from chain.settings import ChainSettings
from chain.store import journal, read_model
from chain.store.engine import begin_alone, is_server, open_engine
from chain.store.migrate import Migrations, migrate, prepare_read_model
from chain.store.place import Place, Store

_SIDE_FILES: Final = ("-wal", "-shm")
_LOCK: Final = "quayledger: the one gateway"
_LOCK_TRIES: Final = 11
_LOCK_PAUSE_SECONDS: Final = 0.5

JOURNAL: Final = Migrations(
    "journal", Path(__file__).parent / "migrations" / "journal", journal.metadata
)


async def open_store(place: Place, migrations: Migrations) -> AsyncEngine:
    """A store that is truth, with its tables as they are today.

    Raises:
        DatabaseUnavailableError: There is no way in.
        StoreVersionError: A later version of the software wrote it.
    """
    engine = open_engine(place, durable=True)
    with _unavailable(place):
        await migrate(engine, place, migrations)
    return engine


async def open_journal(settings: ChainSettings) -> AsyncEngine:
    """The journal. Raises DatabaseUnavailableError, StoreVersionError."""
    return await open_store(settings.place(Store.JOURNAL), JOURNAL)


async def open_read_model(settings: ChainSettings) -> AsyncEngine:
    """The read model; one of another version is emptied. Raises DatabaseUnavailableError."""
    return await _open_cache(settings.place(Store.READ_MODEL))


@contextlib.asynccontextmanager
async def draft_of_read_model(settings: ChainSettings) -> AsyncIterator[AsyncEngine]:
    """An empty read model beside the one in use, whose place it takes at the end unless an error is raised."""
    place = settings.place(Store.READ_MODEL)
    draft = place.draft
    await _remove(draft)
    engine = await _open_cache(draft)
    try:
        yield engine
        if draft.path is not None:
            async with engine.connect() as connection:
                # All into the one file, so that it can take the old one's place.
                await connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        await engine.dispose()
    await _replace(place, draft)


class DatabaseLock:
    """Keeps a second gateway from a database on a server, for as long as this one's connection lives.

    Of files it keeps nobody: they have the lock of their directory.
    """

    def __init__(self, engine: AsyncEngine) -> None:
        """Use `take`."""
        self._engine = engine
        self._connection: AsyncConnection | None = None
        self._held = False
        self.on_lost: Callable[[], None] = lambda: None
        """Told when the server has ended the connection: `hold` follows before anything is sent."""

    @classmethod
    async def take(cls, engine: AsyncEngine) -> Self:
        """Takes it.

        Raises:
            DatabaseInUseError: Another gateway has it.
        """
        lock = cls(engine)
        try:
            await lock.hold()
        except BaseException:
            await lock.release()
            raise
        return lock

    async def hold(self) -> None:
        """Takes it again if it was lost. A gateway that was killed a moment ago is waited for.

        Raises:
            DatabaseInUseError: Another gateway has it.
        """
        if not is_server(self._engine) or self._held:
            return
        await self.release()
        connection = self._connection = await self._engine.connect()
        raw = (await connection.get_raw_connection()).driver_connection
        if raw is not None:
            raw.add_termination_listener(lambda _: self._lost(connection))
        statement = text("SELECT pg_try_advisory_lock(hashtext(:key))")
        for attempt in range(_LOCK_TRIES):
            if attempt:
                await asyncio.sleep(_LOCK_PAUSE_SECONDS)
            taken = await connection.execute(statement, {"key": _LOCK})
            await connection.commit()
            if taken.scalar_one():
                self._held = True
                return
        await self.release()
        raise DatabaseInUseError(str(self._engine.url.database))

    async def release(self) -> None:
        """Gives it back; once is enough, and twice does no harm."""
        connection, self._connection, self._held = self._connection, None, False
        if connection is not None:
            # The lock ends with its connection, which goes back to no pool.
            await connection.invalidate()
            await connection.close()

    def _lost(self, connection: AsyncConnection) -> None:
        if self._connection is connection and self._held:
            self._held = False
            self.on_lost()


async def _open_cache(place: Place) -> AsyncEngine:
    engine = open_engine(place, durable=False)
    with _unavailable(place):
        await prepare_read_model(engine, place, read_model.metadata, read_model.SCHEMA_VERSION)
    return engine


@contextlib.contextmanager
def _unavailable(place: Place) -> Iterator[None]:
    try:
        yield
    except OperationalError as error:
        raise DatabaseUnavailableError(place.name, str(error.orig)) from error


async def _replace(place: Place, draft: Place) -> None:
    if place.path is not None and draft.path is not None:
        # The old one's side files go first: they must not be read into the new one.
        for beside in _beside(place.path):
            beside.unlink(missing_ok=True)
        draft.path.replace(place.path)
        for beside in _beside(draft.path):
            beside.unlink(missing_ok=True)
        return
    await _alone(
        place,
        f'DROP SCHEMA IF EXISTS "{place.schema}" CASCADE',
        f'ALTER SCHEMA "{draft.schema}" RENAME TO "{place.schema}"',
    )


async def _remove(draft: Place) -> None:
    if draft.path is not None:
        for path in (draft.path, *_beside(draft.path)):
            path.unlink(missing_ok=True)
        return
    await _alone(draft, f'DROP SCHEMA IF EXISTS "{draft.schema}" CASCADE')


async def _alone(place: Place, *statements: str) -> None:
    engine = open_engine(place, durable=True)
    try:
        async with engine.begin() as connection:
            await begin_alone(connection, place.schema)
            for statement in statements:
                await connection.exec_driver_sql(statement)
    finally:
        await engine.dispose()


def _beside(path: Path) -> tuple[Path, ...]:
    return tuple(path.with_name(path.name + suffix) for suffix in _SIDE_FILES)
