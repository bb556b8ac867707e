"""Sessions and keys: in the database, with what was used last in memory."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from api.auth.store import ApiKey, AuthStore, Remembered, Session
from api.auth.tokens import KeyParts, new_key, new_token
from api.store import open_gateway_store
from chain.settings import ChainSettings

WALLET = "0x" + "1" * 40


@pytest.fixture
async def engine(tmp_path: Path) -> AsyncIterator[AsyncEngine]:
    engine = await open_gateway_store(ChainSettings(data_dir=tmp_path))
    yield engine
    await engine.dispose()


def a_key(parts: KeyParts) -> ApiKey:
    return ApiKey(parts.key_id, "desk", 3, WALLET, 1, 100, None)


async def test_sessions_and_keys_outlive_the_process(engine: AsyncEngine) -> None:
    first, second = AuthStore(engine), AuthStore(engine)
    token, parts = new_token(), new_key()
    await first.add_session(token, Session(WALLET, 3, 200), now=100)
    await first.add_key(a_key(parts), parts.secret)
    assert await second.session(token) == Session(WALLET, 3, 200)
    assert await second.key(parts, now=150) == a_key(parts)
    assert await second.key(KeyParts(parts.key_id, "x" * 43), now=150) is None


async def test_what_ended_is_not_remembered(engine: AsyncEngine) -> None:
    store, token, parts = AuthStore(engine), new_token(), new_key()
    await store.add_session(token, Session(WALLET, 3, 200), now=100)
    await store.add_key(a_key(parts), parts.secret)
    assert await store.session(token)
    assert await store.key(parts, now=150)
    await store.end_session(token)
    assert await store.revoke_key(parts.key_id, 3, now=150)
    assert await store.session(token) is None
    revoked = await store.key(parts, now=150)
    assert revoked is not None
    assert revoked.revoked_at == 150


async def test_a_key_is_revoked_by_its_own_member_only(engine: AsyncEngine) -> None:
    store, parts = AuthStore(engine), new_key()
    await store.add_key(a_key(parts), parts.secret)
    assert not await store.revoke_key(parts.key_id, 4, now=150)
    assert await store.revoke_key(parts.key_id, 3, now=150)
    assert await store.revoke_key(parts.key_id, 3, now=160)
    (kept,) = await store.keys(3)
    assert kept.revoked_at == 150


async def test_a_nonce_serves_one_of_many_at_once(engine: AsyncEngine) -> None:
    store = AuthStore(engine)
    await store.add_nonce("nonce", now=100, expires_at=400)
    tries = await asyncio.gather(*(store.use_nonce("nonce", now=200) for _ in range(8)))
    assert sorted(tries) == [False] * 7 + [True]


async def test_expired_nonces_are_neither_used_nor_kept(engine: AsyncEngine) -> None:
    store = AuthStore(engine)
    await store.add_nonce("old", now=100, expires_at=400)
    assert not await store.use_nonce("old", now=401)
    await store.add_nonce("new", now=500, expires_at=800)
    assert not await store.use_nonce("old", now=400)


def test_only_so_many_are_remembered_the_oldest_go_first() -> None:
    memory = Remembered[int](most=2)
    for key, value in (("a", 1), ("b", 2)):
        memory.put(key, value, memory.generation)
    assert memory.get("a") == 1
    memory.put("c", 3, memory.generation)
    assert (memory.get("a"), memory.get("b"), memory.get("c")) == (1, None, 3)


def test_what_was_read_before_something_was_forgotten_is_not_remembered() -> None:
    memory = Remembered[int]()
    read_at = memory.generation
    memory.forget("a")
    assert memory.put("a", 1, read_at) == 1
    assert memory.get("a") is None
