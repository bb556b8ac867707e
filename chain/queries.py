"""What every query of the read model is made of."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeVar, cast

from sqlalchemy import Column, ColumnElement, Select, and_, func, select, tuple_
from sqlalchemy.ext.asyncio import AsyncEngine

from chain.filters import ANY, Listing
from chain.store.read_model import TABLES, blocks
from chain.store.rows import Row
from chain.visibility import ID_COLUMNS, RecordKind, party_to, visible_to

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
    listing: Listing = ANY,
) -> Select[Any]:
    """A page of records that a member may read, after the record of this id in the list's order."""
    record_id = ID_COLUMNS[kind]
    columns = record_id.table.c
    place = columns.updated_at if listing.sort.by_update else made_at
    statement = select(record_id.table).where(*conditions, *_listed(kind, made_at, listing))
    if member is not None:
        statement = statement.where(visible_to(kind, member))
    if after is not None:
        last: Any = listing.place
        if last is None:
            pages = record_id.table.alias()
            of_last = pages.c[record_id.name] == after
            last = select(pages.c[place.name]).where(of_last).scalar_subquery()
        # Compared as a pair, both databases go on from the place in the index.
        pair, end = tuple_(place, record_id), tuple_(last, after)
        statement = statement.where(pair < end if listing.sort.descends else pair > end)
    order = (place, record_id)
    if listing.sort.descends:
        statement = statement.order_by(*(column.desc() for column in order))
    else:
        statement = statement.order_by(*order)
    return statement.limit(max(1, min(limit, MAX_LIMIT)))


def _listed(
    kind: RecordKind, made_at: Column[int], listing: Listing
) -> Iterator[ColumnElement[bool]]:
    record_id = ID_COLUMNS[kind]
    if listing.made_since is not None:
        yield made_at >= listing.made_since
    if listing.made_before is not None:
        yield made_at < listing.made_before
    if listing.updated_since is not None:
        yield record_id.table.c.updated_at >= listing.updated_since
    if listing.party is not None:
        yield record_id.in_(party_to(kind, listing.party))
