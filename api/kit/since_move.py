"""What was read of the ledger since it last moved."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Generic, TypeVar

T = TypeVar("T")


class SinceMove(Generic[T]):
    """Reads each key once between two moves of the index, however many ask, and however many at once.

    What was read before a move is not told after it: the answer is never older than the index.
    """

    def __init__(self, moves: Callable[[], int], read: Callable[[str], Awaitable[T]]) -> None:
        """`moves` tells how often the index has moved."""
        self._moves, self._read = moves, read
        self._seen = -1
        self._found: dict[str, asyncio.Task[T]] = {}

    async def __call__(self, key: str) -> T:
        """What `read` gives for a key."""
        moves = self._moves()
        if moves != self._seen:
            self._seen, self._found = moves, {}
        found = self._found
        task = found.get(key)
        if task is None:
            task = found[key] = asyncio.create_task(self._once(key, found))
        # One that asks may go away: the others still want the answer.
        return await asyncio.shield(task)

    async def _once(self, key: str, found: dict[str, asyncio.Task[T]]) -> T:
        try:
            return await self._read(key)
        except BaseException:
            found.pop(key, None)
            raise
