"""Something has happened: told to all who wait for it, also to those who were busy meanwhile."""

import asyncio
import contextlib


class Bell:
    """Rings for everybody. `asyncio.Event` would be cleared by one of them before another has looked."""

    def __init__(self) -> None:
        self.rings = 0
        """How often it has rung."""
        self._next = asyncio.Event()

    def ring(self) -> None:
        """Lets everybody go on who waits."""
        self.rings += 1
        self._next.set()
        self._next = asyncio.Event()

    async def rung(self, seen: int, wait_seconds: float) -> None:
        """Waits until it has rung more often than `seen`, or until the time is over."""
        if self.rings > seen:
            return
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._next.wait(), wait_seconds)
