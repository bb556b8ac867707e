"""The only SQL of voyages in one upload."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import bindparam, delete, func, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncEngine

from api.store import bulk_rows, bulks

_PAGE: Final = 1000


class BulkStatus(StrEnum):
    """How far a voyage has come."""

    PREPARED = "prepared"
    SIGNED = "signed"
    DONE = "done"


class RowStatus(StrEnum):
    """How far a row has come."""

    PREPARED = "prepared"
    """Nobody has handed it to the ledger yet."""
    ACCEPTED = "accepted"
    """It is durable in the outbox."""
    FINAL = "final"
    FAILED = "failed"
    """The contract refused it on chain."""
    REFUSED = "refused"
    """The contract would have refused it: it was not accepted."""
    BAD = "bad"
    """It broke a rule and is not in the signed set."""


OPEN: Final = (RowStatus.PREPARED, RowStatus.ACCEPTED)


@dataclass(frozen=True)
class Bulk:
    """A voyage; times in seconds since 1970 UTC."""

    bulk_id: str
    member: int
    status: BulkStatus
    rows: int
    digest: str
    signatures: Sequence[str] | None
    created_at: int
    updated_at: int


@dataclass(frozen=True)
class StoredRow:
    """A row by its line."""

    line: int
    status: RowStatus
    bill_id: str | None
    action_id: str | None
    message: Mapping[str, Any] | None
    errors: Sequence[Mapping[str, str]]


class BulkStore:
    """Voyages and their rows in the gateway's database."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def add(self, bulk: Bulk, rows: Iterable[StoredRow]) -> None:
        """Keeps a voyage with all its rows, in one transaction; one that is there stays as it is."""
        async with self._engine.begin() as db:
            # An UPDATE of nothing takes SQLite's write lock before the read: two at once queue up.
            await db.execute(update(bulks).where(bulks.c.rows < 0).values(rows=0))
            same = bulks.c.bulk_id == bulk.bulk_id
            if (await db.execute(select(bulks.c.bulk_id).where(same))).first() is not None:
                return
            await db.execute(insert(bulks).values(**bulk.__dict__))
            values = [
                {"bulk_id": bulk.bulk_id, **row.__dict__, "errors": list(row.errors)}
                for row in rows
            ]
            await db.execute(insert(bulk_rows), values)

    async def get(self, bulk_id: str) -> Bulk | None:
        """A voyage."""
        async with self._engine.connect() as db:
            found = (
                await db.execute(select(bulks).where(bulks.c.bulk_id == bulk_id))
            ).one_or_none()
            return None if found is None else _bulk(found)

    async def of_member(self, member: int, after: str | None, limit: int) -> list[Bulk]:
        """A member's voyages, newest first."""
        row = bulks.c
        statement = select(bulks).where(row.member == member)
        if after is not None:
            last = select(row.created_at).where(row.bulk_id == after).scalar_subquery()
            older = (row.created_at < last) | ((row.created_at == last) & (row.bulk_id < after))
            statement = statement.where(older)
        newest = statement.order_by(row.created_at.desc(), row.bulk_id.desc()).limit(limit)
        async with self._engine.connect() as db:
            return [_bulk(found) for found in await db.execute(newest)]

    async def under_way(self) -> list[Bulk]:
        """Voyages that are signed and not done, the oldest first."""
        signed = select(bulks).where(bulks.c.status == BulkStatus.SIGNED)
        async with self._engine.connect() as db:
            return [_bulk(found) for found in await db.execute(signed.order_by(bulks.c.updated_at))]

    async def counts(self, bulk_id: str) -> dict[str, int]:
        """Rows by state."""
        row = bulk_rows.c
        statement = select(row.status, func.count()).where(row.bulk_id == bulk_id)
        async with self._engine.connect() as db:
            found = await db.execute(statement.group_by(row.status))
            return {str(state): int(count) for state, count in found}

    async def rows(
        self,
        bulk_id: str,
        statuses: Sequence[RowStatus] | None = None,
        after: int | None = None,
        limit: int = _PAGE,
    ) -> list[StoredRow]:
        """Rows by line, after a line."""
        row = bulk_rows.c
        statement = select(bulk_rows).where(row.bulk_id == bulk_id)
        if statuses is not None:
            statement = statement.where(row.status.in_(statuses))
        if after is not None:
            statement = statement.where(row.line > after)
        async with self._engine.connect() as db:
            found = await db.execute(statement.order_by(row.line).limit(limit))
            return [_row(one) for one in found]

    async def lines(self, bulk_id: str, status: RowStatus, limit: int | None = None) -> list[int]:
        """The lines of rows that have come so far, in order."""
        row = bulk_rows.c
        statement = select(row.line).where(row.bulk_id == bulk_id, row.status == status)
        async with self._engine.connect() as db:
            return list(await db.scalars(statement.order_by(row.line).limit(limit)))

    async def every_row(self, bulk_id: str) -> AsyncIterator[StoredRow]:
        """All rows by line, some at a time."""
        after: int | None = None
        while found := await self.rows(bulk_id, after=after):
            for row in found:
                yield row
            after = found[-1].line

    async def messages(self, bulk_id: str) -> dict[int, Mapping[str, Any]]:
        """What is signed of each row, by line, in order."""
        row = bulk_rows.c
        rows = select(row.line, row.message).where(row.bulk_id == bulk_id).order_by(row.line)
        found: dict[int, Mapping[str, Any]] = {}
        last: int | None = -1
        while last is not None:
            async with self._engine.connect() as db:
                page = (await db.execute(rows.where(row.line > last).limit(_PAGE))).all()
            found |= {line: message for line, message in page if message is not None}
            last = page[-1].line if page else None
        return found

    async def sign(self, bulk_id: str, signatures: Sequence[str], now: int) -> bool:
        """Keeps the signatures; false if it was signed before."""
        row = bulks.c
        statement = update(bulks).where(row.bulk_id == bulk_id, row.status == BulkStatus.PREPARED)
        values = {"signatures": list(signatures), "status": BulkStatus.SIGNED, "updated_at": now}
        async with self._engine.begin() as db:
            return (await db.execute(statement.values(**values))).rowcount == 1

    async def mark(self, bulk_id: str, rows: Sequence[tuple[int, RowStatus, list[Any]]]) -> None:
        """Writes the states of rows, by line, and what is wrong with them: those without fault a state at a time."""
        row = bulk_rows.c
        faultless: dict[RowStatus, list[int]] = defaultdict(list)
        statement = (
            update(bulk_rows)
            .where(row.bulk_id == bulk_id, row.line == bindparam("_line"))
            .values(status=bindparam("_status"), errors=bindparam("_errors"))
        )
        faulty = []
        for line, state, errors in rows:
            if errors:
                faulty.append({"_line": line, "_status": state, "_errors": errors})
            else:
                faultless[state].append(line)
        if not rows:
            return
        async with self._engine.begin() as db:
            for state, lines in faultless.items():
                for start in range(0, len(lines), _PAGE):
                    these = row.line.in_(lines[start : start + _PAGE])
                    which = update(bulk_rows).where(row.bulk_id == bulk_id, these)
                    await db.execute(which.values(status=state, errors=[]))
            if faulty:
                await db.execute(statement, faulty)

    async def finish(self, bulk_id: str, now: int) -> None:
        """The voyage is done."""
        async with self._engine.begin() as db:
            await db.execute(
                update(bulks)
                .where(bulks.c.bulk_id == bulk_id)
                .values(status=BulkStatus.DONE, updated_at=now)
            )

    async def remove(self, bulk_id: str) -> bool:
        """Forgets a voyage that is not signed; false if it is."""
        row = bulks.c
        async with self._engine.begin() as db:
            gone = await db.execute(
                delete(bulks).where(row.bulk_id == bulk_id, row.status == BulkStatus.PREPARED)
            )
            if gone.rowcount:
                await db.execute(delete(bulk_rows).where(bulk_rows.c.bulk_id == bulk_id))
            return bool(gone.rowcount)

    async def prune(self, unsigned_before: int, done_before: int) -> None:
        """Forgets voyages that nobody signed, and those that were done long ago."""
        row = bulks.c
        old = or_(
            (row.status == BulkStatus.PREPARED) & (row.updated_at < unsigned_before),
            (row.status == BulkStatus.DONE) & (row.updated_at < done_before),
        )
        async with self._engine.begin() as db:
            gone = select(row.bulk_id).where(old)
            await db.execute(delete(bulk_rows).where(bulk_rows.c.bulk_id.in_(gone)))
            await db.execute(delete(bulks).where(old))


def _bulk(found: Any) -> Bulk:
    values = found._asdict()
    return Bulk(**values | {"status": BulkStatus(values["status"])})


def _row(found: Any) -> StoredRow:
    values = found._asdict()
    del values["bulk_id"]
    values["status"], values["errors"] = RowStatus(values["status"]), values["errors"] or []
    return StoredRow(**values)
