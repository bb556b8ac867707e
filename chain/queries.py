"""What every query of the read model is made of."""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar, cast

from sqlalchemy import Column, ColumnElement, Select, and_, func, or_, select
from sqlalchemy.ext.asyncio import AsyncEngine

from chain.store.read_model import TABLES, blocks
from chain.store.rows import Row
from chain.visibility import ID_COLUMNS, RecordKind, visible_to

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
        newest = await self._value(select(func.max(blocks.c.time)))
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

    async def _carrying(
        self, kind: type[R], record: RecordKind, made_at: Column[int], content: str
    ) -> R | None:
        """The record that has this content now; of several the first made."""
        record_id = ID_COLUMNS[record]
        carriers = select(record_id.table).where(record_id.table.c.content == content)
        found = await self._all(kind, carriers.order_by(made_at, record_id).limit(1))
        return found[0] if found else None

    async def _all(self, kind: type[R], statement: Select[Any]) -> list[R]:
        async with self._engine.connect() as connection:
            found = await connection.execute(statement)
            return [kind(**row) for row in found.mappings()]

    async def _value(self, statement: Select[Any]) -> Any:
        async with self._engine.connect() as connection:
            return (await connection.execute(statement)).scalars().first()


def page(
    kind: RecordKind,
    made_at: Column[int],
    conditions: Sequence[ColumnElement[bool]],
    member: int | None,
    after: str | None,
    limit: int,
) -> Select[Any]:
    """A page of records that a member may read, newest first, after the record of this id."""
    record_id = ID_COLUMNS[kind]
    statement = select(record_id.table).where(*conditions)
    if member is not None:
        statement = statement.where(visible_to(kind, member))
    if after is not None:
        pages = record_id.table.alias()
        of_last = pages.c[record_id.name] == after
        last = select(pages.c[made_at.name]).where(of_last).scalar_subquery()
        older = or_(made_at < last, and_(made_at == last, record_id < after))
        statement = statement.where(older)
    newest_first = statement.order_by(made_at.desc(), record_id.desc())
    return newest_first.limit(max(1, min(limit, MAX_LIMIT)))
