"""The events of the records that a member may read, in the chain's order, from wherever the reader left off."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Self

from sqlalchemy import ColumnElement, and_, exists, or_, select, true, tuple_
from sqlalchemy.ext.asyncio import AsyncEngine

from chain.store.read_model import events, record_readers
from chain.visibility import ID_COLUMNS, Access, RecordKind, access

_BACK: Final = 128
"""Blocks that a reader goes back whose last event the chain has no more; no reorganisation is that deep."""

LOOKED_AT: Final = 5_000
"""Events of all members that one page looks at, so that its work is bounded, however few the reader's own are."""

_HASH: Final = 8

_place: Final = tuple_(events.c.block_number, events.c.log_index)


@dataclass(frozen=True, slots=True)
class Position:
    """An event's place. `block` are the first digits of its block's hash: they tell whether it is still there."""

    number: int
    index: int
    block: str

    @classmethod
    def parse(cls, text: str) -> Self:
        """Reads what `str` writes. Raises ValueError."""
        number, index, block = text.split("-")
        if not (number.isascii() and number.isdigit() and index.isascii() and index.isdigit()):
            raise ValueError(text)
        if len(block) != _HASH or int(block, 16) < 0 or max(len(number), len(index)) > 2 * _HASH:
            raise ValueError(text)
        return cls(int(number), int(index), block)

    def __str__(self) -> str:
        """As it goes over the wire, and comes back."""
        return f"{self.number}-{self.index}-{self.block}"


@dataclass(frozen=True, slots=True)
class FeedEvent:
    """An event and its place. `contract` is the record's kind; the rest is as in a record's history."""

    position: Position
    contract: str
    record_id: str
    name: str
    version: int
    actor: int
    wallet: str
    time: int
    transaction_hash: str
    args: Mapping[str, Any]


class Feed:
    """Reads events from the read model."""

    def __init__(self, engine: AsyncEngine) -> None:
        """Reads this database."""
        self._engine = engine

    async def newest(self) -> Position | None:
        """The place of the newest event of all; None before there is one."""
        place = (events.c.block_number, events.c.log_index, events.c.block_hash)
        latest = select(*place).order_by(place[0].desc(), place[1].desc()).limit(1)
        async with self._engine.connect() as connection:
            row = (await connection.execute(latest)).first()
        return None if row is None else _position(row)

    async def resumed(self, position: Position) -> Position:
        """Where a reader goes on that has read up to here: here, or further back if this event is gone.

        Then some events come again, and none is missed.
        """
        same = select(events.c.block_hash).where(
            events.c.block_number == position.number, events.c.log_index == position.index
        )
        async with self._engine.connect() as connection:
            found = (await connection.execute(same)).scalar_one_or_none()
        if found is not None and _digits(found) == position.block:
            return position
        return Position(max(0, position.number - _BACK), 0, "0" * _HASH)

    async def after(self, position: Position | None, member: int, limit: int) -> list[FeedEvent]:
        """The next events of the records that the member may read now, of the next `LOOKED_AT` of all."""
        return (await self._next(position, member, limit))[0]

    async def page(
        self, after: Position | None, member: int, limit: int
    ) -> tuple[list[FeedEvent], Position | None]:
        """The next events, and the place to go on from: after those events, or after all that were looked at.

        There may be more though the page is short, or empty: there is none when the place is `newest`.
        """
        # Read first: what is written meanwhile must not be jumped over.
        newest = await self.newest()
        start = None if after is None else await self.resumed(after)
        if newest == start:
            return [], start
        found, last = await self._next(start, member, limit)
        if len(found) == limit:
            return found, found[-1].position
        if last is not None:
            return found, last
        return found, _later(newest, found[-1].position if found else start)

    async def _next(
        self, position: Position | None, member: int, limit: int
    ) -> tuple[list[FeedEvent], Position | None]:
        """The events, and the last one that was looked at if there are more behind it."""
        following = true() if position is None else _place > (position.number, position.index)
        in_order = (events.c.block_number, events.c.log_index)
        bound = select(*in_order, events.c.block_hash).where(following).order_by(*in_order)
        async with self._engine.connect() as connection:
            readable = _readable(await access(connection, member))
            row = (await connection.execute(bound.offset(LOOKED_AT - 1).limit(1))).first()
            last = None if row is None else _position(row)
            statement = select(events).where(following, readable)
            if last is not None:
                statement = statement.where(_place <= (last.number, last.index))
            found = await connection.execute(statement.order_by(*in_order).limit(limit))
            return [_event(row) for row in found], last


def _readable(rights: Access) -> ColumnElement[bool]:
    """True of the events of records that are read by these rights: a probe for each event."""
    offices = {kind.contract for kind in ID_COLUMNS if rights.to(kind) is None}
    read = exists().where(
        record_readers.c.kind == events.c.contract,
        record_readers.c.record_id == events.c.record_id,
        record_readers.c.member.in_(rights.readers),
    )
    box = exists().where(
        record_readers.c.kind == RecordKind.BOX.value,
        record_readers.c.record_id == events.c.record_id,
        record_readers.c.member == rights.member,
    )
    of_box = and_(events.c.contract == RecordKind.BOX.contract, box)
    return or_(events.c.contract.in_(sorted(offices)), read, of_box)


def _later(first: Position | None, second: Position | None) -> Position | None:
    places = [place for place in (first, second) if place is not None]
    return max(places, key=lambda place: (place.number, place.index), default=None)


def _digits(block_hash: str) -> str:
    return block_hash[2 : 2 + _HASH]


def _position(row: Any) -> Position:
    return Position(row.block_number, row.log_index, _digits(row.block_hash))


def _event(row: Any) -> FeedEvent:
    return FeedEvent(
        _position(row),
        row.contract,
        row.record_id,
        row.name,
        row.version,
        row.actor,
        row.wallet,
        row.time,
        row.transaction_hash,
        row.args,
    )
