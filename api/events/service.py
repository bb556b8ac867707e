"""Events for a reader that comes back, and for one that stays."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable

from api.auth.subject import Subject
from chain.feed import FeedEvent, Position
from chain.ledger import Ledger

_AT_ONCE = 200
_LOOK_SECONDS = 15.0
"""A stream looks this often whether its session still counts, if nothing happens."""

Caller = Callable[[], Awaitable[Subject]]
"""Who calls, asked anew each time: a session may end, and a key may be revoked."""


class EventService:
    """Reads the ledger's feed as a member may."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._closing = asyncio.Event()

    def close(self) -> None:
        """Ends every stream: the gateway is about to end, and would wait for them."""
        self._closing.set()
        self._ledger.wake()

    async def page(
        self, subject: Subject, after: Position | None, limit: int
    ) -> tuple[list[FeedEvent], Position | None]:
        """Events and where to go on from."""
        return await self._ledger.feed.page(after, subject.member, limit)

    async def stream(self, caller: Caller, after: Position | None) -> AsyncIterator[FeedEvent]:
        """Events as they happen, from the one after `after`, or from now on.

        Ends when the gateway closes. Raises NotAuthenticated when the session or key counts no more.
        """
        place = await self._ledger.feed.newest() if after is None else after
        while not self._closing.is_set():
            seen, before = self._ledger.moves, place
            found, place = await self.page(await caller(), before, _AT_ONCE)
            for event in found:
                yield event
            if place == before and not self._closing.is_set():
                await self._ledger.moved(seen, _LOOK_SECONDS)
