"""Which sealed files there are, of which records, and the keys that were wrapped for their readers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncEngine

from api.audit.store import Note, append
from api.store import file_keys, files
from chain.store.upsert import insert_missing


@dataclass(frozen=True, slots=True)
class SealedFile:
    """What is known of a sealed file; times in seconds since 1970 UTC."""

    file_id: str
    record_kind: str
    record_id: str
    content: str
    media_type: str
    size: int
    member: int
    created_at: int


@dataclass(frozen=True, slots=True)
class WrappedKey:
    """A file's content key, wrapped by one member for a published key of another."""

    file_id: str
    public_key: str
    wrapped_by: int
    member: int
    wrapped_key: str
    created_at: int


class FileStore:
    """Every method that changes something returns after the commit."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def add(
        self, file: SealedFile, keys: Sequence[WrappedKey], note: Note | None = None
    ) -> None:
        """Keeps a new file with its first keys; what is there already stays."""
        async with self._engine.begin() as db:
            if note is not None:
                await append(db, note)
            await insert_missing(db, files, [asdict(file)])
            await insert_missing(db, file_keys, [asdict(key) for key in keys])

    async def add_keys(self, keys: Sequence[WrappedKey], note: Note | None = None) -> None:
        """Keeps more keys; what is there already stays."""
        async with self._engine.begin() as db:
            if note is not None:
                await append(db, note)
            await insert_missing(db, file_keys, [asdict(key) for key in keys])

    async def file(self, file_id: str) -> SealedFile | None:
        """The file of this id."""
        found = await self._files(select(files).where(files.c.file_id == file_id))
        return found[0] if found else None

    async def of_record(self, kind: str, record_id: str) -> list[SealedFile]:
        """A record's files, newest first."""
        row = files.c
        mine = select(files).where(row.record_kind == kind, row.record_id == record_id)
        return await self._files(mine.order_by(row.created_at.desc(), row.file_id))

    async def keys_for(self, file_id: str, member: int) -> list[WrappedKey]:
        """The keys of a file that were wrapped for a member, newest first."""
        row = file_keys.c
        mine = select(file_keys).where(row.file_id == file_id, row.member == member)
        async with self._engine.connect() as db:
            found = await db.execute(mine.order_by(row.created_at.desc(), row.public_key))
            return [WrappedKey(**values) for values in found.mappings()]

    async def count_of_record(self, kind: str, record_id: str) -> int:
        """How many files a record has."""
        row = files.c
        mine = select(func.count()).where(row.record_kind == kind, row.record_id == record_id)
        async with self._engine.connect() as db:
            return int((await db.execute(mine)).scalar_one())

    async def count_of_keys(self, file_id: str, wrapped_by: int | None = None) -> int:
        """How many keys of a file there are, or one member wrapped."""
        mine = select(func.count()).where(file_keys.c.file_id == file_id)
        if wrapped_by is not None:
            mine = mine.where(file_keys.c.wrapped_by == wrapped_by)
        async with self._engine.connect() as db:
            return int((await db.execute(mine)).scalar_one())

    async def _files(self, statement: object) -> list[SealedFile]:
        async with self._engine.connect() as db:
            found = await db.execute(statement)  # type: ignore[call-overload]
            return [SealedFile(**values) for values in found.mappings()]
