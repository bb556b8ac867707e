"""Sign-in on each database, where two gateways share it."""

from __future__ import annotations

import asyncio

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from api.audit.store import AuditStore, Note
from api.auth.store import ApiKey, AuthStore
from api.auth.tokens import KeyParts, new_key, new_nonce

WALLET = "0x" + "1" * 40
NOTE = Note("key.rotated", 3, WALLET, "session", {}, 100)


@pytest.fixture(scope="module", autouse=True)
def on_each_database(storage: str) -> None:
    """All of these tests, with SQLite and with PostgreSQL."""


async def test_a_nonce_is_good_once_whichever_gateway_it_is_shown_to(
    engines: list[AsyncEngine],
) -> None:
    stores = [AuthStore(engine) for engine in engines]
    for _ in range(5):
        nonce = new_nonce()
        await stores[0].add_nonce(nonce, now=100, expires_at=400)
        uses = (stores[place % 2].use_nonce(nonce, now=200) for place in range(8))
        assert sum(await asyncio.gather(*uses)) == 1
    await stores[0].add_nonce(nonce, now=100, expires_at=400)
    assert not await stores[1].use_nonce(nonce, now=401)


async def test_a_rotation_holds_at_every_gateway(engines: list[AsyncEngine]) -> None:
    first, second = (AuthStore(engine) for engine in engines)
    old = new_key()
    new = KeyParts(old.key_id, new_key().secret)
    await first.add_key(ApiKey(old.key_id, "desk", 3, WALLET, 1, 100, None), old.secret)
    assert await first.rotate_key(old.key_id, new.secret, until=200, note=NOTE)
    for store in (first, second):
        assert await store.key(new, now=150)
        assert await store.key(old, now=199)
        assert await store.key(old, now=200) is None
        assert await store.key(new, now=10_000)


async def test_a_revoked_key_is_not_rotated_and_nothing_is_told(engines: list[AsyncEngine]) -> None:
    store, log, parts = AuthStore(engines[0]), AuditStore(engines[0]), new_key()
    await store.add_key(ApiKey(parts.key_id, "desk", 3, WALLET, 1, 100, None), parts.secret)
    assert await store.revoke_key(parts.key_id, 3, now=150)
    assert not await store.rotate_key(parts.key_id, new_key().secret, until=200, note=NOTE)
    assert (await log.end())[0] == 0
    kept = await store.key(parts, now=160)
    assert kept is not None
    assert kept.revoked_at == 150


async def test_the_last_use_is_told_to_the_minute(engines: list[AsyncEngine]) -> None:
    store, parts = AuthStore(engines[0]), new_key()
    await store.add_key(ApiKey(parts.key_id, "desk", 3, WALLET, 1, 100, None), parts.secret)
    for now, told in ((1000, 1000), (1059, 1000), (1060, 1060)):
        await store.used(parts.key_id, now=now)
        kept = await store.key_of(parts.key_id, 3)
        assert kept is not None
        assert kept.last_used_at == told
