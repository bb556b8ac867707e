"""The only SQL of sign-ins, sessions and keys."""

import math
import time
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Generic, TypeVar

from sqlalchemy import delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from api import store
from api.audit.store import Note, append
from api.auth.tokens import KeyParts, hashed, same
from chain.store.engine import is_server

T = TypeVar("T")

_SHARED_SECONDS: Final = 1.0


@dataclass(frozen=True)
class Session:
    """A signed-in wallet; times in seconds since 1970 UTC."""

    wallet: str
    member: int
    expires_at: int


@dataclass(frozen=True)
class ApiKey:
    """An API key without its secret; `revoked_at` None while it lives.

    The secret before the last rotation is good until `previous_until`, None if there is none; `last_used_at` is told
    to the minute.
    """

    key_id: str
    label: str
    member: int
    wallet: str
    powers: int
    created_at: int
    revoked_at: int | None
    previous_until: int | None = None
    last_used_at: int | None = None


class Remembered(Generic[T]):
    """The values last used, up to a number; the rest is in the database."""

    def __init__(self, most: int = 10_000, seconds: float = math.inf) -> None:
        """Remembers a value for so many seconds at most."""
        self._values: OrderedDict[str, tuple[T, float]] = OrderedDict()
        self._most, self._seconds = most, seconds
        self.generation = 0
        """Counts what was forgotten: what was read before that is not to be remembered after it."""

    def get(self, key: str) -> T | None:
        """The value, if it is remembered."""
        if key not in self._values:
            return None
        value, until = self._values[key]
        if time.monotonic() > until:
            del self._values[key]
            return None
        self._values.move_to_end(key)
        return value

    def put(self, key: str, value: T, generation: int) -> T:
        """Returns a value, and remembers it unless something was forgotten since it was read."""
        if generation != self.generation:
            return value
        self._values[key] = (value, time.monotonic() + self._seconds)
        if len(self._values) > self._most:
            self._values.popitem(last=False)
        return value

    def forget(self, key: str) -> None:
        """Forgets a value."""
        self.generation += 1
        self._values.pop(key, None)


_USED_SECONDS: Final = 60
"""How exactly it is known when a key was last used: each use would cost a commit."""

_KEY_COLUMNS = [store.api_keys.c[name] for name in ApiKey.__dataclass_fields__]


