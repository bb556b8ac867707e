"""What every query of the read model is made of."""

from collections.abc import Callable
from typing import Any, TypeVar, cast

from sqlalchemy import ColumnElement, Select, and_, select
from sqlalchemy.ext.asyncio import AsyncEngine

from chain.filters import ANY, Filters, Listing, wanted
from chain.lists import Found, Page, find
from chain.store.read_model import TABLES, blocks
from chain.store.rows import Row
from chain.visibility import ID_COLUMNS, MADE_AT, RecordKind, visible_to

DEFAULT_LIMIT = 50
MAX_LIMIT = 500

R = TypeVar("R", bound=Row)
Seconds = Callable[[], int]


class Queries:
    """Reads rows, one or many, as values."""

    def __init__(self, engine: AsyncEngine, now: Seconds) -> None:
        """Reads this database; `now` gives the machine's time in seconds since 1970 UTC."""
        self._engine = engine
        self._now = now

    async def time(self) -> int:
        """The time that expiry is judged by: the chain's newest block's, or the machine's if later."""
        newest = await self._value(select(blocks.c.time).order_by(blocks.c.number.desc()).limit(1))
        return max(self._now(), newest or 0)

    def _readable(
        self, kind: RecordKind, record_id: str, member: int | None
    ) -> ColumnElement[bool]:
        same = ID_COLUMNS[kind] == record_id
        return same if member is None else and_(same, visible_to(kind, member))

    async def _one(self, kind: type[R], condition: ColumnElement[bool]) -> R | None:
        table = TABLES[cast("type[Row]", kind)]
        found = await self._all(kind, select(table).where(condition))
        return found[0] if found else None

    async def _carrying(self, kind: type[R], record: RecordKind, content: str) -> R | None:
        """The record that has this content now; of several the first made."""
        record_id = ID_COLUMNS[record]
        carriers = select(record_id.table).where(record_id.table.c.content == content)
        found = await self._all(kind, carriers.order_by(MADE_AT[record], record_id).limit(1))
        return found[0] if found else None

    async def _page(
        self,
        kind: type[R],
        record: RecordKind,
        filters: Filters | None,
        member: int | None,
        after: str | None,
        limit: int,
        listing: Listing = ANY,
        time: int = 0,
    ) -> Found[R]:
        """A page of records that a member may read, after the record of this id in the list's order."""
        asked = wanted(record, filters, time)
        page = Page(record, asked, after, max(1, min(limit, MAX_LIMIT)), listing)
        async with self._engine.connect() as connection:
            found = await find(connection, page, member)
        return found.shown(kind(**row) for row in found)

    async def _all(self, kind: type[R], statement: Select[Any]) -> list[R]:
        async with self._engine.connect() as connection:
            found = await connection.execute(statement)
            return [kind(**row) for row in found.mappings()]

    async def _value(self, statement: Select[Any]) -> Any:
        async with self._engine.connect() as connection:
            return (await connection.execute(statement)).scalars().first()
