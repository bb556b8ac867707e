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
_ALL: Final = "quayledger: gateways"
_INDEX: Final = "quayledger: index"
_LOCK_TRIES: Final = 11
_LOCK_PAUSE_SECONDS: Final = 0.5

_TRY: Final = text("SELECT pg_try_advisory_lock(hashtext(:key))")
_TRY_SHARED: Final = text("SELECT pg_try_advisory_lock_shared(hashtext(:key))")
_TRY_OWNER: Final = text("SELECT pg_try_advisory_lock(hashtext(:key), hashtext(:owner))")
_TRY_OWNER_HERE: Final = text("SELECT pg_try_advisory_xact_lock(hashtext(:key), hashtext(:owner))")
_TURN: Final = text("SELECT pg_advisory_xact_lock(hashtext(:key))")

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
    """A gateway's place at a database on a server, for as long as its connection lives, or a rebuild's.

    Gateways share the database, each under its own name; a rebuild shares it with nobody. Of files it keeps nobody:
    they have the lock of their directory.
    """

    def __init__(self, engine: AsyncEngine, owner: str | None = None) -> None:
        """Use `take`."""
        self._engine, self._owner = engine, owner
        self._connection: AsyncConnection | None = None
        self._held = False
        self._leads = not is_server(engine)
        self._turn = asyncio.Lock()
        self.on_lost: Callable[[], None] = lambda: None
        """Told when the server has ended the connection: `hold` follows before anything is sent."""

    @property
    def shared(self) -> bool:
        """Whether other gateways may work on the database."""
        return is_server(self._engine)

    @property
    def leads(self) -> bool:
        """Whether it is this gateway that projects the chain to the read model and calls webhooks."""
        return self._leads

    @classmethod
    async def take(cls, engine: AsyncEngine, owner: str | None = None) -> Self:
        """Takes it for the gateway of this name; without one, for a rebuild.

        Raises:
            DatabaseInUseError: A gateway has it that keeps this one out.
        """
        lock = cls(engine, owner)
        try:
            await lock.hold()
        except BaseException:
            await lock.release()
            raise
        return lock

    async def hold(self) -> None:
        """Takes it again if it was lost. A gateway that was killed a moment ago is waited for.

        Raises:
            DatabaseInUseError: A gateway of the same name has it, a rebuild, or for a rebuild any gateway.
        """
        async with self._turn:
            if is_server(self._engine) and not self._held:
                await self._hold()

    async def try_to_lead(self) -> bool:
        """Takes the lead if nobody has it; true if this gateway has just got it."""
        async with self._turn:
            connection = self._connection
            if self._leads or not self._held or connection is None:
                return False
            found = await connection.execute(_TRY, {"key": _INDEX})
            await connection.commit()
            # The connection may have been lost meanwhile, and the lead with it.
            self._leads = bool(found.scalar_one()) and self._held
            return self._leads

    async def _hold(self) -> None:
        await self.release()
        connection = self._connection = await self._engine.connect()
        raw = (await connection.get_raw_connection()).driver_connection
        if raw is not None:
            raw.add_termination_listener(lambda _: self._lost(connection))
        for attempt in range(_LOCK_TRIES):
            if attempt:
                await asyncio.sleep(_LOCK_PAUSE_SECONDS)
            if await self._try(connection):
                self._held = True
                return
        await self.release()
        raise DatabaseInUseError(str(self._engine.url.database))

    async def _try(self, connection: AsyncConnection) -> bool:
        share = _TRY if self._owner is None else _TRY_SHARED
        taken = bool((await connection.execute(share, {"key": _ALL})).scalar_one())
        if taken and self._owner is not None:
            own = {"key": _ALL, "owner": self._owner}
            taken = bool((await connection.execute(_TRY_OWNER, own)).scalar_one())
        await connection.commit()
        return taken

    async def release(self) -> None:
        """Gives it back; once is enough, and twice does no harm."""
        connection, self._connection, self._held = self._connection, None, False
        self._leads = not is_server(self._engine)
        if connection is not None:
            # The lock ends with its connection, which goes back to no pool.
            await connection.invalidate()
            await connection.close()

    def _lost(self, connection: AsyncConnection) -> None:
        if self._connection is connection and self._held:
            self._held = self._leads = False
            self.on_lost()


async def try_owner(connection: AsyncConnection, owner: str) -> bool:
    """Whether the gateway of this name is gone; until the end of the transaction it cannot come back.

    Always, where the directory's lock says so.
    """
    if not is_server(connection):
        return True
    found = await connection.execute(_TRY_OWNER_HERE, {"key": _ALL, "owner": owner})
    return bool(found.scalar_one())


async def take_turn(connection: AsyncConnection) -> None:
    """Until the end of the transaction nobody else projects the chain to this read model."""
    if is_server(connection):
        await connection.execute(_TURN, {"key": _INDEX + ", a range"})


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