class AuthStore:
    """Nonces, sessions and keys in the gateway's database.

    What each request asks for is remembered; in a database on a server for a moment only: other gateways that share
    it end sessions and revoke keys, too.
    """

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine
        seconds = _SHARED_SECONDS if is_server(engine) else math.inf
        self._sessions = Remembered[Session](seconds=seconds)
        self._keys = Remembered[tuple[str, str | None, ApiKey]](seconds=seconds)
        self._used: dict[str, int] = {}

    async def add_nonce(self, nonce: str, *, now: int, expires_at: int) -> None:
        """Remembers a nonce and forgets those that have expired."""
        async with self._engine.begin() as db:
            await db.execute(delete(store.nonces).where(store.nonces.c.expires_at < now))
            await db.execute(insert(store.nonces).values(nonce=nonce, expires_at=expires_at))

    async def use_nonce(self, nonce: str, *, now: int) -> bool:
        """Uses a nonce up: true for exactly one caller, and only before it expires."""
        row = store.nonces.c
        async with self._engine.begin() as db:
            result = await db.execute(
                delete(store.nonces).where(row.nonce == nonce, row.expires_at >= now)
            )
        return result.rowcount == 1

    async def add_session(
        self, token: str, session: Session, *, now: int, note: Note | None = None
    ) -> None:
        """Keeps a session under its token's hash and forgets those that have expired."""
        async with self._engine.begin() as db:
            await _noted(db, note)
            await db.execute(delete(store.sessions).where(store.sessions.c.expires_at < now))
            await db.execute(
                insert(store.sessions).values(
                    token_hash=hashed(token),
                    wallet=session.wallet,
                    member=session.member,
                    created_at=now,
                    expires_at=session.expires_at,
                )
            )

    async def session(self, token: str) -> Session | None:
        """The session of a token, expired or not."""
        token_hash = hashed(token)
        known = self._sessions.get(token_hash)
        if known is not None:
            return known
        row, generation = store.sessions.c, self._sessions.generation
        statement = select(row.wallet, row.member, row.expires_at).where(
            row.token_hash == token_hash
        )
        async with self._engine.connect() as db:
            found = (await db.execute(statement)).one_or_none()
        if found is None:
            return None
        return self._sessions.put(token_hash, Session(*found), generation)

    async def end_session(self, token: str, note: Note | None = None) -> None:
        """Signs out."""
        async with self._engine.begin() as db:
            await _noted(db, note)
            await db.execute(
                delete(store.sessions).where(store.sessions.c.token_hash == hashed(token))
            )
        self._sessions.forget(hashed(token))

    async def add_key(self, key: ApiKey, secret: str, note: Note | None = None) -> None:
        """Keeps a key and the hash of its secret."""
        async with self._engine.begin() as db:
            await _noted(db, note)
            await db.execute(
                insert(store.api_keys).values(
                    **{name: getattr(key, name) for name in ApiKey.__dataclass_fields__},
                    secret_hash=hashed(secret),
                )
            )

    async def key(self, parts: KeyParts, *, now: int) -> ApiKey | None:
        """The key if its secret is right, or was until a rotation whose overlap lasts; revoked or not."""
        kept = self._keys.get(parts.key_id) or await self._kept_key(parts.key_id)
        if kept is None:
            return None
        current, previous, key = kept
        given = hashed(parts.secret)
        if same(current, given):
            return key
        overlaps = key.previous_until is not None and now < key.previous_until
        return key if overlaps and previous is not None and same(previous, given) else None

    async def used(self, key_id: str, *, now: int) -> None:
        """Notes that a key was used, once a minute."""
        if now - self._used.get(key_id, 0) < _USED_SECONDS:
            return
        self._used[key_id] = now
        row = store.api_keys.c
        async with self._engine.begin() as db:
            await db.execute(
                update(store.api_keys).where(row.key_id == key_id).values(last_used_at=now)
            )

    async def _kept_key(self, key_id: str) -> tuple[str, str | None, ApiKey] | None:
        row, generation = store.api_keys.c, self._keys.generation
        columns = (row.secret_hash, row.previous_hash, *_KEY_COLUMNS)
        async with self._engine.connect() as db:
            found = (await db.execute(select(*columns).where(row.key_id == key_id))).one_or_none()
        if found is None:
            return None
        return self._keys.put(key_id, (found[0], found[1], ApiKey(*found[2:])), generation)

    async def keys(self, member: int) -> Sequence[ApiKey]:
        """A member's keys, newest first."""
        row = store.api_keys.c
        async with self._engine.connect() as db:
            found = await db.execute(
                select(*_KEY_COLUMNS)
                .where(row.member == member)
                .order_by(row.created_at.desc(), row.key_id)
            )
            return [ApiKey(*values) for values in found]

    async def key_of(self, key_id: str, member: int) -> ApiKey | None:
        """A member's key."""
        return next((key for key in await self.keys(member) if key.key_id == key_id), None)

    async def rotate_key(self, key_id: str, secret: str, *, until: int, note: Note) -> bool:
        """Gives a key a new secret; the one so far is good until a time. False if the key was revoked."""
        row = store.api_keys.c
        async with self._engine.begin() as db:
            await append(db, note)
            result = await db.execute(
                update(store.api_keys)
                .where(row.key_id == key_id, row.revoked_at.is_(None))
                .values(
                    previous_hash=row.secret_hash, previous_until=until, secret_hash=hashed(secret)
                )
            )
            if result.rowcount != 1:
                # Nothing happened, and nothing is told.
                await db.rollback()
                return False
        self._keys.forget(key_id)
        return True

    async def revoke_key(
        self, key_id: str, member: int, *, now: int, note: Note | None = None
    ) -> bool:
        """Revokes a member's key; false if it has none of this id. Revoking twice is no error."""
        row = store.api_keys.c
        mine = select(row.revoked_at).where(row.key_id == key_id, row.member == member)
        async with self._engine.connect() as db:
            found = (await db.execute(mine)).one_or_none()
        if found is None or found[0] is not None:
            return found is not None
        async with self._engine.begin() as db:
            await _noted(db, note)
            await db.execute(
                update(store.api_keys)
                .where(row.key_id == key_id, row.revoked_at.is_(None))
                .values(revoked_at=now)
            )
        self._keys.forget(key_id)
        return True


async def _noted(db: AsyncConnection, note: Note | None) -> None:
    """The entry of the audit log, first of all in its transaction."""
    if note is not None:
        await append(db, note)
