"""Work done in groups that is asked for one by one."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Sequence
from typing import Generic, TypeVar

T = TypeVar("T")
R = TypeVar("R")


class Grouped(Generic[T, R]):
    """What comes while a group is in hand makes up the next one, so that groups grow as the load does.

    `work` takes a group's items and gives a result for each, in their order. A result that is an exception is raised
    to whoever asked for that one; what `work` raises, to the whole group.
    """

    def __init__(
        self, work: Callable[[Sequence[T]], Awaitable[Sequence[R | Exception]]], largest: int
    ) -> None:
        """Works on `largest` items at once at most."""
        self._work, self._largest = work, largest
        self._queue: list[tuple[T, asyncio.Future[R]]] = []
        self._worker: asyncio.Task[None] | None = None

    async def __call__(self, item: T) -> R:
        """The item's result, once its group is done."""
        return await self._queued(item)

    async def all(self, items: Iterable[T]) -> list[R]:
        """The items' results, once their groups are done."""
        return await asyncio.gather(*[self._queued(item) for item in items])

    async def close(self) -> None:
        """Waits for the groups that are under way."""
        if self._worker is not None:
            await self._worker

    def _queued(self, item: T) -> asyncio.Future[R]:
        done: asyncio.Future[R] = asyncio.get_running_loop().create_future()
        self._queue.append((item, done))
        if self._worker is None or self._worker.done():
            self._worker = asyncio.create_task(self._run())
        return done

    async def _run(self) -> None:
        while self._queue:
            group, self._queue = self._queue[: self._largest], self._queue[self._largest :]
            try:
                results = await self._work([item for item, _ in group])
            except Exception as error:  # noqa: BLE001 - whoever waits gets the error, whatever it is
                results = [error] * len(group)
            for (_, done), result in zip(group, results, strict=True):
                if done.done():
                    continue
                if isinstance(result, Exception):
                    done.set_exception(result)
                else:
                    done.set_result(result)
