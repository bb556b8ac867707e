"""The audit log's chain on each database: whole, in order, and one also where two gateways write."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncEngine

from api.audit.store import AuditStore, Kept, Note
from api.auth.store import AuthStore, Session
from api.auth.tokens import new_token
from api.store import sessions
from chain.audit import START, Answer, hash_of, link_after, verify_audit

WALLET = "0x" + "1" * 40


@pytest.fixture(scope="module", autouse=True)
def on_each_database(storage: str) -> None:
    """All of these tests, with SQLite and with PostgreSQL."""


def note(number: int, member: int = 3, other: int | None = None) -> Note:
    return Note("file.read", member, WALLET, "session", {"file": f"{number}"}, number, other)


def exported(entries: list[Kept], member: int) -> dict[str, Any]:
    return {
        "member": member,
        "entries": [
            {
                "link": kept.link,
                "hash": kept.hash,
                "entry": kept.entry if kept.concerns(member) else None,
            }
            for kept in entries
        ],
        "anchors": [],
    }


async def test_two_gateways_write_one_chain(engines: list[AsyncEngine]) -> None:
    first, second = (AuditStore(engine) for engine in engines)
    await asyncio.gather(
        *(first.add(note(n)) for n in range(20)), *(second.add(note(n, 4)) for n in range(20))
    )
    entries = await first.chain(0, 100)
    assert [kept.number for kept in entries] == list(range(1, 41))
    link = START
    for kept in entries:
        assert kept.hash == hash_of(kept.entry)
        link = link_after(link, kept.hash)
        assert kept.link == link
    assert await second.end() == (40, link)


async def test_a_member_reads_what_concerns_it(engines: list[AsyncEngine]) -> None:
    store = AuditStore(engines[0])
    for number, (member, other) in enumerate([(3, None), (4, 3), (4, None), (3, 4)]):
        await store.add(note(number, member, other))
    assert [kept.number for kept in await store.of_member(3, None, 10)] == [4, 2, 1]
    assert [kept.number for kept in await store.of_member(3, 4, 10)] == [2, 1]
    assert [kept.number for kept in await store.of_member(4, None, 2)] == [4, 3]


async def test_what_is_told_and_what_is_done_are_one_commit(engines: list[AsyncEngine]) -> None:
    auth, log, token = AuthStore(engines[0]), AuditStore(engines[0]), new_token()
    session = Session(WALLET, 3, 200)
    await auth.add_session(token, session, now=100, note=note(1))
    with pytest.raises(Exception, match=r"(?i)unique"):
        await auth.add_session(token, session, now=100, note=note(2))
    assert (await log.end())[0] == 1
    async with engines[0].connect() as db:
        assert len((await db.execute(select(sessions))).all()) == 1


@pytest.mark.parametrize(
    ("forgery", "number"),
    [
        (
            "UPDATE audit_entries SET body = replace(body, 'file.read', 'file.seen') WHERE number = 2",
            2,
        ),
        ("DELETE FROM audit_entries WHERE number = 2", 2),
        ("UPDATE audit_entries SET number = 9 WHERE number = 2", 2),
        (
            "UPDATE audit_entries SET hash = link WHERE number = 3",
            3,
        ),
    ],
)
async def test_an_entry_that_is_touched_in_the_database_is_found(
    engines: list[AsyncEngine], forgery: str, number: int
) -> None:
    store = AuditStore(engines[0])
    for place in range(4):
        await store.add(note(place))
    assert verify_audit(exported(await store.chain(0, 10), 3))[1].answer is Answer.VALID
    async with engines[0].begin() as db:
        await db.execute(text(forgery))
    found = verify_audit(exported(await store.chain(0, 10), 3))[-1]
    assert (found.name, found.answer) == ("chain", Answer.INVALID)
    assert str(number) in found.told
