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
        self._bell = Bell()
        self._looking = False

    @property
    def seen(self) -> int:
        """How often there was reason to look: to be asked before one looks for what a block may bring."""
        return self._bell.rings

    def wake(self) -> None:
        """Lets everybody go on who waits."""
        self._bell.ring()

    async def changed(self, seen: int, wait_seconds: float) -> None:
        """Waits until there was reason to look more often than `seen`, or the time is over.

        Raises NodeUnavailableError, to the one that looks; the others go on and find that out by what they ask.
        """
        if self._looking:
            await self._bell.rung(seen, wait_seconds)
            return
        self._looking = True
        try:
            await self._look(seen, asyncio.get_running_loop().time() + wait_seconds)
        finally:
            self._looking = False
            # Whoever waits still has to have another one that looks.
            self._bell.ring()

    async def _look(self, seen: int, until: float) -> None:
        pause = _FIRST_PAUSE
        while asyncio.get_running_loop().time() < until:
            await self._bell.rung(seen, pause)
            if self._bell.rings > seen:
                return
            pause = min(pause * 1.5, _LAST_PAUSE)
            number = await self._height()
            if number != self._number:
                self._number = number
                return
