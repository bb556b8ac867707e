"""Notices that the chain is another one than was indexed, and goes back to where they part."""

from collections.abc import Awaitable, Callable

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from chain.indexer.apply import roll_back
from chain.indexer.source import BlockHead, Source
from chain.store.read_model import blocks

Turn = Callable[[AsyncConnection], Awaitable[None]]
"""Makes sure that nobody else writes."""


async def newest_block(engine: AsyncEngine) -> BlockHead | None:
    """The newest block that is indexed, None if there is none."""
    found = await _newest(engine, 1)
    return found[0] if found else None


async def common_ancestor(engine: AsyncEngine, source: Source, start: int) -> int:
    """The newest indexed block that the node still has; `start` - 1 if it has none of them."""
    below: int | None = None
    while True:
        known = await _newest(engine, 1, below)
        if not known:
            return start - 1
        if await still_there(source, known[0]):
            return known[0].number
        below = known[0].number


async def still_there(source: Source, block: BlockHead) -> bool:
    """Whether the node's block of this number is the one that was indexed."""
    found = await source.head(block.number)
    return found is not None and found.hash == block.hash


async def go_back(engine: AsyncEngine, ancestor: int, require_turn: Turn) -> int:
    """Undoes every block above the ancestor in one transaction; returns how many events were undone.

    `require_turn` is awaited first, in the transaction.
    """
    async with engine.begin() as connection:
        await require_turn(connection)
        return await roll_back(connection, ancestor)


async def is_indexed(engine: AsyncEngine, block: BlockHead) -> bool:
    """Whether this very block is still among those that are indexed."""
    kept = select(blocks.c.hash).where(blocks.c.number == block.number)
    async with engine.connect() as connection:
        return (await connection.execute(kept)).scalar_one_or_none() == block.hash


async def newest_of(connection: AsyncConnection) -> BlockHead | None:
    """The newest block that is indexed, as this transaction sees it."""
    statement = select(blocks).order_by(blocks.c.number.desc()).limit(1)
    row = (await connection.execute(statement)).first()
    return None if row is None else BlockHead(row.number, row.hash, row.time)


async def _newest(engine: AsyncEngine, limit: int, below: int | None = None) -> list[BlockHead]:
    statement = select(blocks).order_by(blocks.c.number.desc()).limit(limit)
    if below is not None:
        statement = statement.where(blocks.c.number < below)
    async with engine.connect() as connection:
        found = await connection.execute(statement)
        return [BlockHead(row.number, row.hash, row.time) for row in found]
