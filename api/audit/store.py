"""The audit log in the gateway's database: written in the transaction of what it tells."""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import rfc8785
from sqlalchemy import and_, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from api.store import audit_anchors, audit_entries, audit_head
from chain.audit import START, Anchor, hash_of, link_after
from chain.notary import Noted
from chain.store.upsert import insert_missing

_HEAD: Final = 1
_SALT_BYTES: Final = 32

_read_head = update(audit_head).where(audit_head.c.id == _HEAD)


@dataclass(frozen=True, slots=True)
class Note:
    """What is to be told: no cargo data and no secrets.

    Attributes:
        event: What happened, such as "file.read".
        member: Who did it.
        wallet: By which wallet.
        via: By what: "session", "api_key", or "signature" for a sign-in itself.
        about: Ids and numbers that tell what it was done to.
        at: When, in seconds since 1970 UTC.
        other: Another member that may read the entry, as the one whose file was read.
    """

    event: str
    member: int
    wallet: str
    via: str
    about: Mapping[str, str | int]
    at: int
    other: int | None = None


@dataclass(frozen=True, slots=True)
class Kept:
    """An entry of the chain."""

    number: int
    member: int
    other: int | None
    entry: dict[str, Any]
    hash: str
    link: str

    def concerns(self, member: int) -> bool:
        """Whether a member may read it."""
        return member in {self.member, self.other}


@dataclass(frozen=True, slots=True)
class KeptAnchor:
    """An anchor and when it was made."""

    anchor: Anchor
    link: str
    anchored_at: int
    transaction_hash: str
    block_number: int


async def append(db: AsyncConnection, note: Note) -> None:
    """Appends an entry in a transaction, whose first statement it is to be.

    The chain's end is written before it is read, so that it is held until the commit: on each database one writer at a
    time appends, whichever gateway it is of.
    """
    held = await db.execute(
        _read_head.values(count=audit_head.c.count + 1).returning(
            audit_head.c.count, audit_head.c.link
        )
    )
    number, before = held.one()
    entry = {
        "number": number,
        "at": note.at,
        "event": note.event,
        "member": note.member,
        "wallet": note.wallet,
        "via": note.via,
        "about": dict(note.about),
        "salt": "0x" + secrets.token_hex(_SALT_BYTES),
    }
    entry_hash = hash_of(entry)
    link = link_after(before, entry_hash)
    await db.execute(
        insert(audit_entries).values(
            number=number,
            member=note.member,
            other=note.other,
            body=rfc8785.dumps(entry).decode(),
            hash=entry_hash,
            link=link,
        )
    )
    await db.execute(_read_head.values(link=link))


class AuditStore:
    """Every method that changes something returns after the commit."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def add(self, note: Note) -> None:
        """Appends an entry of its own, as for a read."""
        async with self._engine.begin() as db:
            await append(db, note)

    async def of_member(self, member: int, before: int | None, limit: int) -> list[Kept]:
        """The entries that a member may read, newest first, older than a number."""
        rows = audit_entries.c
        mine = or_(rows.member == member, rows.other == member)
        older = mine if before is None else and_(mine, rows.number < before)
        statement = select(audit_entries).where(older).order_by(rows.number.desc()).limit(limit)
        return await self._entries(statement)

    async def chain(self, after: int, limit: int) -> list[Kept]:
        """All entries in order, from behind a number on."""
        rows = audit_entries.c
        statement = select(audit_entries).where(rows.number > after).order_by(rows.number)
        return await self._entries(statement.limit(limit))

    async def end(self) -> tuple[int, str]:
        """How many entries there are, and the last one's link."""
        async with self._engine.connect() as db:
            found = (await db.execute(select(audit_head.c.count, audit_head.c.link))).one_or_none()
        return (0, START) if found is None else (int(found[0]), str(found[1]))

    async def written_at(self, number: int) -> int:
        """When an entry was written."""
        found = await self.chain(number - 1, 1)
        return int(found[0].entry["at"]) if found else 0

    async def add_anchor(self, count: int, link: str, noted: Noted, now: int) -> None:
        """Keeps an anchor; where another gateway has anchored the same end at the same time, its own stays."""
        row = {
            "count": count,
            "link": link,
            "anchored_at": now,
            "transaction_hash": noted.transaction_hash,
            "block_number": noted.block_number,
            "header": noted.header,
            "index": noted.index,
            "proof": ["0x" + node.hex() for node in noted.proof],
        }
        async with self._engine.begin() as db:
            await insert_missing(db, audit_anchors, [row])

    async def anchors(self, after: int = 0, limit: int | None = None) -> list[KeptAnchor]:
        """The anchors in order, from behind a count on."""
        rows = audit_anchors.c
        statement = select(audit_anchors).where(rows.count > after).order_by(rows.count)
        async with self._engine.connect() as db:
            found = (await db.execute(statement.limit(limit))).mappings().all()
        return [_anchor(row) for row in found]

    async def last_anchor(self) -> tuple[int, int]:
        """The count of the last anchor and when it was made; zeros if there is none."""
        rows = audit_anchors.c
        statement = select(rows.count, rows.anchored_at).order_by(rows.count.desc()).limit(1)
        async with self._engine.connect() as db:
            found = (await db.execute(statement)).one_or_none()
        return (0, 0) if found is None else (int(found[0]), int(found[1]))

    async def _entries(self, statement: Any) -> list[Kept]:
        async with self._engine.connect() as db:
            found: Sequence[Any] = (await db.execute(statement)).mappings().all()
        return [
            Kept(
                row["number"],
                row["member"],
                row["other"],
                json.loads(row["body"]),
                row["hash"],
                row["link"],
            )
            for row in found
        ]


def _anchor(row: Mapping[Any, Any]) -> KeptAnchor:
    anchor = Anchor(
        count=row["count"],
        header="0x" + bytes(row["header"]).hex(),
        index=row["index"],
        proof=row["proof"],
    )
    return KeptAnchor(
        anchor, row["link"], row["anchored_at"], row["transaction_hash"], row["block_number"]
    )
