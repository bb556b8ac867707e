"""What is known of sealed files, in both databases."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from api.audit.store import Note
from api.encryption_keys.store import KeyStore, PublishedKey
from api.files.store import FileStore, SealedFile, WrappedKey
from api.store import open_gateway_store
from tests.support.storage import settings_of

BILL, DOCUMENT = "0x" + "b1" * 32, "0x" + "d0" * 32
KEY, OTHER_KEY = "0x" + "e1" * 32, "0x" + "e2" * 32
FILE = SealedFile("0x" + "f1" * 32, "bill", BILL, BILL, "application/json", 400, 3, 100)
WRAPPED = WrappedKey(FILE.file_id, KEY, 3, 7, "A" * 107 + "=", 100)
NOTE = Note("encryption_key.published", 7, "0x" + "1" * 40, "session", {"public_key": KEY}, 101)
STATED = PublishedKey(7, KEY, 100, 200, "0x" + "1" * 40, "0x" + "2b" * 65, 101)


@pytest.fixture
async def engine(storage: str, tmp_path: Path) -> AsyncIterator[AsyncEngine]:
    engine = await open_gateway_store(settings_of(tmp_path))
    yield engine
    await engine.dispose()


async def test_what_is_there_stays_as_it_is(engine: AsyncEngine) -> None:
    store = FileStore(engine)
    await store.add(FILE, [WRAPPED])
    await store.add(replace(FILE, record_id=DOCUMENT, created_at=900), [])
    assert await store.file(FILE.file_id) == FILE
    lie = replace(WRAPPED, wrapped_key="B" * 107 + "=")
    await store.add_keys([lie, replace(lie, wrapped_by=9, created_at=300)])
    found = await store.keys_for(FILE.file_id, 7)
    assert [(key.wrapped_by, key.wrapped_key[0]) for key in found] == [(9, "B"), (3, "A")]


async def test_files_are_told_by_record_and_keys_by_member(engine: AsyncEngine) -> None:
    store = FileStore(engine)
    newer = replace(FILE, file_id="0x" + "f2" * 32, created_at=200)
    other = replace(FILE, file_id="0x" + "f3" * 32, record_kind="document", record_id=DOCUMENT)
    for file in (FILE, newer, other):
        await store.add(file, [])
    assert await store.of_record("bill", BILL) == [newer, FILE]
    assert await store.of_record("document", BILL) == []
    assert await store.count_of_record("bill", BILL) == 2
    await store.add_keys([WRAPPED, replace(WRAPPED, member=8, public_key=OTHER_KEY)])
    assert [key.member for key in await store.keys_for(FILE.file_id, 8)] == [8]
    assert await store.count_of_keys(FILE.file_id) == 2
    assert await store.keys_for(newer.file_id, 7) == []


async def test_the_key_that_was_stated_last_comes_first(engine: AsyncEngine) -> None:
    store = KeyStore(engine)
    renewed = replace(STATED, issued_at=150, expires_at=300)
    other = replace(STATED, public_key=OTHER_KEY, issued_at=120)
    for key in (STATED, renewed, other, replace(STATED, signature="0x" + "3c" * 65)):
        await store.add(key, NOTE)
    assert await store.of_member(7) == [renewed, other, STATED]
    assert await store.of_member(8) == []
