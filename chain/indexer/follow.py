"""Follows the chain by ranges of blocks, one database transaction a range.

The flow of a step: is the newest indexed block still there (`reorg`) → which range comes next → its last
block's hash → its events → apply them together with the hashes. Rebuilding is the same from the start.
"""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable

import structlog
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from chain.bell import Bell
from chain.errors import DatabaseUnavailableError, NodeError, NodeUnavailableError
from chain.indexer.apply import apply_events
from chain.indexer.reorg import (
    common_ancestor,
    go_back,
    is_indexed,
    newest_block,
    newest_of,
    still_there,
)
from chain.indexer.source import BlockHead, Source
from chain.store.engine import is_server
from chain.store.stores import take_turn

_log = structlog.get_logger(__name__)

_FIRST_RANGE = 500
_MAX_RANGE = 10_000
_MANY_EVENTS = 4_000
_FEW_EVENTS = 1_000
_POLL_SECONDS = 0.25
_RETRY_SECONDS = 1.0

BlockListener = Callable[[int], Awaitable[None]]
"""Told the number of a block."""


class IndexMovedError(NodeError):
    """Another gateway has moved the index."""

    def __init__(self, ours: int, found: int) -> None:
        """Tells where it was left, and where it is."""
        super().__init__(f"the index was left at block {ours} and is at {found}")


class Follower:
    """Keeps the read model at the chain's head."""

    def __init__(
        self,
        engine: AsyncEngine,
        source: Source,
        start: int,
        *,
        leads: Callable[[], bool] = lambda: True,
        poll_seconds: float = _POLL_SECONDS,
    ) -> None:
        """Indexes from block `start`, that of the deployment, into this read model.

        While it does not lead, another gateway does that, and this one watches how far it is.
        """
        self._engine = engine
        self._source = source
        self._start = start
        self._leads = leads
        self._seen: BlockHead | None = None
        self.on_reorg: BlockListener | None = None
        """Awaited after a reorganisation was undone here, with the newest block that stayed."""
        self._poll_seconds = poll_seconds
        self._range = _FIRST_RANGE
        self._moved = asyncio.Condition()
        self._poke = asyncio.Event()
        self._stopping = asyncio.Event()
        self._bell = Bell()
        self.indexed = start - 1
        """The newest block that is indexed."""
        self.on_advanced: BlockListener | None = None
        """Awaited after a range was indexed, with its last block."""
        self.failure: Exception | None = None
        """Why the index stands still, if it does for another reason than an absent node."""

    async def open(self) -> None:
        """Finds where it left off."""
        self._seen = await newest_block(self._engine)
        self.indexed = self._number(self._seen)

    async def run(self) -> None:
        """Follows until stopped; waits while the node is away or an event cannot be applied."""
        while not self._stopping.is_set():
            try:
                await self.catch_up()
                self.failure = None
            except (NodeUnavailableError, DatabaseUnavailableError, IndexMovedError) as error:
                _log.warning("indexer.waits", error=str(error))
                await _for_at_most(_RETRY_SECONDS, self._stopping)
            except Exception as error:  # noqa: BLE001 - reported by `failure`; a retry may succeed
                self.failure = error
                _log.exception("indexer.failed", error=str(error))
                await _for_at_most(_RETRY_SECONDS, self._stopping)
            self._poke.clear()
            if not self._stopping.is_set():
                await _for_at_most(self._poll_seconds, self._poke)

    def stop(self) -> None:
        """Ends `run` after the range in hand: a transaction that is cut off may keep its lock for a while."""
        self._stopping.set()
        self._poke.set()

    async def catch_up(self) -> None:
        """Indexes up to the head. Raises NodeUnavailableError, IndexerGapError, UnknownEventError."""
        while not self._stopping.is_set() and await self.step():
            pass

    async def step(self) -> bool:
        """Does the next piece of work; False if there is none."""
        newest = await newest_block(self._engine)
        await self._watch(newest)
        if not self._leads():
            return False
        if newest is not None and not await still_there(self._source, newest):
            await self._go_back()
            return True
        height = await self._source.height()
        if height <= self.indexed:
            return False
        await self._advance(min(height, self.indexed + self._range))
        return True

    def poke(self) -> None:
        """Looks for new blocks at once: somebody knows that there are some."""
        self._poke.set()

    @property
    def moves(self) -> int:
        """How often the index has moved, forth or back, or `wake` was called."""
        return self._bell.rings

    async def moved(self, seen: int, wait_seconds: float) -> None:
        """Waits until the index moves again, if it has moved only so often; or until `wake`, or the time is over."""
        await self._bell.rung(seen, wait_seconds)

    def wake(self) -> None:
        """Lets everybody go on who waits for the next move."""
        self._bell.ring()

    async def reached(self, block_number: int, wait_seconds: float) -> bool:
        """Waits until a block is indexed; False if it is not in time."""
        self.poke()
        async with self._moved:
            try:
                await asyncio.wait_for(
                    self._moved.wait_for(lambda: self.indexed >= block_number), wait_seconds
                )
            except TimeoutError:
                return False
        return True

    def _number(self, newest: BlockHead | None) -> int:
        return self._start - 1 if newest is None else newest.number

    async def _watch(self, newest: BlockHead | None) -> None:
        """Sees what was not done here: another gateway led, or a killed server lost a cache's last commits."""
        if newest == self._seen and self._number(newest) == self.indexed:
            return
        seen, self._seen = self._seen, newest
        await self._set_indexed(self._number(newest))
        gone = seen is not None and not await is_indexed(self._engine, seen)
        if gone and self.on_reorg is not None:
            await self.on_reorg(self.indexed)

    async def _go_back(self) -> None:
        ancestor = await common_ancestor(self._engine, self._source, self._start)
        undone = await go_back(self._engine, ancestor, self._require_turn)
        _log.warning("indexer.reorganised", ancestor=ancestor, events_undone=undone)
        await self._set_indexed(ancestor)
        if self.on_reorg is not None:
            await self.on_reorg(ancestor)

    async def _advance(self, last: int) -> None:
        """Reads the last block's hash first: if the chain changes meanwhile, the next step sees it."""
        head = await self._source.head(last)
        if head is None:
            return
        events = await self._source.events(self.indexed + 1, last)
        marks = [(event.block_number, event.block_hash, event.time) for event in events]
        marks = [mark for mark in marks if mark[0] != last]
        async with self._engine.begin() as connection:
            await self._require_turn(connection)
            await apply_events(connection, events, [*marks, (head.number, head.hash, head.time)])
        self._adapt(len(events))
        self._seen = head
        await self._set_indexed(last)
        if self.on_advanced is not None:
            await self.on_advanced(last)

    async def _require_turn(self, connection: AsyncConnection) -> None:
        """A gateway that led, and does not know yet that it does no more, must not write over what came after."""
        if not is_server(connection):
            return
        await take_turn(connection)
        newest = await newest_of(connection)
        if self._number(newest) != self.indexed:
            raise IndexMovedError(self.indexed, self._number(newest))

    def _adapt(self, events: int) -> None:
        if events > _MANY_EVENTS:
            self._range = max(1, self._range // 2)
        elif events < _FEW_EVENTS:
            self._range = min(_MAX_RANGE, self._range * 2)

    async def _set_indexed(self, number: int) -> None:
        async with self._moved:
            self.indexed = number
            self._moved.notify_all()
        self._bell.ring()


async def _for_at_most(seconds: float, event: asyncio.Event) -> None:
    with contextlib.suppress(TimeoutError):
        await asyncio.wait_for(event.wait(), seconds)
