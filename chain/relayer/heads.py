"""Tells those who wait for a block when there is one: one of them looks for all."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Final

from chain.bell import Bell

_FIRST_PAUSE: Final = 0.003
_LAST_PAUSE: Final = 0.25


class Heads:
    """Asks for the head's number while somebody waits: ever more seldom, until it changes."""

    def __init__(self, height: Callable[[], Awaitable[int]]) -> None:
        self._height = height
        self._number = -1
        self._looking = False
        self._left = Bell()
        self.seen = 0
        """How often there was reason to look: to be asked before one looks for what a block may bring."""

    def wake(self) -> None:
        """Lets everybody go on who waits."""
        self.seen += 1
        self._left.ring()

    async def changed(self, seen: int, wait_seconds: float) -> None:
        """Waits until there was reason to look more often than `seen`, or the time is over.

        Raises NodeUnavailableError, to the one that looks; the next one finds that out by itself.
        """
        until = _now() + wait_seconds
        while self.seen == seen and _now() < until:
            if self._looking:
                await self._left.rung(self._left.rings, until - _now())
                continue
            self._looking = True
            try:
                await self._look(seen, until)
            finally:
                self._looking = False
                # Whoever waits still looks next.
                self._left.ring()

    async def _look(self, seen: int, until: float) -> None:
        pause = _FIRST_PAUSE
        while (left := until - _now()) > 0:
            await self._left.rung(self._left.rings, min(pause, left))
            if self.seen != seen:
                return
            pause = min(pause * 1.5, _LAST_PAUSE)
            number = await self._height()
            if number != self._number:
                self._number = number
                self.seen += 1
                return


def _now() -> float:
    return asyncio.get_running_loop().time()
