"""The members' published encryption keys, in the gateway's database."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine

from api.audit.store import Note, append
from api.store import encryption_keys
from chain.store.upsert import insert_missing


@dataclass(frozen=True, slots=True)
class PublishedKey:
    """A key and the statement that publishes it; times in seconds since 1970 UTC."""

    member: int
    public_key: str
    issued_at: int
    expires_at: int
    wallet: str
    signature: str
    published_at: int


class KeyStore:
    """Every method that changes something returns after the commit."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def add(self, key: PublishedKey, note: Note) -> None:
        """Keeps a statement; the same one again changes nothing."""
        async with self._engine.begin() as db:
            await append(db, note)
            await insert_missing(db, encryption_keys, [asdict(key)])

    async def of_member(self, member: int) -> list[PublishedKey]:
        """A member's keys, the one that was stated last first."""
        row = encryption_keys.c
        mine = select(encryption_keys).where(row.member == member)
        async with self._engine.connect() as db:
            found = await db.execute(mine.order_by(row.issued_at.desc(), row.public_key))
            return [PublishedKey(**values) for values in found.mappings()]
