"""The journal's blocks: enough to bring a development node back that lost its tail, or all of it.

Anvil writes its state at a clean stop only. So each of its blocks is journaled with its transactions,
the deployment's too, and replayed (`chain.replay`) into a node that has fewer. Real networks keep their
blocks themselves: for any other node all of this does nothing.
"""

from collections.abc import Sequence
from typing import Any

import structlog
from sqlalchemy import delete, func, insert, select
from sqlalchemy.ext.asyncio import AsyncEngine

from chain.errors import DeploymentError
from chain.replay import JournalBlock, replay
from chain.rpc import JsonRpc
from chain.store.journal import blocks, foreign_transactions, transactions
from chain.store.upsert import insert_missing

_log = structlog.get_logger(__name__)

_AT_ONCE = 50
_REPLAYABLE = "anvil"


class BlockJournal:
    """Keeps a development node's blocks in the journal and gives them back."""

    def __init__(self, engine: AsyncEngine, rpc: JsonRpc) -> None:
        """Works on a journal whose tables are there."""
        self._engine, self._rpc = engine, rpc
        self._replayable: bool | None = None

    async def catch_up(self, height: int) -> None:
        """Journals the node's blocks up to this one. Raises NodeUnavailableError."""
        if not await self._is_replayable():
            return
        last = await self._last_shared()
        if last is None:
            return
        for first in range(last + 1, height + 1, _AT_ONCE):
            await self._keep(first, min(height, first + _AT_ONCE - 1))

    async def restore(self) -> int:
        """Replays what the node has lost; returns how many blocks. Raises NodeUnavailableError."""
        if not await self._is_replayable():
            return 0
        head = await self._rpc.block_number()
        if not await self._is_ours(head):
            return 0
        missing = await self._above(head)
        if not missing:
            return 0
        _log.warning("journal.replay", blocks=len(missing), first_block=missing[0].number)
        try:
            return await replay(self._rpc, missing)
        except DeploymentError as error:
            # The same transactions in other blocks: the relayer finds each of them where it is now.
            _log.warning("journal.replay_differs", error=str(error))
            return 0

    async def _is_replayable(self) -> bool:
        if self._replayable is None:
            version = await self._rpc.client_version()
            self._replayable = version.lower().startswith(_REPLAYABLE)
        return self._replayable

    async def _last_shared(self) -> int | None:
        """The newest journaled block that the node has too; None if the node has lost its tail.

        What lies above another block of the same number is forgotten: the chain was reorganised.
        """
        async with self._engine.connect() as connection:
            newest = (await connection.execute(select(func.max(blocks.c.number)))).scalar_one()
        if newest is None:
            return 0
        if await self._rpc.block(newest) is None:
            return None
        while newest > 0 and not await self._is_ours(newest):
            newest -= 1
        async with self._engine.begin() as connection:
            await connection.execute(delete(blocks).where(blocks.c.number > newest))
        return int(newest)

    async def _is_ours(self, number: int) -> bool:
        """Whether the node's block of this number is the journal's; block 0 is not in the journal."""
        if number == 0:
            return True
        found = await self._rpc.block(number)
        async with self._engine.connect() as connection:
            kept = await connection.execute(select(blocks.c.hash).where(blocks.c.number == number))
            return found is not None and kept.scalar_one_or_none() == found["hash"]

    async def _keep(self, first: int, last: int) -> None:
        """Journals these blocks; a chain that shrinks meanwhile leaves a gap, which is closed later."""
        asked = [("eth_getBlockByNumber", (hex(n), False)) for n in range(first, last + 1)]
        found = await self._rpc.many(asked)
        if None in found:
            return
        hashes = [str(h) for block in found for h in block["transactions"]]
        foreign = await self._raw(await self._not_ours(hashes))
        async with self._engine.begin() as connection:
            await insert_missing(connection, foreign_transactions, foreign)
            await connection.execute(insert(blocks), [_row(block) for block in found])

    async def _not_ours(self, hashes: Sequence[str]) -> list[str]:
        known = select(transactions.c.transaction_hash).where(
            transactions.c.transaction_hash.in_(hashes)
        )
        async with self._engine.connect() as connection:
            ours = set((await connection.execute(known)).scalars())
        return [h for h in hashes if h not in ours]

    async def _raw(self, hashes: Sequence[str]) -> list[dict[str, Any]]:
        raws = await self._rpc.many([("eth_getRawTransactionByHash", (h,)) for h in hashes])
        return [
            {"transaction_hash": h, "raw": bytes.fromhex(raw[2:])}
            for h, raw in zip(hashes, raws, strict=True)
        ]

    async def _above(self, head: int) -> list[JournalBlock]:
        """The journaled blocks above a number, up to the first gap."""
        statement = select(blocks).where(blocks.c.number > head).order_by(blocks.c.number)
        async with self._engine.connect() as connection:
            kept = (await connection.execute(statement)).all()
        unbroken = [row for place, row in enumerate(kept, head + 1) if row.number == place]
        return [
            JournalBlock(row.number, row.hash, row.time, await self._raws(row.transactions))
            for row in unbroken
        ]

    async def _raws(self, hashes: Sequence[str]) -> list[bytes]:
        raws: dict[str, bytes] = {}
        async with self._engine.connect() as connection:
            for table in (transactions, foreign_transactions):
                statement = select(table.c.transaction_hash, table.c.raw)
                of_block = statement.where(table.c.transaction_hash.in_(hashes))
                raws.update(
                    (row.transaction_hash, row.raw) for row in await connection.execute(of_block)
                )
        return [raws[h] for h in hashes]


def _row(block: dict[str, Any]) -> dict[str, Any]:
    return {
        "number": int(block["number"], 16),
        "hash": str(block["hash"]),
        "time": int(block["timestamp"], 16),
        "transactions": [str(h) for h in block["transactions"]],
    }
